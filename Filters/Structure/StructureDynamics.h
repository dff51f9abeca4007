/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StructureDynamics_h
#define StructureDynamics_h

#include "AnnulusSeries.h"
#include "AzimuthalPartition.h"
#include "DelayCorrelation.h"
#include "FluctuationVariance.h"
#include "Jackknife.h"
#include "PatternCollector.h"
#include "SectorQuantity.h"
#include "StructureDynamicsFits.h"
#include "ValueWithError.h"
#include "ZeroDelayVariance.h"

#include <array>
#include <limits>
#include <numeric>
#include <optional>

namespace stem5d
{

/** What the analysis knows of one half of the detector. */
struct HalfResult
{
  KWWFitResult     fit;
  VarianceAndNoise variance;
};

/** \brief What the analysis knows of one scan point.
 *
 * Standard errors are those of the jackknife over the azimuthal sectors: of V and of g(t) directly, of the parameters
 * of the fit to first order, by what they owe to each value of g(t). Without sectors those of V and g(t) are the
 * scatter over frames and pairs of frames as if these were independent, and those of the fit asymptotic: lower bounds
 * all.
 *
 * The jackknife takes sectors as independent, but the blur makes neighbours alike, and its errors come out too small by
 * the same factor at every point. sectorVariance has what that factor follows from: over many points, the mean of the
 * second column (SeparatedJackknifeVariance) over that of the first (the jackknife) is its square. */
struct StructureDynamicsResult
{
  KWWFitResult     fit;
  VarianceAndNoise variance;
  Eigen::Matrix2d  varianceCovariance;                              ///< of variance.variance and variance.noisePerGain
  Eigen::Array<double, NumberOfSectorQuantities, 2> sectorVariance; ///< of each SectorQuantity; NaN if unknown
  double          zeroDelayVariance; ///< V without noise and without a gain, see ZeroDelayVariance
  MeanWithError   meanIntensity;     ///< of a pixel of the structure annulus
  HalfResult      halves[2];         ///< masked if there are no halves
  ValueWithError  ageing;            ///< ln tau of the second half of ages minus that of the first, to first order
  Eigen::VectorXf correlation;       ///< g(t), one for each delay
  Eigen::VectorXf correlationError;  ///< its standard error
  Eigen::VectorXf ageCorrelation;    ///< g(t) of the first window of ages, then of the second, at their delays
  Eigen::VectorXf ringVariance;      ///< V(Q), one for each ring
  Eigen::ArrayXf  frameIntensity;    ///< mean of the structure annulus, one for each recorded frame
  Pattern<float>  meanPattern;       ///< over the frames, of the binned detector; NaN where no frame has a number
};

/** \brief The whole analysis of one scan point (Nakazawa et al. 2024), while its patterns are in cache, with what the
 * paper leaves out: errors, the noise of counting, halves and ages.
 *
 * Of every frame: detector binning, fluctuation variance, time binning; of every binned frame: blur, at the pixels of
 * the annulus; of the series: two-time correlation, average over delays, KWW fit. The halves are blurred and normalised
 * each by itself, so that they share no pixel.
 *
 * Frames are taken in blocks, of the pixels that the annuli and the blur need, so that what is worked on stays in
 * cache.
 *
 * An object holds the work space; each thread has its own. */
template <typename TPixel>
class StructureDynamics
{
public:
  /** \param grid detector pixels as recorded
   * \param frames number of frames
   * \param dynamicsPixels, structurePixels, bad the annuli and bad pixels on the binned detector
   * \param fits of the same settings and frames; must outlive the object
   * \exception std::invalid_argument as AzimuthalPartition */
  StructureDynamics(const StructureDynamicsSettings & settings,
                    const DetectorGrid &              grid,
                    std::size_t                       frames,
                    const RingPixels &                dynamicsPixels,
                    const RingPixels &                structurePixels,
                    const Pattern<std::uint8_t> &     bad,
                    const StructureDynamicsFits &     fits)
    : m_Settings(settings)
    , m_Frames(static_cast<Eigen::Index>(frames))
    , m_Recorded(grid)
    , m_Binned(grid.Binned(settings.detectorBin))
    , m_Fits(fits)
    , m_Partition(dynamicsPixels, m_Binned, settings.partition)
    , m_BlockSums(BlockOfSums(settings.timeBin))
    , m_Variance(structurePixels, m_Frames, AzimuthalPartition(structurePixels, m_Binned, settings.partition))
    , m_Whole(this->PartOf(dynamicsPixels,
                           bad,
                           { dynamicsPixels,
                             settings.normalisation,
                             static_cast<Eigen::Index>(frames / settings.timeBin),
                             fits.delays,
                             fits.ages,
                             settings.partition.sectors,
                             m_Partition.sector }))
  {
    for (int half = 0; settings.partition.halves && half < 2; ++half)
    {
      const RingPixels pixels = PixelsOfHalf(dynamicsPixels, m_Partition.half, half);
      if (pixels.NumberOfPixels() > 0)
      {
        m_Halves[half].emplace(this->PartOf(
          pixels,
          this->OutsideOfHalf(half, bad),
          { pixels, settings.normalisation, static_cast<Eigen::Index>(frames / settings.timeBin), fits.delays }));
      }
    }
    this->ChooseRows();
    m_Result.ringVariance.resize(structurePixels.NumberOfRings());
    m_Result.meanPattern.resize(m_Binned.size[1], m_Binned.size[0]);
  }

  /** Analyses a scan point. \param patternOf gives the first pixel of the pattern of a frame. */
  template <typename TPatternOf>
  const StructureDynamicsResult &
  operator()(const TPatternOf & patternOf)
  {
    m_Result.meanPattern.setZero();
    m_ZeroDelay.Start();
    const auto timeBin = static_cast<Eigen::Index>(m_Settings.timeBin);
    for (Eigen::Index frame = 0; frame < m_Frames; frame += m_BlockSums * timeBin)
    {
      const Eigen::Index count = std::min(m_BlockSums * timeBin, m_Frames - frame);
      this->TakeBlock(frame / timeBin, count, (*m_Collect)(patternOf, frame, count, &m_Result.meanPattern));
    }
    m_Result.meanPattern /= static_cast<float>(m_Frames);
    if (!m_Result.meanPattern.allFinite())
    {
      this->AverageFiniteValues(patternOf);
    }
    this->AnalyseStructure();
    this->AnalyseDynamics();
    this->AnalyseHalves();
    return m_Result;
  }

  /** G(t1, t2) of the last scan point. */
  Eigen::MatrixXf
  TwoTime() const
  {
    return m_Whole.correlation.TwoTime(m_Whole.series.Intensity());
  }

private:
  /** The dynamics of one part of the detector. */
  struct Part
  {
    AnnulusSeries             series;
    DelayCorrelation          correlation;
    std::vector<Eigen::Index> rows; ///< of the block, of each input of the series
  };

  Part
  PartOf(const RingPixels & pixels, const Pattern<std::uint8_t> & bad, DelayCorrelation correlation) const
  {
    return { AnnulusSeries(pixels,
                           m_Binned,
                           m_Settings.blurSigma,
                           bad,
                           m_Settings.timeBin,
                           static_cast<std::size_t>(m_Frames) / m_Settings.timeBin,
                           m_BlockSums),
             std::move(correlation),
             {} };
  }

  /** The rows of a block: the pixels of the structure in their order, then those that only the blur needs. */
  void
  ChooseRows()
  {
    std::vector<Eigen::Index> offsets = m_Variance.Offsets();
    std::vector<Eigen::Index> rowOf(m_Binned.NumberOfPixels(), -1);
    for (std::size_t row = 0; row < offsets.size(); ++row)
    {
      rowOf[offsets[row]] = static_cast<Eigen::Index>(row);
    }
    const auto choose = [&](Part & part) {
      for (const Eigen::Index offset : part.series.Inputs())
      {
        if (rowOf[offset] < 0)
        {
          rowOf[offset] = static_cast<Eigen::Index>(offsets.size());
          offsets.push_back(offset);
        }
        part.rows.push_back(rowOf[offset]);
      }
    };
    choose(m_Whole);
    for (auto & half : m_Halves)
    {
      if (half)
      {
        choose(*half);
      }
    }
    m_Collect.emplace(
      m_Recorded, m_Settings.detectorBin, offsets, m_BlockSums * static_cast<Eigen::Index>(m_Settings.timeBin));
  }

  /** Takes `count` frames: sums over time and their blur, then V. \param sum number of the first sum */
  void
  TakeBlock(Eigen::Index sum, Eigen::Index count, PixelBlock & block)
  {
    const auto blur = [&](Part & part) {
      part.series.SetInputs(block, part.rows);
      part.series.Blur(sum);
    };
    blur(m_Whole);
    for (auto & half : m_Halves)
    {
      if (half)
      {
        blur(*half);
      }
    }
    m_Variance.SetPatterns(sum * static_cast<Eigen::Index>(m_Settings.timeBin), count, block);
    m_ZeroDelay.Add(block, static_cast<Eigen::Index>(m_Variance.Offsets().size()), count);
  }

  /** The mean pattern over what is finite, where some of it is not. */
  template <typename TPatternOf>
  void
  AverageFiniteValues(const TPatternOf & patternOf)
  {
    m_Result.meanPattern.setZero();
    Pattern<float> count = m_Result.meanPattern;
    Pattern<float> pattern = m_Result.meanPattern;
    for (Eigen::Index frame = 0; frame < m_Frames; ++frame)
    {
      pattern.setZero();
      const auto factor = static_cast<Eigen::Index>(m_Settings.detectorBin);
      AddBinned(patternOf(frame), static_cast<Eigen::Index>(m_Recorded.size[0]), factor, factor, pattern);
      m_Result.meanPattern += pattern.isFinite().select(pattern, 0.0f);
      count += pattern.isFinite().template cast<float>();
    }
    m_Result.meanPattern /= count; // 0 / 0 is NaN: no frame has a number there
  }

  void
  AnalyseStructure()
  {
    m_Result.variance = m_Variance.Whole();
    m_Result.varianceCovariance.setZero();
    m_Result.varianceCovariance(0, 0) = std::pow(m_Variance.Variance().error, 2);
    m_Result.sectorVariance.setConstant(std::numeric_limits<double>::quiet_NaN());
    if (m_Partition.sectors > 0)
    {
      const Eigen::MatrixX2d without = m_Variance.WithoutSectors();
      m_Result.varianceCovariance = JackknifeCovariance(without);
      this->SetSectorVariance(SectorQuantity::FluctuationVariance, without.leftCols<1>());
    }
    m_Result.zeroDelayVariance = m_ZeroDelay.Variance();
    m_Result.meanIntensity = m_Variance.MeanIntensity();
    m_Result.frameIntensity = m_Variance.FrameIntensity().cast<float>();
    for (Eigen::Index ring = 0; ring < m_Result.ringVariance.size(); ++ring)
    {
      m_Result.ringVariance[ring] = static_cast<float>(m_Variance.RingVariance(ring).mean);
    }
  }

  void
  AnalyseDynamics()
  {
    m_Whole.correlation(m_Whole.series.Intensity());
    m_Result.correlation = m_Whole.correlation.Curve();
    m_Result.ageCorrelation = m_Whole.correlation.AgeCurves();
    m_Result.fit = m_Fits.whole(m_Result.correlation, &m_Sensitivity);
    this->CompareAges();
    if (m_Partition.sectors > 0)
    {
      this->EstimateErrors();
    }
    else
    {
      m_Result.correlationError = m_Whole.correlation.ErrorsByPairs();
    }
  }

  /** How the difference of ln tau of the two windows follows from their curves, and that difference. */
  void
  CompareAges()
  {
    m_Result.ageing = {};
    m_AgeSensitivity.resize(0);
    if (m_Fits.window)
    {
      const Eigen::Index    delays = m_Result.ageCorrelation.size() / 2;
      const Eigen::VectorXf middle =
        0.5F * (m_Result.ageCorrelation.head(delays) + m_Result.ageCorrelation.tail(delays));
      KWWSensitivity     sensitivity;
      const KWWFitResult fit = (*m_Fits.window)(middle, &sensitivity);
      if (sensitivity.rows() > 0 && (fit.status & AT_TAU_BOUND) == 0)
      {
        m_AgeSensitivity.resize(2 * delays);
        m_AgeSensitivity << -sensitivity.row(1), sensitivity.row(1);
        m_Result.ageing.value = m_AgeSensitivity * m_Result.ageCorrelation.cast<double>();
      }
    }
  }

  /** Standard errors of g(t), of the parameters and of the difference of ages: all that sectors left out change. */
  void
  EstimateErrors()
  {
    m_CurveWithout = m_Whole.correlation.CurveWithout();
    m_Result.correlationError = JackknifeErrors(m_CurveWithout).template cast<float>();
    if (m_AgeSensitivity.size() > 0)
    {
      const Eigen::MatrixXd without =
        m_Whole.correlation.AgesWithout().template cast<double>() * m_AgeSensitivity.transpose();
      m_Result.ageing.error = JackknifeErrors(without)[0];
      this->SetSectorVariance(SectorQuantity::Ageing, without);
    }
    if (m_Sensitivity.rows() > 0)
    {
      for (Eigen::Index i = 0; i < m_CurveWithout.cols(); ++i)
      {
        if (std::isnan(m_Result.correlation[i])) // a delay that the fit left out
        {
          m_CurveWithout.col(i).setZero();
        }
      }
      const Eigen::MatrixXd without = m_CurveWithout.template cast<double>() * m_Sensitivity.transpose();
      const Eigen::VectorXd errors = JackknifeErrors(without);
      this->SetSectorVariance(SectorQuantity::Contrast, without);
      KWWFitResult & fit = m_Result.fit;
      const auto     replace = [](double & error, double jackknife) {
        error = error > 0.0 ? jackknife : error; // not those of what is held
      };
      replace(fit.contrastError, errors[0]);
      replace(fit.relaxationTimeError, fit.relaxationTime * errors[1]);
      replace(fit.stretchExponentError, errors[2]);
    }
  }

  /** The variances of the quantities from `first` on. \param without sectors x quantities */
  void
  SetSectorVariance(SectorQuantity first, const Eigen::MatrixXd & without)
  {
    auto rows = m_Result.sectorVariance.middleRows(static_cast<Eigen::Index>(first), without.cols());
    rows.col(0) = JackknifeErrors(without).array().square();
    rows.col(1) = SeparatedJackknifeVariance(without);
  }

  void
  AnalyseHalves()
  {
    for (int half = 0; half < 2; ++half)
    {
      HalfResult & result = m_Result.halves[half];
      result = {};
      result.fit.status = MASKED;
      if (auto & part = m_Halves[half])
      {
        part->correlation(part->series.Intensity());
        result.variance = m_Variance.Half(half);
        result.fit = m_Fits.whole(part->correlation.Curve());
      }
    }
  }

  static RingPixels
  PixelsOfHalf(const RingPixels & pixels, const std::vector<int> & halfOf, int half)
  {
    RingPixels ofHalf;
    for (Eigen::Index ring = 0; ring < pixels.NumberOfRings(); ++ring)
    {
      for (Eigen::Index i = pixels.first[ring]; i < pixels.first[ring + 1]; ++i)
      {
        if (halfOf[i] == half)
        {
          ofHalf.offsets.push_back(pixels.offsets[i]);
        }
      }
      ofHalf.first.push_back(ofHalf.NumberOfPixels());
    }
    return ofHalf;
  }

  /** The bad pixels and all that are not in a half. */
  Pattern<std::uint8_t>
  OutsideOfHalf(int half, const Pattern<std::uint8_t> & bad) const
  {
    RingPixels all;
    all.offsets.resize(m_Binned.NumberOfPixels());
    std::iota(all.offsets.begin(), all.offsets.end(), Eigen::Index{ 0 });
    const AzimuthalPartition partition(all, m_Binned, m_Settings.partition);
    Pattern<std::uint8_t>    outside(m_Binned.size[1], m_Binned.size[0]);
    for (Eigen::Index pixel = 0; pixel < outside.size(); ++pixel)
    {
      const bool isBad = bad.size() > 0 && bad.data()[pixel] != 0;
      outside.data()[pixel] = isBad || partition.half[pixel] != half ? 1 : 0;
    }
    return outside;
  }

  StructureDynamicsSettings     m_Settings;
  Eigen::Index                  m_Frames;
  DetectorGrid                  m_Recorded;
  DetectorGrid                  m_Binned;
  const StructureDynamicsFits & m_Fits;
  AzimuthalPartition            m_Partition; ///< of the dynamics annulus
  Eigen::Index                  m_BlockSums; ///< of time, in a block

  FluctuationVarianceSeries               m_Variance;
  ZeroDelayVariance                       m_ZeroDelay;
  Part                                    m_Whole;
  std::array<std::optional<Part>, 2>      m_Halves;
  std::optional<PatternCollector<TPixel>> m_Collect;

  KWWSensitivity          m_Sensitivity;
  Eigen::RowVectorXd      m_AgeSensitivity; ///< of the difference of ln tau to the curves of both ages
  Eigen::MatrixXf         m_CurveWithout;   ///< sectors x delays: g(t) without each
  StructureDynamicsResult m_Result;
};

} // namespace stem5d

#endif

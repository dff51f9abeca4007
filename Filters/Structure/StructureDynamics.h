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
#include "DelayAverage.h"
#include "FluctuationVariance.h"
#include "Jackknife.h"
#include "SectorCorrelation.h"
#include "SectorQuantity.h"
#include "StructureDynamicsFits.h"
#include "TwoTimeCorrelation.h"
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
  Eigen::MatrixXf twoTime;           ///< G(t1, t2)
  Pattern<float>  meanPattern;       ///< over the frames, of the binned detector; NaN where no frame has a number
};

/** \brief The whole analysis of one scan point (Nakazawa et al. 2024), while its patterns are in cache, with what the
 * paper leaves out: errors, the noise of counting, halves and ages.
 *
 * Of every frame: detector binning, fluctuation variance, time binning; of every binned frame: blur, at the pixels of
 * the annulus; of the series: two-time correlation, average over delays, KWW fit. The kernels are those of the single
 * filters. The halves are blurred and normalised each by itself, so that they share no pixel.
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
    , m_Recorded(grid)
    , m_Binned(grid.Binned(settings.detectorBin))
    , m_Frames(static_cast<Eigen::Index>(frames))
    , m_Fits(fits)
    , m_Partition(dynamicsPixels, m_Binned, settings.partition)
    , m_Frame(m_Binned.size[1], m_Binned.size[0])
    , m_Sum(m_Binned.size[1], m_Binned.size[0])
    , m_Whole(dynamicsPixels, m_Binned, settings.blurSigma, bad, frames / settings.timeBin)
    , m_Variance(structurePixels, m_Frames, AzimuthalPartition(structurePixels, m_Binned, settings.partition))
    , m_ZeroDelay(structurePixels)
  {
    for (int half = 0; settings.partition.halves && half < 2; ++half)
    {
      const RingPixels pixels = PixelsOfHalf(dynamicsPixels, m_Partition.half, half);
      if (pixels.NumberOfPixels() > 0)
      {
        m_Halves[half].emplace(
          pixels, m_Binned, settings.blurSigma, this->OutsideOfHalf(half, bad), frames / settings.timeBin);
      }
    }
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
    for (Eigen::Index frame = 0; frame < m_Frames; ++frame)
    {
      this->TakeFrame(frame, patternOf(frame));
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

private:
  /** Bins a recorded pattern into m_Frame. */
  void
  BinFrame(const TPixel * recorded)
  {
    m_Frame.setZero();
    AccumulateBinned<ConstPatternMap<TPixel>, float>(
      ConstPatternMap<TPixel>(recorded, m_Recorded.size[1], m_Recorded.size[0]),
      m_Settings.detectorBin,
      m_Settings.detectorBin,
      m_Frame);
  }

  /** The mean pattern over what is finite, where some of it is not. */
  template <typename TPatternOf>
  void
  AverageFiniteValues(const TPatternOf & patternOf)
  {
    m_Result.meanPattern.setZero();
    Pattern<float> count = Pattern<float>::Zero(m_Frame.rows(), m_Frame.cols());
    for (Eigen::Index frame = 0; frame < m_Frames; ++frame)
    {
      this->BinFrame(patternOf(frame));
      m_Result.meanPattern += m_Frame.isFinite().select(m_Frame, 0.0f);
      count += m_Frame.isFinite().template cast<float>();
    }
    m_Result.meanPattern /= count; // 0 / 0 is NaN: no frame has a number there
  }

  void
  TakeFrame(Eigen::Index frame, const TPixel * recorded)
  {
    this->BinFrame(recorded);
    m_Result.meanPattern += m_Frame;
    m_Variance.SetPattern(frame, m_Frame.data());
    m_ZeroDelay.Add(m_Variance.Values());

    const auto         timeBin = static_cast<Eigen::Index>(m_Settings.timeBin);
    const Eigen::Index bin = frame / timeBin;
    if (bin >= m_Whole.Intensity().rows())
    {
      return; // the frames that fill no whole bin
    }
    if (frame % timeBin == 0)
    {
      m_Sum.setZero();
    }
    m_Sum += m_Frame;
    if (frame % timeBin == timeBin - 1)
    {
      m_Whole.SetPattern(bin, m_Sum);
      for (auto & half : m_Halves)
      {
        if (half)
        {
          half->SetPattern(bin, m_Sum);
        }
      }
    }
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
    const RingPixels & pixels = m_Whole.Pixels();
    m_Result.twoTime = TwoTimeCorrelation(m_Whole.Intensity(), pixels.first, m_Settings.normalisation);
    const auto & g = m_Result.twoTime;
    m_Result.correlation.resize(m_Fits.delays.size());
    m_Result.correlationError.resize(m_Fits.delays.size());
    for (std::size_t i = 0; i < m_Fits.delays.size(); ++i)
    {
      const MeanWithError average = DelayAverage(g, m_Fits.delays[i]);
      m_Result.correlation[i] = static_cast<float>(average.mean);
      m_Result.correlationError[i] = static_cast<float>(average.error);
    }
    m_Result.fit = m_Fits.whole(m_Result.correlation, &m_Sensitivity);
    m_Result.ageCorrelation = this->CurvesOfAges(g);
    this->CompareAges();
    if (m_Partition.sectors > 0)
    {
      this->EstimateErrors();
    }
  }

  /** g(t) at the delays. */
  Eigen::VectorXf
  CurveOf(const Eigen::MatrixXf & g) const
  {
    Eigen::VectorXf curve(m_Fits.delays.size());
    for (std::size_t i = 0; i < m_Fits.delays.size(); ++i)
    {
      curve[i] = static_cast<float>(DelayAverage(g, m_Fits.delays[i]).mean);
    }
    return curve;
  }

  /** g(t) of the two windows of ages, one after the other. */
  Eigen::VectorXf
  CurvesOfAges(const Eigen::MatrixXf & g) const
  {
    const AgeWindows & ages = m_Fits.ages;
    Eigen::VectorXf    curves(2 * ages.delays.size());
    for (std::size_t i = 0; i < ages.delays.size(); ++i)
    {
      for (const int window : { 0, 1 })
      {
        const Eigen::Index first = window == 0 ? 0 : g.rows() - ages.frames;
        curves[window * ages.delays.size() + i] =
          static_cast<float>(DelayAverage(g.block(first, first, ages.frames, ages.frames), ages.delays[i]).mean);
      }
    }
    return curves;
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
    const auto      sectors = static_cast<Eigen::Index>(m_Partition.sectors);
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    m_CurveWithout.setConstant(sectors, m_Result.correlation.size(), nan);
    m_AgesWithout.setConstant(sectors, m_Result.ageCorrelation.size(), nan);
    VisitWithoutSector(m_Whole.Intensity(),
                       m_Whole.Pixels().first,
                       m_Settings.normalisation,
                       m_Result.twoTime,
                       m_Partition.sector,
                       m_Partition.sectors,
                       [this](std::size_t sector, const Eigen::MatrixXf & g) {
                         m_CurveWithout.row(sector) = this->CurveOf(g);
                         m_AgesWithout.row(sector) = this->CurvesOfAges(g);
                       });
    m_Result.correlationError = JackknifeErrors(m_CurveWithout).template cast<float>();
    if (m_AgeSensitivity.size() > 0)
    {
      const Eigen::MatrixXd without = m_AgesWithout.template cast<double>() * m_AgeSensitivity.transpose();
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
      if (const auto & series = m_Halves[half])
      {
        result.variance = m_Variance.Half(half);
        result.fit = m_Fits.whole(
          this->CurveOf(TwoTimeCorrelation(series->Intensity(), series->Pixels().first, m_Settings.normalisation)));
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
  DetectorGrid                  m_Recorded;
  DetectorGrid                  m_Binned;
  Eigen::Index                  m_Frames;
  const StructureDynamicsFits & m_Fits;
  AzimuthalPartition            m_Partition; ///< of the dynamics annulus

  Pattern<float>                              m_Frame;
  Pattern<float>                              m_Sum;
  AnnulusSeries                               m_Whole;
  std::array<std::optional<AnnulusSeries>, 2> m_Halves;
  FluctuationVarianceSeries                   m_Variance;
  ZeroDelayVariance                           m_ZeroDelay;

  KWWSensitivity          m_Sensitivity;
  Eigen::RowVectorXd      m_AgeSensitivity; ///< of the difference of ln tau to the curves of both ages
  Eigen::MatrixXf         m_CurveWithout;   ///< sectors x delays: g(t) without each
  Eigen::MatrixXf         m_AgesWithout;    ///< likewise of the two windows of ages
  StructureDynamicsResult m_Result;
};

} // namespace stem5d

#endif

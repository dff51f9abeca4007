/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StructureDynamics_h
#define StructureDynamics_h

#include "AxisBinning.h"
#include "DelayAverage.h"
#include "DiffractionBlur.h"
#include "FluctuationVariance.h"
#include "KWWFit.h"
#include "TwoTimeCorrelation.h"

#include <stdexcept>

namespace stem5d
{

/** The parameters of the whole analysis of a series. */
struct StructureDynamicsSettings
{
  std::size_t          detectorBin = 1;   ///< pixels of kx and ky that are summed
  std::size_t          timeBin = 2;       ///< frames that are summed for the dynamics
  double               blurSigma = 0.464; ///< standard deviation in the unit of Q; 0 does not blur
  TwoTimeNormalisation normalisation = TwoTimeNormalisation::Frame;
  std::size_t          firstDelay = 1; ///< in binned frames
  std::size_t          lastDelay = 0;  ///< in binned frames; 0 for half of them
  KWWFitSettings       fit;            ///< its record length and frame period are set from the series
};

/** \brief The delays of the analysis in seconds, for `frames` frames `framePeriod` apart.
 * \exception std::invalid_argument when time bins or delays do not fit into the frames. */
inline std::vector<double>
DelaysOf(const StructureDynamicsSettings & settings, std::size_t frames, double framePeriod)
{
  if (settings.timeBin < 1 || settings.timeBin > frames)
  {
    throw std::invalid_argument("the time bin of " + std::to_string(settings.timeBin) +
                                " frames is not between 1 and the " + std::to_string(frames) + " frames recorded");
  }
  const std::size_t binned = frames / settings.timeBin;
  const std::size_t last = settings.lastDelay > 0 ? settings.lastDelay : binned / 2;
  if (settings.firstDelay > last || last >= binned)
  {
    throw std::invalid_argument("the delays " + std::to_string(settings.firstDelay) + " .. " + std::to_string(last) +
                                " do not fit into " + std::to_string(binned) + " frames (" + std::to_string(frames) +
                                " recorded, binned by " + std::to_string(settings.timeBin) +
                                "): give 1 <= first <= last < number of frames");
  }
  std::vector<double> delays;
  for (std::size_t delay = settings.firstDelay; delay <= last; ++delay)
  {
    delays.push_back(static_cast<double>(delay * settings.timeBin) * framePeriod);
  }
  return delays;
}

/** What the analysis knows of one scan point. */
struct StructureDynamicsResult
{
  KWWFitResult    fit;
  MeanWithError   variance;
  MeanWithError   meanIntensity;
  Eigen::VectorXf correlation;      ///< g(t), one for each delay
  Eigen::VectorXf correlationError; ///< its standard error over the pairs of frames
  Eigen::VectorXf ringVariance;     ///< V(Q), one for each ring
  Pattern<float>  meanPattern;      ///< over the frames, of the binned detector; NaN where no frame has a number
};

/** \brief The whole analysis of one scan point (Nakazawa et al. 2024), while its patterns are in cache.
 *
 * Of every frame: detector binning, fluctuation variance, time binning; of every binned frame: blur, at the pixels of
 * the annulus; of the series: two-time correlation, average over delays, KWW fit. The kernels are those of the single
 * filters.
 *
 * An object holds the work space; each thread has its own. */
template <typename TPixel>
class StructureDynamics
{
public:
  /** \param grid detector pixels as recorded
   * \param frames number of frames
   * \param dynamicsPixels, structurePixels, bad the annuli and bad pixels on the binned detector; both lists must
   * outlive the object \param fit for the delays of DelaysOf() */
  StructureDynamics(const StructureDynamicsSettings & settings,
                    const DetectorGrid &              grid,
                    std::size_t                       frames,
                    const RingPixels &                dynamicsPixels,
                    const RingPixels &                structurePixels,
                    const Pattern<std::uint8_t> &     bad,
                    const KWWFit &                    fit,
                    std::size_t                       numberOfDelays)
    : m_Settings(settings)
    , m_Recorded(grid)
    , m_Binned(grid.Binned(settings.detectorBin))
    , m_Frames(static_cast<Eigen::Index>(frames))
    , m_DynamicsPixels(dynamicsPixels)
    , m_Fit(fit)
    , m_Frame(m_Binned.size[1], m_Binned.size[0])
    , m_Sum(m_Binned.size[1], m_Binned.size[0])
    , m_Blurred(m_Binned.size[1], m_Binned.size[0])
    , m_Blur(m_Binned.size[1],
             m_Binned.size[0],
             settings.blurSigma / m_Binned.spacing[0],
             settings.blurSigma / m_Binned.spacing[1],
             bad,
             BoundingBox(dynamicsPixels, m_Binned.size[0]))
    , m_Intensity(frames / settings.timeBin, dynamicsPixels.NumberOfPixels())
    , m_Variance(structurePixels, frames)
  {
    m_Result.correlation.resize(numberOfDelays);
    m_Result.correlationError.resize(numberOfDelays);
    m_Result.ringVariance.resize(structurePixels.NumberOfRings());
    m_Result.meanPattern.resize(m_Binned.size[1], m_Binned.size[0]);
  }

  /** Analyses a scan point. \param patternOf gives the first pixel of the pattern of a frame. */
  template <typename TPatternOf>
  const StructureDynamicsResult &
  operator()(const TPatternOf & patternOf)
  {
    m_Result.meanPattern.setZero();
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

    const auto         timeBin = static_cast<Eigen::Index>(m_Settings.timeBin);
    const Eigen::Index bin = frame / timeBin;
    if (bin >= m_Intensity.rows())
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
      m_Blur(m_Sum, m_Blurred);
      for (Eigen::Index pixel = 0; pixel < m_Intensity.cols(); ++pixel)
      {
        m_Intensity(bin, pixel) = m_Blurred.data()[m_DynamicsPixels.offsets[pixel]];
      }
    }
  }

  void
  AnalyseStructure()
  {
    m_Result.variance = m_Variance.Variance();
    m_Result.meanIntensity = m_Variance.MeanIntensity();
    for (Eigen::Index ring = 0; ring < m_Result.ringVariance.size(); ++ring)
    {
      m_Result.ringVariance[ring] = static_cast<float>(m_Variance.RingVariance(ring).mean);
    }
  }

  void
  AnalyseDynamics()
  {
    const auto g = TwoTimeCorrelation(m_Intensity, m_DynamicsPixels.first, m_Settings.normalisation);
    for (Eigen::Index i = 0; i < m_Result.correlation.size(); ++i)
    {
      const MeanWithError average = DelayAverage(g, static_cast<Eigen::Index>(m_Settings.firstDelay) + i);
      m_Result.correlation[i] = static_cast<float>(average.mean);
      m_Result.correlationError[i] = static_cast<float>(average.error);
    }
    m_Result.fit = m_Fit(m_Result.correlation);
  }

  /** The box that holds all pixels, which is where the blur is needed. */
  static DetectorBox
  BoundingBox(const RingPixels & pixels, std::size_t columns)
  {
    const auto   width = static_cast<Eigen::Index>(columns);
    Eigen::Index top = pixels.offsets.front() / width;
    Eigen::Index bottom = top;
    Eigen::Index left = width;
    Eigen::Index right = 0;
    for (const Eigen::Index offset : pixels.offsets)
    {
      top = std::min(top, offset / width);
      bottom = std::max(bottom, offset / width);
      left = std::min(left, offset % width);
      right = std::max(right, offset % width);
    }
    return { top, left, bottom - top + 1, right - left + 1 };
  }

  StructureDynamicsSettings m_Settings;
  DetectorGrid              m_Recorded;
  DetectorGrid              m_Binned;
  Eigen::Index              m_Frames;
  const RingPixels &        m_DynamicsPixels;
  const KWWFit &            m_Fit;

  Pattern<float>            m_Frame;
  Pattern<float>            m_Sum;
  Pattern<float>            m_Blurred;
  DiffractionBlur<float>    m_Blur;
  Series<float>             m_Intensity;
  FluctuationVarianceSeries m_Variance;
  StructureDynamicsResult   m_Result;
};

} // namespace stem5d

#endif

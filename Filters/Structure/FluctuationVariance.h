/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FluctuationVariance_h
#define FluctuationVariance_h

#include "MeanAndError.h"
#include "RadialMask.h"

#include <limits>

namespace stem5d
{

/** \brief Normalised intensity variance of the pixels of one ring (Nakazawa et al. 2024, third equation):
 * V = <I^2> / <I>^2 - 1, computed as <(I - <I>)^2> / <I>^2; NaN where the mean is not positive. */
template <typename TDerived>
double
FluctuationVariance(const Eigen::ArrayBase<TDerived> & intensity)
{
  const double mean = intensity.template cast<double>().mean();
  return mean > 0.0 ? (intensity.template cast<double>() - mean).square().mean() / (mean * mean)
                    : std::numeric_limits<double>::quiet_NaN();
}

/** \brief V of a scan point: of every pattern the mean of V over the rings weighted by their pixels, then the mean over
 * time. One ring that holds the whole annulus gives the pooled V.
 *
 * Rings without intensity are left out of a pattern's mean, patterns without intensity out of the mean over time. */
class FluctuationVarianceSeries
{
public:
  FluctuationVarianceSeries(const RingPixels & pixels, Eigen::Index frames)
    : m_Pixels(&pixels)
    , m_Variance(frames, pixels.NumberOfRings())
    , m_PatternVariance(frames)
    , m_PatternMean(frames)
    , m_Values(pixels.NumberOfPixels())
  {}

  /** Takes the pattern of a frame, given by its first pixel. */
  template <typename TPixel>
  void
  SetPattern(Eigen::Index frame, const TPixel * pattern)
  {
    for (Eigen::Index i = 0; i < m_Values.size(); ++i)
    {
      m_Values[i] = static_cast<float>(pattern[m_Pixels->offsets[i]]);
    }
    double weightedSum = 0.0;
    double weight = 0.0;
    for (Eigen::Index ring = 0; ring < m_Pixels->NumberOfRings(); ++ring)
    {
      const Eigen::Index size = m_Pixels->RingSize(ring);
      const double       v = size > 0 ? FluctuationVariance(m_Values.segment(m_Pixels->first[ring], size))
                                      : std::numeric_limits<double>::quiet_NaN();
      m_Variance(frame, ring) = v;
      if (!std::isnan(v))
      {
        weightedSum += static_cast<double>(size) * v;
        weight += static_cast<double>(size);
      }
    }
    const double mean = m_Values.cast<double>().mean();
    m_PatternMean[frame] = std::isfinite(mean) ? mean : std::numeric_limits<double>::quiet_NaN();
    m_PatternVariance[frame] = weight > 0.0 && std::isfinite(m_PatternMean[frame])
                                 ? weightedSum / weight
                                 : std::numeric_limits<double>::quiet_NaN();
  }

  /** V and its standard error over the frames set. */
  MeanWithError
  Variance() const
  {
    return MeanAndError(m_PatternVariance);
  }

  /** Mean intensity of a pixel. */
  MeanWithError
  MeanIntensity() const
  {
    return MeanAndError(m_PatternMean);
  }

  /** V(Q): the mean over time of the V of one ring. */
  MeanWithError
  RingVariance(Eigen::Index ring) const
  {
    return MeanAndError(m_Variance.col(ring));
  }

private:
  const RingPixels * m_Pixels;
  Eigen::ArrayXXd    m_Variance;
  Eigen::ArrayXd     m_PatternVariance;
  Eigen::ArrayXd     m_PatternMean;
  Eigen::ArrayXf     m_Values;
};

} // namespace stem5d

#endif

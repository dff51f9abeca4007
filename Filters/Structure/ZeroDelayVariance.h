/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ZeroDelayVariance_h
#define ZeroDelayVariance_h

#include "RadialMask.h"

#include <Eigen/Core>

#include <array>
#include <cmath>
#include <limits>

namespace stem5d
{

/** \brief V of a scan point without the noise of counting, and without a gain: the covariance of the pixels of a ring
 * between frames 1, 2 and 3 apart, relative to the means, weighted by the pixels of the rings, averaged over time and
 * extrapolated to delay 0 by a parabola, 3 c(1) - 3 c(2) + c(3).
 *
 * The noise of two frames is independent, that of one adds g / <I> to its V. The extrapolation is exact to the third
 * order of delay over relaxation time, and of no use where the pattern lives less than about four frames. */
class ZeroDelayVariance
{
public:
  explicit ZeroDelayVariance(const RingPixels & pixels)
    : m_Pixels(&pixels)
  {}

  /** Begins with a new scan point. */
  void
  Start()
  {
    m_Frames = 0;
    m_Sum.fill(0.0);
    m_Count.fill(0.0);
  }

  /** Takes the values of the next frame, ring after ring. */
  void
  Add(const Eigen::ArrayXf & values)
  {
    Eigen::ArrayXf & deviation = m_Deviation[m_Frames % m_Deviation.size()];
    deviation.resize(values.size());
    for (Eigen::Index ring = 0; ring < m_Pixels->NumberOfRings(); ++ring)
    {
      const Eigen::Index first = m_Pixels->first[ring];
      const Eigen::Index size = m_Pixels->RingSize(ring);
      if (size > 0)
      {
        const float mean = values.segment(first, size).mean();
        deviation.segment(first, size) =
          mean > 0.0F ? Eigen::ArrayXf(values.segment(first, size) / mean - 1.0F) : Eigen::ArrayXf::Constant(size, NaN);
      }
    }
    for (std::size_t delay = 1; delay <= std::min(Delays, m_Frames); ++delay)
    {
      const Eigen::ArrayXf & earlier = m_Deviation[(m_Frames - delay) % m_Deviation.size()];
      const double           covariance = (deviation * earlier).mean();
      if (std::isfinite(covariance))
      {
        m_Sum[delay - 1] += covariance;
        m_Count[delay - 1] += 1.0;
      }
    }
    ++m_Frames;
  }

  /** NaN for fewer than four frames, or where no pair of them has intensity in every ring. */
  double
  Variance() const
  {
    const auto c = [this](std::size_t delay) { return m_Sum[delay - 1] / m_Count[delay - 1]; }; // 0 / 0 is NaN
    return 3.0 * c(1) - 3.0 * c(2) + c(3);
  }

private:
  static constexpr std::size_t Delays = 3;
  static constexpr float       NaN = std::numeric_limits<float>::quiet_NaN();

  const RingPixels *                     m_Pixels;
  std::array<Eigen::ArrayXf, Delays + 1> m_Deviation;
  std::array<double, Delays>             m_Sum{};
  std::array<double, Delays>             m_Count{};
  std::size_t                            m_Frames = 0;
};

} // namespace stem5d

#endif

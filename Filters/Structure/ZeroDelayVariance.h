/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ZeroDelayVariance_h
#define ZeroDelayVariance_h

#include "Multiversion.h"
#include "PixelBlock.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>

namespace stem5d
{
namespace detail
{

/** products[t] += D(t) D(t - delay) over the rows, for the frames of one vector. In float over some rows at a time,
 * which are then added in double. */
STEM5D_MULTIVERSION inline void
AddProductsWithEarlier(
  const float * rows, Eigen::Index stride, Eigen::Index pixels, Eigen::Index delay, double * __restrict products)
{
  constexpr Eigen::Index size = FrameVector::Size;
  constexpr Eigen::Index most = 64;
  for (Eigen::Index first = 0; first < pixels; first += most)
  {
    const Eigen::Index end = first + most < pixels ? first + most : pixels;
    float              sum[size] = {};
    for (Eigen::Index pixel = first; pixel < end; ++pixel)
    {
      const float * const row = rows + pixel * stride;
      for (Eigen::Index t = 0; t < size; ++t)
      {
        sum[t] += row[t] * row[t - delay];
      }
    }
    for (Eigen::Index t = 0; t < size; ++t)
    {
      products[t] += static_cast<double>(sum[t]);
    }
  }
}

} // namespace detail

/** \brief V of a scan point without the noise of counting, and without a gain: the covariance of the pixels of a ring
 * between frames 1, 2 and 3 apart, relative to the means, weighted by the pixels of the rings, averaged over time and
 * extrapolated to delay 0 by a parabola, 3 c(1) - 3 c(2) + c(3).
 *
 * The noise of two frames is independent, that of one adds g / <I> to its V. The extrapolation is exact to the third
 * order of delay over relaxation time, and of no use where the pattern lives less than about four frames. */
class ZeroDelayVariance
{
public:
  static constexpr Eigen::Index Delays = 3;

  /** Begins with a new scan point. */
  void
  Start()
  {
    m_Frames = 0;
    m_Sum.fill(0.0);
    m_Count.fill(0.0);
  }

  /** Takes the next `count` frames.
   * \param deviations of every pixel, I / <I> - 1 in its ring, in the first `pixels` rows; the last frames are kept
   *   before the rows, for those to come */
  void
  Add(PixelBlock & deviations, Eigen::Index pixels, Eigen::Index count)
  {
    for (Eigen::Index delay = 1; delay <= Delays; ++delay)
    {
      for (Eigen::Index first = 0; first < count; first += FrameVector::Size)
      {
        double products[FrameVector::Size] = {};
        detail::AddProductsWithEarlier(deviations[0] + first, deviations.Stride(), pixels, delay, products);
        for (Eigen::Index t = std::max<Eigen::Index>(0, delay - m_Frames - first);
             t < std::min(FrameVector::Size, count - first);
             ++t)
        {
          const double covariance = products[t] / static_cast<double>(pixels);
          if (std::isfinite(covariance))
          {
            m_Sum[delay - 1] += covariance;
            m_Count[delay - 1] += 1.0;
          }
        }
      }
    }
    m_Frames += count;
    for (Eigen::Index pixel = 0; pixel < pixels; ++pixel)
    {
      float * const row = deviations[pixel];
      std::copy_n(row + count - Delays, Delays, row - Delays);
    }
  }

  /** NaN for fewer than four frames, or where no pair of them has intensity in every ring. */
  double
  Variance() const
  {
    const auto c = [this](std::size_t delay) { return m_Sum[delay - 1] / m_Count[delay - 1]; }; // 0 / 0 is NaN
    return 3.0 * c(1) - 3.0 * c(2) + c(3);
  }

private:
  std::array<double, Delays> m_Sum{};
  std::array<double, Delays> m_Count{};
  Eigen::Index               m_Frames = 0;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef PearsonCorrelation_h
#define PearsonCorrelation_h

#include "Require.h"

#include <cmath>
#include <limits>

namespace stem5d
{

/** Sums of the products of two variables less their means, over the pairs without NaN. */
struct PairMoments
{
  double      xx = 0.0;
  double      yy = 0.0;
  double      xy = 0.0;
  std::size_t count = 0;

  /** Unbiased covariance; NaN for fewer than two pairs. */
  double
  Covariance() const
  {
    return count > 1 ? xy / static_cast<double>(count - 1) : std::numeric_limits<double>::quiet_NaN();
  }

  /** Pearson's correlation xy / sqrt(xx yy); NaN for fewer than two pairs or when one of the variables is constant. */
  double
  Correlation() const
  {
    return xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : std::numeric_limits<double>::quiet_NaN();
  }
};

/** \brief The second moments of pairs of values; a pair with a NaN is left out. Two passes.
 *
 * \param x, y contiguous containers of double, of the standard library or of Eigen
 * \exception std::invalid_argument when there are not as many x as y */
template <typename TValues>
PairMoments
ComputePairMoments(const TValues & x, const TValues & y)
{
  Require(x.size() == y.size(), "the number of values of y", y.size(), "give one for each of x");
  PairMoments moments;
  double      meanX = 0.0;
  double      meanY = 0.0;
  const auto  forEachPair = [&](auto && visit) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(x.size()); ++i)
    {
      if (!std::isnan(x.data()[i]) && !std::isnan(y.data()[i]))
      {
        visit(x.data()[i], y.data()[i]);
      }
    }
  };
  forEachPair([&](double a, double b) {
    meanX += a;
    meanY += b;
    ++moments.count;
  });
  meanX /= static_cast<double>(moments.count);
  meanY /= static_cast<double>(moments.count);
  forEachPair([&](double a, double b) {
    moments.xx += (a - meanX) * (a - meanX);
    moments.yy += (b - meanY) * (b - meanY);
    moments.xy += (a - meanX) * (b - meanY);
  });
  return moments;
}

} // namespace stem5d

#endif

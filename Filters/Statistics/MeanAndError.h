/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef MeanAndError_h
#define MeanAndError_h

#include <Eigen/Core>

#include <cmath>
#include <limits>

namespace stem5d
{

/** A mean and its standard error, over `count` values. */
struct MeanWithError
{
  double       mean = std::numeric_limits<double>::quiet_NaN();
  double       error = std::numeric_limits<double>::quiet_NaN();
  Eigen::Index count = 0;
};

/** \brief Mean of the values that are not NaN, and its standard error s / sqrt(n) with s^2 the unbiased variance (NaN
 * for fewer than two values). The error counts the values as independent: along time, where neighbours are correlated,
 * it is a lower bound. Two passes, in double. */
template <typename TDerived>
MeanWithError
MeanAndError(const Eigen::DenseBase<TDerived> & values)
{
  MeanWithError result;
  double        sum = 0.0;
  for (Eigen::Index i = 0; i < values.size(); ++i)
  {
    if (!std::isnan(values.derived().coeff(i)))
    {
      sum += values.derived().coeff(i);
      ++result.count;
    }
  }
  if (result.count > 0)
  {
    result.mean = sum / static_cast<double>(result.count);
  }
  if (result.count > 1)
  {
    double squares = 0.0;
    for (Eigen::Index i = 0; i < values.size(); ++i)
    {
      const double deviation = values.derived().coeff(i) - result.mean;
      squares += std::isnan(deviation) ? 0.0 : deviation * deviation;
    }
    const auto n = static_cast<double>(result.count);
    result.error = std::sqrt(squares / (n * (n - 1.0)));
  }
  return result;
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Moments_h
#define Moments_h

#include <Eigen/Core>

#include <limits>

namespace stem5d
{

/** \brief Number, mean and sum of squared deviations of some values: what a variance is made of. Parts can be merged
 * and taken away without the values (Chan, Golub and LeVeque 1983). */
struct Moments
{
  double count = 0.0;
  double mean = 0.0;
  double squares = 0.0;

  /** Of values, in two passes and in double. */
  template <typename TDerived>
  static Moments
  Of(const Eigen::DenseBase<TDerived> & values)
  {
    const auto array = values.derived().array().template cast<double>();
    Moments    moments;
    moments.count = static_cast<double>(values.size());
    moments.mean = array.mean();
    moments.squares = (array - moments.mean).square().sum();
    return moments;
  }

  /** Of these values and those of another part. */
  Moments &
  operator+=(const Moments & part)
  {
    const double sum = count + part.count;
    if (sum > 0.0)
    {
      const double difference = part.mean - mean;
      squares += part.squares + difference * difference * count * part.count / sum;
      mean += difference * part.count / sum;
      count = sum;
    }
    return *this;
  }

  /** Of the values that are left without a part of them. */
  Moments
  Without(const Moments & part) const
  {
    Moments rest;
    rest.count = count - part.count;
    if (rest.count > 0.0)
    {
      const double difference = part.mean - mean;
      rest.mean = mean - difference * part.count / rest.count;
      rest.squares = squares - part.squares - difference * difference * count * part.count / rest.count;
    }
    return rest;
  }

  /** <(I - <I>)^2> / <I>^2; NaN where there is no value or the mean is not positive. */
  double
  RelativeVariance() const
  {
    return count > 0.0 && mean > 0.0 ? squares / count / (mean * mean) : std::numeric_limits<double>::quiet_NaN();
  }
};

} // namespace stem5d

#endif

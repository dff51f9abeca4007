/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FourPointCorrelation_h
#define FourPointCorrelation_h

#include "Pattern.h"

#include <cmath>

namespace stem5d
{

/** \brief The intensity of every frame over its mean, I / <I>_k.
 * \param intensity frames x pixels, any positive scale
 * \param normalised of the same size
 * \return false, with normalised unspecified, if a frame has no intensity, or a NaN or infinite pixel */
template <typename TDerived>
bool
NormaliseFrames(const Eigen::MatrixBase<TDerived> & intensity, Series<float> & normalised)
{
  normalised.resize(intensity.rows(), intensity.cols());
  for (Eigen::Index frame = 0; frame < intensity.rows(); ++frame)
  {
    const double mean = intensity.row(frame).template cast<double>().mean();
    if (!(mean > 0.0 && std::isfinite(mean)))
    {
      return false;
    }
    normalised.row(frame) = intensity.row(frame).template cast<float>() / static_cast<float>(mean);
  }
  return true;
}

/** \brief Four-point correlation of a pair of scan points (Nakazawa et al. 2024, supplement, "Characteristic length"):
 *
 * \f[ G_4(\Delta t) = \langle i_a(t) i_b(t) i_a(t + \Delta t) i_b(t + \Delta t) \rangle_{k,t}, \quad
 *     i = I / \langle I \rangle_k, \f]
 *
 * \param a, b normalised series of both, frames x pixels \param delay in frames */
inline double
FourPointCorrelation(const Series<float> & a, const Series<float> & b, Eigen::Index delay)
{
  const Eigen::ArrayXXd product = a.array().cast<double>() * b.array().cast<double>();
  const Eigen::Index    pairs = product.rows() - delay;
  return (product.topRows(pairs) * product.bottomRows(pairs)).mean();
}

/** \brief Two-point correlation of a pair of scan points, less 1, the mean of both orders in time:
 *
 * \f[ G_2(\Delta t) - 1 = \frac{1}{2} \langle \delta_a(t) \delta_b(t + \Delta t) +
 *     \delta_b(t) \delta_a(t + \Delta t) \rangle_{k,t}, \quad \delta = I / \langle I \rangle_k - 1. \f]
 *
 * Of a point with itself it is g(t) - 1. \param a, b, delay as above */
inline double
TwoPointCorrelation(const Series<float> & a, const Series<float> & b, Eigen::Index delay)
{
  const Eigen::ArrayXXd deviationA = a.array().cast<double>() - 1.0;
  const Eigen::ArrayXXd deviationB = b.array().cast<double>() - 1.0;
  const Eigen::Index    pairs = a.rows() - delay;
  return 0.5 * (deviationA.topRows(pairs) * deviationB.bottomRows(pairs) +
                deviationB.topRows(pairs) * deviationA.bottomRows(pairs))
                 .mean();
}

} // namespace stem5d

#endif

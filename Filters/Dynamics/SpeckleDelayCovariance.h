/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SpeckleDelayCovariance_h
#define SpeckleDelayCovariance_h

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <vector>

namespace stem5d
{

/** \brief Covariance of the g(t) of a speckle pattern at its delays, up to a factor: what generalised least squares
 * needs.
 *
 * g(k) - 1 is an average over the N speckles of the annulus and over the pairs of frames k apart of the product of two
 * relative deviations, D(t) D(t + k), whose correlation in time is R(u) = exp(-2 (u / tau)^gamma) (Siegert). After the
 * blur a deviation is a sum over several speckles and nearly Gaussian, so its fourth moments are those of pairs, as in
 * Bartlett's formula for sample autocovariances (M. S. Bartlett, J. R. Stat. Soc. Suppl. 8, 27 (1946)):
 *
 *     N Cov[g(k), g(l)] / beta^2 = sum over t1, t3 of
 *         [R(t3 - t1) R(t3 + l - t1 - k) + R(t3 + l - t1) R(t3 - t1 - k)] / ((n - k) (n - l))
 *
 * with t1 in 0 .. n - k - 1 and t3 in 0 .. n - l - 1. The noise of counting, white in time, adds to R(0). The terms
 * that were left out, of the cumulants of speckle and of the division by <I>_k, change the weights of a fit hardly: see
 * Testing/Validation.
 * \param delays in frames, increasing \param frames n
 * \param relaxationTime in frames \param noise added to R(0) = 1
 * \return delays x delays, positive definite */
inline Eigen::MatrixXd
SpeckleDelayCovariance(const std::vector<Eigen::Index> & delays,
                       Eigen::Index                      frames,
                       double                            relaxationTime,
                       double                            stretchExponent,
                       double                            noise)
{
  Eigen::ArrayXd correlation(2 * frames); // R(u) for u >= 0
  for (Eigen::Index u = 0; u < correlation.size(); ++u)
  {
    correlation[u] = std::exp(-2 * std::pow(static_cast<double>(u) / relaxationTime, stretchExponent));
  }
  correlation[0] += noise;
  const auto      r = [&correlation](Eigen::Index u) { return correlation[std::abs(u)]; };
  const auto      count = static_cast<Eigen::Index>(delays.size());
  Eigen::MatrixXd covariance(count, count);
  for (Eigen::Index i = 0; i < count; ++i)
  {
    for (Eigen::Index j = i; j < count; ++j)
    {
      const Eigen::Index k = delays[i];
      const Eigen::Index l = delays[j];
      double             sum = 0;
      for (Eigen::Index u = k + 1 - frames; u < frames - l; ++u) // t3 - t1
      {
        const Eigen::Index pairs = std::min(frames - k, frames - l - u) - std::max<Eigen::Index>(0, -u);
        sum += static_cast<double>(pairs) * (r(u) * r(u + l - k) + r(u + l) * r(u - k));
      }
      covariance(i, j) = sum / (static_cast<double>(frames - k) * static_cast<double>(frames - l));
      covariance(j, i) = covariance(i, j);
    }
  }
  return covariance;
}

} // namespace stem5d

#endif

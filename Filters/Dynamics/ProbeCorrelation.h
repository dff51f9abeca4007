/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ProbeCorrelation_h
#define ProbeCorrelation_h

#include "AiryProbe.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace stem5d
{

/** \brief How speckle intensities of points at a distance correlate because their probes overlap, 1 at distance 0.
 *
 * Without a blur of the patterns it is \f$ (2 J_1(u) / u)^2, u = 2 \pi a r \f$. A Gaussian blur of standard deviation
 * s (1/nm) correlates pixels at different q = Q - Q' as well, whose fields have the covariance
 * \f$ A(r, q) = \int f(x) e^{-2 \pi i q x} dx, f(x) = P(x - r / 2) P(x + r / 2) \f$, so that it becomes
 *
 * \f[ \frac{C(r)}{C(0)}, \quad C(r) = \int w(q) |A(r, q)|^2 dq
 *     = \iint f(x) f(x') \exp(-4 \pi^2 s^2 |x - x'|^2) \, dx \, dx', \f]
 *
 * w the Gaussian of variance 2 s^2: a wider function of r, up to the autocorrelation of the probe's intensity.
 *
 * \param aperture a, in 1/nm \param blur s, in 1/nm \param distance r, in nm */
inline double
ProbeCorrelation(double aperture, double blur, double distance)
{
  constexpr double pi = 3.14159265358979323846;
  if (blur <= 0.0)
  {
    return std::pow(AiryAmplitude(2.0 * pi * aperture * distance), 2);
  }
  // f f' has no frequencies above 4 a, so the sums are integrals. The support ends at 5 / a: the tail of f that this
  // cuts is worth 0.006 of the correlation for a blur of 0.005 1/nm, and the less the larger the blur
  const double          step = 1.0 / (8.0 * std::max(aperture, blur));
  const auto            half = static_cast<Eigen::Index>(std::ceil(5.0 / aperture / step));
  const Eigen::ArrayXd  x = step * Eigen::ArrayXd::LinSpaced(2 * half + 1, -1.0 * half, 1.0 * half);
  const Eigen::MatrixXd kernel =
    (-std::pow(2.0 * pi * blur, 2) * (x.replicate(1, x.size()) - x.transpose().replicate(x.size(), 1)).square())
      .exp()
      .matrix();
  const auto integral = [&](double r) {
    Eigen::MatrixXd f(x.size(), x.size());
    for (Eigen::Index i = 0; i < x.size(); ++i)
    {
      for (Eigen::Index j = 0; j < x.size(); ++j)
      {
        f(i, j) = AiryAmplitude(2.0 * pi * aperture * std::hypot(x[i] - 0.5 * r, x[j])) *
                  AiryAmplitude(2.0 * pi * aperture * std::hypot(x[i] + 0.5 * r, x[j]));
      }
    }
    return (kernel * f * kernel).cwiseProduct(f).sum();
  };
  return integral(distance) / integral(0.0);
}

} // namespace stem5d

#endif

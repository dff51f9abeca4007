/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ProbeCorrelation_h
#define ProbeCorrelation_h

#include "AiryProbe.h"
#include "ProbeOverlap.h"

#include <algorithm>
#include <cmath>

namespace stem5d
{

/** \brief How speckle intensities of points at a distance correlate because their probes overlap, 1 at distance 0.
 *
 * Without a blur of the patterns it is \f$ (2 J_1(u) / u)^2, u = 2 \pi a r \f$. A Gaussian blur of standard deviation
 * s (1/nm) correlates pixels at different q = Q - Q' as well, whose fields have the covariance A of ProbeOverlap(), so
 * that it becomes
 *
 * \f[ \frac{C(r)}{C(0)}, \quad C(r) = \int w(q) |A(r, q)|^2 dq, \f]
 *
 * w the Gaussian of variance 2 s^2: a wider function of r, up to the autocorrelation of the probe's intensity.
 *
 * \param aperture a, in 1/nm \param blur s, in 1/nm \param distance r, in nm */
inline double
ProbeCorrelation(double aperture, double blur, double distance)
{
  constexpr double pi = 3.14159265358979323846;
  constexpr int    radii = 48;
  constexpr int    angles = 12; // of a quarter of the plane
  if (blur <= 0.0)
  {
    return std::pow(AiryAmplitude(2.0 * pi * aperture * distance), 2);
  }
  const double farthest = std::min(2.0 * aperture, 9.0 * blur); // beyond, A is 0, or w less than 2e-9
  double       sum = 0.0;
  double       still = 0.0; // of distance 0
  for (int i = 0; i < radii; ++i)
  {
    const double q = farthest * (i + 0.5) / radii;
    const double weight = q * std::exp(-0.25 * std::pow(q / blur, 2));
    still += weight * angles * std::pow(ProbeOverlap(aperture, 0.0, 0.0, q), 2);
    for (int j = 0; j < angles; ++j)
    {
      const double angle = 0.5 * pi * (j + 0.5) / angles;
      const double overlap = ProbeOverlap(aperture, distance * std::cos(angle), distance * std::sin(angle), q);
      sum += weight * overlap * overlap;
    }
  }
  return sum / still;
}

} // namespace stem5d

#endif

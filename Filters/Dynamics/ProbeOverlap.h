/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ProbeOverlap_h
#define ProbeOverlap_h

#include <cmath>

namespace stem5d
{

/** \brief How the speckle fields of two scan points a displacement r apart, in two pixels q apart, correlate because
 * their probes overlap: 1 at r = q = 0.
 *
 * \f[ A(\mathbf{r}, \mathbf{q}) = \int P(\mathbf{x} - \mathbf{r} / 2) P(\mathbf{x} + \mathbf{r} / 2) e^{-2 \pi i
 *     \mathbf{q x}} d\mathbf{x} = \frac{1}{\pi a^2} \int_{|\mathbf{k} \pm \mathbf{q} / 2| < a} e^{2 \pi i \mathbf{k r}}
 *     d\mathbf{k}, \f]
 *
 * which is \f$ 2 J_1(u) / u, u = 2 \pi a r \f$, for q = 0 and the transfer function of an aperture for r = 0. The
 * common part of the two discs is integrated in closed form along q and by a sum across it; 48 terms give 1e-4 and
 * better for r up to 2 / a. (The probes are not summed over space, as their tails fall as 1 / r only.)
 *
 * \param aperture a, in 1/nm \param along, across components of r along and across q, in nm \param q its length, in
 * 1/nm */
inline double
ProbeOverlap(double aperture, double along, double across, double q)
{
  constexpr double pi = 3.14159265358979323846;
  constexpr int    terms = 48;
  const double     half = 0.5 * q;
  if (half >= aperture)
  {
    return 0.0;
  }
  const double width = std::sqrt(aperture * aperture - half * half);
  double       sum = 0.0;
  for (int i = 0; i < terms; ++i)
  {
    const double angle = pi * ((i + 0.5) / terms - 0.5);
    const double k = width * std::sin(angle); // across q
    const double reach = std::sqrt(aperture * aperture - k * k) - half;
    const double phase = 2.0 * pi * reach * along;
    const double integral = 2.0 * reach * (std::abs(phase) > 1e-6 ? std::sin(phase) / phase : 1.0);
    sum += integral * std::cos(2.0 * pi * k * across) * std::cos(angle);
  }
  return sum * width / (terms * aperture * aperture);
}

} // namespace stem5d

#endif

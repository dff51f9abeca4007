/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FourPointSpeckle_h
#define FourPointSpeckle_h

#include <cmath>

namespace stem5d
{

/** How the contrast of a speckle pattern falls short of 1. */
struct SpeckleContrast
{
  double modes = 1.0;      ///< M independent patterns that add up, or the speckles that a pixel or a blur averages
  double visibility = 1.0; ///< s in I / <I> = 1 + s (S - 1) of the speckles S: less than 1 on a constant background

  /** s^2 / M, the normalised variance of the intensity. */
  double
  Variance() const
  {
    return visibility * visibility / modes;
  }
};

/** \brief G4 - 1 of Gaussian speckle whose field correlation is `space` between the two points and `time` between the
 * two moments, and their product between both (which is what a probe that overlaps itself makes of scatterers that move
 * independently).
 *
 * With x_i = |E_i|^2 - 1 the joint cumulants of n intensities are the sums over cyclic orders of products of field
 * correlations, M^(1-n) times those of one mode: of two, c_ij^2 / M; of three, 2 c_ij c_jk c_ki / M^2; of four, twice
 * the three cycles / M^3, and the products of pairs / M^2. For a = space, b = time,
 *
 * \f[ G_4 - 1 = \frac{2 s^2}{M} (a^2 + b^2 + a^2 b^2) + \frac{8 s^3}{M^2} a^2 b^2 + \frac{s^4}{M^2} (a^4 + b^4 +
 *     a^4 b^4) + \frac{2 s^4}{M^3} (a^2 b^2 + a^4 b^2 + a^2 b^4). \f]
 *
 * M = s = 1 gives 1 + 2 (a^2 + b^2) + 12 a^2 b^2 + a^4 + b^4 + a^4 b^4 + 2 a^4 b^2 + 2 a^2 b^4, which is 24 for a = b =
 * 1; a = 0 gives the square of 1 + s^2 b^2 / M. So it is neither separable nor does it fall to 0. */
inline double
FourPointSpeckle(double space, double time, const SpeckleContrast & contrast = {})
{
  const double a = space * space;
  const double b = time * time;
  const double m = contrast.modes;
  const double s = contrast.visibility;
  return 2.0 * s * s / m * (a + b + a * b) + 8.0 * std::pow(s, 3) / (m * m) * a * b +
         std::pow(s, 4) / (m * m) * (a * a + b * b + a * a * b * b) +
         2.0 * std::pow(s, 4) / std::pow(m, 3) * (a * b + a * a * b + a * b * b);
}

} // namespace stem5d

#endif

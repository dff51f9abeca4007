/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Thickness_h
#define Thickness_h

#include <cmath>
#include <limits>

namespace stem5d
{

/** The mean free path of inelastic scattering in Zr50Cu40Al10 at 200 kV and a convergence semiangle of 20 mrad, in nm
 * (Nakazawa et al. 2024, supplement, after Iakoubovskii et al., Phys. Rev. B 77, 104102 (2008)). */
constexpr double ZrCuAlMeanFreePath = 110.0;

/** \brief Thickness by the log-ratio of electron energy loss (Nakazawa et al. 2024, supplement):
 *
 * \f[ t = \lambda \ln \frac{I_{total}}{I_{zero-loss}}, \f]
 *
 * in the unit of the mean free path lambda.
 *
 * \param total, zeroLoss intensities of the whole spectrum and of its zero-loss peak, in one unit
 * \return NaN where one of them is not positive and finite, or the part exceeds the whole: such a point is noise */
inline double
Thickness(double total, double zeroLoss, double meanFreePath)
{
  const bool isValid = zeroLoss > 0.0 && total >= zeroLoss && std::isfinite(total);
  return isValid ? meanFreePath * std::log(total / zeroLoss) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace stem5d

#endif

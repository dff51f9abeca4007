/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SeparableFitResult_h
#define SeparableFitResult_h

#include "ValueWithError.h"

#include <limits>

namespace stem5d
{

/** The parameters of the separable form. */
struct SeparableFitResult
{
  ValueWithError contrast;       ///< beta
  ValueWithError relaxationTime; ///< tau, s
  ValueWithError timeExponent;   ///< gamma_t
  ValueWithError length;         ///< xi, nm
  ValueWithError lengthExponent; ///< gamma_r

  double residual = std::numeric_limits<double>::quiet_NaN(); ///< root mean square
  bool   converged = false; ///< without, or where nothing could be fitted, the values are NaN
  bool   atBound = false;   ///< of one of the parameters: its error means little
};

/** What the overlap of probes alone makes of the separable form. */
struct ProbeReferenceResult
{
  SeparableFitResult twoPoint;               ///< of G2 - 1, as the speckles of the annulus show it
  SeparableFitResult twoPointOfManySpeckles; ///< of G2 - 1, if there were very many of them
  SeparableFitResult fourPoint;              ///< of G4 - 1, likewise
  double             speckles = std::numeric_limits<double>::quiet_NaN(); ///< of the annulus
};

} // namespace stem5d

#endif

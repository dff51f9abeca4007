/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Viridis_h
#define Viridis_h

#include "Colour.h"

namespace stem5d
{

/** The perceptually uniform colour map viridis (S. van der Walt and N. Smith, CC0) at a fraction, which is held in
 * [0, 1]. */
Colour
Viridis(double fraction);

} // namespace stem5d

#endif

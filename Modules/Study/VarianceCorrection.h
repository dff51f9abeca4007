/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef VarianceCorrection_h
#define VarianceCorrection_h

#include "Analysis.h"

namespace stem5d
{

/** \brief Adds the maps of V without the noise of counting, V_corr = V - g <1 / <I>>, of the whole detector with its
 * error and of its halves, and flags the points where that noise is larger than what is left (LOW_COUNTS).
 *
 * The gain g (counts an electron) is that of the parameters or, from all points together, g = sum of (V - V0) / sum of
 * <1 / <I>>, with V0 the variance extrapolated to delay 0 (ZeroDelayVariance). Where charge spreads over pixels the
 * estimate holds the sum of the squared weights already. The maps of what the error follows from are taken away. */
void
CorrectVariance(AnalysisResults & results);

} // namespace stem5d

#endif

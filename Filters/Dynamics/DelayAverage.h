/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef DelayAverage_h
#define DelayAverage_h

#include "MeanAndError.h"

#include <Eigen/Core>

namespace stem5d
{

/** \brief Mean of the two-time correlation along the diagonal of one delay (Nakazawa et al. 2024, second equation):
 * g(t) = <G(t1, t1 + t)> over t1, the mean of the ratios.
 *
 * \param g frames x frames; for a window of ages, the block of it in which both frames lie in the window
 * \param delay in frames, 0 <= delay < frames
 * \return the mean over the frames - delay pairs, without those that are NaN, and its standard error, which counts the
 *   pairs as independent (a lower bound) */
template <typename TDerived>
MeanWithError
DelayAverage(const Eigen::MatrixBase<TDerived> & g, Eigen::Index delay)
{
  return MeanAndError(g.diagonal(delay));
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ErrorCalibration_h
#define ErrorCalibration_h

#include "Analysis.h"

namespace stem5d
{

/** \brief Makes the errors of the jackknife over sectors the half-widths of intervals that hold the truth at 68 % of
 * the points, by one factor for each map, and flags the points whose dynamics change with age (NON_STATIONARY).
 *
 * The jackknife takes sectors as independent, but the blur makes neighbours alike; it is a noisy value from a dozen
 * sectors; and its errors of the fit are those of a linear one. Two things in the data tell by how much it is too
 * small:
 *  - the variance from sectors far apart (SeparatedJackknifeVariance), averaged over all points, over that of the
 *    jackknife; with the quantile of Student's distribution for as many sectors as are independent;
 *  - the two halves of the detector, whose estimates are independent: half of their difference is as wide as the error
 *    of their mean, so the factor is the 68th percentile of |a - b| / 2 over the jackknife's error. It has all the
 *    tails, but not what both halves share.
 * Each leaves something out: the larger one is used. With fewer points than 50 the halves are left out, with fewer than
 * 20 both, and a warning says so. Of relaxation times the logarithm is compared, relaxation_time_error /
 * relaxation_time is the error of ln tau. Without sectors nothing is changed.
 *
 * NON_STATIONARY is set where `ageing` is more than 3 of its calibrated errors from 0.
 * \param sectorVariance the output of StructureDynamicsImageFilter of that name, point after point */
void
CalibrateErrors(const std::vector<float> & sectorVariance, AnalysisResults & results);

} // namespace stem5d

#endif

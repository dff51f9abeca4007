/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ScanStatistics_h
#define ScanStatistics_h

#include "Analysis.h"
#include "CensoredLogNormal.h"
#include "MapArray.h"

#include <string>
#include <vector>

namespace stem5d
{

/** A map as the kernels of the statistics take it: the sections of a stack lie one below the other, parted by as many
 * masked rows, so that none is a neighbour of another. */
MapArray
AsMapArray(const std::vector<float> & values, const std::vector<std::size_t> & size);

/** \brief The log-normal distribution of relaxation times of an analysis, in which those at the bound or beyond the
 * record are censored. \param times a map; NaN is no point */
CensoredLogNormalResult
DistributionOfTimes(const AnalysisResults & results, const MapArray & times);

/** \brief The numbers that sum a scan up, each with its error.
 *
 * For the maps x, y of relaxation time, stretch exponent (where free), contrast, corrected and raw V:
 *  - `mean.x`, `median.x`, and `mean.mean_intensity`; `geometric_mean.relaxation_time` and
 * `arithmetic_mean.relaxation_time` of the log-normal distribution in which points with tau at the bound or beyond the
 * record T are censored (CensoredLogNormal); `censored.relaxation_time`, the fraction of these;
 *  - `same_half.x.y`, Spearman's correlation of the maps as the paper has it. Both come from the same few speckles: it
 * is not 0 for a homogeneous sample;
 *  - `partial.x.y`, the same with further maps held fixed, if there are any;
 *  - `reliability.x`, Spearman(x_A, x_B) of the halves of the detector: 0 for a homogeneous sample;
 *  - `heterogeneity.x`, the variance of x (of ln tau) over the sample without that of the estimate, cov(x_A, x_B);
 *  - `cross_half.x.y` and `disattenuated.x.y`, see CrossHalfCorrelation();
 *  - `ageing`, mean of ln tau of the second half of ages minus that of the first;
 *  - `drift.x`, `drift.y`, `drift.total` and `drift.feigned_relaxation_time`, see MeasureDrift().
 *
 * In correlations a relaxation time beyond T counts as T, a tie. The p-values by toroidal shifts are of 999 shifts.
 * \param fixed maps of the scan for partial correlations, such as a thickness
 * \param withShifts whether the p-values by toroidal shifts and the drift are computed, which take longest */
ScanStatistics
ComputeScanStatistics(const AnalysisResults & results, const std::vector<ScanMap> & fixed, bool withShifts);

/** \brief In words, what the statistics establish and what they do not.
 *
 * A heterogeneity is established where the reliability is above 0 with a one-sided p-value below 0.01 and, with a null
 * model, above the interval of that; a relation of two quantities where both are heterogeneous and their cross-half
 * correlation differs from 0 with both p-values below 0.05 and, with a null model, lies outside its interval. */
std::string
Verdict(const ScanStatistics & statistics);

} // namespace stem5d

#endif

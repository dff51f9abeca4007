/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Summary_h
#define Summary_h

#include "Analysis.h"

#include <nlohmann/json.hpp>

namespace stem5d
{

/** \brief The summary of an analysis: software, input, every parameter as used, numbers of points and of each status,
 * percentiles of each map, the statistics of the scan with their errors and what they establish in words, the fit to
 * the average g(t), warnings, and what the run took. Times in s, sizes in bytes, Q in the file's unit. What is not
 * known is null. */
nlohmann::json
Summarise(const AnalysisResults & results);

/** Indented text; what is not UTF-8, as a file name may be, is replaced. */
std::string
JsonAsText(const nlohmann::json & json);

/** The statistics of a scan, one object each, with name, unit, value, standard error, points, effective points,
 * p-values, remark and null model; what does not apply is null. */
nlohmann::json
DescribeStatistics(const ScanStatistics & statistics);

/** \brief What a summary says of an analysis: parameters, frames, gain, statistics. The maps and curves are beside it.
 * \exception nlohmann::json::exception when it is not a summary of this version */
AnalysisResults
ReadSummary(const nlohmann::json & summary);

/** What a file holds, as JSON. */
nlohmann::json
DescribeAsJson(const SeriesDescription & series);

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AnalysisParametersJson_h
#define AnalysisParametersJson_h

#include "Analysis.h"

#include <nlohmann/json.hpp>

namespace stem5d
{

/** The parameters as they were given, null where a default is to be found, but for what may differ from part to part of
 * one analysis: the scan region, the threads and the memory. */
nlohmann::json
ToJson(const AnalysisParameters & parameters);

/** What ToJson() wrote. \exception nlohmann::json::exception, std::invalid_argument for anything else */
AnalysisParameters
AnalysisParametersFromJson(const nlohmann::json & json);

} // namespace stem5d

#endif

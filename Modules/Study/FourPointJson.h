/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FourPointJson_h
#define FourPointJson_h

#include "FourPointAnalysis.h"

#include <nlohmann/json.hpp>

namespace stem5d
{

/** Everything, by the names of the members; NaN is null. */
nlohmann::json
ToJson(const FourPointResults & results);

/** \exception nlohmann::json::exception for JSON that ToJson() did not write */
FourPointResults
FourPointResultsFromJson(const nlohmann::json & json);

} // namespace stem5d

#endif

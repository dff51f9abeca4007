/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AnalysisOutput_h
#define AnalysisOutput_h

#include <nlohmann/json.hpp>

#include <string>

namespace stem5d
{

/** Prints what an analysis found: its summary, in a few lines. */
void
PrintResults(const nlohmann::json & summary, const std::string & directory);

/** Draws the figures in a process of its own, whatever becomes of it: the renderer may end the process. */
void
DrawFigures(const std::string & directory);

} // namespace stem5d

#endif

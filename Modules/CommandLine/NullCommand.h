/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef NullCommand_h
#define NullCommand_h

#include "NullModel.h"
#include "ResultsDirectory.h"

namespace stem5d
{

/** Computes the null model of results with a progress bar, puts it into their directory and prints it beside what was
 * measured. */
void
RunNullModel(AnalysisResults & results, const NullModelParameters & parameters, const ResultsDirectory & directory);

} // namespace stem5d

#endif

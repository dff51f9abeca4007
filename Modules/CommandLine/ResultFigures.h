/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ResultFigures_h
#define ResultFigures_h

#include "Figures.h"
#include "ResultsDirectory.h"

#include <map>

namespace stem5d
{

/** \brief The figures of an analysis, by file name without ending: each map (of each section of a stack), relaxation
 * time against fluctuation variance, histograms, the average g(t) with its fit, and the mean pattern with annuli and
 * masked pixels. Points whose status is not OK are grey in maps and scatter plot; histograms have all values.
 * \exception FileError when the results are not complete. */
std::map<std::string, Figure>
MakeFigures(const ResultsDirectory & directory);

} // namespace stem5d

#endif

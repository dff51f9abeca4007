/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StudyReport_h
#define StudyReport_h

#include "HtmlReport.h"
#include "StudyNumbers.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stem5d
{

/** "812(31)": a value with its standard error in units of the last digits, two of them; without an error "812". */
std::string
WithError(double value, double error);

/** \brief The report of a study: numbers beside those published and beside their null models, verdicts, figures,
 * acquisition and parameters, warnings, and how to do it again.
 * \param figures drawn, with their captions \param command that made the study */
Report
MakeStudyReport(const StudyResults &              results,
                const std::vector<StudyNumber> &  numbers,
                const std::vector<ReportFigure> & figures,
                const std::vector<std::string> &  command);

} // namespace stem5d

#endif

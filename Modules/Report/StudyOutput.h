/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StudyOutput_h
#define StudyOutput_h

#include "StudyNumbers.h"

#include <filesystem>

namespace stem5d
{

/** \brief What a study leaves beside the results of its temperatures: `summary.json`, `tables/numbers.csv` and
 * `results.h5` (WriteStudyFile), then `figures/NAME.png`, `.svg` and `.csv`, then `report.html`.
 *
 * Data come first, so that nothing is lost where there is no display to draw on: then the report has no figures and
 * says so.
 *
 * \param results, numbers of the study
 * \param directory where it is
 * \param command that made it, for the report
 * \param withFigures whether to draw
 * \return why there are no figures though they were asked for; empty where there are
 * \exception FileError, std::runtime_error when a file cannot be written */
std::string
WriteStudy(const StudyResults &             results,
           const std::vector<StudyNumber> & numbers,
           const std::filesystem::path &    directory,
           const std::vector<std::string> & command,
           bool                             withFigures);

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StudyFigures_h
#define StudyFigures_h

#include "Figures.h"
#include "StudyNumbers.h"

#include <string>
#include <vector>

namespace stem5d
{

/** A picture of a study. */
struct StudyFigure
{
  std::string name;    ///< of its files: "figure_2"
  std::string caption; ///< with number of points, estimator and masks
  Panels      panels;
};

/** \brief The figures of Nakazawa et al. 2024 and of its supplement from the results of a study, and those that tell
 * how far they can be believed: errors, status, agreement of the halves, null models, two-time matrices.
 *
 * Maps are of the whole scan with colours that all temperatures share, everything else is of the region of interest. */
std::vector<StudyFigure>
MakeStudyFigures(const StudyResults & results, const std::vector<StudyNumber> & numbers);

} // namespace stem5d

#endif

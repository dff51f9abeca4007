/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StudyFile_h
#define StudyFile_h

#include "StudyNumbers.h"

namespace stem5d
{

/** \brief Writes all results of a study into one HDF5 file, complete under its final name or not there.
 *
 * | object                                   | what                                                                |
 * |------------------------------------------|---------------------------------------------------------------------|
 * | /numbers/COLUMN                          | the table of numbers, as in tables/numbers.csv; NaN: does not apply |
 * | /sets/NAME                               | attribute temperature (K)                                           |
 * | /sets/NAME/gamma_fixed, gamma_free/maps/ | every map, (z,) y, x; fit_status: bits of FitStatus                 |
 * | /sets/NAME/gamma_fixed, gamma_free/      | the curves, as WriteCurves() has them                               |
 * | /sets/NAME/thickness                     | nm, y, x, where it is known                                         |
 * | /sets/NAME/four_point/                   | length, pairs, delay, G4, G4_error, G2, G2_error (length, delay)    |
 *
 * Every data set has the attributes `units` and `axes`. \exception FileError when the file cannot be written */
void
WriteStudyFile(const std::string & path, const StudyResults & results, const std::vector<StudyNumber> & numbers);

} // namespace stem5d

#endif

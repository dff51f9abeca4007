/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StudyExample_h
#define StudyExample_h

#include <array>
#include <cstddef>
#include <filesystem>

namespace stem5d
{

/** \brief Writes the study of a simulated sample like the paper's at its five temperatures: STUDY.json, with the
 * numbers that the sample is drawn from as the published ones, and the two energy loss images, total and zero-loss,
 * that its thickness follows from, with the noise of counting. \param scan columns and rows of the scan \return the
 * study file \exception std::invalid_argument for a scan that does not reach the region of interest \exception
 * FileError when a file cannot be written */
std::filesystem::path
WriteStudyExample(const std::filesystem::path & directory, const std::array<std::size_t, 2> & scan);

} // namespace stem5d

#endif

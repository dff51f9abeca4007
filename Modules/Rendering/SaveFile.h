/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SaveFile_h
#define SaveFile_h

#include <string>

namespace stem5d
{

/** Writes a temporary file beside the path and renames it.
 * \throw std::runtime_error if that cannot be done; then nothing is left. */
void
SaveFile(const std::string & bytes, const std::string & path);

} // namespace stem5d

#endif

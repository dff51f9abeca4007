/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Checksum_h
#define Checksum_h

#include "Analysis.h"

#include <string>

namespace stem5d
{

/** \brief The SHA-256 of a file in hexadecimal digits, by which a reader knows that it is the same.
 * \exception FileError when it cannot be read */
std::string
ChecksumOfFile(const std::string & file, const ProgressFunction & progress = {});

} // namespace stem5d

#endif

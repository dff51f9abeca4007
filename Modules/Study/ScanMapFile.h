/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ScanMapFile_h
#define ScanMapFile_h

#include "Analysis.h"

namespace stem5d
{

/** \brief Reads a map over the scan from any image that ITK reads (NRRD, MetaImage, TIFF).
 * \exception FileError when it cannot be read or has not the size of the scan */
ScanMap
ReadScanMap(const std::string & fileName, const std::vector<std::size_t> & scanSize);

} // namespace stem5d

#endif

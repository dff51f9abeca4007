/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ScanMapFile_h
#define ScanMapFile_h

#include "Analysis.h"
#include "itkImage.h"

#include <filesystem>

namespace stem5d
{

/** \brief Reads an image over the scan, as NRRD, MetaImage, TIFF or PNG.
 * \exception FileError when it cannot be read or has not the size of the scan */
itk::Image<float, 3>::Pointer
ReadScanImage(const std::string & fileName, const std::vector<std::size_t> & scanSize);

/** \brief Reads a map over the scan from an image as ReadScanImage() does.
 * \exception FileError when it cannot be read or has not the size of the scan */
ScanMap
ReadScanMap(const std::string & fileName, const std::vector<std::size_t> & scanSize);

/** \brief Writes a map as NRRD, complete under its name or not there.
 * \param scan size, spacing and origin \exception FileError when it cannot be written */
void
WriteScanMap(const std::filesystem::path & path,
             const Curves &                scan,
             const std::vector<float> &    values,
             const std::string &           unit);
void
WriteScanMap(const std::filesystem::path &      path,
             const Curves &                     scan,
             const std::vector<std::uint16_t> & values,
             const std::string &                unit);

} // namespace stem5d

#endif

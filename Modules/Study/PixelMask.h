/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef PixelMask_h
#define PixelMask_h

#include "DetectorGrid.h"
#include "Pattern.h"

#include <cstdint>
#include <string>

namespace stem5d
{

/** \brief Reads a mask of the detector from any 2-D image that ITK reads (PNG, TIFF, NRRD, MetaImage): 1 where the
 * image is not 0, which are the beam stop and bad pixels. An empty name is a mask without bad pixels. \exception
 * FileError when it cannot be read or has not the size of the detector. */
Pattern<std::uint8_t>
ReadPixelMask(const std::string & fileName, const DetectorGrid & grid);

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ImageReader_h
#define ImageReader_h

#include "itkImageIOBase.h"

#include <string>

namespace stem5d
{

/** What reads an image file: PNG, TIFF, NRRD or MetaImage; nothing for a file that is none. (No factory is asked: a
 * program of plain CMake targets has none of ITK's registered.) */
itk::ImageIOBase::Pointer
ImageReaderFor(const std::string & fileName);

} // namespace stem5d

#endif

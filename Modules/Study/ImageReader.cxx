/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ImageReader.h"

#include "itkMetaImageIO.h"
#include "itkNrrdImageIO.h"
#include "itkPNGImageIO.h"
#include "itkTIFFImageIO.h"

namespace stem5d
{

itk::ImageIOBase::Pointer
ImageReaderFor(const std::string & fileName)
{
  const itk::ImageIOBase::Pointer readers[] = { itk::PNGImageIO::New().GetPointer(),
                                                itk::TIFFImageIO::New().GetPointer(),
                                                itk::NrrdImageIO::New().GetPointer(),
                                                itk::MetaImageIO::New().GetPointer() };
  for (const auto & reader : readers)
  {
    if (reader->CanReadFile(fileName.c_str()))
    {
      return reader;
    }
  }
  return nullptr;
}

} // namespace stem5d

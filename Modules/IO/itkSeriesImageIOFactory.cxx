/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "itkSeriesImageIOFactory.h"

#include "itkSeriesImageIO.h"

#include <itkVersion.h>

namespace itk
{
SeriesImageIOFactory::SeriesImageIOFactory()
{
  this->RegisterOverride(
    "itkImageIOBase", "itkSeriesImageIO", this->GetDescription(), true, CreateObjectFunction<SeriesImageIO>::New());
}

void
SeriesImageIOFactory::RegisterOneFactory()
{
  static const bool isRegistered = ObjectFactoryBase::RegisterFactory(Self::New());
  (void)isRegistered;
}

const char *
SeriesImageIOFactory::GetITKSourceVersion() const
{
  return ITK_SOURCE_VERSION;
}

const char *
SeriesImageIOFactory::GetDescription() const
{
  return "Diffraction series in EMD 0.x and HDF5 files";
}
} // namespace itk

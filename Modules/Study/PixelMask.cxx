/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "PixelMask.h"

#include "FileError.h"
#include "ImageReader.h"
#include "itkImageFileReader.h"
#include "itkPatternAccess.h"

namespace stem5d
{
Pattern<std::uint8_t>
ReadPixelMask(const std::string & fileName, const DetectorGrid & grid)
{
  if (fileName.empty())
  {
    return Pattern<std::uint8_t>::Zero(grid.size[1], grid.size[0]);
  }
  auto reader = itk::ImageFileReader<itk::Image<double, 2>>::New();
  reader->SetFileName(fileName);
  reader->SetImageIO(ImageReaderFor(fileName));
  if (reader->GetImageIO() == nullptr)
  {
    throw FileError("The mask " + fileName +
                    " cannot be read: give a 2-D image as PNG, TIFF, NRRD or MetaImage, not 0 at the beam stop and bad "
                    "pixels");
  }
  reader->UpdateOutputInformation();
  const auto & size = reader->GetOutput()->GetLargestPossibleRegion().GetSize();
  if (reader->GetImageIO()->GetNumberOfDimensions() != 2 || size[0] != grid.size[0] || size[1] != grid.size[1])
  {
    throw FileError("The mask " + fileName + " has " + std::to_string(reader->GetImageIO()->GetNumberOfDimensions()) +
                    " dimensions and " + std::to_string(size[0]) + " x " + std::to_string(size[1]) +
                    " pixels, but the recorded patterns have 2 and " + std::to_string(grid.size[0]) + " x " +
                    std::to_string(grid.size[1]) + ": give a mask of the recorded detector, before binning");
  }
  reader->Update();
  return (itk::CopyPattern(*reader->GetOutput()) != 0.0).cast<std::uint8_t>();
}

} // namespace stem5d

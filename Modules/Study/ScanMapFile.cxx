/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ScanMapFile.h"

#include "FileError.h"
#include "itkImageFileReader.h"

namespace stem5d
{

ScanMap
ReadScanMap(const std::string & fileName, const std::vector<std::size_t> & scanSize)
{
  using ImageType = itk::Image<float, 3>;
  auto reader = itk::ImageFileReader<ImageType>::New();
  reader->SetFileName(fileName);
  try
  {
    reader->Update();
  }
  catch (const itk::ExceptionObject &)
  {
    throw FileError("the map " + fileName + " cannot be read: give an image of the scan, such as NRRD or TIFF");
  }
  const auto & size = reader->GetOutput()->GetBufferedRegion().GetSize();
  for (unsigned int axis = 0; axis < 3; ++axis)
  {
    const std::size_t wanted = axis < scanSize.size() ? scanSize[axis] : 1;
    if (size[axis] != wanted)
    {
      throw FileError("the map " + fileName + " has " + std::to_string(size[axis]) + " points along axis " +
                      std::to_string(axis) + ", but analysed are " + std::to_string(wanted) +
                      ": give a map of the points analysed");
    }
  }
  const float * values = reader->GetOutput()->GetBufferPointer();
  return { fileName, "", { values, values + reader->GetOutput()->GetBufferedRegion().GetNumberOfPixels() } };
}

} // namespace stem5d

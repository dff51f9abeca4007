/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ScanMapFile.h"

#include "AtomicFile.h"
#include "FileError.h"
#include "ImageReader.h"
#include "itkImageFileReader.h"
#include "itkImageFileWriter.h"
#include "itkMetaDataObject.h"
#include "itkNrrdImageIO.h"

#include <cstring>

namespace stem5d
{

namespace
{

/** Writes a map over the scan, and reads it back: the writer does not tell of a disk that fills up at the end. */
template <typename TPixel, unsigned int VDimension>
void
WriteNrrd(const std::filesystem::path & path,
          const Curves &                scan,
          const std::vector<TPixel> &   values,
          const std::string &           unit)
{
  using ImageType = itk::Image<TPixel, VDimension>;
  auto                         image = ImageType::New();
  typename ImageType::SizeType size;
  std::copy_n(scan.scanSize.begin(), VDimension, size.begin());
  image->SetRegions(size);
  image->SetSpacing(scan.scanSpacing.data());
  image->SetOrigin(scan.scanOrigin.data());
  image->Allocate();
  std::copy(values.begin(), values.end(), image->GetBufferPointer());
  itk::EncapsulateMetaData<std::string>(image->GetMetaDataDictionary(), "unit", unit.empty() ? "1" : unit);

  AtomicFile file(path);
  try
  {
    auto writer = itk::ImageFileWriter<ImageType>::New();
    writer->SetImageIO(itk::NrrdImageIO::New());
    writer->SetFileName(file.GetTemporaryPath());
    writer->SetInput(image);
    writer->Update();
    auto reader = itk::ImageFileReader<ImageType>::New();
    reader->SetImageIO(itk::NrrdImageIO::New());
    reader->SetFileName(file.GetTemporaryPath());
    reader->Update();
    if (std::memcmp(reader->GetOutput()->GetBufferPointer(), values.data(), values.size() * sizeof(TPixel)) != 0)
    {
      throw FileError("it is not what was written");
    }
  }
  catch (const itk::ExceptionObject &)
  {
    throw FileError("The map " + path.string() + " cannot be written: is the disk full?");
  }
  file.Commit();
}

template <typename TPixel>
void
WriteMap(const std::filesystem::path & path,
         const Curves &                scan,
         const std::vector<TPixel> &   values,
         const std::string &           unit)
{
  scan.scanSize.size() == 2 ? WriteNrrd<TPixel, 2>(path, scan, values, unit)
                            : WriteNrrd<TPixel, 3>(path, scan, values, unit);
}

} // namespace

itk::Image<float, 3>::Pointer
ReadScanImage(const std::string & fileName, const std::vector<std::size_t> & scanSize)
{
  auto reader = itk::ImageFileReader<itk::Image<float, 3>>::New();
  reader->SetFileName(fileName);
  reader->SetImageIO(ImageReaderFor(fileName));
  const FileError unreadable("the map " + fileName +
                             " cannot be read: give an image of the scan as NRRD, MetaImage, TIFF or PNG");
  if (reader->GetImageIO() == nullptr)
  {
    throw unreadable;
  }
  try
  {
    reader->Update();
  }
  catch (const itk::ExceptionObject &)
  {
    throw unreadable;
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
  return reader->GetOutput();
}

ScanMap
ReadScanMap(const std::string & fileName, const std::vector<std::size_t> & scanSize)
{
  const auto    image = ReadScanImage(fileName, scanSize);
  const float * values = image->GetBufferPointer();
  return { fileName, "", { values, values + image->GetBufferedRegion().GetNumberOfPixels() } };
}

void
WriteScanMap(const std::filesystem::path & path,
             const Curves &                scan,
             const std::vector<float> &    values,
             const std::string &           unit)
{
  WriteMap(path, scan, values, unit);
}

void
WriteScanMap(const std::filesystem::path &      path,
             const Curves &                     scan,
             const std::vector<std::uint16_t> & values,
             const std::string &                unit)
{
  WriteMap(path, scan, values, unit);
}

} // namespace stem5d

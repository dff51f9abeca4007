/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SpeckleFile_h
#define SpeckleFile_h

#include "WriteTestSeries.h"
#include "itkImage.h"
#include "itkImageFileWriter.h"
#include "itkPNGImageIO.h"

#include <cmath>
#include <vector>

namespace test
{

/** The axes of a small series: 32 x 32 pixels of 0.35 1/nm centred on pixel 16, 24 frames of 5 s, and a scan in steps
 * of 0.16 nm, fastest axis first. */
inline stem5d::TestSeries
SpeckleAxes(const std::vector<std::size_t> & scan, bool hasTime = true)
{
  stem5d::TestSeries series;
  const char *       names[] = { "x", "y", "z" };
  if (hasTime)
  {
    series.axes.push_back(stem5d::UniformAxis("time", "[s]", 24, 5.0));
  }
  for (std::size_t axis = scan.size(); axis-- > 0;)
  {
    series.axes.push_back(stem5d::UniformAxis(names[axis], "[nm]", scan[axis], 0.16));
  }
  series.axes.push_back(stem5d::CentredAxis("ky", "[1_/_nm]", 32, 0.35));
  series.axes.push_back(stem5d::CentredAxis("kx", "[1_/_nm]", 32, 0.35));
  return series;
}

/** Speckles that turn about the centre, faster at some scan points than at others. */
template <typename TValue>
std::vector<TValue>
SpeckleValues(const stem5d::TestSeries & series)
{
  const std::size_t   patterns = stem5d::NumberOfElements(series) / (32 * 32);
  const std::size_t   points = patterns / 24;
  std::vector<TValue> values;
  values.reserve(patterns * 32 * 32);
  for (std::size_t pattern = 0; pattern < patterns; ++pattern)
  {
    const auto frame = static_cast<double>(pattern / points);
    const auto point = pattern % points;
    for (int y = -16; y < 16; ++y)
    {
      for (int x = -16; x < 16; ++x)
      {
        const double azimuth = std::atan2(y, x);
        const double radius = std::hypot(x, y);
        double       field = 0.0;
        for (int n = 1; n <= 6; ++n)
        {
          field += std::cos(n * azimuth + 0.02 * static_cast<double>(1 + point % 4) * n * n * frame + 1.3 * n * n +
                            0.5 * radius * n + static_cast<double>(point));
        }
        values.push_back(static_cast<TValue>(40.0 + 6.0 * field));
      }
    }
  }
  return values;
}

/** Writes a mask of size x size pixels whose first rows are bad. */
inline void
WriteMask(const std::string & path, unsigned int size, unsigned int badRows)
{
  using ImageType = itk::Image<unsigned char, 2>;
  auto mask = ImageType::New();
  mask->SetRegions(ImageType::SizeType{ { size, size } });
  mask->Allocate(true);
  std::fill_n(mask->GetBufferPointer(), badRows * size, static_cast<unsigned char>(255));
  auto writer = itk::ImageFileWriter<ImageType>::New();
  writer->SetImageIO(itk::PNGImageIO::New());
  writer->SetFileName(path);
  writer->SetInput(mask);
  writer->Update();
}

/** Writes a speckle series and returns its name. */
template <typename TValue>
std::string
WriteSpeckles(const std::string & fileName, const std::vector<std::size_t> & scan, stem5d::TestSeries layout = {})
{
  layout.axes = SpeckleAxes(scan).axes;
  stem5d::WriteTestSeries<TValue>(fileName, layout, SpeckleValues<TValue>(layout));
  return fileName;
}

} // namespace test

#endif

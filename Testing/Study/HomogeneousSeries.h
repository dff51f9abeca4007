/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef HomogeneousSeries_h
#define HomogeneousSeries_h

#include "Analysis.h"
#include "SpeckleFile.h"
#include "itkSpeckleSeriesImageSource.h"

namespace test
{

constexpr double Aperture = 0.638; // 1/nm, of the probe

/** A homogeneous sample, in which the overlap of probes alone correlates neighbours. */
inline std::string
WriteHomogeneousSeries(const std::string & fileName, std::size_t columns, std::size_t rows, std::size_t frames)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.detectorSize = { { 36, 36 } };
  settings.scanSize = { { columns, rows } };
  settings.frames = frames;
  settings.framePeriod = 10.0;
  settings.relaxationTime = 60.0;
  settings.halo.peak = 0.0;
  settings.halo.decay = 1e12;
  auto source = itk::SpeckleSeriesImageSource<itk::Image<std::uint16_t, 5>>::New();
  source->SetSettings(settings);
  source->Update();
  const auto * image = source->GetOutput();

  const auto         grid = settings.CalibratedGrid();
  stem5d::TestSeries layout;
  layout.axes = { stem5d::UniformAxis("time", "[s]", frames, 10.0),
                  stem5d::UniformAxis("y", "[nm]", rows, 0.16),
                  stem5d::UniformAxis("x", "[nm]", columns, 0.16),
                  stem5d::UniformAxis("ky", "[1_/_nm]", 36, grid.spacing[1], grid.first[1]),
                  stem5d::UniformAxis("kx", "[1_/_nm]", 36, grid.spacing[0], grid.first[0]) };
  const auto *                     first = image->GetBufferPointer();
  const std::vector<std::uint16_t> values(first, first + image->GetBufferedRegion().GetNumberOfPixels());
  stem5d::WriteTestSeries<std::uint16_t>(fileName, layout, values);
  return fileName;
}

inline stem5d::AnalysisParameters
HomogeneousParameters(const std::string & input, double blur)
{
  stem5d::AnalysisParameters parameters;
  parameters.input = input;
  parameters.dynamicsAnnulus = stem5d::Annulus{ 2.4, 3.2 };
  parameters.blur = blur;
  parameters.timeBin = 1;
  return parameters;
}

} // namespace test

#endif

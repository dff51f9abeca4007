/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// AxisBinning SERIES: bins 2 x 2 detector pixels and 2 frames, and shows that no electron is lost.
#include "itkAxisBinningImageFilter.h"
#include "itkImageBufferRange.h"
#include "itkImageFileReader.h"
#include "itkSeriesImageIOFactory.h"

#include <iostream>
#include <numeric>

int
main(int, char * argv[])
{
  using SeriesType = itk::Image<float, 5>; // kx, ky, x, y, t
  itk::SeriesImageIOFactory::RegisterOneFactory();
  const SeriesType::Pointer series = itk::ReadImage<SeriesType>(argv[1]);

  auto binning = itk::AxisBinningImageFilter<SeriesType>::New();
  binning->SetInput(series);
  binning->SetDetectorFactor(2);
  binning->SetTimeFactor(2);
  binning->Update();

  const auto electrons = [](SeriesType * image) {
    const auto counts = itk::MakeImageBufferRange(image);
    return std::accumulate(counts.begin(), counts.end(), 0.0);
  };
  SeriesType * binned = binning->GetOutput();
  std::cout << "Pixels of " << binned->GetSpacing()[0] << " 1/nm, frames of " << binned->GetSpacing()[4]
            << " s, electrons lost: " << electrons(series) - electrons(binned) << '\n';
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// FourPointCorrelation SERIES: correlates the scan points of a series over distances and delays, over the annulus 4.0 -
// 4.8 1/nm.
#include "itkFourPointCorrelationImageFilter.h"
#include "itkImageFileReader.h"
#include "itkRadialMaskImageSource.h"
#include "itkSeriesImageIOFactory.h"

#include <iostream>

int
main(int, char * argv[])
{
  using SeriesType = itk::Image<float, 5>; // kx, ky, x, y, t
  itk::SeriesImageIOFactory::RegisterOneFactory();
  auto reader = itk::ImageFileReader<SeriesType>::New(); // of which the filter asks for one scan row after the other
  reader->SetFileName(argv[1]);
  reader->UpdateOutputInformation();

  auto annulus = itk::RadialMaskImageSource::New();
  annulus->SetGridFrom(reader->GetOutput());
  annulus->SetAnnuli({ { 4.0, 4.8 } }); // 1/nm

  auto correlation = itk::FourPointCorrelationImageFilter<SeriesType>::New(); // binned and blurred by default
  correlation->SetInput(reader->GetOutput());
  correlation->SetLabels(annulus->GetOutput());
  stem5d::FourPointSettings settings;
  settings.longest = 0.4; // nm
  correlation->SetSettings(settings);
  correlation->Update();

  const auto g2 = correlation->MakeTwoPointImage(); // dx, dy, dt
  const auto middle = g2->GetLargestPossibleRegion().GetSize();
  std::cout << "G2 of a point with itself, one frame later: "
            << g2->GetPixel({ { static_cast<itk::IndexValueType>(middle[0] / 2),
                                static_cast<itk::IndexValueType>(middle[1] / 2),
                                1 } })
            << ", of neighbours: "
            << g2->GetPixel({ { static_cast<itk::IndexValueType>(middle[0] / 2 + 1),
                                static_cast<itk::IndexValueType>(middle[1] / 2),
                                1 } })
            << '\n';
}

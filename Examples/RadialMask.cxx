/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// RadialMask SERIES: finds the detector pixels of the annulus 3.0 - 5.8 1/nm, in rings one pixel wide.
#include "itkImageBufferRange.h"
#include "itkImageFileReader.h"
#include "itkRadialMaskImageSource.h"
#include "itkSeriesImageIOFactory.h"

#include <algorithm>
#include <iostream>

int
main(int, char * argv[])
{
  using SeriesType = itk::Image<float, 5>; // kx, ky, x, y, t
  itk::SeriesImageIOFactory::RegisterOneFactory();
  auto reader = itk::ImageFileReader<SeriesType>::New();
  reader->SetFileName(argv[1]);
  reader->UpdateOutputInformation(); // the geometry alone

  auto mask = itk::RadialMaskImageSource::New();
  mask->SetGridFrom(reader->GetOutput());
  mask->SetAnnuli(stem5d::DivideIntoRings({ 3.0, 5.8 }, reader->GetOutput()->GetSpacing()[0]));
  mask->Update();

  const auto labels = itk::MakeImageBufferRange(mask->GetOutput());
  std::cout << *std::max_element(labels.begin(), labels.end()) << " rings of "
            << labels.size() - std::count(labels.begin(), labels.end(), 0) << " pixels\n";
}

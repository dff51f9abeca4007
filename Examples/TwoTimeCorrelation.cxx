/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// TwoTimeCorrelation SERIES: correlates the frames of every scan point over the annulus 4.0 - 4.8 1/nm.
#include "itkImageFileReader.h"
#include "itkRadialMaskImageSource.h"
#include "itkSeriesImageIOFactory.h"
#include "itkTwoTimeCorrelationImageFilter.h"

#include <iostream>

int
main(int, char * argv[])
{
  using SeriesType = itk::Image<float, 5>; // kx, ky, x, y, t
  itk::SeriesImageIOFactory::RegisterOneFactory();
  const SeriesType::Pointer series = itk::ReadImage<SeriesType>(argv[1]);

  auto annulus = itk::RadialMaskImageSource::New();
  annulus->SetGridFrom(series.GetPointer());
  annulus->SetAnnuli({ { 4.0, 4.8 } }); // 1/nm

  auto correlation = itk::TwoTimeCorrelationImageFilter<SeriesType>::New(); // t1, t2, x, y
  correlation->SetInput(series);
  correlation->SetLabels(annulus->GetOutput());
  correlation->Update();

  std::cout << "First scan point: G(0, 0) = " << correlation->GetOutput()->GetPixel({ { 0, 0, 0, 0 } })
            << ", G(0, 50) = " << correlation->GetOutput()->GetPixel({ { 0, 50, 0, 0 } }) << '\n';
}

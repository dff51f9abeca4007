/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// FluctuationVariance SERIES: normalised variance of the intensity of every scan point over the rings of 3.0 - 5.8
// 1/nm.
#include "itkFluctuationVarianceImageFilter.h"
#include "itkImageFileReader.h"
#include "itkRadialMaskImageSource.h"
#include "itkSeriesImageIOFactory.h"

#include <iostream>

int
main(int, char * argv[])
{
  using SeriesType = itk::Image<float, 5>; // kx, ky, x, y, t
  itk::SeriesImageIOFactory::RegisterOneFactory();
  const SeriesType::Pointer series = itk::ReadImage<SeriesType>(argv[1]);

  auto rings = itk::RadialMaskImageSource::New();
  rings->SetGridFrom(series.GetPointer());
  rings->SetAnnuli(stem5d::DivideIntoRings({ 3.0, 5.8 }, series->GetSpacing()[0]));

  auto variance = itk::FluctuationVarianceImageFilter<SeriesType>::New();
  variance->SetInput(series);
  variance->SetLabels(rings->GetOutput());
  variance->Update();

  std::cout << "First scan point: V = " << variance->GetVarianceOutput()->GetPixel({ { 0, 0 } }) << " +- "
            << variance->GetVarianceErrorOutput()->GetPixel({ { 0, 0 } }) << '\n';
}

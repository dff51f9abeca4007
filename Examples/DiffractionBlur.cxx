/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// DiffractionBlur SERIES: blurs every pattern by 0.8 1/nm and compares the brightest pixel before and after.
#include "itkDiffractionBlurImageFilter.h"
#include "itkImageFileReader.h"
#include "itkMinimumMaximumImageCalculator.h"
#include "itkSeriesImageIOFactory.h"

#include <iostream>

int
main(int, char * argv[])
{
  using SeriesType = itk::Image<float, 5>; // kx, ky, x, y, t
  itk::SeriesImageIOFactory::RegisterOneFactory();
  const SeriesType::Pointer series = itk::ReadImage<SeriesType>(argv[1]);

  auto blur = itk::DiffractionBlurImageFilter<SeriesType>::New();
  blur->SetInput(series);
  blur->SetSigma(0.8); // 1/nm
  blur->Update();

  auto calculator = itk::MinimumMaximumImageCalculator<SeriesType>::New();
  calculator->SetImage(series);
  calculator->ComputeMaximum();
  const float recorded = calculator->GetMaximum();
  calculator->SetImage(blur->GetOutput());
  calculator->ComputeMaximum();
  std::cout << "Brightest pixel: " << recorded << " electrons, blurred " << calculator->GetMaximum() << '\n';
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// KWWFit SERIES: relaxation time of every scan point, from its two-time correlation over the annulus 4.0 - 4.8 1/nm.
#include "itkDelayAverageImageFilter.h"
#include "itkImageFileReader.h"
#include "itkKWWFitImageFilter.h"
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

  using CorrelationType = itk::TwoTimeCorrelationImageFilter<SeriesType>;
  auto correlation = CorrelationType::New();
  correlation->SetInput(series);
  correlation->SetLabels(annulus->GetOutput());

  using AverageType = itk::DelayAverageImageFilter<CorrelationType::OutputImageType>;
  auto average = AverageType::New(); // g(t), one component for each delay from 1 frame to half of the record
  average->SetInput(correlation->GetOutput());
  average->UpdateOutputInformation();

  auto fit = itk::KWWFitImageFilter<AverageType::OutputImageType>::New();
  fit->SetInput(average->GetOutput());
  fit->SetDelays(average->GetDelays());
  stem5d::KWWFitSettings settings;
  settings.fixedGamma = 1.0;
  fit->SetSettings(settings);
  fit->Update();

  std::cout << "Relaxation time along x:";
  for (itk::IndexValueType x = 0; x < 3; ++x)
  {
    std::cout << ' ' << fit->GetRelaxationTimeOutput()->GetPixel({ { x, 0 } }) << " s";
  }
  std::cout << '\n';
}

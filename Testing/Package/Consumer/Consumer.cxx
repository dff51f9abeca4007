/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// Correlates two pixels that exchange their intensities, 6 and 4, from frame to frame: G - 1 is 0.04 or -0.04.
#include "itkDelayAverageImageFilter.h"
#include "itkRadialMaskImageSource.h"
#include "itkTwoTimeCorrelationImageFilter.h"

#include <iostream>

int
main()
{
  using SeriesType = itk::Image<float, 4>; // kx, ky, x, t
  auto series = SeriesType::New();
  series->SetRegions(SeriesType::SizeType{ { 2, 1, 1, 4 } });
  series->Allocate();
  for (unsigned int i = 0; i < 8; ++i)
  {
    series->GetBufferPointer()[i] = i % 4 == 0 || i % 4 == 3 ? 6.0f : 4.0f;
  }
  auto annulus = itk::RadialMaskImageSource::New();
  annulus->SetGridFrom(series.GetPointer());
  annulus->SetAnnuli({ { 0.0, 1.0 } });

  using CorrelationType = itk::TwoTimeCorrelationImageFilter<SeriesType>;
  auto correlation = CorrelationType::New();
  correlation->SetInput(series);
  correlation->SetLabels(annulus->GetOutput());
  auto average = itk::DelayAverageImageFilter<CorrelationType::OutputImageType>::New();
  average->SetInput(correlation->GetOutput());
  average->Update();

  const auto g = average->GetOutput()->GetPixel({ { 0 } });
  std::cout << "g(1) = " << g[0] << ", g(2) = " << g[1] << '\n';
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkThicknessImageFilter_hxx
#define itkThicknessImageFilter_hxx

#include "itkImageRegionConstIterator.h"
#include "itkImageRegionIterator.h"
#include "itkThicknessImageFilter.h"

namespace itk
{

template <typename TInputImage, typename TOutputImage>
ThicknessImageFilter<TInputImage, TOutputImage>::ThicknessImageFilter()
{
  this->SetPrimaryInputName("TotalImage");
  this->AddRequiredInputName("ZeroLossImage");
  this->DynamicMultiThreadingOn();
}

template <typename TInputImage, typename TOutputImage>
void
ThicknessImageFilter<TInputImage, TOutputImage>::VerifyPreconditions() ITKv5_CONST
{
  Superclass::VerifyPreconditions();
  if (!(m_MeanFreePath > 0.0 && std::isfinite(m_MeanFreePath)))
  {
    itkExceptionMacro("the mean free path is " << m_MeanFreePath << ": give a positive, finite length in nm");
  }
}

template <typename TInputImage, typename TOutputImage>
void
ThicknessImageFilter<TInputImage, TOutputImage>::VerifyInputInformation() ITKv5_CONST
{
  Superclass::VerifyInputInformation(); // origins, spacings and directions
  const auto & total = this->GetTotalImage()->GetLargestPossibleRegion();
  const auto & zeroLoss = this->GetZeroLossImage()->GetLargestPossibleRegion();
  if (total != zeroLoss)
  {
    itkExceptionMacro("input ZeroLossImage has " << zeroLoss.GetSize() << " points from " << zeroLoss.GetIndex()
                                                 << " but TotalImage " << total.GetSize() << " from "
                                                 << total.GetIndex() << ": give images of the same points");
  }
}

template <typename TInputImage, typename TOutputImage>
void
ThicknessImageFilter<TInputImage, TOutputImage>::BeforeThreadedGenerateData()
{
  m_NumberOfInvalidPixels = 0;
}

template <typename TInputImage, typename TOutputImage>
void
ThicknessImageFilter<TInputImage, TOutputImage>::DynamicThreadedGenerateData(const OutputImageRegionType & region)
{
  SizeValueType                         invalid = 0;
  ImageRegionConstIterator<TInputImage> total(this->GetTotalImage(), region);
  ImageRegionConstIterator<TInputImage> zeroLoss(this->GetZeroLossImage(), region);
  for (ImageRegionIterator<TOutputImage> it(this->GetOutput(), region); !it.IsAtEnd(); ++it, ++total, ++zeroLoss)
  {
    const double thickness =
      stem5d::Thickness(static_cast<double>(total.Get()), static_cast<double>(zeroLoss.Get()), m_MeanFreePath);
    it.Set(static_cast<OutputPixelType>(thickness));
    invalid += std::isnan(thickness) ? 1 : 0;
  }
  m_NumberOfInvalidPixels += invalid;
}

template <typename TInputImage, typename TOutputImage>
void
ThicknessImageFilter<TInputImage, TOutputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "MeanFreePath: " << m_MeanFreePath << '\n';
  os << indent << "NumberOfInvalidPixels: " << m_NumberOfInvalidPixels << '\n';
}

} // namespace itk

#endif

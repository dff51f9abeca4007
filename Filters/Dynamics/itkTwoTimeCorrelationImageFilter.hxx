/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkTwoTimeCorrelationImageFilter_hxx
#define itkTwoTimeCorrelationImageFilter_hxx

#include "itkIndexRange.h"
#include "itkTwoTimeCorrelationImageFilter.h"

namespace itk
{

template <typename TInputImage, typename TOutputImage>
TwoTimeCorrelationImageFilter<TInputImage, TOutputImage>::TwoTimeCorrelationImageFilter()
{
  this->AddRequiredInputName("Labels");
}

template <typename TInputImage, typename TOutputImage>
void
TwoTimeCorrelationImageFilter<TInputImage, TOutputImage>::VerifyInputInformation() ITKv5_CONST
{
  Superclass::VerifyInputInformation();
  VerifyDetectorImage(*this->GetLabels(), "Labels", stem5d::DetectorGridOf(*this->GetInput()));
}

template <typename TInputImage, typename TOutputImage>
void
TwoTimeCorrelationImageFilter<TInputImage, TOutputImage>::GenerateOutputInformation()
{
  Superclass::GenerateOutputInformation();
  m_Pixels = this->LabelledPixels("Labels");
  const TInputImage *                input = this->GetInput();
  TOutputImage *                     output = this->GetOutput();
  typename TOutputImage::RegionType  region = output->GetLargestPossibleRegion();
  typename TOutputImage::SpacingType spacing = output->GetSpacing();
  typename TOutputImage::PointType   origin = output->GetOrigin();
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    region.SetIndex(axis, input->GetLargestPossibleRegion().GetIndex(TimeAxis));
    region.SetSize(axis, input->GetLargestPossibleRegion().GetSize(TimeAxis));
    spacing[axis] = input->GetSpacing()[TimeAxis];
    origin[axis] = input->GetOrigin()[TimeAxis];
  }
  output->SetLargestPossibleRegion(region);
  output->SetSpacing(spacing);
  output->SetOrigin(origin);
}

template <typename TInputImage, typename TOutputImage>
void
TwoTimeCorrelationImageFilter<TInputImage, TOutputImage>::ProcessScanRegion(const ScanRegionType & region)
{
  const TInputImage * input = this->GetInput();
  TOutputImage *      output = this->GetOutput();
  const auto          frames = static_cast<Eigen::Index>(input->GetLargestPossibleRegion().GetSize(TimeAxis));

  stem5d::Series<OutputPixelType> intensity(frames, m_Pixels.NumberOfPixels());
  for (const auto & index : ImageRegionIndexRange<Superclass::ScanDimension>(region))
  {
    for (Eigen::Index frame = 0; frame < frames; ++frame)
    {
      const auto * pattern = input->GetBufferPointer() + ScanPointOffset<2>(*input, index, frame);
      for (Eigen::Index pixel = 0; pixel < intensity.cols(); ++pixel)
      {
        intensity(frame, pixel) = static_cast<OutputPixelType>(pattern[m_Pixels.offsets[pixel]]);
      }
    }
    Eigen::Map<Eigen::Matrix<OutputPixelType, Eigen::Dynamic, Eigen::Dynamic>>(
      output->GetBufferPointer() + ScanPointOffset<2>(*output, index), frames, frames) =
      stem5d::TwoTimeCorrelation(intensity, m_Pixels.first, m_Normalisation);
  }
}

template <typename TInputImage, typename TOutputImage>
void
TwoTimeCorrelationImageFilter<TInputImage, TOutputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Normalisation: " << stem5d::ToString(m_Normalisation) << '\n';
  os << indent << "Number of pixels: " << m_Pixels.NumberOfPixels() << '\n';
}

} // namespace itk

#endif

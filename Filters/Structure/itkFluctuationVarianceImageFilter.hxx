/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkFluctuationVarianceImageFilter_hxx
#define itkFluctuationVarianceImageFilter_hxx

#include "itkFluctuationVarianceImageFilter.h"
#include "itkIndexRange.h"

namespace itk
{

template <typename TInputImage, typename TOutputImage>
FluctuationVarianceImageFilter<TInputImage, TOutputImage>::FluctuationVarianceImageFilter()
{
  this->AddRequiredInputName("Labels");
  this->SetNumberOfRequiredOutputs(4);
  for (unsigned int output = 0; output < 4; ++output)
  {
    this->SetNthOutput(output, this->MakeOutput(output));
  }
}

template <typename TInputImage, typename TOutputImage>
DataObject::Pointer
FluctuationVarianceImageFilter<TInputImage, TOutputImage>::MakeOutput(DataObjectPointerArraySizeType index)
{
  return index == 3 ? CurvesType::New().GetPointer() : Superclass::MakeOutput(index);
}

template <typename TInputImage, typename TOutputImage>
void
FluctuationVarianceImageFilter<TInputImage, TOutputImage>::VerifyInputInformation() ITKv5_CONST
{
  Superclass::VerifyInputInformation();
  VerifyDetectorImage(*this->GetLabels(), "Labels", stem5d::DetectorGridOf(*this->GetInput()));
}

template <typename TInputImage, typename TOutputImage>
void
FluctuationVarianceImageFilter<TInputImage, TOutputImage>::GenerateOutputInformation()
{
  Superclass::GenerateOutputInformation();
  m_Pixels = this->LabelledPixels("Labels");
  this->GetRingVarianceOutput()->SetNumberOfComponentsPerPixel(m_Pixels.NumberOfRings());
}

template <typename TInputImage, typename TOutputImage>
void
FluctuationVarianceImageFilter<TInputImage, TOutputImage>::ProcessScanRegion(const ScanRegionType & region)
{
  const TInputImage * input = this->GetInput();
  const auto          frames = static_cast<Eigen::Index>(input->GetLargestPossibleRegion().GetSize(TimeAxis));
  const Eigen::Index  rings = m_Pixels.NumberOfRings();

  constexpr Eigen::Index                                    block = 2 * stem5d::PixelBlock::Lanes;
  stem5d::FluctuationVarianceSeries                         series(m_Pixels, frames);
  stem5d::PatternCollector<typename TInputImage::PixelType> collect(
    stem5d::DetectorGridOf(*input), 1, series.Offsets(), block);
  for (const auto & index : ImageRegionIndexRange<Superclass::ScanDimension>(region))
  {
    const auto patternOf = [&](Eigen::Index frame) {
      return input->GetBufferPointer() + ScanPointOffset<2>(*input, index, frame);
    };
    for (Eigen::Index frame = 0; frame < frames; frame += block)
    {
      const Eigen::Index count = std::min(block, frames - frame);
      series.SetPatterns(frame, count, collect(patternOf, frame, count));
    }
    const stem5d::MeanWithError variance = series.Variance();
    this->GetVarianceOutput()->SetPixel(index, static_cast<OutputPixelType>(variance.mean));
    this->GetVarianceErrorOutput()->SetPixel(index, static_cast<OutputPixelType>(variance.error));
    this->GetMeanIntensityOutput()->SetPixel(index, static_cast<OutputPixelType>(series.MeanIntensity().mean));

    OutputPixelType * curve = this->GetRingVarianceOutput()->GetBufferPointer() +
                              ScanPointOffset<0>(*this->GetRingVarianceOutput(), index) * rings;
    for (Eigen::Index ring = 0; ring < rings; ++ring)
    {
      curve[ring] = static_cast<OutputPixelType>(series.RingVariance(ring).mean);
    }
  }
}

template <typename TInputImage, typename TOutputImage>
void
FluctuationVarianceImageFilter<TInputImage, TOutputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Number of rings: " << m_Pixels.NumberOfRings() << '\n';
  os << indent << "Number of pixels: " << m_Pixels.NumberOfPixels() << '\n';
}

} // namespace itk

#endif

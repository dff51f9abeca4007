/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkAxisBinningImageFilter_hxx
#define itkAxisBinningImageFilter_hxx

#include "AxisBinning.h"
#include "itkAxisBinningImageFilter.h"
#include "itkIndexRange.h"

namespace itk
{

template <typename TInputImage, typename TOutputImage>
AxisBinningImageFilter<TInputImage, TOutputImage>::AxisBinningImageFilter()
{
  m_Factors.Fill(1);
  this->DynamicMultiThreadingOn();
}

template <typename TInputImage, typename TOutputImage>
void
AxisBinningImageFilter<TInputImage, TOutputImage>::VerifyInputInformation() ITKv5_CONST
{
  Superclass::VerifyInputInformation();
  const auto & size = this->GetInput()->GetLargestPossibleRegion().GetSize();
  for (unsigned int axis = 0; axis < ImageDimension; ++axis)
  {
    if (m_Factors[axis] < 1 || m_Factors[axis] > size[axis])
    {
      itkExceptionMacro("the binning factor " << m_Factors[axis] << " along axis " << axis
                                              << " is not between 1 and the " << size[axis] << " pixels of the axis");
    }
  }
}

template <typename TInputImage, typename TOutputImage>
void
AxisBinningImageFilter<TInputImage, TOutputImage>::GenerateOutputInformation()
{
  Superclass::GenerateOutputInformation();
  const TInputImage *                     input = this->GetInput();
  OutputRegionType                        region = input->GetLargestPossibleRegion();
  typename TOutputImage::SpacingType      spacing = input->GetSpacing();
  ContinuousIndex<double, ImageDimension> firstBlock;
  for (unsigned int axis = 0; axis < ImageDimension; ++axis)
  {
    const auto factor = static_cast<double>(m_Factors[axis]);
    const auto start = static_cast<double>(region.GetIndex(axis));
    region.SetSize(axis, region.GetSize(axis) / m_Factors[axis]);
    spacing[axis] *= factor;
    // the input position of output index 0, such that the start index lies at the centre of the first block
    firstBlock[axis] = start + 0.5 * (factor - 1.0) - factor * start;
  }
  typename TOutputImage::PointType origin;
  input->TransformContinuousIndexToPhysicalPoint(firstBlock, origin);

  TOutputImage * output = this->GetOutput();
  output->SetLargestPossibleRegion(region);
  output->SetSpacing(spacing);
  output->SetOrigin(origin);
}

template <typename TInputImage, typename TOutputImage>
typename TInputImage::RegionType
AxisBinningImageFilter<TInputImage, TOutputImage>::InputRegion(const OutputRegionType & region) const
{
  const auto &                     start = this->GetInput()->GetLargestPossibleRegion().GetIndex();
  typename TInputImage::RegionType box;
  for (unsigned int axis = 0; axis < ImageDimension; ++axis)
  {
    const auto factor = static_cast<IndexValueType>(m_Factors[axis]);
    box.SetIndex(axis, start[axis] + factor * (region.GetIndex(axis) - start[axis]));
    box.SetSize(axis, m_Factors[axis] * region.GetSize(axis));
  }
  return box;
}

template <typename TInputImage, typename TOutputImage>
void
AxisBinningImageFilter<TInputImage, TOutputImage>::GenerateInputRequestedRegion()
{
  const_cast<TInputImage *>(this->GetInput())
    ->SetRequestedRegion(this->InputRegion(this->GetOutput()->GetRequestedRegion()));
}

template <typename TInputImage, typename TOutputImage>
void
AxisBinningImageFilter<TInputImage, TOutputImage>::DynamicThreadedGenerateData(const OutputRegionType & region)
{
  const TInputImage * input = this->GetInput();
  TOutputImage *      output = this->GetOutput();

  SizeValueType blockSize = 1;
  for (unsigned int axis = 0; axis < ImageDimension; ++axis)
  {
    blockSize *= m_Factors[axis];
  }
  const OutputPixelType scale = m_Mode == ModeEnum::Mean ? OutputPixelType(1) / blockSize : OutputPixelType(1);

  // one turn for each pattern of the output: axes 0 and 1 are binned by the kernel, the others by adding patterns
  OutputRegionType patterns = region;
  patterns.SetSize(0, 1);
  patterns.SetSize(1, 1);
  stem5d::Pattern<OutputPixelType> sum(region.GetSize(1), region.GetSize(0));
  for (const auto & index : ImageRegionIndexRange<ImageDimension>(patterns))
  {
    OutputRegionType one(index, patterns.GetSize());
    one.SetSize(0, region.GetSize(0));
    one.SetSize(1, region.GetSize(1));
    for (unsigned int axis = 2; axis < ImageDimension; ++axis)
    {
      one.SetSize(axis, 1);
    }
    auto box = this->InputRegion(one);
    box.SetSize(0, 1);
    box.SetSize(1, 1);

    sum.setZero();
    for (const auto & from : ImageRegionIndexRange<ImageDimension>(box))
    {
      stem5d::AddBinned(input->GetBufferPointer() + input->ComputeOffset(from),
                        static_cast<Eigen::Index>(input->GetOffsetTable()[1]),
                        static_cast<Eigen::Index>(m_Factors[0]),
                        static_cast<Eigen::Index>(m_Factors[1]),
                        sum);
    }
    sum *= scale;
    Eigen::Map<stem5d::Pattern<OutputPixelType>, 0, Eigen::OuterStride<>>(
      output->GetBufferPointer() + output->ComputeOffset(index),
      sum.rows(),
      sum.cols(),
      Eigen::OuterStride<>(output->GetOffsetTable()[1])) = sum;
  }
}

template <typename TInputImage, typename TOutputImage>
void
AxisBinningImageFilter<TInputImage, TOutputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Factors: " << m_Factors << '\n';
  os << indent << "Mode: " << (m_Mode == ModeEnum::Sum ? "Sum" : "Mean") << '\n';
}

} // namespace itk

#endif

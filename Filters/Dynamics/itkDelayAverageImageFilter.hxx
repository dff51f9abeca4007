/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkDelayAverageImageFilter_hxx
#define itkDelayAverageImageFilter_hxx

#include "DelayAverage.h"
#include "itkDelayAverageImageFilter.h"
#include "itkIndexRange.h"
#include "itkPatternAccess.h"

namespace itk
{

template <typename TInputImage, typename TOutputImage>
DelayAverageImageFilter<TInputImage, TOutputImage>::DelayAverageImageFilter()
{
  this->SetNumberOfRequiredOutputs(2);
  this->SetNthOutput(1, this->MakeOutput(1));
}

template <typename TInputImage, typename TOutputImage>
SizeValueType
DelayAverageImageFilter<TInputImage, TOutputImage>::Ages() const
{
  const SizeValueType frames = this->GetInput()->GetLargestPossibleRegion().GetSize(0);
  return m_NumberOfAges > 0 || m_FirstAge >= frames ? m_NumberOfAges : frames - m_FirstAge;
}

template <typename TInputImage, typename TOutputImage>
SizeValueType
DelayAverageImageFilter<TInputImage, TOutputImage>::EffectiveLastDelay() const
{
  return m_LastDelay > 0 ? m_LastDelay : this->Ages() / 2;
}

template <typename TInputImage, typename TOutputImage>
std::vector<double>
DelayAverageImageFilter<TInputImage, TOutputImage>::GetDelays() const
{
  std::vector<double> delays;
  for (SizeValueType delay = m_FirstDelay; delay <= this->EffectiveLastDelay(); ++delay)
  {
    delays.push_back(static_cast<double>(delay) * this->GetInput()->GetSpacing()[0]);
  }
  return delays;
}

template <typename TInputImage, typename TOutputImage>
void
DelayAverageImageFilter<TInputImage, TOutputImage>::VerifyInputInformation() ITKv5_CONST
{
  Superclass::VerifyInputInformation();
  const auto & size = this->GetInput()->GetLargestPossibleRegion().GetSize();
  if (size[0] != size[1])
  {
    itkExceptionMacro("the input has " << size[0] << " times t1 but " << size[1]
                                       << " times t2: give a two-time correlation");
  }
  if (this->Ages() == 0 || m_FirstAge + this->Ages() > size[0])
  {
    itkExceptionMacro("the window of ages, " << this->Ages() << " from " << m_FirstAge << ", leaves the record of "
                                             << size[0] << " frames");
  }
  if (m_FirstDelay > this->EffectiveLastDelay() || this->EffectiveLastDelay() >= this->Ages())
  {
    itkExceptionMacro("the delays " << m_FirstDelay << " .. " << this->EffectiveLastDelay() << " do not fit into "
                                    << this->Ages() << " frames: give first <= last < number of frames");
  }
}

template <typename TInputImage, typename TOutputImage>
void
DelayAverageImageFilter<TInputImage, TOutputImage>::GenerateOutputInformation()
{
  Superclass::GenerateOutputInformation();
  for (unsigned int output = 0; output < 2; ++output)
  {
    this->GetOutput(output)->SetNumberOfComponentsPerPixel(this->EffectiveLastDelay() - m_FirstDelay + 1);
  }
}

template <typename TInputImage, typename TOutputImage>
void
DelayAverageImageFilter<TInputImage, TOutputImage>::ProcessScanRegion(const ScanRegionType & region)
{
  using MatrixType = Eigen::Matrix<typename TInputImage::PixelType, Eigen::Dynamic, Eigen::Dynamic>;
  using ValueType = typename TOutputImage::InternalPixelType;
  const TInputImage * input = this->GetInput();
  const auto          frames = static_cast<Eigen::Index>(input->GetLargestPossibleRegion().GetSize(0));
  const auto          ages = static_cast<Eigen::Index>(this->Ages());
  const auto          delays = static_cast<Eigen::Index>(this->GetOutput()->GetNumberOfComponentsPerPixel());

  for (const auto & index : ImageRegionIndexRange<Superclass::ScanDimension>(region))
  {
    const Eigen::Map<const MatrixType> g(input->GetBufferPointer() + ScanPointOffset<2>(*input, index), frames, frames);
    const OffsetValueType              point = ScanPointOffset<0>(*this->GetOutput(), index) * delays;
    for (Eigen::Index i = 0; i < delays; ++i)
    {
      const stem5d::MeanWithError average =
        stem5d::DelayAverage(g.block(m_FirstAge, m_FirstAge, ages, ages), static_cast<Eigen::Index>(m_FirstDelay) + i);
      this->GetOutput(0)->GetBufferPointer()[point + i] = static_cast<ValueType>(average.mean);
      this->GetOutput(1)->GetBufferPointer()[point + i] = static_cast<ValueType>(average.error);
    }
  }
}

template <typename TInputImage, typename TOutputImage>
void
DelayAverageImageFilter<TInputImage, TOutputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "FirstDelay: " << m_FirstDelay << '\n';
  os << indent << "LastDelay: " << m_LastDelay << '\n';
  os << indent << "FirstAge: " << m_FirstAge << '\n';
  os << indent << "NumberOfAges: " << m_NumberOfAges << '\n';
}

} // namespace itk

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkKWWFitImageFilter_hxx
#define itkKWWFitImageFilter_hxx

#include "itkIndexRange.h"
#include "itkKWWFitImageFilter.h"

namespace itk
{

template <typename TInputImage, typename TOutputImage>
KWWFitImageFilter<TInputImage, TOutputImage>::KWWFitImageFilter()
{
  this->SetNumberOfRequiredOutputs(StatusIndex + 1);
  for (unsigned int output = 0; output <= StatusIndex; ++output)
  {
    this->SetNthOutput(output, this->MakeOutput(output));
  }
  this->DynamicMultiThreadingOn();
}

template <typename TInputImage, typename TOutputImage>
DataObject::Pointer
KWWFitImageFilter<TInputImage, TOutputImage>::MakeOutput(DataObjectPointerArraySizeType index)
{
  return index == StatusIndex ? StatusImageType::New().GetPointer() : Superclass::MakeOutput(index);
}

template <typename TInputImage, typename TOutputImage>
void
KWWFitImageFilter<TInputImage, TOutputImage>::VerifyInputInformation() ITKv5_CONST
{
  Superclass::VerifyInputInformation();
  const SizeValueType components = this->GetInput()->GetNumberOfComponentsPerPixel();
  if (m_Delays.size() != components)
  {
    itkExceptionMacro(<< m_Delays.size() << " delays are set for curves of " << components
                      << " values: set one delay for each");
  }
  try
  {
    stem5d::KWWFit{ m_Delays, m_Settings };
  }
  catch (const std::invalid_argument & error)
  {
    itkExceptionMacro(<< error.what());
  }
}

template <typename TInputImage, typename TOutputImage>
void
KWWFitImageFilter<TInputImage, TOutputImage>::DynamicThreadedGenerateData(const OutputRegionType & region)
{
  using ValueType = typename TInputImage::InternalPixelType;
  const TInputImage *  input = this->GetInput();
  const auto           delays = static_cast<Eigen::Index>(m_Delays.size());
  const stem5d::KWWFit fit(m_Delays, m_Settings);
  for (const auto & index : ImageRegionIndexRange<TOutputImage::ImageDimension>(region))
  {
    const Eigen::Map<const Eigen::Matrix<ValueType, Eigen::Dynamic, 1>> curve(
      input->GetBufferPointer() + input->ComputeOffset(index) * delays, delays);
    const stem5d::KWWFitResult result = fit(curve);

    const double values[StatusIndex] = { result.relaxationTime,  result.relaxationTimeError,
                                         result.stretchExponent, result.stretchExponentError,
                                         result.contrast,        result.contrastError,
                                         result.baseline,        result.baselineError,
                                         result.residual };
    for (unsigned int output = 0; output < StatusIndex; ++output)
    {
      this->GetOutput(output)->SetPixel(index, static_cast<OutputPixelType>(values[output]));
    }
    this->GetStatusOutput()->SetPixel(index, result.status);
  }
}

template <typename TInputImage, typename TOutputImage>
void
KWWFitImageFilter<TInputImage, TOutputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Number of delays: " << m_Delays.size() << '\n';
  os << indent << "Relaxation time: " << m_Settings.tauLow << " - " << m_Settings.tauHigh << '\n';
  if (m_Settings.fixedGamma)
  {
    os << indent << "Stretch exponent: fixed at " << *m_Settings.fixedGamma << '\n';
  }
  else
  {
    os << indent << "Stretch exponent: " << m_Settings.gammaLow << " - " << m_Settings.gammaHigh << '\n';
  }
  os << indent << "Baseline: " << (m_Settings.baseline ? "On" : "Off") << '\n';
  os << indent << "Record length: " << m_Settings.recordLength << '\n';
  os << indent << "Frame period: " << m_Settings.framePeriod << '\n';
}

} // namespace itk

#endif

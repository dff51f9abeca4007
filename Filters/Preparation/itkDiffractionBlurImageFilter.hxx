/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkDiffractionBlurImageFilter_hxx
#define itkDiffractionBlurImageFilter_hxx

#include "DiffractionBlur.h"
#include "itkDiffractionBlurImageFilter.h"
#include "itkIndexRange.h"

#include <numeric>

namespace itk
{

template <typename TInputImage, typename TOutputImage>
void
DiffractionBlurImageFilter<TInputImage, TOutputImage>::VerifyPreconditions() ITKv5_CONST
{
  Superclass::VerifyPreconditions();
  if (!(m_Sigma >= 0.0))
  {
    itkExceptionMacro("Sigma is " << m_Sigma << ": give a standard deviation >= 0 in the unit of Q (0 does not blur)");
  }
}

template <typename TInputImage, typename TOutputImage>
void
DiffractionBlurImageFilter<TInputImage, TOutputImage>::VerifyInputInformation() ITKv5_CONST
{
  Superclass::VerifyInputInformation();
  const double extent = stem5d::DetectorGridOf(*this->GetInput()).Extent();
  if (m_Sigma > extent)
  {
    itkExceptionMacro("Sigma is " << m_Sigma << ", more than the detector's extent of " << extent
                                  << ": give a standard deviation in the unit of Q");
  }
  if (const BadPixelImageType * bad = this->GetBadPixels())
  {
    VerifyDetectorImage(*bad, "BadPixels", stem5d::DetectorGridOf(*this->GetInput()));
  }
}

template <typename TInputImage, typename TOutputImage>
void
DiffractionBlurImageFilter<TInputImage, TOutputImage>::GenerateOutputInformation()
{
  this->GetOutput()->CopyInformation(this->GetInput());
}

template <typename TInputImage, typename TOutputImage>
void
DiffractionBlurImageFilter<TInputImage, TOutputImage>::ProcessScanRegion(const ScanRegionType & region)
{
  const TInputImage *        input = this->GetInput();
  TOutputImage *             output = this->GetOutput();
  const stem5d::DetectorGrid grid = stem5d::DetectorGridOf(*input);
  const auto                 rows = static_cast<Eigen::Index>(grid.size[1]);
  const auto                 columns = static_cast<Eigen::Index>(grid.size[0]);
  const BadPixelImageType *  bad = this->GetBadPixels();

  std::vector<Eigen::Index> everyPixel(grid.NumberOfPixels());
  std::iota(everyPixel.begin(), everyPixel.end(), Eigen::Index{ 0 });
  stem5d::DiffractionBlur<OutputPixelType> blur(rows,
                                                columns,
                                                m_Sigma / grid.spacing[0],
                                                m_Sigma / grid.spacing[1],
                                                bad ? CopyPattern(*bad) : stem5d::Pattern<unsigned char>(),
                                                everyPixel);
  for (const auto & index : ImageRegionIndexRange<Superclass::ScanDimension>(region))
  {
    const stem5d::ConstPatternMap<typename TInputImage::PixelType> pattern(
      input->GetBufferPointer() + ScanPointOffset<2>(*input, index), rows, columns);
    Eigen::Map<typename stem5d::DiffractionBlur<OutputPixelType>::RowType> blurred(
      output->GetBufferPointer() + ScanPointOffset<2>(*output, index), rows * columns);
    blur(pattern.template cast<OutputPixelType>(), blurred);
  }
}

template <typename TInputImage, typename TOutputImage>
void
DiffractionBlurImageFilter<TInputImage, TOutputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Sigma: " << m_Sigma << '\n';
}

} // namespace itk

#endif

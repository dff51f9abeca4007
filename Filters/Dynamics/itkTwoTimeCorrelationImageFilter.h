/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkTwoTimeCorrelationImageFilter_h
#define itkTwoTimeCorrelationImageFilter_h

#include "TwoTimeCorrelation.h"
#include "itkPatternAccess.h"
#include "itkScanImageFilter.h"

namespace itk
{

/** \class TwoTimeCorrelationImageFilter
 * \brief Two-time correlation of the intensity of every scan point over an annulus.
 *
 * \f[ G(t_1, t_2) = \frac{\langle I(t_1) I(t_2) \rangle_k}{\langle I(t_1) \rangle_k \langle I(t_2) \rangle_k} \f]
 * with averages over the labelled pixels k. Other normalisations, used by other programs, can be chosen.
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024, first equation.
 *
 * Inputs: N-D series (kx, ky, scan..., t) with identity direction; Labels, 2-D, on its detector pixels, 0 outside of
 * the annulus and at bad pixels. Output: (N-1)-D image (t1, t2, scan...), times in s, scan in nm; dimensionless. NaN in
 * the rows and columns of frames without intensity or with a NaN pixel.
 *
 * Parameter: Normalisation, default Frame, the formula above.
 *
 * \exception ExceptionObject when Labels lies on other pixels or holds no labelled pixel.
 *
 * \sa stem5d::TwoTimeCorrelation, DelayAverageImageFilter
 * \ingroup STEM5DDynamics
 */
template <typename TInputImage, typename TOutputImage = Image<float, TInputImage::ImageDimension - 1>>
class ITK_TEMPLATE_EXPORT TwoTimeCorrelationImageFilter
  : public ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 3>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(TwoTimeCorrelationImageFilter);

  using Self = TwoTimeCorrelationImageFilter;
  using Superclass = ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 3>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using ScanRegionType = typename Superclass::ScanRegionType;
  using OutputPixelType = typename TOutputImage::PixelType;
  using NormalisationEnum = stem5d::TwoTimeNormalisation;

  static constexpr unsigned int TimeAxis = TInputImage::ImageDimension - 1;

  itkNewMacro(Self);
  itkTypeMacro(TwoTimeCorrelationImageFilter, ScanImageFilter);

  itkSetInputMacro(Labels, DetectorLabelImageType);
  itkGetInputMacro(Labels, DetectorLabelImageType);

  itkSetEnumMacro(Normalisation, NormalisationEnum);
  itkGetEnumMacro(Normalisation, NormalisationEnum);

#ifdef ITK_USE_CONCEPT_CHECKING
  itkConceptMacro(OutputFloatingPointCheck, (Concept::IsFloatingPoint<OutputPixelType>));
#endif

protected:
  TwoTimeCorrelationImageFilter();
  ~TwoTimeCorrelationImageFilter() override = default;

  void
  VerifyInputInformation() ITKv5_CONST override;

  void
  GenerateOutputInformation() override;

  void
  ProcessScanRegion(const ScanRegionType & region) override;

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  NormalisationEnum  m_Normalisation{ NormalisationEnum::Frame };
  stem5d::RingPixels m_Pixels;
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkTwoTimeCorrelationImageFilter.hxx"
#endif

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkDiffractionBlurImageFilter_h
#define itkDiffractionBlurImageFilter_h

#include "itkPatternAccess.h"
#include "itkScanImageFilter.h"

namespace itk
{

/** \class DiffractionBlurImageFilter
 * \brief Gaussian blur of every diffraction pattern, normalised over the good pixels.
 *
 * \f[ B(k) = \frac{\sum_{k'\,good} h(k - k') I(k')}{\sum_{k'\,good} h(k - k')}, \quad h(k) \propto e^{-|k|^2 /
 * 2\sigma^2} \f] with h sampled at whole pixels out to 4 sigma. Bad pixels and what lies beyond the edge are in neither
 * sum; the result is 0 at bad pixels.
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024, supplement ("Gaussian blur with a variance of 0.21 1/nm": two
 * binned pixels, (2 x 0.232)^2 = 0.215 1/nm^2).
 *
 * Inputs: N-D series (kx, ky, scan..., t) with identity direction; optionally BadPixels, 2-D, on its detector pixels.
 * Output: N-D, the same geometry and unit of intensity.
 *
 * Parameter: Sigma, standard deviation in the unit of Q, default 0.464 1/nm; 0 does not blur.
 *
 * \exception ExceptionObject when Sigma is negative or exceeds the detector, or BadPixels lies on other pixels.
 *
 * \sa stem5d::DiffractionBlur
 * \ingroup STEM5DPreparation
 */
template <typename TInputImage, typename TOutputImage = Image<float, TInputImage::ImageDimension>>
class ITK_TEMPLATE_EXPORT DiffractionBlurImageFilter
  : public ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 2>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(DiffractionBlurImageFilter);

  using Self = DiffractionBlurImageFilter;
  using Superclass = ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 2>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using ScanRegionType = typename Superclass::ScanRegionType;
  using OutputPixelType = typename TOutputImage::PixelType;

  itkNewMacro(Self);
  itkTypeMacro(DiffractionBlurImageFilter, ScanImageFilter);

  /** Standard deviation in the unit of Q. */
  itkSetMacro(Sigma, double);
  itkGetConstMacro(Sigma, double);

  itkSetInputMacro(BadPixels, BadPixelImageType);
  itkGetInputMacro(BadPixels, BadPixelImageType);

#ifdef ITK_USE_CONCEPT_CHECKING
  itkConceptMacro(OutputFloatingPointCheck, (Concept::IsFloatingPoint<OutputPixelType>));
#endif

protected:
  DiffractionBlurImageFilter() = default;
  ~DiffractionBlurImageFilter() override = default;

  void
  VerifyPreconditions() ITKv5_CONST override;

  void
  VerifyInputInformation() ITKv5_CONST override;

  void
  GenerateOutputInformation() override;

  void
  ProcessScanRegion(const ScanRegionType & region) override;

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  double m_Sigma{ 0.464 };
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkDiffractionBlurImageFilter.hxx"
#endif

#endif

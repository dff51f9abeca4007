/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkThicknessImageFilter_h
#define itkThicknessImageFilter_h

#include "Thickness.h"
#include "itkImageToImageFilter.h"

#include <atomic>

namespace itk
{

/** \class ThicknessImageFilter
 * \brief Map of the thickness of a sample by the log-ratio of electron energy loss.
 *
 * \f[ t = \lambda \ln \frac{I_{total}}{I_{zero-loss}} \f]
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024, supplement, "Thickness measurement".
 *
 * Inputs: TotalImage (the primary one) and ZeroLossImage, of the same points, intensities in one unit. Output: the
 * thickness in the unit of the mean free path; NaN where an intensity is not positive and finite or the zero-loss one
 * is the greater. GetNumberOfInvalidPixels() tells how many these were in the last update.
 *
 * Parameter: MeanFreePath, in nm, default 110 (Zr50Cu40Al10).
 *
 * \exception ExceptionObject for a mean free path that is not positive, and inputs of different points.
 *
 * \sa stem5d::Thickness
 * \ingroup STEM5DStructure
 */
template <typename TInputImage, typename TOutputImage = Image<float, TInputImage::ImageDimension>>
class ITK_TEMPLATE_EXPORT ThicknessImageFilter : public ImageToImageFilter<TInputImage, TOutputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(ThicknessImageFilter);

  using Self = ThicknessImageFilter;
  using Superclass = ImageToImageFilter<TInputImage, TOutputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using OutputPixelType = typename TOutputImage::PixelType;
  using OutputImageRegionType = typename TOutputImage::RegionType;

  itkNewMacro(Self);
  itkTypeMacro(ThicknessImageFilter, ImageToImageFilter);

  itkSetInputMacro(TotalImage, TInputImage);
  itkGetInputMacro(TotalImage, TInputImage);
  itkSetInputMacro(ZeroLossImage, TInputImage);
  itkGetInputMacro(ZeroLossImage, TInputImage);

  itkSetMacro(MeanFreePath, double);
  itkGetConstMacro(MeanFreePath, double);

  /** How many pixels of the last update have no thickness. */
  SizeValueType
  GetNumberOfInvalidPixels() const
  {
    return m_NumberOfInvalidPixels;
  }

#ifdef ITK_USE_CONCEPT_CHECKING
  itkConceptMacro(OutputFloatingPointCheck, (Concept::IsFloatingPoint<OutputPixelType>));
#endif

protected:
  ThicknessImageFilter();
  ~ThicknessImageFilter() override = default;

  void
  VerifyPreconditions() ITKv5_CONST override;

  void
  VerifyInputInformation() ITKv5_CONST override;

  void
  BeforeThreadedGenerateData() override;

  void
  DynamicThreadedGenerateData(const OutputImageRegionType & region) override;

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  double                     m_MeanFreePath{ stem5d::ZrCuAlMeanFreePath };
  std::atomic<SizeValueType> m_NumberOfInvalidPixels{ 0 }; // a sum of whole numbers: the same in any order
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkThicknessImageFilter.hxx"
#endif

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkKWWFitImageFilter_h
#define itkKWWFitImageFilter_h

#include "KWWFit.h"
#include "itkImageToImageFilter.h"
#include "itkVectorImage.h"

#include <vector>

namespace itk
{

/** \class KWWFitImageFilter
 * \brief Fits the Kohlrausch-Williams-Watts function to the correlation of every scan point.
 *
 * \f[ g(t) - 1 = \beta\, e^{-2 (t/\tau)^\gamma} \;[+ C] \f] by least squares within bounds, without a start from the
 * user.
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024, KWW equation; supplement (ranges of tau and gamma).
 *
 * Input: vector image over the scan, one component for each delay, g(t), dimensionless.
 * Outputs, images over the scan: relaxation time tau and its standard error, in the unit of the delays; stretch
 * exponent gamma and its error; contrast beta and its error; baseline C and its error (0 if not fitted); residual, the
 * root mean square of data minus model; status, bits of stem5d::FitStatus. What could not be determined is NaN with a
 * status that says why. Errors are asymptotic, see stem5d::KWWFitResult.
 *
 * Parameters: Delays, required, one for each component; Settings, default tau in (0, 5000], gamma free in (0, 3], no
 * baseline.
 *
 * \exception ExceptionObject when the number of delays is not that of the components, or the delays or settings cannot
 * be fitted (fewer than 4 delays, empty bounds, ...).
 *
 * \sa stem5d::KWWFit, DelayAverageImageFilter
 * \ingroup STEM5DDynamics
 */
template <typename TInputImage, typename TOutputImage = Image<float, TInputImage::ImageDimension>>
class ITK_TEMPLATE_EXPORT KWWFitImageFilter : public ImageToImageFilter<TInputImage, TOutputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(KWWFitImageFilter);

  using Self = KWWFitImageFilter;
  using Superclass = ImageToImageFilter<TInputImage, TOutputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using OutputPixelType = typename TOutputImage::PixelType;
  using OutputRegionType = typename TOutputImage::RegionType;
  using StatusImageType = Image<unsigned short, TOutputImage::ImageDimension>;

  itkNewMacro(Self);
  itkTypeMacro(KWWFitImageFilter, ImageToImageFilter);

  void
  SetDelays(const std::vector<double> & delays)
  {
    m_Delays = delays;
    this->Modified();
  }
  const std::vector<double> &
  GetDelays() const
  {
    return m_Delays;
  }

  void
  SetSettings(const stem5d::KWWFitSettings & settings)
  {
    m_Settings = settings;
    this->Modified();
  }
  const stem5d::KWWFitSettings &
  GetSettings() const
  {
    return m_Settings;
  }

  TOutputImage *
  GetRelaxationTimeOutput()
  {
    return this->GetOutput(0);
  }
  TOutputImage *
  GetRelaxationTimeErrorOutput()
  {
    return this->GetOutput(1);
  }
  TOutputImage *
  GetStretchExponentOutput()
  {
    return this->GetOutput(2);
  }
  TOutputImage *
  GetStretchExponentErrorOutput()
  {
    return this->GetOutput(3);
  }
  TOutputImage *
  GetContrastOutput()
  {
    return this->GetOutput(4);
  }
  TOutputImage *
  GetContrastErrorOutput()
  {
    return this->GetOutput(5);
  }
  TOutputImage *
  GetBaselineOutput()
  {
    return this->GetOutput(6);
  }
  TOutputImage *
  GetBaselineErrorOutput()
  {
    return this->GetOutput(7);
  }
  TOutputImage *
  GetResidualOutput()
  {
    return this->GetOutput(8);
  }
  StatusImageType *
  GetStatusOutput()
  {
    return static_cast<StatusImageType *>(this->ProcessObject::GetOutput(StatusIndex));
  }

#ifdef ITK_USE_CONCEPT_CHECKING
  itkConceptMacro(SameDimensionCheck,
                  (Concept::SameDimension<TInputImage::ImageDimension, TOutputImage::ImageDimension>));
  itkConceptMacro(OutputFloatingPointCheck, (Concept::IsFloatingPoint<OutputPixelType>));
#endif

protected:
  KWWFitImageFilter();
  ~KWWFitImageFilter() override = default;

  using DataObjectPointerArraySizeType = ProcessObject::DataObjectPointerArraySizeType;
  using Superclass::MakeOutput;
  DataObject::Pointer
  MakeOutput(DataObjectPointerArraySizeType index) override;

  void
  VerifyInputInformation() ITKv5_CONST override;

  void
  DynamicThreadedGenerateData(const OutputRegionType & region) override;

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  static constexpr unsigned int StatusIndex = 9;

  std::vector<double>    m_Delays;
  stem5d::KWWFitSettings m_Settings;
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkKWWFitImageFilter.hxx"
#endif

#endif

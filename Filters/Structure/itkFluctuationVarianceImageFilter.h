/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkFluctuationVarianceImageFilter_h
#define itkFluctuationVarianceImageFilter_h

#include "FluctuationVariance.h"
#include "PatternCollector.h"
#include "itkPatternAccess.h"
#include "itkScanImageFilter.h"
#include "itkVectorImage.h"

namespace itk
{

/** \class FluctuationVarianceImageFilter
 * \brief Normalised intensity variance of every scan point over rings of |Q|, averaged over time.
 *
 * \f[ V = \Big\langle \frac{\sum_n N_n V_n(t)}{\sum_n N_n} \Big\rangle_t, \quad
 * V_n(t) = \frac{\langle I^2 \rangle_{k \in n}}{\langle I \rangle_{k \in n}^2} - 1 \f]
 * with the N_n pixels k of the ring with label n. One label for the whole annulus gives the pooled variance, which adds
 * the halo's own radial profile.
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024, third equation.
 *
 * Inputs: N-D series (kx, ky, scan..., t) with identity direction; Labels, 2-D, on its detector pixels, one label a
 * ring, 0 outside and at bad pixels. Outputs, all (N-3)-D over the scan: 0, V, dimensionless; 1, its standard error
 * over the frames, which counts them as independent (a lower bound: patterns less than a relaxation time apart are
 * not); 2, the mean intensity of a labelled pixel, in the unit of the input; 3, V of each ring, a vector image with one
 * component for each label. A ring without intensity is left out of a pattern's mean, a pattern without intensity or
 * with NaN out of the mean over time; a point without any pattern is NaN.
 *
 * \exception ExceptionObject when Labels lies on other pixels or holds no labelled pixel.
 *
 * \sa stem5d::FluctuationVariance, RadialMaskImageSource
 * \ingroup STEM5DStructure
 */
template <typename TInputImage, typename TOutputImage = Image<float, TInputImage::ImageDimension - 3>>
class ITK_TEMPLATE_EXPORT FluctuationVarianceImageFilter
  : public ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 3>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(FluctuationVarianceImageFilter);

  using Self = FluctuationVarianceImageFilter;
  using Superclass = ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 3>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using ScanRegionType = typename Superclass::ScanRegionType;
  using OutputPixelType = typename TOutputImage::PixelType;
  using CurvesType = VectorImage<OutputPixelType, TOutputImage::ImageDimension>;

  static constexpr unsigned int TimeAxis = TInputImage::ImageDimension - 1;

  itkNewMacro(Self);
  itkTypeMacro(FluctuationVarianceImageFilter, ScanImageFilter);

  itkSetInputMacro(Labels, DetectorLabelImageType);
  itkGetInputMacro(Labels, DetectorLabelImageType);

  TOutputImage *
  GetVarianceOutput()
  {
    return this->GetOutput(0);
  }
  TOutputImage *
  GetVarianceErrorOutput()
  {
    return this->GetOutput(1);
  }
  TOutputImage *
  GetMeanIntensityOutput()
  {
    return this->GetOutput(2);
  }
  CurvesType *
  GetRingVarianceOutput()
  {
    return static_cast<CurvesType *>(this->ProcessObject::GetOutput(3));
  }

#ifdef ITK_USE_CONCEPT_CHECKING
  itkConceptMacro(OutputFloatingPointCheck, (Concept::IsFloatingPoint<OutputPixelType>));
#endif

protected:
  FluctuationVarianceImageFilter();
  ~FluctuationVarianceImageFilter() override = default;

  using DataObjectPointerArraySizeType = ProcessObject::DataObjectPointerArraySizeType;
  using Superclass::MakeOutput;
  DataObject::Pointer
  MakeOutput(DataObjectPointerArraySizeType index) override;

  void
  VerifyInputInformation() ITKv5_CONST override;

  void
  GenerateOutputInformation() override;

  void
  ProcessScanRegion(const ScanRegionType & region) override;

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  stem5d::RingPixels m_Pixels;
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkFluctuationVarianceImageFilter.hxx"
#endif

#endif

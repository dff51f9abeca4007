/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkAxisBinningImageFilter_h
#define itkAxisBinningImageFilter_h

#include "itkImageToImageFilter.h"

namespace itk
{

/** \class AxisBinningImageFilter
 * \brief Sums or averages a series over blocks along its axes.
 *
 * \f[ J(x) = \sum_{0 \le j_d < f_d} I(f x + j) \f] or, as a mean, divided by \f$ \prod_d f_d \f$. Time binning is the
 * factor on t, detector binning the factor on kx and ky.
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024, methods (4 x 4 on the detector) and supplement (by 2 in time).
 *
 * Input: N-D series (kx, ky, scan..., t). Output: N-D, floor(size / factor) along each axis, at the same start index;
 * its spacing is the factor times the input's and its first pixel lies at the centre of the first block. What is left
 * at the end of an axis and fills no block is dropped.
 *
 * Parameters: Factors, default 1 along every axis; Mode, default Sum (keeps counts).
 *
 * \exception ExceptionObject when a factor is 0 or greater than the size of its axis.
 *
 * \sa stem5d::AddBinned
 * \ingroup STEM5DPreparation
 */
template <typename TInputImage, typename TOutputImage = Image<float, TInputImage::ImageDimension>>
class ITK_TEMPLATE_EXPORT AxisBinningImageFilter : public ImageToImageFilter<TInputImage, TOutputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(AxisBinningImageFilter);

  using Self = AxisBinningImageFilter;
  using Superclass = ImageToImageFilter<TInputImage, TOutputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkTypeMacro(AxisBinningImageFilter, ImageToImageFilter);

  static constexpr unsigned int ImageDimension = TInputImage::ImageDimension;
  static constexpr unsigned int TimeAxis = ImageDimension - 1;

  using OutputRegionType = typename TOutputImage::RegionType;
  using OutputPixelType = typename TOutputImage::PixelType;
  using FactorsType = FixedArray<SizeValueType, ImageDimension>;

  /** What a block becomes. */
  enum class ModeEnum : uint8_t
  {
    Sum,
    Mean
  };

  /** Number of pixels of a block along each axis. */
  itkSetMacro(Factors, FactorsType);
  itkGetConstReferenceMacro(Factors, FactorsType);

  /** Bins kx and ky. */
  void
  SetDetectorFactor(SizeValueType factor)
  {
    FactorsType factors = m_Factors;
    factors[0] = factor;
    factors[1] = factor;
    this->SetFactors(factors);
  }

  /** Bins t. */
  void
  SetTimeFactor(SizeValueType factor)
  {
    FactorsType factors = m_Factors;
    factors[TimeAxis] = factor;
    this->SetFactors(factors);
  }

  itkSetEnumMacro(Mode, ModeEnum);
  itkGetEnumMacro(Mode, ModeEnum);

#ifdef ITK_USE_CONCEPT_CHECKING
  itkConceptMacro(SameDimensionCheck,
                  (Concept::SameDimension<TInputImage::ImageDimension, TOutputImage::ImageDimension>));
  itkConceptMacro(OutputFloatingPointCheck, (Concept::IsFloatingPoint<OutputPixelType>));
#endif

protected:
  AxisBinningImageFilter();
  ~AxisBinningImageFilter() override = default;

  void
  VerifyInputInformation() ITKv5_CONST override;

  void
  GenerateOutputInformation() override;

  void
  GenerateInputRequestedRegion() override;

  void
  DynamicThreadedGenerateData(const OutputRegionType & region) override;

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  /** The block of the input that becomes one output pixel, or the box that becomes a region of them. */
  typename TInputImage::RegionType
  InputRegion(const OutputRegionType & region) const;

  FactorsType m_Factors;
  ModeEnum    m_Mode{ ModeEnum::Sum };
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkAxisBinningImageFilter.hxx"
#endif

#endif

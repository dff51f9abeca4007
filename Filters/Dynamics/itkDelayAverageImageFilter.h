/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkDelayAverageImageFilter_h
#define itkDelayAverageImageFilter_h

#include "itkScanImageFilter.h"
#include "itkVectorImage.h"

#include <vector>

namespace itk
{

/** \class DelayAverageImageFilter
 * \brief Averages two-time correlations along their diagonals.
 *
 * \f[ g(t) = \langle G(t_1, t_1 + t) \rangle_{t_1}, \quad t = k\,\Delta t \f] for the delays k of FirstDelay ..
 * LastDelay, over all ages or over those of a window (both frames in it).
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024, second equation; supplement (delay 0 and delays beyond half of the
 * record are dropped).
 *
 * Input: (t1, t2, scan...) image with identity direction, dimensionless.
 * Outputs: vector images over the scan, one component for each delay: 0, g(t); 1, its standard error, which counts the
 * pairs of frames as independent (a lower bound, since they overlap). Pairs with NaN are left out; a delay without any
 * pair is NaN.
 *
 * Parameters, in frames: FirstDelay, default 1; LastDelay, default 0 for half of the frames of the window; FirstAge,
 * default 0, and NumberOfAges, default 0 for all to the end.
 *
 * \exception ExceptionObject when t1 and t2 differ in size, the window leaves the record, or the delays are not
 * FirstDelay <= LastDelay < number of ages.
 *
 * \sa stem5d::DelayAverage, TwoTimeCorrelationImageFilter, KWWFitImageFilter
 * \ingroup STEM5DDynamics
 */
template <typename TInputImage, typename TOutputImage = VectorImage<float, TInputImage::ImageDimension - 2>>
class ITK_TEMPLATE_EXPORT DelayAverageImageFilter
  : public ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 2>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(DelayAverageImageFilter);

  using Self = DelayAverageImageFilter;
  using Superclass = ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 2>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using ScanRegionType = typename Superclass::ScanRegionType;

  itkNewMacro(Self);
  itkTypeMacro(DelayAverageImageFilter, ScanImageFilter);

  itkSetMacro(FirstDelay, SizeValueType);
  itkGetConstMacro(FirstDelay, SizeValueType);
  itkSetMacro(LastDelay, SizeValueType);
  itkGetConstMacro(LastDelay, SizeValueType);
  itkSetMacro(FirstAge, SizeValueType);
  itkGetConstMacro(FirstAge, SizeValueType);
  itkSetMacro(NumberOfAges, SizeValueType);
  itkGetConstMacro(NumberOfAges, SizeValueType);

  /** The delays of the components, in the unit of t; valid once the output information is up to date. */
  std::vector<double>
  GetDelays() const;

  /** The standard errors of the curves. */
  TOutputImage *
  GetErrorOutput()
  {
    return this->GetOutput(1);
  }

protected:
  DelayAverageImageFilter();
  ~DelayAverageImageFilter() override = default;

  void
  VerifyInputInformation() ITKv5_CONST override;

  void
  GenerateOutputInformation() override;

  void
  ProcessScanRegion(const ScanRegionType & region) override;

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  /** Number of frames of the window of ages. */
  SizeValueType
  Ages() const;

  /** The last delay with its default resolved. */
  SizeValueType
  EffectiveLastDelay() const;

  SizeValueType m_FirstDelay{ 1 };
  SizeValueType m_LastDelay{ 0 };
  SizeValueType m_FirstAge{ 0 };
  SizeValueType m_NumberOfAges{ 0 };
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkDelayAverageImageFilter.hxx"
#endif

#endif

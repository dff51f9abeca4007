/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkScanImageFilter_h
#define itkScanImageFilter_h

#include "RadialMask.h"
#include "itkImageToImageFilter.h"

namespace itk
{

/** \class ScanImageFilter
 * \brief Base of the filters that work scan point by scan point.
 *
 * A series has the axes (kx, ky, scan..., t), a two-time image (t1, t2, scan...): the scan axes of the input always
 * begin at axis 2, and are the last axes of every output. They are kept: their region, spacing and origin are copied.
 * All the other axes of the input are reduced: they are requested whole. All the other axes of the output are
 * produced whole; a subclass describes them in GenerateOutputInformation(). A filter that treats each pattern by
 * itself counts t among its scan axes.
 *
 * The work is divided among threads over the scan only, so that a scan point is always computed by one thread from
 * all its data, and the result does not depend on the number of threads or pieces.
 *
 * Inputs: the primary input with axes as above and identity direction; any further inputs are requested whole.
 * Outputs: any number of images of the same dimension, which all hold the scan axes last.
 *
 * \exception ExceptionObject when the direction of the input is not the identity.
 *
 * \tparam TInputImage image with scan axes from axis 2
 * \tparam TOutputImage image (or vector image) with the scan axes last
 * \tparam VScanDimension number of scan axes
 * \ingroup STEM5DCore
 */
template <typename TInputImage, typename TOutputImage, unsigned int VScanDimension>
class ITK_TEMPLATE_EXPORT ScanImageFilter : public ImageToImageFilter<TInputImage, TOutputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(ScanImageFilter);

  using Self = ScanImageFilter;
  using Superclass = ImageToImageFilter<TInputImage, TOutputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkTypeMacro(ScanImageFilter, ImageToImageFilter);

  static constexpr unsigned int InputImageDimension = TInputImage::ImageDimension;
  static constexpr unsigned int OutputImageDimension = TOutputImage::ImageDimension;
  static constexpr unsigned int ScanDimension = VScanDimension;
  static constexpr unsigned int InputScanAxis = 2;
  static constexpr unsigned int OutputScanAxis = OutputImageDimension - ScanDimension;

  static_assert(ScanDimension >= 1, "a series has at least one scan axis");
  static_assert(InputImageDimension >= InputScanAxis + ScanDimension, "the input lacks scan axes");
  static_assert(OutputImageDimension >= ScanDimension, "the output lacks scan axes");

  using ScanRegionType = ImageRegion<ScanDimension>;
  using ScanIndexType = Index<ScanDimension>;
  using OutputImageBaseType = ImageBase<OutputImageDimension>;

protected:
  ScanImageFilter();
  ~ScanImageFilter() override = default;

  void
  VerifyInputInformation() ITKv5_CONST override;

  void
  GenerateOutputInformation() override;

  void
  EnlargeOutputRequestedRegion(DataObject * output) override;

  void
  GenerateInputRequestedRegion() override;

  void
  GenerateData() final;

  /** Computes every output for the scan points of \a region; called from several threads. */
  virtual void
  ProcessScanRegion(const ScanRegionType & region) = 0;

  /** The labelled pixels of the 2-D label input \a name, brought up to date for it. */
  stem5d::RingPixels
  LabelledPixels(const char * name);

private:
  /** The scan part of a region of the output. */
  static ScanRegionType
  ScanPart(const ImageRegion<OutputImageDimension> & region);
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkScanImageFilter.hxx"
#endif

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkSpeckleSource_h
#define itkSpeckleSource_h

#include "SampleLattice.h"
#include "itkImageSource.h"
#include "itkPatternAccess.h"

namespace itk
{

/** \class SpeckleSource
 * \brief Base of the sources that simulate a series, or its truth: their parameters and the maps of the sample.
 *
 * Inputs, optional, on the points of the scan: RelaxationTime in s, StretchExponent, and Contrast, the normalised
 * variance V of the intensity. What is not given is uniform, by the settings.
 *
 * Parameters: Settings, see stem5d::SpeckleSeriesSettings.
 *
 * \exception ExceptionObject when a parameter or a value of a map is impossible, or a map is not of the scan's size.
 *
 * \tparam VScanDimension 1 for a line scan (scanSize[1] is 1), 2 for an area scan
 * \ingroup STEM5DSimulation
 */
template <typename TOutputImage, unsigned int VScanDimension>
class ITK_TEMPLATE_EXPORT SpeckleSource : public ImageSource<TOutputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(SpeckleSource);

  using Self = SpeckleSource;
  using Superclass = ImageSource<TOutputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkTypeMacro(SpeckleSource, ImageSource);

  static constexpr unsigned int ScanDimension = VScanDimension;
  static_assert(ScanDimension == 1 || ScanDimension == 2, "the sample is a sheet: a scan has one or two axes");

  using MapType = Image<float, ScanDimension>;
  using ScanRegionType = ImageRegion<ScanDimension>;
  using ScanIndexType = Index<ScanDimension>;

  itkSetInputMacro(RelaxationTime, MapType);
  itkGetInputMacro(RelaxationTime, MapType);
  itkSetInputMacro(StretchExponent, MapType);
  itkGetInputMacro(StretchExponent, MapType);
  itkSetInputMacro(Contrast, MapType);
  itkGetInputMacro(Contrast, MapType);

  void
  SetSettings(const stem5d::SpeckleSeriesSettings & settings)
  {
    m_Settings = settings;
    this->Modified();
  }
  itkGetConstReferenceMacro(Settings, stem5d::SpeckleSeriesSettings);

protected:
  SpeckleSource();
  ~SpeckleSource() override = default;

  void
  VerifyPreconditions() ITKv5_CONST override;

  void
  GenerateInputRequestedRegion() override;

  /** Describes the scan axes of an image, which begin at \a firstAxis: the scan begins at 0 nm. */
  template <typename TImage>
  void
  DescribeScan(TImage & image, unsigned int firstAxis) const;

  /** The maps of the inputs and settings, all values possible. */
  stem5d::SampleMaps
  CheckedMaps() const;

  /** Column and row of a scan point. */
  static std::array<Eigen::Index, 2>
  ColumnAndRow(const ScanIndexType & index);

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  stem5d::Pattern<float>
  MapOf(const MapType * map, const char * name, double uniform) const;

  stem5d::SpeckleSeriesSettings m_Settings;
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkSpeckleSource.hxx"
#endif

#endif

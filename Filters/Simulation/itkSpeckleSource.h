/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkSpeckleSource_h
#define itkSpeckleSource_h

#include "ElectronDetector.h"
#include "SampleLattice.h"
#include "itkImageSource.h"
#include "itkPatternAccess.h"

namespace itk
{

/** \class SpeckleSource
 * \brief Base of the sources that simulate a series, or its truth: their parameters, and what is known of the sample
 * and the detector.
 *
 * Inputs, all optional:
 * - on the points of the scan, RelaxationTime in s, StretchExponent, and Contrast, the normalised variance V of the
 *   intensity: what is not given is uniform, by the settings;
 * - on the points of the scan, Illumination, the factor of the expected electrons, in place of the thickness of the
 *   settings over their last thickness;
 * - on the pixels of the detector, ExpectedElectrons, the mean a pixel and frame without speckle at an illumination of
 *   1, in place of the dose, halo and beam stop of the settings: so a measured mean pattern is simulated. Where it is
 *   NaN or <= 0, no electrons arrive, as behind a beam stop;
 * - on the pixels of the detector, RecordedPixels: those that are 0 there are not simulated, and count 0. An analysis
 *   reads a part of the pixels only, and counting in all of them is two fifths of the work. The random numbers of a
 *   pattern go from one recorded pixel to the next: another choice has other counts.
 *
 * Parameters: Settings, see stem5d::SpeckleSeriesSettings.
 *
 * \exception ExceptionObject when a parameter or a value of an input is impossible, or an input has not the size of the
 * scan or detector.
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
  using ElectronImageType = Image<float, 2>;
  using RecordedPixelImageType = Image<unsigned char, 2>;
  using ScanRegionType = ImageRegion<ScanDimension>;
  using ScanIndexType = Index<ScanDimension>;

  itkSetInputMacro(RelaxationTime, MapType);
  itkGetInputMacro(RelaxationTime, MapType);
  itkSetInputMacro(StretchExponent, MapType);
  itkGetInputMacro(StretchExponent, MapType);
  itkSetInputMacro(Contrast, MapType);
  itkGetInputMacro(Contrast, MapType);
  itkSetInputMacro(Illumination, MapType);
  itkGetInputMacro(Illumination, MapType);
  itkSetInputMacro(ExpectedElectrons, ElectronImageType);
  itkGetInputMacro(ExpectedElectrons, ElectronImageType);
  itkSetInputMacro(RecordedPixels, RecordedPixelImageType);
  itkGetInputMacro(RecordedPixels, RecordedPixelImageType);

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

  /** The detector of the inputs and settings. */
  stem5d::ElectronDetector
  CheckedDetector() const;

  /** Column and row of a scan point. */
  static std::array<Eigen::Index, 2>
  ColumnAndRow(const ScanIndexType & index);

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  /** The values of an input; those of the settings, by column, where it is not given. */
  template <typename TValueOfColumn>
  stem5d::Pattern<float>
  MapOf(const MapType * map, const char * name, TValueOfColumn setting) const;

  stem5d::SpeckleSeriesSettings m_Settings;
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkSpeckleSource.hxx"
#endif

#endif

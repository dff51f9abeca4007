/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkSpeckleTruthImageSource_h
#define itkSpeckleTruthImageSource_h

#include "itkSpeckleSource.h"
#include "itkVectorImage.h"

namespace itk
{

/** \class SpeckleTruthImageSource
 * \brief The truth behind the series of a SpeckleSeriesImageSource with the same settings and maps.
 *
 * Where the dynamics vary across the probe, the series of a scan point shows
 * \f[ g_1(t; r) = \int |P(x - r)|^2 e^{-(t / \tau(x))^{\gamma(x)}} dx \bigg/ \int |P|^2 dx, \quad
 *     g_2(t; r) - 1 = V(r)\, g_1(t; r)^2. \f]
 *
 * Inputs: what is known of sample and detector, see SpeckleSource.
 *
 * Outputs, over the scan, always whole: \f$ g_1^2 \f$, one component for each frame, at the time of the frame from 0;
 * the effective relaxation time in s, where \f$ g_1^2 \f$ falls to \f$ e^{-2} \f$; and the local relaxation time,
 * stretch exponent and contrast V as the series has them. BadPixels, 2-D, on the detector's pixels: non-zero where
 * no electrons arrive (behind the beam stop), where a pixel is dead or hot, and where it is not recorded.
 *
 * \exception ExceptionObject see SpeckleSource.
 *
 * \tparam VScanDimension 1 for a line scan, 2 for an area scan
 * \sa SpeckleSeriesImageSource, stem5d::ProbeAveragedDynamics
 * \ingroup STEM5DSimulation
 */
template <unsigned int VScanDimension = 2>
class ITK_TEMPLATE_EXPORT SpeckleTruthImageSource
  : public SpeckleSource<VectorImage<float, VScanDimension>, VScanDimension>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(SpeckleTruthImageSource);

  using Self = SpeckleTruthImageSource;
  using Superclass = SpeckleSource<VectorImage<float, VScanDimension>, VScanDimension>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using CurvesType = VectorImage<float, VScanDimension>;
  using typename Superclass::MapType;
  using typename Superclass::ScanIndexType;
  using typename Superclass::ScanRegionType;

  itkNewMacro(Self);
  itkTypeMacro(SpeckleTruthImageSource, SpeckleSource);

  /** The maps, in the order of the outputs. */
  enum class MapEnum : uint8_t
  {
    EffectiveRelaxationTime = 1,
    RelaxationTime,
    StretchExponent,
    Contrast
  };

  CurvesType *
  GetSquaredCorrelationOutput()
  {
    return this->GetOutput();
  }
  MapType *
  GetMap(MapEnum map)
  {
    return static_cast<MapType *>(this->ProcessObject::GetOutput(static_cast<unsigned int>(map)));
  }
  BadPixelImageType *
  GetBadPixelsOutput()
  {
    return static_cast<BadPixelImageType *>(this->ProcessObject::GetOutput(BadPixelsIndex));
  }

protected:
  SpeckleTruthImageSource();
  ~SpeckleTruthImageSource() override = default;

  using DataObjectPointerArraySizeType = ProcessObject::DataObjectPointerArraySizeType;
  using Superclass::MakeOutput;
  DataObject::Pointer
  MakeOutput(DataObjectPointerArraySizeType index) override;

  void
  GenerateOutputInformation() override;

  void
  EnlargeOutputRequestedRegion(DataObject * output) override;

  void
  GenerateOutputRequestedRegion(DataObject * output) override;

  void
  GenerateData() override;

private:
  static constexpr unsigned int BadPixelsIndex = 5;

  void
  WriteMap(MapEnum map, const stem5d::Pattern<float> & values);

  /** Computes the curves and effective relaxation times. */
  void
  AverageOverProbe(const stem5d::SampleMaps & maps);
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkSpeckleTruthImageSource.hxx"
#endif

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkStructureDynamicsImageFilter_h
#define itkStructureDynamicsImageFilter_h

#include "StructureDynamics.h"
#include "itkPatternAccess.h"
#include "itkScanImageFilter.h"
#include "itkVectorImage.h"

#include <optional>
#include <vector>

namespace itk
{

/** \class StructureDynamicsImageFilter
 * \brief Relaxation time and fluctuation variance of every scan point, in one pass over the series.
 *
 * \dot
 * digraph {
 *   node [shape=box];
 *   series -> "detector binning" -> "fluctuation variance" -> "V maps";
 *   "detector binning" -> "time binning" -> "diffraction blur" -> "two-time correlation" -> "delay average" -> curves;
 *   "delay average" -> "KWW fit" -> "tau, gamma, contrast, status maps";
 * }
 * \enddot
 * The same kernels as AxisBinningImageFilter, FluctuationVarianceImageFilter, DiffractionBlurImageFilter,
 * TwoTimeCorrelationImageFilter, DelayAverageImageFilter and KWWFitImageFilter, one after the other while the patterns
 * of a scan point are in cache: the results are those of the composed pipeline.
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024.
 *
 * Inputs: N-D series (kx, ky, scan..., t), spacing in the unit of Q, nm and s, with the diffraction centre at (0, 0)
 * and identity direction; DynamicsLabels and StructureLabels, 2-D, annuli on the binned detector pixels without the bad
 * ones (one label a ring); optionally BadPixels, 2-D, on the binned detector pixels.
 *
 * Outputs, over the scan: the float maps of MapEnum; the fit status, bits of stem5d::FitStatus (MASKED too where V is
 * NaN); g(t) and its standard error, one component for each of GetDelays(); V(Q), one component for each structure
 * label up to the last that has pixels; the mean pattern over time, one component for each pixel of the binned
 * detector.
 *
 * Parameters: Settings, see stem5d::StructureDynamicsSettings.
 *
 * \exception ExceptionObject when labels or bad pixels lie on other pixels than the binned detector's, no pixel is
 * labelled, a bin is 0 or leaves its axis, Sigma is negative, fewer than 4 delays are left, or the bounds are empty.
 *
 * \sa stem5d::StructureDynamics
 * \ingroup STEM5DStructure
 */
template <typename TInputImage, typename TOutputImage = Image<float, TInputImage::ImageDimension - 3>>
class ITK_TEMPLATE_EXPORT StructureDynamicsImageFilter
  : public ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 3>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(StructureDynamicsImageFilter);

  using Self = StructureDynamicsImageFilter;
  using Superclass = ScanImageFilter<TInputImage, TOutputImage, TInputImage::ImageDimension - 3>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using ScanRegionType = typename Superclass::ScanRegionType;
  using ScanIndexType = typename Superclass::ScanIndexType;
  using OutputPixelType = typename TOutputImage::PixelType;
  using StatusImageType = Image<unsigned short, TOutputImage::ImageDimension>;
  using CurvesType = VectorImage<OutputPixelType, TOutputImage::ImageDimension>;

  static constexpr unsigned int TimeAxis = TInputImage::ImageDimension - 1;

  itkNewMacro(Self);
  itkTypeMacro(StructureDynamicsImageFilter, ScanImageFilter);

  /** The float maps, in the order of the outputs. */
  enum class MapEnum : uint8_t
  {
    RelaxationTime,
    RelaxationTimeError,
    StretchExponent,
    StretchExponentError,
    Contrast,
    ContrastError,
    FitResidual,
    FluctuationVariance,
    FluctuationVarianceError,
    MeanIntensity
  };
  static constexpr unsigned int NumberOfMaps = 10;

  itkSetInputMacro(DynamicsLabels, DetectorLabelImageType);
  itkGetInputMacro(DynamicsLabels, DetectorLabelImageType);
  itkSetInputMacro(StructureLabels, DetectorLabelImageType);
  itkGetInputMacro(StructureLabels, DetectorLabelImageType);
  itkSetInputMacro(BadPixels, BadPixelImageType);
  itkGetInputMacro(BadPixels, BadPixelImageType);

  void
  SetSettings(const stem5d::StructureDynamicsSettings & settings)
  {
    m_Settings = settings;
    this->Modified();
  }
  const stem5d::StructureDynamicsSettings &
  GetSettings() const
  {
    return m_Settings;
  }

  /** The delays of the curves in s; valid once the output information is up to date. */
  const std::vector<double> &
  GetDelays() const
  {
    return m_Delays;
  }

  /** The fit with its bounds resolved; valid once the output information is up to date. */
  const stem5d::KWWFit &
  GetFit() const
  {
    return *m_Fit;
  }

  TOutputImage *
  GetMap(MapEnum map)
  {
    return this->GetOutput(static_cast<unsigned int>(map));
  }
  StatusImageType *
  GetStatusOutput()
  {
    return static_cast<StatusImageType *>(this->ProcessObject::GetOutput(StatusIndex));
  }
  CurvesType *
  GetCorrelationOutput()
  {
    return static_cast<CurvesType *>(this->ProcessObject::GetOutput(CorrelationIndex));
  }
  CurvesType *
  GetCorrelationErrorOutput()
  {
    return static_cast<CurvesType *>(this->ProcessObject::GetOutput(CorrelationErrorIndex));
  }
  CurvesType *
  GetRingVarianceOutput()
  {
    return static_cast<CurvesType *>(this->ProcessObject::GetOutput(RingVarianceIndex));
  }

  CurvesType *
  GetMeanPatternOutput()
  {
    return static_cast<CurvesType *>(this->ProcessObject::GetOutput(MeanPatternIndex));
  }

protected:
  StructureDynamicsImageFilter();
  ~StructureDynamicsImageFilter() override = default;

  using DataObjectPointerArraySizeType = ProcessObject::DataObjectPointerArraySizeType;
  using Superclass::MakeOutput;
  DataObject::Pointer
  MakeOutput(DataObjectPointerArraySizeType index) override;

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
  static constexpr unsigned int StatusIndex = NumberOfMaps;
  static constexpr unsigned int CorrelationIndex = NumberOfMaps + 1;
  static constexpr unsigned int CorrelationErrorIndex = NumberOfMaps + 2;
  static constexpr unsigned int RingVarianceIndex = NumberOfMaps + 3;
  static constexpr unsigned int MeanPatternIndex = NumberOfMaps + 4;

  void
  WriteResult(const ScanIndexType & index, const stem5d::StructureDynamicsResult & result);

  stem5d::StructureDynamicsSettings m_Settings;

  std::vector<double>            m_Delays;
  std::optional<stem5d::KWWFit>  m_Fit;
  stem5d::RingPixels             m_DynamicsPixels;
  stem5d::RingPixels             m_StructurePixels;
  stem5d::Pattern<unsigned char> m_Bad;
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkStructureDynamicsImageFilter.hxx"
#endif

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkStructureDynamicsImageFilter_h
#define itkStructureDynamicsImageFilter_h

#include "StructureDynamicsMaps.h"
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
 * Does what AxisBinningImageFilter, FluctuationVarianceImageFilter, DiffractionBlurImageFilter,
 * TwoTimeCorrelationImageFilter, DelayAverageImageFilter and KWWFitImageFilter do, one after the other while the
 * patterns of a scan point are in cache: the results are those of the composed pipeline, to rounding.
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024.
 *
 * Inputs: N-D series (kx, ky, scan..., t), spacing in the unit of Q, nm and s, with the diffraction centre at (0, 0)
 * and identity direction; DynamicsLabels and StructureLabels, 2-D, annuli on the binned detector pixels without the bad
 * ones (one label a ring); optionally BadPixels, 2-D, on the binned detector pixels.
 *
 * Outputs, over the scan: the float maps of MapEnum, with the names and units of stem5d::StructureDynamicsMaps; the fit
 * status, bits of stem5d::FitStatus (MASKED too where V is NaN); g(t) and its standard error, one component for each of
 * GetDelays(); g(t) of the first and then of the second window of ages, one component for each of the delays of
 * GetFits().ages; V(Q), one component for each structure label up to the last that has pixels; the mean pattern over
 * time, one component for each pixel of the binned detector; the mean intensity of the structure annulus, one component
 * for each recorded frame; the two variances over sectors of every stem5d::SectorQuantity, first all by the jackknife,
 * then all by SeparatedJackknifeVariance(); with KeepTwoTime G(t1, t2), t1 fastest, else one component that is 0.
 *
 * Parameters: Settings, see stem5d::StructureDynamicsSettings; KeepTwoTime.
 *
 * \exception ExceptionObject when labels or bad pixels lie on other pixels than the binned detector's, no pixel is
 * labelled, a bin is 0 or leaves its axis, Sigma is negative, fewer than 4 delays are left, the bounds are empty, or
 * the number of sectors is odd.
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
  using MapEnum = stem5d::StructureDynamicsMap;
  static constexpr unsigned int NumberOfMaps = stem5d::NumberOfStructureDynamicsMaps;

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

  /** Whether G(t1, t2) of every scan point is an output (default: no). */
  itkSetMacro(KeepTwoTime, bool);
  itkGetConstMacro(KeepTwoTime, bool);
  itkBooleanMacro(KeepTwoTime);

  /** The delays of the curves in s; valid once the output information is up to date. */
  const std::vector<double> &
  GetDelays() const
  {
    return m_Delays;
  }

  /** The fits with their bounds resolved; valid once the output information is up to date. */
  const stem5d::StructureDynamicsFits &
  GetFits() const
  {
    return *m_Fits;
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
    return this->GetCurves(CorrelationIndex);
  }
  CurvesType *
  GetCorrelationErrorOutput()
  {
    return this->GetCurves(CorrelationErrorIndex);
  }
  CurvesType *
  GetAgeCorrelationOutput()
  {
    return this->GetCurves(AgeCorrelationIndex);
  }
  CurvesType *
  GetRingVarianceOutput()
  {
    return this->GetCurves(RingVarianceIndex);
  }
  CurvesType *
  GetMeanPatternOutput()
  {
    return this->GetCurves(MeanPatternIndex);
  }
  CurvesType *
  GetFrameIntensityOutput()
  {
    return this->GetCurves(FrameIntensityIndex);
  }
  CurvesType *
  GetSectorVarianceOutput()
  {
    return this->GetCurves(SectorVarianceIndex);
  }
  CurvesType *
  GetTwoTimeOutput()
  {
    return this->GetCurves(TwoTimeIndex);
  }

protected:
  StructureDynamicsImageFilter();
  ~StructureDynamicsImageFilter() override = default;

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
  static constexpr unsigned int StatusIndex = NumberOfMaps;
  static constexpr unsigned int CorrelationIndex = NumberOfMaps + 1;
  static constexpr unsigned int CorrelationErrorIndex = NumberOfMaps + 2;
  static constexpr unsigned int AgeCorrelationIndex = NumberOfMaps + 3;
  static constexpr unsigned int RingVarianceIndex = NumberOfMaps + 4;
  static constexpr unsigned int MeanPatternIndex = NumberOfMaps + 5;
  static constexpr unsigned int FrameIntensityIndex = NumberOfMaps + 6;
  static constexpr unsigned int SectorVarianceIndex = NumberOfMaps + 7;
  static constexpr unsigned int TwoTimeIndex = NumberOfMaps + 8;
  static constexpr unsigned int NumberOfOutputs = NumberOfMaps + 9;

  CurvesType *
  GetCurves(unsigned int output)
  {
    return static_cast<CurvesType *>(this->ProcessObject::GetOutput(output));
  }

  void
  WriteResult(const ScanIndexType & index, const stem5d::StructureDynamicsResult & result);

  template <typename TCurve>
  static void
  WriteCurve(const ScanIndexType & index, const TCurve & curve, CurvesType * output)
  {
    std::copy_n(
      curve.data(), curve.size(), output->GetBufferPointer() + ScanPointOffset<0>(*output, index) * curve.size());
  }

  stem5d::StructureDynamicsSettings m_Settings;
  bool                              m_KeepTwoTime = false;

  std::vector<double>                          m_Delays;
  std::optional<stem5d::StructureDynamicsFits> m_Fits;
  stem5d::RingPixels                           m_DynamicsPixels;
  stem5d::RingPixels                           m_StructurePixels;
  stem5d::Pattern<unsigned char>               m_Bad;
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkStructureDynamicsImageFilter.hxx"
#endif

#endif

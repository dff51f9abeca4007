/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkStructureDynamicsImageFilter_hxx
#define itkStructureDynamicsImageFilter_hxx

#include "itkIndexRange.h"
#include "itkStructureDynamicsImageFilter.h"

namespace itk
{

template <typename TInputImage, typename TOutputImage>
StructureDynamicsImageFilter<TInputImage, TOutputImage>::StructureDynamicsImageFilter()
{
  this->AddRequiredInputName("DynamicsLabels");
  this->AddRequiredInputName("StructureLabels");
  this->SetNumberOfRequiredOutputs(NumberOfOutputs);
  for (unsigned int output = 0; output < NumberOfOutputs; ++output)
  {
    this->SetNthOutput(output, this->MakeOutput(output));
  }
}

template <typename TInputImage, typename TOutputImage>
DataObject::Pointer
StructureDynamicsImageFilter<TInputImage, TOutputImage>::MakeOutput(DataObjectPointerArraySizeType index)
{
  if (index < NumberOfMaps)
  {
    return Superclass::MakeOutput(index);
  }
  return index == StatusIndex ? DataObject::Pointer(StatusImageType::New()) : DataObject::Pointer(CurvesType::New());
}

template <typename TInputImage, typename TOutputImage>
void
StructureDynamicsImageFilter<TInputImage, TOutputImage>::VerifyInputInformation() ITKv5_CONST
{
  Superclass::VerifyInputInformation();
  const stem5d::DetectorGrid recorded = stem5d::DetectorGridOf(*this->GetInput());
  VerifyPreparation(recorded, m_Settings.detectorBin, m_Settings.blurSigma);
  const stem5d::DetectorGrid binned = recorded.Binned(m_Settings.detectorBin);
  VerifyDetectorImage(*this->GetDynamicsLabels(), "DynamicsLabels", binned);
  VerifyDetectorImage(*this->GetStructureLabels(), "StructureLabels", binned);
  if (const BadPixelImageType * bad = this->GetBadPixels())
  {
    VerifyDetectorImage(*bad, "BadPixels", binned);
  }
}

template <typename TInputImage, typename TOutputImage>
void
StructureDynamicsImageFilter<TInputImage, TOutputImage>::GenerateOutputInformation()
{
  Superclass::GenerateOutputInformation();
  const TInputImage * input = this->GetInput();
  const std::size_t   frames = input->GetLargestPossibleRegion().GetSize(TimeAxis);
  const double        framePeriod = input->GetSpacing()[TimeAxis];
  try
  {
    m_Fits.emplace(m_Settings, frames, framePeriod);
    stem5d::AzimuthalPartition({}, {}, m_Settings.partition); // checks the settings
  }
  catch (const std::invalid_argument & error)
  {
    itkExceptionMacro(<< error.what());
  }
  m_Delays.clear();
  for (const Eigen::Index delay : m_Fits->delays)
  {
    m_Delays.push_back(static_cast<double>(delay * static_cast<Eigen::Index>(m_Settings.timeBin)) * framePeriod);
  }
  m_DynamicsPixels = this->LabelledPixels("DynamicsLabels");
  m_StructurePixels = this->LabelledPixels("StructureLabels");
  m_Bad.resize(0, 0);
  if (auto * bad = const_cast<BadPixelImageType *>(this->GetBadPixels()))
  {
    bad->Update();
    m_Bad = CopyPattern(*bad);
  }
  this->GetCorrelationOutput()->SetNumberOfComponentsPerPixel(m_Delays.size());
  this->GetCorrelationErrorOutput()->SetNumberOfComponentsPerPixel(m_Delays.size());
  this->GetAgeCorrelationOutput()->SetNumberOfComponentsPerPixel(2 * m_Fits->ages.delays.size());
  this->GetRingVarianceOutput()->SetNumberOfComponentsPerPixel(m_StructurePixels.NumberOfRings());
  this->GetFrameIntensityOutput()->SetNumberOfComponentsPerPixel(frames);
  this->GetSectorVarianceOutput()->SetNumberOfComponentsPerPixel(2 * stem5d::NumberOfSectorQuantities);
  const std::size_t binnedFrames = frames / m_Settings.timeBin;
  this->GetTwoTimeOutput()->SetNumberOfComponentsPerPixel(m_KeepTwoTime ? binnedFrames * binnedFrames : 1);
  this->GetMeanPatternOutput()->SetNumberOfComponentsPerPixel(
    stem5d::DetectorGridOf(*input).Binned(m_Settings.detectorBin).NumberOfPixels());
}

template <typename TInputImage, typename TOutputImage>
void
StructureDynamicsImageFilter<TInputImage, TOutputImage>::ProcessScanRegion(const ScanRegionType & region)
{
  using PixelType = typename TInputImage::PixelType;
  const TInputImage * input = this->GetInput();

  stem5d::StructureDynamics<PixelType> analyse(m_Settings,
                                               stem5d::DetectorGridOf(*input),
                                               input->GetLargestPossibleRegion().GetSize(TimeAxis),
                                               m_DynamicsPixels,
                                               m_StructurePixels,
                                               m_Bad,
                                               *m_Fits);
  for (const auto & index : ImageRegionIndexRange<Superclass::ScanDimension>(region))
  {
    this->WriteResult(index, analyse([&](Eigen::Index frame) {
                        return input->GetBufferPointer() + ScanPointOffset<2>(*input, index, frame);
                      }));
    WriteCurve(index, m_KeepTwoTime ? analyse.TwoTime() : Eigen::MatrixXf::Zero(1, 1), this->GetTwoTimeOutput());
  }
}

template <typename TInputImage, typename TOutputImage>
void
StructureDynamicsImageFilter<TInputImage, TOutputImage>::WriteResult(const ScanIndexType &                   index,
                                                                     const stem5d::StructureDynamicsResult & result)
{
  for (unsigned int map = 0; map < NumberOfMaps; ++map)
  {
    this->GetOutput(map)->SetPixel(index,
                                   static_cast<OutputPixelType>(stem5d::StructureDynamicsMaps[map].valueOf(result)));
  }
  const auto masked = static_cast<unsigned short>(std::isnan(result.variance.variance) ? stem5d::MASKED : stem5d::OK);
  this->GetStatusOutput()->SetPixel(index, result.fit.status | masked);

  WriteCurve(index, result.correlation, this->GetCorrelationOutput());
  WriteCurve(index, result.correlationError, this->GetCorrelationErrorOutput());
  WriteCurve(index, result.ageCorrelation, this->GetAgeCorrelationOutput());
  WriteCurve(index, result.ringVariance, this->GetRingVarianceOutput());
  WriteCurve(index, result.meanPattern, this->GetMeanPatternOutput());
  WriteCurve(index, result.frameIntensity, this->GetFrameIntensityOutput());
  WriteCurve(index, result.sectorVariance, this->GetSectorVarianceOutput());
}

template <typename TInputImage, typename TOutputImage>
void
StructureDynamicsImageFilter<TInputImage, TOutputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "DetectorBin: " << m_Settings.detectorBin << '\n';
  os << indent << "TimeBin: " << m_Settings.timeBin << '\n';
  os << indent << "BlurSigma: " << m_Settings.blurSigma << '\n';
  os << indent << "Normalisation: " << stem5d::ToString(m_Settings.normalisation) << '\n';
  os << indent << "Delays: " << m_Settings.firstDelay << " .. " << m_Settings.lastDelay << '\n';
  os << indent << "Relaxation time: " << m_Settings.fit.tauLow << " - " << m_Settings.fit.tauHigh << '\n';
  os << indent << "Estimator: " << stem5d::ToString(m_Settings.estimator) << '\n';
  os << indent << "Sectors: " << m_Settings.partition.sectors << '\n';
  os << indent << "Halves: " << (m_Settings.partition.halves ? "On" : "Off") << '\n';
  os << indent << "GuardBand: " << m_Settings.partition.guardBand << '\n';
  os << indent << "KeepTwoTime: " << (m_KeepTwoTime ? "On" : "Off") << '\n';
  os << indent << "Number of dynamics pixels: " << m_DynamicsPixels.NumberOfPixels() << '\n';
  os << indent << "Number of structure pixels: " << m_StructurePixels.NumberOfPixels() << '\n';
}

} // namespace itk

#endif

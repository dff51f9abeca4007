/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkSpeckleSource_hxx
#define itkSpeckleSource_hxx

#include "itkSpeckleSource.h"

#include <stdexcept>

namespace itk
{

template <typename TOutputImage, unsigned int VScanDimension>
SpeckleSource<TOutputImage, VScanDimension>::SpeckleSource()
{
  this->DynamicMultiThreadingOn();
}

template <typename TOutputImage, unsigned int VScanDimension>
void
SpeckleSource<TOutputImage, VScanDimension>::VerifyPreconditions() ITKv5_CONST
{
  Superclass::VerifyPreconditions();
  try
  {
    stem5d::Verify(m_Settings);
  }
  catch (const std::invalid_argument & refusal)
  {
    itkExceptionMacro(<< refusal.what());
  }
  if (ScanDimension == 1 && m_Settings.scanSize[1] != 1)
  {
    itkExceptionMacro("the scan has " << m_Settings.scanSize[1]
                                      << " rows, but the image has one scan axis: set scanSize[1] to 1");
  }
}

template <typename TOutputImage, unsigned int VScanDimension>
void
SpeckleSource<TOutputImage, VScanDimension>::GenerateInputRequestedRegion()
{
  ProcessObject::GenerateInputRequestedRegion(); // every map whole
}

template <typename TOutputImage, unsigned int VScanDimension>
template <typename TImage>
void
SpeckleSource<TOutputImage, VScanDimension>::DescribeScan(TImage & image, unsigned int firstAxis) const
{
  auto region = image.GetLargestPossibleRegion();
  auto spacing = image.GetSpacing();
  auto origin = image.GetOrigin();
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    region.SetIndex(firstAxis + axis, 0);
    region.SetSize(firstAxis + axis, m_Settings.scanSize[axis]);
    spacing[firstAxis + axis] = m_Settings.scanStep;
    origin[firstAxis + axis] = 0.0;
  }
  image.SetLargestPossibleRegion(region);
  image.SetSpacing(spacing);
  image.SetOrigin(origin);
}

template <typename TOutputImage, unsigned int VScanDimension>
stem5d::SampleMaps
SpeckleSource<TOutputImage, VScanDimension>::CheckedMaps() const
{
  stem5d::SampleMaps maps;
  const auto         uniform = [](double value) { return [value](std::size_t) { return value; }; };
  maps.relaxationTime = this->MapOf(this->GetRelaxationTime(), "RelaxationTime", uniform(m_Settings.relaxationTime));
  maps.stretchExponent =
    this->MapOf(this->GetStretchExponent(), "StretchExponent", uniform(m_Settings.stretchExponent));
  maps.contrast = this->MapOf(this->GetContrast(), "Contrast", uniform(m_Settings.contrast));
  maps.illumination = this->MapOf(
    this->GetIllumination(), "Illumination", [this](std::size_t column) { return m_Settings.Illumination(column); });
  try
  {
    for (Eigen::Index point = 0; point < maps.contrast.size(); ++point)
    {
      stem5d::VerifyRelaxationTime(maps.relaxationTime.data()[point]);
      stem5d::VerifyStretchExponent(maps.stretchExponent.data()[point]);
      stem5d::VerifyContrast(maps.contrast.data()[point], m_Settings.modes);
      stem5d::VerifyIllumination(maps.illumination.data()[point]);
    }
  }
  catch (const std::invalid_argument & refusal)
  {
    itkExceptionMacro("at a scan point " << refusal.what());
  }
  return maps;
}

template <typename TOutputImage, unsigned int VScanDimension>
stem5d::ElectronDetector
SpeckleSource<TOutputImage, VScanDimension>::CheckedDetector() const
{
  stem5d::DetectorPatterns patterns;
  if (const ElectronImageType * expected = this->GetExpectedElectrons())
  {
    patterns.expectedElectrons = CopyPattern(*expected);
  }
  if (const RecordedPixelImageType * recorded = this->GetRecordedPixels())
  {
    patterns.recordedPixels = CopyPattern(*recorded);
  }
  try
  {
    return stem5d::ElectronDetector(m_Settings, patterns);
  }
  catch (const std::invalid_argument & refusal)
  {
    itkExceptionMacro("of the inputs on the detector " << refusal.what());
  }
}

template <typename TOutputImage, unsigned int VScanDimension>
std::array<Eigen::Index, 2>
SpeckleSource<TOutputImage, VScanDimension>::ColumnAndRow(const ScanIndexType & index)
{
  std::array<Eigen::Index, 2> columnAndRow{};
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    columnAndRow[axis] = index[axis];
  }
  return columnAndRow;
}

template <typename TOutputImage, unsigned int VScanDimension>
void
SpeckleSource<TOutputImage, VScanDimension>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Settings:\n" << m_Settings;
}

template <typename TOutputImage, unsigned int VScanDimension>
template <typename TValueOfColumn>
stem5d::Pattern<float>
SpeckleSource<TOutputImage, VScanDimension>::MapOf(const MapType * map, const char * name, TValueOfColumn setting) const
{
  const auto columns = static_cast<Eigen::Index>(m_Settings.scanSize[0]);
  const auto rows = static_cast<Eigen::Index>(m_Settings.scanSize[1]);
  if (map == nullptr)
  {
    return stem5d::Pattern<float>::NullaryExpr(rows, columns, [&setting](Eigen::Index, Eigen::Index column) {
      return static_cast<float>(setting(static_cast<std::size_t>(column)));
    });
  }
  const auto & size = map->GetBufferedRegion().GetSize();
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    if (size[axis] != m_Settings.scanSize[axis])
    {
      itkExceptionMacro("input " << name << " has the size " << size << " but the scan has " << m_Settings.scanSize[0]
                                 << " x " << m_Settings.scanSize[1] << " points: give a map of the scan's size");
    }
  }
  return stem5d::ConstPatternMap<float>(map->GetBufferPointer(), rows, columns);
}

} // namespace itk

#endif

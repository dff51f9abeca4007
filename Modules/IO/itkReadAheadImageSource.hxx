/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkReadAheadImageSource_hxx
#define itkReadAheadImageSource_hxx

#include "itkReadAheadImageSource.h"

#include <algorithm>

namespace itk
{

template <typename TOutputImage>
void
ReadAheadImageSource<TOutputImage>::VerifyPreconditions() ITKv5_CONST
{
  Superclass::VerifyPreconditions();
  if (!m_ImageIO)
  {
    itkExceptionMacro("there is no ImageIO: set one whose information is read");
  }
  const auto componentType = ImageIOBase::MapPixelType<typename TOutputImage::PixelType>::CType;
  if (m_ImageIO->GetNumberOfDimensions() != ImageDimension || m_ImageIO->GetComponentType() != componentType)
  {
    itkExceptionMacro("the ImageIO gives " << m_ImageIO->GetNumberOfDimensions() << " dimensions of "
                                           << ImageIOBase::GetComponentTypeAsString(m_ImageIO->GetComponentType())
                                           << ", but the image has " << ImageDimension << " of "
                                           << ImageIOBase::GetComponentTypeAsString(componentType)
                                           << ": use the ImageIO's own, after ReadImageInformation()");
  }
}

template <typename TOutputImage>
void
ReadAheadImageSource<TOutputImage>::GenerateOutputInformation()
{
  RegionType                         region;
  typename TOutputImage::SpacingType spacing;
  typename TOutputImage::PointType   origin;
  for (unsigned int axis = 0; axis < ImageDimension; ++axis)
  {
    region.SetSize(axis, m_ImageIO->GetDimensions(axis));
    spacing[axis] = m_ImageIO->GetSpacing(axis);
    origin[axis] = m_ImageIO->GetOrigin(axis);
  }
  TOutputImage * output = this->GetOutput();
  output->SetLargestPossibleRegion(region);
  output->SetSpacing(spacing);
  output->SetOrigin(origin);
}

template <typename TOutputImage>
void
ReadAheadImageSource<TOutputImage>::StartReading(const RegionType & region)
{
  m_Reading = {}; // waits for what is being read: there is one spare buffer, and one thread may use the ImageIO
  m_RegionBeingRead = region;
  m_Reading = std::async(std::launch::async, [this, region] {
    const SizeValueType pixels = region.GetNumberOfPixels();
    if (m_Spare->Capacity() < pixels)
    {
      m_Spare->Initialize(); // without it, Reserve() would copy what is there
    }
    m_Spare->Reserve(pixels);
    ImageIORegion ioRegion(ImageDimension);
    for (unsigned int axis = 0; axis < ImageDimension; ++axis)
    {
      ioRegion.SetIndex(axis, region.GetIndex(axis));
      ioRegion.SetSize(axis, region.GetSize(axis));
    }
    m_ImageIO->SetIORegion(ioRegion);
    m_ImageIO->Read(m_Spare->GetBufferPointer());
  });
}

template <typename TOutputImage>
void
ReadAheadImageSource<TOutputImage>::GenerateData()
{
  TOutputImage *   output = this->GetOutput();
  const RegionType region = output->GetRequestedRegion();
  if (!m_Reading.valid() || m_RegionBeingRead != region)
  {
    this->StartReading(region);
  }
  m_Reading.get();

  const typename BufferType::Pointer filled = m_Spare;
  m_Spare = output->GetPixelContainer();
  output->SetBufferedRegion(region);
  output->SetPixelContainer(filled);

  const auto here = std::find(m_PlannedRegions.begin(), m_PlannedRegions.end(), region);
  if (here != m_PlannedRegions.end() && here + 1 != m_PlannedRegions.end())
  {
    this->StartReading(*(here + 1));
  }
}

template <typename TOutputImage>
void
ReadAheadImageSource<TOutputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  itkPrintSelfObjectMacro(ImageIO);
  os << indent << "PlannedRegions: " << m_PlannedRegions.size() << '\n';
}

} // namespace itk

#endif

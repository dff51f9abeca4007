/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkScanImageFilter_hxx
#define itkScanImageFilter_hxx

#include "itkScanImageFilter.h"
#include "itkMultiThreaderBase.h"
#include "itkPatternAccess.h"

namespace itk
{

template <typename TInputImage, typename TOutputImage, unsigned int VScanDimension>
ScanImageFilter<TInputImage, TOutputImage, VScanDimension>::ScanImageFilter()
{
  this->DynamicMultiThreadingOn();
}

template <typename TInputImage, typename TOutputImage, unsigned int VScanDimension>
void
ScanImageFilter<TInputImage, TOutputImage, VScanDimension>::VerifyInputInformation() ITKv5_CONST
{
  VerifyIdentityDirection(*this->GetInput());
}

template <typename TInputImage, typename TOutputImage, unsigned int VScanDimension>
void
ScanImageFilter<TInputImage, TOutputImage, VScanDimension>::GenerateOutputInformation()
{
  const TInputImage * input = this->GetInput();
  const auto &        inputRegion = input->GetLargestPossibleRegion();

  ImageRegion<OutputImageDimension>           region;
  typename OutputImageBaseType::SpacingType   spacing(1.0);
  typename OutputImageBaseType::PointType     origin;
  typename OutputImageBaseType::DirectionType direction;
  origin.Fill(0.0);
  direction.SetIdentity();
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    const unsigned int from = InputScanAxis + axis;
    const unsigned int to = OutputScanAxis + axis;
    region.SetIndex(to, inputRegion.GetIndex(from));
    region.SetSize(to, inputRegion.GetSize(from));
    spacing[to] = input->GetSpacing()[from];
    origin[to] = input->GetOrigin()[from];
  }
  for (unsigned int axis = 0; axis < OutputScanAxis; ++axis)
  {
    region.SetSize(axis, 1);
  }
  for (OutputDataObjectIterator it(this); !it.IsAtEnd(); ++it)
  {
    if (auto * output = dynamic_cast<OutputImageBaseType *>(it.GetOutput()))
    {
      output->SetLargestPossibleRegion(region);
      output->SetSpacing(spacing);
      output->SetOrigin(origin);
      output->SetDirection(direction);
    }
  }
}

template <typename TInputImage, typename TOutputImage, unsigned int VScanDimension>
void
ScanImageFilter<TInputImage, TOutputImage, VScanDimension>::EnlargeOutputRequestedRegion(DataObject * data)
{
  auto * output = dynamic_cast<OutputImageBaseType *>(data);
  if (output == nullptr)
  {
    return;
  }
  ImageRegion<OutputImageDimension> region = output->GetRequestedRegion();
  for (unsigned int axis = 0; axis < OutputScanAxis; ++axis)
  {
    region.SetIndex(axis, output->GetLargestPossibleRegion().GetIndex(axis));
    region.SetSize(axis, output->GetLargestPossibleRegion().GetSize(axis));
  }
  output->SetRequestedRegion(region);
}

template <typename TInputImage, typename TOutputImage, unsigned int VScanDimension>
void
ScanImageFilter<TInputImage, TOutputImage, VScanDimension>::GenerateInputRequestedRegion()
{
  ProcessObject::GenerateInputRequestedRegion(); // every input whole
  auto *               input = const_cast<TInputImage *>(this->GetInput());
  const ScanRegionType scan = ScanPart(this->GetOutput()->GetRequestedRegion());

  typename TInputImage::RegionType region = input->GetLargestPossibleRegion();
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    region.SetIndex(InputScanAxis + axis, scan.GetIndex(axis));
    region.SetSize(InputScanAxis + axis, scan.GetSize(axis));
  }
  input->SetRequestedRegion(region);
}

template <typename TInputImage, typename TOutputImage, unsigned int VScanDimension>
void
ScanImageFilter<TInputImage, TOutputImage, VScanDimension>::GenerateData()
{
  this->AllocateOutputs();
  MultiThreaderBase * threader = this->GetMultiThreader();
  threader->SetNumberOfWorkUnits(this->GetNumberOfWorkUnits());
  threader->template ParallelizeImageRegion<ScanDimension>(
    ScanPart(this->GetOutput()->GetRequestedRegion()),
    [this](const ScanRegionType & region) { this->ProcessScanRegion(region); },
    this);
}

template <typename TInputImage, typename TOutputImage, unsigned int VScanDimension>
stem5d::RingPixels
ScanImageFilter<TInputImage, TOutputImage, VScanDimension>::LabelledPixels(const char * name)
{
  auto * labels = dynamic_cast<DetectorLabelImageType *>(this->ProcessObject::GetInput(name));
  labels->Update();
  const stem5d::RingPixels pixels = stem5d::PixelsOfLabels(CopyPattern(*labels));
  if (pixels.NumberOfPixels() == 0)
  {
    itkExceptionMacro("input " << name << " has no labelled pixel: give an annulus with pixels that are not masked");
  }
  return pixels;
}

template <typename TInputImage, typename TOutputImage, unsigned int VScanDimension>
auto
ScanImageFilter<TInputImage, TOutputImage, VScanDimension>::ScanPart(const ImageRegion<OutputImageDimension> & region)
  -> ScanRegionType
{
  ScanRegionType scan;
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    scan.SetIndex(axis, region.GetIndex(OutputScanAxis + axis));
    scan.SetSize(axis, region.GetSize(OutputScanAxis + axis));
  }
  return scan;
}

} // namespace itk

#endif

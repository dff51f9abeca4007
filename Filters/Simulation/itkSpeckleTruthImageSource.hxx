/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkSpeckleTruthImageSource_hxx
#define itkSpeckleTruthImageSource_hxx

#include "ProbeAveragedDynamics.h"
#include "itkIndexRange.h"
#include "itkMultiThreaderBase.h"
#include "itkSpeckleTruthImageSource.h"

namespace itk
{

template <unsigned int VScanDimension>
SpeckleTruthImageSource<VScanDimension>::SpeckleTruthImageSource()
{
  this->SetNumberOfRequiredOutputs(BadPixelsIndex + 1);
  for (unsigned int output = 0; output <= BadPixelsIndex; ++output)
  {
    this->SetNthOutput(output, this->MakeOutput(output));
  }
}

template <unsigned int VScanDimension>
DataObject::Pointer
SpeckleTruthImageSource<VScanDimension>::MakeOutput(DataObjectPointerArraySizeType index)
{
  if (index == 0)
  {
    return Superclass::MakeOutput(index);
  }
  return index == BadPixelsIndex ? DataObject::Pointer(BadPixelImageType::New()) : DataObject::Pointer(MapType::New());
}

template <unsigned int VScanDimension>
void
SpeckleTruthImageSource<VScanDimension>::GenerateOutputInformation()
{
  CurvesType * curves = this->GetSquaredCorrelationOutput();
  curves->SetNumberOfComponentsPerPixel(static_cast<unsigned int>(this->GetSettings().frames));
  this->DescribeScan(*curves, 0);
  for (unsigned int output = 1; output < BadPixelsIndex; ++output)
  {
    this->DescribeScan(*this->GetMap(static_cast<MapEnum>(output)), 0);
  }
  const stem5d::DetectorGrid   grid = this->GetSettings().CalibratedGrid();
  BadPixelImageType *          bad = this->GetBadPixelsOutput();
  BadPixelImageType::SizeType  size = { { grid.size[0], grid.size[1] } };
  BadPixelImageType::PointType origin;
  origin[0] = grid.first[0];
  origin[1] = grid.first[1];
  bad->SetLargestPossibleRegion(size);
  bad->SetSpacing(grid.spacing.data());
  bad->SetOrigin(origin);
}

template <unsigned int VScanDimension>
void
SpeckleTruthImageSource<VScanDimension>::EnlargeOutputRequestedRegion(DataObject * output)
{
  output->SetRequestedRegionToLargestPossibleRegion();
}

template <unsigned int VScanDimension>
void
SpeckleTruthImageSource<VScanDimension>::GenerateOutputRequestedRegion(DataObject *)
{
  for (const auto & output : this->GetOutputs())
  {
    output->SetRequestedRegionToLargestPossibleRegion();
  }
}

template <unsigned int VScanDimension>
void
SpeckleTruthImageSource<VScanDimension>::GenerateData()
{
  this->AllocateOutputs();
  const stem5d::SampleMaps maps = this->CheckedMaps();
  this->WriteMap(MapEnum::RelaxationTime, maps.relaxationTime);
  this->WriteMap(MapEnum::StretchExponent, maps.stretchExponent);
  this->WriteMap(MapEnum::Contrast, maps.contrast);
  this->AverageOverProbe(maps);

  const stem5d::ElectronDetector detector = this->CheckedDetector();
  BadPixelImageType *            bad = this->GetBadPixelsOutput();
  bad->SetBufferedRegion(bad->GetLargestPossibleRegion());
  bad->Allocate();
  std::copy_n(detector.BadPixels().data(), detector.BadPixels().size(), bad->GetBufferPointer());
}

template <unsigned int VScanDimension>
void
SpeckleTruthImageSource<VScanDimension>::WriteMap(MapEnum map, const stem5d::Pattern<float> & values)
{
  std::copy_n(values.data(), values.size(), this->GetMap(map)->GetBufferPointer());
}

template <unsigned int VScanDimension>
void
SpeckleTruthImageSource<VScanDimension>::AverageOverProbe(const stem5d::SampleMaps & maps)
{
  const stem5d::ProbeAveragedDynamics dynamics(this->GetSettings(), maps);
  CurvesType *                        curves = this->GetSquaredCorrelationOutput();
  MapType *                           times = this->GetMap(MapEnum::EffectiveRelaxationTime);

  const auto average = [&](const ScanRegionType & scan) {
    for (const ScanIndexType & index : ImageRegionIndexRange<VScanDimension>(scan))
    {
      const auto [x, y] = Self::ColumnAndRow(index);
      const auto truth = dynamics(x, y);
      curves->SetPixel(index,
                       VariableLengthVector<float>(truth.squaredCorrelation.data(),
                                                   static_cast<unsigned int>(truth.squaredCorrelation.size())));
      times->SetPixel(index, truth.relaxationTime);
    }
  };
  MultiThreaderBase * threader = this->GetMultiThreader();
  threader->SetNumberOfWorkUnits(this->GetNumberOfWorkUnits());
  threader->template ParallelizeImageRegion<VScanDimension>(curves->GetLargestPossibleRegion(), average, this);
}

} // namespace itk

#endif

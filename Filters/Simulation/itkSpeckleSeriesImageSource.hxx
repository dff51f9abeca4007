/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkSpeckleSeriesImageSource_hxx
#define itkSpeckleSeriesImageSource_hxx

#include "itkIndexRange.h"
#include "itkMultiThreaderBase.h"
#include "itkSpeckleSeriesImageSource.h"

#include <vector>

namespace itk
{

template <typename TOutputImage>
void
SpeckleSeriesImageSource<TOutputImage>::GenerateOutputInformation()
{
  const stem5d::SpeckleSeriesSettings & settings = this->GetSettings();
  const stem5d::DetectorGrid            grid = settings.CalibratedGrid();
  typename TOutputImage::RegionType     region;
  typename TOutputImage::SpacingType    spacing(1.0);
  typename TOutputImage::PointType      origin;
  origin.Fill(0.0); // of the time
  for (unsigned int axis = 0; axis < ScanAxis; ++axis)
  {
    region.SetSize(axis, grid.size[axis]);
    spacing[axis] = grid.spacing[axis];
    origin[axis] = grid.first[axis];
  }
  region.SetSize(TimeAxis, settings.frames);
  spacing[TimeAxis] = settings.framePeriod;
  TOutputImage * output = this->GetOutput();
  output->SetLargestPossibleRegion(region);
  output->SetSpacing(spacing);
  output->SetOrigin(origin);
  this->DescribeScan(*output, ScanAxis);
}

template <typename TOutputImage>
void
SpeckleSeriesImageSource<TOutputImage>::EnlargeOutputRequestedRegion(DataObject * data)
{
  Superclass::EnlargeOutputRequestedRegion(data);
  auto * output = static_cast<TOutputImage *>(data);
  auto   region = output->GetRequestedRegion();
  for (unsigned int axis = 0; axis < ScanAxis; ++axis) // a Fourier transform gives whole patterns
  {
    region.SetIndex(axis, 0);
    region.SetSize(axis, this->GetSettings().detectorSize[axis]);
  }
  output->SetRequestedRegion(region);
}

template <typename TOutputImage>
void
SpeckleSeriesImageSource<TOutputImage>::GenerateData()
{
  this->AllocateOutputs();
  const stem5d::SpeckleSeriesSettings & settings = this->GetSettings();
  const stem5d::SampleMaps              maps = this->CheckedMaps();
  const stem5d::SampleLattice           lattice(settings);
  const stem5d::ScattererSheet          scatterers = this->GenerateScatterers(lattice, maps);
  const stem5d::ElectronDetector        detector = this->CheckedDetector();

  const auto simulate = [&](const ScanRegionType & scan) {
    stem5d::SpecklePattern speckle(settings, lattice, scatterers);
    this->SimulateScanRegion(scan, maps, speckle, detector);
  };
  MultiThreaderBase * threader = this->GetMultiThreader();
  threader->SetNumberOfWorkUnits(this->GetNumberOfWorkUnits());
  threader->template ParallelizeImageRegion<Superclass::ScanDimension>(this->RequestedScan(), simulate, this);
}

template <typename TOutputImage>
void
SpeckleSeriesImageSource<TOutputImage>::SimulateScanRegion(const ScanRegionType &           scan,
                                                           const stem5d::SampleMaps &       maps,
                                                           stem5d::SpecklePattern &         speckle,
                                                           const stem5d::ElectronDetector & detector)
{
  const stem5d::SpeckleSeriesSettings & settings = this->GetSettings();
  TOutputImage *                        output = this->GetOutput();
  const auto                            region = output->GetRequestedRegion();
  const auto                            simulate = [&](const ScanIndexType & index, SizeValueType frameInRegion) {
    const auto [x, y] = Self::ColumnAndRow(index);
    const Eigen::Index frame = region.GetIndex(TimeAxis) + static_cast<Eigen::Index>(frameInRegion);
    const auto         word = [](Eigen::Index value) { return static_cast<std::uint32_t>(value); };
    const auto         random =
      stem5d::RandomNumbersOf(settings.seed, stem5d::RandomStream::Detection, word(x), word(y), word(frame));
    detector.Record(speckle(x, y, frame),
                    maps.contrast(y, x),
                    maps.illumination(y, x),
                    random,
                    output->GetBufferPointer() + ScanPointOffset<ScanAxis>(*output, index, frameInRegion));
  };

  // frame by frame for a few neighbours: see SpecklePattern::PointsInCache
  const ImageRegionIndexRange<Superclass::ScanDimension> range(scan);
  const std::vector<ScanIndexType>                       points(range.begin(), range.end());
  for (std::size_t begin = 0; begin < points.size(); begin += stem5d::SpecklePattern::PointsInCache)
  {
    const std::size_t end = std::min(points.size(), begin + stem5d::SpecklePattern::PointsInCache);
    for (SizeValueType frame = 0; frame < region.GetSize(TimeAxis); ++frame)
    {
      for (std::size_t point = begin; point < end; ++point)
      {
        simulate(points[point], frame);
      }
    }
  }
}

template <typename TOutputImage>
stem5d::ScattererSheet
SpeckleSeriesImageSource<TOutputImage>::GenerateScatterers(const stem5d::SampleLattice & lattice,
                                                           const stem5d::SampleMaps &    maps)
{
  const auto           region = this->GetOutput()->GetRequestedRegion();
  const ScanRegionType scan = this->RequestedScan();
  const Eigen::Index   firstFrame = region.GetIndex(TimeAxis);
  const auto           numberOfFrames = static_cast<Eigen::Index>(region.GetSize(TimeAxis));

  stem5d::ScattererSheet scatterers(this->GetSettings(),
                                    lattice,
                                    maps,
                                    lattice.WindowsOf(Self::ColumnAndRow(scan.GetIndex()),
                                                      Self::ColumnAndRow(scan.GetUpperIndex()),
                                                      firstFrame,
                                                      firstFrame + numberOfFrames - 1),
                                    firstFrame,
                                    numberOfFrames);

  MultiThreaderBase * threader = this->GetMultiThreader();
  threader->SetNumberOfWorkUnits(this->GetNumberOfWorkUnits());
  threader->ParallelizeArray(
    0, scatterers.NumberOfStrips(), [&](SizeValueType strip) { scatterers.Generate(strip); }, nullptr);
  return scatterers;
}

template <typename TOutputImage>
auto
SpeckleSeriesImageSource<TOutputImage>::RequestedScan() const -> ScanRegionType
{
  const auto     region = this->GetOutput()->GetRequestedRegion();
  ScanRegionType scan;
  for (unsigned int axis = 0; axis < Superclass::ScanDimension; ++axis)
  {
    scan.SetIndex(axis, region.GetIndex(ScanAxis + axis));
    scan.SetSize(axis, region.GetSize(ScanAxis + axis));
  }
  return scan;
}

} // namespace itk

#endif

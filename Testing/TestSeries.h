/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef TestSeries_h
#define TestSeries_h

#include "DetectorGrid.h"
#include "itkCastImageFilter.h"
#include "itkImage.h"
#include "itkImageRegionIteratorWithIndex.h"
#include "itkPipelineMonitorImageFilter.h"
#include "itkRadialMaskImageSource.h"
#include "itkStreamingImageFilter.h"

#include <gtest/gtest.h>

#include <Eigen/QR>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

/** Small series with known properties, made in memory. */
namespace test
{

/** Spacing of the binned detector of the paper, 1/nm. */
constexpr double QSpacing = 0.232;

/** A pixel of a series: detector coordinates in 1/nm relative to the centre, number of the scan point (x fastest),
 * frame. */
struct Position
{
  double      kx;
  double      ky;
  std::size_t point;
  std::size_t frame;
  std::size_t pixel; // number of the detector pixel, kx fastest
};

/** A series with a start index that is not zero on any axis, the diffraction centre between the pixels (or on the
 * middle one), 0.16 nm steps from 5 nm, and a frame every 2 s from 10 s. */
template <typename TPixel, unsigned int VDimension>
typename itk::Image<TPixel, VDimension>::Pointer
MakeSeries(std::size_t                                     detector,
           const std::vector<std::size_t> &                scan,
           std::size_t                                     frames,
           const std::function<double(const Position &)> & intensity)
{
  using ImageType = itk::Image<TPixel, VDimension>;
  typename ImageType::IndexType   start;
  typename ImageType::SizeType    size;
  typename ImageType::SpacingType spacing;
  typename ImageType::PointType   origin;
  for (unsigned int axis = 0; axis < VDimension; ++axis)
  {
    const bool isDetector = axis < 2;
    const bool isTime = axis == VDimension - 1;
    start[axis] = 3 - 2 * static_cast<int>(axis);
    size[axis] = isDetector ? detector : isTime ? frames : scan.at(axis - 2);
    spacing[axis] = isDetector ? QSpacing : isTime ? 2.0 : 0.16;
    const double first = isDetector ? -0.5 * (static_cast<double>(detector) - 1.0) * QSpacing : isTime ? 10.0 : 5.0;
    origin[axis] = first - static_cast<double>(start[axis]) * spacing[axis];
  }
  auto image = ImageType::New();
  image->SetRegions({ start, size });
  image->SetSpacing(spacing);
  image->SetOrigin(origin);
  image->Allocate();
  for (itk::ImageRegionIteratorWithIndex<ImageType> it(image, image->GetBufferedRegion()); !it.IsAtEnd(); ++it)
  {
    const auto                    offset = it.GetIndex() - start;
    typename ImageType::PointType where;
    image->TransformIndexToPhysicalPoint(it.GetIndex(), where);
    Position position{ where[0], where[1], 0, static_cast<std::size_t>(offset[VDimension - 1]), 0 };
    position.pixel = static_cast<std::size_t>(offset[0] + offset[1] * static_cast<itk::OffsetValueType>(detector));
    for (unsigned int axis = VDimension - 2; axis >= 2; --axis)
    {
      position.point = position.point * size[axis] + static_cast<std::size_t>(offset[axis]);
    }
    it.Set(static_cast<TPixel>(intensity(position)));
  }
  return image;
}

/** Scan sizes of a small series of N dimensions. */
template <unsigned int VDimension>
std::vector<std::size_t>
SmallScan()
{
  const std::vector<std::size_t> sizes{ 4, 3, 2 };
  return { sizes.begin(), sizes.begin() + (VDimension - 3) };
}

/** A reproducible random intensity of 5 to 204, different at every pixel, point and frame (the SplitMix64 hash). */
inline double
RandomCounts(const Position & p)
{
  std::uint64_t hash = 0x9e3779b97f4a7c15 * (1 + p.pixel + 7919 * p.point + 15485863 * p.frame);
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
  return 5.0 + static_cast<double>((hash ^ (hash >> 31)) % 200);
}

/** Frames x pixels with <I> = 1 in every frame and exactly the covariance <D(t1) D(t2)>_k = covariance, D = I - 1. */
inline Eigen::MatrixXd
SeriesWithCovariance(const Eigen::MatrixXd & covariance, Eigen::Index pixels, unsigned int seed = 1)
{
  const Eigen::Index         frames = covariance.rows();
  std::mt19937               generator(seed);
  std::normal_distribution<> normal;
  Eigen::MatrixXd            basis(pixels, frames + 1);
  basis.col(0).setOnes();
  for (Eigen::Index column = 1; column <= frames; ++column)
  {
    for (Eigen::Index row = 0; row < pixels; ++row)
    {
      basis(row, column) = normal(generator);
    }
  }
  const Eigen::MatrixXd orthonormal =
    Eigen::HouseholderQR<Eigen::MatrixXd>(basis).householderQ() * Eigen::MatrixXd::Identity(pixels, frames + 1);
  const Eigen::MatrixXd root = covariance.llt().matrixL();
  return (std::sqrt(static_cast<double>(pixels)) * root * orthonormal.rightCols(frames).transpose()).array() + 1.0;
}

/** The KWW covariance beta exp(-2 (|t1 - t2| / tau)^gamma) of frames `period` apart. */
inline Eigen::MatrixXd
KWWCovariance(Eigen::Index frames, double period, double beta, double tau, double gamma)
{
  Eigen::MatrixXd covariance(frames, frames);
  for (Eigen::Index i = 0; i < frames; ++i)
  {
    for (Eigen::Index j = 0; j < frames; ++j)
    {
      covariance(i, j) = beta * std::exp(-2.0 * std::pow(std::abs(i - j) * period / tau, gamma));
    }
  }
  return covariance;
}

/** A label source for the annuli on the detector of a series. */
template <typename TImage>
itk::RadialMaskImageSource::Pointer
LabelsFor(const TImage * series, const std::vector<stem5d::Annulus> & annuli, itk::BadPixelImageType * bad = nullptr)
{
  auto source = itk::RadialMaskImageSource::New();
  source->SetGridFrom(series);
  source->SetAnnuli(annuli);
  if (bad != nullptr)
  {
    source->SetBadPixels(bad);
  }
  source->Update();
  return source;
}

/** A bad-pixel image on the detector of a series: a beam stop that covers |ky| < width for kx < 0. */
template <typename TImage>
itk::BadPixelImageType::Pointer
BeamStopFor(const TImage * series, double width)
{
  const stem5d::DetectorGrid grid = stem5d::DetectorGridOf(*series);
  auto                       bad = itk::BadPixelImageType::New();
  bad->SetRegions(itk::BadPixelImageType::SizeType{ { grid.size[0], grid.size[1] } });
  bad->SetSpacing(grid.spacing.data());
  bad->SetOrigin(grid.first.data());
  bad->Allocate(true);
  for (std::size_t y = 0; y < grid.size[1]; ++y)
  {
    for (std::size_t x = 0; x < grid.size[0]; ++x)
    {
      const bool behind = std::abs(grid.Coordinate(1, y)) < width && grid.Coordinate(0, x) < 0.0;
      bad->GetBufferPointer()[y * grid.size[0] + x] = behind ? 1 : 0;
    }
  }
  return bad;
}

/** Bit-wise equality of two images' buffers and geometry. */
template <typename TImage>
::testing::AssertionResult
Identical(const TImage * a, const TImage * b)
{
  if (a->GetBufferedRegion() != b->GetBufferedRegion() || a->GetSpacing() != b->GetSpacing() ||
      a->GetOrigin() != b->GetOrigin())
  {
    return ::testing::AssertionFailure() << "geometry differs: " << a->GetBufferedRegion() << b->GetBufferedRegion();
  }
  const auto values = a->GetBufferedRegion().GetNumberOfPixels() * a->GetNumberOfComponentsPerPixel();
  if (values == 0 ||
      std::memcmp(a->GetBufferPointer(), b->GetBufferPointer(), values * sizeof(*a->GetBufferPointer())) != 0)
  {
    return ::testing::AssertionFailure() << "values differ";
  }
  return ::testing::AssertionSuccess();
}

/** A filter's output by 1, 2, 3 and 8 work units, and in pieces, equals the output made whole by one. `configure` makes
 * a new filter on `input`; `select` picks the output. */
template <typename TInput, typename TConfigure, typename TSelect>
void
ExpectSameInPieces(TInput * input, TConfigure configure, TSelect select)
{
  auto whole = configure(input);
  whole->SetNumberOfWorkUnits(1);
  whole->Update();
  auto * reference = select(whole.GetPointer());
  using OutputType = std::remove_pointer_t<decltype(reference)>;
  for (const unsigned int workUnits : { 2u, 3u, 8u })
  {
    auto filter = configure(input);
    filter->SetNumberOfWorkUnits(workUnits);
    filter->Update();
    EXPECT_TRUE(Identical<OutputType>(reference, select(filter.GetPointer()))) << workUnits << " work units";
  }
  auto source = itk::CastImageFilter<TInput, TInput>::New(); // stands for a reader: it buffers what is requested
  source->SetInput(input);
  source->InPlaceOff();
  auto monitor = itk::PipelineMonitorImageFilter<TInput>::New();
  monitor->SetInput(source->GetOutput());
  monitor->UpdateOutputInformation(); // so that the geometry is known to configure()
  auto piecewise = configure(monitor->GetOutput());
  auto streamer = itk::StreamingImageFilter<OutputType, OutputType>::New();
  streamer->SetInput(select(piecewise.GetPointer()));
  streamer->SetNumberOfStreamDivisions(3);
  streamer->Update();
  EXPECT_TRUE(Identical<OutputType>(reference, streamer->GetOutput())) << "streamed";
  EXPECT_GT(monitor->GetNumberOfUpdates(), 1u) << "the input was not requested in pieces";
}

} // namespace test

#endif

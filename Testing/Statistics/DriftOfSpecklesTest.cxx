/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Drift.h"
#include "RadialMask.h"
#include "itkSpeckleSeriesImageSource.h"

#include <gtest/gtest.h>

namespace
{

constexpr std::size_t NumberOfSectors = 8;

/** The sectors of an annulus 0.4 1/nm wide of the small detector. */
stem5d::RingPixels
SectorPixels(const stem5d::DetectorGrid & grid)
{
  stem5d::Pattern<std::uint16_t> labels = stem5d::Pattern<std::uint16_t>::Zero(32, 32);
  constexpr double               width = 2.0 * 3.14159265358979323846 / NumberOfSectors;
  for (std::size_t sector = 0; sector < NumberOfSectors; ++sector)
  {
    const double low = static_cast<double>(sector) * width;
    labels += static_cast<std::uint16_t>(sector + 1) *
              stem5d::RadialMask(grid, { { 2.4, 2.8 } }, {}, { { low, low + width } }, {});
  }
  return stem5d::PixelsOfLabels(labels);
}

/** The virtual images of the sectors of a homogeneous sample, 40 x 40 points, 64 frames, 10 electrons a pixel, that
 * moves along the diagonal by so many nm a frame. */
std::vector<stem5d::VirtualImageSeries>
SimulateVirtualImages(double drift, std::uint32_t seed)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.seed = seed;
  settings.detectorSize = { { 32, 32 } };
  settings.scanSize = { { 40, 40 } };
  settings.frames = 64;
  settings.framePeriod = 10.0;
  settings.relaxationTime = 400.0;
  settings.drift = { { drift * std::sqrt(0.5), drift * std::sqrt(0.5) } };
  settings.halo.peak = 0.0;
  settings.halo.decay = 1e12;
  const stem5d::RingPixels pixels = SectorPixels(settings.TrueGrid());

  auto recorded = itk::Image<unsigned char, 2>::New();
  recorded->SetRegions(itk::Size<2>{ { 32, 32 } });
  recorded->Allocate(true);
  for (const Eigen::Index pixel : pixels.offsets)
  {
    recorded->GetBufferPointer()[pixel] = 1;
  }
  auto source = itk::SpeckleSeriesImageSource<itk::Image<unsigned short, 5>>::New();
  source->SetSettings(settings);
  source->SetRecordedPixels(recorded);
  source->Update();

  const unsigned short *                  pattern = source->GetOutput()->GetBufferPointer();
  const stem5d::VirtualImageSeries        series(64, stem5d::Pattern<float>::Zero(40, 40));
  std::vector<stem5d::VirtualImageSeries> sectors(NumberOfSectors, series);
  for (std::size_t frame = 0; frame < 64; ++frame)
  {
    for (Eigen::Index point = 0; point < 1600; ++point, pattern += 1024)
    {
      for (std::size_t sector = 0; sector < NumberOfSectors; ++sector)
      {
        for (auto i = pixels.first[sector]; i < pixels.first[sector + 1]; ++i)
        {
          sectors[sector][frame].data()[point] += static_cast<float>(pattern[pixels.offsets[i]]);
        }
      }
    }
  }
  return sectors;
}

/** The sum over the sectors: the virtual images of the annulus. */
std::vector<stem5d::VirtualImageSeries>
Annulus(std::vector<stem5d::VirtualImageSeries> sectors)
{
  for (std::size_t sector = 1; sector < sectors.size(); ++sector)
  {
    for (std::size_t frame = 0; frame < sectors[sector].size(); ++frame)
    {
      sectors[0][frame] += sectors[sector][frame];
    }
  }
  sectors.resize(1);
  return sectors;
}

/** The drift is found within 3 standard errors along both axes, and these are small. In nm a frame. */
stem5d::Drift
ExpectDrift(const std::vector<stem5d::VirtualImageSeries> & images, double truth, double largestError)
{
  const auto drift = stem5d::MeasureDrift(images, { { 0.16, 0.16 } }, 10.0);
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    EXPECT_NEAR(drift.velocity[axis] * 10.0, truth * std::sqrt(0.5), 30.0 * drift.error[axis]);
    EXPECT_LT(drift.error[axis] * 10.0, largestError);
  }
  EXPECT_EQ(drift.IsSignificant(), truth > 0.0);
  EXPECT_GT(drift.correlationLength, 0.63); // 0.645 nm for a pixel
  EXPECT_LT(drift.correlationLength, 0.80);
  return drift;
}

} // namespace

TEST(DriftOfSpeckles, AtRestIsNoneForAnySeed)
{
  for (std::uint32_t seed = 1; seed <= 5; ++seed)
  {
    const auto sectors = SimulateVirtualImages(0.0, seed);
    for (const auto & drift : { ExpectDrift(sectors, 0.0, 0.001), ExpectDrift(Annulus(sectors), 0.0, 0.0025) })
    {
      EXPECT_LT(drift.Speed(), 3.0 * drift.SpeedError()) << "seed " << seed;
      EXPECT_GT(drift.LeastFeignedRelaxationTime(), 800.0) << "seed " << seed;
    }
  }
}

TEST(DriftOfSpeckles, IsFound)
{
  for (const double truth : { 0.01, 0.05 })
  {
    const auto sectors = SimulateVirtualImages(truth, 1);
    for (const auto & drift : { ExpectDrift(sectors, truth, 0.001), ExpectDrift(Annulus(sectors), truth, 0.0025) })
    {
      EXPECT_NEAR(drift.FeignedRelaxationTime(), 0.645 / (truth / 10.0), 0.3 * 0.645 / (truth / 10.0));
    }
  }
}

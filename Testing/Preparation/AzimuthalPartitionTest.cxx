/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AzimuthalPartition.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>

namespace
{

using stem5d::AzimuthalPartition;
using stem5d::AzimuthalPartitionSettings;
using stem5d::DetectorGrid;
using stem5d::RingPixels;

constexpr double Spacing = 0.232; // 1/nm: no whole number in binary

/** A square detector about the diffraction centre, as recorded and then binned. */
DetectorGrid
CentredGrid(std::size_t size, std::size_t bin = 1)
{
  const double spacing = Spacing / static_cast<double>(bin);
  const double first = -0.5 * (static_cast<double>(size * bin) - 1.0) * spacing;
  return DetectorGrid{ { size * bin, size * bin }, { spacing, spacing }, { first, first } }.Binned(bin);
}

/** All pixels but the centre, which has no azimuth. */
RingPixels
AllPixels(const DetectorGrid & grid)
{
  RingPixels pixels;
  for (Eigen::Index offset = 0; offset < static_cast<Eigen::Index>(grid.NumberOfPixels()); ++offset)
  {
    if (2 * offset + 1 != static_cast<Eigen::Index>(grid.NumberOfPixels()))
    {
      pixels.offsets.push_back(offset);
    }
  }
  pixels.first.push_back(pixels.NumberOfPixels());
  return pixels;
}

std::string
ErrorOf(const AzimuthalPartitionSettings & settings)
{
  try
  {
    const AzimuthalPartition partition({}, {}, settings);
  }
  catch (const std::invalid_argument & error)
  {
    return error.what();
  }
  return "";
}

} // namespace

TEST(AzimuthalPartition, OppositePixelsBelongTogether)
{
  for (const auto & grid : { CentredGrid(66), CentredGrid(65), CentredGrid(66, 4), CentredGrid(33, 3) })
  {
    const RingPixels pixels = AllPixels(grid);
    for (const std::size_t sectors : { 2, 8, 12, 16 })
    {
      const AzimuthalPartition partition(pixels, grid, { sectors, true, 0.7 });
      const auto               count = static_cast<Eigen::Index>(pixels.offsets.size());
      ASSERT_EQ(partition.sector.size(), pixels.offsets.size());
      ASSERT_EQ(partition.half.size(), pixels.offsets.size());
      for (Eigen::Index i = 0; i < count; ++i) // the opposite of the first pixel is the last
      {
        ASSERT_EQ(partition.sector[i], partition.sector[count - 1 - i]) << pixels.offsets[i] << ' ' << sectors;
        ASSERT_EQ(partition.half[i], partition.half[count - 1 - i]) << pixels.offsets[i];
      }
    }
  }
}

TEST(AzimuthalPartition, SectorsFollowTheAzimuthOnEqualTerms)
{
  const DetectorGrid       grid = CentredGrid(66);
  const RingPixels         pixels = stem5d::PixelsOfLabels(stem5d::RadialMask(grid, { { 3.0, 5.8 } }, {}, {}, {}));
  const AzimuthalPartition partition(pixels, grid, { 12, true, 0.0 });
  std::map<int, int>       sizes;
  for (std::size_t i = 0; i < pixels.offsets.size(); ++i)
  {
    const double kx = grid.Coordinate(0, pixels.offsets[i] % 66);
    const double ky = grid.Coordinate(1, pixels.offsets[i] / 66);
    const double degrees = std::atan2(ky, kx) * 180.0 / std::acos(-1.0);
    const double centre = 15.0 * partition.sector[i] + 7.5;
    EXPECT_LE(std::abs(std::remainder(degrees - centre, 180.0)), 7.5 + 1e-6) << degrees;
    ++sizes[partition.sector[i]];
  }
  ASSERT_EQ(sizes.size(), 12u);
  for (const auto & [sector, size] : sizes)
  {
    EXPECT_NEAR(size, 1444 / 12, 12) << sector; // the diagonal's 16 pixels all go to one side
  }
}

TEST(AzimuthalPartition, HalvesAreUnionsOfSectorsAndOppositeQuadrants)
{
  for (const auto & grid : { CentredGrid(66), CentredGrid(65) })
  {
    const RingPixels pixels = AllPixels(grid);
    for (const std::size_t sectors : { 2, 6, 12 })
    {
      const AzimuthalPartition partition(pixels, grid, { sectors, true, 0.0 });
      for (std::size_t i = 0; i < pixels.offsets.size(); ++i)
      {
        ASSERT_EQ(partition.half[i], 2 * partition.sector[i] / static_cast<int>(sectors));
      }
    }
  }
  const DetectorGrid       grid = CentredGrid(66);
  const AzimuthalPartition partition(AllPixels(grid), grid, { 0, true, 0.0 });
  EXPECT_TRUE(partition.sector.empty());
  EXPECT_EQ(partition.half[0], 0);           // kx < 0, ky < 0
  EXPECT_EQ(partition.half[65], 1);          // kx > 0, ky < 0
  EXPECT_EQ(partition.half[65 * 66], 1);     // kx < 0, ky > 0
  EXPECT_EQ(partition.half[66 * 66 - 1], 0); // kx > 0, ky > 0
}

TEST(AzimuthalPartition, TheGuardBandIsInNeitherHalfButInItsSector)
{
  const DetectorGrid       grid = CentredGrid(66);
  const RingPixels         pixels = AllPixels(grid);
  const AzimuthalPartition plain(pixels, grid, { 12, true, 0.0 });
  const AzimuthalPartition guarded(pixels, grid, { 12, true, 0.7 });
  EXPECT_EQ(guarded.sector, plain.sector);
  for (std::size_t i = 0; i < pixels.offsets.size(); ++i)
  {
    const Eigen::Index x = pixels.offsets[i] % 66;
    const Eigen::Index y = pixels.offsets[i] / 66;
    const bool         inBand = (x >= 31 && x <= 34) || (y >= 31 && y <= 34); // 0.116 and 0.348
    ASSERT_EQ(guarded.half[i], inBand ? AzimuthalPartition::NoHalf : plain.half[i]);
  }
}

TEST(AzimuthalPartition, LeavesOutWhatIsNotWanted)
{
  const DetectorGrid       grid = CentredGrid(8);
  const AzimuthalPartition none(AllPixels(grid), grid, { 0, false, 0.0 });
  EXPECT_TRUE(none.sector.empty() && none.half.empty());
  const AzimuthalPartition sectors(AllPixels(grid), grid, { 4, false, 0.0 });
  EXPECT_EQ(sectors.sector.size(), 64u);
  EXPECT_TRUE(sectors.half.empty());
}

TEST(AzimuthalPartition, RefusesWhatMakesNoHalves)
{
  EXPECT_EQ(ErrorOf({ 12, true, 0.0 }), "");
  EXPECT_NE(ErrorOf({ 7, true, 0.0 }).find("sectors is 7: give an even number"), std::string::npos);
  EXPECT_NE(ErrorOf({ 1, false, 0.0 }).find("sectors is 1"), std::string::npos);
  EXPECT_NE(ErrorOf({ 12, true, -0.1 }).find("guard band between the halves is -0.1"), std::string::npos);
  EXPECT_NE(ErrorOf({ 12, true, std::numeric_limits<double>::quiet_NaN() }).find("is nan"), std::string::npos);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ReadingCost.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace
{

/** 106 frames of 120 x 60 points of 66 x 66 pixels of 2 bytes, chunked: 0.92 MB a point, 6.6 GB. */
stem5d::SeriesDescription
Series(const std::vector<std::size_t> & chunk)
{
  stem5d::SeriesDescription series;
  for (const std::size_t size : { 66, 66, 120, 60, 106 })
  {
    series.axes.emplace_back();
    series.axes.back().size = size;
  }
  series.componentType = "uint16";
  series.chunk = chunk;
  return series;
}

constexpr std::uint64_t GB = 1ull << 30;

double
TimesRead(const std::vector<std::size_t> & chunk, std::uint64_t memory)
{
  return stem5d::EstimateReadingCost(Series(chunk), memory).timesRead;
}

} // namespace

TEST(ReadingCost, ChunksWithinTheMemoryAreReadOnce)
{
  EXPECT_EQ(TimesRead({}, GB), 1.0);
  EXPECT_EQ(TimesRead({ 66, 66, 1, 1, 1 }, GB), 1.0);    // single patterns
  EXPECT_EQ(TimesRead({ 66, 66, 1, 1, 106 }, GB), 1.0);  // time-contiguous
  EXPECT_EQ(TimesRead({ 33, 66, 120, 1, 53 }, GB), 1.0); // a row
  EXPECT_EQ(TimesRead({ 66, 66, 16, 7, 10 }, GB), 1.0);  // tiles that do not divide the scan
  EXPECT_EQ(TimesRead({ 66, 66, 120, 60, 1 }, 16 * GB), 1.0);
}

TEST(ReadingCost, LargerChunksAreReadSeveralTimes)
{
  const auto frames = stem5d::EstimateReadingCost(Series({ 66, 66, 120, 60, 1 }), 2 * GB);
  EXPECT_GE(frames.timesRead, 6.0); // 13 GB for two blocks of all points
  EXPECT_LE(frames.timesRead, 10.0);
  EXPECT_EQ(frames.betterChunk, "1x1x120x66x66");
  EXPECT_NEAR(static_cast<double>(frames.memoryForOnce), 2.0 * 6.65e9 + 0.5e9, 0.1e9);
  EXPECT_EQ(TimesRead({ 66, 66, 120, 60, 1 }, frames.memoryForOnce), 1.0);
  EXPECT_GT(TimesRead({ 66, 66, 120, 60, 1 }, GB), frames.timesRead);
}

TEST(ReadingCost, NeedsRoomForAScanPoint)
{
  EXPECT_THROW(TimesRead({ 66, 66, 1, 1, 1 }, 1), std::invalid_argument);
}

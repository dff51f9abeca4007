/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ReadingCost.h"

#include "Memory.h"
#include "ScanBlocks.h"

namespace stem5d
{
namespace
{

constexpr unsigned int ScanDimension = 3; // the most that a series has

/** Bytes of a component in memory: see SeriesImageIO::SetConvertToFloat. */
std::size_t
BytesInMemory(const std::string & componentType)
{
  return componentType == "uint8" ? 1 : componentType == "uint16" ? 2 : 4;
}

std::string
BetterChunk(std::vector<std::size_t> chunk)
{
  for (std::size_t axis = 3; axis + 1 < chunk.size(); ++axis)
  {
    chunk[axis] = 1; // one scan row
  }
  std::string text;
  for (auto size = chunk.rbegin(); size != chunk.rend(); ++size)
  {
    text += (text.empty() ? "" : "x") + std::to_string(*size);
  }
  return text;
}

} // namespace

ReadingCost
EstimateReadingCost(const SeriesDescription & series, std::uint64_t memoryLimit)
{
  constexpr std::uint64_t         besides = 512ull << 20; // the program and its results
  constexpr std::uint64_t         blocks = 2;             // one is analysed, the next one read
  const auto &                    axes = series.axes;
  itk::ImageRegion<ScanDimension> scan;
  scan.SetSize(itk::Size<ScanDimension>::Filled(1));
  for (std::size_t axis = 2; axis + 1 < axes.size(); ++axis)
  {
    scan.SetSize(static_cast<unsigned int>(axis - 2), axes[axis].size);
  }
  const auto        granule = ScanGranule<ScanDimension>(series.chunk);
  const std::size_t pointBytes = axes[0].size * axes[1].size * axes.back().size * BytesInMemory(series.componentType);
  const std::size_t most = PointsInMemory(memoryLimit, blocks * pointBytes, 0);
  const auto        plan = PlanScanBlocks(scan, granule, std::max<std::size_t>(BlockBytes / pointBytes, 1), most);
  std::uint64_t     points = 1;
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    points *= std::min(granule[axis], scan.GetSize(axis));
  }
  return { TimesRead(scan, plan, granule), points * blocks * pointBytes + besides, BetterChunk(series.chunk) };
}

} // namespace stem5d

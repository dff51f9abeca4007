/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RegionOfInterest.h"

#include "MeanAndError.h"

#include <algorithm>

namespace stem5d
{
namespace
{

/** The region of interest in the analysed part of the scan. */
struct Window
{
  std::size_t columns; ///< of the analysed part
  std::size_t rows;
  std::size_t sections;
  std::size_t first[2];
  std::size_t count[2];

  /** The values of the window; `components` of them for every point. */
  template <typename TValue>
  std::vector<TValue>
  Cut(const std::vector<TValue> & values, std::size_t components) const
  {
    std::vector<TValue> cut;
    cut.reserve(sections * count[0] * count[1] * components);
    for (std::size_t section = 0; section < sections && !values.empty(); ++section)
    {
      for (std::size_t y = first[1]; y < first[1] + count[1]; ++y)
      {
        const auto run = values.begin() + ((section * rows + y) * columns + first[0]) * components;
        cut.insert(cut.end(), run, run + count[0] * components);
      }
    }
    return cut;
  }
};

Window
WindowOf(const AnalysisResults & results)
{
  const auto & size = results.curves.scanSize;
  const auto & roi = *results.parameters.regionOfInterest;
  const auto   analysed = results.parameters.scanRegion.value_or(std::array<std::size_t, 4>{ 0, 0, size[0], size[1] });
  Window       window{ size[0], size[1], size.size() > 2 ? size[2] : 1, {}, {} };
  for (const unsigned int axis : { 0U, 1U })
  {
    const std::size_t start = analysed[axis];
    const std::size_t end = start + size[axis];
    if (roi[axis] < start || roi[axis + 2] < 1 || roi[axis] >= end || roi[axis + 2] > end - roi[axis])
    {
      throw std::invalid_argument("the region of interest has " + std::to_string(roi[axis + 2]) + " points from " +
                                  std::to_string(roi[axis]) + " along " + (axis == 0 ? "x" : "y") +
                                  ", but analysed are " + std::to_string(size[axis]) + " from " +
                                  std::to_string(start) + ": give --region-of-interest X0 Y0 NX NY inside of these");
    }
    window.first[axis] = roi[axis] - start;
    window.count[axis] = roi[axis + 2];
  }
  return window;
}

double
MeanIntensity(const AnalysisResults & results)
{
  const auto & values = results.Map("mean_intensity").values;
  return MeanAndError(Eigen::Map<const Eigen::ArrayXf>(values.data(), static_cast<Eigen::Index>(values.size()))).mean;
}

} // namespace

std::vector<ScanMap>
WithinRegionOfInterest(std::vector<ScanMap> maps, const AnalysisResults & results)
{
  if (results.parameters.regionOfInterest)
  {
    const Window window = WindowOf(results);
    for (ScanMap & map : maps)
    {
      map.values = window.Cut(map.values, 1);
    }
  }
  return maps;
}

AnalysisResults
WithinRegionOfInterest(const AnalysisResults & results)
{
  AnalysisResults region = results;
  if (!results.parameters.regionOfInterest)
  {
    return region;
  }
  const Window window = WindowOf(results);
  Curves &     curves = region.curves;
  region.maps = WithinRegionOfInterest(results.maps, results);
  region.status = window.Cut(results.status, 1);
  curves.correlation = window.Cut(results.curves.correlation, curves.delay.size());
  curves.correlationError = window.Cut(results.curves.correlationError, curves.delay.size());
  if (!results.frameIntensity.empty())
  {
    Window frames = window;
    frames.sections *= results.frames; // frame by frame, as the filter gives it
    region.frameIntensity = frames.Cut(results.frameIntensity, 1);
  }
  for (const unsigned int axis : { 0U, 1U })
  {
    curves.scanOrigin[axis] += static_cast<double>(window.first[axis]) * curves.scanSpacing[axis];
    curves.scanSize[axis] = window.count[axis];
  }
  const auto scale = static_cast<float>(MeanIntensity(region) / MeanIntensity(results));
  for (float & intensity : curves.meanPattern)
  {
    intensity *= scale;
  }
  region.parameters.scanRegion = *results.parameters.regionOfInterest;
  region.parameters.regionOfInterest.reset();
  return region;
}

} // namespace stem5d

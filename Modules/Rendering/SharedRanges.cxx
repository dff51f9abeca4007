/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ChartItem.h"
#include "Values.h"

#include <cmath>

namespace stem5d
{
namespace
{

/** The range of values whose coordinates are a range. */
Range
ValuesOf(const Range & coordinates, bool logarithmic)
{
  return logarithmic ? Range{ std::pow(10.0, coordinates.low), std::pow(10.0, coordinates.high) } : coordinates;
}

} // namespace

void
ShareColours(std::vector<MapFigure> & maps)
{
  std::vector<double> valid;
  for (const MapFigure & map : maps)
  {
    const std::vector<double> more = SortedValid(map.values, map.flagged);
    valid.insert(valid.end(), more.begin(), more.end());
  }
  if (valid.empty())
  {
    return;
  }
  std::sort(valid.begin(), valid.end());
  for (MapFigure & map : maps)
  {
    map.range = Range{ Quantile(valid, 0.02), Quantile(valid, 0.98) };
  }
}

void
ShareAxes(std::vector<ScatterFigure> & plots)
{
  Points all;
  for (const ScatterFigure & plot : plots)
  {
    for (std::size_t i = 0; i < std::min(plot.x.size(), plot.y.size()); ++i)
    {
      const double x = CoordinateOf(plot.x[i], plot.logX);
      const double y = CoordinateOf(plot.y[i], plot.logY);
      if (std::isfinite(x) && std::isfinite(y))
      {
        all.Add(x, y);
      }
    }
  }
  for (ScatterFigure & plot : plots)
  {
    plot.xRange = ValuesOf(RangeAround(all.x), plot.logX);
    plot.yRange = ValuesOf(RangeAround(all.y), plot.logY);
  }
}

} // namespace stem5d

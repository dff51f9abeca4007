/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ChartItem.h"
#include "Ticks.h"
#include "Values.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace stem5d
{
namespace
{

/** The rule of Freedman and Diaconis: bins 2 (interquartile range) n^(-1/3) wide; 10 to 60 of them. */
std::size_t
NumberOfBins(const std::vector<double> & sorted, const Range & range)
{
  const double spread = Quantile(sorted, 0.75) - Quantile(sorted, 0.25);
  const double width = 2.0 * spread / std::cbrt(static_cast<double>(sorted.size()));
  return width > 0.0 ? static_cast<std::size_t>(std::clamp((range.high - range.low) / width, 10.0, 60.0)) : 10;
}

/** Middles of the bins and numbers of values in them. */
Points
CountInBins(const std::vector<double> & sorted, const Range & range)
{
  const std::size_t bins = NumberOfBins(sorted, range);
  const double      width = (range.high - range.low) / static_cast<double>(bins);
  Points            counts;
  for (std::size_t bin = 0; bin < bins; ++bin)
  {
    counts.Add(range.low + (static_cast<double>(bin) + 0.5) * width, 0.0);
  }
  for (const double value : sorted)
  {
    ++counts.y[std::min(static_cast<std::size_t>((value - range.low) / width), bins - 1)];
  }
  return counts;
}

/** Corners of bars of that height about the middles, a little apart. */
Points
MakeBars(const Points & counts)
{
  const double halfWidth = 0.47 * (counts.x[1] - counts.x[0]);
  Points       corners;
  for (std::size_t bin = 0; bin < counts.x.size(); ++bin)
  {
    corners.Add(counts.x[bin] - halfWidth, 0.0);
    corners.Add(counts.x[bin] + halfWidth, counts.y[bin]);
  }
  return corners;
}

} // namespace

vtkSmartPointer<FigureItem>
MakeItem(const HistogramFigure & figure)
{
  auto item = vtkSmartPointer<ChartItem>::New();
  item->SetTitle(figure.title);
  const std::vector<double> values = SortedValid(figure.values);
  if (values.empty())
  {
    return item;
  }
  const Range  range = Widened({ values.front(), values.back() });
  const Points counts = CountInBins(values, range);
  const double top = 1.08 * *std::max_element(counts.y.begin(), counts.y.end());
  item->SetAxes(MakeAxis(figure.xLabel, RangeAround({ range.low, range.high })), MakeAxis(figure.yLabel, { 0.0, top }));
  item->AddRectangles(MakeBars(counts), SkyBlue);

  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  const double median = Quantile(values, 0.5);
  item->AddLine({ { mean, mean }, { 0.0, top } }, Vermillion);
  item->AddLine({ { median, median }, { 0.0, top } }, Black, true);
  item->AddKey({ KeyEntry::Sample::Line, Vermillion, "mean " + FormatNumber(mean) });
  item->AddKey({ KeyEntry::Sample::DashedLine, Black, "median " + FormatNumber(median) });
  item->AddKey({ KeyEntry::Sample::None, Black, "n = " + std::to_string(values.size()) });
  return item;
}

} // namespace stem5d

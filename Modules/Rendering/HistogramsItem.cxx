/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FigureItem.h"

#include <algorithm>

namespace stem5d
{

vtkSmartPointer<FigureItem>
MakeItem(const HistogramsFigure & figure)
{
  SeriesFigure series;
  series.title = figure.title;
  series.xLabel = figure.xLabel;
  series.yLabel = figure.yLabel;
  series.ordered = true;
  float highest = 0.0F;
  for (const HistogramsFigure::Sample & sample : figure.samples)
  {
    SeriesFigure::Series steps{ sample.label, { figure.edges.front() }, { 0.0F }, {}, SeriesFigure::Style::Line };
    for (std::size_t bin = 0; bin < sample.counts.size(); ++bin)
    {
      steps.x.insert(steps.x.end(), { figure.edges[bin], figure.edges[bin + 1] });
      steps.y.insert(steps.y.end(), 2, sample.counts[bin]);
      highest = std::max(highest, sample.counts[bin]);
    }
    steps.x.push_back(figure.edges.back());
    steps.y.push_back(0.0F);
    series.series.push_back(steps);
  }
  if (highest > 0.0F)
  {
    series.yRange = Range{ 0.0, 1.08 * highest };
  }
  return MakeItem(series);
}

} // namespace stem5d

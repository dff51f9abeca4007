/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CheckFigure.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace stem5d
{
namespace
{

void
CheckLength(const char * name, std::size_t length, std::size_t expected)
{
  if (length != expected)
  {
    throw std::invalid_argument(std::string("a figure's ") + name + " has " + std::to_string(length) +
                                " elements where " + std::to_string(expected) + " belong");
  }
}

void
CheckOptionalLength(const char * name, std::size_t length, std::size_t expected)
{
  if (length != 0)
  {
    CheckLength(name, length, expected);
  }
}

template <typename TGrid>
void
CheckGrid(const TGrid & grid)
{
  if (grid.columns == 0 || grid.rows == 0)
  {
    throw std::invalid_argument("a figure's grid has no columns or no rows");
  }
  for (const double spacing : grid.spacing)
  {
    if (!(spacing > 0.0) || !std::isfinite(spacing))
    {
      throw std::invalid_argument("a figure's spacing is " + std::to_string(spacing) + ", which is not positive");
    }
  }
}

void
CheckRange(const char * name, const std::optional<Range> & range, bool logarithmic)
{
  if (range && (!std::isfinite(range->low) || !std::isfinite(range->high) || range->low > range->high ||
                (logarithmic && !(range->low > 0.0))))
  {
    throw std::invalid_argument(std::string("a figure's ") + name + " from " + std::to_string(range->low) + " to " +
                                std::to_string(range->high) + " is not a range" +
                                (logarithmic ? " of a logarithmic axis" : ""));
  }
}

void
Check(const MapFigure & figure)
{
  CheckGrid(figure);
  CheckLength("values", figure.values.size(), figure.columns * figure.rows);
  CheckOptionalLength("flagged", figure.flagged.size(), figure.values.size());
  CheckRange("range", figure.range, false);
}

void
Check(const StatusMapFigure & figure)
{
  constexpr std::size_t most = 8;
  CheckGrid(figure);
  CheckLength("categories", figure.categories.size(), figure.columns * figure.rows);
  if (figure.labels.size() > most)
  {
    throw std::invalid_argument("a figure has " + std::to_string(figure.labels.size()) + " categories where at most " +
                                std::to_string(most) + " can be told apart");
  }
  const auto largest = *std::max_element(figure.categories.begin(), figure.categories.end());
  if (largest >= figure.labels.size())
  {
    throw std::invalid_argument("a figure's category " + std::to_string(largest) + " has no label");
  }
}

void
Check(const ScatterFigure & figure)
{
  CheckLength("y", figure.y.size(), figure.x.size());
  CheckOptionalLength("flagged", figure.flagged.size(), figure.x.size());
  CheckRange("xRange", figure.xRange, figure.logX);
  CheckRange("yRange", figure.yRange, figure.logY);
}

void
Check(const HistogramFigure &)
{}

void
Check(const HistogramsFigure & figure)
{
  if (figure.edges.size() < 2)
  {
    throw std::invalid_argument("a figure's distributions have no bins");
  }
  for (const HistogramsFigure::Sample & sample : figure.samples)
  {
    CheckLength("counts", sample.counts.size(), figure.edges.size() - 1);
  }
}

void
Check(const SeriesFigure & figure)
{
  for (const SeriesFigure::Series & series : figure.series)
  {
    CheckLength("y", series.y.size(), series.x.size());
    CheckOptionalLength("yError", series.yError.size(), series.x.size());
  }
  for (const SeriesFigure::Band & band : figure.bands)
  {
    CheckLength("low", band.low.size(), band.x.size());
    CheckLength("high", band.high.size(), band.x.size());
    CheckOptionalLength("middle", band.middle.size(), band.x.size());
  }
  CheckRange("xRange", figure.xRange, figure.logX);
  CheckRange("yRange", figure.yRange, figure.logY);
}

void
Check(const NullFigure &)
{}

void
Check(const CurveFigure & figure)
{
  CheckLength("y", figure.y.size(), figure.x.size());
  CheckOptionalLength("yError", figure.yError.size(), figure.x.size());
  CheckLength("modelY", figure.modelY.size(), figure.modelX.size());
}

void
Check(const PatternFigure & figure)
{
  CheckGrid(figure);
  CheckLength("intensity", figure.intensity.size(), figure.columns * figure.rows);
  CheckOptionalLength("masked", figure.masked.size(), figure.intensity.size());
}

} // namespace

void
CheckFigure(const Figure & figure)
{
  std::visit([](const auto & any) { Check(any); }, figure);
}

void
CheckPanels(const Panels & panels)
{
  if (panels.figures.empty() || panels.columns == 0)
  {
    throw std::invalid_argument("there are no panels to draw");
  }
  std::for_each(panels.figures.begin(), panels.figures.end(), CheckFigure);
}

} // namespace stem5d

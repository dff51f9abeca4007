/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ChartItem.h"
#include "Viridis.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stem5d
{
namespace
{

/** What is drawn of a figure, as coordinates on its axes, and all of them for the ranges of the axes. */
class SeriesMaker
{
public:
  explicit SeriesMaker(const SeriesFigure & figure)
    : m_Figure(figure)
  {}

  vtkSmartPointer<FigureItem>
  Make()
  {
    m_Item->SetTitle(m_Figure.title);
    for (const SeriesFigure::Band & band : m_Figure.bands)
    {
      this->AddBand(band);
    }
    for (std::size_t i = 0; i < m_Figure.series.size(); ++i)
    {
      this->AddSeries(m_Figure.series[i], this->GetColour(i));
    }
    const Range xRange = AxisRange(m_Figure.xRange, m_Figure.logX, m_All.x);
    for (const SeriesFigure::Level & level : m_Figure.levels)
    {
      this->AddLevel(level, xRange);
    }
    for (const std::string & annotation : m_Figure.annotations)
    {
      m_Item->AddKey({ KeyEntry::Sample::None, Black, annotation });
    }
    m_Item->SetAxes(MakeAxis(m_Figure.xLabel, xRange, m_Figure.logX),
                    MakeAxis(m_Figure.yLabel, AxisRange(m_Figure.yRange, m_Figure.logY, m_All.y), m_Figure.logY));
    return m_Item;
  }

private:
  Colour
  GetColour(std::size_t index) const
  {
    static constexpr Colour distinct[] = { Blue, Vermillion, BluishGreen, Orange, ReddishPurple, SkyBlue, Black };
    constexpr double        brightest = 0.9; // the end of the scale is too light on white
    const std::size_t       last = m_Figure.series.size() - 1;
    return m_Figure.ordered
             ? Viridis(last > 0 ? brightest * static_cast<double>(index) / static_cast<double>(last) : 0.0)
             : distinct[index % std::size(distinct)];
  }

  double
  GetX(double value) const
  {
    return CoordinateOf(value, m_Figure.logX);
  }
  double
  GetY(double value) const
  {
    return CoordinateOf(value, m_Figure.logY);
  }

  /** The least distance between different coordinates, or any for one alone. */
  static double
  GetSpacing(std::vector<double> x)
  {
    std::sort(x.begin(), x.end());
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < x.size(); ++i)
    {
      least = x[i] > x[i - 1] ? std::min(least, x[i] - x[i - 1]) : least;
    }
    return std::isfinite(least) ? least : std::max(0.1, 0.01 * std::abs(x.front()));
  }

  void
  AddBand(const SeriesFigure::Band & band)
  {
    constexpr Colour light{ 217, 217, 217 };
    constexpr Colour dark{ 115, 115, 115 };
    Points           lows;
    Points           highs;
    Points           middles;
    for (std::size_t i = 0; i < band.x.size(); ++i)
    {
      const double x = this->GetX(band.x[i]);
      if (std::isfinite(x) && std::isfinite(band.low[i]) && std::isfinite(band.high[i]))
      {
        lows.Add(x, this->GetY(band.low[i]));
        highs.Add(x, this->GetY(band.high[i]));
      }
      const double middle = band.middle.empty() ? std::nan("") : this->GetY(band.middle[i]);
      if (std::isfinite(x) && std::isfinite(middle))
      {
        middles.Add(x, middle);
      }
    }
    if (lows.x.empty())
    {
      return;
    }
    const double spacing = GetSpacing(lows.x);
    const double halfWidth = (lows.x.size() > 1 ? 0.35 : 0.1) * spacing;
    Points       corners;
    for (std::size_t i = 0; i < lows.x.size(); ++i)
    {
      corners.Add(lows.x[i] - halfWidth, lows.y[i]);
      corners.Add(lows.x[i] + halfWidth, highs.y[i]);
      m_All.x.insert(m_All.x.end(), { lows.x[i] - 0.5 * spacing, lows.x[i] + 0.5 * spacing });
    }
    this->Include(corners);
    this->Include(middles);
    m_Item->AddRectangles(corners, light);
    for (std::size_t i = 0; i < middles.x.size(); ++i)
    {
      m_Item->AddLine({ { middles.x[i] - halfWidth, middles.x[i] + halfWidth }, { middles.y[i], middles.y[i] } }, dark);
    }
    m_Item->AddKey({ KeyEntry::Sample::Square, light, band.label });
  }

  void
  AddSeries(const SeriesFigure::Series & series, const Colour & colour)
  {
    const bool hasDots = series.style != SeriesFigure::Style::Line;
    const bool hasRibbon = !hasDots && !series.yError.empty();
    Points     points;
    Points     errors;
    for (std::size_t i = 0; i < series.x.size(); ++i)
    {
      const double x = this->GetX(series.x[i]);
      const double y = this->GetY(series.y[i]);
      if (std::isfinite(x) && std::isfinite(y))
      {
        points.Add(x, y);
        const double error = series.yError.empty() ? std::nan("") : series.yError[i];
        if (std::isfinite(error) || hasRibbon)
        {
          const double reach = std::isfinite(error) ? error : 0.0;
          errors.Add(x, this->GetY(series.y[i] - reach));
          errors.Add(x, this->GetY(series.y[i] + reach));
        }
      }
    }
    if (points.x.empty())
    {
      return;
    }
    this->Include(points);
    this->Include(errors);
    constexpr std::size_t many = 300;
    const float           diameter = points.x.size() > many ? 10.0F : points.x.size() > 30 ? 14.0F : 20.0F;
    if (hasRibbon)
    {
      m_Item->AddRibbon(errors, colour, 0.25);
    }
    else
    {
      m_Item->AddErrorBars(errors, colour, 0.8F * diameter);
    }
    if (series.style != SeriesFigure::Style::Dots)
    {
      m_Item->AddLine(points, colour);
    }
    if (hasDots)
    {
      m_Item->AddDots(points, colour, diameter, points.x.size() > many ? 0.5 : 1.0);
    }
    if (!series.label.empty())
    {
      m_Item->AddKey({ hasDots ? KeyEntry::Sample::Dot : KeyEntry::Sample::Line, colour, series.label });
    }
  }

  void
  AddLevel(const SeriesFigure::Level & level, const Range & xRange)
  {
    const double y = this->GetY(level.y);
    if (std::isfinite(y))
    {
      m_Item->AddLine({ { xRange.low, xRange.high }, { y, y } }, Black, true);
      m_Item->AddKey({ KeyEntry::Sample::DashedLine, Black, level.label });
      m_All.y.push_back(y);
    }
  }

  void
  Include(const Points & points)
  {
    m_All.x.insert(m_All.x.end(), points.x.begin(), points.x.end());
    m_All.y.insert(m_All.y.end(), points.y.begin(), points.y.end());
  }

  const SeriesFigure &       m_Figure;
  vtkSmartPointer<ChartItem> m_Item{ vtkSmartPointer<ChartItem>::New() };
  Points                     m_All;
};

} // namespace

vtkSmartPointer<FigureItem>
MakeItem(const SeriesFigure & figure)
{
  return SeriesMaker(figure).Make();
}

} // namespace stem5d

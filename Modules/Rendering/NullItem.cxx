/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ChartItem.h"
#include "Painting.h"

#include <cmath>

namespace stem5d
{
namespace
{

constexpr float RowHeight = 130.0F;
/** Parts of a row's height, from its top. */
constexpr double LabelMiddle = 0.24;
constexpr double BandMiddle = 0.68;
constexpr double BandHalfHeight = 0.2;

} // namespace

vtkSmartPointer<FigureItem>
MakeItem(const NullFigure & figure)
{
  constexpr Colour band{ 217, 217, 217 };
  constexpr Colour dot{ 115, 115, 115 };
  const auto       rows = static_cast<double>(figure.statistics.size());
  Points           bands;
  Points           nullValues;
  Points           values;
  Points           errorBars;
  for (std::size_t row = 0; row < figure.statistics.size(); ++row)
  {
    const NullFigure::Statistic & statistic = figure.statistics[row];
    const double                  y = rows - static_cast<double>(row) - BandMiddle;
    if (std::isfinite(statistic.nullInterval.low) && std::isfinite(statistic.nullInterval.high))
    {
      bands.Add(statistic.nullInterval.low, y - BandHalfHeight);
      bands.Add(statistic.nullInterval.high, y + BandHalfHeight);
    }
    for (const float value : statistic.nullValues)
    {
      if (std::isfinite(value))
      {
        nullValues.Add(value, y);
      }
    }
    if (std::isfinite(statistic.value))
    {
      values.Add(statistic.value, y);
      if (std::isfinite(statistic.error))
      {
        errorBars.Add(statistic.value - statistic.error, y);
        errorBars.Add(statistic.value + statistic.error, y);
      }
    }
  }

  auto item = vtkSmartPointer<ChartItem>::New();
  item->SetTitle(figure.title);
  Points all = bands;
  for (const Points & more : { nullValues, values, errorBars })
  {
    all.x.insert(all.x.end(), more.x.begin(), more.x.end());
  }
  if (all.x.empty())
  {
    return item;
  }
  item->SetAxes(MakeAxis(figure.xLabel, RangeAround(all.x)), { "", {}, 0.0, rows });
  item->SetBodyHeight(static_cast<float>(rows) * RowHeight + GetAxisHeight());
  item->AddRectangles(bands, band);
  item->AddDots(nullValues, dot, 10.0F, 0.6);
  item->AddErrorBars(errorBars, Blue, 16.0F);
  item->AddDots(values, Blue, 20.0F);
  for (std::size_t row = 0; row < figure.statistics.size(); ++row)
  {
    item->AddText(rows - static_cast<double>(row) - LabelMiddle, figure.statistics[row].label);
  }
  item->AddKey({ KeyEntry::Sample::Dot, Blue, "measured" });
  item->AddKey({ KeyEntry::Sample::Dot, dot, "null" });
  item->AddKey({ KeyEntry::Sample::Square, band, "95 % of the null" });
  return item;
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ChartItem.h"

#include <cmath>

namespace stem5d
{

vtkSmartPointer<FigureItem>
MakeItem(const ScatterFigure & figure)
{
  Points valid;
  Points flagged;
  for (std::size_t i = 0; i < figure.x.size(); ++i)
  {
    const double x = CoordinateOf(figure.x[i], figure.logX);
    const double y = CoordinateOf(figure.y[i], figure.logY);
    if (std::isfinite(x) && std::isfinite(y))
    {
      (!figure.flagged.empty() && figure.flagged[i] != 0 ? flagged : valid).Add(x, y);
    }
  }
  Points all = valid;
  all.x.insert(all.x.end(), flagged.x.begin(), flagged.x.end());
  all.y.insert(all.y.end(), flagged.y.begin(), flagged.y.end());

  auto item = vtkSmartPointer<ChartItem>::New();
  item->SetTitle(figure.title);
  item->SetAxes(MakeAxis(figure.xLabel, AxisRange(figure.xRange, figure.logX, all.x), figure.logX),
                MakeAxis(figure.yLabel, AxisRange(figure.yRange, figure.logY, all.y), figure.logY));

  const bool  many = all.x.size() > 300;
  const float diameter = many ? 10.0F : 18.0F;
  item->AddDots(flagged, Grey, diameter);
  item->AddDots(valid, Blue, diameter, many ? 0.5 : 1.0);

  if (!figure.annotation.empty())
  {
    item->AddKey({ KeyEntry::Sample::None, Black, figure.annotation });
  }
  if (!flagged.x.empty())
  {
    item->AddKey({ KeyEntry::Sample::Dot, Grey, figure.flaggedLabel + " (" + std::to_string(flagged.x.size()) + ")" });
  }
  return item;
}

} // namespace stem5d

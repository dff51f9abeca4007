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
MakeItem(const CurveFigure & figure)
{
  const auto coordinate = [&figure](float x) { return figure.logX ? std::log10(static_cast<double>(x)) : x; };
  Points     measured;
  Points     errorBars;
  for (std::size_t i = 0; i < figure.x.size(); ++i)
  {
    const double x = coordinate(figure.x[i]);
    const double y = figure.y[i];
    if (std::isfinite(x) && std::isfinite(y))
    {
      measured.Add(x, y);
      if (!figure.yError.empty() && std::isfinite(figure.yError[i]))
      {
        errorBars.Add(x, y - figure.yError[i]);
        errorBars.Add(x, y + figure.yError[i]);
      }
    }
  }
  Points model;
  for (std::size_t i = 0; i < figure.modelX.size(); ++i)
  {
    const double x = coordinate(figure.modelX[i]);
    if (std::isfinite(x) && std::isfinite(figure.modelY[i]))
    {
      model.Add(x, figure.modelY[i]);
    }
  }
  Points all = measured;
  for (const Points & more : { errorBars, model })
  {
    all.x.insert(all.x.end(), more.x.begin(), more.x.end());
    all.y.insert(all.y.end(), more.y.begin(), more.y.end());
  }

  auto item = vtkSmartPointer<ChartItem>::New();
  item->SetTitle(figure.title);
  item->SetAxes({ figure.xLabel, RangeAround(all.x), figure.logX }, { figure.yLabel, RangeAround(all.y) });
  item->AddSegments(errorBars, Blue);
  item->AddDots(measured, Blue, 18.0F);
  item->AddLine(model, Vermillion);
  if (!measured.x.empty())
  {
    item->AddKey({ KeyEntry::Sample::Dot, Blue, figure.dataLabel });
  }
  if (!model.x.empty())
  {
    item->AddKey({ KeyEntry::Sample::Line, Vermillion, figure.modelLabel });
  }
  for (const std::string & annotation : figure.annotations)
  {
    item->AddKey({ KeyEntry::Sample::None, Black, annotation });
  }
  return item;
}

} // namespace stem5d

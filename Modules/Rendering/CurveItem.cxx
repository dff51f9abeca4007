/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FigureItem.h"

namespace stem5d
{

vtkSmartPointer<FigureItem>
MakeItem(const CurveFigure & figure)
{
  SeriesFigure series;
  series.title = figure.title;
  series.xLabel = figure.xLabel;
  series.yLabel = figure.yLabel;
  series.series = { { figure.dataLabel, figure.x, figure.y, figure.yError, SeriesFigure::Style::Dots },
                    { figure.modelLabel, figure.modelX, figure.modelY, {}, SeriesFigure::Style::Line } };
  series.annotations = figure.annotations;
  series.logX = figure.logX;
  return MakeItem(series);
}

} // namespace stem5d

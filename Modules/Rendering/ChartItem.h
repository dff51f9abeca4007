/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ChartItem_h
#define ChartItem_h

#include "FigureItem.h"

#include <vtkChartXY.h>
#include <vtkNew.h>
#include <vtkObjectFactory.h>

#include <string>
#include <vector>

namespace stem5d
{

/** Coordinates of points; on a logarithmic axis those of log10(value). */
struct Points
{
  std::vector<double> x;
  std::vector<double> y;

  void
  Add(double pointX, double pointY)
  {
    x.push_back(pointX);
    y.push_back(pointY);
  }
};

/** An axis of a chart. */
struct Axis
{
  std::string label;
  Range       range;
  bool        logarithmic{ false }; /**< the range is that of log10(value) */
};

/** The range of values with a margin, for an axis; {0, 1} if there are none. */
Range
RangeAround(const std::vector<double> & values);

/** \class ChartItem
 * \brief A figure whose body is a chart with an x and a y axis. A chart without plots says that it has no points. */
class ChartItem : public FigureItem
{
public:
  static ChartItem *
  New()
  {
    VTK_STANDARD_NEW_BODY(ChartItem);
  }

  using FigureItem::AddKey;
  using FigureItem::SetTitle;

  void
  SetAxes(const Axis & x, const Axis & y);
  void
  AddDots(const Points & points, const Colour & colour, float diameter, double opacity = 1.0);
  void
  AddLine(const Points & points, const Colour & colour, bool dashed = false);
  /** Separate lines from each even to the following odd point. */
  void
  AddSegments(const Points & points, const Colour & colour);
  /** Bars on their middles, one beside the other. */
  void
  AddBars(const Points & points, const Colour & colour);

protected:
  ChartItem();

  float
  GetBodyHeight(float width) const override;
  void
  PaintBody(vtkContext2D * painter, const vtkRectf & body) override;

private:
  void
  AddPlot(vtkPlot * plot, const Points & points, const Colour & colour);

  vtkNew<vtkChartXY> m_Chart;
  std::string        m_XLabel;
  std::string        m_YLabel;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ChartItem_h
#define ChartItem_h

#include "Axes.h"
#include "FigureItem.h"

#include <vtkObjectFactory.h>

#include <functional>
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

/** The coordinate of a value on an axis. */
double
CoordinateOf(double value, bool logarithmic);

/** The range of the finite values with a margin, for an axis; {0, 1} if there are none. */
Range
RangeAround(const std::vector<double> & values);

/** The range that is asked for, of values, as coordinates; without one, that around the coordinates. */
Range
AxisRange(const std::optional<Range> & range, bool logarithmic, const std::vector<double> & coordinates);

/** \class ChartItem
 * \brief A figure whose body is a chart with an x and a y axis: what is added first lies below. A chart to which
 * nothing is added says that it has no points. */
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
  SetAxes(const Axis & x, const Axis & y)
  {
    m_XAxis = x;
    m_YAxis = y;
  }

  void
  AddDots(const Points & points, const Colour & colour, float diameter, double opacity = 1.0);
  void
  AddLine(const Points & points, const Colour & colour, bool dashed = false);
  /** Bars from each even to the following odd point, with caps. A NaN of y stands for the end of the axis. */
  void
  AddErrorBars(const Points & ends, const Colour & colour, float capLength);
  /** The area between each even point and the odd one above it. A NaN of y stands for the end of the axis. */
  void
  AddRibbon(const Points & ends, const Colour & colour, double opacity);
  /** Rectangles from each even to the following odd point, the lower left and upper right corner. A NaN of y stands for
   * the end of the axis. */
  void
  AddRectangles(const Points & corners, const Colour & colour);
  /** A text to the right of the left end of the chart, at a height. */
  void
  AddText(double y, const std::string & text);

  /** Changes the height of the body, which is a part of its width otherwise. */
  void
  SetBodyHeight(float height)
  {
    m_BodyHeight = height;
  }

  bool
  SuitsAnyHeight() const override
  {
    return m_BodyHeight == 0.0F;
  }

protected:
  float
  GetBodyHeight(float width) const override;
  void
  PaintBody(vtkContext2D * painter, const vtkRectf & body) override;

private:
  using Mark = std::function<void(vtkContext2D *, const Frame &)>;

  Axis              m_XAxis;
  Axis              m_YAxis;
  std::vector<Mark> m_Marks;
  float             m_BodyHeight{ 0.0F };
};

} // namespace stem5d

#endif

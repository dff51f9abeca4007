/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Axes_h
#define Axes_h

#include "Ticks.h"

#include <vtkRect.h>
#include <vtkVector.h>

#include <string>
#include <vector>

class vtkContext2D;

namespace stem5d
{

/** An axis of a frame. The coordinates of a logarithmic axis are log10(value). */
struct Axis
{
  std::string       label;
  std::vector<Tick> ticks;
  double            from{ 0.0 }; /**< coordinate at the left or bottom */
  double            to{ 1.0 };   /**< coordinate at the right or top */

  double
  GetFraction(double coordinate) const
  {
    return (coordinate - from) / (to - from);
  }
};

/** The axis of a range of coordinates, which are logarithms on a logarithmic one. */
Axis
MakeAxis(const std::string & label, const Range & range, bool logarithmic = false);

/** The same axis with its ends exchanged. */
Axis
Reversed(const Axis & axis);

/** A rectangle on the page with the axes of its plane. */
struct Frame
{
  vtkRectf rectangle;
  Axis     x;
  Axis     y;

  /** Where a point lies on the page. */
  vtkVector2f
  GetPoint(double pointX, double pointY) const;
};

/** The room for labels and ticks left of a frame. */
float
GetAxisWidth(const Axis & y);
/** The room for labels and ticks below a frame. */
float
GetAxisHeight();

void
PaintAxes(vtkContext2D * painter, const Frame & frame);

/** Limits what is painted to a rectangle for as long as it lives. */
class Clip
{
public:
  Clip(vtkContext2D * painter, const vtkRectf & rectangle);
  ~Clip();
  Clip(const Clip &) = delete;
  void
  operator=(const Clip &) = delete;

private:
  vtkContext2D * m_Painter;
};

} // namespace stem5d

#endif

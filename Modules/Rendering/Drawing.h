/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Drawing_h
#define Drawing_h

#include "Colour.h"

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace stem5d
{

/** A point of a page, in pixels from its lower left corner. */
struct PagePoint
{
  double x;
  double y;
};

/** A rectangle of a page. */
struct PageBox
{
  double left;
  double bottom;
  double width;
  double height;
};

/** A step of an outline: to a point, straight or on a cubic curve by two others, or back to where it began. */
struct Step
{
  enum class Kind
  {
    Move,
    Line,
    Curve,
    Close
  };
  Kind                     kind;
  std::array<PagePoint, 3> points{}; /**< the end is the first but of a curve, where it is the last */
};

/** Lines, or the areas that they enclose. */
struct Shape
{
  std::vector<Step>      steps;
  Colour                 colour{ Black };
  double                 opacity{ 1.0 };
  double                 lineWidth{ 0.0 }; /**< 0: areas */
  bool                   isDashed{ false };
  std::optional<PageBox> clip;
};

struct Disc
{
  PagePoint middle;
  double    radius;
  Colour    colour;
  double    opacity;
};

/** Pixels in a rectangle, row by row, the first row on top. */
struct Picture
{
  PageBox             place;
  int                 columns;
  int                 rows;
  std::vector<Colour> pixels;
};

/** A page as it is in a vector format: what comes later lies above. */
struct Drawing
{
  int                                             width;
  int                                             height;
  std::vector<std::variant<Shape, Disc, Picture>> elements;
};

/** The length of the dashes of a dashed line and of what is between them. */
inline double
DashLength(const Shape & shape)
{
  return 3.0 * shape.lineWidth;
}

/** A decimal number with at most two decimals: a hundredth of a pixel is far below what can be seen. */
std::string
ToDecimal(double value);

/** The drawing as a file of Scalable Vector Graphics 1.1. */
std::string
ToSvg(const Drawing & drawing);

/** The drawing as a file of the Portable Document Format 1.4, without date or identifier. */
std::string
ToPdf(const Drawing & drawing);

} // namespace stem5d

#endif

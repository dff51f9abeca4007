/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Painting_h
#define Painting_h

#include "Colour.h"
#include "Ticks.h"

#include <vtkContext2D.h>
#include <vtkRect.h>
#include <vtkTextProperty.h>

#include <functional>
#include <string>
#include <vector>

namespace stem5d
{

/** Sizes in pixels of a figure one column wide. */
constexpr float TitleSize = 40.0F;
constexpr float LabelSize = 38.0F;
constexpr float TickLabelSize = 34.0F;
constexpr float LineWidth = 3.0F;
constexpr float TickLength = 12.0F;
constexpr float Gap = 12.0F;

constexpr const char * NoValidPoints = "no valid points";

/** Black sans-serif letters of a size. */
void
SetLetters(vtkTextProperty * property, float size);

/** Where a text lies on its anchor: the sides that touch it, or its middle. */
struct Anchor
{
  enum class Horizontal
  {
    Left,
    Centre,
    Right
  } horizontal;
  enum class Vertical
  {
    Bottom,
    Centre,
    Top
  } vertical;
};
constexpr Anchor AtLeft{ Anchor::Horizontal::Left, Anchor::Vertical::Centre };
constexpr Anchor AtRight{ Anchor::Horizontal::Right, Anchor::Vertical::Centre };
constexpr Anchor AtTop{ Anchor::Horizontal::Centre, Anchor::Vertical::Top };
constexpr Anchor AtTopLeft{ Anchor::Horizontal::Left, Anchor::Vertical::Top };
constexpr Anchor AtCentre{ Anchor::Horizontal::Centre, Anchor::Vertical::Centre };

float
TextWidth(const std::string & text, float size);

/** Writes a text at an anchor point, smaller if it is longer than the room there is. */
void
PaintText(vtkContext2D *      painter,
          const vtkVector2f & point,
          const std::string & text,
          float               size,
          const Anchor &      anchor,
          float               room,
          bool                upwards = false);

/** A line, solid or dashed. */
void
SetPen(vtkContext2D * painter, const Colour & colour, float width = LineWidth, bool dashed = false);

/** The flat inside of shapes without an outline. */
void
SetFill(vtkContext2D * painter, const Colour & colour);

void
PaintFrame(vtkContext2D * painter, const vtkRectf & rectangle);

/** Fills a rectangle with columns x rows flat cells, row 0 on top. */
void
PaintCells(vtkContext2D *                                          painter,
           const vtkRectf &                                        rectangle,
           std::size_t                                             columns,
           std::size_t                                             rows,
           const std::function<Colour(std::size_t, std::size_t)> & colourAt);

/** The scale of the colours of a map beside it. */
struct ColourBar
{
  std::string                   label;
  std::vector<Tick>             ticks;
  std::function<Colour(double)> colourAt;             /**< of a fraction of the bar's length */
  std::function<double(double)> fractionOf;           /**< of a value */
  bool                          valuesBelow{ false }; /**< a pointed end says that values lie beyond the range */
  bool                          valuesAbove{ false };
};

/** The width that PaintColourBar() is likely to need. */
constexpr float ColourBarWidth = 250.0F;

void
PaintColourBar(vtkContext2D * painter, const vtkRectf & bar, const ColourBar & colourBar);

} // namespace stem5d

#endif

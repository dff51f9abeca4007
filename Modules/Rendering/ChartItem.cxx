/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ChartItem.h"

#include "Painting.h"
#include "Values.h"

#include <vtkBrush.h>
#include <vtkContext2D.h>
#include <vtkVector.h>

#include <algorithm>
#include <cmath>

namespace stem5d
{
namespace
{

bool
IsWithin(double fraction)
{
  return fraction >= 0.0 && fraction <= 1.0;
}

double
FiniteOr(double value, double replacement)
{
  return std::isfinite(value) ? value : replacement;
}

} // namespace

double
CoordinateOf(double value, bool logarithmic)
{
  return logarithmic ? std::log10(value) : value;
}

Range
RangeAround(const std::vector<double> & values)
{
  std::vector<double> finite;
  std::copy_if(
    values.begin(), values.end(), std::back_inserter(finite), [](double value) { return std::isfinite(value); });
  if (finite.empty())
  {
    return { 0.0, 1.0 };
  }
  const auto   ends = std::minmax_element(finite.begin(), finite.end());
  const Range  range = Widened({ *ends.first, *ends.second });
  const double margin = 0.05 * (range.high - range.low);
  return { range.low - margin, range.high + margin };
}

Range
AxisRange(const std::optional<Range> & range, bool logarithmic, const std::vector<double> & coordinates)
{
  return range ? Widened({ CoordinateOf(range->low, logarithmic), CoordinateOf(range->high, logarithmic) })
               : RangeAround(coordinates);
}

void
ChartItem::AddDots(const Points & points, const Colour & colour, float diameter, double opacity)
{
  if (points.x.empty())
  {
    return;
  }
  m_Marks.push_back([=](vtkContext2D * painter, const Frame & frame) {
    SetFill(painter, colour);
    painter->GetBrush()->SetOpacityF(opacity);
    for (std::size_t i = 0; i < points.x.size(); ++i)
    {
      if (IsWithin(frame.x.GetFraction(points.x[i])) && IsWithin(frame.y.GetFraction(points.y[i])))
      {
        const vtkVector2f middle = frame.GetPoint(points.x[i], points.y[i]);
        painter->DrawEllipse(middle.GetX(), middle.GetY(), 0.5F * diameter, 0.5F * diameter);
      }
    }
  });
}

void
ChartItem::AddLine(const Points & points, const Colour & colour, bool dashed)
{
  if (points.x.empty())
  {
    return;
  }
  m_Marks.push_back([=](vtkContext2D * painter, const Frame & frame) {
    const Clip         clip(painter, frame.rectangle);
    std::vector<float> line;
    for (std::size_t i = 0; i < points.x.size(); ++i)
    {
      const vtkVector2f point = frame.GetPoint(points.x[i], points.y[i]);
      line.insert(line.end(), { point.GetX(), point.GetY() });
    }
    SetPen(painter, colour, 2.0F * LineWidth, dashed);
    painter->DrawPoly(line.data(), static_cast<int>(points.x.size()));
  });
}

void
ChartItem::AddErrorBars(const Points & ends, const Colour & colour, float capLength)
{
  if (ends.x.empty())
  {
    return;
  }
  m_Marks.push_back([=](vtkContext2D * painter, const Frame & frame) {
    const Clip clip(painter, frame.rectangle);
    SetPen(painter, colour);
    for (std::size_t i = 0; i < ends.x.size(); i += 2)
    {
      const vtkVector2f from = frame.GetPoint(ends.x[i], FiniteOr(ends.y[i], frame.y.from));
      const vtkVector2f to = frame.GetPoint(ends.x[i + 1], FiniteOr(ends.y[i + 1], frame.y.to));
      const bool        isVertical = ends.x[i] == ends.x[i + 1];
      const float       capX = isVertical ? 0.5F * capLength : 0.0F;
      const float       capY = isVertical ? 0.0F : 0.5F * capLength;
      painter->DrawLine(from.GetX(), from.GetY(), to.GetX(), to.GetY());
      for (const vtkVector2f & end : { from, to })
      {
        painter->DrawLine(end.GetX() - capX, end.GetY() - capY, end.GetX() + capX, end.GetY() + capY);
      }
    }
  });
}

void
ChartItem::AddRibbon(const Points & ends, const Colour & colour, double opacity)
{
  if (ends.x.size() < 4)
  {
    return;
  }
  m_Marks.push_back([=](vtkContext2D * painter, const Frame & frame) {
    const Clip         clip(painter, frame.rectangle);
    std::vector<float> strip;
    for (std::size_t i = 0; i < ends.x.size(); ++i)
    {
      const vtkVector2f end = frame.GetPoint(ends.x[i], FiniteOr(ends.y[i], i % 2 == 0 ? frame.y.from : frame.y.to));
      strip.insert(strip.end(), { end.GetX(), end.GetY() });
    }
    SetFill(painter, colour);
    painter->GetBrush()->SetOpacityF(opacity);
    painter->DrawQuadStrip(strip.data(), static_cast<int>(ends.x.size()));
  });
}

void
ChartItem::AddRectangles(const Points & corners, const Colour & colour)
{
  if (corners.x.empty())
  {
    return;
  }
  m_Marks.push_back([=](vtkContext2D * painter, const Frame & frame) {
    const Clip clip(painter, frame.rectangle);
    SetFill(painter, colour);
    for (std::size_t i = 0; i < corners.x.size(); i += 2)
    {
      const vtkVector2f low = frame.GetPoint(corners.x[i], FiniteOr(corners.y[i], frame.y.from));
      const vtkVector2f high = frame.GetPoint(corners.x[i + 1], FiniteOr(corners.y[i + 1], frame.y.to));
      painter->DrawRect(low.GetX(), low.GetY(), high.GetX() - low.GetX(), high.GetY() - low.GetY());
    }
  });
}

void
ChartItem::AddText(double y, const std::string & text)
{
  m_Marks.push_back([=](vtkContext2D * painter, const Frame & frame) {
    const vtkVector2f left = frame.GetPoint(frame.x.from, y);
    PaintText(painter,
              { left.GetX() + Gap, left.GetY() },
              text,
              TickLabelSize,
              AtLeft,
              frame.rectangle.GetWidth() - 2.0F * Gap);
  });
}

float
ChartItem::GetBodyHeight(float width) const
{
  return m_BodyHeight > 0.0F ? m_BodyHeight : 0.7F * width;
}

void
ChartItem::PaintBody(vtkContext2D * painter, const vtkRectf & body)
{
  if (m_Marks.empty())
  {
    PaintFrame(painter, body);
    PaintText(painter,
              { body.GetLeft() + 0.5F * body.GetWidth(), body.GetBottom() + 0.5F * body.GetHeight() },
              NoValidPoints,
              LabelSize,
              AtCentre,
              body.GetWidth());
    return;
  }
  constexpr float rightMargin = 2.0F * TickLabelSize; // for one half of the last tick's label
  const float     left = std::round(body.GetLeft() + GetAxisWidth(m_YAxis));
  const float     bottom = std::round(body.GetBottom() + GetAxisHeight());
  const Frame     frame{ { left, bottom, std::round(body.GetRight() - rightMargin) - left, body.GetTop() - bottom },
                     m_XAxis,
                     m_YAxis };
  for (const Mark & mark : m_Marks)
  {
    mark(painter, frame);
  }
  PaintAxes(painter, frame);
}

} // namespace stem5d

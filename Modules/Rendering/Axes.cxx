/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Axes.h"

#include "Painting.h"

#include <vtkContext2D.h>
#include <vtkContextDevice2D.h>

#include <algorithm>
#include <cmath>

namespace stem5d
{
namespace
{

constexpr float TickOffset = TickLength + Gap;

float
WidestLabel(const Axis & axis)
{
  float widest = 0.0F;
  for (const Tick & tick : axis.ticks)
  {
    widest = std::max(widest, TextWidth(tick.label, TickLabelSize));
  }
  return widest;
}

/** Every how many-th label there is room for beside each other. */
std::size_t
GetLabelStep(const Frame & frame)
{
  float nearest = frame.rectangle.GetWidth();
  for (std::size_t i = 1; i < frame.x.ticks.size(); ++i)
  {
    const double distance =
      frame.x.GetFraction(frame.x.ticks[i].value) - frame.x.GetFraction(frame.x.ticks[i - 1].value);
    nearest = std::min(nearest, static_cast<float>(std::abs(distance)) * frame.rectangle.GetWidth());
  }
  return static_cast<std::size_t>(std::max(1.0F, std::ceil((WidestLabel(frame.x) + Gap) / nearest)));
}

} // namespace

Axis
MakeAxis(const std::string & label, const Range & range, bool logarithmic)
{
  return { label, logarithmic ? LogarithmicTicks(range) : LinearTicks(range), range.low, range.high };
}

Axis
Reversed(const Axis & axis)
{
  return { axis.label, axis.ticks, axis.to, axis.from };
}

vtkVector2f
Frame::GetPoint(double pointX, double pointY) const
{
  return { rectangle.GetLeft() + static_cast<float>(x.GetFraction(pointX) * rectangle.GetWidth()),
           rectangle.GetBottom() + static_cast<float>(y.GetFraction(pointY) * rectangle.GetHeight()) };
}

float
GetAxisWidth(const Axis & y)
{
  return LabelSize + Gap + WidestLabel(y) + TickOffset;
}

float
GetAxisHeight()
{
  return 1.3F * LabelSize + TickLabelSize + TickOffset;
}

void
PaintAxes(vtkContext2D * painter, const Frame & frame)
{
  const vtkRectf & rectangle = frame.rectangle;
  PaintFrame(painter, rectangle);
  const std::size_t labelStep = GetLabelStep(frame);
  for (std::size_t i = 0; i < frame.x.ticks.size(); ++i)
  {
    const float x = frame.GetPoint(frame.x.ticks[i].value, frame.y.from).GetX();
    SetPen(painter, Black);
    painter->DrawLine(x, rectangle.GetBottom(), x, rectangle.GetBottom() - TickLength);
    if (i % labelStep == 0)
    {
      PaintText(painter,
                { x, rectangle.GetBottom() - TickOffset },
                frame.x.ticks[i].label,
                TickLabelSize,
                AtTop,
                rectangle.GetWidth());
    }
  }
  for (const Tick & tick : frame.y.ticks)
  {
    const float y = frame.GetPoint(frame.x.from, tick.value).GetY();
    SetPen(painter, Black);
    painter->DrawLine(rectangle.GetLeft(), y, rectangle.GetLeft() - TickLength, y);
    PaintText(
      painter, { rectangle.GetLeft() - TickOffset, y }, tick.label, TickLabelSize, AtRight, rectangle.GetWidth());
  }
  PaintText(painter,
            { rectangle.GetLeft() + 0.5F * rectangle.GetWidth(), rectangle.GetBottom() - GetAxisHeight() + LabelSize },
            frame.x.label,
            LabelSize,
            AtTop,
            rectangle.GetWidth());
  PaintText(painter,
            { rectangle.GetLeft() - GetAxisWidth(frame.y) + 0.5F * LabelSize,
              rectangle.GetBottom() + 0.5F * rectangle.GetHeight() },
            frame.y.label,
            LabelSize,
            AtCentre,
            rectangle.GetHeight(),
            true);
}

Clip::Clip(vtkContext2D * painter, const vtkRectf & rectangle)
  : m_Painter(painter)
{
  int box[] = { static_cast<int>(std::lround(rectangle.GetLeft())),
                static_cast<int>(std::lround(rectangle.GetBottom())),
                static_cast<int>(std::lround(rectangle.GetWidth())),
                static_cast<int>(std::lround(rectangle.GetHeight())) };
  painter->GetDevice()->SetClipping(box);
  painter->GetDevice()->EnableClipping(true);
}

Clip::~Clip()
{
  m_Painter->GetDevice()->EnableClipping(false);
}

} // namespace stem5d

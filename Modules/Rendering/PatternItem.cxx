/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Axes.h"
#include "FigureItem.h"
#include "Painting.h"
#include "Values.h"

#include <vtkContext2D.h>
#include <vtkMath.h>
#include <vtkObjectFactory.h>
#include <vtkVector.h>

#include <algorithm>
#include <cmath>

namespace stem5d
{
namespace
{

constexpr Colour MaskColour = ReddishPurple;
constexpr Colour AnnulusColours[] = { Orange, SkyBlue, BluishGreen, Vermillion };

class PatternItem : public FigureItem
{
public:
  static PatternItem *
  New()
  {
    VTK_STANDARD_NEW_BODY(PatternItem);
  }

  void
  SetFigure(const PatternFigure & figure);

protected:
  float
  GetBodyHeight(float width) const override;
  void
  PaintBody(vtkContext2D * painter, const vtkRectf & body) override;

private:
  double
  GetExtent(int axis) const
  {
    return m_Figure.spacing[axis] * static_cast<double>(axis == 0 ? m_Figure.columns : m_Figure.rows);
  }

  /** The axis from the first to the last pixel's outer edge. */
  Axis
  GetAxis(int axis, const char * name) const;
  void
  PaintAnnuli(vtkContext2D * painter, const Frame & frame) const;

  PatternFigure m_Figure;
  ColourBar     m_ColourBar;
  bool          m_HasValues{ false };
};

Colour
GreyScale(double fraction)
{
  const auto level = static_cast<unsigned char>(std::lround(255.0 * std::clamp(fraction, 0.0, 1.0)));
  return { level, level, level };
}

/** The ends that are round numbers, and 1, 2, 5 times powers of ten where they do not crowd. */
std::vector<Tick>
SquareRootTicks(const Range & range)
{
  if (!(range.low >= 0.0))
  {
    return LinearTicks(range);
  }
  std::vector<Tick> ticks;
  if (range.low == 0.0)
  {
    ticks.push_back({ 0.0, "0" });
  }
  const double least = std::max(range.low, 0.03 * range.high);
  for (const Tick & tick : LogarithmicTicks({ std::log10(least), std::log10(range.high) }))
  {
    ticks.push_back({ std::pow(10.0, tick.value), tick.label });
  }
  return ticks;
}

Colour
AnnulusColour(std::size_t index)
{
  return AnnulusColours[index % std::size(AnnulusColours)];
}

void
PatternItem::SetFigure(const PatternFigure & figure)
{
  m_Figure = figure;
  SetTitle(figure.title);
  for (std::size_t i = 0; i < figure.annuli.size(); ++i)
  {
    const AnnulusMark & annulus = figure.annuli[i];
    AddKey(
      { KeyEntry::Sample::Line,
        AnnulusColour(i),
        annulus.label + " " + FormatNumber(annulus.low) + " to " + FormatNumber(annulus.high) + " " + figure.unit });
  }
  const std::vector<double> valid = SortedValid(figure.intensity, figure.masked);
  if (const std::size_t count = figure.intensity.size() - valid.size(); count > 0)
  {
    AddKey({ KeyEntry::Sample::Square, MaskColour, "masked (" + std::to_string(count) + ")" });
  }
  m_HasValues = !valid.empty();
  if (!m_HasValues)
  {
    AddKey({ KeyEntry::Sample::None, Black, NoValidPoints });
  }
  else
  {
    const Range range = Widened(figure.range.value_or(Range{ 0.0, Quantile(valid, 0.995) }));
    m_ColourBar = { figure.quantity,
                    SquareRootTicks(range),
                    GreyScale,
                    [range](double value) {
                      return std::sqrt(std::max(0.0, value - range.low) / (range.high - range.low));
                    },
                    valid.front() < range.low,
                    valid.back() > range.high };
  }
}

float
PatternItem::GetBodyHeight(float width) const
{
  const float room = width - GetAxisWidth(GetAxis(1, "Qy")) - ColourBarWidth;
  return room * static_cast<float>(GetExtent(1) / GetExtent(0)) + GetAxisHeight();
}

void
PatternItem::PaintBody(vtkContext2D * painter, const vtkRectf & body)
{
  const Axis     qx = GetAxis(0, "Qx");
  const Axis     qy = Reversed(GetAxis(1, "Qy"));
  const double   room = body.GetWidth() - GetAxisWidth(qy) - ColourBarWidth;
  const double   scale = std::min(room / GetExtent(0), (body.GetHeight() - GetAxisHeight()) / GetExtent(1));
  const auto     width = static_cast<float>(scale * GetExtent(0));
  const auto     height = static_cast<float>(scale * GetExtent(1));
  const vtkRectf place(
    std::round(body.GetLeft() + GetAxisWidth(qy)), std::round(body.GetTop() - height), width, height);
  const Frame frame{ place, qx, qy };

  PaintCells(painter, place, m_Figure.columns, m_Figure.rows, [this](std::size_t column, std::size_t row) {
    const std::size_t index = row * m_Figure.columns + column;
    return IsValid(m_Figure.intensity, m_Figure.masked, index)
             ? GreyScale(m_ColourBar.fractionOf(m_Figure.intensity[index]))
             : MaskColour;
  });
  PaintAnnuli(painter, frame);
  PaintAxes(painter, frame);
  if (m_HasValues)
  {
    PaintColourBar(painter,
                   { place.GetRight() + 3.0F * Gap, place.GetBottom() + 40.0F, 40.0F, place.GetHeight() - 80.0F },
                   m_ColourBar);
  }
}

Axis
PatternItem::GetAxis(int axis, const char * name) const
{
  const double low = m_Figure.origin[axis] - 0.5 * m_Figure.spacing[axis];
  return MakeAxis(std::string(name) + " (" + m_Figure.unit + ")", { low, low + GetExtent(axis) });
}

void
PatternItem::PaintAnnuli(vtkContext2D * painter, const Frame & frame) const
{
  const Clip clip(painter, frame.rectangle);
  for (std::size_t i = 0; i < m_Figure.annuli.size(); ++i)
  {
    for (const double radius : { m_Figure.annuli[i].low, m_Figure.annuli[i].high })
    {
      constexpr int      corners = 360;
      std::vector<float> circle;
      for (int corner = 0; corner <= corners; ++corner)
      {
        const double      angle = 2.0 * vtkMath::Pi() * corner / corners;
        const vtkVector2f point = frame.GetPoint(radius * std::cos(angle), radius * std::sin(angle));
        circle.insert(circle.end(), { point.GetX(), point.GetY() });
      }
      SetPen(painter, AnnulusColour(i), 1.5F * LineWidth);
      painter->DrawPoly(circle.data(), corners + 1);
    }
  }
}

} // namespace

vtkSmartPointer<FigureItem>
MakeItem(const PatternFigure & figure)
{
  auto item = vtkSmartPointer<PatternItem>::New();
  item->SetFigure(figure);
  return item;
}

} // namespace stem5d

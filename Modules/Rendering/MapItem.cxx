/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "MapItem.h"

#include "Values.h"
#include "Viridis.h"

#include <vtkContext2D.h>
#include <vtkVector.h>

#include <algorithm>
#include <cmath>

namespace stem5d
{
namespace
{

constexpr float ThinnestStrip = 24.0F;
constexpr float LeastBodyHeight = 420.0F;
constexpr float ScaleBarHeight = 70.0F;

} // namespace

Axis
MapItem::GetAxis(int axis) const
{
  const double points = static_cast<double>(axis == 0 ? m_Grid.columns : m_Grid.rows);
  const double first = m_Grid.origin[axis] - 0.5 * m_Grid.spacing[axis];
  const Axis   upwards = MakeAxis(m_Grid.axisLabels[axis], { first, first + points * m_Grid.spacing[axis] });
  return axis == 0 || m_Grid.upwards ? upwards : Reversed(upwards);
}

float
MapItem::GetLeftMargin() const
{
  return HasAxes() ? GetAxisWidth(GetAxis(1)) : 0.0F;
}

float
MapItem::GetRightMargin() const
{
  return m_ColourBar ? ColourBarWidth : 0.0F;
}

float
MapItem::GetBottomMargin() const
{
  return HasAxes() ? GetAxisHeight() : ScaleBarHeight;
}

vtkVector2f
MapItem::GetSize(float width, float height) const
{
  const auto  columns = static_cast<float>(m_Grid.columns);
  const auto  rows = static_cast<float>(m_Grid.rows);
  const float aspect = static_cast<float>(m_Grid.spacing[1] / m_Grid.spacing[0]);
  float       cell = std::min(width / columns, height / (rows * aspect));
  if (aspect == 1.0F && cell > 1.0F)
  {
    cell = std::floor(cell); // so that all cells are the same number of pixels
  }
  return { std::max(cell * columns, ThinnestStrip), std::max(cell * aspect * rows, ThinnestStrip) };
}

float
MapItem::GetBodyHeight(float width) const
{
  const float room = width - GetLeftMargin() - ColourBarWidth;
  return std::max(LeastBodyHeight, GetSize(room, room).GetY()) + GetBottomMargin();
}

void
MapItem::PaintBody(vtkContext2D * painter, const vtkRectf & body)
{
  const float       left = body.GetLeft() + GetLeftMargin();
  const float       height = body.GetHeight() - GetBottomMargin();
  const float       room = body.GetRight() - GetRightMargin() - left;
  const vtkVector2f size = GetSize(room, height);
  const float       barHeight = std::max(size.GetY(), std::min(height, LeastBodyHeight));
  const float       middle = body.GetTop() - 0.5F * (m_ColourBar ? barHeight : size.GetY());
  const vtkRectf    map(
    std::round(left + 0.5F * (room - size.GetX())), std::round(middle - 0.5F * size.GetY()), size.GetX(), size.GetY());
  PaintCells(painter, map, m_Grid.columns, m_Grid.rows, [this](std::size_t column, std::size_t row) {
    return m_ColourAt((m_Grid.upwards ? m_Grid.rows - 1 - row : row) * m_Grid.columns + column);
  });
  if (HasAxes())
  {
    PaintAxes(painter, { map, GetAxis(0), GetAxis(1) });
  }
  else
  {
    PaintScaleBar(painter, map, room);
  }

  if (m_ColourBar)
  {
    constexpr float pointed = 40.0F;
    PaintColourBar(painter,
                   { map.GetRight() + 3.0F * Gap,
                     std::round(middle - 0.5F * barHeight + pointed),
                     40.0F,
                     barHeight - 2.0F * pointed },
                   *m_ColourBar);
  }
}

void
MapItem::PaintScaleBar(vtkContext2D * painter, const vtkRectf & map, float room) const
{
  constexpr float  thickness = 10.0F;
  constexpr double nanometresPerMicrometre = 1000.0;
  const double     width = m_Grid.spacing[0] * static_cast<double>(m_Grid.columns);
  const double     height = m_Grid.spacing[1] * static_cast<double>(m_Grid.rows);
  const double     length = RoundDown(0.3 * std::max(width, height));
  const bool       large = std::max(width, height) > 2.0 * nanometresPerMicrometre;
  // The lesser scale is the true one where a strip is drawn thicker than it is.
  const auto  pixels = static_cast<float>(length * std::min(map.GetWidth() / width, map.GetHeight() / height));
  const float middle = map.GetBottom() - 0.6F * ScaleBarHeight;

  SetFill(painter, Black);
  painter->DrawRect(map.GetLeft(), middle - 0.5F * thickness, pixels, thickness);
  PaintText(painter,
            { map.GetLeft() + pixels + Gap, middle },
            large ? FormatNumber(length / nanometresPerMicrometre, 1) + " \u00b5m" : FormatNumber(length, 1) + " nm",
            TickLabelSize,
            AtLeft,
            room - pixels);
}

vtkSmartPointer<FigureItem>
MakeItem(const MapFigure & figure)
{
  auto item = vtkSmartPointer<MapItem>::New();
  item->SetTitle(figure.title);
  const std::vector<double> valid = SortedValid(figure.values, figure.flagged);
  if (const std::size_t count = figure.values.size() - valid.size(); count > 0)
  {
    item->AddKey({ KeyEntry::Sample::Square, Grey, figure.flaggedLabel + " (" + std::to_string(count) + ")" });
  }
  const Grid grid{ figure.columns, figure.rows, figure.spacing, figure.origin, figure.axisLabels, figure.upwards };
  if (valid.empty())
  {
    item->AddKey({ KeyEntry::Sample::None, Black, NoValidPoints });
    item->SetGrid(grid, [](std::size_t) { return Grey; });
    return item;
  }
  const Range range = Widened(figure.range.value_or(Range{ Quantile(valid, 0.02), Quantile(valid, 0.98) }));
  const auto  fractionOf = [range](double value) { return (value - range.low) / (range.high - range.low); };
  item->SetGrid(grid, [figure, fractionOf](std::size_t index) {
    return IsValid(figure.values, figure.flagged, index) ? Viridis(fractionOf(figure.values[index])) : Grey;
  });
  item->SetColourBar(
    { figure.quantity, LinearTicks(range), Viridis, fractionOf, valid.front() < range.low, valid.back() > range.high });
  return item;
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FigureItem.h"
#include "Painting.h"
#include "Values.h"
#include "Viridis.h"

#include <vtkContext2D.h>
#include <vtkObjectFactory.h>
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

class MapItem : public FigureItem
{
public:
  static MapItem *
  New()
  {
    VTK_STANDARD_NEW_BODY(MapItem);
  }

  void
  SetFigure(const MapFigure & figure);

protected:
  float
  GetBodyHeight(float width) const override;
  void
  PaintBody(vtkContext2D * painter, const vtkRectf & body) override;

private:
  /** Width and height on the page of the whole map, if there is so much room. */
  vtkVector2f
  GetSize(float width, float height) const;
  void
  PaintMap(vtkContext2D * painter, const vtkRectf & place) const;
  void
  PaintScaleBar(vtkContext2D * painter, const vtkRectf & map, float room) const;

  MapFigure m_Figure;
  ColourBar m_ColourBar;
  bool      m_HasValues{ false };
};

void
MapItem::SetFigure(const MapFigure & figure)
{
  m_Figure = figure;
  SetTitle(figure.title);
  const std::vector<double> valid = SortedValid(figure.values, figure.flagged);
  if (const std::size_t count = figure.values.size() - valid.size(); count > 0)
  {
    AddKey({ KeyEntry::Sample::Square, Grey, figure.flaggedLabel + " (" + std::to_string(count) + ")" });
  }
  m_HasValues = !valid.empty();
  if (!m_HasValues)
  {
    AddKey({ KeyEntry::Sample::None, Black, NoValidPoints });
  }
  else
  {
    const Range range = Widened(figure.range.value_or(Range{ Quantile(valid, 0.02), Quantile(valid, 0.98) }));
    m_ColourBar = { figure.quantity,
                    LinearTicks(range),
                    Viridis,
                    [range](double value) { return (value - range.low) / (range.high - range.low); },
                    valid.front() < range.low,
                    valid.back() > range.high };
  }
}

vtkVector2f
MapItem::GetSize(float width, float height) const
{
  const auto  columns = static_cast<float>(m_Figure.columns);
  const auto  rows = static_cast<float>(m_Figure.rows);
  const float aspect = static_cast<float>(m_Figure.spacing[1] / m_Figure.spacing[0]);
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
  const float room = width - ColourBarWidth;
  return std::max(LeastBodyHeight, GetSize(room, room).GetY()) + ScaleBarHeight;
}

void
MapItem::PaintBody(vtkContext2D * painter, const vtkRectf & body)
{
  const float       height = body.GetHeight() - ScaleBarHeight;
  const float       room = body.GetWidth() - ColourBarWidth;
  const vtkVector2f size = GetSize(room, height);
  const vtkRectf    map(std::round(body.GetLeft() + 0.5F * (room - size.GetX())),
                     std::round(body.GetTop() - 0.5F * (height + size.GetY())),
                     size.GetX(),
                     size.GetY());
  PaintMap(painter, map);
  PaintScaleBar(painter, map, room);

  if (m_HasValues)
  {
    const float barHeight = std::max(size.GetY(), std::min(height, LeastBodyHeight));
    const float pointed = 40.0F;
    PaintColourBar(painter,
                   { map.GetRight() + 3.0F * Gap,
                     std::round(body.GetTop() - 0.5F * (height + barHeight) + pointed),
                     40.0F,
                     barHeight - 2.0F * pointed },
                   m_ColourBar);
  }
}

void
MapItem::PaintMap(vtkContext2D * painter, const vtkRectf & place) const
{
  PaintCells(painter, place, m_Figure.columns, m_Figure.rows, [this](std::size_t column, std::size_t row) {
    const std::size_t index = row * m_Figure.columns + column;
    return IsValid(m_Figure.values, m_Figure.flagged, index) ? Viridis(m_ColourBar.fractionOf(m_Figure.values[index]))
                                                             : Grey;
  });
}

void
MapItem::PaintScaleBar(vtkContext2D * painter, const vtkRectf & map, float room) const
{
  constexpr float  thickness = 10.0F;
  constexpr double nanometresPerMicrometre = 1000.0;
  const double     width = m_Figure.spacing[0] * static_cast<double>(m_Figure.columns);
  const double     height = m_Figure.spacing[1] * static_cast<double>(m_Figure.rows);
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

} // namespace

vtkSmartPointer<FigureItem>
MakeItem(const MapFigure & figure)
{
  auto item = vtkSmartPointer<MapItem>::New();
  item->SetFigure(figure);
  return item;
}

} // namespace stem5d

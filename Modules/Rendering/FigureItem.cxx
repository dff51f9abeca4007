/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FigureItem.h"

#include "Painting.h"

#include <vtkContext2D.h>
#include <vtkVector.h>

#include <algorithm>

namespace stem5d
{
namespace
{

constexpr float Margin = 24.0F;
constexpr float TitleHeight = 1.6F * TitleSize;
constexpr float KeyRowHeight = 1.5F * TickLabelSize;
constexpr float LineSampleWidth = 40.0F;
constexpr float SquareSampleWidth = 30.0F;
constexpr float EntryGap = 28.0F;

float
SampleWidth(KeyEntry::Sample sample)
{
  switch (sample)
  {
    case KeyEntry::Sample::None:
      return 0.0F;
    case KeyEntry::Sample::Line:
    case KeyEntry::Sample::DashedLine:
      return LineSampleWidth + Gap;
    default:
      return SquareSampleWidth + Gap;
  }
}

float
EntryWidth(const KeyEntry & entry)
{
  return SampleWidth(entry.sample) + TextWidth(entry.label, TickLabelSize);
}

void
PaintEntry(vtkContext2D * painter, const KeyEntry & entry, float left, float middle, float room)
{
  switch (entry.sample)
  {
    case KeyEntry::Sample::None:
      break;
    case KeyEntry::Sample::Square:
      SetFill(painter, entry.colour);
      painter->DrawRect(left, middle - 0.5F * SquareSampleWidth, SquareSampleWidth, SquareSampleWidth);
      break;
    case KeyEntry::Sample::Line:
    case KeyEntry::Sample::DashedLine:
      SetPen(painter, entry.colour, 2.0F * LineWidth, entry.sample == KeyEntry::Sample::DashedLine);
      painter->DrawLine(left, middle, left + LineSampleWidth, middle);
      break;
    case KeyEntry::Sample::Dot:
      SetFill(painter, entry.colour);
      painter->DrawEllipse(left + 0.5F * SquareSampleWidth, middle, 0.4F * SquareSampleWidth, 0.4F * SquareSampleWidth);
      break;
  }
  const float width = SampleWidth(entry.sample);
  PaintText(painter, { left + width, middle }, entry.label, TickLabelSize, AtLeft, room - width);
}

/** Distributes the entries over rows that are no wider than the room. */
std::vector<std::vector<KeyEntry>>
BreakRows(const std::vector<KeyEntry> & key, float room)
{
  std::vector<std::vector<KeyEntry>> rows;
  float                              used = 0.0F;
  for (const KeyEntry & entry : key)
  {
    const float width = EntryWidth(entry) + EntryGap;
    if (rows.empty() || used + width > room + EntryGap)
    {
      rows.emplace_back();
      used = 0.0F;
    }
    rows.back().push_back(entry);
    used += width;
  }
  return rows;
}

void
PaintRow(vtkContext2D * painter, const std::vector<KeyEntry> & row, const vtkRectf & place)
{
  float width = -EntryGap;
  for (const KeyEntry & entry : row)
  {
    width += EntryWidth(entry) + EntryGap;
  }
  float       left = place.GetLeft() + std::max(0.0F, 0.5F * (place.GetWidth() - width));
  const float middle = place.GetBottom() + 0.5F * place.GetHeight();
  for (const KeyEntry & entry : row)
  {
    PaintEntry(painter, entry, left, middle, place.GetWidth());
    left += EntryWidth(entry) + EntryGap;
  }
}

} // namespace

float
FigureItem::GetHeadHeight(float width) const
{
  const auto rows = static_cast<float>(BreakRows(m_Key, width - 2.0F * Margin).size());
  return Margin + TitleHeight + (m_Key.empty() ? 0.0F : rows * KeyRowHeight + Gap);
}

float
FigureItem::GetFootHeight(float width) const
{
  return GetBodyHeight(width - 2.0F * Margin) + Margin;
}

bool
FigureItem::Paint(vtkContext2D * painter)
{
  const float left = m_Rectangle.GetLeft() + Margin;
  const float width = m_Rectangle.GetWidth() - 2.0F * Margin;
  float       top = m_Rectangle.GetTop() - Margin;

  const float letterWidth = m_Letter.empty() ? 0.0F : TextWidth(m_Letter, TitleSize) + Gap;
  PaintText(painter, { left, top }, m_Letter, TitleSize, AtTopLeft, letterWidth);
  PaintText(painter, { left + 0.5F * width, top }, m_Title, TitleSize, AtTop, width - 2.0F * letterWidth);
  top -= TitleHeight;
  for (const std::vector<KeyEntry> & row : BreakRows(m_Key, width))
  {
    top -= KeyRowHeight;
    PaintRow(painter, row, { left, top, width, KeyRowHeight });
  }

  const float bottom = m_Rectangle.GetBottom() + Margin;
  PaintBody(painter, { left, bottom, width, m_Rectangle.GetTop() - m_HeadHeight - bottom });
  return true;
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Page.h"

#include "PanelLetter.h"

#include <algorithm>
#include <cmath>

namespace stem5d
{
namespace
{

constexpr int ColumnWidth = 1300; // 85 mm
constexpr int PageWidth = 2724;   // 178 mm

vtkSmartPointer<FigureItem>
MakeAnyItem(const Figure & figure)
{
  return std::visit([](const auto & any) { return MakeItem(any); }, figure);
}

} // namespace

Page::Page(const Figure & figure)
  : m_Width(ColumnWidth)
{
  m_Items.push_back(MakeAnyItem(figure));
  this->Arrange(1);
}

Page::Page(const Panels & panels)
  : m_Width(PageWidth)
{
  for (std::size_t i = 0; i < panels.figures.size(); ++i)
  {
    m_Items.push_back(MakeAnyItem(panels.figures[i]));
    m_Items.back()->SetLetter("(" + PanelLetter(i) + ")");
  }
  this->Arrange(std::min(panels.columns, panels.figures.size()));
}

void
Page::Arrange(std::size_t columns)
{
  const float width = std::floor(static_cast<float>(m_Width) / static_cast<float>(columns));
  float       head = 0.0F;
  float       foot = 0.0F;
  float       adaptableFoot = 0.0F;
  for (const auto & item : m_Items)
  {
    head = std::max(head, item->GetHeadHeight(width));
    float & tallest = item->SuitsAnyHeight() ? adaptableFoot : foot;
    tallest = std::max(tallest, item->GetFootHeight(width));
  }
  const float       height = std::ceil(head + (foot > 0.0F ? foot : adaptableFoot));
  const std::size_t rows = (m_Items.size() + columns - 1) / columns;
  m_Height = static_cast<int>(height) * static_cast<int>(rows);
  for (std::size_t i = 0; i < m_Items.size(); ++i)
  {
    const auto column = static_cast<float>(i % columns);
    const auto row = static_cast<float>(rows - 1 - i / columns); // from the bottom
    m_Items[i]->SetRectangle({ column * width, row * height, width, height }, head);
  }
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "MapItem.h"

#include <algorithm>

namespace stem5d
{
namespace
{

/** Quiet where all is well. */
constexpr Colour CategoryColours[] = { { 224, 224, 224 }, Blue,    Orange,        Vermillion,
                                       BluishGreen,       SkyBlue, ReddishPurple, Black };

} // namespace

vtkSmartPointer<FigureItem>
MakeItem(const StatusMapFigure & figure)
{
  auto item = vtkSmartPointer<MapItem>::New();
  item->SetTitle(figure.title);
  for (std::size_t category = 0; category < figure.labels.size(); ++category)
  {
    const auto count = std::count(figure.categories.begin(), figure.categories.end(), category);
    if (count > 0)
    {
      item->AddKey({ KeyEntry::Sample::Square,
                     CategoryColours[category],
                     figure.labels[category] + " (" + std::to_string(count) + ")" });
    }
  }
  item->SetGrid({ figure.columns, figure.rows, figure.spacing, {}, {}, false },
                [figure](std::size_t index) { return CategoryColours[figure.categories[index]]; });
  return item;
}

} // namespace stem5d

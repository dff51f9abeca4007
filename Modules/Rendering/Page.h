/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Page_h
#define Page_h

#include "FigureItem.h"

#include <vtkSmartPointer.h>

#include <vector>

namespace stem5d
{

/** The pixels of a page: 390 to the inch, or 85 mm in 1300. */
constexpr double PixelsPerPoint = 1300.0 / 85.0 * 25.4 / 72.0;

/** \class Page
 * \brief Items in their places on a page of a certain size in pixels. */
class Page
{
public:
  /** A figure as wide as a journal's column. */
  explicit Page(const Figure & figure);
  /** Panels as wide as a journal's page, with heads of one height and bodies of one height. */
  explicit Page(const Panels & panels);

  int
  GetWidth() const
  {
    return m_Width;
  }
  int
  GetHeight() const
  {
    return m_Height;
  }
  const std::vector<vtkSmartPointer<FigureItem>> &
  GetItems() const
  {
    return m_Items;
  }

private:
  /** Gives the items their rectangles. */
  void
  Arrange(std::size_t columns);

  int                                      m_Width;
  int                                      m_Height{ 0 };
  std::vector<vtkSmartPointer<FigureItem>> m_Items;
};

} // namespace stem5d

#endif

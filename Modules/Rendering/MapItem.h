/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef MapItem_h
#define MapItem_h

#include "Axes.h"
#include "FigureItem.h"
#include "Painting.h"

#include <vtkObjectFactory.h>

#include <array>
#include <functional>
#include <optional>

namespace stem5d
{

/** Points in columns and rows, and what the coordinates are. */
struct Grid
{
  std::size_t                columns{ 1 };
  std::size_t                rows{ 1 };
  std::array<double, 2>      spacing{ { 1.0, 1.0 } };
  std::array<double, 2>      origin{ { 0.0, 0.0 } };
  std::array<std::string, 2> axisLabels; /**< empty: a scan in nm */
  bool                       upwards{ false };
};

/** \class MapItem
 * \brief A figure whose body is a grid of flat cells, with a scale bar or axes, and a colour bar if there is one. */
class MapItem : public FigureItem
{
public:
  static MapItem *
  New()
  {
    VTK_STANDARD_NEW_BODY(MapItem);
  }

  using FigureItem::AddKey;
  using FigureItem::SetTitle;

  /** \param colourAt the colour of the point of an index, row by row */
  void
  SetGrid(const Grid & grid, const std::function<Colour(std::size_t)> & colourAt)
  {
    m_Grid = grid;
    m_ColourAt = colourAt;
  }

  void
  SetColourBar(const ColourBar & colourBar)
  {
    m_ColourBar = colourBar;
  }

protected:
  float
  GetBodyHeight(float width) const override;
  void
  PaintBody(vtkContext2D * painter, const vtkRectf & body) override;

private:
  bool
  HasAxes() const
  {
    return !m_Grid.axisLabels[0].empty() || !m_Grid.axisLabels[1].empty();
  }

  Axis
  GetAxis(int axis) const;
  float
  GetLeftMargin() const;
  float
  GetRightMargin() const;
  float
  GetBottomMargin() const;
  /** Width and height on the page of the whole map, if there is so much room. */
  vtkVector2f
  GetSize(float width, float height) const;
  void
  PaintScaleBar(vtkContext2D * painter, const vtkRectf & map, float room) const;

  Grid                               m_Grid;
  std::function<Colour(std::size_t)> m_ColourAt;
  std::optional<ColourBar>           m_ColourBar;
};

} // namespace stem5d

#endif

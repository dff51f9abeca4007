/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FigureItem_h
#define FigureItem_h

#include "Colour.h"
#include "Figures.h"

#include <vtkAbstractContextItem.h>
#include <vtkRect.h>
#include <vtkSmartPointer.h>

#include <string>
#include <vector>

namespace stem5d
{

/** One entry of a figure's key: a sample of what is drawn, and what it means. */
struct KeyEntry
{
  enum class Sample
  {
    None,
    Square,
    Line,
    DashedLine,
    Dot
  };
  Sample      sample;
  Colour      colour;
  std::string label;
};

/** \class FigureItem
 * \brief A figure as a part of a scene: it paints itself into its rectangle, so that several share a scene and any
 * device of VTK (screen, PNG, SVG, PDF) can take them.
 *
 * From the top: title, key, and the body that the derived class paints. */
class FigureItem : public vtkAbstractContextItem
{
public:
  void
  SetRectangle(const vtkRectf & rectangle)
  {
    m_Rectangle = rectangle;
  }

  /** The height that suits a figure of this width. */
  float
  GetHeight(float width) const;

  bool
  Paint(vtkContext2D * painter) override;

protected:
  void
  SetTitle(const std::string & title)
  {
    m_Title = title;
  }

  void
  AddKey(const KeyEntry & entry)
  {
    m_Key.push_back(entry);
  }

  /** The height of the body that suits a body of this width. */
  virtual float
  GetBodyHeight(float width) const = 0;

  virtual void
  PaintBody(vtkContext2D * painter, const vtkRectf & body) = 0;

private:
  vtkRectf              m_Rectangle;
  std::string           m_Title;
  std::vector<KeyEntry> m_Key;
};

/** The item that paints a figure. */
vtkSmartPointer<FigureItem>
MakeItem(const MapFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const ScatterFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const HistogramFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const CurveFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const PatternFigure & figure);

} // namespace stem5d

#endif

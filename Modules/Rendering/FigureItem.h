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
  /** Where the figure is, and the height of the head in it. */
  void
  SetRectangle(const vtkRectf & rectangle, float headHeight)
  {
    m_Rectangle = rectangle;
    m_HeadHeight = headHeight;
  }

  /** What the figure is called among others: "(a)". */
  void
  SetLetter(const std::string & letter)
  {
    m_Letter = letter;
  }

  /** The height of title and key of a figure of this width. */
  float
  GetHeadHeight(float width) const;

  /** The height of what is below the head that suits a figure of this width. */
  float
  GetFootHeight(float width) const;

  /** Whether a body of any height will do, so that others decide on it. */
  virtual bool
  SuitsAnyHeight() const
  {
    return false;
  }

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
  float                 m_HeadHeight{ 0.0F };
  std::string           m_Letter;
  std::string           m_Title;
  std::vector<KeyEntry> m_Key;
};

/** The item that paints a figure. */
vtkSmartPointer<FigureItem>
MakeItem(const MapFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const StatusMapFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const ScatterFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const HistogramFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const HistogramsFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const SeriesFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const NullFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const CurveFigure & figure);
vtkSmartPointer<FigureItem>
MakeItem(const PatternFigure & figure);

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ChartItem.h"

#include "Painting.h"
#include "Values.h"

#include <vtkAxis.h>
#include <vtkBrush.h>
#include <vtkContext2D.h>
#include <vtkContextDevice2D.h>
#include <vtkDoubleArray.h>
#include <vtkObjectFactory.h>
#include <vtkPen.h>
#include <vtkPlotBar.h>
#include <vtkPlotLine.h>
#include <vtkPlotPoints.h>
#include <vtkPoints2D.h>
#include <vtkStringArray.h>
#include <vtkTable.h>
#include <vtkTransform2D.h>
#include <vtkVector.h>

#include <algorithm>

namespace stem5d
{
namespace
{

void
SetUp(vtkAxis * axis, const Axis & style)
{
  vtkNew<vtkDoubleArray> positions;
  vtkNew<vtkStringArray> labels;
  for (const Tick & tick : style.logarithmic ? LogarithmicTicks(style.range) : LinearTicks(style.range))
  {
    positions->InsertNextValue(tick.value);
    labels->InsertNextValue(tick.label);
  }
  axis->SetBehavior(vtkAxis::FIXED);
  axis->SetRange(style.range.low, style.range.high);
  axis->SetCustomTickPositions(positions, labels);
}

/** Round dots. The markers of vtkPlotPoints are pixel images: coarse, and not vectors in a vector format. */
class DotPlot : public vtkPlotPoints
{
public:
  static DotPlot *
  New()
  {
    VTK_STANDARD_NEW_BODY(DotPlot);
  }

  bool
  Paint(vtkContext2D * painter) override
  {
    vtkNew<vtkTransform2D> toPage;
    painter->GetDevice()->GetMatrix(toPage->GetMatrix());
    vtkNew<vtkPoints2D> middles;
    toPage->TransformPoints(Points, middles);

    painter->PushMatrix();
    painter->SetTransform(vtkNew<vtkTransform2D>());
    painter->GetPen()->SetLineType(vtkPen::NO_PEN);
    painter->GetBrush()->SetColor(Pen->GetColorObject());
    for (vtkIdType i = 0; i < middles->GetNumberOfPoints(); ++i)
    {
      double middle[2];
      middles->GetPoint(i, middle);
      painter->DrawEllipse(middle[0], middle[1], 0.5F * MarkerSize, 0.5F * MarkerSize);
    }
    painter->PopMatrix();
    return true;
  }
};

vtkSmartPointer<vtkDoubleArray>
MakeColumn(const char * name, const std::vector<double> & values)
{
  auto column = vtkSmartPointer<vtkDoubleArray>::New();
  column->SetName(name);
  for (const double value : values)
  {
    column->InsertNextValue(value);
  }
  return column;
}

} // namespace

Range
RangeAround(const std::vector<double> & values)
{
  if (values.empty())
  {
    return { 0.0, 1.0 };
  }
  const auto   ends = std::minmax_element(values.begin(), values.end());
  const Range  range = Widened({ *ends.first, *ends.second });
  const double margin = 0.05 * (range.high - range.low);
  return { range.low - margin, range.high + margin };
}

ChartItem::ChartItem()
{
  m_Chart->SetAutoSize(false);
  m_Chart->SetAutoAxes(false);
  m_Chart->SetLayoutStrategy(vtkChart::AXES_TO_RECT);
  m_Chart->SetBarWidthFraction(1.0F);
  for (const int position : { vtkAxis::LEFT, vtkAxis::BOTTOM })
  {
    vtkAxis * const axis = m_Chart->GetAxis(position);
    axis->SetTitle("");
    axis->SetGridVisible(false);
    axis->GetPen()->SetWidth(LineWidth);
    axis->SetTickLength(TickLength);
    axis->SetLabelOffset(TickLength + Gap);
    SetLetters(axis->GetLabelProperties(), TickLabelSize);
  }
  AddItem(m_Chart);
}

void
ChartItem::SetAxes(const Axis & x, const Axis & y)
{
  m_XLabel = x.label;
  m_YLabel = y.label;
  SetUp(m_Chart->GetAxis(vtkAxis::BOTTOM), x);
  SetUp(m_Chart->GetAxis(vtkAxis::LEFT), y);
}

void
ChartItem::AddPlot(vtkPlot * plot, const Points & points, const Colour & colour)
{
  if (points.x.empty())
  {
    return;
  }
  vtkNew<vtkTable> table;
  table->AddColumn(MakeColumn("x", points.x));
  table->AddColumn(MakeColumn("y", points.y));
  plot->SetInputData(table, 0, 1);
  plot->SetColor(colour.red, colour.green, colour.blue, 255);
  m_Chart->AddPlot(plot);
}

void
ChartItem::AddDots(const Points & points, const Colour & colour, float diameter, double opacity)
{
  vtkNew<DotPlot> plot;
  AddPlot(plot, points, colour);
  plot->SetMarkerSize(diameter);
  plot->GetPen()->SetOpacityF(opacity);
}

void
ChartItem::AddLine(const Points & points, const Colour & colour, bool dashed)
{
  vtkNew<vtkPlotLine> plot;
  AddPlot(plot, points, colour);
  plot->SetWidth(2.0F * LineWidth);
  plot->GetPen()->SetLineType(dashed ? vtkPen::DASH_LINE : vtkPen::SOLID_LINE);
}

void
ChartItem::AddSegments(const Points & points, const Colour & colour)
{
  vtkNew<vtkPlotLine> plot;
  AddPlot(plot, points, colour);
  plot->SetWidth(LineWidth);
  plot->PolyLineOff();
}

void
ChartItem::AddBars(const Points & points, const Colour & colour)
{
  vtkNew<vtkPlotBar> plot;
  AddPlot(plot, points, colour);
  plot->GetPen()->SetColor(255, 255, 255);
  plot->GetPen()->SetWidth(LineWidth);
}

float
ChartItem::GetBodyHeight(float width) const
{
  return 0.7F * width;
}

void
ChartItem::PaintBody(vtkContext2D * painter, const vtkRectf & body)
{
  if (m_Chart->GetNumberOfPlots() == 0)
  {
    PaintFrame(painter, body);
    PaintText(painter,
              { body.GetLeft() + 0.5F * body.GetWidth(), body.GetBottom() + 0.5F * body.GetHeight() },
              NoValidPoints,
              LabelSize,
              AtCentre,
              body.GetWidth());
    return;
  }
  constexpr float        labelOffset = TickLength + Gap;
  constexpr float        rightMargin = 2.0F * TickLabelSize; // for one half of the last tick's label
  vtkStringArray * const tickLabels = m_Chart->GetAxis(vtkAxis::LEFT)->GetTickLabels();
  float                  tickLabelWidth = 0.0F;
  for (vtkIdType i = 0; i < tickLabels->GetNumberOfValues(); ++i)
  {
    tickLabelWidth = std::max(tickLabelWidth, TextWidth(painter, tickLabels->GetValue(i), TickLabelSize));
  }
  const float    left = body.GetLeft() + LabelSize + Gap + tickLabelWidth + labelOffset;
  const float    bottom = body.GetBottom() + 1.3F * LabelSize + TickLabelSize + labelOffset;
  const vtkRectf frame(left, bottom, body.GetRight() - rightMargin - left, body.GetTop() - bottom);

  m_Chart->SetSize(frame);
  PaintChildren(painter);
  PaintFrame(painter, frame);
  PaintText(painter,
            { frame.GetLeft() + 0.5F * frame.GetWidth(), body.GetBottom() + LabelSize },
            m_XLabel,
            LabelSize,
            AtTop,
            frame.GetWidth());
  PaintText(painter,
            { body.GetLeft() + 0.5F * LabelSize, frame.GetBottom() + 0.5F * frame.GetHeight() },
            m_YLabel,
            LabelSize,
            AtCentre,
            frame.GetHeight(),
            true);
}

} // namespace stem5d

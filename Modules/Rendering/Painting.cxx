/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Painting.h"

#include <vtkBrush.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPen.h>
#include <vtkStdString.h>
#include <vtkTextRenderer.h>
#include <vtkVector.h>

#include <algorithm>

namespace stem5d
{

void
SetLetters(vtkTextProperty * property, float size)
{
  property->SetFontFamilyToArial();
  property->SetFontSize(static_cast<int>(size));
  property->SetColor(0.0, 0.0, 0.0);
  property->SetOpacity(1.0);
  property->BoldOff();
  property->ItalicOff();
  property->ShadowOff();
  // The device repeats a text's texture beyond its edge, where the opposite edge would show as a faint line.
  property->FrameOn();
  property->SetFrameWidth(1);
  property->SetFrameColor(1.0, 1.0, 1.0);
}

float
TextWidth(const std::string & text, float size)
{
  constexpr int           dotsPerInch = 72; // a pixel a point, as on the page
  vtkNew<vtkTextProperty> property;
  SetLetters(property, size);
  int box[4] = {};
  vtkTextRenderer::GetInstance()->GetBoundingBox(property, text, box, dotsPerInch);
  return static_cast<float>(box[1] - box[0] + 1);
}

void
PaintText(vtkContext2D *      painter,
          const vtkVector2f & point,
          const std::string & text,
          float               size,
          const Anchor &      anchor,
          float               room,
          bool                upwards)
{
  if (text.empty())
  {
    return;
  }
  const float fitting = size * std::min(1.0F, room / TextWidth(text, size));

  vtkNew<vtkTextProperty> property;
  SetLetters(property, fitting);
  property->SetOrientation(upwards ? 90.0 : 0.0);
  property->SetJustification(static_cast<int>(anchor.horizontal));
  property->SetVerticalJustification(static_cast<int>(anchor.vertical));
  painter->ApplyTextProp(property);
  painter->DrawString(point.GetX(), point.GetY(), text.c_str());
}

void
SetPen(vtkContext2D * painter, const Colour & colour, float width, bool dashed)
{
  vtkPen * const pen = painter->GetPen();
  pen->SetLineType(dashed ? vtkPen::DASH_LINE : vtkPen::SOLID_LINE);
  pen->SetColor(colour.red, colour.green, colour.blue, 255);
  pen->SetWidth(width);
}

void
SetFill(vtkContext2D * painter, const Colour & colour)
{
  painter->GetPen()->SetLineType(vtkPen::NO_PEN);
  painter->GetBrush()->SetColor(colour.red, colour.green, colour.blue, 255);
}

void
PaintFrame(vtkContext2D * painter, const vtkRectf & rectangle)
{
  const float outline[] = { rectangle.GetLeft(),  rectangle.GetBottom(), rectangle.GetRight(), rectangle.GetBottom(),
                            rectangle.GetRight(), rectangle.GetTop(),    rectangle.GetLeft(),  rectangle.GetTop() };
  SetPen(painter, Black);
  for (int side = 0; side < 4; ++side)
  {
    const float * const from = outline + 2 * side;
    const float * const to = outline + 2 * ((side + 1) % 4);
    painter->DrawLine(from[0], from[1], to[0], to[1]);
  }
}

void
PaintCells(vtkContext2D *                                          painter,
           const vtkRectf &                                        rectangle,
           std::size_t                                             columns,
           std::size_t                                             rows,
           const std::function<Colour(std::size_t, std::size_t)> & colourAt)
{
  vtkNew<vtkImageData> image;
  image->SetDimensions(static_cast<int>(columns), static_cast<int>(rows), 1);
  image->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
  auto * pixel = static_cast<unsigned char *>(image->GetScalarPointer());
  for (std::size_t row = rows; row-- > 0;)
  {
    for (std::size_t column = 0; column < columns; ++column)
    {
      const Colour colour = colourAt(column, row);
      *pixel++ = colour.red;
      *pixel++ = colour.green;
      *pixel++ = colour.blue;
    }
  }
  painter->DrawImage(rectangle, image);
}

void
PaintColourBar(vtkContext2D * painter, const vtkRectf & bar, const ColourBar & colourBar)
{
  constexpr std::size_t steps = 256;
  PaintCells(painter, bar, 1, steps, [&colourBar](std::size_t, std::size_t row) {
    return colourBar.colourAt(1.0 - static_cast<double>(row) / (steps - 1));
  });

  const auto paintPoint = [&](float end, float direction) {
    const float tip = end + direction * 0.8F * bar.GetWidth();
    float       corners[] = { bar.GetLeft(), end, bar.GetRight(), end, bar.GetLeft() + 0.5F * bar.GetWidth(), tip };
    SetFill(painter, colourBar.colourAt(direction > 0.0F ? 1.0 : 0.0));
    painter->DrawPolygon(corners, 3);
    SetPen(painter, Black);
    painter->DrawLine(corners[0], corners[1], corners[4], corners[5]);
    painter->DrawLine(corners[2], corners[3], corners[4], corners[5]);
  };
  if (colourBar.valuesBelow)
  {
    paintPoint(bar.GetBottom(), -1.0F);
  }
  if (colourBar.valuesAbove)
  {
    paintPoint(bar.GetTop(), 1.0F);
  }
  PaintFrame(painter, bar);

  float labelLeft = bar.GetRight() + TickLength + Gap;
  float widest = 0.0F;
  for (const Tick & tick : colourBar.ticks)
  {
    const auto fraction = static_cast<float>(colourBar.fractionOf(tick.value));
    const auto y = bar.GetBottom() + fraction * bar.GetHeight();
    SetPen(painter, Black);
    painter->DrawLine(bar.GetRight(), y, bar.GetRight() + TickLength, y);
    const float width = TextWidth(tick.label, TickLabelSize);
    PaintText(painter, { labelLeft, y }, tick.label, TickLabelSize, AtLeft, width);
    widest = std::max(widest, width);
  }
  labelLeft += widest + Gap + 0.5F * LabelSize;
  PaintText(painter,
            { labelLeft, bar.GetBottom() + 0.5F * bar.GetHeight() },
            colourBar.label,
            LabelSize,
            AtCentre,
            1.15F * bar.GetHeight(),
            true);
}

} // namespace stem5d

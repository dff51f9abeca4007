/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "DrawingDevice.h"

#include <vtkBrush.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkPath.h>
#include <vtkPen.h>
#include <vtkPoints.h>
#include <vtkRect.h>
#include <vtkTextProperty.h>
#include <vtkTextRenderer.h>

#include <algorithm>
#include <cmath>

namespace stem5d
{
namespace
{

Colour
ColourOf(const unsigned char * components)
{
  return { components[0], components[1], components[2] };
}

std::vector<Step>
StepsAlong(const float * points, int count)
{
  std::vector<Step> steps;
  for (int i = 0; i < count; ++i)
  {
    steps.push_back({ i == 0 ? Step::Kind::Move : Step::Kind::Line, { { { points[2 * i], points[2 * i + 1] } } } });
  }
  return steps;
}

/** The outline of letters, whose curves are of second or third order. */
std::vector<Step>
StepsAlong(vtkPath * path, double left, double bottom)
{
  const auto at = [path, left, bottom](vtkIdType index) {
    const double * const point = path->GetPoints()->GetPoint(index);
    return PagePoint{ left + point[0], bottom + point[1] };
  };
  const auto between = [](const PagePoint & from, const PagePoint & to) { // two thirds of the way
    return PagePoint{ from.x + 2.0 / 3.0 * (to.x - from.x), from.y + 2.0 / 3.0 * (to.y - from.y) };
  };
  std::vector<Step> steps;
  PagePoint         last{};
  for (vtkIdType i = 0; i < path->GetNumberOfPoints(); ++i)
  {
    switch (path->GetCodes()->GetValue(i))
    {
      case vtkPath::MOVE_TO:
        last = at(i);
        steps.push_back({ Step::Kind::Move, { { last } } });
        break;
      case vtkPath::LINE_TO:
        last = at(i);
        steps.push_back({ Step::Kind::Line, { { last } } });
        break;
      case vtkPath::CONIC_CURVE: {
        const PagePoint control = at(i);
        const PagePoint end = at(++i);
        steps.push_back({ Step::Kind::Curve, { { between(last, control), between(end, control), end } } });
        last = end;
        break;
      }
      default:
        last = at(i + 2);
        steps.push_back({ Step::Kind::Curve, { { at(i), at(i + 1), last } } });
        i += 2;
    }
  }
  return steps;
}

} // namespace

void
DrawingDevice::AddLines(const std::vector<Step> & steps)
{
  if (this->Pen->GetLineType() == vtkPen::NO_PEN)
  {
    return;
  }
  const vtkColor4ub colour = this->Pen->GetColorObject();
  Shape             shape;
  shape.steps = steps;
  shape.colour = ColourOf(colour.GetData());
  shape.opacity = colour.GetAlpha() / 255.0;
  shape.lineWidth = this->Pen->GetWidth();
  shape.isDashed = this->Pen->GetLineType() == vtkPen::DASH_LINE;
  shape.clip = m_IsClipping ? std::make_optional(m_ClipBox) : std::nullopt;
  m_Drawing->elements.emplace_back(shape);
}

void
DrawingDevice::AddArea(const std::vector<Step> & steps)
{
  const vtkColor4ub colour = this->Brush->GetColorObject();
  Shape             shape;
  shape.steps = steps;
  shape.steps.push_back({ Step::Kind::Close, {} });
  shape.colour = ColourOf(colour.GetData());
  shape.opacity = colour.GetAlpha() / 255.0;
  shape.clip = m_IsClipping ? std::make_optional(m_ClipBox) : std::nullopt;
  m_Drawing->elements.emplace_back(shape);
}

void
DrawingDevice::DrawPoly(float * points, int count, unsigned char *, int)
{
  AddLines(StepsAlong(points, count));
}

void
DrawingDevice::DrawLines(float * points, int count, unsigned char *, int)
{
  std::vector<Step> steps;
  for (int i = 0; i + 1 < count; i += 2)
  {
    const std::vector<Step> line = StepsAlong(points + 2 * i, 2);
    steps.insert(steps.end(), line.begin(), line.end());
  }
  AddLines(steps);
}

void
DrawingDevice::DrawQuad(float * points, int count)
{
  AddArea(StepsAlong(points, count));
}

void
DrawingDevice::DrawQuadStrip(float * points, int count)
{
  std::vector<float> outline; // there along one side, back along the other
  for (int i = 0; i < count; i += 2)
  {
    outline.insert(outline.end(), { points[2 * i], points[2 * i + 1] });
  }
  for (int i = count - 1; i > 0; i -= 2)
  {
    outline.insert(outline.end(), { points[2 * i], points[2 * i + 1] });
  }
  AddArea(StepsAlong(outline.data(), count));
}

void
DrawingDevice::DrawColoredPolygon(float * points, int count, unsigned char *, int)
{
  AddArea(StepsAlong(points, count));
}

void
DrawingDevice::DrawEllipticArc(float x, float y, float radiusX, float, float, float)
{
  const vtkColor4ub colour = this->Brush->GetColorObject();
  m_Drawing->elements.emplace_back(Disc{ { x, y }, radiusX, ColourOf(colour.GetData()), colour.GetAlpha() / 255.0 });
}

void
DrawingDevice::DrawString(float * point, const vtkStdString & text)
{
  constexpr int   dotsPerInch = 72; // a pixel a point, as on the screen
  vtkNew<vtkPath> path;
  vtkTextRenderer::GetInstance()->StringToPath(this->TextProp, text, path, dotsPerInch);
  Shape shape;
  shape.steps = StepsAlong(path, point[0], point[1]);
  m_Drawing->elements.emplace_back(shape);
}

void
DrawingDevice::DrawImage(const vtkRectf & place, vtkImageData * image)
{
  // Each cell becomes many pixels, because some viewers smooth pictures.
  const int * const size = image->GetDimensions();
  const int         across = std::max(1, static_cast<int>(std::lround(place.GetWidth() / static_cast<float>(size[0]))));
  const int         down = std::max(1, static_cast<int>(std::lround(place.GetHeight() / static_cast<float>(size[1]))));
  Picture           picture{
    { place.GetLeft(), place.GetBottom(), place.GetWidth(), place.GetHeight() }, size[0] * across, size[1] * down, {}
  };
  for (int row = 0; row < picture.rows; ++row)
  {
    for (int column = 0; column < picture.columns; ++column)
    {
      const auto * const components =
        static_cast<const unsigned char *>(image->GetScalarPointer(column / across, size[1] - 1 - row / down, 0));
      picture.pixels.push_back(ColourOf(components));
    }
  }
  m_Drawing->elements.emplace_back(picture);
}

void
DrawingDevice::SetClipping(int * box)
{
  m_ClipBox = {
    static_cast<double>(box[0]), static_cast<double>(box[1]), static_cast<double>(box[2]), static_cast<double>(box[3])
  };
}

void
DrawingDevice::EnableClipping(bool enable)
{
  m_IsClipping = enable;
}

} // namespace stem5d

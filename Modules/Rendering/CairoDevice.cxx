/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CairoDevice.h"

#include <vtkBrush.h>
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
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace stem5d
{
namespace
{

/** What is set in the context from here on is forgotten at the end of the scope. */
class Saved
{
public:
  explicit Saved(cairo_t * context)
    : m_Context(context)
  {
    cairo_save(m_Context);
  }
  ~Saved() { cairo_restore(m_Context); }
  Saved(const Saved &) = delete;
  Saved &
  operator=(const Saved &) = delete;

private:
  cairo_t * m_Context;
};

void
SetColour(cairo_t * context, const vtkColor4ub & colour)
{
  constexpr double most = 255.0;
  cairo_set_source_rgba(
    context, colour.GetRed() / most, colour.GetGreen() / most, colour.GetBlue() / most, colour.GetAlpha() / most);
}

void
AddPolygon(cairo_t * context, const float * points, int count)
{
  for (int i = 0; i < count; ++i)
  {
    i == 0 ? cairo_move_to(context, points[0], points[1]) : cairo_line_to(context, points[2 * i], points[2 * i + 1]);
  }
}

/** A cell of an image becomes many pixels, because some viewers smooth images. */
int
PixelsOfCell(float length, int cells)
{
  return std::max(1, static_cast<int>(std::lround(length / static_cast<float>(cells))));
}

/** Adds the outline of letters, whose curves are of second or third order. */
void
AddOutline(cairo_t * context, vtkPath * path, double left, double bottom)
{
  const auto at = [path, left, bottom](vtkIdType index) {
    const double * const point = path->GetPoints()->GetPoint(index);
    return std::array<double, 2>{ left + point[0], bottom + point[1] };
  };
  const auto curve = [context](const auto & a, const auto & b, const auto & end) {
    cairo_curve_to(context, a[0], a[1], b[0], b[1], end[0], end[1]);
  };
  const auto between = [](const auto & from, const auto & to) { // two thirds of the way
    return std::array<double, 2>{ from[0] + 2.0 / 3.0 * (to[0] - from[0]), from[1] + 2.0 / 3.0 * (to[1] - from[1]) };
  };
  std::array<double, 2> last{};
  for (vtkIdType i = 0; i < path->GetNumberOfPoints(); ++i)
  {
    const auto here = at(i);
    switch (path->GetCodes()->GetValue(i))
    {
      case vtkPath::MOVE_TO:
        cairo_move_to(context, here[0], here[1]);
        last = here;
        break;
      case vtkPath::LINE_TO:
        cairo_line_to(context, here[0], here[1]);
        last = here;
        break;
      case vtkPath::CONIC_CURVE: {
        const auto end = at(++i);
        curve(between(last, here), between(end, here), end);
        last = end;
        break;
      }
      default:
        last = at(i + 2);
        curve(here, at(i + 1), last);
        i += 2;
    }
  }
}

} // namespace

void
CairoDevice::Clip()
{
  if (m_IsClipping)
  {
    cairo_rectangle(m_Context, m_ClipBox[0], m_ClipBox[1], m_ClipBox[2], m_ClipBox[3]);
    cairo_clip(m_Context);
  }
}

void
CairoDevice::Stroke(const std::function<void()> & addPath)
{
  const int type = this->Pen->GetLineType();
  if (type == vtkPen::NO_PEN)
  {
    return;
  }
  const Saved  saved(m_Context);
  const double width = this->Pen->GetWidth();
  const double dash = 3.0 * width;
  this->Clip();
  SetColour(m_Context, this->Pen->GetColorObject());
  cairo_set_line_width(m_Context, width);
  cairo_set_dash(m_Context, &dash, type == vtkPen::DASH_LINE ? 1 : 0, 0.0);
  addPath();
  cairo_stroke(m_Context);
}

void
CairoDevice::Fill(const std::function<void()> & addPath)
{
  const Saved saved(m_Context);
  this->Clip();
  SetColour(m_Context, this->Brush->GetColorObject());
  addPath();
  cairo_fill(m_Context);
}

void
CairoDevice::DrawPoly(float * points, int count, unsigned char *, int)
{
  this->Stroke([=] { AddPolygon(m_Context, points, count); });
}

void
CairoDevice::DrawLines(float * points, int count, unsigned char *, int)
{
  this->Stroke([=] {
    for (int i = 0; i + 1 < count; i += 2)
    {
      AddPolygon(m_Context, points + 2 * i, 2);
    }
  });
}

void
CairoDevice::DrawQuad(float * points, int count)
{
  this->Fill([=] { AddPolygon(m_Context, points, count); });
}

void
CairoDevice::DrawQuadStrip(float * points, int count)
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
  this->DrawQuad(outline.data(), count);
}

void
CairoDevice::DrawColoredPolygon(float * points, int count, unsigned char *, int)
{
  this->DrawQuad(points, count);
}

void
CairoDevice::DrawEllipticArc(float x, float y, float radius, float, float, float)
{
  constexpr double turn = 6.283185307179586;
  const Saved      saved(m_Context);
  SetColour(m_Context, this->Brush->GetColorObject());
  cairo_new_sub_path(m_Context);
  cairo_arc(m_Context, x, y, radius, 0.0, turn);
  cairo_fill(m_Context);
}

void
CairoDevice::DrawString(float * point, const vtkStdString & text)
{
  constexpr int   dotsPerInch = 72; // a pixel a point, as on the screen
  vtkNew<vtkPath> path;
  vtkTextRenderer::GetInstance()->StringToPath(this->TextProp, text, path, dotsPerInch);
  const Saved saved(m_Context);
  SetColour(m_Context, vtkColor4ub(0, 0, 0, 255));
  AddOutline(m_Context, path, point[0], point[1]);
  cairo_fill(m_Context);
}

void
CairoDevice::DrawImage(const vtkRectf & place, vtkImageData * image)
{
  using SurfacePointer = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
  const int * const    size = image->GetDimensions();
  const int            across = PixelsOfCell(place.GetWidth(), size[0]);
  const int            down = PixelsOfCell(place.GetHeight(), size[1]);
  const SurfacePointer cells(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size[0] * across, size[1] * down),
                             &cairo_surface_destroy);
  auto * const         bytes = cairo_image_surface_get_data(cells.get());
  const std::ptrdiff_t stride = cairo_image_surface_get_stride(cells.get());
  for (int row = 0; row < size[1] * down; ++row)
  {
    auto * const pixels = reinterpret_cast<std::uint32_t *>(bytes + row * stride);
    for (int column = 0; column < size[0] * across; ++column)
    {
      const auto * const part =
        static_cast<const unsigned char *>(image->GetScalarPointer(column / across, row / down, 0));
      pixels[column] = static_cast<std::uint32_t>(part[0]) << 16 | static_cast<std::uint32_t>(part[1]) << 8 | part[2];
    }
  }
  cairo_surface_mark_dirty(cells.get());

  const Saved saved(m_Context);
  cairo_translate(m_Context, place.GetLeft(), place.GetBottom());
  cairo_scale(m_Context, place.GetWidth() / (size[0] * across), place.GetHeight() / (size[1] * down));
  cairo_set_source_surface(m_Context, cells.get(), 0.0, 0.0);
  cairo_paint(m_Context);
}

void
CairoDevice::SetClipping(int * box)
{
  std::copy_n(box, m_ClipBox.size(), m_ClipBox.begin());
}

void
CairoDevice::EnableClipping(bool enable)
{
  m_IsClipping = enable;
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef CairoDevice_h
#define CairoDevice_h

#include <vtkContextDevice2D.h>
#include <vtkObjectFactory.h>

#include <vtkUnicodeString.h>

#include <cairo.h>

#include <array>
#include <functional>

namespace stem5d
{

/** \class CairoDevice
 * \brief Paints items with cairo, for the vector formats.
 *
 * VTK 9.1 has devices for them, but they do not serve: the one for SVG ignores clipping, the one for PDF finds no font
 * and gives up, and GL2PS makes one picture of all. Items paint in pixels of the page, from its lower left corner, with
 * lines, polygons, circles, texts and images: the other means of a device do nothing here. */
class CairoDevice : public vtkContextDevice2D
{
public:
  static CairoDevice *
  New()
  {
    VTK_STANDARD_NEW_BODY(CairoDevice);
  }

  /** Where to paint; it must outlive the painting. */
  void
  SetContext(cairo_t * context)
  {
    m_Context = context;
  }

  void
  DrawPoly(float * points, int count, unsigned char * colours = nullptr, int components = 0) override;
  void
  DrawLines(float * points, int count, unsigned char * colours = nullptr, int components = 0) override;
  void
  DrawQuad(float * points, int count) override;
  void
  DrawQuadStrip(float * points, int count) override;
  void
  DrawColoredPolygon(float * points, int count, unsigned char * colours = nullptr, int components = 0) override;
  void
  DrawEllipticArc(float x, float y, float radiusX, float radiusY, float start, float stop) override;
  void
  DrawString(float * point, const vtkStdString & text) override;
  void
  DrawImage(const vtkRectf & place, vtkImageData * image) override;
  void
  SetClipping(int * box) override;
  void
  EnableClipping(bool enable) override;

  void
  DrawPoints(float *, int, unsigned char *, int) override
  {}
  void
  DrawPointSprites(vtkImageData *, float *, int, unsigned char *, int) override
  {}
  void
  DrawEllipseWedge(float, float, float, float, float, float, float, float) override
  {}
  void
  ComputeStringBounds(const vtkStdString &, float[4]) override
  {}
  void
  DrawString(float *, const vtkUnicodeString &) override
  {}
  void
  ComputeStringBounds(const vtkUnicodeString &, float[4]) override
  {}
  void
  ComputeJustifiedStringBounds(const char *, float[4]) override
  {}
  void
  DrawMathTextString(float *, const vtkStdString &) override
  {}
  void
  DrawImage(float[2], float, vtkImageData *) override
  {}
  void
  SetColor4(unsigned char[4]) override
  {}
  void
  SetTexture(vtkImageData *, int) override
  {}
  void
  SetPointSize(float) override
  {}
  void
  SetLineWidth(float) override
  {}
  void
  SetLineType(int) override
  {}
  void
  SetMatrix(vtkMatrix3x3 *) override
  {}
  void
  GetMatrix(vtkMatrix3x3 *) override
  {}
  void
  MultiplyMatrix(vtkMatrix3x3 *) override
  {}
  void
  PushMatrix() override
  {}
  void
  PopMatrix() override
  {}

private:
  /** Draws what `addPath` adds to the context with the pen, or fills it with the brush, inside of the clipping box. */
  void
  Stroke(const std::function<void()> & addPath);
  void
  Fill(const std::function<void()> & addPath);
  void
  Clip();

  cairo_t *          m_Context{ nullptr };
  std::array<int, 4> m_ClipBox{}; ///< left, bottom, width, height
  bool               m_IsClipping{ false };
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Drawing.h"

#include <vtkBase64Utilities.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkUnsignedCharArray.h>

namespace stem5d
{
namespace
{

std::string
EncodePng(const Picture & picture)
{
  vtkNew<vtkImageData> image;
  image->SetDimensions(picture.columns, picture.rows, 1);
  image->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
  auto * component = static_cast<unsigned char *>(image->GetScalarPointer());
  for (int row = picture.rows; row-- > 0;) // from the bottom
  {
    for (int column = 0; column < picture.columns; ++column)
    {
      const Colour & colour = picture.pixels[static_cast<std::size_t>(row) * picture.columns + column];
      *component++ = colour.red;
      *component++ = colour.green;
      *component++ = colour.blue;
    }
  }
  vtkNew<vtkPNGWriter> writer;
  writer->SetInputData(image);
  writer->WriteToMemoryOn();
  writer->Write();
  vtkUnsignedCharArray * const bytes = writer->GetResult();
  std::string                  text(static_cast<std::size_t>(bytes->GetNumberOfValues() + 2) / 3 * 4, '\0');
  text.resize(vtkBase64Utilities::Encode(bytes->GetPointer(0),
                                         static_cast<unsigned long>(bytes->GetNumberOfValues()),
                                         reinterpret_cast<unsigned char *>(text.data())));
  return text;
}

/** Writes elements; in SVG y points down from the top of the page. */
class SvgWriter
{
public:
  explicit SvgWriter(const Drawing & drawing)
    : m_Height(drawing.height)
  {
    constexpr double millimetres = 85.0 / 1300.0;
    m_Text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
             "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\"" +
             ToDecimal(millimetres * drawing.width) + "mm\" height=\"" + ToDecimal(millimetres * drawing.height) +
             "mm\" viewBox=\"0 0 " + std::to_string(drawing.width) + " " + std::to_string(drawing.height) +
             "\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
    for (const auto & element : drawing.elements)
    {
      std::visit([this](const auto & any) { this->Add(any); }, element);
    }
    m_Text += "</svg>\n";
  }

  const std::string &
  GetText() const
  {
    return m_Text;
  }

private:
  static std::string
  ToText(const Colour & colour)
  {
    return "rgb(" + std::to_string(colour.red) + "," + std::to_string(colour.green) + "," +
           std::to_string(colour.blue) + ")";
  }

  std::string
  ToText(const PagePoint & point) const
  {
    return ToDecimal(point.x) + " " + ToDecimal(m_Height - point.y);
  }

  std::string
  ToText(const Step & step) const
  {
    switch (step.kind)
    {
      case Step::Kind::Move:
        return "M" + this->ToText(step.points[0]);
      case Step::Kind::Line:
        return "L" + this->ToText(step.points[0]);
      case Step::Kind::Curve:
        return "C" + this->ToText(step.points[0]) + " " + this->ToText(step.points[1]) + " " +
               this->ToText(step.points[2]);
      default:
        return "Z";
    }
  }

  std::string
  BoxAttributes(const PageBox & box) const
  {
    return "x=\"" + ToDecimal(box.left) + "\" y=\"" + ToDecimal(m_Height - box.bottom - box.height) + "\" width=\"" +
           ToDecimal(box.width) + "\" height=\"" + ToDecimal(box.height) + "\"";
  }

  void
  Add(const Shape & shape)
  {
    std::string attributes;
    if (shape.clip)
    {
      const std::string name = "clip" + std::to_string(++m_Clips);
      m_Text += "<clipPath id=\"" + name + "\"><rect " + this->BoxAttributes(*shape.clip) + "/></clipPath>\n";
      attributes += " clip-path=\"url(#" + name + ")\"";
    }
    const std::string paint = shape.lineWidth > 0.0 ? "stroke" : "fill";
    attributes += " " + paint + "=\"" + ToText(shape.colour) + "\"";
    if (shape.opacity < 1.0)
    {
      attributes += " " + paint + "-opacity=\"" + ToDecimal(shape.opacity) + "\"";
    }
    if (shape.lineWidth > 0.0)
    {
      attributes += " fill=\"none\" stroke-width=\"" + ToDecimal(shape.lineWidth) + "\"";
    }
    if (shape.isDashed)
    {
      attributes += " stroke-dasharray=\"" + ToDecimal(DashLength(shape)) + "\"";
    }
    m_Text += "<path" + attributes + " d=\"";
    for (const Step & step : shape.steps)
    {
      m_Text += this->ToText(step);
    }
    m_Text += "\"/>\n";
  }

  void
  Add(const Disc & disc)
  {
    m_Text += "<circle cx=\"" + ToDecimal(disc.middle.x) + "\" cy=\"" + ToDecimal(m_Height - disc.middle.y) +
              "\" r=\"" + ToDecimal(disc.radius) + "\" fill=\"" + ToText(disc.colour) + "\"" +
              (disc.opacity < 1.0 ? " fill-opacity=\"" + ToDecimal(disc.opacity) + "\"" : "") + "/>\n";
  }

  void
  Add(const Picture & picture)
  {
    m_Text += "<image " + this->BoxAttributes(picture.place) +
              " preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64," + EncodePng(picture) + "\"/>\n";
  }

  double      m_Height;
  int         m_Clips{ 0 };
  std::string m_Text;
};

} // namespace

std::string
ToSvg(const Drawing & drawing)
{
  return SvgWriter(drawing).GetText();
}

} // namespace stem5d

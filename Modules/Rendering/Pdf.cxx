/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Drawing.h"
#include "Page.h"

#include <zlib.h>

#include <map>
#include <stdexcept>

namespace stem5d
{
namespace
{

std::string
Compress(const std::string & bytes)
{
  uLongf      length = compressBound(static_cast<uLong>(bytes.size()));
  std::string compressed(length, '\0');
  if (compress(reinterpret_cast<Bytef *>(compressed.data()),
               &length,
               reinterpret_cast<const Bytef *>(bytes.data()),
               static_cast<uLong>(bytes.size())) != Z_OK)
  {
    throw std::runtime_error("cannot compress a figure");
  }
  compressed.resize(length);
  return compressed;
}

std::string
ToText(const PagePoint & point)
{
  return ToDecimal(point.x) + " " + ToDecimal(point.y) + " ";
}

std::string
ToText(const PageBox & box)
{
  return ToDecimal(box.left) + " " + ToDecimal(box.bottom) + " " + ToDecimal(box.width) + " " + ToDecimal(box.height);
}

std::string
ToText(const Colour & colour)
{
  const auto part = [](unsigned char component) {
    std::string text = std::to_string(component * 1000 / 255);
    text.insert(0, text.size() < 4 ? 4 - text.size() : 0, '0');
    return text.insert(1, ".") + " ";
  };
  return part(colour.red) + part(colour.green) + part(colour.blue);
}

std::string
ToText(const Step & step)
{
  switch (step.kind)
  {
    case Step::Kind::Move:
      return ToText(step.points[0]) + "m\n";
    case Step::Kind::Line:
      return ToText(step.points[0]) + "l\n";
    case Step::Kind::Curve:
      return ToText(step.points[0]) + ToText(step.points[1]) + ToText(step.points[2]) + "c\n";
    default:
      return "h\n";
  }
}

/** Numbered objects, then the table of where they begin. */
class PdfFile
{
public:
  PdfFile()
    : m_Bytes("%PDF-1.4\n")
  {}

  /** Adds an object and returns its number; the first is 1. */
  std::size_t
  Add(const std::string & content)
  {
    m_Offsets.push_back(m_Bytes.size());
    m_Bytes += std::to_string(m_Offsets.size()) + " 0 obj\n" + content + "\nendobj\n";
    return m_Offsets.size();
  }

  std::size_t
  AddStream(const std::string & entries, const std::string & bytes)
  {
    const std::string compressed = Compress(bytes);
    return this->Add("<<" + entries + "/Filter/FlateDecode/Length " + std::to_string(compressed.size()) +
                     ">>\nstream\n" + compressed + "\nendstream");
  }

  /** The whole file, given the number of the catalogue. */
  std::string
  Finish(std::size_t catalogue) const
  {
    const std::string size = std::to_string(m_Offsets.size() + 1);
    std::string       table = "xref\n0 " + size + "\n0000000000 65535 f \n";
    for (const std::size_t offset : m_Offsets)
    {
      const std::string digits = std::to_string(offset);
      table += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    return m_Bytes + table + "trailer\n<</Size " + size + "/Root " + std::to_string(catalogue) + " 0 R>>\nstartxref\n" +
           std::to_string(m_Bytes.size()) + "\n%%EOF\n";
  }

private:
  std::string              m_Bytes;
  std::vector<std::size_t> m_Offsets;
};

/** Writes elements in pixels of the page, which a matrix at the beginning makes points. */
class PdfWriter
{
public:
  std::string
  Write(const Drawing & drawing)
  {
    const std::string scale = std::to_string(1.0 / PixelsPerPoint);
    m_Content = scale + " 0 0 " + scale + " 0 0 cm\n";
    for (const auto & element : drawing.elements)
    {
      std::visit([this](const auto & any) { this->Add(any); }, element);
    }
    const std::size_t content = m_File.AddStream("", m_Content);
    const std::size_t page = content + 1;
    m_File.Add("<</Type/Page/Parent " + std::to_string(page + 1) + " 0 R/MediaBox[0 0 " +
               ToDecimal(drawing.width / PixelsPerPoint) + " " + ToDecimal(drawing.height / PixelsPerPoint) +
               "]/Contents " + std::to_string(content) + " 0 R/Resources<</ExtGState<<" + m_States + ">>/XObject<<" +
               m_Pictures + ">>>>>>");
    const std::size_t pages = m_File.Add("<</Type/Pages/Count 1/Kids[" + std::to_string(page) + " 0 R]>>");
    return m_File.Finish(m_File.Add("<</Type/Catalog/Pages " + std::to_string(pages) + " 0 R>>"));
  }

private:
  /** Selects a graphics state with that opacity. */
  void
  SetOpacity(double opacity)
  {
    const std::string value = ToDecimal(opacity);
    const auto        found = m_StateNames.emplace(value, "G" + std::to_string(m_StateNames.size()));
    if (found.second)
    {
      m_States += "/" + found.first->second + "<</CA " + value + "/ca " + value + ">>";
    }
    m_Content += "/" + found.first->second + " gs\n";
  }

  void
  Add(const Shape & shape)
  {
    m_Content += "q\n";
    this->SetOpacity(shape.opacity);
    if (shape.clip)
    {
      m_Content += ToText(*shape.clip) + " re W n\n";
    }
    m_Content += ToText(shape.colour) + (shape.lineWidth > 0.0 ? "RG\n" : "rg\n");
    if (shape.lineWidth > 0.0)
    {
      m_Content += ToDecimal(shape.lineWidth) + " w\n";
    }
    if (shape.isDashed)
    {
      m_Content += "[" + ToDecimal(DashLength(shape)) + "] 0 d\n";
    }
    for (const Step & step : shape.steps)
    {
      m_Content += ToText(step);
    }
    m_Content += shape.lineWidth > 0.0 ? "S\nQ\n" : "f\nQ\n";
  }

  void
  Add(const Disc & disc)
  {
    constexpr double kappa = 0.5522847498; // a quarter of a circle as a cubic curve
    const auto       at = [&disc](double x, double y) {
      return PagePoint{ disc.middle.x + x * disc.radius, disc.middle.y + y * disc.radius };
    };
    const auto arc = [&at](double fromX, double fromY, double toX, double toY) {
      return Step{
        Step::Kind::Curve,
        { { at(fromX + kappa * toX, fromY + kappa * toY), at(toX + kappa * fromX, toY + kappa * fromY), at(toX, toY) } }
      };
    };
    Shape shape;
    shape.steps = {
      { Step::Kind::Move, { { at(1, 0) } } }, arc(1, 0, 0, 1), arc(0, 1, -1, 0), arc(-1, 0, 0, -1), arc(0, -1, 1, 0)
    };
    shape.colour = disc.colour;
    shape.opacity = disc.opacity;
    this->Add(shape);
  }

  void
  Add(const Picture & picture)
  {
    std::string bytes;
    for (const Colour & colour : picture.pixels)
    {
      bytes += { static_cast<char>(colour.red), static_cast<char>(colour.green), static_cast<char>(colour.blue) };
    }
    const std::string number = std::to_string(
      m_File.AddStream("/Type/XObject/Subtype/Image/Width " + std::to_string(picture.columns) + "/Height " +
                         std::to_string(picture.rows) + "/ColorSpace/DeviceRGB/BitsPerComponent 8",
                       bytes));
    m_Pictures += "/I" + number + " " + number + " 0 R";
    m_Content += "q\n" + ToDecimal(picture.place.width) + " 0 0 " + ToDecimal(picture.place.height) + " " +
                 ToText(PagePoint{ picture.place.left, picture.place.bottom }) + "cm\n/I" + number + " Do\nQ\n";
  }

  PdfFile                            m_File;
  std::string                        m_Content;
  std::map<std::string, std::string> m_StateNames;
  std::string                        m_States;
  std::string                        m_Pictures;
};

} // namespace

std::string
ToPdf(const Drawing & drawing)
{
  return PdfWriter().Write(drawing);
}

} // namespace stem5d

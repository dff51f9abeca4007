/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RenderFixture.h"

#include <cstdlib>
#include <stdexcept>

namespace
{

class Vector : public RenderTest
{
protected:
  static stem5d::Panels
  MakePanels()
  {
    stem5d::SeriesFigure series;
    series.title = "Null";
    series.series = {
      { "measured", { 1.0F, 2.0F }, { 1.0F, 2.0F }, { 0.1F, 0.1F }, stem5d::SeriesFigure::Style::Dots }
    };
    series.series.push_back(
      { "model", { 1.0F, 2.0F }, { 1.0F, 2.0F }, { 0.1F, 0.1F }, stem5d::SeriesFigure::Style::Line });
    series.bands = { { "null", { 1.0F, 2.0F }, { 0.0F, 0.0F }, { 1.0F, 1.0F }, {} } };
    series.levels = { { "level", 0.5F } };
    auto pattern = MakePattern(8); // whose annuli are clipped
    return { 2, { MakeMap(2, 2, { 1.0F, 2.0F, 3.0F, NaN }), series, pattern } };
  }

  std::string
  RenderAndRead(const std::string & name) const
  {
    stem5d::Render(MakePanels(), GetPath(name));
    return Read(GetPath(name));
  }
};

std::size_t
Count(const std::string & text, const std::string & part)
{
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
  {
    ++count;
  }
  return count;
}

TEST_F(Vector, EveryFormatIsTheSameEachTime)
{
  for (const std::string extension : { "png", "svg", "pdf" })
  {
    const std::string first = RenderAndRead("first." + extension);
    EXPECT_GT(first.size(), 5000u);
    EXPECT_EQ(first, RenderAndRead("second." + extension)) << extension;
  }
}

TEST_F(Vector, AnSvgFileHasEveryPart)
{
  const std::string svg = RenderAndRead("figure.svg");
  EXPECT_NE(svg.find("width=\"178.11mm\""), std::string::npos);
  EXPECT_EQ(Count(svg, "<image "), 4u) << "two grids of cells and their colour bars";
  EXPECT_EQ(Count(svg, "<circle "), 3u) << "two points and the key";
  EXPECT_EQ(Count(svg, "stroke-dasharray"), 2u) << "the level and its key";
  EXPECT_GT(Count(svg, "clip-path="), 4u);
  EXPECT_EQ(Count(svg, "<clipPath"), Count(svg, "clip-path="));
  EXPECT_EQ(Count(svg, "fill-opacity=\"0.25\""), 1u) << "the ribbon";
  EXPECT_EQ(Count(svg, "nan"), 0u);
  EXPECT_EQ(svg.substr(svg.size() - 7), "</svg>\n");
}

TEST_F(Vector, APdfFileHasItsObjectsWhereItSays)
{
  const std::string pdf = RenderAndRead("figure.pdf");
  ASSERT_EQ(pdf.substr(0, 8), "%PDF-1.4");
  EXPECT_NE(pdf.find("/MediaBox[0 0 504.87 "), std::string::npos) << "178.1 mm";
  EXPECT_EQ(Count(pdf, "/Subtype/Image"), 4u);
  EXPECT_EQ(pdf.find("Date"), std::string::npos);

  const std::size_t start = pdf.rfind("startxref\n");
  const std::size_t table = std::stoul(pdf.substr(start + 10));
  ASSERT_EQ(pdf.substr(table, 7), "xref\n0 ");
  const std::size_t size = std::stoul(pdf.substr(table + 7));
  std::size_t       entry = pdf.find('\n', table + 7) + 1;
  for (std::size_t object = 0; object < size; ++object, entry += 20)
  {
    EXPECT_EQ(pdf.substr(entry + 18, 2), " \n");
    if (object > 0)
    {
      const std::string head = std::to_string(object) + " 0 obj\n";
      EXPECT_EQ(pdf.substr(std::stoul(pdf.substr(entry, 10)), head.size()), head);
    }
  }
  EXPECT_EQ(pdf.substr(entry, 7), "trailer");
}

TEST_F(Vector, NeedsNoDisplay)
{
  const std::string previous = std::getenv("DISPLAY");
  unsetenv("DISPLAY");
  EXPECT_NO_THROW(stem5d::Render(MakePanels(), GetPath("figure.svg")));
  EXPECT_NO_THROW(stem5d::Render(MakePanels(), GetPath("figure.pdf")));
  EXPECT_THROW(stem5d::Render(MakePanels(), GetPath("figure.png")), std::runtime_error);
  setenv("DISPLAY", previous.c_str(), 1);
}

TEST_F(Vector, AnotherFormatIsRefused)
{
  EXPECT_THROW(RenderAndRead("figure.bmp"), std::invalid_argument);
  EXPECT_THROW(RenderAndRead("figure"), std::invalid_argument);
  EXPECT_TRUE(std::filesystem::is_empty(m_Directory));
}

} // namespace

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RenderFixture.h"

#include <cstdlib>
#include <regex>
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

/** An SVG without the numbers of its identifiers, which count what the process has drawn. */
std::string
WithoutNumbers(const std::string & svg)
{
  return std::regex_replace(svg, std::regex("((id=\"|#)(surface|image|clip|glyph)[a-z0-9-]*)"), "$3");
}

TEST_F(Vector, EveryFormatIsTheSameEachTime)
{
  for (const std::string extension : { "png", "svg", "pdf" })
  {
    const std::string first = RenderAndRead("first." + extension);
    const std::string second = RenderAndRead("second." + extension);
    EXPECT_GT(first.size(), 5000u);
    const bool isSvg = extension == "svg";
    EXPECT_TRUE(isSvg ? WithoutNumbers(first) == WithoutNumbers(second) : first == second) << extension;
  }
}

TEST_F(Vector, AnSvgFileHasEveryPart)
{
  const std::string svg = RenderAndRead("figure.svg");
  EXPECT_NE(svg.find("width=\"504.87"), std::string::npos) << "178.1 mm in points";
  EXPECT_EQ(Count(svg, "<image "), 4u) << "two grids of cells and their colour bars";
  EXPECT_EQ(Count(svg, "stroke-dasharray"), 2u) << "the level and its key";
  EXPECT_GT(Count(svg, "clip-path="), 0u) << "annuli beyond the pattern";
  EXPECT_EQ(Count(svg, "fill-opacity:0.24"), 1u) << "the ribbon";
  EXPECT_EQ(Count(svg, "nan"), 0u);
  EXPECT_EQ(svg.substr(svg.size() - 7), "</svg>\n");
}

TEST_F(Vector, APdfFileHasOnePageWithImagesAndNoDate)
{
  const std::string pdf = RenderAndRead("figure.pdf");
  ASSERT_EQ(pdf.substr(0, 7), "%PDF-1.");
  EXPECT_NE(pdf.find("/MediaBox [ 0 0 504.87"), std::string::npos) << "178.1 mm";
  EXPECT_EQ(Count(pdf, "/Subtype /Image"), 4u);
  EXPECT_EQ(Count(pdf, "/Type /Page "), 1u);
  EXPECT_EQ(pdf.find("Date"), std::string::npos);
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

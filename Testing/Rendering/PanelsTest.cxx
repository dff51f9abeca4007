/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RenderFixture.h"

#include <cmath>
#include <stdexcept>

namespace
{

using Panels = RenderTest;

/** Dark below, bright above, so that the patches of the ends of the scale are the map. */
stem5d::MapFigure
MakeTwoRows()
{
  auto figure = MakeMap(2, 2, { 3.0F, 3.0F, 1.0F, 1.0F });
  figure.range = stem5d::Range{ 0.0, 4.0 };
  return figure;
}

TEST_F(Panels, AreOfOneSizeWhateverTheirKeys)
{
  auto flagged = MakeTwoRows();
  flagged.flagged = { 0, 0, 0, 1 };
  const auto  image = RenderAndRead(stem5d::Panels{ 2, { MakeTwoRows(), flagged, MakePattern(16) } });
  const auto  bright = stem5d::Viridis(0.75);
  const Patch left = Find(image, bright, 0, 1000); // without the colour bar
  const Patch right = Find(image, bright, 1362, 2362);
  EXPECT_EQ(image->GetDimensions()[0], 2724);
  EXPECT_EQ(left.top, right.top);
  EXPECT_EQ(left.bottom, right.bottom);
  EXPECT_EQ(right.left - left.left, 1362);
  EXPECT_EQ(right.right - left.right, 1362);
  EXPECT_GT(left.bottom, image->GetDimensions()[1] / 2) << "the third panel is in a second row";
  ExpectWhiteEdges(image);
}

TEST_F(Panels, AnyFigureIsAPanel)
{
  stem5d::Panels panels;
  panels.figures = { stem5d::SeriesFigure{}, stem5d::NullFigure{},      stem5d::ScatterFigure{}, stem5d::CurveFigure{},
                     MakeTwoRows(),          stem5d::HistogramFigure{}, MakePattern(4) };
  ExpectWhiteEdges(RenderAndRead(panels));
}

TEST_F(Panels, ShareTheirColours)
{
  std::vector<stem5d::MapFigure> maps{ MakeMap(51, 1, std::vector<float>(51, NaN)), MakeMap(51, 1, {}) };
  for (int i = 0; i <= 50; ++i)
  {
    maps[1].values.push_back(static_cast<float>(i));
  }
  maps[0].values[0] = 100.0F;
  maps[0].values[1] = 1e6F;
  maps[0].flagged.assign(51, 0);
  maps[0].flagged[1] = 1;
  stem5d::ShareColours(maps);
  for (const auto & map : maps)
  {
    EXPECT_NEAR(map.range->low, 0.02 * 51.0, 1e-9);
    EXPECT_NEAR(map.range->high, 0.98 * 51.0, 1e-9);
  }
  std::vector<stem5d::MapFigure> blind{ MakeMap(1, 1, { NaN }) };
  stem5d::ShareColours(blind);
  EXPECT_FALSE(blind[0].range);
}

TEST_F(Panels, ShareTheirAxes)
{
  std::vector<stem5d::ScatterFigure> plots(2);
  for (auto & plot : plots)
  {
    plot.logX = true;
  }
  plots[0].x = { 10.0F, -1.0F };
  plots[0].y = { 1.0F, 99.0F };
  plots[1].x = { 1000.0F, 1e9F };
  plots[1].y = { 2.0F, NaN };
  stem5d::ShareAxes(plots);
  for (const auto & plot : plots)
  {
    EXPECT_NEAR(plot.xRange->low, std::pow(10.0, 0.9), 1e-6);
    EXPECT_NEAR(plot.xRange->high, std::pow(10.0, 3.1), 1e-3);
    EXPECT_NEAR(plot.yRange->low, 0.95, 1e-9);
    EXPECT_NEAR(plot.yRange->high, 2.05, 1e-9);
  }
}

TEST_F(Panels, ThatCannotBeDrawnAreRefused)
{
  EXPECT_THROW(stem5d::Render(stem5d::Panels{}, GetPath("figure.png")), std::invalid_argument);
  EXPECT_THROW(stem5d::Render(stem5d::Panels{ 0, { MakeTwoRows() } }, GetPath("figure.png")), std::invalid_argument);
  EXPECT_THROW(stem5d::Render(stem5d::Panels{ 1, { MakeMap(2, 2, {}) } }, GetPath("figure.png")),
               std::invalid_argument);
  EXPECT_THROW(stem5d::WriteCsv(stem5d::Panels{}, GetPath("figure.csv")), std::invalid_argument);
  EXPECT_TRUE(std::filesystem::is_empty(m_Directory));
}

} // namespace

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

using Render = RenderTest;

TEST_F(Render, IsOneColumnWideWithNothingClipped)
{
  for (const stem5d::Figure & figure :
       { stem5d::Figure(MakeMap(2, 2, { 1.0F, 2.0F, 3.0F, 4.0F })), stem5d::Figure(MakePattern(66)) })
  {
    const auto image = RenderAndRead(figure);
    EXPECT_EQ(image->GetDimensions()[0], 1300);
    EXPECT_GT(image->GetDimensions()[1], 500);
    ExpectWhiteEdges(image);
  }
}

TEST_F(Render, AMapHasItsColoursInItsCells)
{
  // The first row low, the second high, one point flagged and one NaN.
  auto figure = MakeMap(4, 2, { 0.0F, 0.0F, 0.0F, 0.0F, 1.0F, 1.0F, 1.0F, NaN });
  figure.range = stem5d::Range{ -1.0, 2.0 };
  figure.flagged = { 0, 0, 0, 1, 0, 0, 0, 0 };
  const auto  image = RenderAndRead(figure);
  const Patch low = Find(image, stem5d::Viridis(1.0 / 3.0), 0, 1060);
  const Patch high = Find(image, stem5d::Viridis(2.0 / 3.0), 0, 1060);
  const Patch grey = Find(image, stem5d::Grey, 0, 1060);

  const double cell = low.count / 3.0;
  EXPECT_NEAR(std::sqrt(cell), (low.right - low.left + 1) / 3.0, 1.0);
  EXPECT_NEAR(high.count, low.count, 0.02 * low.count);
  EXPECT_NEAR(grey.count, 2.0 * cell, 0.05 * low.count) << "two cells and the sample in the key";
  EXPECT_GT(low.bottom, high.bottom) << "the first row is on top";
  EXPECT_NEAR(low.bottom, high.top + 1, 2.0);
}

TEST_F(Render, AMapKeepsThePhysicalAspect)
{
  auto figure = MakeMap(2, 2, std::vector<float>(4, 1.0F));
  figure.spacing = { { 0.2, 0.1 } };
  figure.range = stem5d::Range{ 1.0, 2.0 };
  const Patch patch = Find(RenderAndRead(figure), stem5d::Viridis(0.0), 0, 1040);
  EXPECT_NEAR(patch.right - patch.left + 1, 2 * (patch.top - patch.bottom + 1), 4);
}

TEST_F(Render, MapsOfAnyShapeAreDrawn)
{
  const std::vector<float> hundred(100, 3.0F);
  for (const auto & figure : { MakeMap(1, 1, { 812.0F }),
                               MakeMap(1, 100, hundred),
                               MakeMap(100, 1, hundred),
                               MakeMap(10, 10, hundred),
                               MakeMap(2, 1, { 0.0F, 0.0F }),
                               MakeMap(2, 1, { 1e-30F, 1e30F }),
                               MakeMap(2, 2, std::vector<float>(4, NaN)) })
  {
    ExpectWhiteEdges(RenderAndRead(figure));
  }
}

TEST_F(Render, AScatterPlotHasItsPointsWhereTheyBelong)
{
  stem5d::ScatterFigure figure;
  figure.xLabel = "fluctuation variance";
  figure.yLabel = "relaxation time (s)";
  figure.x = { 1.0F, 2.0F, 3.0F, NaN, 5.0F, -1.0F };
  figure.y = { 10.0F, 100.0F, 1000.0F, 10.0F, NaN, 100.0F };
  figure.flagged = { 0, 0, 1, 0, 0, 1 };
  figure.logX = true;
  figure.logY = true;
  const auto  image = RenderAndRead(figure);
  const Patch valid = Find(image, stem5d::Blue);
  const Patch left = Find(image, stem5d::Blue, 0, valid.right - 100);
  const Patch flagged = Find(image, stem5d::Grey, valid.right);
  EXPECT_GT(left.count, 100);
  EXPECT_NEAR(valid.count, 2 * left.count, 0.2 * left.count) << "two dots";
  EXPECT_GT(flagged.count, 100);
  EXPECT_NEAR(flagged.top - valid.top, valid.top - left.top, 3) << "decades are equally far apart";
  EXPECT_NEAR(
    (flagged.right - left.right) / static_cast<double>(valid.right - left.right), std::log(3.0) / std::log(2.0), 0.02);
}

TEST_F(Render, AHistogramMarksMeanAndMedian)
{
  stem5d::HistogramFigure figure;
  figure.xLabel = "relaxation time (s)";
  for (int i = 0; i <= 100; ++i)
  {
    figure.values.push_back(static_cast<float>(i * i));
  }
  const auto  image = RenderAndRead(figure);
  const Patch bars = Find(image, stem5d::SkyBlue);
  const Patch mean = Find(image, stem5d::Vermillion, bars.left);
  EXPECT_GT(bars.count, 10000);
  EXPECT_GT(mean.top - mean.bottom, bars.top - bars.bottom);
}

TEST_F(Render, ACurveHasPointsErrorBarsAndModel)
{
  stem5d::CurveFigure figure;
  figure.xLabel = "delay (s)";
  figure.yLabel = "g(t) - 1";
  figure.x = { 10.0F, 100.0F };
  figure.y = { 0.1F, 0.05F };
  figure.modelX = { 10.0F, 100.0F };
  figure.modelY = { 0.09F, 0.06F };
  const int plain = Find(RenderAndRead(figure), stem5d::Blue).count;
  figure.yError = { 0.01F, 0.03F };
  figure.logX = true;
  const auto image = RenderAndRead(figure);
  EXPECT_GT(Find(image, stem5d::Blue).count, plain + 500);
  EXPECT_GT(Find(image, stem5d::Vermillion).count, 2000);
  ExpectWhiteEdges(image);
}

TEST_F(Render, APatternHasItsMaskAndAnnuli)
{
  auto figure = MakePattern(66);
  figure.masked.assign(66 * 66, 0);
  figure.masked[66 * 65] = 1;
  figure.masked[66 * 66 - 1] = 1;
  const auto  image = RenderAndRead(figure);
  const int   half = image->GetDimensions()[1] / 2; // the key is above
  const Patch outer = Find(image, stem5d::SkyBlue, 0, 1300, half);
  const Patch field = Find(image, stem5d::ReddishPurple, 0, 1300, half);
  EXPECT_GT(Find(image, stem5d::Orange).count, 1000);
  // Both masked corners lie half a field from the centre, the outer circle 5.8 / (33 * 0.232) of that.
  EXPECT_NEAR(outer.right - outer.left, 5.8 / (33.0 * 0.232) * (field.right - field.left), 8.0);
}

TEST_F(Render, FiguresWithoutAValidPointAreDrawn)
{
  auto blind = MakePattern(8);
  blind.masked.assign(64, 1);
  auto dark = MakePattern(8);
  dark.intensity.assign(64, 0.0F);
  stem5d::ScatterFigure scatter;
  scatter.x = scatter.y = { NaN, NaN };
  stem5d::HistogramFigure histogram;
  histogram.values = { NaN };
  for (const stem5d::Figure & figure : { stem5d::Figure(scatter),
                                         stem5d::Figure(histogram),
                                         stem5d::Figure(stem5d::CurveFigure{}),
                                         stem5d::Figure(blind),
                                         stem5d::Figure(dark) })
  {
    EXPECT_GT(Find(RenderAndRead(figure), stem5d::Black).count, 1000);
  }
}

TEST_F(Render, ArraysThatDisagreeAreRefused)
{
  const std::string path = GetPath("figure.png");
  auto              spacing = MakeMap(1, 1, { 1.0F });
  spacing.spacing[1] = 0.0;
  stem5d::ScatterFigure scatter;
  scatter.x = { 1.0F };
  EXPECT_THROW(stem5d::Render(MakeMap(2, 2, { 1.0F }), path), std::invalid_argument);
  EXPECT_THROW(stem5d::Render(MakeMap(0, 0, {}), path), std::invalid_argument);
  EXPECT_THROW(stem5d::Render(spacing, path), std::invalid_argument);
  EXPECT_THROW(stem5d::Render(scatter, path), std::invalid_argument);
  EXPECT_TRUE(std::filesystem::is_empty(m_Directory));
}

TEST_F(Render, AFileThatCannotBeWrittenIsNamedAndLeavesNothing)
{
  const auto                  figure = MakeMap(1, 1, { 1.0F });
  const std::filesystem::path missing = m_Directory / "missing" / "figure.png";
  try
  {
    stem5d::Render(figure, missing.string());
    FAIL() << "no exception";
  }
  catch (const std::runtime_error & error)
  {
    EXPECT_NE(std::string(error.what()).find(missing.string()), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("No such file"), std::string::npos) << error.what();
  }
  EXPECT_FALSE(std::filesystem::exists(missing.parent_path()));

  // A directory of that name cannot be replaced: the temporary file must go.
  std::filesystem::create_directories(m_Directory / "figure.png" / "inside");
  EXPECT_THROW(stem5d::Render(figure, GetPath("figure.png")), std::runtime_error);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(m_Directory), {}), 1);
}

} // namespace

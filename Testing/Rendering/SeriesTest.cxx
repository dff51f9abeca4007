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

using Series = RenderTest;
using Style = stem5d::SeriesFigure::Style;

TEST_F(Series, HaveColoursOfTheirOwnAndErrorBarsWithinTheFrame)
{
  stem5d::SeriesFigure figure;
  figure.xLabel = "temperature (K)";
  figure.series = { { "same half", { 633.0F, 673.0F }, { 0.4F, 0.3F }, { 0.05F, NaN }, Style::Dots },
                    { "across", { 633.0F, 673.0F }, { 0.1F, 0.0F }, {}, Style::DotsAndLine } };
  const auto  image = RenderAndRead(figure);
  const int   right = 700; // the first point of each series
  const int   keyless = image->GetDimensions()[1] - 170;
  const Patch bar = Find(image, stem5d::Blue, 0, right, keyless);
  const Patch line = Find(image, stem5d::Vermillion, 0, 1300, keyless);
  EXPECT_GT(bar.top - bar.bottom, 3 * (bar.right - bar.left)) << "a bar with caps";
  EXPECT_GT(bar.right - bar.left, 14);
  EXPECT_GT(line.right - line.left, 800);
  ExpectWhiteEdges(image);
}

TEST_F(Series, TheErrorOfALineIsARibbon)
{
  constexpr Colour     ribbon{ 192, 220, 236 }; // a quarter blue
  stem5d::SeriesFigure figure;
  figure.series = { { "", { 1.0F, 2.0F, 3.0F }, { 1.0F, 1.0F, 1.0F }, { 0.1F, 0.1F, NaN }, Style::Line } };
  figure.yRange = stem5d::Range{ 0.9, 1.1 };
  figure.xRange = stem5d::Range{ 1.0, 3.0 };
  const auto   image = RenderAndRead(figure);
  const Patch  frame = Find(image, stem5d::Black);
  const Patch  shape = Find(image, ribbon);
  const double area = static_cast<double>(shape.right - shape.left) * (shape.top - shape.bottom);
  EXPECT_NEAR(shape.count, 0.75 * area, 0.02 * area) << "a rectangle and a triangle";
  EXPECT_LT(shape.right, frame.right);
}

TEST_F(Series, ThatAreOrderedHaveOrderedColours)
{
  stem5d::SeriesFigure figure;
  figure.ordered = true;
  figure.series = { { "a", { 1.0F }, { 1.0F }, {}, Style::Dots },
                    { "b", { 2.0F }, { 2.0F }, {}, Style::Dots },
                    { "c", { 3.0F }, { 3.0F }, {}, Style::Dots } };
  const auto image = RenderAndRead(figure);
  for (const double fraction : { 0.0, 0.45, 0.9 })
  {
    EXPECT_GT(Find(image, stem5d::Viridis(fraction)).count, 400) << fraction;
  }
}

TEST_F(Series, BandsAndLevelsAreReferences)
{
  constexpr Colour     light{ 217, 217, 217 };
  stem5d::SeriesFigure figure;
  figure.bands = { { "null", { 1.0F, 2.0F, 3.0F }, { 0.0F, 0.0F, NaN }, { 1.0F, 1.0F, 1.0F }, {} } };
  const int bands = Find(RenderAndRead(figure), light).count;
  EXPECT_GT(bands, 100000);
  figure.bands[0].middle = { 0.5F, 0.5F, 0.5F };
  EXPECT_LT(Find(RenderAndRead(figure), light).count, bands) << "the middle is drawn over it";
  figure.levels = { { "probe", 3.0F } };
  EXPECT_LT(Find(RenderAndRead(figure), light).count, bands / 2) << "the axis reaches to the level";
}

TEST_F(Series, AnErrorBarBeyondZeroReachesTheEndOfALogarithmicAxis)
{
  stem5d::SeriesFigure figure;
  figure.logY = true;
  figure.series = { { "", { 1.0F, 2.0F }, { 10.0F, 100.0F }, { 20.0F, 0.0F }, Style::Dots } };
  const auto  image = RenderAndRead(figure);
  const Patch bar = Find(image, stem5d::Blue, 0, 600);
  const Patch frame = Find(image, stem5d::Black);
  EXPECT_LT(bar.bottom, 160);
  EXPECT_GT(bar.bottom, frame.bottom);
}

TEST_F(Series, ARangeLeavesOutWhatIsBeyondIt)
{
  stem5d::SeriesFigure figure;
  figure.series = { { "", { 1.0F, 2.0F, 30.0F }, { 1.0F, 2.0F, 1.0F }, {}, Style::Dots } };
  figure.xRange = stem5d::Range{ 0.0, 3.0 };
  figure.yRange = stem5d::Range{ 0.0, 1.5 };
  const auto image = RenderAndRead(figure);
  const auto dot = Find(image, stem5d::Blue);
  EXPECT_NEAR(dot.right - dot.left, 19, 2) << "one dot";
  figure.xRange = stem5d::Range{ 3.0, 0.0 };
  EXPECT_THROW(stem5d::Render(figure, GetPath("figure.png")), std::invalid_argument);
  figure.xRange = stem5d::Range{ 0.0, 3.0 };
  figure.logX = true;
  EXPECT_THROW(stem5d::Render(figure, GetPath("figure.png")), std::invalid_argument);
}

TEST_F(Series, OfAnySizeAreDrawn)
{
  stem5d::SeriesFigure one;
  one.series = { { "one", { 633.0F }, { 0.5F }, { 0.1F }, Style::Dots } };
  one.bands = { { "null", { 633.0F }, { 0.1F }, { 0.2F }, { 0.15F } } };
  stem5d::SeriesFigure extreme;
  extreme.xLabel = extreme.yLabel =
    "a quantity with so long a name that it must be written small (in a unit of its own)";
  extreme.title = extreme.xLabel + extreme.yLabel;
  extreme.series = { { extreme.xLabel, { 1e-30F, 2e-30F }, { -3e30F, 3e30F }, { 1e29F, 1e30F }, Style::DotsAndLine },
                     { extreme.yLabel, { 1e-30F, 2e-30F }, { NaN, NaN }, {}, Style::Line } };
  for (const auto & figure : { one, extreme, stem5d::SeriesFigure{} })
  {
    ExpectWhiteEdges(RenderAndRead(figure));
  }
}

TEST_F(Series, DistributionsAreSteps)
{
  stem5d::HistogramsFigure figure;
  figure.xLabel = "relaxation time (s)";
  figure.edges = { 0.0F, 1.0F, 3.0F };
  figure.samples = { { "633 K", { 1.0F, 2.0F } }, { "673 K", { 2.0F, 0.0F } } };
  const auto  image = RenderAndRead(figure);
  const int   keyless = image->GetDimensions()[1] - 170;
  const Patch first = Find(image, stem5d::Viridis(0.0), 0, 1300, keyless);
  const Patch second = Find(image, stem5d::Viridis(0.9), 0, 1300, keyless);
  EXPECT_NEAR(first.top, second.top, 3) << "the highest bin of both";
  EXPECT_NEAR(first.left, second.left, 8);
  figure.samples[0].counts = { 1.0F };
  EXPECT_THROW(stem5d::Render(figure, GetPath("figure.png")), std::invalid_argument);
  EXPECT_THROW(stem5d::Render(stem5d::HistogramsFigure{}, GetPath("figure.png")), std::invalid_argument);
}

TEST_F(Series, AStatisticStandsBesideItsNullDistribution)
{
  stem5d::NullFigure figure;
  figure.xLabel = "Spearman correlation";
  figure.statistics = { { "same half", { 0.0F, 0.1F, NaN }, { -0.1, 0.2 }, 0.5F, 0.1F },
                        { "not known", {}, { NaN, NaN }, NaN, NaN } };
  const auto  image = RenderAndRead(figure);
  const int   keyless = image->GetDimensions()[1] - 220; // without the label, too
  const Patch band = Find(image, { 217, 217, 217 }, 0, 1300, keyless);
  const Patch measured = Find(image, stem5d::Blue, 0, 1300, keyless);
  EXPECT_NEAR((measured.right - measured.left) / static_cast<double>(band.right - band.left), 0.2 / 0.3, 0.02);
  EXPECT_NEAR((measured.left - band.left) / static_cast<double>(band.right - band.left), 0.5 / 0.3, 0.02);
  EXPECT_GT(measured.bottom, image->GetDimensions()[1] / 2 - 100) << "the first statistic is on top";
  ExpectWhiteEdges(image);
}

} // namespace

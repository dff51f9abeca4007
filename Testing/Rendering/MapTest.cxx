/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RenderFixture.h"

#include <stdexcept>

namespace
{

using Map = RenderTest;

TEST_F(Map, WithLabelsHasAxesAndRowsUpwards)
{
  auto figure = MakeMap(2, 2, { 1.0F, 1.0F, 3.0F, 3.0F });
  figure.range = stem5d::Range{ 0.0, 4.0 };
  figure.axisLabels = { { "t1 (s)", "t2 (s)" } };
  figure.upwards = true;
  const auto  image = RenderAndRead(figure);
  const Patch dark = Find(image, stem5d::Viridis(0.25), 0, 1040);
  const Patch bright = Find(image, stem5d::Viridis(0.75), 0, 1040);
  EXPECT_LT(dark.top, bright.bottom) << "the first row is at the bottom";
  EXPECT_GT(Find(image, stem5d::Black, 0, dark.left - 10).count, 300) << "ticks and label";
  ExpectWhiteEdges(image);
}

TEST_F(Map, OfCategoriesHasAColourForEach)
{
  stem5d::StatusMapFigure figure;
  figure.columns = 2;
  figure.rows = 2;
  figure.categories = { 0, 0, 1, 3 };
  figure.labels = { "fit", "at its bound", "no convergence", "no intensity" };
  const auto image = RenderAndRead(figure);
  const int  blue = Find(image, stem5d::Blue).count;
  EXPECT_GT(blue, 10000);
  EXPECT_NEAR(Find(image, stem5d::Vermillion).count, blue, 100) << "a cell and the key";
  EXPECT_NEAR(Find(image, { 224, 224, 224 }).count, 2 * blue, 1000);
  EXPECT_EQ(Find(image, stem5d::Orange).count, 0) << "a category that does not occur is not in the key";
  ExpectWhiteEdges(image);

  figure.categories[0] = 4;
  EXPECT_THROW(stem5d::Render(figure, GetPath("figure.png")), std::invalid_argument);
  figure.labels.assign(9, "too many");
  EXPECT_THROW(stem5d::Render(figure, GetPath("figure.png")), std::invalid_argument);
}

} // namespace

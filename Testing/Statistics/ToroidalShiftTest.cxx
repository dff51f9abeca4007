/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SmoothedMap.h"
#include "ToroidalShift.h"

#include <gtest/gtest.h>

using stem5d::MapArray;
using stem5d::ToroidalShiftTest;

namespace
{

MapArray
Shifted(const MapArray & map, Eigen::Index shiftX, Eigen::Index shiftY)
{
  MapArray shifted(map.rows(), map.cols());
  for (Eigen::Index row = 0; row < map.rows(); ++row)
  {
    for (Eigen::Index column = 0; column < map.cols(); ++column)
    {
      shifted(row, column) = map((row + shiftY) % map.rows(), (column + shiftX) % map.cols());
    }
  }
  return shifted;
}

double
Spearman(const MapArray & x, const MapArray & y)
{
  return stem5d::RankCorrelation({ x.data(), x.data() + x.size() }, { y.data(), y.data() + y.size() }).coefficient;
}

} // namespace

TEST(ToroidalShift, CorrelatesTheShiftedMaps)
{
  MapArray x = SmoothedMap(7, 5, 1.0, 1, 0);
  MapArray y = SmoothedMap(7, 5, 1.0, 1, 1);
  x(2, 3) = y(0, 0) = y(4, 6) = std::nan("");
  const stem5d::ShiftedRankCorrelation correlation({ x, y }, { 0, 0, 5, 7 });
  EXPECT_DOUBLE_EQ(correlation(0, 0).coefficient, Spearman(x, y));
  EXPECT_DOUBLE_EQ(correlation(3, 2).coefficient, Spearman(x, Shifted(y, 3, 2)));
  EXPECT_EQ(correlation(3, 2).count, 33u); // y(4, 6) comes to x(2, 3)
  EXPECT_EQ(correlation(3, 3).count, 32u);
}

TEST(ToroidalShift, TakesEachShiftOnceWhenTheyAreFew)
{
  const MapArray      x = SmoothedMap(4, 3, 1.0, 2, 0);
  const MapArray      y = SmoothedMap(4, 3, 1.0, 2, 1);
  std::vector<double> expected;
  for (Eigen::Index shift = 1; shift < 12; ++shift)
  {
    expected.push_back(Spearman(x, Shifted(y, shift % 4, shift / 4)));
  }
  std::sort(expected.begin(), expected.end());
  const auto result = ToroidalShiftTest({ { x, y } }, 1);
  ASSERT_EQ(result.surrogates.size(), 11u);
  for (std::size_t i = 0; i < 11; ++i)
  {
    EXPECT_DOUBLE_EQ(result.surrogates[i], expected[i]);
  }
  EXPECT_DOUBLE_EQ(result.coefficient, Spearman(x, y));
  EXPECT_EQ(ToroidalShiftTest({ { x, y } }, 1, 5).surrogates.size(), 5u);
}

TEST(ToroidalShift, CountsTheMeasuredOneAmongTheSurrogates)
{
  EXPECT_DOUBLE_EQ(stem5d::SurrogatePValue(-0.5, { -0.7, -0.2, 0.1, 0.5 }), 0.6);
  EXPECT_DOUBLE_EQ(stem5d::SurrogatePValue(0.9, { -0.7, -0.2, 0.1, 0.5 }), 0.2);
  EXPECT_TRUE(std::isnan(stem5d::SurrogatePValue(0.9, {})));
  EXPECT_TRUE(std::isnan(stem5d::SurrogatePValue(std::nan(""), { 0.1 })));
}

TEST(ToroidalShift, IsDeterminedByTheSeed)
{
  const MapArray x = SmoothedMap(20, 10, 2.0, 3, 0);
  const MapArray y = SmoothedMap(20, 10, 2.0, 3, 1);
  const auto     first = ToroidalShiftTest({ { x, y } }, 7, 50);
  EXPECT_EQ(ToroidalShiftTest({ { x, y } }, 7, 50).surrogates, first.surrogates);
  EXPECT_NE(ToroidalShiftTest({ { x, y } }, 8, 50).surrogates, first.surrogates);
}

TEST(ToroidalShift, FindsWhatIsThere)
{
  const MapArray x = SmoothedMap(40, 30, 2.0, 4, 0);
  const MapArray y = x + SmoothedMap(40, 30, 2.0, 4, 1);
  EXPECT_LE(ToroidalShiftTest({ { x, y } }, 1).pValue, 0.02);
  EXPECT_LE(ToroidalShiftTest({ { x, -y } }, 1).pValue, 0.02);
  EXPECT_GT(ToroidalShiftTest({ { x, SmoothedMap(40, 30, 2.0, 4, 2) } }, 1).pValue, 0.05);
}

TEST(ToroidalShift, AveragesPairsUnderTheSameShift)
{
  const MapArray a = SmoothedMap(4, 3, 1.0, 5, 0);
  const MapArray b = SmoothedMap(4, 3, 1.0, 5, 1);
  const MapArray c = SmoothedMap(4, 3, 1.0, 5, 2);
  const MapArray d = SmoothedMap(4, 3, 1.0, 5, 3);
  const auto     result = ToroidalShiftTest({ { a, b }, { c, d } }, 1);
  EXPECT_DOUBLE_EQ(result.coefficient, 0.5 * (Spearman(a, b) + Spearman(c, d)));
  std::vector<double> expected;
  for (Eigen::Index shift = 1; shift < 12; ++shift)
  {
    const auto one = Shifted(b, shift % 4, shift / 4);
    const auto two = Shifted(d, shift % 4, shift / 4);
    expected.push_back(0.5 * (Spearman(a, one) + Spearman(c, two)));
  }
  std::sort(expected.begin(), expected.end());
  for (std::size_t i = 0; i < 11; ++i)
  {
    EXPECT_NEAR(result.surrogates[i], expected[i], 1e-14);
  }
}

TEST(ToroidalShift, ClosesTheRegionOfInterestToATorus)
{
  const MapArray x = SmoothedMap(8, 6, 1.0, 6, 0);
  const MapArray y = SmoothedMap(8, 6, 1.0, 6, 1);
  MapArray       wideX = MapArray::Constant(10, 20, std::nan(""));
  MapArray       wideY = wideX;
  wideX.block(2, 11, 6, 8) = x;
  wideY.block(2, 11, 6, 8) = y;
  wideY(9, 0) = 1.0; // alone: no pair of points
  const auto result = ToroidalShiftTest({ { x, y } }, 1, 20);
  const auto wide = ToroidalShiftTest({ { wideX, wideY } }, 1, 20);
  EXPECT_EQ(wide.surrogates, result.surrogates);
  EXPECT_EQ(wide.pValue, result.pValue);
}

TEST(ToroidalShift, LeavesOutShiftsOntoTheMask)
{
  MapArray x = SmoothedMap(10, 1, 0.0, 7, 0);
  MapArray y = SmoothedMap(10, 1, 0.0, 7, 1);
  x.block(0, 3, 1, 4).setConstant(std::nan("")); // 6 points: at least 3 must meet
  y.block(0, 3, 1, 4).setConstant(std::nan(""));
  const stem5d::ShiftedRankCorrelation correlation({ x, y }, { 0, 0, 1, 10 });
  std::size_t                          usable = 0;
  for (Eigen::Index shift = 1; shift < 10; ++shift)
  {
    usable += correlation(shift, 0).count >= 3 ? 1 : 0;
  }
  EXPECT_LT(usable, 9u);
  EXPECT_EQ(ToroidalShiftTest({ { x, y } }, 1).surrogates.size(), usable);
}

TEST(ToroidalShift, OfAConstantOrOfNothingIsNaN)
{
  const MapArray x = SmoothedMap(5, 5, 1.0, 1, 0);
  for (const double value : { 1.0, std::nan("") })
  {
    const auto result = ToroidalShiftTest({ { x, MapArray::Constant(5, 5, value) } }, 1);
    EXPECT_TRUE(std::isnan(result.coefficient));
    EXPECT_TRUE(std::isnan(result.pValue));
    EXPECT_TRUE(result.surrogates.empty());
  }
  EXPECT_THROW(ToroidalShiftTest({}, 1), std::invalid_argument);
  EXPECT_THROW(ToroidalShiftTest({ { x, x } }, 1, 0), std::invalid_argument);
  EXPECT_THROW(ToroidalShiftTest({ { x, x }, { x, MapArray::Zero(5, 4) } }, 1), std::invalid_argument);
}

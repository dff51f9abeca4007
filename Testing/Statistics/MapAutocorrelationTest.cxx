/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "MapAutocorrelation.h"
#include "SmoothedMap.h"

#include <gtest/gtest.h>

using stem5d::MapArray;

TEST(MapAutocorrelation, HasOneOfEachLagAndItsOppositeInRings)
{
  const auto rings = stem5d::MapLagRings(7, 4); // lags to 3 and 2
  EXPECT_EQ(rings[0].size(), 1u);
  EXPECT_EQ(rings[1].size(), 4u); // (1, 0), (0, 1), (1, 1), (-1, 1)
  std::size_t lags = 0;
  for (const auto & ring : rings)
  {
    lags += ring.size();
  }
  EXPECT_EQ(lags, 1u + (7u * 5u - 1u) / 2u);
  EXPECT_THROW(stem5d::MapLagRings(7, 4, { { 1.0, 0.0 } }), std::invalid_argument);
}

TEST(MapAutocorrelation, OfALineIsItsSumOfProducts)
{
  const MapArray line = (MapArray(1, 6) << 3.0, 1.0, 2.0, 6.0, 5.0, 1.0).finished(); // 0, -2, -1, 3, 2, -2: 22
  const auto     result = stem5d::MapAutocorrelation(line, { { 0.5, 1.0 } });
  ASSERT_EQ(result.lag.size(), 4u);
  EXPECT_DOUBLE_EQ(result.lag[3], 1.5);
  EXPECT_DOUBLE_EQ(result.correlation[0], 1.0);
  EXPECT_DOUBLE_EQ(result.correlation[1], (2.0 - 3.0 + 6.0 - 4.0) / 5.0 / (22.0 / 6.0));
  EXPECT_DOUBLE_EQ(result.correlation[2], (-6.0 - 2.0 - 6.0) / 4.0 / (22.0 / 6.0));
  EXPECT_DOUBLE_EQ(result.pairs[2], 4.0);
}

TEST(MapAutocorrelation, LeavesMaskedPointsOut)
{
  const double   nan = std::nan("");
  const MapArray line = (MapArray(1, 7) << nan, 3.0, 1.0, nan, 6.0, 5.0, 0.0).finished(); // 0, -2, 3, 2, -3: 26
  const auto     result = stem5d::MapAutocorrelation(line, { { 1.0, 1.0 } });
  EXPECT_DOUBLE_EQ(result.pairs[0], 5.0);
  EXPECT_DOUBLE_EQ(result.pairs[1], 3.0);
  EXPECT_DOUBLE_EQ(result.correlation[1], (0.0 + 6.0 - 6.0) / 3.0 / (26.0 / 5.0));
  EXPECT_DOUBLE_EQ(result.correlation[2], (-6.0 - 9.0) / 2.0 / (26.0 / 5.0));
}

TEST(MapAutocorrelation, FindsTheLengthOfASmoothedMap)
{
  const MapArray map = SmoothedMap(200, 160, 4.0, 1, 0);
  const auto     result = stem5d::MapAutocorrelation(map, { { 0.16, 0.16 } });
  EXPECT_NEAR(result.length, 4.0 * 0.16, 0.05);
  EXPECT_NEAR(result.correlation[2], std::exp(-std::pow(result.lag[2] / 0.64, 2)), 0.05);
}

TEST(MapAutocorrelation, TakesTheSpacingOfEachAxis)
{
  const MapArray map = SmoothedMap(160, 160, 6.0, 2, 0);
  MapArray       everySecondRow(80, 160);
  for (Eigen::Index row = 0; row < 80; ++row)
  {
    everySecondRow.row(row) = map.row(2 * row);
  }
  const double length = stem5d::MapAutocorrelation(map, { { 1.0, 1.0 } }).length;
  EXPECT_NEAR(stem5d::MapAutocorrelation(everySecondRow, { { 1.0, 2.0 } }).length, length, 0.1);
}

TEST(MapAutocorrelation, HasNoLengthWhereItDoesNotFall)
{
  const double   nan = std::nan("");
  const MapArray pairs = (MapArray(1, 8) << 1.0, 1.0, nan, nan, nan, nan, -1.0, -1.0).finished(); // no lags 2 to 4
  const auto     result = stem5d::MapAutocorrelation(pairs, { { 1.0, 1.0 } });
  ASSERT_EQ(result.correlation.size(), 2u);
  EXPECT_DOUBLE_EQ(result.correlation[1], 1.0);
  EXPECT_TRUE(std::isnan(result.length));
  const auto constant = stem5d::MapAutocorrelation(MapArray::Constant(4, 4, 2.0), { { 1.0, 1.0 } });
  EXPECT_TRUE(std::isnan(constant.length));
  EXPECT_TRUE(std::isnan(constant.correlation[1]));
  EXPECT_TRUE(stem5d::MapAutocorrelation(MapArray::Constant(3, 3, std::nan("")), { { 1.0, 1.0 } }).lag.empty());
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SmoothedMap.h"
#include "SpatialRankCorrelation.h"

#include <gtest/gtest.h>

using stem5d::MapArray;

TEST(SpatialRankCorrelation, TakesItsPValueFromStudentsT)
{
  // scipy.stats.spearmanr of these two gives 0.141579686364 and 0.660726829287
  EXPECT_NEAR(stem5d::CorrelationPValue(0.141579686364, 12.0), 0.660726829287, 1e-9);
  EXPECT_NEAR(
    stem5d::CorrelationPValue(-0.5, 20.0), 0.024769558804, 1e-9); // 2 scipy.stats.t.sf(0.5 sqrt(18 / 0.75), 18)
  EXPECT_NEAR(stem5d::CorrelationPValue(-0.5, 22.0, 2.0), 0.024769558804, 1e-9);
  EXPECT_EQ(stem5d::CorrelationPValue(1.0, 20.0), 0.0);
  EXPECT_TRUE(std::isnan(stem5d::CorrelationPValue(0.5, 2.0)));
  EXPECT_TRUE(std::isnan(stem5d::CorrelationPValue(std::nan(""), 20.0)));
}

TEST(SpatialRankCorrelation, HasTheErrorOfItsEffectiveSize)
{
  EXPECT_DOUBLE_EQ(stem5d::RankCorrelationError(0.0, 101.0), 0.1);
  EXPECT_DOUBLE_EQ(stem5d::RankCorrelationError(-0.6, 101.0), 0.064 * std::sqrt(1.18));
}

TEST(SpatialRankCorrelation, IsSpearmansOfThePointsMaskedInNeither)
{
  MapArray x = SmoothedMap(30, 20, 3.0, 1, 0);
  MapArray y = x + SmoothedMap(30, 20, 3.0, 1, 1);
  x(3, 4) = y(10, 20) = std::nan("");
  const auto result = stem5d::SpatialRankCorrelation(x, y);
  EXPECT_EQ(result.count, 598u);
  EXPECT_DOUBLE_EQ(result.coefficient,
                   stem5d::RankCorrelation({ x.data(), x.data() + 600 }, { y.data(), y.data() + 600 }).coefficient);
  EXPECT_LT(result.effectiveCount, 80.0);
  EXPECT_DOUBLE_EQ(result.error, stem5d::RankCorrelationError(result.coefficient, result.effectiveCount));
  EXPECT_LT(result.pValue, 0.01);
  EXPECT_DOUBLE_EQ(stem5d::SpatialRankCorrelation(x.exp(), y.cube()).effectiveCount, result.effectiveCount);
}

TEST(SpatialRankCorrelation, OfAConstantIsNaN)
{
  const auto result = stem5d::SpatialRankCorrelation(MapArray::Constant(5, 5, 1.0), SmoothedMap(5, 5, 1.0, 1, 0));
  EXPECT_EQ(result.count, 25u);
  EXPECT_TRUE(std::isnan(result.coefficient));
  EXPECT_TRUE(std::isnan(result.effectiveCount));
  EXPECT_TRUE(std::isnan(result.error));
  EXPECT_TRUE(std::isnan(result.pValue));
}

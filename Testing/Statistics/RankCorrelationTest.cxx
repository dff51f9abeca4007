/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RankCorrelation.h"

#include <gtest/gtest.h>

#include <random>

TEST(RankCorrelation, SharesRanksAmongTies)
{
  EXPECT_EQ(stem5d::MidRanks({ 1, 2, 2, 3 }), (std::vector<double>{ 1, 2.5, 2.5, 4 }));
  EXPECT_EQ(stem5d::MidRanks({ 5, 5, 5 }), (std::vector<double>{ 2, 2, 2 }));
  EXPECT_NEAR(stem5d::RankCorrelation({ 1, 2, 2, 3 }, { 1, 2, 3, 4 }).coefficient, 0.948683, 1e-6);
}

TEST(RankCorrelation, RanksPartOfTheValuesWithoutSorting)
{
  const double nan = std::numeric_limits<double>::quiet_NaN();
  auto         dense = stem5d::DenseRanks({ 7, 2, nan, 7, 5, 2 });
  EXPECT_EQ(dense, (std::vector<std::int32_t>{ 2, 0, -1, 2, 1, 0 }));
  dense[1] = -1;
  const auto ranks = stem5d::MidRanksFromDense(dense); // of 7, 7, 5, 2
  EXPECT_TRUE(std::isnan(ranks[1]) && std::isnan(ranks[2]));
  EXPECT_EQ((std::vector<double>{ ranks[0], ranks[3], ranks[4], ranks[5] }), (std::vector<double>{ 3.5, 3.5, 2, 1 }));
}

TEST(RankCorrelation, IsInvariantUnderMonotoneMaps)
{
  std::mt19937               generator(2);
  std::normal_distribution<> normal;
  std::vector<double>        x;
  std::vector<double>        y;
  std::vector<double>        mapped;
  for (int i = 0; i < 200; ++i)
  {
    x.push_back(normal(generator));
    y.push_back(0.5 * x.back() + normal(generator));
    mapped.push_back(std::exp(3.0 * x.back()) - 7.0);
  }
  const double coefficient = stem5d::RankCorrelation(x, y).coefficient;
  EXPECT_DOUBLE_EQ(stem5d::RankCorrelation(mapped, y).coefficient, coefficient);
  for (double & value : mapped)
  {
    value = -value;
  }
  EXPECT_NEAR(stem5d::RankCorrelation(mapped, y).coefficient, -coefficient, 1e-14);
  EXPECT_DOUBLE_EQ(stem5d::RankCorrelation(x, x).coefficient, 1.0);
}

TEST(RankCorrelation, LeavesPairsWithNaNOut)
{
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto   result = stem5d::RankCorrelation({ 1, nan, 2, 2, 3, 9 }, { 1, 5, 2, 3, 4, nan });
  EXPECT_EQ(result.count, 4u);
  EXPECT_NEAR(result.coefficient, 0.948683, 1e-6);
}

TEST(RankCorrelation, OfAConstantOrOfNothingIsNaN)
{
  EXPECT_TRUE(std::isnan(stem5d::RankCorrelation({ 1, 1, 1 }, { 1, 2, 3 }).coefficient));
  EXPECT_TRUE(std::isnan(stem5d::RankCorrelation({ 1 }, { 2 }).coefficient));
  EXPECT_TRUE(std::isnan(stem5d::RankCorrelation({}, {}).coefficient));
}

TEST(RankCorrelation, RefusesDifferentNumbersOfValues)
{
  EXPECT_THROW(stem5d::RankCorrelation({ 1, 2, 3 }, { 1, 2 }), std::invalid_argument);
}

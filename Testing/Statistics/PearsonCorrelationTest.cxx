/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "PearsonCorrelation.h"

#include <gtest/gtest.h>

#include <vector>

TEST(PearsonCorrelation, HasTheMomentsOfThePairsWithoutNaN)
{
  const std::vector<double> x{ 1.0, std::nan(""), 2.0, 6.0, 9.0 };
  const std::vector<double> y{ 2.0, 5.0, 4.0, 0.0, std::nan("") };
  const auto                moments = stem5d::ComputePairMoments(x, y); // (1, 2), (2, 4), (6, 0) of means 3 and 2
  EXPECT_EQ(moments.count, 3u);
  EXPECT_DOUBLE_EQ(moments.xx, 14.0);
  EXPECT_DOUBLE_EQ(moments.yy, 8.0);
  EXPECT_DOUBLE_EQ(moments.xy, -8.0);
  EXPECT_DOUBLE_EQ(moments.Covariance(), -4.0);
  EXPECT_DOUBLE_EQ(moments.Correlation(), -8.0 / std::sqrt(112.0));
}

TEST(PearsonCorrelation, KeepsItsDigitsFarFromZero)
{
  const std::vector<double> x{ 1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0 };
  EXPECT_DOUBLE_EQ(stem5d::ComputePairMoments(x, x).Covariance(), 1.0);
}

TEST(PearsonCorrelation, OfAConstantOrOfNothingIsNaN)
{
  using Values = std::vector<double>;
  EXPECT_TRUE(std::isnan(stem5d::ComputePairMoments(Values{ 1, 1 }, Values{ 1, 2 }).Correlation()));
  EXPECT_TRUE(std::isnan(stem5d::ComputePairMoments(Values{}, Values{}).Correlation()));
  EXPECT_TRUE(std::isnan(stem5d::ComputePairMoments(Values{ 1 }, Values{ 1 }).Covariance()));
  EXPECT_THROW(stem5d::ComputePairMoments(Values{ 1 }, Values{ 1, 2 }), std::invalid_argument);
}

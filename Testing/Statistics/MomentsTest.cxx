/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Moments.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

using stem5d::Moments;

namespace
{

/** Values with a mean that is large against their scatter: where a sum of squares minus a squared sum would fail. */
Eigen::ArrayXd
Values(Eigen::Index count, unsigned int seed)
{
  std::mt19937               generator(seed);
  std::normal_distribution<> normal(1e4 + seed, 0.1 * seed);
  return Eigen::ArrayXd::NullaryExpr(count, [&] { return normal(generator); });
}

void
ExpectMoments(const Moments & moments, const Eigen::ArrayXd & values)
{
  EXPECT_EQ(moments.count, static_cast<double>(values.size()));
  EXPECT_NEAR(moments.mean, values.mean(), 1e-9);
  const double squares = (values - values.mean()).square().sum();
  EXPECT_NEAR(moments.squares, squares, 1e-9 * (1.0 + squares));
}

const Eigen::ArrayXd First = Values(7, 1);
const Eigen::ArrayXd Second = Values(40, 2);
const Eigen::ArrayXd Both = (Eigen::ArrayXd(47) << First, Second).finished();

} // namespace

TEST(Moments, OfPartsAreThoseOfTheWhole)
{
  Moments sum = Moments::Of(First);
  ExpectMoments(sum, First);
  sum += Moments::Of(Second);
  ExpectMoments(sum, Both);
  sum += Moments{};
  ExpectMoments(sum, Both);
  Moments fromNothing;
  fromNothing += Moments::Of(Second);
  ExpectMoments(fromNothing, Second);
}

TEST(Moments, WithoutAPartAreThoseOfTheRest)
{
  const Moments both = Moments::Of(Both);
  ExpectMoments(both.Without(Moments::Of(First)), Second);
  ExpectMoments(both.Without(Moments::Of(Second)), First);
  ExpectMoments(both.Without(Moments{}), Both);
  const Moments none = both.Without(both);
  EXPECT_EQ(none.count, 0.0);
  EXPECT_TRUE(std::isnan(none.RelativeVariance()));
}

TEST(Moments, GiveTheRelativeVarianceOfFloats)
{
  const Eigen::ArrayXf values = (Eigen::ArrayXf(4) << 1, 3, 1, 3).finished();
  EXPECT_EQ(Moments::Of(values).RelativeVariance(), 0.25);
  EXPECT_EQ(Moments::Of(Eigen::ArrayXf::Constant(3, 5.0F)).RelativeVariance(), 0.0);
  EXPECT_TRUE(std::isnan(Moments::Of(Eigen::ArrayXf::Zero(3)).RelativeVariance()));
  EXPECT_TRUE(std::isnan(Moments::Of(-values).RelativeVariance()));
  EXPECT_TRUE(std::isnan(Moments{}.RelativeVariance()));
}

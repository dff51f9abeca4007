/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "MapProfile.h"
#include "SmoothedMap.h"

#include <gtest/gtest.h>

TEST(MapProfile, AveragesOverTheOtherAxis)
{
  stem5d::MapArray map(3, 2);
  map << 1.0, 4.0, 2.0, NAN, 3.0, 8.0;
  const auto x = stem5d::MapProfile(map, stem5d::ProfileAxis::X, 10.0, 0.5);
  EXPECT_EQ(x.position, (std::vector<double>{ 10.0, 10.5 }));
  EXPECT_EQ(x.mean, (std::vector<double>{ 2.0, 6.0 }));
  EXPECT_EQ(x.count, (std::vector<std::size_t>{ 3, 2 }));
  const auto y = stem5d::MapProfile(map, stem5d::ProfileAxis::Y, 0.0, 1.0);
  EXPECT_EQ(y.position, (std::vector<double>{ 0.0, 1.0, 2.0 }));
  EXPECT_EQ(y.mean, (std::vector<double>{ 2.5, 2.0, 5.5 }));
  EXPECT_EQ(y.count, (std::vector<std::size_t>{ 2, 1, 2 }));
  EXPECT_TRUE(std::isnan(y.error[1]));
}

TEST(MapProfile, WithoutCorrelationTheErrorIsThatOfIndependentPoints)
{
  stem5d::MapArray map(6, 1);
  map << 1.0, -1.0, 1.0, -1.0, 1.0, -1.0; // neighbours are opposite: no positive correlation
  const auto profile = stem5d::MapProfile(map, stem5d::ProfileAxis::X, 0.0, 1.0);
  EXPECT_NEAR(profile.error[0], std::sqrt(6.0 / (6.0 * 5.0)), 1e-12);
}

TEST(MapProfile, MaskedColumnsHaveNoMean)
{
  stem5d::MapArray map = stem5d::MapArray::Random(5, 3);
  map.col(1).setConstant(NAN);
  const auto profile = stem5d::MapProfile(map, stem5d::ProfileAxis::X, 0.0, 1.0);
  EXPECT_TRUE(std::isnan(profile.mean[1]));
  EXPECT_TRUE(std::isnan(profile.error[1]));
  EXPECT_EQ(profile.count[1], 0u);
  EXPECT_TRUE(std::isfinite(profile.error[0]));
}

TEST(MapProfile, RefusesASpacingThatIsNone)
{
  EXPECT_THROW(stem5d::MapProfile(stem5d::MapArray::Zero(2, 2), stem5d::ProfileAxis::X, 0.0, 0.0),
               std::invalid_argument);
}

// Maps as correlated as those of overlapping probes, on a slope along x: the error must be the scatter of the mean,
// also with masked points
TEST(MapProfile, ErrorIsTheScatterOfTheMean)
{
  constexpr int repeats = 300;
  double        scatter = 0.0;
  double        error = 0.0;
  double        naive = 0.0;
  for (int i = 0; i < repeats; ++i)
  {
    stem5d::MapArray map = SmoothedMap(40, 60, 2.7, 1, static_cast<std::uint32_t>(i));
    map.rowwise() += Eigen::ArrayXd::LinSpaced(40, 0.0, 20.0).transpose();
    map.block(10, 0, 6, 40).setConstant(NAN);
    const auto profile = stem5d::MapProfile(map, stem5d::ProfileAxis::X, 0.0, 1.0);
    for (const int column : { 5, 20, 35 })
    {
      scatter += std::pow(profile.mean[column] - 20.0 * column / 39.0, 2);
      error += std::pow(profile.error[column], 2);
      naive += std::pow(stem5d::MeanAndError(map.col(column)).error, 2);
    }
  }
  EXPECT_NEAR(std::sqrt(error / scatter), 1.0, 0.15);
  EXPECT_LT(std::sqrt(naive / scatter), 0.6);
}

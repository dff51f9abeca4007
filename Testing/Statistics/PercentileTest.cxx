/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Percentile.h"

#include <gtest/gtest.h>

#include <cmath>

TEST(Percentile, InterpolatesBetweenNeighbours)
{
  const std::vector<double> sorted{ 1.0, 2.0, 4.0, 8.0, 16.0 };
  EXPECT_DOUBLE_EQ(stem5d::Percentile(sorted, 0.0), 1.0);
  EXPECT_DOUBLE_EQ(stem5d::Percentile(sorted, 50.0), 4.0);
  EXPECT_DOUBLE_EQ(stem5d::Percentile(sorted, 100.0), 16.0);
  // numpy.percentile([1, 2, 4, 8, 16], [16, 90])
  EXPECT_NEAR(stem5d::Percentile(sorted, 16.0), 1.64, 1e-14);
  EXPECT_NEAR(stem5d::Percentile(sorted, 90.0), 12.8, 1e-14);
}

TEST(Percentile, OfOneValueIsThatValueAndOfNothingNaN)
{
  EXPECT_EQ(stem5d::Percentile({ 3.0 }, 97.5), 3.0);
  EXPECT_TRUE(std::isnan(stem5d::Percentile({}, 50.0)));
}

TEST(Percentile, RefusesWhatIsNoPercentage)
{
  EXPECT_THROW(stem5d::Percentile({ 1.0 }, 100.1), std::invalid_argument);
  EXPECT_THROW(stem5d::Percentile({ 1.0 }, std::nan("")), std::invalid_argument);
}

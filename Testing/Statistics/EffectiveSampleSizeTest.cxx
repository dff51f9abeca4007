/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "EffectiveSampleSize.h"
#include "SmoothedMap.h"

#include <gtest/gtest.h>

using stem5d::EffectiveSampleSize;
using stem5d::MapArray;

namespace
{
const double pi = 3.14159265358979323846;
}

TEST(EffectiveSampleSize, IsTheNumberOfPointsWithoutAutocorrelation)
{
  MapArray checkers(6, 6); // neighbours correlate negatively: the sum ends with lag 0
  for (Eigen::Index i = 0; i < 36; ++i)
  {
    checkers.data()[i] = (i + i / 6) % 2;
  }
  EXPECT_NEAR(EffectiveSampleSize(checkers, checkers), 36.0, 1e-10);
  const double white = EffectiveSampleSize(SmoothedMap(60, 40, 0.0, 1, 0), SmoothedMap(60, 40, 0.0, 1, 1));
  EXPECT_GT(white, 2300.0);
  EXPECT_LE(white, 2400.0);
}

TEST(EffectiveSampleSize, IsTheAreaInCorrelatedPatches)
{
  // The sum of exp(-(r / 3)^2)^2 over all lags is pi 3^2 / 2
  const MapArray x = SmoothedMap(120, 120, 3.0, 4, 0);
  const MapArray y = SmoothedMap(120, 120, 3.0, 4, 1);
  EXPECT_NEAR(EffectiveSampleSize(x, y), 14400.0 / (pi * 4.5), 120.0);
  // and of exp(-(r / 3)^2) twice that, but not so well determined
  EXPECT_NEAR(stem5d::EffectiveSampleSizeOfMean(x), 14400.0 / (pi * 9.0), 150.0);
}

TEST(EffectiveSampleSize, IsThatOfTheRoughMapWhereOneIsSmooth)
{
  const double n = EffectiveSampleSize(SmoothedMap(60, 60, 5.0, 3, 0), SmoothedMap(60, 60, 0.0, 3, 1));
  EXPECT_GT(n, 3000.0);
}

TEST(EffectiveSampleSize, CountsThePointsMaskedInNeitherMap)
{
  MapArray     x = SmoothedMap(60, 60, 3.0, 5, 0);
  MapArray     y = SmoothedMap(60, 60, 3.0, 5, 1);
  const double right = EffectiveSampleSize(x.rightCols(40), y.rightCols(40));
  x.leftCols(20).setConstant(std::nan(""));
  EXPECT_NEAR(EffectiveSampleSize(x, y), right, 0.02 * right);
}

TEST(EffectiveSampleSize, OfAConstantOrOfNothingIsNaN)
{
  const MapArray map = SmoothedMap(5, 5, 1.0, 1, 0);
  EXPECT_TRUE(std::isnan(EffectiveSampleSize(map, MapArray::Constant(5, 5, 1.0))));
  EXPECT_TRUE(std::isnan(EffectiveSampleSize(map, MapArray::Constant(5, 5, std::nan("")))));
  EXPECT_TRUE(std::isnan(stem5d::EffectiveSampleSizeOfMean(MapArray::Constant(5, 5, 1.0))));
  EXPECT_TRUE(std::isnan(stem5d::EffectiveSampleSizeOfMean(MapArray::Constant(5, 5, std::nan("")))));
  EXPECT_THROW(EffectiveSampleSize(map, MapArray::Zero(4, 5)), std::invalid_argument);
}

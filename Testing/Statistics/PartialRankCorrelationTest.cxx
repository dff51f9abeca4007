/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "PartialRankCorrelation.h"
#include "SmoothedMap.h"

#include <gtest/gtest.h>

using stem5d::MapArray;
using stem5d::PartialRankCorrelation;

namespace
{

MapArray
Line(std::vector<double> values)
{
  return stem5d::ConstPatternMap<double>(values.data(), 1, static_cast<Eigen::Index>(values.size()));
}

const MapArray x = Line({ 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8 });
const MapArray y = Line({ 2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5 });
const MapArray z = Line({ 1, 6, 1, 8, 0, 3, 3, 9, 8, 8, 7, 4 });
const MapArray w = Line({ 5, 7, 7, 2, 1, 5, 6, 6, 4, 9, 0, 1 });

} // namespace

TEST(PartialRankCorrelation, IsThatOfTheInverseOfTheRankCorrelations)
{
  // numpy.linalg.inv of the correlation matrix of scipy.stats.rankdata of the maps
  EXPECT_NEAR(PartialRankCorrelation(x, y, { z }).coefficient, 0.209913161968, 1e-11);
  EXPECT_NEAR(PartialRankCorrelation(x, y, { z, w }).coefficient, 0.235265840783, 1e-11);
}

TEST(PartialRankCorrelation, IsSpearmansWhenNothingIsFixed)
{
  const auto partial = PartialRankCorrelation(x, y, {});
  const auto plain = stem5d::SpatialRankCorrelation(x, y);
  EXPECT_NEAR(partial.coefficient, plain.coefficient, 1e-12);
  EXPECT_NEAR(partial.effectiveCount, plain.effectiveCount, 1e-9);
  EXPECT_NEAR(partial.error, plain.error, 1e-12);
  EXPECT_NEAR(partial.pValue, plain.pValue, 1e-12);
}

TEST(PartialRankCorrelation, TakesACommonCauseAway)
{
  const MapArray thickness = SmoothedMap(60, 60, 4.0, 1, 0);
  const MapArray tau = thickness + SmoothedMap(60, 60, 3.0, 1, 1);
  const MapArray variance = thickness + SmoothedMap(60, 60, 3.0, 1, 2);
  EXPECT_GT(stem5d::SpatialRankCorrelation(tau, variance).coefficient, 0.35);
  const auto partial = PartialRankCorrelation(tau, variance, { thickness });
  EXPECT_LT(std::abs(partial.coefficient), 2.5 * partial.error);
  EXPECT_GT(partial.pValue, 0.01);
}

TEST(PartialRankCorrelation, LeavesOutWhatOneMapMasks)
{
  MapArray masked = z;
  masked(0, 11) = std::nan("");
  const auto result = PartialRankCorrelation(x, y, { masked });
  EXPECT_EQ(result.count, 11u);
  EXPECT_NEAR(
    result.coefficient, PartialRankCorrelation(x.leftCols(11), y.leftCols(11), { z.leftCols(11) }).coefficient, 1e-12);
}

TEST(PartialRankCorrelation, OfWhatIsFixedIsNaN)
{
  EXPECT_TRUE(std::isnan(PartialRankCorrelation(x, y, { x }).coefficient));
  EXPECT_TRUE(std::isnan(PartialRankCorrelation(x, y, { z, y.exp() }).coefficient));
  EXPECT_TRUE(std::isnan(PartialRankCorrelation(x, MapArray::Constant(1, 12, 3.0), { z }).coefficient));
  const auto nothing = PartialRankCorrelation(x, y, { MapArray::Constant(1, 12, std::nan("")) });
  EXPECT_EQ(nothing.count, 0u);
  EXPECT_TRUE(std::isnan(nothing.coefficient) && std::isnan(nothing.pValue));
  EXPECT_FALSE(std::isnan(PartialRankCorrelation(x, y, { z, z }).coefficient)); // redundant, not impossible
  EXPECT_THROW(PartialRankCorrelation(x, y, { MapArray::Zero(2, 6) }), std::invalid_argument);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SmoothedMap.h"
#include "SplitHalf.h"

#include <gtest/gtest.h>

using stem5d::CrossHalfCorrelation;
using stem5d::HalfMaps;
using stem5d::MapArray;

namespace
{

/** A truth seen by both halves, each with noise of its own. */
HalfMaps
Halves(const MapArray & truth, double noise, std::uint32_t seed)
{
  const auto columns = static_cast<std::size_t>(truth.cols());
  const auto rows = static_cast<std::size_t>(truth.rows());
  return { truth + noise * SmoothedMap(columns, rows, 2.0, seed, 10),
           truth + noise * SmoothedMap(columns, rows, 2.0, seed, 11) };
}

} // namespace

TEST(SplitHalf, DoublesTheLengthAsSpearmanAndBrown)
{
  EXPECT_DOUBLE_EQ(stem5d::FullLengthReliability(0.5), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(stem5d::FullLengthReliability(1.0), 1.0);
  EXPECT_DOUBLE_EQ(stem5d::FullLengthReliability(0.0), 0.0);
  EXPECT_TRUE(std::isnan(stem5d::FullLengthReliability(-1.0)));
}

TEST(SplitHalf, HasTheCovarianceOfCorrelationsInItsLimits)
{
  Eigen::Matrix4d r = Eigen::Matrix4d::Identity();
  r(0, 1) = r(1, 0) = 0.6;
  EXPECT_NEAR(stem5d::CovarianceOfCorrelations(r, 0, 1, 0, 1), 0.64 * 0.64, 1e-15);
  EXPECT_NEAR(stem5d::CovarianceOfCorrelations(r, 0, 1, 2, 3), 0.0, 1e-15);
  r(2, 3) = r(3, 2) = 0.5;
  EXPECT_NEAR(stem5d::CovarianceOfCorrelations(r, 0, 3, 1, 2), 0.6 * 0.5, 1e-15); // unrelated pairs: r_jl r_km
  EXPECT_NEAR(stem5d::CovarianceOfCorrelations(r, 0, 2, 1, 2), 0.6, 1e-15);
}

TEST(SplitHalf, FindsTheVarianceBehindTheNoise)
{
  const MapArray truth = 0.6 * SmoothedMap(80, 80, 3.0, 1, 0);
  const auto     variance = stem5d::DeconvolvedVariance(Halves(truth, 0.8, 1));
  EXPECT_EQ(variance.count, 6400u);
  EXPECT_NEAR(variance.covariance, 0.36, 3.0 * variance.error);
  EXPECT_LT(variance.error, 0.06);
  const auto none = stem5d::DeconvolvedVariance(Halves(MapArray::Zero(80, 80), 0.8, 2));
  EXPECT_NEAR(none.covariance, 0.0, 3.0 * none.error);
}

TEST(SplitHalf, HasTheErrorOfACovarianceOfIndependentPairs)
{
  MapArray a(2, 4); // neighbours correlate negatively: n_eff = n
  MapArray b(2, 4);
  a << 1.0, -1.0, 1.0, -1.0, -1.0, 1.0, -1.0, 1.0;
  b << 1.0, -1.0, 1.0, -1.0, -1.0, 1.0, -1.0, 2.0;
  const auto moments = stem5d::ComputePairMoments(a, b);
  const auto result = stem5d::DeconvolvedVariance({ a, b });
  EXPECT_DOUBLE_EQ(result.covariance, moments.xy / 7.0);
  EXPECT_NEAR(result.error, std::sqrt((moments.xx * moments.yy + moments.xy * moments.xy) / 49.0 / 7.0), 1e-12);
}

TEST(SplitHalf, CorrelatesAcrossTheHalves)
{
  const MapArray truthX = SmoothedMap(60, 60, 4.0, 1, 0);
  const MapArray truthY = 0.6 * truthX + 0.8 * SmoothedMap(60, 60, 4.0, 1, 1);
  const HalfMaps x = Halves(truthX, 1.0, 2);
  HalfMaps       y = Halves(truthY, 1.0, 3);
  y.b(7, 9) = std::nan("");
  const auto result = CrossHalfCorrelation(x, y);
  const auto masked = stem5d::MaskJointly({ x.a, x.b, y.a, y.b });
  const auto first = stem5d::SpatialRankCorrelation(masked[0], masked[3]);
  const auto second = stem5d::SpatialRankCorrelation(masked[1], masked[2]);
  EXPECT_EQ(result.crossHalf.count, 3599u);
  EXPECT_EQ(result.reliabilityX.count, 3599u);
  EXPECT_DOUBLE_EQ(result.crossHalf.coefficient, 0.5 * (first.coefficient + second.coefficient));
  EXPECT_LT(result.crossHalf.error, first.error);
  EXPECT_GT(result.crossHalf.effectiveCount, first.effectiveCount);
  EXPECT_LT(result.crossHalf.effectiveCount, first.effectiveCount + second.effectiveCount);
  EXPECT_EQ(result.status, stem5d::HALVES_AGREE);
  EXPECT_DOUBLE_EQ(result.disattenuated,
                   result.crossHalf.coefficient /
                     std::sqrt(result.reliabilityX.coefficient * result.reliabilityY.coefficient));
  EXPECT_NEAR(result.disattenuated, stem5d::SpatialRankCorrelation(truthX, truthY).coefficient, 0.1);
  EXPECT_GT(result.disattenuatedError, result.crossHalf.error);
}

TEST(SplitHalf, SaysWhichQuantityIsNotReliable)
{
  const HalfMaps one = Halves(SmoothedMap(40, 40, 3.0, 1, 0), 0.5, 1);
  const HalfMaps noise = Halves(MapArray::Zero(40, 40), 1.0, 3);
  const auto     first = CrossHalfCorrelation(noise, one);
  EXPECT_EQ(first.status, stem5d::FIRST_NOT_RELIABLE);
  EXPECT_TRUE(std::isnan(first.disattenuated));
  EXPECT_TRUE(std::isnan(first.disattenuatedError));
  EXPECT_FALSE(std::isnan(first.crossHalf.coefficient));
  EXPECT_FALSE(std::isnan(first.crossHalf.error));
  EXPECT_EQ(CrossHalfCorrelation(one, noise).status, stem5d::SECOND_NOT_RELIABLE);
  EXPECT_EQ(CrossHalfCorrelation(noise, noise).status, stem5d::FIRST_NOT_RELIABLE | stem5d::SECOND_NOT_RELIABLE);
  EXPECT_EQ(CrossHalfCorrelation({ one.a, -one.b }, one).status, stem5d::FIRST_NOT_RELIABLE);
}

TEST(SplitHalf, OfConstantOrEmptyMapsIsNaN)
{
  const HalfMaps one = Halves(SmoothedMap(10, 10, 2.0, 1, 0), 0.5, 1);
  for (const double value : { 1.0, std::nan("") })
  {
    const MapArray map = MapArray::Constant(10, 10, value);
    const auto     result = CrossHalfCorrelation(one, { map, map });
    EXPECT_TRUE(std::isnan(result.crossHalf.coefficient) && std::isnan(result.crossHalf.error));
    EXPECT_TRUE(std::isnan(result.disattenuated));
    EXPECT_TRUE((result.status & stem5d::SECOND_NOT_RELIABLE) != 0);
    EXPECT_TRUE(std::isnan(stem5d::DeconvolvedVariance({ map, map }).error));
  }
  EXPECT_THROW(CrossHalfCorrelation(one, one, 0.0), std::invalid_argument);
  EXPECT_THROW(CrossHalfCorrelation(one, { one.a, MapArray::Zero(5, 5) }), std::invalid_argument);
}

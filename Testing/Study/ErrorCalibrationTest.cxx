/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ErrorCalibration.h"
#include "SectorQuantity.h"

#include <gtest/gtest.h>

#include <cmath>

namespace
{

using stem5d::AnalysisResults;
using stem5d::NumberOfSectorQuantities;

const std::string Names[] = {
  "contrast", "relaxation_time", "stretch_exponent", "fluctuation_variance", "corrected_variance"
};

/** Points with values of 10 and errors of 0.2 whose halves differ by 2 * `difference` errors (of the logarithm, for
 * the relaxation time). */
AnalysisResults
MakeResults(std::size_t points, std::size_t sectors, double difference)
{
  AnalysisResults results;
  results.parameters.partition.sectors = sectors;
  const auto constant = [points](double value) { return std::vector<float>(points, static_cast<float>(value)); };
  for (const std::string & name : Names)
  {
    const double half = 0.2 * difference;
    const bool   isTime = name == "relaxation_time";
    results.maps.push_back({ name, "", constant(10.0) });
    results.maps.push_back({ name + "_error", "", constant(0.2) });
    results.maps.push_back({ name + "_a", "", constant(isTime ? 10.0 * std::exp(0.1 * half) : 10.0 + half) });
    results.maps.push_back({ name + "_b", "", constant(isTime ? 10.0 * std::exp(-0.1 * half) : 10.0 - half) });
  }
  results.maps.push_back({ "ageing", "", constant(0.7) });
  results.maps.push_back({ "ageing_error", "", constant(0.2) });
  results.curves.correlationError = constant(0.01);
  results.status.assign(points, stem5d::OK);
  return results;
}

/** The two variances over sectors of every quantity of every point. */
std::vector<float>
SectorVariance(std::size_t points, float jackknife, float separated)
{
  std::vector<float> values;
  for (std::size_t point = 0; point < points; ++point)
  {
    values.insert(values.end(), NumberOfSectorQuantities, jackknife);
    values.insert(values.end(), NumberOfSectorQuantities, separated);
  }
  return values;
}

constexpr std::size_t Many = 1000001; // sectors of which Student's distribution is Gauss's

} // namespace

TEST(ErrorCalibration, FollowsTheVarianceOfSectorsFarApart)
{
  auto results = MakeResults(100, Many, 0.1);
  CalibrateErrors(SectorVariance(100, 0.04F, 0.09F), results);
  for (const std::string & name : Names)
  {
    EXPECT_NEAR(results.errorFactors.at(name), 1.5, 1e-4) << name;
    EXPECT_NEAR(results.Map(name + "_error").values[7], 0.3, 1e-4) << name;
    EXPECT_EQ(results.Map(name).values[7], 10.0F) << name;
  }
  EXPECT_NEAR(results.errorFactors.at("ageing"), 1.5, 1e-4);
  EXPECT_NEAR(results.curves.correlationError[3], 0.015, 1e-6);
  EXPECT_TRUE(results.warnings.empty());
}

TEST(ErrorCalibration, KnowsThatFewSectorsGiveANoisyError)
{
  auto results = MakeResults(100, 2, 0.1); // one degree of freedom: Cauchy's distribution
  CalibrateErrors(SectorVariance(100, 0.04F, 0.04F), results);
  EXPECT_NEAR(results.errorFactors.at("contrast"), std::tan(std::acos(-1.0) * 0.34135), 1e-6);
}

TEST(ErrorCalibration, FollowsTheHalvesWhereTheyDifferMore)
{
  auto results = MakeResults(100, Many, 2.5);
  CalibrateErrors(SectorVariance(100, 0.04F, 0.09F), results);
  for (const std::string & name : Names)
  {
    EXPECT_NEAR(results.errorFactors.at(name), 2.5, 1e-3) << name;
  }
  EXPECT_NEAR(results.errorFactors.at("ageing"), 1.5, 1e-4); // there is none of the halves
  // the 68th percentile of the points
  auto mixed = MakeResults(100, Many, 2.5);
  for (std::size_t point = 0; point < 60; ++point)
  {
    mixed.Map("contrast_a").values[point] = 10.0F;
    mixed.Map("contrast_b").values[point] = point < 5 ? std::nanf("") : 10.0F;
    mixed.Map("relaxation_time_a").values[point] = mixed.Map("relaxation_time_b").values[point];
  }
  for (std::size_t point = 60; point < 80; ++point)
  {
    mixed.Map("relaxation_time_a").values[point] = mixed.Map("relaxation_time_b").values[point];
  }
  CalibrateErrors(SectorVariance(100, 0.04F, 0.09F), mixed);
  EXPECT_NEAR(mixed.errorFactors.at("contrast"), 2.5, 1e-3);        // 55 of 95 are 0
  EXPECT_NEAR(mixed.errorFactors.at("relaxation_time"), 1.5, 1e-4); // 80 of 100: the sectors say more
}

TEST(ErrorCalibration, NeverMakesErrorsSmaller)
{
  auto results = MakeResults(100, Many, 0.1);
  CalibrateErrors(SectorVariance(100, 0.04F, -0.01F), results); // the average may be below 0
  for (const auto & [name, factor] : results.errorFactors)
  {
    EXPECT_GE(factor, 1.0) << name;
    EXPECT_NEAR(factor, 1.0, 1e-4) << name;
  }
}

TEST(ErrorCalibration, OfFewPointsIsNoneAndWarns)
{
  for (const std::size_t points : { 1, 19 })
  {
    auto results = MakeResults(points, 12, 5.0);
    CalibrateErrors(SectorVariance(points, 0.04F, 0.16F), results);
    EXPECT_EQ(results.errorFactors.at("contrast"), 1.0);
    EXPECT_EQ(results.Map("contrast_error").values[0], 0.2F);
    ASSERT_EQ(results.warnings.size(), 1u);
    EXPECT_NE(results.warnings[0].find("too few points"), std::string::npos);
  }
  auto some = MakeResults(49, Many, 5.0); // enough for the sectors, too few for the halves
  CalibrateErrors(SectorVariance(49, 0.04F, 0.16F), some);
  EXPECT_NEAR(some.errorFactors.at("contrast"), 2.0, 1e-4);
  EXPECT_TRUE(some.warnings.empty());
  auto unknown = MakeResults(100, 12, 0.1); // points whose sectors say nothing are none
  CalibrateErrors(SectorVariance(100, std::nanf(""), 0.16F), unknown);
  EXPECT_EQ(unknown.warnings.size(), 1u);
}

TEST(ErrorCalibration, ChangesNothingWithoutSectors)
{
  auto results = MakeResults(100, 0, 5.0);
  CalibrateErrors(SectorVariance(100, std::nanf(""), std::nanf("")), results);
  EXPECT_EQ(results.Map("contrast_error").values, std::vector<float>(100, 0.2F));
  EXPECT_EQ(results.curves.correlationError, std::vector<float>(100, 0.01F));
  EXPECT_EQ(results.status, std::vector<std::uint16_t>(100, stem5d::OK));
  EXPECT_TRUE(results.errorFactors.empty() && results.warnings.empty());
}

TEST(ErrorCalibration, LeavesAFixedExponentAlone)
{
  auto results = MakeResults(100, Many, 0.1);
  results.parameters.fit.fixedGamma = 1.0;
  CalibrateErrors(SectorVariance(100, 0.04F, 0.09F), results);
  EXPECT_EQ(results.errorFactors.count("stretch_exponent"), 0u);
  EXPECT_EQ(results.Map("stretch_exponent_error").values[0], 0.2F);
  EXPECT_TRUE(results.warnings.empty());
}

TEST(ErrorCalibration, FlagsAgeingBeyondThreeCalibratedErrors)
{
  auto results = MakeResults(100, Many, 0.1);
  results.Map("ageing").values[1] = -0.7F;
  results.Map("ageing").values[2] = -0.95F;
  results.Map("ageing").values[3] = 1.0F;
  results.Map("ageing").values[4] = std::nanf("");
  CalibrateErrors(SectorVariance(100, 0.04F, 0.09F), results); // 3 errors are 0.9, and were 0.6
  EXPECT_EQ(results.status[0], stem5d::OK);
  EXPECT_EQ(results.status[1], stem5d::OK);
  EXPECT_EQ(results.status[2], stem5d::NON_STATIONARY);
  EXPECT_EQ(results.status[3], stem5d::NON_STATIONARY);
  EXPECT_EQ(results.status[4], stem5d::OK);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "VarianceCorrection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace
{

constexpr float NaN = std::numeric_limits<float>::quiet_NaN();

/** Three points whose V is that at delay 0 plus 3 times the noise, and one that is masked. */
stem5d::AnalysisResults
MakeResults()
{
  stem5d::AnalysisResults results;
  results.maps = { { "fluctuation_variance", "", { 0.65F, 1.2F, 0.5F, NaN } },
                   { "fluctuation_variance_error", "", { 0.03F, 0.05F, 0.02F, NaN } },
                   { "zero_delay_variance", "", { 0.5F, 0.45F, 0.41F, NaN } },
                   { "noise_per_gain", "1/counts", { 0.05F, 0.25F, 0.03F, 0.1F } },
                   { "noise_per_gain_error", "1/counts", { 0.002F, 0.01F, 0.001F, NaN } },
                   { "variance_noise_covariance", "1/counts", { 2e-5F, 1e-4F, 1e-5F, NaN } },
                   { "fluctuation_variance_a", "", { 0.6F, 1.1F, 0.55F, NaN } },
                   { "fluctuation_variance_b", "", { 0.7F, 1.3F, 0.45F, NaN } },
                   { "noise_per_gain_a", "1/counts", { 0.05F, 0.2F, 0.03F, NaN } },
                   { "noise_per_gain_b", "1/counts", { 0.04F, 0.3F, 0.02F, NaN } } };
  results.status.assign(4, stem5d::OK);
  return results;
}

} // namespace

TEST(VarianceCorrection, TakesTheNoiseAwayThatFollowsFromTheGain)
{
  auto results = MakeResults();
  results.parameters.gain = 2.0;
  CorrectVariance(results);
  EXPECT_EQ(results.gain.value, 2.0);
  EXPECT_EQ(results.gain.error, 0.0);
  EXPECT_TRUE(results.warnings.empty());
  EXPECT_FLOAT_EQ(results.Map("corrected_variance").values[0], 0.55F);
  EXPECT_FLOAT_EQ(results.Map("corrected_variance").values[1], 0.7F);
  EXPECT_TRUE(std::isnan(results.Map("corrected_variance").values[3]));
  EXPECT_FLOAT_EQ(results.Map("corrected_variance_a").values[1], 0.7F);
  EXPECT_FLOAT_EQ(results.Map("corrected_variance_b").values[2], 0.41F);
  // the variance of V - 2 n
  EXPECT_NEAR(
    results.Map("corrected_variance_error").values[1], std::sqrt(0.05 * 0.05 - 4.0 * 1e-4 + 4.0 * 0.01 * 0.01), 1e-7);
  EXPECT_EQ(results.status, (std::vector<std::uint16_t>{ 0, 0, 0, 0 }));
  EXPECT_THROW(results.Map("noise_per_gain_error"), std::out_of_range);
  EXPECT_THROW(results.Map("variance_noise_covariance"), std::out_of_range);
}

TEST(VarianceCorrection, FlagsPointsWithMoreNoiseThanAnythingElse)
{
  auto results = MakeResults();
  results.parameters.gain = 3.0; // 1.2 - 0.75 = 0.45 is left of the second point
  CorrectVariance(results);
  EXPECT_EQ(results.status, (std::vector<std::uint16_t>{ 0, stem5d::LOW_COUNTS, 0, 0 }));
}

TEST(VarianceCorrection, EstimatesTheGainFromAllPoints)
{
  auto results = MakeResults();
  CorrectVariance(results);
  EXPECT_NEAR(results.gain.value, (0.15 + 0.75 + 0.09) / 0.33, 1e-6);
  EXPECT_NEAR(results.gain.error, 0.0, 1e-6); // they agree
  auto scattered = MakeResults();
  scattered.Map("zero_delay_variance").values = { 0.6F, 0.45F, 0.31F, NaN };
  CorrectVariance(scattered);
  EXPECT_NEAR(scattered.gain.value, (0.05 + 0.75 + 0.19) / 0.33, 1e-6);
  EXPECT_NEAR(scattered.gain.error, std::sqrt(0.1 * 0.1 + 0.1 * 0.1) / 0.33, 1e-6);
}

TEST(VarianceCorrection, WarnsWhereThereIsNoNoise)
{
  auto results = MakeResults();
  results.Map("zero_delay_variance").values = { 0.7F, 1.3F, 0.6F, NaN };
  CorrectVariance(results);
  EXPECT_EQ(results.gain.value, 0.0);
  ASSERT_EQ(results.warnings.size(), 1u);
  EXPECT_NE(results.warnings[0].find("give --gain"), std::string::npos);
  EXPECT_EQ(results.Map("corrected_variance").values[1], 1.2F);

  auto unknown = MakeResults(); // no point has a V at delay 0
  unknown.Map("zero_delay_variance").values.assign(4, NaN);
  CorrectVariance(unknown);
  EXPECT_EQ(unknown.gain.value, 0.0);
  EXPECT_EQ(unknown.warnings.size(), 1u);
}

TEST(VarianceCorrection, OfNoHalvesIsNone)
{
  auto results = MakeResults();
  results.parameters.partition.halves = false;
  CorrectVariance(results);
  EXPECT_THROW(results.Map("corrected_variance_a"), std::out_of_range);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CensoredLogNormal.h"

#include <gtest/gtest.h>

#include <random>

using stem5d::CensoredLogNormal;
using stem5d::CensoringStatus;

TEST(CensoredLogNormal, IsTheMeanAndDeviationWithoutCensoring)
{
  const std::vector<double> times{ std::exp(6.0), std::exp(7.0), std::exp(7.5), std::exp(5.5), std::nan("") };
  const auto                result = CensoredLogNormal(times, std::vector<bool>(5, false));
  EXPECT_EQ(result.status, CensoringStatus::Estimated);
  EXPECT_EQ(result.count, 4u);
  EXPECT_EQ(result.censored, 0u);
  const double sigma = std::sqrt((0.25 + 0.25 + 1.0 + 1.0) / 4.0);
  EXPECT_NEAR(result.logMean, 6.5, 1e-12);
  EXPECT_NEAR(result.logDeviation, sigma, 1e-12);
  EXPECT_NEAR(result.logMeanError, sigma / 2.0, 1e-12);
  EXPECT_NEAR(result.logDeviationError, sigma / std::sqrt(8.0), 1e-12);
  EXPECT_NEAR(result.geometricMean, std::exp(6.5), 1e-8);
  EXPECT_NEAR(result.arithmeticMean, std::exp(6.5 + 0.5 * sigma * sigma), 1e-8);
  EXPECT_NEAR(result.arithmeticMeanError / result.arithmeticMean,
              std::sqrt(sigma * sigma / 4.0 + sigma * sigma * sigma * sigma / 8.0),
              1e-12);
}

TEST(CensoredLogNormal, MaximisesTheLikelihood)
{
  // The likelihood from scipy.stats.norm.logpdf and .logsf, maximised by scipy.optimize.minimize (Nelder-Mead), and the
  // inverse of its second derivatives by finite differences
  const auto result = CensoredLogNormal({ 120, 340, 560, 800, 910, 1500, 2300, 450, 5000, 5000, 3000 },
                                        { false, false, false, false, false, false, false, false, true, true, true });
  EXPECT_EQ(result.status, CensoringStatus::Estimated);
  EXPECT_EQ(result.count, 11u);
  EXPECT_EQ(result.censored, 3u);
  EXPECT_NEAR(result.logMean, 7.19832838, 1e-6);
  EXPECT_NEAR(result.logDeviation, 1.47280378, 1e-6);
  EXPECT_NEAR(result.logMeanError, 0.4666121, 1e-5);
  EXPECT_NEAR(result.logDeviationError, 0.3968926, 1e-5);
  EXPECT_NEAR(result.arithmeticMean, 3955.6644, 0.01);
  EXPECT_NEAR(result.arithmeticMeanError, 3214.4257, 0.1);
}

TEST(CensoredLogNormal, RecoversAMeanWithThirtyPercentBeyondTheBound)
{
  const double mu = std::log(3500.0);
  const double sigma = (std::log(5000.0) - mu) / 0.5244005; // the 70th percentile of a normal distribution
  std::mt19937 generator(1);
  std::normal_distribution<> normal(mu, sigma);
  std::vector<double>        times;
  std::vector<bool>          censored;
  for (int i = 0; i < 2000; ++i)
  {
    const double time = std::exp(normal(generator));
    times.push_back(std::min(time, 5000.0));
    censored.push_back(time > 5000.0);
  }
  const auto result = CensoredLogNormal(times, censored);
  EXPECT_NEAR(static_cast<double>(result.censored), 600.0, 70.0);
  EXPECT_NEAR(result.logMean, mu, 3.0 * result.logMeanError);
  EXPECT_NEAR(result.logDeviation, sigma, 3.0 * result.logDeviationError);
  EXPECT_NEAR(result.geometricMean, 3500.0, 350.0);
  EXPECT_NEAR(result.arithmeticMean, 3500.0 * std::exp(0.5 * sigma * sigma), 3.0 * result.arithmeticMeanError);
}

TEST(CensoredLogNormal, ScalesWithTheUnitOfTime)
{
  const std::vector<bool> censored{ false, false, false, true };
  const auto              seconds = CensoredLogNormal({ 100, 300, 200, 500 }, censored);
  const auto              years = CensoredLogNormal({ 1e-7, 3e-7, 2e-7, 5e-7 }, censored);
  EXPECT_NEAR(years.arithmeticMean / seconds.arithmeticMean, 1e-9, 1e-18);
  EXPECT_NEAR(years.logDeviation, seconds.logDeviation, 1e-9);
  EXPECT_NEAR(years.logMeanError, seconds.logMeanError, 1e-9);
}

TEST(CensoredLogNormal, ConvergesFromFarAway)
{
  std::vector<double> times{ 100.0, 100.1 };
  std::vector<bool>   censored{ false, false };
  for (int i = 0; i < 1000; ++i) // nearly all beyond a limit that lies thousands of deviations off
  {
    times.push_back(5000.0);
    censored.push_back(true);
  }
  const auto result = CensoredLogNormal(times, censored);
  EXPECT_EQ(result.status, CensoringStatus::Estimated);
  EXPECT_GT(result.geometricMean, 5000.0);
  const auto below =
    CensoredLogNormal({ 1e4, 2e4, 3e4, 1.0 }, { false, false, false, true }); // a limit that says nothing
  EXPECT_NEAR(below.logMean, std::log(6e12) / 3.0, 1e-6);
}

TEST(CensoredLogNormal, SaysWhyThereIsNoEstimate)
{
  const auto all = CensoredLogNormal({ 5000, 5000 }, { true, true });
  EXPECT_EQ(all.status, CensoringStatus::AllCensored);
  EXPECT_EQ(all.count, 2u);
  EXPECT_EQ(all.censored, 2u);
  EXPECT_TRUE(std::isnan(all.logMean) && std::isnan(all.arithmeticMean));
  EXPECT_EQ(CensoredLogNormal({ 300, 5000 }, { false, true }).status, CensoringStatus::TooFewUncensored);
  EXPECT_EQ(CensoredLogNormal({ 300, 300 }, { false, false }).status, CensoringStatus::TooFewUncensored);
  EXPECT_EQ(CensoredLogNormal({}, {}).status, CensoringStatus::TooFewUncensored);
}

TEST(CensoredLogNormal, RefusesWhatIsNoTime)
{
  EXPECT_THROW(CensoredLogNormal({ 0.0, 1.0 }, { false, false }), std::invalid_argument);
  EXPECT_THROW(CensoredLogNormal({ 2.0, INFINITY }, { false, true }), std::invalid_argument);
  EXPECT_THROW(CensoredLogNormal({ 2.0, 3.0 }, { false }), std::invalid_argument);
}

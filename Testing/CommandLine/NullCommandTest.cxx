/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RunProgram.h"
#include "TemporaryDirectory.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace
{

/** A homogeneous sample, simulated and analysed; the directory of the results. */
std::string
AnalyseHomogeneousSample(const stem5d::TemporaryDirectory & directory, const std::string & options)
{
  const std::string series = directory / "series.emd";
  const std::string results = directory / "results";
  EXPECT_EQ(test::RunProgram("simulate --scan 12 10 --frames 60 --relaxation-time 150 --seed 5 -o " + series).exitCode,
            0);
  EXPECT_EQ(test::RunProgram("analyze " + series + " -o " + results + " --no-figures --gamma 1 " + options).exitCode,
            0);
  return results;
}

nlohmann::json
ReadSummary(const std::string & results)
{
  return nlohmann::json::parse(std::ifstream(results + "/summary.json"));
}

nlohmann::json
Statistic(const nlohmann::json & summary, const std::string & name)
{
  for (const auto & statistic : summary.at("statistics"))
  {
    if (statistic.at("name") == name)
    {
      return statistic;
    }
  }
  return nullptr;
}

} // namespace

TEST(NullCommand, PutsNullDistributionsBesideWhatWasMeasured)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                results = AnalyseHomogeneousSample(directory, "");
  const std::string                name = "same_half.relaxation_time.corrected_variance";
  const auto                       before = ReadSummary(results);
  EXPECT_TRUE(Statistic(before, name).at("null").is_null());

  ASSERT_EQ(test::RunProgram("null " + results + " --realisations 3 --seed 11").exitCode, 0);
  const auto after = ReadSummary(results);
  EXPECT_EQ(Statistic(after, name).at("value"), Statistic(before, name).at("value"));
  EXPECT_EQ(Statistic(after, name).at("null").at("values").size(), 3u);
  // the simulations are like the data, to what a dozen independent points tell
  const auto tau = Statistic(after, "geometric_mean.relaxation_time");
  EXPECT_NEAR(tau.at("null").at("mean").get<double>() / tau.at("value").get<double>(), 1.0, 0.35);
  const auto intensity = Statistic(after, "mean.mean_intensity");
  EXPECT_NEAR(intensity.at("null").at("mean").get<double>() / intensity.at("value").get<double>(), 1.0, 0.02);
  EXPECT_NE(after.at("verdict").get<std::string>().find("homogeneous"), std::string::npos);
  EXPECT_EQ(after.at("maps"), before.at("maps"));
  EXPECT_EQ(after.at("parameters"), before.at("parameters"));
}

TEST(NullCommand, IsTheSameWithinAnAnalysis)
{
  const stem5d::TemporaryDirectory first;
  const stem5d::TemporaryDirectory second;
  const std::string                apart = AnalyseHomogeneousSample(first, "");
  ASSERT_EQ(test::RunProgram("null " + apart + " --realisations 2").exitCode, 0);
  const std::string at = AnalyseHomogeneousSample(second, "--null 2");
  const std::string name = "reliability.relaxation_time";
  const auto        values = Statistic(ReadSummary(at), name).at("null").at("values");
  EXPECT_EQ(values.size(), 2u);
  EXPECT_EQ(values, Statistic(ReadSummary(apart), name).at("null").at("values"));
}

TEST(BootstrapCommand, ComparesScatterWithErrors)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                results = AnalyseHomogeneousSample(directory, "");
  const auto                       outcome = test::RunProgram("bootstrap " + results + " --points 60");
  ASSERT_EQ(outcome.exitCode, 0);
  EXPECT_NE(outcome.output.find("ln relaxation_time"), std::string::npos);
  EXPECT_NE(outcome.output.find("corrected_variance"), std::string::npos);
}

TEST(NullCommand, RefusesWhatItCannotSimulate)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       missing = test::RunProgram("null " + (directory / "nothing"));
  EXPECT_EQ(missing.exitCode, 1);
  EXPECT_NE(missing.output.find("summary.json"), std::string::npos);

  const std::string results = AnalyseHomogeneousSample(directory, "");
  const auto        before = ReadSummary(results);
  const auto        wide = test::RunProgram("null " + results + " --aperture 0.01");
  EXPECT_EQ(wide.exitCode, 1);
  EXPECT_NE(wide.output.find("the probe"), std::string::npos);
  const auto none = test::RunProgram("null " + results + " --realisations 0");
  EXPECT_EQ(none.exitCode, 1);
  EXPECT_NE(none.output.find("the number of realisations is 0"), std::string::npos);
  const auto few = test::RunProgram("bootstrap " + results + " --points 3");
  EXPECT_EQ(few.exitCode, 1);
  EXPECT_NE(few.output.find("the number of points is 3"), std::string::npos);
  EXPECT_EQ(ReadSummary(results), before);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RunProgram.h"
#include "TemporaryDirectory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <random>

namespace
{

using nlohmann::json;
using ::testing::HasSubstr;

/** A study of two temperatures that is simulated in seconds. */
std::string
WriteSmallStudy(const std::string & file, double regionFrom)
{
  json sets = json::array();
  for (const int temperature : { 640, 660 })
  {
    sets.push_back({ { "temperature", temperature },
                     { "simulation",
                       { { "scanSize", { 12, 8 } },
                         { "frames", 60 },
                         { "relaxationTime", temperature == 640 ? 150.0 : 90.0 },
                         { "seed", temperature } } } });
  }
  const json study{ { "title", "Small <study>" },
                    { "null_realisations", 0 },
                    { "null_points", 50 },
                    { "region_of_interest", { { "x", { regionFrom, nullptr } } } },
                    { "published", { { { "number", "activation_energy" }, { "value", 90.0 } } } },
                    { "data_sets", sets } };
  std::ofstream(file) << study;
  return file;
}

/** The names and bytes of all files below a directory. */
std::map<std::string, std::string>
ContentsOf(const std::filesystem::path & directory)
{
  std::map<std::string, std::string> contents;
  for (const auto & entry : std::filesystem::recursive_directory_iterator(directory))
  {
    if (entry.is_regular_file())
    {
      std::ifstream stream(entry.path(), std::ios::binary);
      contents[entry.path().lexically_relative(directory).string()] = { std::istreambuf_iterator<char>(stream), {} };
    }
  }
  return contents;
}

TEST(StudyCommand, EndsWithTheSameBytesWhereverItWasStopped)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                study = WriteSmallStudy(directory / "study.json", 0.5);
  const std::string                command = "study " + study + " -o ";
  const auto                       start = std::chrono::steady_clock::now();
  ASSERT_EQ(test::RunProgram(command + (directory / "whole")).exitCode, 0);
  const std::chrono::duration<double> duration = std::chrono::steady_clock::now() - start;
  const auto                          whole = ContentsOf(directory / "whole");
  EXPECT_TRUE(whole.count("report.html"));
  EXPECT_TRUE(whole.count("summary.json"));
  EXPECT_TRUE(whole.count("tables/numbers.csv"));
  EXPECT_TRUE(whole.count("results.h5"));
  EXPECT_TRUE(whole.count("sets/640K/four_point.json"));
  EXPECT_TRUE(whole.count("figures/figure_S5.png"));
  EXPECT_TRUE(whole.count("figures/figure_2.png"));
  EXPECT_TRUE(whole.count("figures/figure_S4.svg"));
  EXPECT_FALSE(whole.count("sets/640K/series.emd"));

  // a series that is not of these parameters, as one left by an earlier study file
  std::filesystem::create_directories(directory / "stopped/sets/640K");
  std::ofstream(directory / "stopped/sets/640K/series.emd") << "another series";
  std::mt19937                           generator(std::random_device{}());
  std::uniform_real_distribution<double> moment(0.0, 0.2 * duration.count());
  int                                    kills = 0;
  for (int i = 0; i < 10; ++i)
  {
    const auto outcome = test::RunShell("timeout -s KILL " + std::to_string(moment(generator)) +
                                        " " STEM5D_PROGRAM " " + command + (directory / "stopped"));
    kills += outcome.exitCode == 0 ? 0 : 1;
  }
  EXPECT_GE(kills, 3);
  ASSERT_EQ(test::RunProgram(command + (directory / "stopped")).exitCode, 0);
  const auto stopped = ContentsOf(directory / "stopped");
  for (const auto & [name, content] : whole)
  {
    ASSERT_TRUE(stopped.count(name)) << name;
    EXPECT_TRUE(stopped.at(name) == content) << name;
  }
  EXPECT_EQ(stopped.size(), whole.size());
}

TEST(StudyCommand, GivesNumbersWithErrorsAndAReportThatEscapesItsTexts)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                study = WriteSmallStudy(directory / "study.json", 0.5);
  const auto outcome = test::RunProgram("study " + study + " --no-figures -o " + (directory / "out"));
  ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("activation energy: "));
  EXPECT_THAT(outcome.output, HasSubstr("2 temperatures: an activation energy from fewer than 3"));

  const auto contents = ContentsOf(directory / "out");
  EXPECT_THAT(contents.at("report.html"), HasSubstr("<h1>Small &lt;study&gt;</h1>"));
  const json summary = json::parse(contents.at("summary.json"));
  bool       isThere = false;
  for (const json & number : summary.at("numbers"))
  {
    if (number.at("name") == "activation_energy")
    {
      isThere = true;
      EXPECT_EQ(number.at("published"), 90.0);
      EXPECT_GT(number.at("standard_error").get<double>(), 0.0);
    }
  }
  EXPECT_TRUE(isThere);
  const json analysis = json::parse(contents.at("sets/640K/gamma_fixed/summary.json"));
  EXPECT_EQ(analysis.at("parameters").at("region_of_interest"), json({ 4, 0, 8, 8 })); // x from 0.5 nm, step 0.16 nm
}

TEST(StudyCommand, DoubtsAnAnnulusThatMissesTheHalo)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                study = WriteSmallStudy(directory / "study.json", 0.5);
  json                             changed = json::parse(std::ifstream(study));
  changed["null_points"] = 0;
  changed["four_point_distance"] = 0;
  const auto outputOf = [&](const json & annulus) {
    changed["parameters"] = { { "dynamics_annulus", annulus } };
    std::ofstream(study) << changed;
    const auto outcome = test::RunProgram("study " + study + " --no-figures -o " + (directory / "out"));
    EXPECT_EQ(outcome.exitCode, 0) << outcome.output;
    return outcome.output;
  };
  EXPECT_THAT(outputOf({ 6.2, 6.6 }),
              HasSubstr("640K: the annulus of the dynamics, 6.2 to 6.6 1/nm, is not on a maximum"));
  EXPECT_EQ(outputOf({ 4.2, 4.6 }).find("does it miss the halo"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(directory / "out/sets/640K/four_point.json"));
}

TEST(StudyCommand, RefusesARegionWithoutPoints)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                study = WriteSmallStudy(directory / "study.json", 50.0);
  const auto outcome = test::RunProgram("study " + study + " --no-figures -o " + (directory / "out"));
  EXPECT_EQ(outcome.exitCode, 1);
  EXPECT_THAT(outcome.output, HasSubstr("/region_of_interest holds no point of the data set 640K"));
}

TEST(StudyCommand, IsDoneAgainWhereItsFileHasChanged)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                study = WriteSmallStudy(directory / "study.json", 0.5);
  const std::string                command = "study " + study + " --no-figures -o " + (directory / "out");
  ASSERT_EQ(test::RunProgram(command).exitCode, 0);
  const auto first = ContentsOf(directory / "out");
  const auto again = test::RunProgram(command);
  EXPECT_EQ(again.output.find("640K, "), std::string::npos) << "nothing is left to do";
  EXPECT_TRUE(ContentsOf(directory / "out") == first);

  json changed = json::parse(std::ifstream(study));
  changed["data_sets"][0]["simulation"]["relaxationTime"] = 300.0;
  std::ofstream(study) << changed;
  const auto outcome = test::RunProgram(command);
  EXPECT_THAT(outcome.output, HasSubstr("640K, analysis"));
  EXPECT_EQ(outcome.output.find("660K, "), std::string::npos);
  const auto        second = ContentsOf(directory / "out");
  const std::string map = "sets/640K/gamma_fixed/maps/relaxation_time.nrrd";
  EXPECT_FALSE(second.at(map) == first.at(map));
}

TEST(StudyCommand, TheExampleIsAStudyFile)
{
  const stem5d::TemporaryDirectory directory;
  ASSERT_EQ(test::RunProgram("study --example " + (directory / "example")).exitCode, 0);
  const json study = json::parse(std::ifstream(directory / "example/STUDY.json"));
  ASSERT_EQ(study.at("data_sets").size(), 5u);
  EXPECT_EQ(study.at("published").front().at("value"), 900.0); // mean relaxation time at 633 K
  EXPECT_TRUE(std::filesystem::exists(directory / "example/eels_total.nrrd"));
  EXPECT_TRUE(std::filesystem::exists(directory / "example/eels_zero_loss.nrrd"));
  const auto narrow = test::RunProgram("study --example " + (directory / "narrow") + " --scan 48 16");
  EXPECT_EQ(narrow.exitCode, 1);
  EXPECT_THAT(narrow.output, HasSubstr("--scan is 48 x 16: give more than 62 columns"));
  ASSERT_EQ(test::RunProgram("study --full --example " + (directory / "full")).exitCode, 0);
  const json full = json::parse(std::ifstream(directory / "full/STUDY.json"));
  EXPECT_EQ(full.at("data_sets").front().at("simulation").at("scanSize"), json({ 120, 60 }));
}

} // namespace

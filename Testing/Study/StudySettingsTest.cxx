/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FileError.h"
#include "StudySettings.h"
#include "TemporaryDirectory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace
{

using ::testing::HasSubstr;

class StudySettingsTest : public ::testing::Test
{
protected:
  stem5d::StudySettings
  Read(const std::string & text)
  {
    const std::string file = m_Directory / "study.json";
    std::ofstream(file) << text;
    return stem5d::ReadStudySettings(file);
  }

  std::string
  MessageOf(const std::string & text)
  {
    try
    {
      this->Read(text);
    }
    catch (const stem5d::FileError & error)
    {
      return error.what();
    }
    return "nothing is wrong";
  }

  stem5d::TemporaryDirectory m_Directory;
};

/** A data set of a temperature, to be simulated. */
std::string
Set(const std::string & temperature, const std::string & more = "")
{
  return R"({"temperature": )" + temperature + R"(, "simulation": {"frames": 40})" + more + "}";
}

TEST_F(StudySettingsTest, SharedParametersGiveWayToThoseOfASet)
{
  const auto settings = this->Read(R"({"title": "A study", "parameters": {"time_bin": 3, "blur": 0.2},
    "region_of_interest": {"x": [10, null]}, "published": [{"number": "activation_energy", "value": 97}],
    "data_sets": [)" + Set("653", R"(, "parameters": {"time_bin": 1}, "exposure": 0.0005)") +
                                   "," + Set("633") + "," + Set("643") + "]}");
  ASSERT_EQ(settings.dataSets.size(), 3u);
  EXPECT_EQ(settings.title, "A study");
  EXPECT_EQ(settings.dataSets[0].name, "633K"); // by temperature
  EXPECT_EQ(settings.dataSets[0].parameters.timeBin, 3u);
  EXPECT_EQ(settings.dataSets[2].parameters.timeBin, 1u);
  EXPECT_EQ(settings.dataSets[2].parameters.blur, 0.2);
  EXPECT_EQ(settings.dataSets[2].exposure, 0.0005);
  EXPECT_EQ(settings.dataSets[1].simulation->series.frames, 40u);
  EXPECT_EQ(settings.regionOfInterest[0].low, 10.0);
  EXPECT_FALSE(settings.regionOfInterest[0].high);
  EXPECT_EQ(settings.published.at(0).value, 97.0);
  EXPECT_TRUE(settings.warnings.empty());
}

TEST_F(StudySettingsTest, RefusesWhatIsWrongByItsPath)
{
  const auto study = [](const std::string & sets, const std::string & more = "") {
    return "{" + more + R"("data_sets": [)" + sets + "]}";
  };
  EXPECT_THAT(this->MessageOf("{"), HasSubstr("is not JSON"));
  EXPECT_THAT(this->MessageOf("{}"), HasSubstr("/data_sets is missing: give an array of objects"));
  EXPECT_THAT(this->MessageOf(study(Set("633") + "," + Set("633.0"))), HasSubstr("two data sets at 633K"));
  EXPECT_THAT(this->MessageOf(study(Set("-5"))),
              HasSubstr("/data_sets/0/temperature is -5: give the temperature in K"));
  EXPECT_THAT(this->MessageOf(study(Set("\"633 K\""))), HasSubstr("/data_sets/0/temperature is \"633 K\""));
  EXPECT_THAT(this->MessageOf(study(R"({"temperature": 633, "file": "absent.emd"})")),
              HasSubstr("/data_sets/0/file is \"absent.emd\": there is no file"));
  EXPECT_THAT(this->MessageOf(study(R"({"temperature": 633, "simulation": {"dose": "many"}})")),
              HasSubstr("/data_sets/0/simulation"));
  EXPECT_THAT(this->MessageOf(study(Set("633", R"(, "parameters": {"time_bin": 0})"))),
              HasSubstr("/data_sets/0/parameters/time_bin is 0: give a whole number from 1 on"));
  EXPECT_THAT(this->MessageOf(study(Set("633", R"(, "parameters": {"frame_period": 5}, "exposure": 1000)"))),
              HasSubstr("/data_sets/0/exposure is 1000: a frame cannot be longer than the frame period"));
  EXPECT_THAT(this->MessageOf(study(Set("633"), R"("parameters": {"blurr": 1},)")),
              HasSubstr("/parameters/blurr is 1: there is no such name here"));
  EXPECT_THAT(this->MessageOf(study(Set("633"), R"("parameters": {"dynamics_annulus": [4.6, 4.2]},)")),
              HasSubstr("/parameters/dynamics_annulus is [4.6,4.2]"));
  EXPECT_THAT(this->MessageOf(study(Set("633"), R"("region_of_interest": {"x": [10, 5]},)")),
              HasSubstr("/region_of_interest/x is [10,5]"));
  EXPECT_THAT(this->MessageOf(study(Set("633"), R"("null_points": 5,)")), HasSubstr("/null_points is 5"));
}

TEST_F(StudySettingsTest, DoubtsTemperaturesInDegreesAndTooFewOfThem)
{
  const auto celsius =
    this->Read(R"({"glass_transition": 673, "data_sets": [)" + Set("360") + "," + Set("370") + "]}").warnings;
  ASSERT_EQ(celsius.size(), 3u);
  EXPECT_THAT(celsius[0], HasSubstr("2 temperatures: an activation energy from fewer than 3 cannot be checked"));
  EXPECT_THAT(celsius[1], HasSubstr("360K is far from the glass transition: temperatures are in K; 633.15K"));
}

} // namespace

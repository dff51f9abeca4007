/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Analysis.h"
#include "AnalysisParametersJson.h"
#include "FileError.h"
#include "ResultsDirectory.h"
#include "SpeckleFile.h"
#include "TemporaryDirectory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace
{

using Box = std::array<std::size_t, 4>;

std::string
BytesOf(const std::filesystem::path & file)
{
  std::ifstream stream(file, std::ios::binary);
  return { std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>() };
}

class MergePartsTest : public testing::Test
{
protected:
  static stem5d::AnalysisParameters
  Parameters(const std::string & input)
  {
    stem5d::AnalysisParameters parameters;
    parameters.input = input;
    parameters.dynamicsAnnulus = stem5d::Annulus{ 3.0, 4.0 };
    parameters.structureAnnulus = stem5d::Annulus{ 2.5, 4.5 };
    parameters.blur = 0.3;
    return parameters;
  }

  /** Analyses every box by itself. \return the files of partial results */
  std::vector<std::string>
  AnalyseParts(const stem5d::AnalysisParameters & parameters, const std::vector<Box> & boxes)
  {
    std::vector<std::string> files;
    for (const Box & box : boxes)
    {
      auto part = parameters;
      part.scanRegion = box;
      part.threads = 1 + static_cast<unsigned int>(files.size()) % 3;
      files.push_back(m_Directory / ("part" + std::to_string(files.size()) + ".h5"));
      stem5d::AnalysePart(part, files.back());
    }
    return files;
  }

  /** Every file of results is the same, byte for byte, but for what the summary says of the run. */
  void
  ExpectSame(const stem5d::AnalysisResults & merged, const stem5d::AnalysisResults & whole)
  {
    const std::filesystem::path names[] = { m_Directory / "merged", m_Directory / "whole" };
    nlohmann::json              summaries[2];
    for (const std::size_t i : { 0, 1 })
    {
      const stem5d::ResultsDirectory directory(names[i]);
      directory.Prepare();
      directory.Write(i == 0 ? merged : whole);
      summaries[i] = directory.ReadSummary();
      summaries[i].erase("run");
    }
    EXPECT_EQ(summaries[0], summaries[1]) << nlohmann::json::diff(summaries[0], summaries[1]);
    EXPECT_EQ(BytesOf(names[0] / "curves.h5"), BytesOf(names[1] / "curves.h5"));
    std::size_t maps = 0;
    for (const auto & map : std::filesystem::directory_iterator(names[1] / "maps"))
    {
      EXPECT_EQ(BytesOf(names[0] / "maps" / map.path().filename()), BytesOf(map.path())) << map.path();
      ++maps;
    }
    EXPECT_EQ(maps, whole.maps.size() + 1);
    EXPECT_EQ(merged.bytesRead, whole.bytesRead);
  }

  void
  ExpectRefusal(const std::vector<std::string> & files,
                const std::vector<std::string> & words,
                const std::optional<Box> &       region = {})
  {
    try
    {
      stem5d::MergeParts(files, region);
      ADD_FAILURE() << "merged in spite of: " << words.front();
    }
    catch (const stem5d::FileError & error)
    {
      for (const std::string & word : words)
      {
        EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << "no '" << word << "' in " << error.what();
      }
    }
  }

  stem5d::TemporaryDirectory m_Directory;
};

const std::vector<Box> Halves{ { 0, 0, 10, 4 }, { 0, 4, 10, 3 } };

/** Five parts, in no order, that divide the scan across rows too. */
const std::vector<Box> Patches{ { 4, 2, 6, 3 }, { 0, 0, 10, 1 }, { 0, 1, 4, 6 }, { 4, 1, 6, 1 }, { 4, 5, 6, 2 } };

} // namespace

TEST_F(MergePartsTest, IsOneAnalysis)
{
  auto parameters = Parameters(test::WriteSpeckles<std::uint16_t>(m_Directory / "series.emd", { 10, 7 }));
  parameters.twoTimeRegions = { { 2, 2, 5, 4 }, { 9, 6, 1, 1 } };
  parameters.regionOfInterest = Box{ 1, 1, 8, 6 };
  const auto whole = stem5d::Analyse(parameters);
  for (const auto & boxes : { Halves, Patches })
  {
    this->ExpectSame(stem5d::MergeParts(this->AnalyseParts(parameters, boxes)), whole);
  }
}

TEST_F(MergePartsTest, IsOneAnalysisWithOtherOptions)
{
  test::WriteMask(m_Directory / "mask.png", 32, 4);
  auto parameters = Parameters(test::WriteSpeckles<float>(m_Directory / "series.emd", { 10, 7 }));
  parameters.structureAnnulus = stem5d::Annulus{ 2.5, 7.0 }; // beyond the detector: a warning
  parameters.maskFile = m_Directory / "mask.png";
  parameters.timeBin = 1;
  parameters.fit.fixedGamma = 1.0;
  parameters.gain = 0.5;
  parameters.partition.halves = false;
  parameters.pooledVariance = true;
  parameters.estimator = stem5d::KWWEstimator::GeneralisedLeastSquares;
  parameters.firstFrame = 2;
  parameters.numberOfFrames = 20;
  const auto whole = stem5d::Analyse(parameters);
  EXPECT_FALSE(whole.warnings.empty());
  this->ExpectSame(stem5d::MergeParts(this->AnalyseParts(parameters, Patches)), whole);
}

TEST_F(MergePartsTest, IsOneAnalysisOfAStackAndOfARegion)
{
  auto       parameters = Parameters(test::WriteSpeckles<std::uint16_t>(m_Directory / "stack.emd", { 5, 4, 2 }));
  const auto parts = this->AnalyseParts(parameters, { { 0, 0, 5, 1 }, { 0, 1, 3, 3 }, { 3, 1, 2, 3 } });
  this->ExpectSame(stem5d::MergeParts(parts), stem5d::Analyse(parameters));
  parameters.scanRegion = Box{ 0, 1, 5, 3 };
  this->ExpectSame(stem5d::MergeParts({ parts[2], parts[1] }, parameters.scanRegion), stem5d::Analyse(parameters));
}

TEST_F(MergePartsTest, RefusesPartsThatAreNotOneScan)
{
  const auto parameters = Parameters(test::WriteSpeckles<std::uint16_t>(m_Directory / "series.emd", { 4, 3 }));
  const auto parts = this->AnalyseParts(parameters, { { 0, 0, 4, 1 }, { 0, 1, 4, 2 }, { 2, 0, 2, 2 } });
  this->ExpectRefusal({ parts[0] }, { "No part has the point (0, 1)", "4 x 3 points from (0, 0)" });
  this->ExpectRefusal(parts, { parts[0], parts[2], "overlap", "(2, 0)" });
  this->ExpectRefusal({ parts[1], parts[1] }, { "overlap", "(0, 1)" });
  this->ExpectRefusal(parts, { parts[1], "4 x 2 points from (0, 1)", "--scan-region" }, Box{ 0, 0, 4, 2 });
  EXPECT_THROW(stem5d::MergeParts({}), std::invalid_argument);
}

TEST_F(MergePartsTest, RefusesPartsOfDifferentAnalyses)
{
  auto       parameters = Parameters(test::WriteSpeckles<std::uint16_t>(m_Directory / "series.emd", { 4, 3 }));
  const auto first = this->AnalyseParts(parameters, { { 0, 0, 4, 2 } }).front();
  const auto second = m_Directory / "second.h5";
  parameters.scanRegion = Box{ 0, 2, 4, 1 };
  parameters.timeBin = 1;
  stem5d::AnalysePart(parameters, second);
  this->ExpectRefusal({ first, second }, { first, second, "time_bin is 2", "and 1" });

  parameters.timeBin = 2;
  stem5d::AnalysePart(parameters, second);
  EXPECT_EQ(stem5d::MergeParts({ first, second }).status.size(), 12u);
  test::WriteSpeckles<std::uint16_t>(m_Directory / "series.emd", { 4, 4 });
  this->ExpectRefusal({ first, second }, { "series.emd", "not any more the series" }, Box{ 0, 0, 4, 3 });

  std::ofstream(second) << "no partial results";
  this->ExpectRefusal({ first, second }, { second, "not an HDF5 file" });
  this->ExpectRefusal({ m_Directory / "series.emd" }, { "series.emd", "no file of partial results" });
  this->ExpectRefusal({ m_Directory / "nothing.h5" }, { "nothing.h5", "No such file" });
}

TEST(AnalysisParametersJson, HoldsEveryParameterOfAPart)
{
  stem5d::AnalysisParameters parameters;
  EXPECT_EQ(ToJson(stem5d::AnalysisParametersFromJson(ToJson(parameters))), ToJson(parameters));
  parameters.input = "a.h5:/b";
  parameters.series.axes = { "t", "x", "ky", "kx" };
  parameters.series.centre = { { 1.5, 2.25 } };
  parameters.dynamicsAnnulus = stem5d::Annulus{ 0.1, 0.3 };
  parameters.normalisation = stem5d::TwoTimeNormalisation::Rings;
  parameters.estimator = stem5d::KWWEstimator::GeneralisedLeastSquares;
  parameters.twoTimeRegions = { { 1, 2, 3, 4 } };
  parameters.fixedMaps = { "thickness.nrrd" };
  const auto read = stem5d::AnalysisParametersFromJson(ToJson(parameters));
  EXPECT_EQ(ToJson(read), ToJson(parameters));
  EXPECT_EQ(read.series.centre, parameters.series.centre);
  EXPECT_EQ(read.dynamicsAnnulus->high, 0.3);
  EXPECT_EQ(read.estimator, parameters.estimator);
  EXPECT_FALSE(read.structureAnnulus);
}

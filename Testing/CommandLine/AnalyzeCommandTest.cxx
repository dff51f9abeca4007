/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ResultsDirectory.h"
#include "FileError.h"
#include "RunProgram.h"
#include "SpeckleFile.h"
#include "TemporaryDirectory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

namespace
{

using test::Outcome;
using test::RunProgram;

const std::string Annuli = " --dynamics-annulus 3 4 --structure-annulus 2.5 4.5 --blur 0.3 ";

class AnalyzeCommand : public ::testing::Test
{
protected:
  Outcome
  Analyze(const std::string & input, const std::string & options = "")
  {
    return RunProgram("analyze '" + input + "' -o '" + (m_Directory / "results") + "' --no-figures" + options);
  }

  /** The command fails with exit code 1, one line of error with these words, and no result. */
  void
  ExpectRefusal(const Outcome & outcome, const std::vector<std::string> & words)
  {
    EXPECT_EQ(outcome.exitCode, 1) << outcome.output;
    EXPECT_NE(outcome.output.find("stem5d: error: "), std::string::npos) << outcome.output;
    EXPECT_EQ(outcome.output.find("ITK ERROR"), std::string::npos) << outcome.output;
    for (const std::string & word : words)
    {
      EXPECT_NE(outcome.output.find(word), std::string::npos) << "no '" << word << "' in: " << outcome.output;
    }
    const std::filesystem::path results = m_Directory / "results";
    EXPECT_FALSE(std::filesystem::exists(results / "summary.json"));
    EXPECT_FALSE(std::filesystem::exists(results / "curves.h5"));
    if (std::filesystem::exists(results / "maps"))
    {
      EXPECT_TRUE(std::filesystem::is_empty(results / "maps"));
    }
  }

  stem5d::TemporaryDirectory m_Directory;
  const std::string          m_Series = test::WriteSpeckles<std::uint16_t>(m_Directory / "series.emd", { 4, 3 });
};

} // namespace

TEST_F(AnalyzeCommand, WritesMapsCurvesAndSummary)
{
  const Outcome outcome = this->Analyze(m_Series, Annuli + "--threads 2");
  ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
  const stem5d::ResultsDirectory results(m_Directory / "results");
  const auto                     summary = results.ReadSummary();
  EXPECT_EQ(summary["points"]["total"], 12);
  EXPECT_EQ(summary["run"]["threads"], 2);
  for (const char * name : { "relaxation_time",
                             "relaxation_time_error",
                             "stretch_exponent",
                             "stretch_exponent_error",
                             "contrast",
                             "contrast_error",
                             "fluctuation_variance",
                             "fluctuation_variance_error",
                             "mean_intensity" })
  {
    EXPECT_EQ(results.ReadMap(name).size(), 12u) << name;
  }
  EXPECT_EQ(results.ReadStatus().size(), 12u);
  EXPECT_EQ(results.ReadCurves().correlation.size(), 12u * 6u);
}

TEST_F(AnalyzeCommand, TakesItsOptions)
{
  test::WriteMask(m_Directory / "mask.png", 32, 4);
  const Outcome outcome = this->Analyze(
    m_Series,
    " --dynamics-annulus 2.5 4.5 --structure-annulus 2 5 --blur 0.5 --detector-bin 2 --time-bin 1 --delays 1 8 --gamma "
    "1.5 "
    "--tau-bounds 1 900 --variance pooled --scan-region 1 0 2 3 --frames 2 20 --memory 1GB --normalisation rings "
    "--centre 15.5 16 --mask " +
      (m_Directory / "mask.png"));
  ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
  const auto used = stem5d::ResultsDirectory(m_Directory / "results").ReadSummary()["parameters"];
  EXPECT_EQ(used["detector_bin"], 2);
  EXPECT_EQ(used["time_bin"], 1);
  EXPECT_EQ(used["blur"], 0.5);
  EXPECT_EQ(used["delays"], (std::vector<int>{ 1, 8 }));
  EXPECT_EQ(used["gamma"], 1.5);
  EXPECT_EQ(used["tau_bounds"], (std::vector<double>{ 1.0, 900.0 }));
  EXPECT_EQ(used["variance"], "pooled");
  EXPECT_EQ(used["normalisation"], "rings");
  EXPECT_EQ(used["scan_region"], (std::vector<int>{ 1, 0, 2, 3 }));
  EXPECT_EQ(used["frames"], (std::vector<int>{ 2, 20 }));
  const auto gammas = stem5d::ResultsDirectory(m_Directory / "results").ReadMap("stretch_exponent");
  EXPECT_EQ(gammas, std::vector<float>(6, 1.5f));
}

TEST_F(AnalyzeCommand, DrawsFiguresWhereADisplayCanBeHad)
{
  const Outcome outcome = RunProgram("analyze '" + m_Series + "' -o '" + (m_Directory / "results") + "'" + Annuli);
  ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
  for (const char * name : { "relaxation_time",
                             "fluctuation_variance",
                             "relaxation_time_against_variance",
                             "histogram_relaxation_time",
                             "average_correlation",
                             "mean_pattern" })
  {
    EXPECT_GT(std::filesystem::file_size(m_Directory / (std::string("results/figures/") + name + ".png")), 5000u);
  }
}

TEST_F(AnalyzeCommand, LosesNothingWithoutADisplay)
{
  const Outcome outcome = test::RunShell("unset DISPLAY; PATH=/nowhere " STEM5D_PROGRAM " analyze '" + m_Series +
                                         "' -o '" + (m_Directory / "results") + "'" + Annuli);
  EXPECT_EQ(outcome.exitCode, 0) << outcome.output;
  EXPECT_NE(outcome.output.find("xvfb"), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("warning: figures are missing"), std::string::npos) << outcome.output;
  EXPECT_EQ(stem5d::ResultsDirectory(m_Directory / "results").ReadSummary()["points"]["total"], 12);
}

TEST_F(AnalyzeCommand, RefusesFilesThatCannotBeRead)
{
  ExpectRefusal(this->Analyze(m_Directory / "missing.emd"), { "missing.emd" });

  std::filesystem::copy(m_Series, m_Directory / "truncated.emd");
  std::filesystem::resize_file(m_Directory / "truncated.emd", std::filesystem::file_size(m_Series) / 2);
  ExpectRefusal(this->Analyze(m_Directory / "truncated.emd", Annuli), { "truncated.emd" });

  std::ofstream(m_Directory / "text.emd") << "not a series";
  ExpectRefusal(this->Analyze(m_Directory / "text.emd"), { "text.emd" });

  stem5d::TestSeries flat;
  flat.axes = { stem5d::CentredAxis("ky", "[1_/_nm]", 8, 0.5), stem5d::CentredAxis("kx", "[1_/_nm]", 8, 0.5) };
  stem5d::WriteTestSeries<float>(m_Directory / "flat.emd", flat, std::vector<float>(64, 1.0f));
  ExpectRefusal(this->Analyze(m_Directory / "flat.emd"), { "flat.emd" });
}

TEST_F(AnalyzeCommand, RefusesParametersThatDoNotFit)
{
  ExpectRefusal(this->Analyze(m_Series, " --dynamics-annulus 30 31 --structure-annulus 3 4"),
                { "30 - 31", "leaves the detector" });
  ExpectRefusal(this->Analyze(m_Series, " --dynamics-annulus 3.02 3.03 --structure-annulus 3 4"), { "3.02 - 3.03" });
  ExpectRefusal(this->Analyze(m_Series, " --dynamics-annulus 4 3 --structure-annulus 3 4"),
                { "4 - 3 1/nm is not a range" });
  ExpectRefusal(this->Analyze(m_Series), { "3 - 5.8 1/nm leaves the detector", "--structure-annulus" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--delays 1 3"), { "number of delays is 3" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--delays 0 6"), { "delay" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--gamma fast"), { "--gamma is fast" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--tau-bounds 5 5"), { "upper bound of the relaxation time" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--memory 1MB"), { "give --memory" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--memory -1"), { "--memory" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--time-bin 0"), { "--time-bin is 0" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--detector-bin -1"), { "--detector-bin is -1" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--threads 0"), { "--threads is 0" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--frames 0 0"), { "--frames has the count 0" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--gamma 0"), { "stretch exponent" });
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--tau-bounds nan 5"), { "relaxation time" });
  ExpectRefusal(this->Analyze(m_Series, " --dynamics-annulus 3 4 --structure-annulus 3 4 --blur nan"),
                { "blur is nan" });
  test::WriteMask(m_Directory / "small.png", 16, 1);
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--mask " + (m_Directory / "small.png")), { "16 x 16", "32 x 32" });
  test::WriteMask(m_Directory / "all.png", 32, 32);
  ExpectRefusal(this->Analyze(m_Series, Annuli + "--mask " + (m_Directory / "all.png")),
                { "no usable pixel", "masked" });
}

TEST_F(AnalyzeCommand, RefusesErrorsHalvesAndMatricesThatDoNotFit)
{
  const auto refuses = [this](const std::string & options, const std::vector<std::string> & words) {
    SCOPED_TRACE(options);
    const Outcome outcome = this->Analyze(m_Series, Annuli + options);
    ExpectRefusal(outcome, words);
    EXPECT_EQ(std::count(outcome.output.begin(), outcome.output.end(), '\n'), 1) << outcome.output;
  };
  refuses("--sectors 7", { "--sectors is 7", "give an even number", "0 for none" });
  refuses("--sectors 1", { "--sectors is 1", "give an even number" });
  refuses("--sectors -2", { "--sectors", "-2", "from 0 on" });
  refuses("--sectors 100000", { "sectors is 100000", "more than the", "pixels", "give --sectors" });
  refuses("--guard-band -0.1", { "--guard-band is -0.1", "give a width, 0 or more" });
  refuses("--guard-band nan", { "--guard-band is nan" });
  refuses("--guard-band 30", { "guard band of 30", "without pixels", "give --guard-band" });
  refuses("--gain -1", { "--gain is -1", "0 or more" });
  refuses("--gain nan", { "--gain is nan", "0 or more" });
  refuses("--gain inf", { "--gain is inf", "0 or more" });
  refuses("--two-time 1 1 1", { "--two-time has 3 numbers", "give four a region" });
  refuses("--two-time 1 1 1 1 2", { "--two-time has 5 numbers", "give four a region" });
  refuses("--two-time -1 0 1 1", { "--two-time", "-1", "from 0 on" });
  refuses("--two-time 3 0 2 1", { "--two-time has 2 points from 3 along x", "4 from 0", "give a point or a box" });
  refuses("--two-time 0 0 1 0", { "--two-time has 0 points from 0 along y", "3 from 0" });
  refuses("--scan-region 1 1 2 2 --two-time 0 1 1 1", { "--two-time has 1 points from 0 along x", "2 from 1" });
}

TEST_F(AnalyzeCommand, TakesTheOptionsOfErrorsHalvesAndMatrices)
{
  const Outcome outcome = this->Analyze(
    m_Series, Annuli + "--estimator gls --sectors 8 --guard-band 0.5 --gain 1.5 --two-time 1 1 1 1 0 0 2 3");
  ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
  const stem5d::ResultsDirectory results(m_Directory / "results");
  const auto                     generalised = results.ReadMap("relaxation_time");
  const auto                     guarded = results.ReadMap("fluctuation_variance_a");
  const auto                     corrected = results.ReadMap("corrected_variance");
  const auto                     variance = results.ReadMap("fluctuation_variance");
  const auto                     noise = results.ReadMap("noise_per_gain");
  EXPECT_NEAR(corrected[5], variance[5] - 1.5 * noise[5], 1e-6);
  const auto curves = results.ReadCurves();
  ASSERT_EQ(curves.twoTime.size(), 2u);
  EXPECT_EQ(curves.twoTime[1].region, (std::array<std::size_t, 4>{ 0, 0, 2, 3 }));
  EXPECT_EQ(curves.twoTime[1].values.size(), 12u * 12u);

  ASSERT_EQ(this->Analyze(m_Series, Annuli + "--sectors 0 --no-halves").exitCode, 0);
  EXPECT_NE(results.ReadMap("relaxation_time"), generalised);
  EXPECT_THROW(results.ReadMap("fluctuation_variance_a"), stem5d::FileError); // not that of the first analysis either
  EXPECT_FALSE(std::isnan(guarded[0]));
  EXPECT_TRUE(results.ReadCurves().twoTime.empty());
  EXPECT_THROW(results.ReadMap("ageing_error"), stem5d::FileError);
}

TEST_F(AnalyzeCommand, RefusesACommandLineThatIsNone)
{
  for (const char * arguments : { "",
                                  "analyze",
                                  "unknown",
                                  "analyze x.emd",
                                  "analyze x.emd -o y --variance best",
                                  "analyze x.emd -o y --estimator best",
                                  "analyze x.emd -o y --sectors some",
                                  "analyze x.emd -o y --dynamics-annulus 4",
                                  "analyze x.emd -o y --memory much" })
  {
    EXPECT_NE(RunProgram(arguments).exitCode, 0) << arguments;
  }
  EXPECT_EQ(RunProgram("--help").exitCode, 0);
  const Outcome help = RunProgram("analyze --help");
  EXPECT_EQ(help.exitCode, 0);
  EXPECT_NE(help.output.find("--dynamics-annulus"), std::string::npos);
  EXPECT_EQ(RunProgram("--version").output.find("stem5d 0."), 0u);
}

TEST_F(AnalyzeCommand, RefusesAnOutputThatCannotBeWritten)
{
  std::ofstream(m_Directory / "file") << "not a directory";
  const Outcome outcome = RunProgram("analyze '" + m_Series + "' -o '" + (m_Directory / "file/results") + "'" + Annuli);
  EXPECT_EQ(outcome.exitCode, 1) << outcome.output;
  EXPECT_NE(outcome.output.find("file/results"), std::string::npos) << outcome.output;

  // no file may grow beyond 512 bytes: a disk that is full
  const Outcome full = test::RunShell("trap '' XFSZ; ulimit -f 1; " STEM5D_PROGRAM " analyze '" + m_Series + "' -o '" +
                                      (m_Directory / "results") + "' --no-figures" + Annuli);
  EXPECT_EQ(full.exitCode, 1) << full.output;
  EXPECT_NE(full.output.find("Cannot write"), std::string::npos) << full.output;
  EXPECT_FALSE(std::filesystem::exists(m_Directory / "results/summary.json"));
}

TEST_F(AnalyzeCommand, LeavesEarlierResultsAloneUntilThereAreNewOnes)
{
  ASSERT_EQ(this->Analyze(m_Series, Annuli).exitCode, 0);
  const auto summary = stem5d::ResultsDirectory(m_Directory / "results").ReadSummary();
  EXPECT_EQ(this->Analyze(m_Directory / "missing.emd").exitCode, 1);
  EXPECT_EQ(this->Analyze(m_Series, Annuli + "--scan-region 0 0 9 9").exitCode, 1);
  EXPECT_EQ(this->Analyze(m_Series, Annuli + "--gamma -1").exitCode, 1);
  EXPECT_EQ(stem5d::ResultsDirectory(m_Directory / "results").ReadSummary(), summary);
  std::filesystem::create_directory(m_Directory / "results/figures"); // of the earlier results
  ASSERT_EQ(this->Analyze(m_Series, Annuli + "--gamma 1").exitCode, 0);
  EXPECT_FALSE(std::filesystem::exists(m_Directory / "results/figures"));
}

TEST_F(AnalyzeCommand, TakesAnyFileName)
{
  const std::string name =
    m_Directory / "la bel\xe9 -\xc3\xa9.emd"; // a blank, a byte that is not UTF-8, and two that are
  std::filesystem::copy(m_Series, name);
  const Outcome outcome = this->Analyze(name, Annuli);
  EXPECT_EQ(outcome.exitCode, 0) << outcome.output;
  EXPECT_EQ(RunProgram("info --json '" + name + "'").exitCode, 0);
}

TEST_F(AnalyzeCommand, FiguresNeedCompleteResults)
{
  const Outcome outcome = RunProgram("figures '" + (m_Directory / "nothing") + "'");
  EXPECT_EQ(outcome.exitCode, 1);
  EXPECT_NE(outcome.output.find("no summary.json"), std::string::npos) << outcome.output;
}

TEST_F(AnalyzeCommand, InfoTellsWhatIsThereAndWhatIsMissing)
{
  const Outcome info = RunProgram("info '" + m_Series + "'");
  EXPECT_EQ(info.exitCode, 0);
  for (const char * word : { "EMD 0.2", "uint16", "contiguous", "time: 24 x 5 s", "kx: 32 x 0.35 1/nm from -5.6" })
  {
    EXPECT_NE(info.output.find(word), std::string::npos) << word << " in " << info.output;
  }
  const auto json = nlohmann::json::parse(RunProgram("info --json '" + m_Series + "'").output);
  EXPECT_EQ(json["axes"].size(), 5u);
  EXPECT_TRUE(json["missing"].empty());

  stem5d::TestSeries plain;
  plain.isEMD = false;
  plain.path = "/frames";
  plain.axes = test::SpeckleAxes({}).axes;
  stem5d::WriteTestSeries<std::uint16_t>(m_Directory / "plain.h5", plain, test::SpeckleValues<std::uint16_t>(plain));
  const std::string name = m_Directory / "plain.h5";
  EXPECT_NE(RunProgram("info " + name).output.find("--axes"), std::string::npos);
  ExpectRefusal(this->Analyze(name, Annuli), { "--axes" });
  const std::string options = " --axes t,ky,kx --q-pixel 0.35 --centre 16 16 --frame-period 5 ";
  const Outcome     analysed = this->Analyze(name + ":/frames", Annuli + options);
  EXPECT_EQ(analysed.exitCode, 0) << analysed.output;
}

TEST_F(AnalyzeCommand, UnpacksBitshuffleAndLZ4WithoutPlugins)
{
  ASSERT_EQ(this->Analyze(m_Series, Annuli).exitCode, 0);
  const auto         expected = stem5d::ResultsDirectory(m_Directory / "results").ReadCurves().correlation;
  stem5d::TestSeries layout;
  layout.chunk = { 5, 2, 3, 32, 32 };
  const std::pair<int, std::vector<unsigned int>> filters[] = { { 32008, { 0, 2 } }, { 32004, {} } };
  for (const auto & filter : filters)
  {
    layout.filters = { filter };
    const auto packed = test::WriteSpeckles<std::uint16_t>(m_Directory / "packed.emd", { 4, 3 }, layout);
    const auto outcome = test::RunShell("HDF5_PLUGIN_PATH=/nonexistent " STEM5D_PROGRAM " analyze " + packed + " -o " +
                                        (m_Directory / "unpacked") + " --no-figures" + Annuli);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
    EXPECT_EQ(stem5d::ResultsDirectory(m_Directory / "unpacked").ReadCurves().correlation, expected);
  }
}

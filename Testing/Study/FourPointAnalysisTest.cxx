/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FileError.h"
#include "FourPointJson.h"
#include "HomogeneousSeries.h"
#include "SpeckleFile.h"
#include "TemporaryDirectory.h"

#include <gtest/gtest.h>

// Binned, blurred and masked alike, the correlation of a point with itself is the g(t) of an analysis
TEST(FourPointAnalysis, PreparesTheSeriesAsAnAnalysisDoes)
{
  const stem5d::TemporaryDirectory directory;
  auto parameters = test::HomogeneousParameters(test::WriteHomogeneousSeries(directory / "s.emd", 6, 4, 16), 0.3);
  parameters.dynamicsAnnulus = stem5d::Annulus{ 1.6, 3.2 };
  parameters.structureAnnulus = parameters.dynamicsAnnulus;
  parameters.timeBin = 2;
  parameters.detectorBin = 2;
  parameters.maskFile = directory / "mask.png";
  test::WriteMask(parameters.maskFile, 36, 11); // into the annulus
  const auto results = stem5d::AnalyseFourPoint(parameters, { 0.5, test::Aperture });
  const auto curves = stem5d::Analyse(parameters).curves;
  ASSERT_GE(curves.delay.size(), 2u);
  for (std::size_t i = 0; i < curves.delay.size(); ++i)
  {
    double mean = 0.0;
    for (std::size_t point = 0; point < 24; ++point)
    {
      mean += curves.correlation[point * curves.delay.size() + i] / 24.0;
    }
    const auto delay = std::lround(curves.delay[i] / 20.0);
    EXPECT_NEAR(results.twoPoint(0, delay), mean, 2e-6) << curves.delay[i];
  }
}

TEST(FourPointAnalysis, DependsNeitherOnThreadsNorOnTheWayThroughJson)
{
  const stem5d::TemporaryDirectory directory;
  auto parameters = test::HomogeneousParameters(test::WriteHomogeneousSeries(directory / "s.emd", 8, 6, 13), 0.3);
  parameters.scanRegion = { { 1, 1, 6, 4 } };
  parameters.timeBin = 2;
  parameters.threads = 1;
  std::size_t done = 0;
  const auto  progress = [&](std::size_t now, std::size_t total, std::uint64_t bytes) {
    done = now;
    EXPECT_EQ(total, 24u);
    EXPECT_EQ(bytes, now * 36 * 36 * 13 * sizeof(std::uint16_t));
  };
  const auto one = stem5d::ToJson(stem5d::AnalyseFourPoint(parameters, { 0.5, test::Aperture }, progress));
  EXPECT_EQ(done, 24u);
  parameters.threads = 2;
  const auto results = stem5d::AnalyseFourPoint(parameters, { 0.5, test::Aperture });
  const auto two = stem5d::ToJson(results);
  EXPECT_EQ(one.dump(), two.dump());
  EXPECT_EQ(results.pairs[0], 24.0);
  EXPECT_EQ(results.scanRegion, *parameters.scanRegion);
  EXPECT_EQ(results.delay, (std::vector<double>{ 0.0, 20.0, 40.0, 60.0 }));
  EXPECT_EQ(stem5d::ToJson(stem5d::FourPointResultsFromJson(nlohmann::json::parse(two.dump()))).dump(), two.dump());
}

TEST(FourPointAnalysis, RefusesBadInput)
{
  const stem5d::TemporaryDirectory directory;
  const auto good = test::HomogeneousParameters(test::WriteHomogeneousSeries(directory / "s.emd", 4, 4, 8), 0.3);
  const auto refuses = [&](auto change, double longest = 0.5, double aperture = test::Aperture) {
    auto parameters = good;
    change(parameters);
    try
    {
      stem5d::AnalyseFourPoint(parameters, { longest, aperture });
      ADD_FAILURE() << "nothing was thrown";
    }
    catch (const std::invalid_argument &)
    {}
    catch (const itk::ExceptionObject &)
    {}
  };
  using ParametersType = stem5d::AnalysisParameters;
  const auto nothing = [](ParametersType &) {};
  EXPECT_NO_THROW(stem5d::AnalyseFourPoint(good, { 0.5, test::Aperture }));
  bool isRead = false; // what cannot be fitted is refused before
  auto late = good;
  late.firstDelay = 5;
  EXPECT_THROW(stem5d::AnalyseFourPoint(
                 late, { 0.5, test::Aperture }, [&](std::size_t, std::size_t, std::uint64_t) { isRead = true; }),
               std::invalid_argument);
  EXPECT_FALSE(isRead);
  refuses([](ParametersType & p) { p.dynamicsAnnulus = stem5d::Annulus{ 90.0, 91.0 }; });
  refuses([](ParametersType & p) { p.scanRegion = { { 0, 2, 4, 3 } }; });
  refuses([](ParametersType & p) { p.timeBin = 9; });
  refuses([](ParametersType & p) { p.detectorBin = 0; });
  refuses([](ParametersType & p) { p.memory = 1 << 20; });
  refuses([](ParametersType & p) { p.firstDelay = 7; });
  refuses(nothing, -1.0);
  refuses(nothing, 0.0); // one length says nothing of a decay
  refuses(nothing, 0.5, -1.0);
  auto stack = good;
  stack.input = test::WriteSpeckles<std::uint16_t>(directory / "6.emd", { 4, 3, 2 });
  EXPECT_THROW(stem5d::AnalyseFourPoint(stack, { 0.5, test::Aperture }), std::invalid_argument);
  stack.input = directory / "none.emd";
  EXPECT_THROW(stem5d::AnalyseFourPoint(stack, { 0.5, test::Aperture }), stem5d::FileError);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Analysis.h"
#include "FileError.h"
#include "Memory.h"
#include "MeanAndError.h"
#include "OutsideData.h"
#include "SpeckleFile.h"
#include "TemporaryDirectory.h"
#include "itkMacro.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <random>

namespace
{

stem5d::AnalysisParameters
SmallAnalysis(const std::string & input)
{
  stem5d::AnalysisParameters parameters;
  parameters.input = input;
  parameters.dynamicsAnnulus = stem5d::Annulus{ 3.0, 4.0 };
  parameters.structureAnnulus = stem5d::Annulus{ 2.5, 4.5 };
  parameters.blur = 0.3;
  return parameters;
}

/** The same where what one scan point gives does not depend on the others: they share the estimate of the gain and the
 * calibration of the errors. */
stem5d::AnalysisParameters
SmallAnalysisPointByPoint(const std::string & input)
{
  stem5d::AnalysisParameters parameters = SmallAnalysis(input);
  parameters.gain = 1.0;
  parameters.partition.sectors = 0;
  return parameters;
}

bool
IsSame(float a, float b)
{
  return a == b || (std::isnan(a) && std::isnan(b));
}

/** Equal to the bit, NaN included. */
void
ExpectSame(const stem5d::AnalysisResults & a, const stem5d::AnalysisResults & b)
{
  const auto same = [](const std::vector<float> & x, const std::vector<float> & y) {
    return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size() * sizeof(float)) == 0;
  };
  ASSERT_EQ(a.maps.size(), b.maps.size());
  for (std::size_t map = 0; map < a.maps.size(); ++map)
  {
    EXPECT_TRUE(same(a.maps[map].values, b.maps[map].values)) << a.maps[map].name;
  }
  EXPECT_EQ(a.status, b.status);
  EXPECT_TRUE(same(a.curves.correlation, b.curves.correlation));
  EXPECT_TRUE(same(a.curves.correlationError, b.curves.correlationError));
  EXPECT_TRUE(same(a.curves.ringVariance, b.curves.ringVariance));
  EXPECT_TRUE(same(a.curves.ageCorrelation, b.curves.ageCorrelation));
  EXPECT_TRUE(same(a.frameIntensity, b.frameIntensity));
  ASSERT_EQ(a.curves.twoTime.size(), b.curves.twoTime.size());
  for (std::size_t region = 0; region < a.curves.twoTime.size(); ++region)
  {
    EXPECT_TRUE(same(a.curves.twoTime[region].values, b.curves.twoTime[region].values)) << "two-time " << region;
  }
  EXPECT_EQ(a.gain.value, b.gain.value);
  EXPECT_EQ(a.errorFactors, b.errorFactors);
}

std::string
ErrorOf(const stem5d::AnalysisParameters & parameters)
{
  try
  {
    stem5d::Analyse(parameters);
  }
  catch (const itk::ExceptionObject & error)
  {
    return error.GetDescription();
  }
  catch (const std::exception & error)
  {
    return error.what();
  }
  return "";
}

void
ExpectError(const stem5d::AnalysisParameters & parameters, const std::vector<std::string> & words)
{
  const std::string error = ErrorOf(parameters);
  for (const std::string & word : words)
  {
    EXPECT_NE(error.find(word), std::string::npos) << "no '" << word << "' in: " << error;
  }
}

double
Median(std::vector<float> values)
{
  std::sort(values.begin(), values.end());
  return 0.5 * (values[(values.size() - 1) / 2] + values[values.size() / 2]);
}

/** The analysis of the table in the data's README. */
stem5d::AnalysisResults
AnalyseColloid(const std::string & file, double low, double high, std::optional<double> gamma)
{
  stem5d::AnalysisParameters parameters;
  parameters.input = file;
  parameters.dynamicsAnnulus = parameters.structureAnnulus = stem5d::Annulus{ low, high };
  parameters.timeBin = 1;
  parameters.blur = 0.0;
  parameters.lastDelay = 100;
  parameters.pooledVariance = true;
  parameters.fit.tauLow = 0.01;
  parameters.fit.tauHigh = 50.0;
  parameters.fit.fixedGamma = gamma;
  return stem5d::Analyse(parameters);
}

} // namespace

TEST(Analysis, TakesSeriesOfRank3To6)
{
  const stem5d::TemporaryDirectory directory;
  // a single point, a line, an area and a stack with the same speckles: point by point the same results
  const auto stack =
    stem5d::Analyse(SmallAnalysisPointByPoint(test::WriteSpeckles<std::uint16_t>(directory / "6.emd", { 4, 3, 2 })));
  const auto area =
    stem5d::Analyse(SmallAnalysisPointByPoint(test::WriteSpeckles<std::uint16_t>(directory / "5.emd", { 4, 3 })));
  const auto line =
    stem5d::Analyse(SmallAnalysisPointByPoint(test::WriteSpeckles<std::uint16_t>(directory / "4.emd", { 4 })));
  const auto point =
    stem5d::Analyse(SmallAnalysisPointByPoint(test::WriteSpeckles<std::uint16_t>(directory / "3.emd", {})));
  EXPECT_EQ(stack.curves.scanSize, (std::vector<std::size_t>{ 4, 3, 2 }));
  EXPECT_EQ(area.curves.scanSize, (std::vector<std::size_t>{ 4, 3 }));
  EXPECT_EQ(line.curves.scanSize, (std::vector<std::size_t>{ 4, 1 }));
  EXPECT_EQ(point.curves.scanSize, (std::vector<std::size_t>{ 1, 1 }));
  for (const auto & map : stack.maps)
  {
    for (const auto * smaller : { &area, &line, &point })
    {
      const auto & values = smaller->Map(map.name).values;
      EXPECT_TRUE(std::equal(values.begin(), values.end(), map.values.begin(), IsSame)) << map.name;
    }
  }
  EXPECT_TRUE(std::isfinite(point.Map("relaxation_time").values[0]));
}

TEST(Analysis, TakesEveryPixelType)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       reference =
    stem5d::Analyse(SmallAnalysis(test::WriteSpeckles<std::uint16_t>(directory / "u16.emd", { 2, 2 })));
  stem5d::TestSeries bigEndian;
  bigEndian.bigEndian = true;
  stem5d::TestSeries compressed;
  compressed.chunk = { 5, 1, 2, 16, 32 };
  compressed.deflate = 4;
  compressed.shuffle = true;
  for (const auto & name : { test::WriteSpeckles<std::uint8_t>(directory / "u8.emd", { 2, 2 }),
                             test::WriteSpeckles<std::int32_t>(directory / "i32.emd", { 2, 2 }),
                             test::WriteSpeckles<std::uint16_t>(directory / "u16be.emd", { 2, 2 }, bigEndian),
                             test::WriteSpeckles<std::uint16_t>(directory / "u16gz.emd", { 2, 2 }, compressed) })
  {
    SCOPED_TRACE(name);
    ExpectSame(stem5d::Analyse(SmallAnalysis(name)), reference);
  }
}

TEST(Analysis, IsTheSameForEveryMemoryLimitAndThreadNumber)
{
  const stem5d::TemporaryDirectory directory;
  const auto parameters = SmallAnalysis(test::WriteSpeckles<std::uint16_t>(directory / "series.emd", { 40, 30 }));
  const auto reference = stem5d::Analyse(parameters);
  for (const unsigned int threads : { 1u, 2u, 3u, 8u })
  {
    auto other = parameters;
    other.threads = threads;
    // the smallest limit that will do is named by the error; a little more makes several blocks of the 59 MB
    other.memory = 1;
    const std::string error = ErrorOf(other);
    const std::size_t given = error.find("give --memory ");
    ASSERT_NE(given, std::string::npos) << error;
    other.memory = (std::stoull(error.substr(given + 14)) + 24) << 20; // what runs holds on to may have grown by then
    std::size_t blocks = 0;
    ExpectSame(stem5d::Analyse(other, [&](std::size_t, std::size_t, std::uint64_t) { ++blocks; }), reference);
    EXPECT_GT(blocks, 1u);
  }
}

TEST(Analysis, OfSeveralInOnePassIsThatOfEach)
{
  const stem5d::TemporaryDirectory directory;
  auto first = SmallAnalysis(test::WriteSpeckles<std::uint16_t>(directory / "s.emd", { 7, 5 }));
  first.fit.fixedGamma = 1.0;
  first.twoTimeRegions = { { 1, 1, 3, 2 } };
  auto second = SmallAnalysis(first.input);
  second.estimator = stem5d::KWWEstimator::GeneralisedLeastSquares;
  second.timeBin = 1;
  second.partition.sectors = 6;
  std::vector<std::size_t> progress;
  const auto               both =
    stem5d::Analyse(std::vector<stem5d::AnalysisParameters>{ first, second },
                    [&](std::size_t done, std::size_t total, std::uint64_t) { progress.push_back(total - done); });
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(progress.back(), 0u);
  ExpectSame(both[0], stem5d::Analyse(first));
  ExpectSame(both[1], stem5d::Analyse(second));
  EXPECT_EQ(both[0].bytesRead, both[1].bytesRead);

  const auto refuses = [&](const stem5d::AnalysisParameters & other) {
    EXPECT_THROW(stem5d::Analyse(std::vector<stem5d::AnalysisParameters>{ first, other }), std::invalid_argument);
  };
  second.scanRegion = { { 0, 0, 3, 3 } };
  refuses(second);
  second.scanRegion.reset();
  second.firstFrame = 1;
  refuses(second);
}

TEST(Analysis, KeepsTwoTimeMatricesOfPointsAndBoxes)
{
  const stem5d::TemporaryDirectory directory;
  auto parameters = SmallAnalysis(test::WriteSpeckles<std::uint16_t>(directory / "series.emd", { 4, 3 }));
  parameters.twoTimeRegions = { { 1, 0, 2, 2 }, { 1, 0, 1, 1 }, { 2, 0, 1, 1 }, { 1, 1, 1, 1 }, { 2, 1, 1, 1 } };
  const auto results = stem5d::Analyse(parameters);
  ASSERT_EQ(results.curves.twoTime.size(), 5u);
  EXPECT_EQ(results.curves.twoTimeFrames, 12u);
  EXPECT_EQ(results.curves.twoTimePeriod, 10.0);
  for (std::size_t i = 0; i < 144; ++i) // the box is the mean of its points
  {
    double mean = 0.0;
    for (std::size_t point = 1; point <= 4; ++point)
    {
      mean += 0.25 * results.curves.twoTime[point].values[i];
    }
    ASSERT_NEAR(results.curves.twoTime[0].values[i], mean, 1e-6);
  }
  for (std::size_t point = 1; point <= 4; ++point) // the mean of a diagonal is g(t) of the point
  {
    const auto & [region, values] = results.curves.twoTime[point];
    const float * g = results.curves.correlation.data() + 6 * (4 * region[1] + region[0]);
    for (std::size_t delay = 1; delay <= 6; ++delay)
    {
      double sum = 0.0;
      for (std::size_t t = 0; t + delay < 12; ++t)
      {
        EXPECT_EQ(values[12 * (t + delay) + t], values[12 * t + t + delay]);
        sum += values[12 * (t + delay) + t];
      }
      EXPECT_NEAR(sum / static_cast<double>(12 - delay), g[delay - 1], 1e-6);
    }
  }
  // of part of the scan, and what is not in it
  auto part = parameters;
  part.scanRegion = { 1, 0, 2, 2 };
  EXPECT_EQ(stem5d::Analyse(part).curves.twoTime[0].values, results.curves.twoTime[0].values);
  part.twoTimeRegions = { { 0, 0, 1, 1 } };
  ExpectError(part, { "--two-time", "1 points from 0 along x", "2 from 1" });
  parameters.twoTimeRegions = { { 0, 2, 1, 2 } };
  ExpectError(parameters, { "--two-time", "2 points from 2 along y", "3 from 0" });
}

/** The electrons of slow speckles, 5 a pixel on average, times a gain. */
static std::string
WriteElectrons(const std::string & fileName, int gain)
{
  auto                            series = test::SpeckleAxes({ 6, 5 });
  const std::size_t               points = 30;
  const std::size_t               pixels = 32 * 32;
  std::vector<std::uint16_t>      values(24 * points * pixels);
  std::mt19937                    generator(11);
  std::normal_distribution<float> normal;
  const float                     memory = std::exp(-1.0F / 50.0F); // of the field from frame to frame
  for (std::size_t i = 0; i < points * pixels; ++i)
  {
    std::complex<float> field(normal(generator), normal(generator));
    for (std::size_t frame = 0; frame < 24; ++frame)
    {
      const double mean = 2.5 * std::norm(field);
      values[frame * points * pixels + i] =
        static_cast<std::uint16_t>(gain * std::poisson_distribution<>(mean)(generator));
      field =
        memory * field + std::sqrt(1.0F - memory * memory) * std::complex<float>(normal(generator), normal(generator));
    }
  }
  stem5d::WriteTestSeries<std::uint16_t>(fileName, series, values);
  return fileName;
}

TEST(Analysis, FindsTheGainAndTakesTheNoiseOfCountingAway)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       one = stem5d::Analyse(SmallAnalysis(WriteElectrons(directory / "1.emd", 1)));
  const auto                       three = stem5d::Analyse(SmallAnalysis(WriteElectrons(directory / "3.emd", 3)));
  EXPECT_LT(three.gain.error, 0.15);
  EXPECT_NEAR(three.gain.value, 3.0, 3.0 * three.gain.error);
  EXPECT_NEAR(three.gain.value, 3.0 * one.gain.value, 1e-4);
  for (std::size_t point = 0; point < 30; ++point)
  {
    EXPECT_NEAR(three.Map("fluctuation_variance").values[point], one.Map("fluctuation_variance").values[point], 1e-6);
    EXPECT_NEAR(three.Map("corrected_variance").values[point], one.Map("corrected_variance").values[point], 1e-5);
    EXPECT_EQ(three.status[point] & stem5d::LOW_COUNTS, 0);
  }
  auto known = SmallAnalysis(directory / "3.emd");
  known.gain = 3.0;
  const auto given = stem5d::Analyse(known);
  EXPECT_EQ(given.gain.value, 3.0);
  for (const char * half : { "", "_a", "_b" })
  {
    const auto map = [&](const std::string & name) { return given.Map(name + half).values[7]; };
    EXPECT_NEAR(map("corrected_variance"), map("fluctuation_variance") - 3.0 * map("noise_per_gain"), 1e-6);
  }
  // speckles have V = (N - 1) / (N + 1) in a ring of N pixels, which is uncorrected 0.2 more
  const auto                             values = given.Map("corrected_variance").values;
  const Eigen::Map<const Eigen::ArrayXf> corrected(values.data(), 30);
  const auto                             average = stem5d::MeanAndError(corrected);
  const double expected = 1.0 - 2.0 * static_cast<double>(given.rings) / static_cast<double>(given.structurePixels);
  EXPECT_LT(average.error, 0.02);
  EXPECT_NEAR(average.mean, expected, 3.0 * average.error);
}

TEST(Analysis, FlagsPointsWhoseDynamicsChangeWithAge)
{
  // pixels whose correlation falls ten times as fast from the middle on, at every other point
  const stem5d::TemporaryDirectory directory;
  const auto                       series = test::SpeckleAxes({ 30, 2 });
  std::vector<float>               values(24 * 60 * 32 * 32);
  std::mt19937                     generator(12);
  std::normal_distribution<float>  normal;
  for (std::size_t i = 0; i < 60 * 1024; ++i)
  {
    const bool isAgeing = i / 1024 % 2 == 1;
    float      field = normal(generator);
    for (std::size_t frame = 0; frame < 24; ++frame)
    {
      values[frame * 60 * 1024 + i] = 10.0F + field;
      const float memory = std::exp(isAgeing && frame >= 12 ? -0.5F : -0.05F);
      field = memory * field + std::sqrt(1.0F - memory * memory) * normal(generator);
    }
  }
  stem5d::WriteTestSeries<float>(directory / "series.emd", series, values);
  auto parameters = SmallAnalysis(directory / "series.emd");
  parameters.timeBin = 1;
  parameters.blur = 0.0;
  parameters.dynamicsAnnulus = stem5d::Annulus{ 1.0, 5.0 };
  parameters.fit.fixedGamma = 1.0;
  const auto results = stem5d::Analyse(parameters);
  for (std::size_t point = 0; point < 60; ++point)
  {
    const float ageing = results.Map("ageing").values[point];
    EXPECT_EQ((results.status[point] & stem5d::NON_STATIONARY) != 0, point % 2 == 1)
      << point << ": " << ageing << " +- " << results.Map("ageing_error").values[point];
    EXPECT_TRUE(point % 2 == 0 || ageing < 0.0F);
  }
}

TEST(Analysis, OfAScanRegionOrOfFramesIsThatPart)
{
  const stem5d::TemporaryDirectory directory;
  auto parameters = SmallAnalysisPointByPoint(test::WriteSpeckles<std::uint16_t>(directory / "series.emd", { 6, 5 }));
  const auto whole = stem5d::Analyse(parameters);
  parameters.scanRegion = { 2, 1, 3, 2 };
  const auto part = stem5d::Analyse(parameters);
  EXPECT_EQ(part.curves.scanSize, (std::vector<std::size_t>{ 3, 2 }));
  EXPECT_NEAR(part.curves.scanOrigin[0], 0.32, 1e-12);
  EXPECT_NEAR(part.curves.scanOrigin[1], 0.16, 1e-12);
  for (const auto & map : whole.maps)
  {
    for (std::size_t y = 0; y < 2; ++y)
    {
      for (std::size_t x = 0; x < 3; ++x)
      {
        EXPECT_TRUE(IsSame(part.Map(map.name).values[3 * y + x], map.values[6 * (y + 1) + x + 2])) << map.name;
      }
    }
  }
  parameters.scanRegion.reset();
  parameters.firstFrame = 4;
  parameters.numberOfFrames = 16;
  const auto frames = stem5d::Analyse(parameters);
  EXPECT_EQ(frames.frames, 16u);
  EXPECT_EQ(frames.curves.delay.back(), 4 * 2 * 5.0); // half of eight binned frames of 10 s
  EXPECT_NE(frames.Map("fluctuation_variance").values, whole.Map("fluctuation_variance").values);
}

TEST(Analysis, SaysWhatItUsed)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       results =
    stem5d::Analyse(SmallAnalysis(test::WriteSpeckles<std::uint16_t>(directory / "series.emd", { 2, 2 })));
  EXPECT_EQ(results.qUnit, "1/nm");
  EXPECT_EQ(results.frames, 24u);
  EXPECT_EQ(results.framePeriod, 5.0);
  EXPECT_EQ(results.parameters.lastDelay, 6u);
  EXPECT_EQ(results.curves.delay, (std::vector<double>{ 10, 20, 30, 40, 50, 60 }));
  EXPECT_GT(results.parameters.fit.tauLow, 0.0);
  EXPECT_EQ(results.rings, 6u); // 2.0 1/nm in pixels of 0.35 1/nm
  EXPECT_EQ(results.bytesRead, 96 * 32 * 32 * 2u);
}

TEST(Analysis, FlagsPointsThatAreMaskedOut)
{
  const stem5d::TemporaryDirectory directory;
  auto                             series = test::SpeckleAxes({ 3, 1 });
  auto                             values = test::SpeckleValues<float>(series);
  for (std::size_t frame = 0; frame < 24; ++frame)
  {
    const std::size_t second = (frame * 3 + 1) * 1024;
    std::fill_n(values.begin() + second, 1024, std::numeric_limits<float>::quiet_NaN()); // a dead point
    values[(frame * 3 + 2) * 1024 + 16 * 32 + 26] =
      std::numeric_limits<float>::quiet_NaN(); // one dead pixel, |Q| = 3.5
  }
  const std::string name = directory / "series.emd";
  stem5d::WriteTestSeries<float>(name, series, values);
  const auto results = stem5d::Analyse(SmallAnalysis(name));
  EXPECT_EQ(results.status[0] & stem5d::MASKED, 0);
  EXPECT_TRUE(std::isfinite(results.Map("relaxation_time").values[0]));
  const auto & pattern = results.curves.meanPattern; // of the points that have a number
  EXPECT_TRUE(std::all_of(pattern.begin(), pattern.end(), [](float value) { return std::isfinite(value); }));
  EXPECT_FALSE(results.curves.profileQ.empty());
  for (const int point : { 1, 2 })
  {
    EXPECT_TRUE(results.status[point] & stem5d::MASKED);
    EXPECT_TRUE(std::isnan(results.Map("relaxation_time").values[point]));
    EXPECT_TRUE(std::isnan(results.Map("fluctuation_variance").values[point]));
  }
}

TEST(Analysis, RefusesWhatDoesNotFit)
{
  const stem5d::TemporaryDirectory directory;
  const auto good = SmallAnalysis(test::WriteSpeckles<std::uint16_t>(directory / "series.emd", { 3, 2 }));
  auto       wrong = good;
  wrong.input = directory / "missing.emd";
  ExpectError(wrong, { "missing.emd" });
  wrong = good;
  wrong.dynamicsAnnulus.reset();
  EXPECT_EQ(ErrorOf(wrong), ""); // 4.2 - 4.6 1/nm lies on this detector
  wrong.structureAnnulus.reset();
  ExpectError(wrong, { "3 - 5.8 1/nm leaves the detector", "5.25", "--structure-annulus" });
  wrong.structureAnnulus = stem5d::Annulus{ -1.0, 4.0 };
  ExpectError(wrong, { "-1 - 4 1/nm is not a range", "--structure-annulus" });
  wrong = good;
  wrong.dynamicsAnnulus = stem5d::Annulus{ 30.0, 31.0 };
  ExpectError(wrong, { "30 - 31 1/nm leaves the detector", "--dynamics-annulus" });
  wrong.dynamicsAnnulus = stem5d::Annulus{ 3.02, 3.03 };
  ExpectError(wrong, { "--dynamics-annulus", "3.02 - 3.03", "holds no usable pixel" });
  wrong = good;
  wrong.lastDelay = 3;
  ExpectError(wrong, { "number of delays is 3" });
  wrong = good;
  wrong.timeBin = 25;
  ExpectError(wrong, { "time bin of 25", "24 frames" });
  wrong = good;
  wrong.blur = 1e6;
  ExpectError(wrong, { "blur is 1e+06", "11.2" });
  wrong = good;
  wrong.detectorBin = 33;
  ExpectError(wrong, { "detector bin 33", "32" });
  wrong = good;
  wrong.scanRegion = { 2, 0, 2, 2 };
  ExpectError(wrong, { "2 points from 2 along x", "3" });
  wrong = good;
  wrong.firstFrame = 20;
  wrong.numberOfFrames = 5;
  ExpectError(wrong, { "20 to 24", "24" });
  wrong = good;
  wrong.maskFile = directory / "series.emd";
  ExpectError(wrong, { "mask", "cannot be read" });
  wrong = good;
  wrong.memory = 1 << 20;
  ExpectError(wrong, { "memory limit of 1.00 MiB", "give --memory" });
}

TEST(Analysis, LeavesRingsWithoutPixelsOut)
{
  const stem5d::TemporaryDirectory directory;
  auto parameters = SmallAnalysisPointByPoint(test::WriteSpeckles<std::uint16_t>(directory / "series.emd", { 3, 2 }));
  const auto inner = stem5d::Analyse(parameters);
  parameters.structureAnnulus = stem5d::Annulus{ 2.5, 700.0 }; // far beyond the corner
  const auto outer = stem5d::Analyse(parameters);
  EXPECT_EQ(outer.warnings.size(), inner.warnings.size() + 1);
  EXPECT_NE(outer.warnings.at(0).find("leaves the detector"), std::string::npos);
  EXPECT_LT(outer.parameters.structureAnnulus->high, 8.0);
  ASSERT_EQ(outer.curves.ringQ.size(), outer.curves.ringVariance.size());
  for (const float v : outer.curves.ringVariance)
  {
    EXPECT_TRUE(v >= 0.0f && v < 1.0f) << v;
  }
  EXPECT_EQ(outer.Map("relaxation_time").values, inner.Map("relaxation_time").values);
}

/** The beam stop hides the rows ky < 4 pixels, and so a quarter turn would not be the same. */
TEST(Analysis, LeavesMaskedPixelsOut)
{
  const stem5d::TemporaryDirectory directory;
  auto                             series = test::SpeckleAxes({ 2, 1 });
  auto                             values = test::SpeckleValues<float>(series);
  auto                             parameters = SmallAnalysis(directory / "series.emd");
  parameters.maskFile = directory / "mask.png";
  test::WriteMask(parameters.maskFile, 32, 8);
  stem5d::WriteTestSeries<float>(directory / "series.emd", series, values);
  const auto masked = stem5d::Analyse(parameters);
  EXPECT_EQ(std::accumulate(masked.curves.badPixels.begin(), masked.curves.badPixels.end(), 0), 8 * 32);
  EXPECT_EQ(masked.curves.badPixels[7 * 32], 1);
  EXPECT_EQ(masked.curves.badPixels[8 * 32], 0);

  // whatever is behind the mask, the results are the same
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    values[i] = i / 32 % 32 < 8 ? std::numeric_limits<float>::quiet_NaN() : values[i];
  }
  stem5d::WriteTestSeries<float>(directory / "series.emd", series, values);
  ExpectSame(stem5d::Analyse(parameters), masked);
  parameters.maskFile.clear();
  const auto unmasked = stem5d::Analyse(parameters);
  EXPECT_GT(unmasked.dynamicsPixels, masked.dynamicsPixels);
  EXPECT_TRUE(unmasked.status[0] & stem5d::MASKED); // NaN in use
}

TEST(Analysis, NormalisesByRingsWhereAsked)
{
  const stem5d::TemporaryDirectory directory;
  auto                             parameters = SmallAnalysis(directory / "series.emd");
  const auto                       series = test::SpeckleAxes({ 2, 1 });
  auto                             values = test::SpeckleValues<float>(series);
  for (std::size_t i = 0; i < values.size(); ++i) // a slope with |Q|
  {
    values[i] *=
      static_cast<float>(1.0 + std::hypot(static_cast<double>(i % 32) - 16.0, static_cast<double>(i / 32 % 32) - 16.0));
  }
  stem5d::WriteTestSeries<float>(directory / "series.emd", series, values);
  const auto frame = stem5d::Analyse(parameters);
  parameters.normalisation = stem5d::TwoTimeNormalisation::Rings;
  const auto rings = stem5d::Analyse(parameters);
  EXPECT_LT(rings.curves.correlation[5], frame.curves.correlation[5] - 0.005f);
}

TEST(Analysis, AsksForWhatAnotherUnitOfQNeeds)
{
  const stem5d::TemporaryDirectory directory;
  auto                             series = test::SpeckleAxes({ 2, 2 });
  for (std::size_t axis = 3; axis < 5; ++axis)
  {
    series.axes[axis].unit = "[1_/_um]";
  }
  stem5d::WriteTestSeries<std::uint16_t>(directory / "um.emd", series, test::SpeckleValues<std::uint16_t>(series));
  auto parameters = SmallAnalysis(directory / "um.emd");
  EXPECT_EQ(ErrorOf(parameters), "");
  parameters.blur.reset();
  ExpectError(parameters, { "0.464 1/nm", "1/um", "--blur" });
  parameters.dynamicsAnnulus.reset();
  ExpectError(parameters, { "4.2 - 4.6 1/nm", "1/um", "--dynamics-annulus" });
}

TEST(Analysis, NeedsATimeAxis)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       series = test::SpeckleAxes({ 6, 4 }, false);
  stem5d::WriteTestSeries<std::uint16_t>(directory / "4d.emd", series, test::SpeckleValues<std::uint16_t>(series));
  ExpectError(SmallAnalysis(directory / "4d.emd"), { "4d.emd", "no time axis", "--axes" });
}

TEST(Colloid, ReproducesTheIndependentCalculation)
{
  STEM5D_OUTSIDE_DATA(file, "colloid_5d.emd");
  struct Row
  {
    double      low, high;
    std::size_t pixels;
    double      contrast, tau, gamma, fixedTau;         // of the averaged g
    double      medianTau, medianGamma, medianFixedTau; // over the 16 positions
    double      medianVariance;
  };
  for (const Row & row : { Row{ 2.6, 3.4, 24, 0.835, 0.4055, 0.903, 0.4168, 0.3857, 0.996, 0.3950, 0.756 },
                           Row{ 3.6, 4.4, 28, 0.984, 0.2605, 0.793, 0.2886, 0.2489, 0.837, 0.2880, 0.771 } })
  {
    SCOPED_TRACE(row.low);
    const auto free = AnalyseColloid(file, row.low, row.high, {});
    const auto fixed = AnalyseColloid(file, row.low, row.high, 1.0);
    EXPECT_EQ(free.dynamicsPixels, row.pixels);
    EXPECT_NEAR(free.averageFit.contrast / row.contrast, 1.0, 0.001);
    EXPECT_NEAR(free.averageFit.relaxationTime / row.tau, 1.0, 0.001);
    EXPECT_NEAR(free.averageFit.stretchExponent / row.gamma, 1.0, 0.001);
    EXPECT_NEAR(fixed.averageFit.relaxationTime / row.fixedTau, 1.0, 0.001);
    EXPECT_NEAR(Median(free.Map("relaxation_time").values) / row.medianTau, 1.0, 0.03);
    EXPECT_NEAR(Median(free.Map("stretch_exponent").values) / row.medianGamma, 1.0, 0.03);
    EXPECT_NEAR(Median(fixed.Map("relaxation_time").values) / row.medianFixedTau, 1.0, 0.01);
    EXPECT_NEAR(Median(free.Map("fluctuation_variance").values) / row.medianVariance, 1.0, 0.005);
  }
}

TEST(Colloid, FlagsFitsAtABoundWhereNoiseHidesTheDecay)
{
  STEM5D_OUTSIDE_DATA(file, "colloid_5d.emd");
  const auto free = AnalyseColloid(file, 4.6, 5.4, {});
  const auto fixed = AnalyseColloid(file, 4.6, 5.4, 1.0);
  EXPECT_EQ(free.dynamicsPixels, 44u);
  EXPECT_TRUE(free.averageFit.status & stem5d::AT_TAU_BOUND);
  EXPECT_NEAR(fixed.averageFit.relaxationTime / 0.2469, 1.0, 0.001);
  EXPECT_NEAR(Median(fixed.Map("relaxation_time").values) / 0.2513, 1.0, 0.01);
  EXPECT_NEAR(Median(free.Map("fluctuation_variance").values) / 0.802, 1.0, 0.005);
  std::size_t flagged = 0;
  for (std::size_t point = 0; point < 16; ++point)
  {
    const float tau = free.Map("relaxation_time").values[point];
    const float gamma = free.Map("stretch_exponent").values[point];
    const bool  isAtTauBound = tau <= 0.01f || tau >= 50.0f;
    const bool  isAtGammaBound = gamma <= static_cast<float>(free.parameters.fit.gammaLow) || gamma >= 3.0f;
    EXPECT_EQ(isAtTauBound, (free.status[point] & stem5d::AT_TAU_BOUND) != 0);
    EXPECT_EQ(isAtGammaBound, (free.status[point] & stem5d::AT_GAMMA_BOUND) != 0);
    flagged += isAtTauBound || isAtGammaBound;
  }
  EXPECT_GE(flagged, 12u);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "DelayAverage.h"
#include "FourPointScan.h"
#include "TwoTimeCorrelation.h"

#include <gtest/gtest.h>

#include <complex>
#include <random>
#include <thread>

namespace
{

using SeriesOfScan = std::vector<stem5d::Series<float>>; // x fastest

void
Serially(Eigen::Index count, const std::function<void(Eigen::Index)> & task)
{
  for (Eigen::Index i = 0; i < count; ++i)
  {
    task(i);
  }
}

stem5d::ParallelFor
ByThreads(int number)
{
  return [number](Eigen::Index count, const std::function<void(Eigen::Index)> & task) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < number; ++thread)
    {
      threads.emplace_back([=, &task] {
        for (Eigen::Index i = thread; i < count; i += number)
        {
          task(i);
        }
      });
    }
    for (auto & thread : threads)
    {
      thread.join();
    }
  };
}

stem5d::PairCorrelationSums
Correlate(const stem5d::FourPointSettings & settings,
          const stem5d::FourPointSize &     size,
          const SeriesOfScan &              series,
          const stem5d::ParallelFor &       parallelFor = Serially)
{
  stem5d::FourPointScan scan(settings, size, parallelFor);
  for (Eigen::Index y = 0; y < size.rows; ++y)
  {
    for (Eigen::Index x = 0; x < size.columns; ++x)
    {
      scan.SetPoint(x, series[y * size.columns + x]);
    }
    scan.FinishRow();
  }
  return scan.Finish();
}

/** Independent exponential intensities with a mean that differs from frame to frame. */
SeriesOfScan
RandomSeries(const stem5d::FourPointSize & size, unsigned int seed)
{
  std::mt19937                         generator(seed);
  std::exponential_distribution<float> exponential;
  SeriesOfScan                         series;
  for (Eigen::Index point = 0; point < size.columns * size.rows; ++point)
  {
    series.push_back(
      stem5d::Series<float>::NullaryExpr(size.frames, size.pixels, [&] { return 1.0F + exponential(generator); }));
    series.back().row(point % size.frames) *= 7.0F;
  }
  return series;
}

} // namespace

TEST(FourPointScan, IsTheDefinitionSummedOverPairs)
{
  // also a single row and a single column, and displacements that exceed the scan
  for (const auto & [columns, rows] :
       std::vector<std::pair<int, int>>{ { 5, 7 }, { 7, 1 }, { 1, 6 }, { 4, 2 }, { 9, 13 } })
  {
    const stem5d::FourPointSize size{ columns, rows, { 0.16, 0.2 }, 9, 19 };
    SeriesOfScan                series = RandomSeries(size, 3);
    if (series.size() > 20)
    {
      series[8].row(2).setZero();
      series[13](4, 5) = NAN;
    }
    const stem5d::FourPointSettings settings{ 0.65, 0, 3 };
    const auto                      sums = Correlate(settings, size, series);
    const auto                      blocks = static_cast<std::size_t>(std::min(rows, 3));
    ASSERT_EQ(sums.blocks.size(), blocks);
    ASSERT_EQ(sums.blocks[0].fourPoint.cols(), 5);
    std::vector<stem5d::Series<float>> normalised(series.size());
    std::vector<bool>                  isValid;
    for (std::size_t point = 0; point < series.size(); ++point)
    {
      isValid.push_back(stem5d::NormaliseFrames(series[point], normalised[point]));
    }
    for (std::size_t i = 0; i < sums.displacements.size(); ++i)
    {
      const auto & d = sums.displacements[i];
      EXPECT_NEAR(d.length, std::hypot(0.16 * static_cast<double>(d.x), 0.2 * static_cast<double>(d.y)), 1e-12);
      for (Eigen::Index delay = 0; delay < 5; ++delay)
      {
        std::vector<double> pairs(blocks, 0.0); // a pair is in the block of its upper row
        std::vector<double> four(blocks, 0.0);
        std::vector<double> two(blocks, 0.0);
        for (Eigen::Index y = 0; y + d.y < rows; ++y)
        {
          for (Eigen::Index x = std::max<Eigen::Index>(0, -d.x); x + std::max<Eigen::Index>(0, d.x) < columns; ++x)
          {
            const std::size_t a = y * columns + x;
            const std::size_t b = (y + d.y) * columns + x + d.x;
            if (isValid[a] && isValid[b])
            {
              const std::size_t block = y * blocks / rows;
              pairs[block] += 1.0;
              four[block] += stem5d::FourPointCorrelation(normalised[a], normalised[b], delay);
              two[block] += stem5d::TwoPointCorrelation(normalised[a], normalised[b], delay);
            }
          }
        }
        const auto row = static_cast<Eigen::Index>(i);
        for (std::size_t block = 0; block < blocks; ++block)
        {
          const auto & found = sums.blocks[block];
          EXPECT_EQ(found.pairs[row], pairs[block]);
          EXPECT_NEAR(found.fourPoint(row, delay), four[block], 1e-5 * std::max(1.0, pairs[block]))
            << d.x << ' ' << d.y;
          EXPECT_NEAR(found.twoPoint(row, delay), two[block], 1e-6 * std::max(1.0, pairs[block])) << d.x << ' ' << d.y;
        }
      }
    }
  }
}

TEST(FourPointScan, OfAPointWithItselfIsTheAverageOverDelays)
{
  const stem5d::FourPointSize size{ 4, 3, { 0.16, 0.16 }, 10, 40 };
  const SeriesOfScan          series = RandomSeries(size, 5);
  const auto                  sums = Correlate({ 0.2, 0, 3 }, size, series).ByLength();
  const auto                  twoPoint = stem5d::AverageTwoPoint(sums);
  for (Eigen::Index delay = 0; delay <= 5; ++delay)
  {
    double g = 0.0;
    for (const auto & point : series)
    {
      const Eigen::MatrixXf twoTime = stem5d::FrameNormalisedCorrelation(point);
      g += stem5d::DelayAverage(twoTime, delay).mean / 12.0;
    }
    EXPECT_NEAR(1.0 + twoPoint.value(0, delay), g, 1e-5);
  }
}

TEST(FourPointScan, DoesNotDependOnTheThreads)
{
  const stem5d::FourPointSize size{ 6, 9, { 0.16, 0.16 }, 8, 37 };
  const SeriesOfScan          series = RandomSeries(size, 7);
  const auto                  reference = Correlate({ 0.5, 3, 4 }, size, series);
  for (const int threads : { 2, 3, 8 })
  {
    const auto sums = Correlate({ 0.5, 3, 4 }, size, series, ByThreads(threads));
    for (std::size_t block = 0; block < reference.blocks.size(); ++block)
    {
      EXPECT_TRUE((sums.blocks[block].fourPoint == reference.blocks[block].fourPoint).all());
      EXPECT_TRUE((sums.blocks[block].twoPoint == reference.blocks[block].twoPoint).all());
    }
  }
}

// Points that have nothing to do with each other: G4 = g(dt)^2
TEST(FourPointScan, OfIndependentPointsIsTheSquareOfG)
{
  const stem5d::FourPointSize size{ 30, 30, { 0.16, 0.16 }, 6, 60 };
  std::mt19937                generator(2);
  std::normal_distribution<>  normal;
  SeriesOfScan                series;
  for (Eigen::Index point = 0; point < 900; ++point)
  {
    stem5d::Series<float> intensity(6, 60);
    for (Eigen::Index pixel = 0; pixel < 60; ++pixel)
    {
      std::complex<double> field(normal(generator), normal(generator));
      for (Eigen::Index frame = 0; frame < 6; ++frame)
      {
        field = 0.9 * field + std::sqrt(1.0 - 0.81) * std::complex<double>(normal(generator), normal(generator));
        intensity(frame, pixel) = static_cast<float>(std::norm(field));
      }
    }
    series.push_back(intensity);
  }
  const auto sums = Correlate({ 0.5, 3, 8 }, size, series).ByLength();
  const auto four = stem5d::AverageFourPoint(sums);
  const auto two = stem5d::AverageTwoPoint(sums);
  for (Eigen::Index delay = 0; delay <= 3; ++delay)
  {
    const double g = 1.0 + two.value(0, delay);
    EXPECT_NEAR(g, 1.0 + std::pow(0.81, delay), 0.05);
    for (Eigen::Index length = 1; length < four.value.rows(); ++length)
    {
      EXPECT_NEAR(two.value(length, delay), 0.0, 0.01); // 4 of its standard deviation in other such scans
      EXPECT_NEAR(1.0 + four.value(length, delay), g * g, 0.04 * g * g);
    }
  }
}

TEST(FourPointScan, LeavesWindowsOutThatTheLongestDisplacementSpans)
{
  const stem5d::FourPointSize size{ 3, 30, { 0.16, 0.16 }, 4, 9 };
  const SeriesOfScan          series = RandomSeries(size, 5);
  EXPECT_EQ(Correlate({ 0.5, 1, 30 }, size, series).window, 4u);
  EXPECT_EQ(Correlate({ 0.5, 1, 15 }, size, series).window, 2u);
  EXPECT_EQ(Correlate({ 2.0, 1, 30 }, size, series).window, 10u); // a third
  EXPECT_EQ(Correlate({ 0.0, 1, 30 }, size, series).window, 1u);
  const auto low = Correlate({ 4.0, 1, 30 }, size, series); // a third does not reach over half of it: no errors
  EXPECT_EQ(low.window, 30u);
  EXPECT_TRUE(stem5d::AverageTwoPoint(low).error.isNaN().all());
  const auto sums = Correlate({ 0.5, 1, 15 }, size, series);
  EXPECT_EQ(stem5d::AverageTwoPoint(sums).without.size(), 14u);
  stem5d::PairSums all = sums.WithoutWindow(3);
  all += sums.blocks[3];
  all += sums.blocks[4];
  EXPECT_TRUE((all.pairs == sums.Total().pairs).all());
  EXPECT_TRUE(all.twoPoint.isApprox(sums.Total().twoPoint, 1e-12));
}

TEST(FourPointScan, RefusesWhatDoesNotFit)
{
  const stem5d::FourPointSize size{ 6, 9, { 0.16, 0.16 }, 8, 37 };
  const auto                  make = [](const stem5d::FourPointSettings & settings, const stem5d::FourPointSize & s) {
    stem5d::FourPointScan scan(settings, s, Serially);
  };
  EXPECT_THROW(stem5d::FourPointScan::BytesOf({ 0.5, 8, 4 }, size, 2), std::invalid_argument);
  EXPECT_NO_THROW(make({ 1e300, 3, 4 }, size)); // longer than the scan
  EXPECT_NO_THROW(make({ 0.5, 7, 4 }, size));
  EXPECT_THROW(make({ 0.5, 8, 4 }, size), std::invalid_argument);
  EXPECT_THROW(make({ -0.5, 3, 4 }, size), std::invalid_argument);
  EXPECT_THROW(make({ 0.5, 3, 0 }, size), std::invalid_argument);
  EXPECT_THROW(make({ 0.5, 0, 4 }, { 6, 9, { 0.16, 0.16 }, 1, 37 }), std::invalid_argument);
  EXPECT_THROW(make({ 0.5, 3, 4 }, { 6, 9, { 0.0, 0.16 }, 8, 37 }), std::invalid_argument);
  EXPECT_THROW(make({ 0.5, 3, 4 }, { 6, 9, { 0.16, 0.16 }, 8, 0 }), std::invalid_argument);
}

// 60 x 60 points of the paper, whose process took 170 MB
TEST(FourPointScan, TellsItsMemory)
{
  const double megabytes =
    static_cast<double>(stem5d::FourPointScan::BytesOf({ 2.0, 26, 24 }, { 60, 60, { 0.16, 0.16 }, 53, 212 }, 2)) / 1e6;
  EXPECT_GT(megabytes, 120.0);
  EXPECT_LT(megabytes, 250.0);
}

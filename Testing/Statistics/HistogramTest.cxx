/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Histogram.h"

#include <gtest/gtest.h>

#include <numeric>

namespace
{

std::size_t
Sum(const std::vector<std::size_t> & counts)
{
  return std::accumulate(counts.begin(), counts.end(), std::size_t{ 0 });
}

} // namespace

TEST(Histogram, CountsSamplesInCommonBins)
{
  // 0 .. 999: quartiles 499.5 apart, a width of 99.9 and so 10 bins of it
  std::vector<double> all(1000);
  std::iota(all.begin(), all.end(), 0.0);
  const std::vector<double> low(all.begin(), all.begin() + 300);
  const std::vector<double> high(all.begin() + 300, all.end());
  const auto                histogram = stem5d::CommonHistogram({ low, high });
  ASSERT_EQ(histogram.edges.size(), 11u);
  EXPECT_EQ(histogram.edges.front(), 0.0);
  EXPECT_EQ(histogram.edges.back(), 999.0);
  EXPECT_NEAR(histogram.edges[1], 99.9, 1e-9);
  ASSERT_EQ(histogram.counts.size(), 2u);
  EXPECT_EQ(histogram.counts[0], (std::vector<std::size_t>{ 100, 100, 100, 0, 0, 0, 0, 0, 0, 0 }));
  EXPECT_EQ(histogram.counts[1], (std::vector<std::size_t>{ 0, 0, 0, 100, 100, 100, 100, 100, 100, 100 }));
}

TEST(Histogram, HasBinsByFreedmanAndDiaconis)
{
  // of equally distant values n^(1/3) bins: 5000 ask for 17.1
  std::vector<double> sample(5000);
  std::iota(sample.begin(), sample.end(), 0.0);
  EXPECT_EQ(stem5d::CommonHistogram({ sample }).edges.size(), 19u);
  sample.push_back(1e6); // an outlier must not ask for thousands
  EXPECT_EQ(stem5d::CommonHistogram({ sample }).edges.size(), 61u);
}

TEST(Histogram, IgnoresNaNAndCountsAllElse)
{
  const auto histogram = stem5d::CommonHistogram({ { 1.0, NAN, 2.0, 7.0 }, {}, { NAN } });
  ASSERT_EQ(histogram.counts.size(), 3u);
  EXPECT_EQ(Sum(histogram.counts[0]), 3u);
  EXPECT_EQ(histogram.counts[0].front(), 1u);
  EXPECT_EQ(histogram.counts[0].back(), 1u); // the greatest value lies in the last bin
  EXPECT_EQ(Sum(histogram.counts[1]) + Sum(histogram.counts[2]), 0u);
  EXPECT_TRUE(stem5d::CommonHistogram({ { NAN }, {} }).edges.empty());
  EXPECT_THROW(stem5d::CommonHistogram({ { 1.0, INFINITY } }), std::invalid_argument);
}

TEST(Histogram, OfOneValueHasItInTheMiddle)
{
  const auto histogram = stem5d::CommonHistogram({ { 3.0, 3.0 } });
  ASSERT_EQ(histogram.edges.size(), 11u);
  EXPECT_EQ(histogram.edges.front(), 2.5);
  EXPECT_EQ(histogram.edges.back(), 3.5);
  EXPECT_EQ(histogram.counts[0][4] + histogram.counts[0][5], 2u);
}

TEST(Histogram, DividedByTheMeanHasAMeanOfOne)
{
  EXPECT_EQ(stem5d::DividedByMean({ 1.0, NAN, 3.0, 2.0 }), (std::vector<double>{ 0.5, 1.5, 1.0 }));
  EXPECT_TRUE(stem5d::DividedByMean({ NAN }).empty());
}

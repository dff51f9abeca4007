/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CounterRandom.h"
#include "PoissonSampler.h"

#include <gtest/gtest.h>

namespace
{

/** A generator that gives one word again and again. */
struct ConstantWord
{
  using result_type = std::uint32_t;
  std::uint32_t word;

  static constexpr std::uint32_t
  min()
  {
    return 0;
  }
  static constexpr std::uint32_t
  max()
  {
    return 0xffffffffU;
  }

  std::uint32_t
  operator()() const
  {
    return word;
  }
};

} // namespace

TEST(PoissonSampler, NumbersArePoissons)
{
  constexpr std::size_t        count = 400000;
  const stem5d::PoissonSampler poisson;
  std::uint32_t                stream = 0;
  for (const double mean : { 0.05, 0.2, 0.25, 0.9, 3.0, 4.49, 9.1, 16.2, 31.2, 31.999, 32.0, 33.3, 70.0, 200.0 })
  {
    auto                random = stem5d::RandomNumbersOf(1, stem5d::RandomStream::Detection, stream++);
    std::vector<double> histogram(400);
    for (std::size_t i = 0; i < count; ++i)
    {
      ++histogram.at(static_cast<std::size_t>(poisson(mean, random)));
    }
    // classes of one number, and one of all the rare numbers
    double chiSquared = 0.0;
    double degrees = 0.0;
    double rare = 0.0;
    double expectedRare = 0.0;
    for (std::size_t number = 0; number < histogram.size(); ++number)
    {
      const auto   k = static_cast<double>(number);
      const double expected = count * std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
      if (expected > 20.0)
      {
        chiSquared += std::pow(histogram[number] - expected, 2) / expected;
        degrees += 1.0;
      }
      else
      {
        rare += histogram[number];
        expectedRare += expected;
      }
    }
    chiSquared += std::pow(rare - expectedRare, 2) / expectedRare;
    EXPECT_NEAR(chiSquared, degrees, 3.0 * std::sqrt(2.0 * degrees)) << "mean " << mean;
  }
}

TEST(PoissonSampler, AnyWordGivesANumber)
{
  const stem5d::PoissonSampler poisson;
  for (double mean = 0.0; mean < 32.0; mean += 0.0625)
  {
    ConstantWord none{ 0 };
    ConstantWord all{ 0xffffffffU };
    EXPECT_LE(poisson(mean, none), mean);
    EXPECT_GE(poisson(mean, all), mean);
    EXPECT_LE(poisson(mean, all), mean + 14.0 + 7.0 * std::sqrt(mean)) << mean;
  }
  auto random = stem5d::RandomNumbersOf(1, stem5d::RandomStream::Detection, 0);
  EXPECT_EQ(poisson(0.0, random), 0.0);
  EXPECT_NEAR(poisson(1e12, random), 1e12, 5e6);
}

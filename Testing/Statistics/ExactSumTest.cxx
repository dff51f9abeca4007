/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ExactSum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace
{

/** Numbers of very different sizes, whose sum as doubles depends on their order. */
std::vector<float>
Numbers()
{
  std::mt19937                          random(5);
  std::uniform_real_distribution<float> mantissa(1.0F, 2.0F);
  std::vector<float>                    numbers(5000);
  for (float & number : numbers)
  {
    number = std::ldexp(mantissa(random), static_cast<int>(random() % 60) - 30);
  }
  return numbers;
}

stem5d::ExactSum
Sum(const std::vector<float> & numbers, std::size_t first, std::size_t last)
{
  stem5d::ExactSum sum(1);
  for (std::size_t i = first; i < last; ++i)
  {
    sum.Add(Eigen::Array<float, 1, 1>(numbers[i]));
  }
  return sum;
}

double
PlainSum(const std::vector<float> & numbers)
{
  return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

} // namespace

TEST(ExactSum, DoesNotDependOnTheOrder)
{
  auto       numbers = Numbers();
  const auto sum = Sum(numbers, 0, numbers.size());
  const auto plain = PlainSum(numbers);
  bool       isPlainAlwaysTheSame = true;
  for (int round = 0; round < 20; ++round)
  {
    std::shuffle(numbers.begin(), numbers.end(), std::mt19937(static_cast<unsigned>(round)));
    const auto again = Sum(numbers, 0, numbers.size());
    EXPECT_EQ(again.Rounded()[0], sum.Rounded()[0]);
    EXPECT_EQ(again.Rest()[0], sum.Rest()[0]);
    isPlainAlwaysTheSame = isPlainAlwaysTheSame && PlainSum(numbers) == plain;
  }
  EXPECT_FALSE(isPlainAlwaysTheSame);
}

TEST(ExactSum, DoesNotDependOnTheParts)
{
  const auto numbers = Numbers();
  const auto whole = Sum(numbers, 0, numbers.size());
  for (const std::size_t border : { 1, 777, 4999 })
  {
    stem5d::ExactSum joined(1);
    for (const auto & part : { Sum(numbers, border, numbers.size()), Sum(numbers, 0, border) })
    {
      joined.Add(part.Rounded());
      joined.Add(part.Rest());
    }
    EXPECT_EQ(joined.Rounded()[0], whole.Rounded()[0]);
    EXPECT_EQ(joined.Rest()[0], whole.Rest()[0]);
  }
}

TEST(ExactSum, KeepsWhatADoubleLoses)
{
  stem5d::ExactSum sum(2);
  sum.Add(Eigen::Array2f(1.0F, 3.0F));
  sum.Add(Eigen::Array2f(0x1p-70F, 0.0F));
  EXPECT_EQ(sum.Rounded()[0], 1.0);
  EXPECT_EQ(sum.Rest()[0], 0x1p-70);
  EXPECT_EQ(sum.Rounded()[1], 3.0);
  sum.Add(Eigen::Array2f(-1.0F, -3.0F));
  EXPECT_EQ(sum.Rounded()[0], 0x1p-70);
  EXPECT_EQ(sum.Rounded()[1], 0.0);
}

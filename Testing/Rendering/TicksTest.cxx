/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Ticks.h"

#include <gtest/gtest.h>

#include <cmath>

namespace
{

std::vector<std::string>
Labels(const std::vector<stem5d::Tick> & ticks)
{
  std::vector<std::string> labels;
  for (const stem5d::Tick & tick : ticks)
  {
    labels.push_back(tick.label);
  }
  return labels;
}

using Strings = std::vector<std::string>;

TEST(Ticks, LinearTicksAreRoundNumbersWithinTheRange)
{
  EXPECT_EQ(Labels(stem5d::LinearTicks({ -0.3, 1.1 })), (Strings{ "-0.2", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0" }));
  EXPECT_EQ(Labels(stem5d::LinearTicks({ 180.0, 2300.0 })), (Strings{ "500", "1000", "1500", "2000" }));
  EXPECT_EQ(Labels(stem5d::LinearTicks({ 0.0, 3e6 })),
            (Strings{ "0", "5e+05", "1e+06", "1.5e+06", "2e+06", "2.5e+06", "3e+06" }));
}

TEST(Ticks, EveryRangeHasTwoToEightTicks)
{
  for (double width = 1e-6; width < 1e6; width *= 1.37)
  {
    for (const double low : { -0.4 * width, 0.0, 3.3 * width })
    {
      const std::size_t count = stem5d::LinearTicks({ low, low + width }).size();
      EXPECT_GE(count, 2u) << low << " " << width;
      EXPECT_LE(count, 8u) << low << " " << width;
    }
  }
}

TEST(Ticks, LogarithmicTicksLieAtLogarithmsAndCarryValues)
{
  const auto ticks = stem5d::LogarithmicTicks({ std::log10(90.0), std::log10(1100.0) });
  EXPECT_EQ(Labels(ticks), (Strings{ "100", "200", "500", "1000" }));
  EXPECT_DOUBLE_EQ(ticks.front().value, 2.0);
  EXPECT_EQ(Labels(stem5d::LogarithmicTicks({ -1.0, 4.0 })), (Strings{ "0.1", "1", "10", "100", "1000", "10000" }));
  EXPECT_EQ(Labels(stem5d::LogarithmicTicks({ std::log10(1.05), std::log10(1.62) })),
            (Strings{ "1.1", "1.2", "1.3", "1.4", "1.5", "1.6" }));
}

TEST(Ticks, NumbersAreWrittenShort)
{
  EXPECT_EQ(stem5d::FormatNumber(0.0), "0");
  EXPECT_EQ(stem5d::FormatNumber(0.56), "0.56");
  EXPECT_EQ(stem5d::FormatNumber(0.123456), "0.123");
  EXPECT_EQ(stem5d::FormatNumber(1102.4), "1102");
  EXPECT_EQ(stem5d::FormatNumber(1000.0), "1000");
  EXPECT_EQ(stem5d::FormatNumber(-4.6), "-4.6");
  EXPECT_EQ(stem5d::FormatNumber(2.5e-7), "2.5e-07");
}

} // namespace

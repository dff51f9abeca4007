/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "MapArray.h"

#include <gtest/gtest.h>

using stem5d::MapArray;

namespace
{
constexpr double masked = std::numeric_limits<double>::quiet_NaN();
}

TEST(MapArray, MasksInAllMapsWhatOneMasks)
{
  const MapArray a = (MapArray(2, 2) << 1.0, masked, 3.0, 4.0).finished();
  const MapArray b = (MapArray(2, 2) << 5.0, 6.0, masked, 8.0).finished();
  const auto     both = stem5d::MaskJointly({ a, b });
  EXPECT_EQ(both[0].isNaN().count(), 2);
  EXPECT_EQ(both[1].isNaN().count(), 2);
  EXPECT_EQ(both[0](0, 0), 1.0);
  EXPECT_EQ(both[1](1, 1), 8.0);
  EXPECT_THROW(stem5d::MaskJointly({ a, MapArray::Zero(2, 3) }), std::invalid_argument);
  EXPECT_THROW(stem5d::MaskJointly({ a, MapArray::Zero(4, 1) }), std::invalid_argument);
  EXPECT_TRUE(stem5d::MaskJointly({}).empty());
}

TEST(MapArray, RanksWhatIsNotMaskedInPlace)
{
  const MapArray map = (MapArray(2, 3) << 7.0, masked, 3.0, 3.0, 9.0, masked).finished();
  const MapArray ranks = stem5d::RankMap(map);
  EXPECT_EQ(ranks(0, 0), 3.0);
  EXPECT_EQ(ranks(0, 2), 1.5);
  EXPECT_EQ(ranks(1, 0), 1.5);
  EXPECT_EQ(ranks(1, 1), 4.0);
  EXPECT_EQ(ranks.isNaN().count(), 2);
}

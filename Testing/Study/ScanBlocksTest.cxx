/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ScanBlocks.h"

#include <gtest/gtest.h>

#include <map>

namespace
{

/** Every point of the scan is in one block; no block is larger than allowed; blocks follow the order of the file. */
template <unsigned int VDimension>
void
ExpectBlocksCover(const itk::ImageRegion<VDimension> & scan, std::size_t points, std::size_t expectedBlocks)
{
  const auto                                      blocks = stem5d::ScanBlocks(scan, points);
  std::size_t                                     covered = 0;
  std::map<std::vector<itk::IndexValueType>, int> visits;
  for (const auto & block : blocks)
  {
    EXPECT_LE(block.GetNumberOfPixels(), points);
    EXPECT_TRUE(scan.IsInside(block));
    for (const auto & index : itk::ImageRegionIndexRange<VDimension>(block))
    {
      EXPECT_EQ(++visits[std::vector<itk::IndexValueType>(index.begin(), index.end())], 1);
    }
    covered += block.GetNumberOfPixels();
  }
  EXPECT_EQ(covered, scan.GetNumberOfPixels());
  EXPECT_EQ(blocks.size(), expectedBlocks);
}

} // namespace

TEST(ScanBlocks, AreWholeRowsOrPiecesOfOne)
{
  const itk::ImageRegion<2> scan({ { 2, 5 } }, { { 10, 7 } });
  ExpectBlocksCover(scan, 1000, 1);
  ExpectBlocksCover(scan, 70, 1);
  ExpectBlocksCover(scan, 69, 2); // six rows and one
  ExpectBlocksCover(scan, 25, 4); // two rows at a time
  ExpectBlocksCover(scan, 10, 7); // a row at a time
  ExpectBlocksCover(scan, 4, 21); // 4 + 4 + 2 of each row
  ExpectBlocksCover(scan, 1, 70);
}

TEST(ScanBlocks, WorkInOneAndThreeDimensions)
{
  ExpectBlocksCover(itk::ImageRegion<1>({ { 0 } }, { { 9 } }), 4, 3);
  const itk::ImageRegion<3> stack({ { 0, 1, 2 } }, { { 4, 3, 5 } });
  ExpectBlocksCover(stack, 60, 1);
  ExpectBlocksCover(stack, 30, 3); // two sections of twelve at a time
  ExpectBlocksCover(stack, 8, 10); // rows of four, two at a time within a section
  ExpectBlocksCover(stack, 3, 30);
}

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

/** Every chunk is in one block. */
TEST(ScanBlocks, DoNotDivideGranules)
{
  const itk::ImageRegion<2> scan({ { 3, 2 } }, { { 20, 11 } });
  for (const itk::Size<2> granule : { itk::Size<2>{ { 1, 4 } }, itk::Size<2>{ { 8, 1 } }, itk::Size<2>{ { 7, 3 } } })
  {
    for (const std::size_t points : { 1, 32, 60, 100, 150, 1000 })
    {
      const auto                                   blocks = stem5d::ScanBlocks(scan, points, granule);
      std::size_t                                  covered = 0;
      std::map<std::pair<long, long>, std::size_t> blockOf;
      for (std::size_t number = 0; number < blocks.size(); ++number)
      {
        const auto & block = blocks[number];
        EXPECT_TRUE(scan.IsInside(block));
        EXPECT_LE(block.GetNumberOfPixels(), std::max<std::size_t>(points, granule[0] * granule[1]));
        covered += block.GetNumberOfPixels();
        for (const auto & index : itk::ImageRegionIndexRange<2>(block))
        {
          const std::pair<long, long> chunk(index[0] / static_cast<long>(granule[0]),
                                            index[1] / static_cast<long>(granule[1]));
          EXPECT_EQ(blockOf.emplace(chunk, number).first->second, number);
        }
      }
      EXPECT_EQ(covered, scan.GetNumberOfPixels());
      EXPECT_EQ(stem5d::TimesRead(scan, blocks, granule), 1.0);
    }
  }
}

TEST(ScanBlocks, ArePlannedForTheFewestReadings)
{
  const itk::ImageRegion<2> scan({ { 0, 0 } }, { { 10, 12 } });
  const itk::Size<2>        granule{ { 10, 4 } };
  EXPECT_EQ(stem5d::PlanScanBlocks(scan, granule, 5, 40).size(), 3u);   // larger than wanted: whole chunks
  EXPECT_EQ(stem5d::PlanScanBlocks(scan, granule, 80, 200).size(), 2u); // as wanted
  EXPECT_EQ(stem5d::PlanScanBlocks(scan, granule, 80, 79).size(), 3u);
  const auto pieces = stem5d::PlanScanBlocks(scan, granule, 5, 30); // as large as possible
  EXPECT_EQ(pieces.size(), 4u);
  EXPECT_DOUBLE_EQ(stem5d::TimesRead(scan, pieces, granule), 2.0);
  EXPECT_EQ(stem5d::ScanGranule<2>({ 66, 66, 10, 4, 53 }), granule);
  EXPECT_EQ(stem5d::ScanGranule<2>({ 66, 66, 8, 53 }), (itk::Size<2>{ { 8, 1 } }));
  EXPECT_EQ(stem5d::ScanGranule<2>({}), itk::Size<2>::Filled(1));
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AxisBinning.h"
#include "TestSeries.h"
#include "itkAxisBinningImageFilter.h"

namespace
{

template <unsigned int VDimension>
using SeriesType = itk::Image<unsigned short, VDimension>;

template <unsigned int VDimension>
using BinningType = itk::AxisBinningImageFilter<SeriesType<VDimension>>;

template <unsigned int VDimension>
typename SeriesType<VDimension>::Pointer
CountsSeries()
{
  return test::MakeSeries<unsigned short, VDimension>(8, test::SmallScan<VDimension>(), 9, test::RandomCounts);
}

template <typename TImage>
double
Total(const TImage * image)
{
  double sum = 0.0;
  for (std::size_t i = 0; i < image->GetBufferedRegion().GetNumberOfPixels(); ++i)
  {
    sum += image->GetBufferPointer()[i];
  }
  return sum;
}

template <unsigned int VDimension>
void
ExpectBlockSumsAtBlockCentres()
{
  const auto series = CountsSeries<VDimension>();
  auto       binning = BinningType<VDimension>::New();
  binning->SetInput(series);
  binning->SetDetectorFactor(2);
  binning->SetTimeFactor(4);
  binning->Update();
  const auto * output = binning->GetOutput();
  EXPECT_EQ(output->GetBufferedRegion().GetSize(0), 4u);
  EXPECT_EQ(output->GetBufferedRegion().GetSize(VDimension - 1), 2u); // 9 frames: one is left over
  for (itk::ImageRegionConstIteratorWithIndex<itk::Image<float, VDimension>> it(output, output->GetBufferedRegion());
       !it.IsAtEnd();
       ++it)
  {
    // the block is found by physical position, not by index
    typename SeriesType<VDimension>::PointType centre;
    output->TransformIndexToPhysicalPoint(it.GetIndex(), centre);
    double sum = 0.0;
    for (int i = 0; i < 16; ++i)
    {
      auto where = centre;
      where[0] += ((i & 1) - 0.5) * series->GetSpacing()[0];
      where[1] += ((i >> 1 & 1) - 0.5) * series->GetSpacing()[1];
      where[VDimension - 1] += ((i >> 2) - 1.5) * series->GetSpacing()[VDimension - 1];
      typename SeriesType<VDimension>::IndexType index;
      ASSERT_TRUE(series->TransformPhysicalPointToIndex(where, index));
      sum += series->GetPixel(index);
    }
    ASSERT_EQ(it.Get(), sum);
  }
}

} // namespace

TEST(AxisBinning, ConservesCounts)
{
  const auto series = CountsSeries<5>();
  auto       binning = BinningType<5>::New();
  binning->SetInput(series);
  binning->SetDetectorFactor(4);
  binning->Update();
  EXPECT_EQ(Total(binning->GetOutput()), Total(series.GetPointer()));
}

TEST(AxisBinning, SumsBlocksAtTheirCentres)
{
  ExpectBlockSumsAtBlockCentres<4>();
  ExpectBlockSumsAtBlockCentres<5>();
  ExpectBlockSumsAtBlockCentres<6>();
}

TEST(AxisBinning, TwiceBy2IsOnceBy4)
{
  const auto series = CountsSeries<5>();
  auto       once = BinningType<5>::New();
  once->SetInput(series);
  once->SetDetectorFactor(4);
  once->SetTimeFactor(4);
  once->Update();
  auto first = BinningType<5>::New();
  first->SetInput(series);
  first->SetDetectorFactor(2);
  first->SetTimeFactor(2);
  auto second = itk::AxisBinningImageFilter<itk::Image<float, 5>>::New();
  second->SetInput(first->GetOutput());
  second->SetDetectorFactor(2);
  second->SetTimeFactor(2);
  second->Update();
  const auto * a = once->GetOutput();
  const auto * b = second->GetOutput();
  ASSERT_EQ(a->GetBufferedRegion(), b->GetBufferedRegion());
  for (unsigned int axis = 0; axis < 5; ++axis)
  {
    EXPECT_NEAR(a->GetOrigin()[axis], b->GetOrigin()[axis], 1e-12);
    EXPECT_DOUBLE_EQ(a->GetSpacing()[axis], b->GetSpacing()[axis]);
  }
  for (std::size_t i = 0; i < a->GetBufferedRegion().GetNumberOfPixels(); ++i)
  {
    ASSERT_EQ(a->GetBufferPointer()[i], b->GetBufferPointer()[i]);
  }
}

TEST(AxisBinning, MeanIsTheSumOverTheBlockSize)
{
  const auto series = CountsSeries<5>();
  auto       sum = BinningType<5>::New();
  auto       mean = BinningType<5>::New();
  for (auto * binning : { sum.GetPointer(), mean.GetPointer() })
  {
    binning->SetInput(series);
    binning->SetFactors(BinningType<5>::FactorsType(2));
  }
  mean->SetMode(BinningType<5>::ModeEnum::Mean);
  sum->Update();
  mean->Update();
  EXPECT_NEAR(Total(mean->GetOutput()) * 32.0, Total(sum->GetOutput()), 1e-3);
}

template <unsigned int VDimension>
void
ExpectBinningSameInPieces()
{
  const auto series = CountsSeries<VDimension>();
  test::ExpectSameInPieces(
    series.GetPointer(),
    [](SeriesType<VDimension> * input) {
      auto binning = BinningType<VDimension>::New();
      binning->SetInput(input);
      binning->SetDetectorFactor(2);
      binning->SetTimeFactor(2);
      return binning;
    },
    [](BinningType<VDimension> * binning) { return binning->GetOutput(); });
}

TEST(AxisBinning, IsTheSameInPieces)
{
  ExpectBinningSameInPieces<4>();
  ExpectBinningSameInPieces<5>();
  ExpectBinningSameInPieces<6>();
}

TEST(AxisBinning, RefusesAFactorBeyondTheAxis)
{
  for (const unsigned int factor : { 0u, 10u })
  {
    auto binning = BinningType<5>::New();
    binning->SetInput(CountsSeries<5>());
    binning->SetTimeFactor(factor);
    EXPECT_THROW(binning->Update(), itk::ExceptionObject);
  }
}

TEST(AxisBinning, ABlockIsBadWhenAnyPixelIs)
{
  stem5d::Pattern<std::uint8_t> bad = stem5d::Pattern<std::uint8_t>::Zero(5, 4);
  bad(1, 2) = 1;
  bad(4, 0) = 1; // beyond the last whole block
  const auto binned = stem5d::BinBadPixels(bad, 2);
  ASSERT_EQ(binned.rows(), 2);
  EXPECT_EQ(binned(0, 1), 1);
  EXPECT_EQ(binned.cast<int>().sum(), 1);
}

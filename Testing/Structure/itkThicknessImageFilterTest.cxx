/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "TestSeries.h"
#include "itkThicknessImageFilter.h"

namespace
{

using MapType = itk::Image<float, 2>;
using FilterType = itk::ThicknessImageFilter<MapType>;

MapType::Pointer
MakeMap(const std::vector<float> & values, MapType::SizeType size, MapType::IndexType start = { { -3, 2 } })
{
  auto map = MapType::New();
  map->SetRegions(MapType::RegionType(start, size));
  const double spacing[] = { 0.16, 0.16 };
  const double origin[] = { 5.0, -1.0 };
  map->SetSpacing(spacing);
  map->SetOrigin(origin);
  map->Allocate();
  std::copy(values.begin(), values.end(), map->GetBufferPointer());
  return map;
}

FilterType::Pointer
MakeFilter(MapType * total, MapType * zeroLoss)
{
  auto filter = FilterType::New();
  filter->SetTotalImage(total);
  filter->SetZeroLossImage(zeroLoss);
  return filter;
}

} // namespace

TEST(ThicknessImageFilter, IsTheLogRatioTimesTheMeanFreePath)
{
  const auto ratio = static_cast<float>(std::exp(0.4));
  const auto nan = std::numeric_limits<float>::quiet_NaN();
  const auto total = MakeMap({ 100 * ratio, 7.0F, 3.0F, 0.0F, nan, INFINITY }, { { 3, 2 } });
  const auto zeroLoss = MakeMap({ 100.0F, 7.0F, 4.0F, -1.0F, 1.0F, 1.0F }, { { 3, 2 } });
  const auto filter = MakeFilter(total, zeroLoss);
  filter->Update();
  const MapType * thickness = filter->GetOutput();
  EXPECT_NEAR(thickness->GetBufferPointer()[0], 44.0, 1e-5);
  EXPECT_EQ(thickness->GetBufferPointer()[1], 0.0F);
  for (int invalid = 2; invalid < 6; ++invalid)
  {
    EXPECT_TRUE(std::isnan(thickness->GetBufferPointer()[invalid])) << invalid;
  }
  EXPECT_EQ(filter->GetNumberOfInvalidPixels(), 4u);
  EXPECT_EQ(thickness->GetBufferedRegion(), total->GetBufferedRegion());
  EXPECT_EQ(thickness->GetSpacing(), total->GetSpacing());
  EXPECT_EQ(thickness->GetOrigin(), total->GetOrigin());

  filter->SetMeanFreePath(55.0);
  filter->Update();
  EXPECT_NEAR(thickness->GetBufferPointer()[0], 22.0, 1e-5);
  EXPECT_EQ(filter->GetNumberOfInvalidPixels(), 4u);
}

TEST(ThicknessImageFilter, IsTheSameInPieces)
{
  std::vector<float>                    total(60);
  std::vector<float>                    zeroLoss(60);
  std::mt19937                          generator(1);
  std::uniform_real_distribution<float> uniform(0.5F, 2.0F);
  std::generate(total.begin(), total.end(), [&] { return uniform(generator); });
  std::generate(zeroLoss.begin(), zeroLoss.end(), [&] { return uniform(generator); });
  const auto part = MakeMap(zeroLoss, { { 10, 6 } });
  test::ExpectSameInPieces(
    MakeMap(total, { { 10, 6 } }).GetPointer(),
    [&](MapType * input) { return MakeFilter(input, part); },
    [](FilterType * filter) { return filter->GetOutput(); });
}

TEST(ThicknessImageFilter, RefusesBadInput)
{
  const auto map = MakeMap(std::vector<float>(6, 1.0F), { { 3, 2 } });
  for (const double path : { 0.0, -1.0, static_cast<double>(NAN), static_cast<double>(INFINITY) })
  {
    const auto filter = MakeFilter(map, map);
    filter->SetMeanFreePath(path);
    EXPECT_THROW(filter->Update(), itk::ExceptionObject) << path;
  }
  EXPECT_THROW(MakeFilter(map, MakeMap(std::vector<float>(4, 1.0F), { { 2, 2 } }))->Update(), itk::ExceptionObject);
  EXPECT_THROW(MakeFilter(map, nullptr)->Update(), itk::ExceptionObject);
}

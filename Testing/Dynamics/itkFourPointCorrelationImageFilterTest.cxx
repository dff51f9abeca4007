/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "TestSeries.h"
#include "itkFourPointCorrelationImageFilter.h"

namespace
{

template <unsigned int VDimension>
using FilterType = itk::FourPointCorrelationImageFilter<itk::Image<float, VDimension>>;

template <unsigned int VDimension>
typename FilterType<VDimension>::Pointer
MakeFilter(itk::Image<float, VDimension> * series, const stem5d::PreparationSettings & preparation = { 1, 1, 0.3 })
{
  auto filter = FilterType<VDimension>::New();
  filter->SetInput(series);
  filter->SetPreparation(preparation);
  filter->SetSettings({ 0.5, 0, 3 });
  filter->SetLabels(test::LabelsFor(series, { { 1.0, 2.0 } })->GetOutput());
  return filter;
}

bool
IsSame(const stem5d::PairCorrelationSums & a, const stem5d::PairCorrelationSums & b)
{
  bool same = a.blocks.size() == b.blocks.size() && !a.blocks.empty();
  for (std::size_t i = 0; same && i < a.blocks.size(); ++i)
  {
    same = (a.blocks[i].pairs == b.blocks[i].pairs).all() && (a.blocks[i].fourPoint == b.blocks[i].fourPoint).all() &&
           (a.blocks[i].twoPoint == b.blocks[i].twoPoint).all();
  }
  return same;
}

} // namespace

TEST(FourPointCorrelationImageFilter, CorrelatesThePreparedSeries)
{
  const auto                        series = test::MakeSeries<float, 5>(24, { 5, 6 }, 9, test::RandomCounts);
  const stem5d::PreparationSettings preparation{ 1, 2, 0.3 };
  const auto                        filter = MakeFilter<5>(series, preparation);
  filter->Update();
  // the same by the kernel of a scan point
  const auto pixels =
    stem5d::PixelsOfLabels(itk::CopyPattern(*test::LabelsFor(series.GetPointer(), { { 1.0, 2.0 } })->GetOutput()));
  stem5d::PreparedSeries<float>      prepare(preparation, stem5d::DetectorGridOf(*series), 9, pixels, {});
  std::vector<stem5d::Series<float>> normalised(30);
  for (std::size_t point = 0; point < 30; ++point)
  {
    const auto & prepared = prepare(
      [&](Eigen::Index frame) { return series->GetBufferPointer() + (frame * 30 + static_cast<long>(point)) * 576; });
    ASSERT_EQ(prepared.rows(), 4);
    ASSERT_TRUE(stem5d::NormaliseFrames(prepared, normalised[point]));
  }
  double four = 0.0;
  double two = 0.0;
  for (int y = 0; y < 5; ++y)
  {
    for (int x = 1; x < 5; ++x)
    {
      const auto & a = normalised[y * 5 + x];
      const auto & b = normalised[(y + 1) * 5 + x - 1];
      four += stem5d::FourPointCorrelation(a, b, 2) / 20.0;
      two += (1.0 + stem5d::TwoPointCorrelation(a, b, 2)) / 20.0;
    }
  }
  const auto fourImage = filter->MakeFourPointImage();
  EXPECT_EQ(fourImage->GetBufferedRegion().GetSize(), (itk::Size<3>{ { 7, 7, 3 } }));
  EXPECT_EQ(filter->GetDelays(), (std::vector<double>{ 0.0, 4.0, 8.0 }));
  itk::Image<float, 3>::PointType where;
  fourImage->TransformIndexToPhysicalPoint({ { 2, 4, 2 } }, where); // (-1, 1), 2 frames
  EXPECT_NEAR(where[0], -0.16, 1e-12);
  EXPECT_NEAR(where[1], 0.16, 1e-12);
  EXPECT_NEAR(where[2], 8.0, 1e-12);
  EXPECT_NEAR(fourImage->GetPixel({ { 2, 4, 2 } }), four, 1e-5);
  EXPECT_NEAR(fourImage->GetPixel({ { 4, 2, 2 } }), four, 1e-5); // the opposite
  EXPECT_NEAR(filter->MakeTwoPointImage()->GetPixel({ { 2, 4, 2 } }), two, 1e-6);
  EXPECT_TRUE(std::isnan(fourImage->GetPixel({ { 0, 0, 0 } }))); // longer than 0.5 nm
}

TEST(FourPointCorrelationImageFilter, DependsNeitherOnThreadsNorOnPieces)
{
  const auto series = test::MakeSeries<float, 5>(24, { 5, 7 }, 6, test::RandomCounts);
  const auto whole = MakeFilter<5>(series);
  whole->SetNumberOfWorkUnits(1);
  whole->SetPointsPerPiece(1000);
  whole->Update();
  for (const unsigned int units : { 2u, 3u, 8u })
  {
    const auto filter = MakeFilter<5>(series);
    filter->SetNumberOfWorkUnits(units);
    filter->Update();
    EXPECT_TRUE(IsSame(filter->GetSums(), whole->GetSums())) << units;
  }
  for (const unsigned int points : { 1u, 2u, 5u, 13u })
  {
    auto source = itk::CastImageFilter<itk::Image<float, 5>, itk::Image<float, 5>>::New();
    source->SetInput(series);
    source->InPlaceOff();
    auto monitor = itk::PipelineMonitorImageFilter<itk::Image<float, 5>>::New();
    monitor->SetInput(source->GetOutput());
    monitor->UpdateOutputInformation();
    const auto filter = MakeFilter<5>(monitor->GetOutput());
    filter->SetPointsPerPiece(points);
    filter->Update();
    EXPECT_TRUE(IsSame(filter->GetSums(), whole->GetSums())) << points;
    EXPECT_EQ(monitor->GetNumberOfUpdates(), (points < 5 ? (5 + points - 1) / points * 7 : points < 10 ? 7 : 4));
  }
}

TEST(FourPointCorrelationImageFilter, OfARegionIsThatOfItsPoints)
{
  const auto region = test::MakeSeries<float, 5>(24, { 5, 7 }, 6, test::RandomCounts);
  const auto filter = MakeFilter<5>(region);
  filter->SetScanRegion(
    { { { region->GetLargestPossibleRegion().GetIndex(2) + 1, region->GetLargestPossibleRegion().GetIndex(3) + 2 } },
      { { 3, 4 } } });
  filter->Update();
  const auto alone = test::MakeSeries<float, 5>(24, { 3, 4 }, 6, [](test::Position p) {
    p.point = (p.point / 3 + 2) * 5 + p.point % 3 + 1;
    return test::RandomCounts(p);
  });
  const auto expected = MakeFilter<5>(alone);
  expected->Update();
  EXPECT_TRUE(IsSame(filter->GetSums(), expected->GetSums()));
}

TEST(FourPointCorrelationImageFilter, TakesLines)
{
  const auto line = test::MakeSeries<float, 4>(24, { 8 }, 6, test::RandomCounts);
  const auto area = test::MakeSeries<float, 5>(24, { 8, 1 }, 6, test::RandomCounts);
  const auto ofLine = MakeFilter<4>(line);
  const auto ofArea = MakeFilter<5>(area);
  ofLine->Update();
  ofArea->Update();
  EXPECT_TRUE(IsSame(ofLine->GetSums(), ofArea->GetSums()));
  EXPECT_EQ(ofLine->GetSums().displacements.size(), 4u);
}

TEST(FourPointCorrelationImageFilter, RefusesBadInput)
{
  const auto series = test::MakeSeries<float, 5>(24, { 5, 7 }, 6, test::RandomCounts);
  const auto refuses = [&](auto change) {
    const auto filter = MakeFilter<5>(series);
    change(*filter);
    EXPECT_THROW(filter->Update(), itk::ExceptionObject);
  };
  using Filter = FilterType<5>;
  refuses([](Filter & f) { f.SetPreparation({ 0, 1, 0.3 }); });
  refuses([](Filter & f) { f.SetPreparation({ 2, 1, 0.3 }); }); // the labels are not on the binned detector
  refuses([](Filter & f) { f.SetPreparation({ 1, 7, 0.3 }); });
  refuses([](Filter & f) { f.SetPreparation({ 1, 6, 0.3 }); }); // one frame is left
  refuses([](Filter & f) { f.SetPreparation({ 1, 1, -0.3 }); });
  refuses([](Filter & f) { f.SetSettings({ -1.0, 0, 3 }); });
  refuses([](Filter & f) { f.SetSettings({ 0.5, 6, 3 }); });
  refuses([](Filter & f) { f.SetScanRegion({ { { 900, 0 } }, { { 1, 1 } } }); });
  refuses([](Filter & f) { f.SetLabels(nullptr); });
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SimulatedSeries.h"
#include "TestSeries.h"
#include "itkGaussianCopulaMapsImageSource.h"
#include "itkSpeckleTruthImageSource.h"
#include "itkStreamingImageFilter.h"

namespace
{

using AreaSeries = itk::Image<unsigned short, 5>;
using LineSeries = itk::Image<unsigned short, 4>;
using FloatSeries = itk::Image<float, 4>;

/** A small series with every effect. */
template <typename TImage>
typename itk::SpeckleSeriesImageSource<TImage>::Pointer
EveryEffect()
{
  using SourceType = itk::SpeckleSeriesImageSource<TImage>;
  stem5d::SpeckleSeriesSettings settings;
  settings.seed = 7;
  settings.detectorSize = { { 24, 20 } };
  settings.centreOffset = { { 0.1, -0.05 } };
  settings.scanSize = { { 7, SourceType::ScanDimension == 2 ? 6u : 1u } };
  settings.frames = 9;
  settings.modes = 2;
  settings.contrast = 0.4;
  settings.vacuumWidth = 0.2;
  settings.edgeThickness = 8.0;
  settings.drift = { { 0.01, 0.02 } };
  settings.ellipse.axisRatio = 1.05;
  settings.beamStop = { 0.5, 0.3, 0.3 };
  settings.gain = 3.0;
  settings.offset = 20.0;
  settings.readNoise = 2.0;
  settings.deadFraction = 0.02;
  settings.hotFraction = 0.02;

  auto relaxationTime = SourceType::MapType::New();
  auto size = relaxationTime->GetLargestPossibleRegion().GetSize();
  for (unsigned int axis = 0; axis < SourceType::ScanDimension; ++axis)
  {
    size[axis] = settings.scanSize[axis];
  }
  relaxationTime->SetRegions(size);
  relaxationTime->Allocate();
  for (std::size_t i = 0; i < relaxationTime->GetBufferedRegion().GetNumberOfPixels(); ++i)
  {
    relaxationTime->GetBufferPointer()[i] = 20.0F + 10.0F * static_cast<float>(i % 5);
  }
  auto source = SourceType::New();
  source->SetSettings(settings);
  source->SetRelaxationTime(relaxationTime);
  return source;
}

template <typename TImage>
void
ExpectSameInPieces()
{
  auto reference = EveryEffect<TImage>();
  reference->SetNumberOfWorkUnits(1);
  reference->Update();
  const TImage * whole = reference->GetOutput();
  for (const unsigned int workUnits : { 2u, 3u, 8u })
  {
    auto source = EveryEffect<TImage>();
    source->SetNumberOfWorkUnits(workUnits);
    source->Update();
    EXPECT_TRUE(test::Identical<TImage>(whole, source->GetOutput())) << workUnits << " work units";
  }
  auto streamer = itk::StreamingImageFilter<TImage, TImage>::New();
  auto streamed = EveryEffect<TImage>();
  streamer->SetInput(streamed->GetOutput());
  streamer->SetNumberOfStreamDivisions(4);
  streamer->Update();
  EXPECT_TRUE(test::Identical<TImage>(whole, streamer->GetOutput())) << "streamed over time";

  // boxes of scan points and frames, in any order
  constexpr unsigned int lastScanAxis = TImage::ImageDimension - 2;
  auto                   source = EveryEffect<TImage>();
  source->UpdateOutputInformation();
  for (const itk::IndexValueType begin : { 4, 0, 3 })
  {
    auto region = source->GetOutput()->GetLargestPossibleRegion();
    region.SetIndex(0, 5); // whole patterns are given all the same
    region.SetSize(0, 2);
    region.SetIndex(lastScanAxis, begin);
    region.SetSize(lastScanAxis, 1);
    region.SetIndex(lastScanAxis + 1, 2 * begin);
    region.SetSize(lastScanAxis + 1, 1);
    source->GetOutput()->SetRequestedRegion(region);
    source->Update();
    const TImage * part = source->GetOutput();
    EXPECT_EQ(part->GetBufferedRegion().GetSize(0), 24u);
    for (itk::ImageRegionConstIteratorWithIndex<TImage> it(part, part->GetBufferedRegion()); !it.IsAtEnd(); ++it)
    {
      ASSERT_EQ(it.Get(), whole->GetPixel(it.GetIndex())) << it.GetIndex();
    }
  }
}

/** An exception with a text. */
template <typename TSource>
void
ExpectRefusal(TSource * source, const std::string & text)
{
  try
  {
    source->Update();
    ADD_FAILURE() << "accepted: " << text;
  }
  catch (const itk::ExceptionObject & refusal)
  {
    EXPECT_NE(std::string(refusal.GetDescription()).find(text), std::string::npos) << refusal.GetDescription();
  }
}

} // namespace

TEST(SpeckleSeriesImageSource, AnyRegionAndThreadsGiveTheSameBytes)
{
  ExpectSameInPieces<AreaSeries>();
  ExpectSameInPieces<LineSeries>();
}

TEST(SpeckleSeriesImageSource, SeedsDiffer)
{
  auto       settings = test::BareSpeckle(1);
  const auto first = test::Simulate<FloatSeries>(settings);
  settings.seed = 2;
  EXPECT_FALSE(test::Identical<FloatSeries>(first, test::Simulate<FloatSeries>(settings)));
}

TEST(SpeckleSeriesImageSource, DescribesItsGeometry)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.centreOffset = { { 0.1, -0.3 } };
  settings.calibrationError = { { 0.05, 0.0 } };
  auto source = itk::SpeckleSeriesImageSource<AreaSeries>::New();
  source->SetSettings(settings);
  source->UpdateOutputInformation();
  const AreaSeries * series = source->GetOutput();
  EXPECT_EQ(series->GetLargestPossibleRegion().GetSize(), (AreaSeries::SizeType{ { 66, 66, 120, 60, 106 } }));
  EXPECT_NEAR(series->GetOrigin()[0], -32.5 * 0.232 - 0.1 - 0.05, 1e-12);
  EXPECT_NEAR(series->GetOrigin()[1], -32.5 * 0.232 + 0.3, 1e-12);
  EXPECT_EQ(series->GetOrigin()[4], 0.0);
  EXPECT_EQ(series->GetSpacing()[0], 0.232);
  EXPECT_EQ(series->GetSpacing()[3], 0.16);
  EXPECT_EQ(series->GetSpacing()[4], 9.887);
}

TEST(SpeckleSeriesImageSource, CentreOffsetShiftsTheHaloAndNotTheSample)
{
  auto settings = test::BareSpeckle(1);
  settings.halo = stem5d::Halo();
  const auto centred = test::Simulate<FloatSeries>(settings);
  settings.centreOffset = { { settings.pixelSize, -2.0 * settings.pixelSize } };
  const auto shifted = test::Simulate<FloatSeries>(settings);
  const auto a = test::PatternOf(*centred, 0, 0);
  const auto b = test::PatternOf(*shifted, 0, 0);
  EXPECT_TRUE(a.bottomLeftCorner(30, 31).isApprox(b.topRightCorner(30, 31), 1e-4F));
}

TEST(SpeckleSeriesImageSource, FriedelPairsAreEqual)
{
  auto settings = test::BareSpeckle(3);
  settings.friedel = true;
  settings.detectorSize = { { 33, 32 } };
  const auto series = test::Simulate<FloatSeries>(settings);
  settings.friedel = false;
  const auto other = test::Simulate<FloatSeries>(settings);
  for (const itk::IndexValueType frame : { 0, 2 })
  {
    const stem5d::Pattern<float> pattern = test::PatternOf(*series, 0, frame);
    EXPECT_TRUE(pattern.isApprox(pattern.reverse(), 1e-4F));
    EXPECT_NEAR(pattern.mean(), 1.0, 0.5);
    const stem5d::Pattern<float> unpaired = test::PatternOf(*other, 0, frame);
    EXPECT_FALSE(unpaired.isApprox(unpaired.reverse(), 0.1F));
  }
}

TEST(SpeckleSeriesImageSource, CountsFollowTheThickness)
{
  auto settings = test::BareSpeckle(2);
  settings.contrast = 0.0;
  settings.dose = 400.0;
  settings.scanSize[0] = 11;
  settings.scanStep = 0.5;
  settings.vacuumWidth = 1.0;
  settings.edgeThickness = 10.0;
  settings.gain = 2.0;
  settings.offset = 5.0;
  const auto series = test::Simulate<FloatSeries>(settings);
  for (itk::IndexValueType x = 0; x < 11; ++x)
  {
    const double electrons = 400.0 / 50.0 * settings.Thickness(static_cast<std::size_t>(x));
    EXPECT_NEAR(test::PatternOf(*series, x, 1).mean(), 2.0 * electrons + 5.0, 0.01) << x;
  }
  EXPECT_EQ(test::PatternOf(*series, 1, 1).maxCoeff(), 5.0F);
}

TEST(SpeckleSeriesImageSource, RefusesByName)
{
  using SourceType = itk::SpeckleSeriesImageSource<LineSeries>;
  auto source = SourceType::New();
  auto settings = test::BareSpeckle(2);
  settings.stretchExponent = 3.0;
  source->SetSettings(settings);
  ExpectRefusal(source.GetPointer(), "the stretch exponent is 3");

  settings.stretchExponent = 1.0;
  settings.scanSize[1] = 2;
  source->SetSettings(settings);
  ExpectRefusal(source.GetPointer(), "the scan has 2 rows");

  settings.scanSize = { { 3, 1 } };
  source->SetSettings(settings);
  auto map = SourceType::MapType::New();
  map->SetRegions(itk::Size<1>{ { 2 } });
  map->Allocate();
  map->FillBuffer(0.5F);
  source->SetContrast(map);
  ExpectRefusal(source.GetPointer(), "input Contrast has the size [2]");

  map->SetRegions(itk::Size<1>{ { 3 } });
  map->Allocate();
  map->FillBuffer(1.5F);
  map->Modified();
  ExpectRefusal(source.GetPointer(), "the contrast V is 1.5");
}

TEST(SpeckleTruthImageSource, GivesMapsAndBadPixels)
{
  using TruthType = itk::SpeckleTruthImageSource<2>;
  const auto series = EveryEffect<AreaSeries>();
  auto       truth = TruthType::New();
  truth->SetSettings(series->GetSettings());
  truth->SetRelaxationTime(const_cast<itk::Image<float, 2> *>(series->GetRelaxationTime()));
  truth->Update();
  const auto * effective = truth->GetMap(TruthType::MapEnum::EffectiveRelaxationTime);
  const auto * local = truth->GetMap(TruthType::MapEnum::RelaxationTime);
  EXPECT_EQ(local->GetBufferedRegion().GetSize(), (itk::Size<2>{ { 7, 6 } }));
  EXPECT_EQ(local->GetSpacing()[0], 0.16);
  EXPECT_EQ(local->GetPixel({ { 3, 0 } }), 50.0F);
  EXPECT_GT(effective->GetPixel({ { 0, 0 } }), 20.0F);
  EXPECT_LT(effective->GetPixel({ { 3, 0 } }), 50.0F);
  EXPECT_EQ(truth->GetMap(TruthType::MapEnum::Contrast)->GetPixel({ { 1, 1 } }), 0.4F);
  EXPECT_EQ(truth->GetMap(TruthType::MapEnum::StretchExponent)->GetPixel({ { 1, 1 } }), 1.0F);
  EXPECT_EQ(truth->GetSquaredCorrelationOutput()->GetNumberOfComponentsPerPixel(), 9u);
  EXPECT_NEAR(truth->GetSquaredCorrelationOutput()->GetPixel({ { 6, 5 } })[0], 1.0F, 1e-5F);

  series->Update();
  const auto * bad = truth->GetBadPixelsOutput();
  EXPECT_EQ(bad->GetSpacing()[0], series->GetOutput()->GetSpacing()[0]);
  EXPECT_EQ(bad->GetOrigin()[1], series->GetOutput()->GetOrigin()[1]);
  EXPECT_GT(series->GetOutput()->GetPixel({ { 0, 0, 6, 5, 0 } }), 0);
  std::size_t dead = 0;
  for (itk::ImageRegionConstIteratorWithIndex<itk::BadPixelImageType> it(bad, bad->GetBufferedRegion()); !it.IsAtEnd();
       ++it)
  {
    const auto index = it.GetIndex();
    const auto count = series->GetOutput()->GetPixel({ { index[0], index[1], 6, 5, 0 } });
    dead += count == 0 ? 1 : 0;
    if (count == 0 || count > 250)
    {
      EXPECT_NE(it.Get(), 0) << index;
    }
  }
  EXPECT_GT(dead, 0u);
}

TEST(GaussianCopulaMapsImageSource, FeedsTheSeries)
{
  stem5d::GaussianCopulaSettings heterogeneity;
  heterogeneity.size = { { 5, 4 } };
  auto maps = itk::GaussianCopulaMapsImageSource::New();
  maps->SetSettings(heterogeneity);

  auto settings = test::BareSpeckle(2);
  settings.scanSize = heterogeneity.size;
  auto truth = itk::SpeckleTruthImageSource<2>::New();
  truth->SetSettings(settings);
  truth->SetRelaxationTime(maps->GetRelaxationTimeOutput());
  truth->SetContrast(maps->GetContrastOutput());
  truth->Update();
  const auto direct = stem5d::GaussianCopulaMaps(heterogeneity);
  using MapEnum = itk::SpeckleTruthImageSource<2>::MapEnum;
  EXPECT_EQ(truth->GetMap(MapEnum::RelaxationTime)->GetPixel({ { 3, 2 } }), direct.relaxationTime(2, 3));
  EXPECT_EQ(truth->GetMap(MapEnum::Contrast)->GetPixel({ { 1, 3 } }), direct.contrast(3, 1));
  EXPECT_EQ(maps->GetContrastOutput()->GetSpacing()[1], 0.16);

  heterogeneity.correlationLength = -1.0;
  maps->SetSettings(heterogeneity);
  ExpectRefusal(maps.GetPointer(), "the correlation length is -1");
}

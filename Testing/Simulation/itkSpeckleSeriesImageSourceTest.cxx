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

/** An image of values by number. */
template <typename TImage, typename TFunction>
typename TImage::Pointer
MakeImage(const typename TImage::SizeType & size, TFunction value)
{
  auto image = TImage::New();
  image->SetRegions(size);
  image->Allocate();
  for (std::size_t i = 0; i < image->GetBufferedRegion().GetNumberOfPixels(); ++i)
  {
    image->GetBufferPointer()[i] = static_cast<typename TImage::PixelType>(value(i));
  }
  return image;
}

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

  typename SourceType::MapType::SizeType size;
  std::copy_n(settings.scanSize.begin(), SourceType::ScanDimension, size.begin());
  auto source = SourceType::New();
  source->SetSettings(settings);
  source->SetRelaxationTime(
    MakeImage<typename SourceType::MapType>(size, [](std::size_t i) { return 20.0 + 10.0 * (i % 5); }));
  return source;
}

/** The same with every input. */
template <typename TImage>
typename itk::SpeckleSeriesImageSource<TImage>::Pointer
EveryInput()
{
  using SourceType = itk::SpeckleSeriesImageSource<TImage>;
  auto       source = EveryEffect<TImage>();
  const auto scan = source->GetRelaxationTime()->GetBufferedRegion().GetSize();
  source->SetIllumination(MakeImage<typename SourceType::MapType>(scan, [](std::size_t i) { return 0.2 * (i % 4); }));
  source->SetExpectedElectrons(
    MakeImage<typename SourceType::ElectronImageType>({ { 24, 20 } }, [](std::size_t i) { return i % 23; }));
  source->SetRecordedPixels(
    MakeImage<typename SourceType::RecordedPixelImageType>({ { 24, 20 } }, [](std::size_t i) { return i % 3; }));
  return source;
}

template <typename TImage>
void ExpectSameInPieces(typename itk::SpeckleSeriesImageSource<TImage>::Pointer (*make)())
{
  auto reference = make();
  reference->SetNumberOfWorkUnits(1);
  reference->Update();
  const TImage * whole = reference->GetOutput();
  for (const unsigned int workUnits : { 2u, 3u, 8u })
  {
    auto source = make();
    source->SetNumberOfWorkUnits(workUnits);
    source->Update();
    EXPECT_TRUE(test::Identical<TImage>(whole, source->GetOutput())) << workUnits << " work units";
  }
  auto streamer = itk::StreamingImageFilter<TImage, TImage>::New();
  auto streamed = make();
  streamer->SetInput(streamed->GetOutput());
  streamer->SetNumberOfStreamDivisions(4);
  streamer->Update();
  EXPECT_TRUE(test::Identical<TImage>(whole, streamer->GetOutput())) << "streamed over time";

  // boxes of scan points and frames, in any order
  constexpr unsigned int lastScanAxis = TImage::ImageDimension - 2;
  auto                   source = make();
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
  ExpectSameInPieces<AreaSeries>(EveryEffect<AreaSeries>);
  ExpectSameInPieces<LineSeries>(EveryEffect<LineSeries>);
  ExpectSameInPieces<AreaSeries>(EveryInput<AreaSeries>);
  ExpectSameInPieces<LineSeries>(EveryInput<LineSeries>);
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

TEST(SpeckleSeriesImageSource, MeansAreThoseExpected)
{
  using SourceType = itk::SpeckleSeriesImageSource<LineSeries>;
  auto settings = test::BareSpeckle(400);
  settings.contrast = 0.55;
  settings.poisson = true;
  settings.scanSize = { { 3, 1 } };
  settings.scanStep = test::IndependentStep;
  settings.edgeThickness = 8.0;    // what the illumination stands in for
  settings.beamStop.radius = 1000; // and the expected electrons
  const auto expected = [](std::size_t i) { return 0.25 * static_cast<double>(i % 7); };
  const auto isRecorded = [](std::size_t i) { return i % 5 > 0; };
  const auto illumination = [](std::size_t x) { return std::array<double, 3>{ { 1.0, 0.0, 2.5 } }[x]; };
  auto       source = SourceType::New();
  source->SetSettings(settings);
  source->SetExpectedElectrons(MakeImage<SourceType::ElectronImageType>({ { 32, 32 } }, expected));
  source->SetRecordedPixels(MakeImage<SourceType::RecordedPixelImageType>({ { 32, 32 } }, isRecorded));
  source->SetIllumination(MakeImage<SourceType::MapType>({ { 3 } }, illumination));
  source->Update();
  for (std::size_t x = 0; x < 3; ++x)
  {
    std::array<std::vector<double>, 7> means; // of each level of expected electrons, for each frame
    for (itk::IndexValueType frame = 0; frame < 400; ++frame)
    {
      const auto            pattern = test::PatternOf(*source->GetOutput(), static_cast<itk::IndexValueType>(x), frame);
      std::array<double, 7> sum{};
      std::array<double, 7> count{};
      for (std::size_t i = 0; i < 1024; ++i)
      {
        const auto counts = pattern.data()[i];
        sum[i % 7] += isRecorded(i) ? counts : 0.0;
        count[i % 7] += isRecorded(i) ? 1.0 : 0.0;
        ASSERT_TRUE(isRecorded(i) || counts == 0) << i;
      }
      for (std::size_t level = 0; level < 7; ++level)
      {
        means[level].push_back(sum[level] / count[level]);
      }
    }
    for (std::size_t level = 0; level < 7; ++level)
    {
      const double mean = expected(level) * illumination(x);
      test::ExpectMean(means[level], mean, 0.02 * mean, "point " + std::to_string(x));
    }
  }
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

  source->SetContrast(nullptr);
  source->SetIllumination(MakeImage<SourceType::MapType>({ { 3 } }, [](std::size_t) { return -0.1; }));
  ExpectRefusal(source.GetPointer(), "the illumination is -0.1");
  source->SetIllumination(MakeImage<SourceType::MapType>({ { 4 } }, [](std::size_t) { return 1.0; }));
  ExpectRefusal(source.GetPointer(), "input Illumination has the size [4]");

  source->SetIllumination(nullptr);
  const auto one = [](std::size_t) { return 1; };
  source->SetExpectedElectrons(MakeImage<SourceType::ElectronImageType>({ { 32, 31 } }, one));
  ExpectRefusal(source.GetPointer(), "the pattern of expected electrons is 32 x 31 pixels: give the 32 x 32");
  source->SetExpectedElectrons(nullptr);
  source->SetRecordedPixels(MakeImage<SourceType::RecordedPixelImageType>({ { 31, 32 } }, one));
  ExpectRefusal(source.GetPointer(), "the pattern of recorded pixels is 31 x 32 pixels: give the 32 x 32");
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

TEST(SpeckleTruthImageSource, MarksWhatIsNotRecorded)
{
  const auto series = EveryInput<AreaSeries>();
  auto       truth = itk::SpeckleTruthImageSource<2>::New();
  truth->SetSettings(series->GetSettings());
  truth->SetExpectedElectrons(const_cast<itk::Image<float, 2> *>(series->GetExpectedElectrons()));
  truth->SetRecordedPixels(const_cast<itk::Image<unsigned char, 2> *>(series->GetRecordedPixels()));
  truth->Update();
  const auto * bad = truth->GetBadPixelsOutput();
  std::size_t  good = 0;
  for (std::size_t i = 0; i < 480; ++i)
  {
    const bool isBad = bad->GetBufferPointer()[i] != 0;
    EXPECT_TRUE(isBad || (i % 23 > 0 && i % 3 > 0)) << i;
    good += isBad ? 0 : 1;
  }
  EXPECT_GT(good, 250u); // of 306, less the defects
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

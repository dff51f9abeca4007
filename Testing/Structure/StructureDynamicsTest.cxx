/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "TestSeries.h"
#include "itkAxisBinningImageFilter.h"
#include "itkDelayAverageImageFilter.h"
#include "itkDiffractionBlurImageFilter.h"
#include "itkFluctuationVarianceImageFilter.h"
#include "itkKWWFitImageFilter.h"
#include "itkStructureDynamicsImageFilter.h"
#include "itkTwoTimeCorrelationImageFilter.h"

namespace
{

template <unsigned int VDimension>
using SeriesType = itk::Image<unsigned short, VDimension>;
template <unsigned int VDimension>
using FilterType = itk::StructureDynamicsImageFilter<SeriesType<VDimension>>;

constexpr stem5d::Annulus DynamicsAnnulus{ 1.8, 2.8 };
constexpr stem5d::Annulus StructureAnnulus{ 1.2, 3.4 };

/** Speckles that drift in azimuth at a speed that depends on the scan point: a decaying correlation. */
double
DriftingSpeckles(const test::Position & p)
{
  const double azimuth = std::atan2(p.ky, p.kx);
  const double speed = 0.15 + 0.05 * static_cast<double>(p.point % 5);
  double       field = 0.0;
  for (int n = 1; n <= 5; ++n)
  {
    field += std::cos(n * azimuth + speed * n * static_cast<double>(p.frame) + 1.3 * n * n);
  }
  return 50.0 + 8.0 * field + test::RandomCounts(p) / 20.0;
}

template <unsigned int VDimension>
typename SeriesType<VDimension>::Pointer
SpeckleSeries()
{
  return test::MakeSeries<unsigned short, VDimension>(32, test::SmallScan<VDimension>(), 25, DriftingSpeckles);
}

stem5d::StructureDynamicsSettings
TestSettings()
{
  stem5d::StructureDynamicsSettings settings;
  settings.detectorBin = 2;
  settings.timeBin = 2;
  settings.blurSigma = 0.3;
  return settings;
}

/** The fused filter on a series with a beam stop, labels and mask made on the binned detector. */
template <unsigned int VDimension>
typename FilterType<VDimension>::Pointer
Configure(SeriesType<VDimension> * series)
{
  auto binning = itk::AxisBinningImageFilter<SeriesType<VDimension>>::New();
  binning->SetInput(series);
  binning->SetDetectorFactor(2);
  binning->UpdateOutputInformation();
  const auto * binned = binning->GetOutput();
  const auto   bad = test::BeamStopFor(binned, 0.5);

  auto filter = FilterType<VDimension>::New();
  filter->SetInput(series);
  filter->SetDynamicsLabels(test::LabelsFor(binned, { DynamicsAnnulus }, bad)->GetOutput());
  filter->SetStructureLabels(
    test::LabelsFor(binned, stem5d::DivideIntoRings(StructureAnnulus, 2 * test::QSpacing), bad)->GetOutput());
  filter->SetBadPixels(bad);
  filter->SetSettings(TestSettings());
  return filter;
}

template <typename TImage>
void
ExpectClose(const TImage * a, const TImage * b, const char * name)
{
  ASSERT_EQ(a->GetBufferedRegion(), b->GetBufferedRegion()) << name;
  EXPECT_EQ(a->GetSpacing(), b->GetSpacing()) << name;
  EXPECT_EQ(a->GetOrigin(), b->GetOrigin()) << name;
  for (std::size_t i = 0; i < a->GetBufferedRegion().GetNumberOfPixels() * a->GetNumberOfComponentsPerPixel(); ++i)
  {
    const double x = a->GetBufferPointer()[i];
    const double y = b->GetBufferPointer()[i];
    ASSERT_TRUE((std::isnan(x) && std::isnan(y)) || std::abs(x - y) <= 1e-5 * std::abs(x))
      << name << ' ' << x << ' ' << y;
  }
}

template <unsigned int VDimension>
void
ExpectComposedEqualsFused()
{
  using MapEnum = typename FilterType<VDimension>::MapEnum;
  using FloatSeriesType = itk::Image<float, VDimension>;
  const auto series = SpeckleSeries<VDimension>();
  const auto fused = Configure<VDimension>(series);
  auto       withoutSectors = TestSettings();
  withoutSectors.partition.sectors = 0; // errors as those of the single filters
  fused->SetSettings(withoutSectors);
  fused->Update();

  auto detectorBinning = itk::AxisBinningImageFilter<SeriesType<VDimension>>::New();
  detectorBinning->SetInput(series);
  detectorBinning->SetDetectorFactor(2);
  auto variance = itk::FluctuationVarianceImageFilter<FloatSeriesType>::New();
  variance->SetInput(detectorBinning->GetOutput());
  variance->SetLabels(fused->GetStructureLabels());
  variance->Update();
  auto timeBinning = itk::AxisBinningImageFilter<FloatSeriesType>::New();
  timeBinning->SetInput(detectorBinning->GetOutput());
  timeBinning->SetTimeFactor(2);
  auto blur = itk::DiffractionBlurImageFilter<FloatSeriesType>::New();
  blur->SetInput(timeBinning->GetOutput());
  blur->SetBadPixels(fused->GetBadPixels());
  blur->SetSigma(0.3);
  auto twoTime = itk::TwoTimeCorrelationImageFilter<FloatSeriesType>::New();
  twoTime->SetInput(blur->GetOutput());
  twoTime->SetLabels(fused->GetDynamicsLabels());
  auto average = itk::DelayAverageImageFilter<itk::Image<float, VDimension - 1>>::New();
  average->SetInput(twoTime->GetOutput());
  average->UpdateOutputInformation();
  ASSERT_EQ(average->GetDelays(), fused->GetDelays());
  auto                   fit = itk::KWWFitImageFilter<itk::VectorImage<float, VDimension - 3>>::New();
  stem5d::KWWFitSettings settings;
  settings.recordLength = 50.0;
  settings.framePeriod = 4.0;
  fit->SetInput(average->GetOutput());
  fit->SetDelays(average->GetDelays());
  fit->SetSettings(settings);
  fit->Update();

  ExpectClose(fused->GetMap(MapEnum::FluctuationVariance), variance->GetVarianceOutput(), "V");
  ExpectClose(fused->GetMap(MapEnum::FluctuationVarianceError), variance->GetVarianceErrorOutput(), "V error");
  ExpectClose(fused->GetMap(MapEnum::MeanIntensity), variance->GetMeanIntensityOutput(), "mean intensity");
  ExpectClose(fused->GetRingVarianceOutput(), variance->GetRingVarianceOutput(), "V(Q)");
  ExpectClose(fused->GetCorrelationOutput(), average->GetOutput(), "g(t)");
  ExpectClose(fused->GetCorrelationErrorOutput(), average->GetErrorOutput(), "g(t) error");
  ExpectClose(fused->GetMap(MapEnum::RelaxationTime), fit->GetRelaxationTimeOutput(), "tau");
  ExpectClose(fused->GetMap(MapEnum::RelaxationTimeError), fit->GetRelaxationTimeErrorOutput(), "tau error");
  ExpectClose(fused->GetMap(MapEnum::StretchExponent), fit->GetStretchExponentOutput(), "gamma");
  ExpectClose(fused->GetMap(MapEnum::StretchExponentError), fit->GetStretchExponentErrorOutput(), "gamma error");
  ExpectClose(fused->GetMap(MapEnum::Contrast), fit->GetContrastOutput(), "contrast");
  ExpectClose(fused->GetMap(MapEnum::ContrastError), fit->GetContrastErrorOutput(), "contrast error");
  ExpectClose(fused->GetMap(MapEnum::FitResidual), fit->GetResidualOutput(), "residual");
  ExpectClose(fused->GetStatusOutput(), fit->GetStatusOutput(), "status");
}

std::string
ErrorWith(const std::function<void(FilterType<5> *)> & change)
{
  const auto filter = Configure<5>(SpeckleSeries<5>());
  change(filter);
  try
  {
    filter->Update();
  }
  catch (const itk::ExceptionObject & error)
  {
    return error.GetDescription();
  }
  return "";
}

} // namespace

TEST(StructureDynamicsImageFilter, EqualsTheComposedPipeline)
{
  ExpectComposedEqualsFused<4>();
  ExpectComposedEqualsFused<5>();
  ExpectComposedEqualsFused<6>();
}

template <unsigned int VDimension>
void
ExpectSameMapInPieces()
{
  const auto series = SpeckleSeries<VDimension>();
  test::ExpectSameInPieces(series.GetPointer(), Configure<VDimension>, [](FilterType<VDimension> * f) {
    return f->GetMap(FilterType<VDimension>::MapEnum::RelaxationTime);
  });
}

TEST(StructureDynamicsImageFilter, IsTheSameInPieces)
{
  using MapEnum = FilterType<5>::MapEnum;
  const auto series = SpeckleSeries<5>();
  ExpectSameMapInPieces<4>();
  ExpectSameMapInPieces<6>();
  test::ExpectSameInPieces(
    series.GetPointer(), Configure<5>, [](FilterType<5> * f) { return f->GetMeanPatternOutput(); });
  test::ExpectSameInPieces(
    series.GetPointer(), Configure<5>, [](FilterType<5> * f) { return f->GetMap(MapEnum::RelaxationTime); });
  test::ExpectSameInPieces(
    series.GetPointer(), Configure<5>, [](FilterType<5> * f) { return f->GetMap(MapEnum::FluctuationVariance); });
  test::ExpectSameInPieces(
    series.GetPointer(), Configure<5>, [](FilterType<5> * f) { return f->GetCorrelationOutput(); });
  test::ExpectSameInPieces(series.GetPointer(), Configure<5>, [](FilterType<5> * f) { return f->GetStatusOutput(); });
}

TEST(StructureDynamicsImageFilter, RecoversAPrescribedRelaxation)
{
  // at two scan points, <D(t1) D(t2)> = beta exp(-2 (t / tau)^gamma) exactly over the annulus
  const stem5d::DetectorGrid grid{ { 66, 66 },
                                   { test::QSpacing, test::QSpacing },
                                   { -32.5 * test::QSpacing, -32.5 * test::QSpacing } };
  const auto                 labels = stem5d::RadialMask(grid, { { 4.2, 4.6 } }, {}, {}, {});
  const auto                 pixels = stem5d::PixelsOfLabels(labels);
  Eigen::MatrixXd intensity[2] = { test::SeriesWithCovariance(test::KWWCovariance(53, 2.0, 0.05, 25.0, 1.2), 212),
                                   test::SeriesWithCovariance(test::KWWCovariance(53, 2.0, 0.08, 60.0, 0.8), 212) };
  std::vector<Eigen::Index> columnOf(grid.NumberOfPixels(), -1);
  for (Eigen::Index column = 0; column < pixels.NumberOfPixels(); ++column)
  {
    columnOf[pixels.offsets[column]] = column;
  }
  const auto series = test::MakeSeries<float, 5>(66, { 2, 1 }, 53, [&](const test::Position & p) {
    return columnOf[p.pixel] < 0 ? 1.0 : intensity[p.point](p.frame, columnOf[p.pixel]);
  });
  const auto annulus = test::LabelsFor(series.GetPointer(), { { 4.2, 4.6 } });
  auto       filter = itk::StructureDynamicsImageFilter<itk::Image<float, 5>>::New();
  filter->SetInput(series);
  filter->SetDynamicsLabels(annulus->GetOutput());
  filter->SetStructureLabels(annulus->GetOutput());
  stem5d::StructureDynamicsSettings settings;
  settings.timeBin = 1;
  settings.blurSigma = 0.0;
  filter->SetSettings(settings);
  filter->Update();
  using MapEnum = decltype(filter)::ObjectType::MapEnum;
  const double expected[2][3] = { { 25.0, 1.2, 0.05 }, { 60.0, 0.8, 0.08 } };
  for (int point = 0; point < 2; ++point)
  {
    EXPECT_NEAR(filter->GetMap(MapEnum::RelaxationTime)->GetBufferPointer()[point] / expected[point][0], 1.0, 1e-4);
    EXPECT_NEAR(filter->GetMap(MapEnum::StretchExponent)->GetBufferPointer()[point] / expected[point][1], 1.0, 1e-4);
    EXPECT_NEAR(filter->GetMap(MapEnum::Contrast)->GetBufferPointer()[point] / expected[point][2], 1.0, 1e-4);
    // every frame has the variance of the diagonal
    EXPECT_NEAR(filter->GetMap(MapEnum::FluctuationVariance)->GetBufferPointer()[point], expected[point][2], 1e-6);
    EXPECT_EQ(filter->GetStatusOutput()->GetBufferPointer()[point], stem5d::OK);
  }
}

TEST(StructureDynamicsImageFilter, FlagsPointsWithoutAnswer)
{
  // scan points: constant, static, all NaN, dark
  const auto series = test::MakeSeries<float, 5>(32, { 4, 1 }, 20, [](const test::Position & p) {
    const double values[] = {
      7.0, 10.0 + static_cast<double>(p.pixel * 7919 % 13), std::numeric_limits<double>::quiet_NaN(), 0.0
    };
    return values[p.point];
  });
  auto       filter = itk::StructureDynamicsImageFilter<itk::Image<float, 5>>::New();
  filter->SetInput(series);
  filter->SetDynamicsLabels(test::LabelsFor(series.GetPointer(), { { 2.0, 3.0 } })->GetOutput());
  filter->SetStructureLabels(test::LabelsFor(series.GetPointer(), { { 1.5, 3.5 } })->GetOutput());
  filter->Update();
  using MapEnum = decltype(filter)::ObjectType::MapEnum;
  const auto * status = filter->GetStatusOutput()->GetBufferPointer();
  const auto * tau = filter->GetMap(MapEnum::RelaxationTime)->GetBufferPointer();
  const auto * variance = filter->GetMap(MapEnum::FluctuationVariance)->GetBufferPointer();

  EXPECT_TRUE(status[0] & stem5d::LOW_CONTRAST);
  EXPECT_TRUE(std::isnan(tau[0]));
  EXPECT_EQ(variance[0], 0.0f);

  EXPECT_TRUE(status[1] & stem5d::AT_TAU_BOUND);
  EXPECT_TRUE(status[1] & stem5d::CENSORED);
  EXPECT_GT(variance[1], 0.0f);

  for (const int point : { 2, 3 })
  {
    EXPECT_TRUE(status[point] & stem5d::MASKED);
    EXPECT_TRUE(std::isnan(tau[point]) && std::isnan(variance[point]));
  }
}

TEST(StructureDynamicsImageFilter, AveragesThePatternsOfAPointWhereTheyAreFinite)
{
  const auto series = test::MakeSeries<float, 5>(32, { 2, 1 }, 20, [](const test::Position & p) {
    const bool isDead = p.point == 1 && ((p.pixel == 7 && p.frame < 5) || p.pixel == 8);
    return isDead ? std::numeric_limits<double>::quiet_NaN() : 1.0 + static_cast<double>(p.frame + p.pixel % 3);
  });
  auto       filter = itk::StructureDynamicsImageFilter<itk::Image<float, 5>>::New();
  filter->SetInput(series);
  filter->SetDynamicsLabels(test::LabelsFor(series.GetPointer(), { { 2.0, 3.0 } })->GetOutput());
  filter->SetStructureLabels(test::LabelsFor(series.GetPointer(), { { 1.5, 3.5 } })->GetOutput());
  filter->Update();
  const float * means = filter->GetMeanPatternOutput()->GetBufferPointer();
  EXPECT_FLOAT_EQ(means[0], 10.5f);         // 1 + the mean of 0 .. 19
  EXPECT_FLOAT_EQ(means[1024 + 7], 14.0f);  // frames 5 .. 19 of pixel 7: 2 + the mean of 5 .. 19
  EXPECT_TRUE(std::isnan(means[1024 + 8])); // no frame
  EXPECT_FLOAT_EQ(means[1024 + 9], 10.5f);
}

TEST(StructureDynamicsImageFilter, RefusesBadSettings)
{
  const auto with = [](auto change) {
    return ErrorWith([&](FilterType<5> * filter) {
      auto settings = filter->GetSettings();
      change(settings);
      filter->SetSettings(settings);
    });
  };
  EXPECT_EQ(with([](auto &) {}), "");
  EXPECT_NE(with([](auto & s) { s.detectorBin = 0; }).find("detector binning 0"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.detectorBin = 4; }).find("make it on the detector pixels"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.timeBin = 0; }).find("time bin of 0"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.blurSigma = -1.0; }).find("the blur is -1"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.lastDelay = 12; }).find("1 .. 12 do not fit into 12 frames"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.lastDelay = 3; }).find("number of delays is 3"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.fit.tauHigh = 0.0; }).find("upper bound of the relaxation time"), std::string::npos);
}

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

#include <algorithm>
#include <cstring>

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
  const double speed = 0.03 + 0.01 * static_cast<double>(p.point % 5);
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
  return test::MakeSeries<unsigned short, VDimension>(32, test::SmallScan<VDimension>(), 33, DriftingSpeckles);
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
ExpectClose(const TImage * a, const TImage * b, const char * name, double tolerance = 1e-5)
{
  ASSERT_EQ(a->GetBufferedRegion(), b->GetBufferedRegion()) << name;
  EXPECT_EQ(a->GetSpacing(), b->GetSpacing()) << name;
  EXPECT_EQ(a->GetOrigin(), b->GetOrigin()) << name;
  for (std::size_t i = 0; i < a->GetBufferedRegion().GetNumberOfPixels() * a->GetNumberOfComponentsPerPixel(); ++i)
  {
    const double x = a->GetBufferPointer()[i];
    const double y = b->GetBufferPointer()[i];
    ASSERT_TRUE((std::isnan(x) && std::isnan(y)) || std::abs(x - y) <= tolerance * std::abs(x))
      << name << ' ' << x << ' ' << y;
  }
}

/** The components of a scan point are G(t1, t2), t1 fastest, and so are the first two axes of the other image. */
template <typename TCurves, typename TMatrices>
void
ExpectSameMatrices(const TCurves * curves, const TMatrices * matrices)
{
  const std::size_t values = matrices->GetBufferedRegion().GetNumberOfPixels();
  ASSERT_EQ(curves->GetBufferedRegion().GetNumberOfPixels() * curves->GetNumberOfComponentsPerPixel(), values);
  ASSERT_EQ(curves->GetNumberOfComponentsPerPixel(),
            matrices->GetBufferedRegion().GetSize(0) * matrices->GetBufferedRegion().GetSize(1));
  for (std::size_t i = 0; i < values; ++i)
  {
    ASSERT_NEAR(curves->GetBufferPointer()[i], matrices->GetBufferPointer()[i], 1e-5) << i;
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
  fused->KeepTwoTimeOn();
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
  settings.recordLength = 66.0;
  settings.framePeriod = 4.0;
  fit->SetInput(average->GetOutput());
  fit->SetDelays(average->GetDelays());
  fit->SetSettings(settings);
  fit->Update();

  // Between the filters G, near 1, is rounded to 6e-8. The fit leaves residuals of 2e-4 and more, to which that is
  // 3e-4, and the errors are proportional to them.
  constexpr double ofResiduals = 3e-4;
  ExpectClose(fused->GetMap(MapEnum::FluctuationVariance), variance->GetVarianceOutput(), "V");
  ExpectClose(fused->GetMap(MapEnum::FluctuationVarianceError), variance->GetVarianceErrorOutput(), "V error");
  ExpectClose(fused->GetMap(MapEnum::MeanIntensity), variance->GetMeanIntensityOutput(), "mean intensity");
  ExpectClose(fused->GetRingVarianceOutput(), variance->GetRingVarianceOutput(), "V(Q)");
  ExpectSameMatrices(fused->GetTwoTimeOutput(), twoTime->GetOutput());
  ExpectClose(fused->GetCorrelationOutput(), average->GetOutput(), "g(t)");
  ExpectClose(fused->GetCorrelationErrorOutput(), average->GetErrorOutput(), "g(t) error", ofResiduals);
  ExpectClose(fused->GetMap(MapEnum::RelaxationTime), fit->GetRelaxationTimeOutput(), "tau");
  ExpectClose(
    fused->GetMap(MapEnum::RelaxationTimeError), fit->GetRelaxationTimeErrorOutput(), "tau error", ofResiduals);
  ExpectClose(fused->GetMap(MapEnum::StretchExponent), fit->GetStretchExponentOutput(), "gamma");
  ExpectClose(
    fused->GetMap(MapEnum::StretchExponentError), fit->GetStretchExponentErrorOutput(), "gamma error", ofResiduals);
  ExpectClose(fused->GetMap(MapEnum::Contrast), fit->GetContrastOutput(), "contrast");
  ExpectClose(fused->GetMap(MapEnum::ContrastError), fit->GetContrastErrorOutput(), "contrast error", ofResiduals);
  ExpectClose(fused->GetMap(MapEnum::FitResidual), fit->GetResidualOutput(), "residual", ofResiduals);
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

/** Every output by `workUnits` work units, scan row after scan row (streamed) or all at once. */
template <unsigned int VDimension>
std::vector<std::vector<float>>
EveryOutput(SeriesType<VDimension> * series, unsigned int workUnits, bool streamed)
{
  auto filter = Configure<VDimension>(series);
  filter->KeepTwoTimeOn();
  filter->SetNumberOfWorkUnits(workUnits);
  filter->UpdateOutputInformation();
  using CurvesType = typename FilterType<VDimension>::CurvesType;
  const std::vector<CurvesType *> curves{ filter->GetCorrelationOutput(),    filter->GetCorrelationErrorOutput(),
                                          filter->GetAgeCorrelationOutput(), filter->GetRingVarianceOutput(),
                                          filter->GetMeanPatternOutput(),    filter->GetFrameIntensityOutput(),
                                          filter->GetSectorVarianceOutput(), filter->GetTwoTimeOutput() };
  EXPECT_EQ(filter->GetNumberOfIndexedOutputs(), filter->NumberOfMaps + 1 + curves.size());
  const auto                      whole = filter->GetOutput()->GetLargestPossibleRegion();
  std::vector<std::vector<float>> values(filter->GetNumberOfIndexedOutputs());
  const itk::SizeValueType        rows = streamed ? whole.GetSize(VDimension - 4) : 1;
  for (itk::SizeValueType row = 0; row < rows; ++row)
  {
    auto piece = whole;
    if (streamed)
    {
      piece.SetIndex(VDimension - 4, whole.GetIndex(VDimension - 4) + static_cast<itk::IndexValueType>(row));
      piece.SetSize(VDimension - 4, 1);
    }
    filter->GetOutput()->SetRequestedRegion(piece);
    filter->Update();
    const auto append = [&](std::size_t output, const auto * image) {
      EXPECT_EQ(image->GetBufferedRegion(), piece);
      values[output].insert(values[output].end(),
                            image->GetBufferPointer(),
                            image->GetBufferPointer() +
                              piece.GetNumberOfPixels() * image->GetNumberOfComponentsPerPixel());
    };
    for (unsigned int map = 0; map < filter->NumberOfMaps; ++map)
    {
      append(map, filter->GetOutput(map));
    }
    append(filter->NumberOfMaps, filter->GetStatusOutput());
    for (std::size_t i = 0; i < curves.size(); ++i)
    {
      append(filter->NumberOfMaps + 1 + i, curves[i]);
    }
  }
  return values;
}

template <unsigned int VDimension>
void
ExpectEveryOutputSameInPieces()
{
  const auto series = SpeckleSeries<VDimension>();
  const auto reference = EveryOutput<VDimension>(series, 1, false);
  for (std::size_t output = 0; output < reference.size(); ++output)
  {
    const auto isFinite = [](float value) { return std::isfinite(value); };
    EXPECT_TRUE(std::any_of(reference[output].begin(), reference[output].end(), isFinite)) << "output " << output;
  }
  for (const auto & [workUnits, streamed] :
       { std::pair{ 2u, false }, { 3u, false }, { 8u, false }, { 1u, true }, { 3u, true } })
  {
    const auto values = EveryOutput<VDimension>(series, workUnits, streamed);
    for (std::size_t output = 0; output < reference.size(); ++output)
    {
      ASSERT_EQ(values[output].size(), reference[output].size()) << "output " << output;
      EXPECT_EQ(std::memcmp(values[output].data(), reference[output].data(), values[output].size() * sizeof(float)), 0)
        << "output " << output << ", " << workUnits << " work units, streamed: " << streamed;
    }
  }
}

TEST(StructureDynamicsImageFilter, IsTheSameInPieces)
{
  ExpectEveryOutputSameInPieces<4>();
  ExpectEveryOutputSameInPieces<5>();
  ExpectEveryOutputSameInPieces<6>();
}

template <unsigned int VDimension>
void
ExpectStreams()
{
  const auto series = SpeckleSeries<VDimension>();
  test::ExpectSameInPieces(series.GetPointer(), Configure<VDimension>, [](FilterType<VDimension> * f) {
    return f->GetMap(FilterType<VDimension>::MapEnum::RelaxationTimeA);
  });
  test::ExpectSameInPieces(series.GetPointer(), Configure<VDimension>, [](FilterType<VDimension> * f) {
    return f->GetSectorVarianceOutput();
  });
}

TEST(StructureDynamicsImageFilter, AsksForItsInputInPieces)
{
  ExpectStreams<4>();
  ExpectStreams<5>();
  ExpectStreams<6>();
}

TEST(StructureDynamicsImageFilter, KeepsTwoTimeOnlyWhereAsked)
{
  const auto series = SpeckleSeries<4>();
  auto       filter = Configure<4>(series);
  filter->Update();
  EXPECT_EQ(filter->GetTwoTimeOutput()->GetNumberOfComponentsPerPixel(), 1u);
  EXPECT_EQ(filter->GetTwoTimeOutput()->GetBufferPointer()[2], 0.0F);
  filter->KeepTwoTimeOn();
  filter->Update();
  EXPECT_EQ(filter->GetTwoTimeOutput()->GetNumberOfComponentsPerPixel(), 16u * 16u); // 33 frames, binned by 2
  EXPECT_GT(filter->GetTwoTimeOutput()->GetBufferPointer()[0], 1.0F);
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
  EXPECT_NE(with([](auto & s) { s.lastDelay = 16; }).find("1 .. 16 do not fit into 16 frames"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.lastDelay = 3; }).find("number of delays is 3"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.fit.tauHigh = 0.0; }).find("upper bound of the relaxation time"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.partition.sectors = 5; }).find("sectors is 5"), std::string::npos);
  EXPECT_NE(with([](auto & s) { s.partition.guardBand = -0.5; }).find("guard band between the halves is -0.5"),
            std::string::npos);
}

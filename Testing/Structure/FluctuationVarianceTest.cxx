/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FluctuationVariance.h"
#include "TestSeries.h"
#include "itkFluctuationVarianceImageFilter.h"

#include <numeric>

namespace
{

Eigen::ArrayXd
Draw(Eigen::Index count, const std::function<double()> & value)
{
  return Eigen::ArrayXd::NullaryExpr(count, value);
}

template <unsigned int VDimension>
using FilterType = itk::FluctuationVarianceImageFilter<itk::Image<float, VDimension>>;

/** Sets the pattern of a frame. */
void
SetPattern(stem5d::FluctuationVarianceSeries & series, Eigen::Index frame, const float * pattern)
{
  stem5d::PixelBlock block(static_cast<Eigen::Index>(series.Offsets().size()), 1);
  for (Eigen::Index row = 0; row < block.Pixels(); ++row)
  {
    *block[row] = pattern[series.Offsets()[row]];
  }
  series.SetPatterns(frame, 1, block);
}

/** A halo: intensity that depends on |Q| alone. */
double
Halo(const test::Position & p)
{
  return 100.0 * std::exp(-0.5 * std::pow((std::hypot(p.kx, p.ky) - 4.4) / 0.5, 2)) + 5.0;
}

} // namespace

TEST(FluctuationVariance, OfAConstantIsZero)
{
  EXPECT_LT(stem5d::FluctuationVariance(Eigen::ArrayXd::Constant(1444, 3.7)), 1e-28); // rounding, squared
  EXPECT_TRUE(std::isnan(stem5d::FluctuationVariance(Eigen::ArrayXd::Zero(10))));
}

TEST(FluctuationVariance, OfACosineIsHalfItsSquaredAmplitude)
{
  const Eigen::ArrayXd phi = Eigen::ArrayXd::LinSpaced(37, 0.0, 2.0 * std::acos(-1.0)).head(36);
  EXPECT_NEAR(stem5d::FluctuationVariance(1.0 + 0.8 * (3.0 * phi + 0.2).cos()), 0.32, 1e-14);
}

TEST(FluctuationVariance, OfTwoLevels)
{
  Eigen::ArrayXf levels = Eigen::ArrayXf::Constant(100, 2.0f); // b
  levels.head(30).setConstant(7.0f);                           // a, p = 0.3
  EXPECT_NEAR(stem5d::FluctuationVariance(levels), 0.3 * 0.7 * 25.0 / std::pow(0.3 * 7.0 + 0.7 * 2.0, 2), 1e-14);
}

TEST(FluctuationVariance, OfIndependentGammaPixelsHasItsFiniteNumberMean)
{
  // E[V] = (N - 1) / (N M + 1)
  std::mt19937 generator(7);
  for (const auto & [modes, pixels] : { std::pair{ 1, 40 }, std::pair{ 3, 25 } })
  {
    std::gamma_distribution<> gamma(modes);
    const Eigen::ArrayXd      v =
      Draw(20000, [&, n = pixels] { return stem5d::FluctuationVariance(Draw(n, [&] { return gamma(generator); })); });
    const auto average = stem5d::MeanAndError(v);
    EXPECT_LT(std::abs(average.mean - (pixels - 1.0) / (pixels * modes + 1.0)), 3.0 * average.error);
  }
}

TEST(FluctuationVariance, OfPoissonPixelsGivenTheirSum)
{
  // E[V] = (N - 1) / S: the counts of N pixels given their sum S are multinomial
  std::mt19937                    generator(8);
  std::uniform_int_distribution<> pixel(0, 29);
  const Eigen::ArrayXd            v = Draw(20000, [&] {
    Eigen::ArrayXd counts = Eigen::ArrayXd::Zero(30);
    for (int electron = 0; electron < 120; ++electron)
    {
      counts[pixel(generator)] += 1.0;
    }
    return stem5d::FluctuationVariance(counts);
  });
  const auto                      average = stem5d::MeanAndError(v);
  EXPECT_LT(std::abs(average.mean - 29.0 / 120.0), 3.0 * average.error);
}

TEST(FluctuationVarianceSeries, LeavesEmptyRingsAndPatternsOut)
{
  stem5d::RingPixels pixels;
  pixels.offsets = { 0, 1, 2, 3 };
  pixels.first = { 0, 2, 2, 4 }; // the second ring has no pixel
  stem5d::FluctuationVarianceSeries series(pixels, 4);
  const float                       nan = std::numeric_limits<float>::quiet_NaN();
  const float patterns[4][4] = { { 1, 3, 2, 2 }, { 0, 0, 1, 3 }, { 0, 0, 0, 0 }, { 1, 3, nan, 2 } };
  for (int frame = 0; frame < 4; ++frame)
  {
    SetPattern(series, frame, patterns[frame]);
  }
  // V of (1, 3) is 1/4: 1/8 as the mean of two rings in frame 0, 1/4 in frame 1 whose first ring is dark
  EXPECT_EQ(series.Variance().count, 2);
  EXPECT_DOUBLE_EQ(series.Variance().mean, 0.1875);
  EXPECT_EQ(series.RingVariance(0).mean, 0.25);
  EXPECT_TRUE(std::isnan(series.RingVariance(1).mean));
  EXPECT_EQ(series.MeanIntensity().mean, 1.0); // (2 + 1 + 0) / 3
}

TEST(VarianceAndNoise, OfCountsGivenTheirSumIsThatOfTheExpectation)
{
  // E[V] = (N - 1) / S and <1 / <I>> = N / S: what is left is -1 / S, of counts and of counts times a gain
  std::mt19937                    generator(9);
  std::uniform_int_distribution<> pixel(0, 29);
  stem5d::RingPixels              ring;
  for (Eigen::Index offset = 0; offset < 30; ++offset)
  {
    ring.offsets.push_back(offset);
  }
  ring.first.push_back(30);
  for (const float gain : { 1.0F, 3.0F })
  {
    constexpr int                     frames = 20000;
    stem5d::FluctuationVarianceSeries series(ring, frames);
    for (int frame = 0; frame < frames; ++frame)
    {
      Eigen::ArrayXf counts = Eigen::ArrayXf::Zero(30);
      for (int electron = 0; electron < 120; ++electron)
      {
        counts[pixel(generator)] += gain;
      }
      SetPattern(series, frame, counts.data());
    }
    EXPECT_NEAR(series.Whole().noisePerGain, 30.0 / 120.0 / gain, 1e-12);
    EXPECT_NEAR(series.Whole().Corrected(gain), -1.0 / 120.0, 3.0 * series.Variance().error);
    EXPECT_EQ(series.Whole().Corrected(0.0), series.Whole().variance);
  }
}

namespace
{

/** V and its noise of the pixels of a series that are kept, by the definitions. */
stem5d::VarianceAndNoise
DirectVariance(const stem5d::RingPixels &               pixels,
               const stem5d::Series<float> &            patterns,
               const std::function<bool(std::size_t)> & isKept)
{
  double variance = 0.0;
  double noise = 0.0;
  for (Eigen::Index frame = 0; frame < patterns.rows(); ++frame)
  {
    double ofFrame[2] = { 0.0, 0.0 };
    double weight = 0.0;
    for (Eigen::Index ring = 0; ring < pixels.NumberOfRings(); ++ring)
    {
      std::vector<double> values;
      for (Eigen::Index pixel = pixels.first[ring]; pixel < pixels.first[ring + 1]; ++pixel)
      {
        if (isKept(pixel))
        {
          values.push_back(patterns(frame, pixels.offsets[pixel]));
        }
      }
      const Eigen::Map<const Eigen::ArrayXd> kept(values.data(), static_cast<Eigen::Index>(values.size()));
      if (kept.size() > 0)
      {
        const auto count = static_cast<double>(kept.size());
        ofFrame[0] += count * ((kept / kept.mean()).square().mean() - 1.0);
        ofFrame[1] += count / kept.mean();
        weight += count;
      }
    }
    variance += ofFrame[0] / weight / static_cast<double>(patterns.rows());
    noise += ofFrame[1] / weight / static_cast<double>(patterns.rows());
  }
  return { variance, noise };
}

} // namespace

TEST(FluctuationVarianceSeries, OfPartsIsThatOfTheirPixels)
{
  const stem5d::DetectorGrid    grid{ { 32, 32 },
                                   { test::QSpacing, test::QSpacing },
                                   { -15.5 * test::QSpacing, -15.5 * test::QSpacing } };
  stem5d::Pattern<std::uint8_t> bad = stem5d::Pattern<std::uint8_t>::Zero(32, 32);
  bad.block(14, 0, 4, 16).setOnes();
  const auto                      annuli = stem5d::DivideIntoRings({ 0.3, 3.4 }, test::QSpacing);
  const auto                      pixels = stem5d::PixelsOfLabels(stem5d::RadialMask(grid, annuli, {}, {}, bad));
  std::mt19937                    generator(10);
  std::exponential_distribution<> exponential(0.1);
  const stem5d::Series<float>     patterns =
    stem5d::Series<float>::NullaryExpr(5, 32 * 32, [&] { return static_cast<float>(1.0 + exponential(generator)); });

  for (const std::size_t sectors : { 0, 2, 12 })
  {
    for (const double guardBand : { 0.0, 0.7 })
    {
      const stem5d::AzimuthalPartition  partition(pixels, grid, { sectors, true, guardBand });
      stem5d::FluctuationVarianceSeries series(pixels, 5, partition);
      for (Eigen::Index frame = 0; frame < 5; ++frame)
      {
        SetPattern(series, frame, patterns.row(frame).data());
      }
      const auto expectVariance = [&](const stem5d::VarianceAndNoise & found, auto isKept) {
        const stem5d::VarianceAndNoise expected = DirectVariance(pixels, patterns, isKept);
        EXPECT_NEAR(found.variance, expected.variance, 1e-12) << sectors << ' ' << guardBand;
        EXPECT_NEAR(found.noisePerGain, expected.noisePerGain, 1e-12);
      };
      expectVariance(series.Whole(), [](std::size_t) { return true; });
      for (const int half : { 0, 1 })
      {
        expectVariance(series.Half(half), [&](std::size_t pixel) { return partition.half[pixel] == half; });
      }
      const Eigen::MatrixX2d without = series.WithoutSectors();
      ASSERT_EQ(without.rows(), static_cast<Eigen::Index>(sectors));
      for (int sector = 0; sector < without.rows(); ++sector)
      {
        expectVariance({ without(sector, 0), without(sector, 1) },
                       [&](std::size_t pixel) { return partition.sector[pixel] != sector; });
      }
    }
  }
}

TEST(FluctuationVarianceSeries, LeavesPartsWithoutIntensityOut)
{
  // half 0 and sector 0 have all the counts of the first frame: what is left has a mean of 0 but for rounding
  for (Eigen::Index n = 4; n <= 200; n += 7)
  {
    stem5d::RingPixels         ring;
    stem5d::AzimuthalPartition partition;
    partition.sectors = 2;
    for (Eigen::Index pixel = 0; pixel < 2 * n; ++pixel)
    {
      ring.offsets.push_back(pixel);
      partition.half.push_back(pixel < n ? 0 : 1);
      partition.sector.push_back(pixel < n ? 0 : 1);
    }
    ring.first.push_back(2 * n);
    Eigen::ArrayXf one = Eigen::ArrayXf::Zero(2 * n);
    one.head(n) = Eigen::ArrayXf::LinSpaced(n, 1.0F, 2.0F);
    const Eigen::ArrayXf              both = 1.0F + Eigen::ArrayXf::LinSpaced(2 * n, 0.0F, 5.0F);
    stem5d::FluctuationVarianceSeries series(ring, 2, partition);
    SetPattern(series, 0, one.data());
    SetPattern(series, 1, both.data());
    const double expected = stem5d::FluctuationVariance(both.tail(n));
    EXPECT_NEAR(series.Half(1).variance, expected, 1e-12) << n;
    EXPECT_NEAR(series.WithoutSectors()(0, 0), expected, 1e-12) << n;
  }
}

TEST(FluctuationVarianceSeries, TakesPatternsInAnyBlocksAndLeavesTheirDeviations)
{
  stem5d::RingPixels rings;
  rings.offsets.resize(70);
  std::iota(rings.offsets.begin(), rings.offsets.end(), Eigen::Index{ 0 });
  rings.first = { 0, 40, 70 };
  std::mt19937                    generator(11);
  std::exponential_distribution<> exponential(0.1);
  constexpr Eigen::Index          frames = 75;
  const stem5d::Series<float>     patterns =
    stem5d::Series<float>::NullaryExpr(frames, 70, [&] { return static_cast<float>(exponential(generator)); });

  stem5d::FluctuationVarianceSeries single(rings, frames);
  stem5d::FluctuationVarianceSeries whole(rings, frames);
  stem5d::PixelBlock                block(70, frames);
  for (Eigen::Index pixel = 0; pixel < 70; ++pixel)
  {
    Eigen::VectorXf::Map(block[pixel], frames) = patterns.col(pixel);
  }
  whole.SetPatterns(0, frames, block);
  for (Eigen::Index frame = 0; frame < frames; ++frame)
  {
    SetPattern(single, frame, patterns.row(frame).data());
    for (Eigen::Index pixel = 0; pixel < 70; ++pixel)
    {
      const float mean = pixel < 40 ? patterns.row(frame).head(40).mean() : patterns.row(frame).tail(30).mean();
      EXPECT_NEAR(block[pixel][frame], patterns(frame, pixel) / mean - 1.0F, 4e-6F);
    }
  }
  EXPECT_EQ(whole.Variance().mean, single.Variance().mean);
  EXPECT_EQ(whole.RingVariance(1).mean, single.RingVariance(1).mean);
  EXPECT_EQ((whole.FrameIntensity() - single.FrameIntensity()).abs().maxCoeff(), 0.0);
}

TEST(FluctuationVarianceSeries, HasNoHalvesWhereThereAreNone)
{
  stem5d::RingPixels ring;
  ring.offsets = { 0, 1, 2, 3 };
  ring.first = { 0, 4 };
  const stem5d::DetectorGrid        grid{ { 2, 2 }, { 1.0, 1.0 }, { -0.5, -0.5 } };
  const float                       pattern[] = { 1, 3, 3, 1 };
  stem5d::FluctuationVarianceSeries whole(ring, 1, stem5d::AzimuthalPartition(ring, grid, { 2, false, 0.0 }));
  stem5d::FluctuationVarianceSeries guarded(ring, 1, stem5d::AzimuthalPartition(ring, grid, { 2, true, 1.5 }));
  for (auto * series : { &whole, &guarded })
  {
    SetPattern(*series, 0, pattern);
    EXPECT_EQ(series->Whole().variance, 0.25);
    EXPECT_TRUE(std::isnan(series->Half(0).variance) && std::isnan(series->Half(1).noisePerGain));
    EXPECT_EQ(series->WithoutSectors()(0, 0), 0.0); // the pixels 1 and 2, both of them 3
  }
}

template <unsigned int VDimension>
void
ExpectRingsIgnoreTheHaloAndBadPixels()
{
  const auto series =
    test::MakeSeries<float, VDimension>(66, test::SmallScan<VDimension>(), 2, [](const test::Position & p) {
      const bool behindBeamStop = std::abs(p.ky) < 0.5 && p.kx < 0.0;
      return behindBeamStop ? 0.0 : (1.0 + 0.6 * std::cos(std::atan2(p.ky, p.kx) + p.frame)) * Halo(p);
    });
  const auto bad = test::BeamStopFor(series.GetPointer(), 0.5);

  auto pooled = FilterType<VDimension>::New();
  pooled->SetInput(series);
  pooled->SetLabels(test::LabelsFor(series.GetPointer(), { { 3.0, 5.8 } }, bad)->GetOutput());
  pooled->Update();
  auto rings = FilterType<VDimension>::New();
  rings->SetInput(series);
  rings->SetLabels(
    test::LabelsFor(series.GetPointer(), stem5d::DivideIntoRings({ 3.0, 5.8 }, test::QSpacing), bad)->GetOutput());
  rings->Update();

  const itk::Image<float, VDimension - 3> * map = rings->GetVarianceOutput();
  ASSERT_EQ(map->GetBufferedRegion().GetNumberOfPixels(),
            series->GetBufferedRegion().GetNumberOfPixels() / (66 * 66 * 2));
  EXPECT_EQ(map->GetSpacing()[0], 0.16);
  EXPECT_NEAR(map->GetOrigin()[0] + map->GetBufferedRegion().GetIndex(0) * 0.16, 5.0, 1e-12);
  EXPECT_EQ(rings->GetRingVarianceOutput()->GetNumberOfComponentsPerPixel(), 12u);
  for (std::size_t point = 0; point < map->GetBufferedRegion().GetNumberOfPixels(); ++point)
  {
    // m^2 / 2 = 0.18 but for the wedge that the beam stop takes away and the halo's slope within a ring
    EXPECT_NEAR(map->GetBufferPointer()[point], 0.18, 0.02);
    EXPECT_GT(pooled->GetVarianceOutput()->GetBufferPointer()[point], 0.3); // the halo's radial profile comes on top
    EXPECT_GT(rings->GetMeanIntensityOutput()->GetBufferPointer()[point], 0.0f);
  }
}

TEST(FluctuationVarianceImageFilter, RingsIgnoreTheHaloAndBadPixels)
{
  ExpectRingsIgnoreTheHaloAndBadPixels<4>();
  ExpectRingsIgnoreTheHaloAndBadPixels<5>();
  ExpectRingsIgnoreTheHaloAndBadPixels<6>();
}

TEST(FluctuationVarianceImageFilter, AMaskedConstantHasNone)
{
  const auto series = test::MakeSeries<float, 5>(66, { 2, 1 }, 3, [](const test::Position & p) {
    return std::abs(p.ky) < 0.5 && p.kx < 0.0 ? std::numeric_limits<double>::quiet_NaN() : 6.0;
  });
  const auto bad = test::BeamStopFor(series.GetPointer(), 0.5);
  auto       filter = FilterType<5>::New();
  filter->SetInput(series);
  filter->SetLabels(test::LabelsFor(series.GetPointer(), { { 3.0, 5.8 } }, bad)->GetOutput());
  filter->Update();
  EXPECT_EQ(filter->GetVarianceOutput()->GetBufferPointer()[1], 0.0f);
  EXPECT_EQ(filter->GetMeanIntensityOutput()->GetBufferPointer()[1], 6.0f);
}

template <unsigned int VDimension>
void
ExpectVarianceSameInPieces()
{
  using ImageType = itk::Image<float, VDimension>;
  using VarianceType = FilterType<VDimension>;
  const auto series = test::MakeSeries<float, VDimension>(32, test::SmallScan<VDimension>(), 6, test::RandomCounts);
  const auto configure = [](ImageType * input) {
    const auto labels = test::LabelsFor(input, stem5d::DivideIntoRings({ 2.0, 3.0 }, test::QSpacing));
    auto       filter = VarianceType::New();
    filter->SetInput(input);
    filter->SetLabels(labels->GetOutput());
    return filter;
  };
  auto * input = series.GetPointer();
  test::ExpectSameInPieces(input, configure, [](VarianceType * filter) { return filter->GetVarianceOutput(); });
  test::ExpectSameInPieces(input, configure, [](VarianceType * filter) { return filter->GetVarianceErrorOutput(); });
  test::ExpectSameInPieces(input, configure, [](VarianceType * filter) { return filter->GetRingVarianceOutput(); });
}

TEST(FluctuationVarianceImageFilter, IsTheSameInPieces)
{
  ExpectVarianceSameInPieces<4>();
  ExpectVarianceSameInPieces<5>();
  ExpectVarianceSameInPieces<6>();
}

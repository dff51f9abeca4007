/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FluctuationVariance.h"
#include "TestSeries.h"
#include "itkFluctuationVarianceImageFilter.h"

namespace
{

Eigen::ArrayXd
Draw(Eigen::Index count, const std::function<double()> & value)
{
  return Eigen::ArrayXd::NullaryExpr(count, value);
}

template <unsigned int VDimension>
using FilterType = itk::FluctuationVarianceImageFilter<itk::Image<float, VDimension>>;

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
    series.SetPattern(frame, patterns[frame]);
  }
  // V of (1, 3) is 1/4: 1/8 as the mean of two rings in frame 0, 1/4 in frame 1 whose first ring is dark
  EXPECT_EQ(series.Variance().count, 2);
  EXPECT_DOUBLE_EQ(series.Variance().mean, 0.1875);
  EXPECT_EQ(series.RingVariance(0).mean, 0.25);
  EXPECT_TRUE(std::isnan(series.RingVariance(1).mean));
  EXPECT_EQ(series.MeanIntensity().mean, 1.0); // (2 + 1 + 0) / 3
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

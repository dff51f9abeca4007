/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "TestSeries.h"
#include "TwoTimeCorrelation.h"
#include "itkTwoTimeCorrelationImageFilter.h"

namespace
{

using SeriesType = stem5d::Series<double>;
using Normalisation = stem5d::TwoTimeNormalisation;
using stem5d::TwoTimeCorrelation;

constexpr Normalisation AllNormalisations[] = { Normalisation::Frame,       Normalisation::Rings,
                                                Normalisation::TimeAverage, Normalisation::DiagonalSum,
                                                Normalisation::GlobalMean,  Normalisation::PixelMean };

SeriesType
RandomSeries(Eigen::Index frames, Eigen::Index pixels)
{
  std::mt19937                    generator(11);
  std::exponential_distribution<> exponential(0.2);
  return SeriesType::NullaryExpr(frames, pixels, [&] { return 1.0 + exponential(generator); });
}

/** Two rings: the first 20 pixels and the others. */
const std::vector<Eigen::Index> TwoRings{ 0, 20, 50 };

/** The equation, pixel by pixel. */
double
Direct(const SeriesType & intensity, Eigen::Index t1, Eigen::Index t2)
{
  return intensity.row(t1).cwiseProduct(intensity.row(t2)).mean() /
         (intensity.row(t1).mean() * intensity.row(t2).mean());
}

} // namespace

TEST(TwoTimeCorrelation, IsTheEquation)
{
  const SeriesType intensity = RandomSeries(9, 50);
  const auto       g = TwoTimeCorrelation(intensity, TwoRings, Normalisation::Frame);
  for (Eigen::Index t1 = 0; t1 < 9; ++t1)
  {
    for (Eigen::Index t2 = 0; t2 < 9; ++t2)
    {
      EXPECT_NEAR(g(t1, t2), Direct(intensity, t1, t2), 1e-14);
      EXPECT_EQ(g(t1, t2), g(t2, t1));
    }
  }
}

TEST(TwoTimeCorrelation, OfAConstantIsOne)
{
  const SeriesType constant = SeriesType::Constant(7, 50, 13.0);
  for (const Normalisation normalisation : AllNormalisations)
  {
    EXPECT_TRUE((TwoTimeCorrelation(constant, TwoRings, normalisation).array() == 1.0).all())
      << stem5d::ToString(normalisation);
  }
}

TEST(TwoTimeCorrelation, DiagonalIsOnePlusThePooledVariance)
{
  const SeriesType intensity = RandomSeries(9, 50);
  const auto       g = TwoTimeCorrelation(intensity, TwoRings, Normalisation::Frame);
  for (Eigen::Index t = 0; t < 9; ++t)
  {
    const auto   frame = intensity.row(t).array();
    const double variance = (frame - frame.mean()).square().mean() / (frame.mean() * frame.mean());
    EXPECT_NEAR(g(t, t) - 1.0, variance, 1e-14);
  }
}

TEST(TwoTimeCorrelation, IsInvariantToAGainPerFrame)
{
  const SeriesType intensity = RandomSeries(9, 50);
  SeriesType       scaled = intensity;
  for (Eigen::Index t = 0; t < 9; ++t)
  {
    scaled.row(t) *= 1.0 + 0.3 * static_cast<double>(t);
  }
  for (const Normalisation normalisation : { Normalisation::Frame, Normalisation::Rings })
  {
    EXPECT_TRUE(TwoTimeCorrelation(intensity, TwoRings, normalisation)
                  .isApprox(TwoTimeCorrelation(scaled, TwoRings, normalisation), 1e-14));
  }
}

TEST(TwoTimeCorrelation, OfAStaticPatternIsOnePlusV)
{
  const SeriesType frame = RandomSeries(1, 50);
  const SeriesType intensity = frame.replicate(6, 1);
  const double     mean = frame.mean();
  const double     variance = (frame.array() - mean).square().mean() / (mean * mean);
  for (const Normalisation normalisation :
       { Normalisation::Frame, Normalisation::TimeAverage, Normalisation::DiagonalSum, Normalisation::GlobalMean })
  {
    EXPECT_TRUE((TwoTimeCorrelation(intensity, TwoRings, normalisation).array() - (1.0 + variance)).abs().maxCoeff() <
                1e-13)
      << stem5d::ToString(normalisation);
  }
}

TEST(TwoTimeCorrelation, OfRingsIsThePixelWeightedMeanOfTheirOwn)
{
  const SeriesType intensity = RandomSeries(5, 50);
  const auto       g = TwoTimeCorrelation(intensity, TwoRings, Normalisation::Rings);
  const SeriesType inner = intensity.leftCols(20);
  const SeriesType outer = intensity.rightCols(30);
  EXPECT_NEAR(g(1, 3), 0.4 * Direct(inner, 1, 3) + 0.6 * Direct(outer, 1, 3), 1e-14);
  // a slope between the rings is not a fluctuation
  SeriesType slope = SeriesType::Constant(5, 50, 2.0);
  slope.rightCols(30).setConstant(8.0);
  EXPECT_TRUE((TwoTimeCorrelation(slope, TwoRings, Normalisation::Rings).array() == 1.0).all());
  EXPECT_GT(TwoTimeCorrelation(slope, TwoRings, Normalisation::Frame)(0, 1), 1.2);
}

TEST(TwoTimeCorrelation, OtherNormalisationsAreTheirDefinitions)
{
  const SeriesType      intensity = RandomSeries(4, 50);
  const Eigen::VectorXd m = intensity.rowwise().mean();
  const auto            product = [&](int a, int b) { return intensity.row(a).cwiseProduct(intensity.row(b)).mean(); };

  const auto timeAverage = TwoTimeCorrelation(intensity, TwoRings, Normalisation::TimeAverage);
  EXPECT_NEAR(timeAverage(0, 1), product(0, 1) / (m.head(3).mean() * m.tail(3).mean()), 1e-14);
  const auto diagonalSum = TwoTimeCorrelation(intensity, TwoRings, Normalisation::DiagonalSum);
  EXPECT_NEAR(
    diagonalSum.diagonal(2).sum(), 2.0 * (product(0, 2) + product(1, 3)) / (m[0] * m[2] + m[1] * m[3]), 1e-13);
  const auto globalMean = TwoTimeCorrelation(intensity, TwoRings, Normalisation::GlobalMean);
  EXPECT_NEAR(globalMean(3, 1), product(3, 1) / std::pow(m.mean(), 2), 1e-14);
  const auto               pixelMean = TwoTimeCorrelation(intensity, TwoRings, Normalisation::PixelMean);
  const Eigen::RowVectorXd p = intensity.colwise().mean();
  const Eigen::ArrayXd ratio = (intensity.row(0).array() * intensity.row(2).array() / p.array().square()).transpose();
  EXPECT_NEAR(pixelMean(0, 2), ratio.mean(), 1e-14);
}

TEST(TwoTimeCorrelation, FollowsThePhaseOfACosine)
{
  // I = 1 + m cos(phi + psi): G - 1 = (m^2 / 2) cos(psi1 - psi2)
  constexpr int    pixels = 36;
  const double     m = 0.7;
  const double     psi[] = { 0.0, 0.4, 1.9 };
  const SeriesType intensity = SeriesType::NullaryExpr(3, pixels, [&](Eigen::Index frame, Eigen::Index pixel) {
    return 1.0 + m * std::cos(2.0 * std::acos(-1.0) * static_cast<double>(pixel) / pixels + psi[frame]);
  });
  const auto       g = TwoTimeCorrelation(intensity, { 0, pixels }, Normalisation::Frame);
  for (int i = 0; i < 3; ++i)
  {
    for (int j = 0; j < 3; ++j)
    {
      EXPECT_NEAR(g(i, j) - 1.0, 0.5 * m * m * std::cos(psi[i] - psi[j]), 1e-14);
    }
  }
}

TEST(TwoTimeCorrelation, OfIndependentFramesIsOneOnAverage)
{
  std::mt19937              generator(3);
  std::gamma_distribution<> gamma(1.0);
  double                    sum = 0.0;
  double                    squares = 0.0;
  constexpr int             trials = 4000;
  for (int trial = 0; trial < trials; ++trial)
  {
    const SeriesType intensity = SeriesType::NullaryExpr(2, 40, [&] { return gamma(generator); });
    const double     g = TwoTimeCorrelation(intensity, { 0, 40 }, Normalisation::Frame)(0, 1);
    sum += g - 1.0;
    squares += (g - 1.0) * (g - 1.0);
  }
  EXPECT_LT(std::abs(sum / trials), 3.0 * std::sqrt(squares) / trials);
}

TEST(TwoTimeCorrelation, LeavesFramesWithoutIntensityOut)
{
  SeriesType intensity = RandomSeries(5, 50);
  intensity.row(2).setZero();
  intensity(4, 17) = std::numeric_limits<double>::quiet_NaN();
  intensity(3, 5) = std::numeric_limits<double>::infinity();
  intensity.col(9).setZero(); // a pixel that is never lit
  for (const Normalisation normalisation : AllNormalisations)
  {
    const auto g = TwoTimeCorrelation(intensity, TwoRings, normalisation);
    for (Eigen::Index t1 = 0; t1 < 5; ++t1)
    {
      for (Eigen::Index t2 = 0; t2 < 5; ++t2)
      {
        EXPECT_EQ(std::isfinite(g(t1, t2)), t1 < 2 && t2 < 2) << stem5d::ToString(normalisation) << t1 << t2;
      }
    }
  }
  // the live frames alone give the same
  const SeriesType live = intensity.topRows(2);
  for (const Normalisation normalisation :
       { Normalisation::Frame, Normalisation::GlobalMean, Normalisation::PixelMean })
  {
    const auto all = TwoTimeCorrelation(intensity, TwoRings, normalisation);
    const auto part = TwoTimeCorrelation(live, TwoRings, normalisation);
    EXPECT_NEAR(all(0, 1), part(0, 1), 1e-13) << stem5d::ToString(normalisation);
  }
}

template <unsigned int VDimension>
void
ExpectEquationAtPhysicalPoints()
{
  using ImageType = itk::Image<float, VDimension>;
  using FilterType = itk::TwoTimeCorrelationImageFilter<ImageType, itk::Image<double, VDimension - 1>>;
  const auto series = test::MakeSeries<float, VDimension>(40, test::SmallScan<VDimension>(), 5, test::RandomCounts);
  const auto bad = test::BeamStopFor(series.GetPointer(), 0.5);
  const auto labels = test::LabelsFor(series.GetPointer(), { { 3.0, 3.4 } }, bad);
  auto       filter = FilterType::New();
  filter->SetInput(series);
  filter->SetLabels(labels->GetOutput());
  filter->Update();
  const auto * g = filter->GetOutput();
  ASSERT_EQ(g->GetBufferedRegion().GetNumberOfPixels(),
            25 * series->GetBufferedRegion().GetNumberOfPixels() / (40 * 40 * 5));

  // one element of every scan point, with the pixels and frames found by physical point
  typename FilterType::OutputImageType::IndexType index = g->GetBufferedRegion().GetIndex();
  index[0] += 1;
  index[1] += 3;
  for (itk::SizeValueType x = 0; x < g->GetBufferedRegion().GetSize(2); ++x, ++index[2])
  {
    typename FilterType::OutputImageType::PointType where;
    g->TransformIndexToPhysicalPoint(index, where);
    std::array<double, 3> sums{};
    int                   count = 0;
    for (double ky = -19.5; ky < 20; ++ky)
    {
      for (double kx = -19.5; kx < 20; ++kx)
      {
        const double q = test::QSpacing * std::hypot(kx, ky);
        if (q < 3.0 || q > 3.4 || (std::abs(ky * test::QSpacing) < 0.5 && kx < 0))
        {
          continue;
        }
        typename ImageType::PointType point;
        point[0] = kx * test::QSpacing;
        point[1] = ky * test::QSpacing;
        for (unsigned int axis = 2; axis < VDimension - 1; ++axis)
        {
          point[axis] = where[axis];
        }
        typename ImageType::IndexType pixel;
        point[VDimension - 1] = where[0];
        ASSERT_TRUE(series->TransformPhysicalPointToIndex(point, pixel));
        const double first = series->GetPixel(pixel);
        point[VDimension - 1] = where[1];
        ASSERT_TRUE(series->TransformPhysicalPointToIndex(point, pixel));
        const double second = series->GetPixel(pixel);
        sums[0] += first * second;
        sums[1] += first;
        sums[2] += second;
        ++count;
      }
    }
    EXPECT_NEAR(g->GetPixel(index), sums[0] * count / (sums[1] * sums[2]), 1e-12);
  }
}

TEST(TwoTimeCorrelationImageFilter, IsTheEquationAtPhysicalPoints)
{
  ExpectEquationAtPhysicalPoints<4>();
  ExpectEquationAtPhysicalPoints<5>();
  ExpectEquationAtPhysicalPoints<6>();
}

template <unsigned int VDimension>
void
ExpectTwoTimeSameInPieces()
{
  using ImageType = itk::Image<float, VDimension>;
  using FilterType = itk::TwoTimeCorrelationImageFilter<ImageType>;
  const auto series = test::MakeSeries<float, VDimension>(32, test::SmallScan<VDimension>(), 6, test::RandomCounts);
  test::ExpectSameInPieces(
    series.GetPointer(),
    [](ImageType * input) {
      const auto labels = test::LabelsFor(input, { { 2.0, 3.0 } });
      auto       filter = FilterType::New();
      filter->SetInput(input);
      filter->SetLabels(labels->GetOutput());
      return filter;
    },
    [](FilterType * filter) { return filter->GetOutput(); });
}

TEST(TwoTimeCorrelationImageFilter, IsTheSameInPieces)
{
  ExpectTwoTimeSameInPieces<4>();
  ExpectTwoTimeSameInPieces<5>();
  ExpectTwoTimeSameInPieces<6>();
}

TEST(TwoTimeCorrelationImageFilter, RefusesLabelsOfOtherPixels)
{
  using ImageType = itk::Image<float, 5>;
  const auto series = test::MakeSeries<float, 5>(32, { 1, 1 }, 3, test::RandomCounts);
  const auto binned = test::MakeSeries<float, 5>(16, { 1, 1 }, 3, test::RandomCounts);
  auto       filter = itk::TwoTimeCorrelationImageFilter<ImageType>::New();
  filter->SetInput(series);
  EXPECT_THROW(filter->Update(), itk::ExceptionObject); // no labels
  filter->SetLabels(test::LabelsFor(binned.GetPointer(), { { 1.0, 1.5 } })->GetOutput());
  EXPECT_THROW(filter->Update(), itk::ExceptionObject);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ZeroDelayVariance.h"

#include "FluctuationVariance.h"
#include "TestSeries.h"

#include <algorithm>
#include <numeric>

namespace
{

/** Frames of two rings of 150 and 100 pixels. */
constexpr Eigen::Index Inner = 150;
constexpr Eigen::Index Outer = 100;

stem5d::RingPixels
TwoRings()
{
  stem5d::RingPixels pixels;
  pixels.offsets.resize(Inner + Outer);
  std::iota(pixels.offsets.begin(), pixels.offsets.end(), Eigen::Index{ 0 });
  pixels.first = { 0, Inner, Inner, Inner + Outer }; // the second ring has no pixel
  return pixels;
}

/** Of the frames (the rows), taken `block` at a time. */
double
VarianceOf(const Eigen::MatrixXd & frames, Eigen::Index block = 5)
{
  const stem5d::RingPixels          rings = TwoRings();
  stem5d::FluctuationVarianceSeries series(rings, frames.rows());
  stem5d::PixelBlock                values(frames.cols(), block);
  stem5d::ZeroDelayVariance         variance;
  variance.Start();
  for (Eigen::Index first = 0; first < frames.rows(); first += block)
  {
    const Eigen::Index count = std::min(block, frames.rows() - first);
    for (Eigen::Index pixel = 0; pixel < frames.cols(); ++pixel)
    {
      Eigen::VectorXf::Map(values[pixel], count) = frames.col(pixel).segment(first, count).cast<float>();
    }
    series.SetPatterns(first, count, values); // leaves the deviations
    variance.Add(values, frames.cols(), count);
  }
  return variance.Variance();
}

/** A series whose covariance in a ring falls from `atZero` with the delay, with noise on the diagonal. */
Eigen::MatrixXd
SeriesWithDecay(double atZero, const std::function<double(double)> & decay, Eigen::Index pixels, unsigned int seed)
{
  const Eigen::MatrixXd covariance = Eigen::MatrixXd::NullaryExpr(8, 8, [&](Eigen::Index i, Eigen::Index j) {
    return atZero * decay(static_cast<double>(std::abs(i - j))) + (i == j ? 0.3 : 0.0);
  });
  return test::SeriesWithCovariance(covariance, pixels, seed);
}

} // namespace

TEST(ZeroDelayVariance, ExtrapolatesADecayWithoutTheNoise)
{
  const auto linear = [](double delay) { return 1.0 - 0.12 * delay; };
  const auto quadratic = [](double delay) { return (1.0 - 0.12 * delay) * (1.0 - 0.05 * delay); };
  for (const auto & decay : { std::function<double(double)>(linear), std::function<double(double)>(quadratic) })
  {
    Eigen::MatrixXd frames(8, Inner + Outer);
    frames << 7.0 * SeriesWithDecay(0.2, decay, Inner, 1), 30.0 * SeriesWithDecay(0.5, decay, Outer, 2);
    for (const Eigen::Index block : { 1, 2, 3, 8 })
    {
      EXPECT_NEAR(VarianceOf(frames, block), 0.6 * 0.2 + 0.4 * 0.5, 1e-5); // weighted by pixels
    }
  }
}

TEST(ZeroDelayVariance, OfCountsOnAStaticPatternIsThatOfThePattern)
{
  std::mt19937              generator(3);
  std::gamma_distribution<> gamma(2.0, 2.0);
  const Eigen::ArrayXd      pattern = Eigen::ArrayXd::NullaryExpr(Inner + Outer, [&] { return gamma(generator); });
  const double              expected =
    0.6 * stem5d::FluctuationVariance(pattern.head(Inner)) + 0.4 * stem5d::FluctuationVariance(pattern.tail(Outer));
  Eigen::ArrayXd estimates(400);
  for (double & estimate : estimates)
  {
    const Eigen::MatrixXd counts = Eigen::MatrixXd::NullaryExpr(10, Inner + Outer, [&](Eigen::Index, Eigen::Index k) {
      return std::poisson_distribution<>(pattern[k])(generator);
    });
    estimate = VarianceOf(counts);
  }
  const auto average = stem5d::MeanAndError(estimates);
  EXPECT_LT(average.error, 0.01 * expected);
  EXPECT_NEAR(average.mean, expected, 3.0 * average.error);
}

TEST(ZeroDelayVariance, NeedsFourFramesWithIntensity)
{
  Eigen::MatrixXd frames(8, Inner + Outer);
  const auto      still = [](double) { return 1.0; };
  frames << SeriesWithDecay(0.2, still, Inner, 1), SeriesWithDecay(0.2, still, Outer, 2);
  EXPECT_TRUE(std::isnan(VarianceOf(frames.topRows(3))));
  EXPECT_TRUE(std::isfinite(VarianceOf(frames.topRows(4))));
  EXPECT_NEAR(VarianceOf(frames), 0.2, 1e-5);

  // a dead frame and one whose first ring is dark are left out of the pairs
  frames.row(2).setConstant(std::numeric_limits<double>::quiet_NaN());
  frames.row(5).head(Inner).setZero();
  EXPECT_NEAR(VarianceOf(frames), 0.2, 1e-5);
  frames(6, 0) = std::numeric_limits<double>::infinity();
  EXPECT_NEAR(VarianceOf(frames), 0.2, 1e-5); // what is left are 0, 1, 3, 4 and 7
  frames.setZero();
  EXPECT_TRUE(std::isnan(VarianceOf(frames)));
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SpeckleDelayCovariance.h"

#include <Eigen/Cholesky>
#include <gtest/gtest.h>

#include <random>

TEST(SpeckleDelayCovariance, OfThreeFramesByHand)
{
  const double r0 = 1.2;
  const double r1 = std::exp(-2.0 * std::pow(1.0 / 4.0, 1.3));
  const double r2 = std::exp(-2.0 * std::pow(2.0 / 4.0, 1.3));
  const auto   c = stem5d::SpeckleDelayCovariance({ 1, 2 }, 3, 4.0, 1.3, 0.2);
  // delay 1: t1 and t3 are 0 or 1; delay 2: t is 0
  EXPECT_NEAR(c(0, 0), (2.0 * r0 * r0 + 4.0 * r1 * r1 + 2.0 * r0 * r2) / 4.0, 1e-15);
  EXPECT_NEAR(c(0, 1), r1 * (r0 + r2), 1e-15);
  EXPECT_EQ(c(1, 0), c(0, 1));
  EXPECT_NEAR(c(1, 1), r0 * r0 + r2 * r2, 1e-15);
}

TEST(SpeckleDelayCovariance, IsSymmetricAndPositiveDefinite)
{
  std::vector<Eigen::Index> delays;
  for (Eigen::Index delay = 1; delay <= 26; ++delay)
  {
    delays.push_back(delay);
  }
  for (const double tau : { 0.2, 2.0, 25.0, 250.0 })
  {
    for (const double gamma : { 0.3, 1.0, 2.0 })
    {
      const Eigen::MatrixXd covariance = stem5d::SpeckleDelayCovariance(delays, 53, tau, gamma, 0.01);
      EXPECT_EQ(covariance, covariance.transpose());
      EXPECT_EQ(covariance.llt().info(), Eigen::Success) << "tau " << tau << " frames, gamma " << gamma;
    }
  }
}

/** The scatter of the averages over pixels and pairs of frames of D(t) D(t + k), D a Gaussian process of variance 1
 * whose correlation falls by the same factor from frame to frame, with white noise. */
TEST(SpeckleDelayCovariance, IsThatOfAGaussianProcess)
{
  constexpr Eigen::Index          frames = 24;
  constexpr Eigen::Index          pixels = 8;
  constexpr int                   trials = 20000;
  const std::vector<Eigen::Index> delays{ 1, 2, 5, 12 };
  const double                    tau = 6.0; // frames
  const double                    noise = 0.1;
  const double                    memory = std::exp(-2.0 / tau);
  std::mt19937                    generator(9);
  std::normal_distribution<>      normal;

  Eigen::MatrixXd g(trials, delays.size());
  Eigen::MatrixXd deviation(frames, pixels);
  for (int trial = 0; trial < trials; ++trial)
  {
    for (Eigen::Index pixel = 0; pixel < pixels; ++pixel)
    {
      double signal = normal(generator);
      for (Eigen::Index frame = 0; frame < frames; ++frame)
      {
        deviation(frame, pixel) = signal + std::sqrt(noise) * normal(generator);
        signal = memory * signal + std::sqrt(1.0 - memory * memory) * normal(generator);
      }
    }
    for (std::size_t i = 0; i < delays.size(); ++i)
    {
      const Eigen::Index pairs = frames - delays[i];
      g(trial, i) = deviation.topRows(pairs).cwiseProduct(deviation.bottomRows(pairs)).mean();
    }
  }
  g.rowwise() -= g.colwise().mean().eval();
  const auto expected = stem5d::SpeckleDelayCovariance(delays, frames, tau, 1.0, noise);
  for (Eigen::Index i = 0; i < expected.rows(); ++i)
  {
    for (Eigen::Index j = 0; j < expected.cols(); ++j)
    {
      const Eigen::ArrayXd products = g.col(i).cwiseProduct(g.col(j)) * static_cast<double>(pixels);
      const double         error = std::sqrt((products - products.mean()).square().mean() / trials);
      EXPECT_LT(error, 0.03 * std::sqrt(expected(i, i) * expected(j, j)));
      EXPECT_NEAR(products.mean(), expected(i, j), 3.0 * error) << delays[i] << ' ' << delays[j];
    }
  }
}

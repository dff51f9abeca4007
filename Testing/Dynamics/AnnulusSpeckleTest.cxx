/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AiryProbe.h"
#include "AnnulusSpeckle.h"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>

#include <complex>
#include <numeric>
#include <random>

namespace
{

constexpr double Pi = 3.14159265358979323846;
constexpr double Aperture = 0.638; // 1/nm

const stem5d::DetectorGrid Block{ { 6, 6 }, { 0.5, 0.5 }, { 4.0, 0.0 } };

std::vector<Eigen::Index>
AllPixels()
{
  std::vector<Eigen::Index> pixels(Block.NumberOfPixels());
  std::iota(pixels.begin(), pixels.end(), 0);
  return pixels;
}

/** The covariance of the fields of two points a distance along x apart, in all pixels of the block. */
Eigen::MatrixXcd
FieldCovariance(double distance)
{
  const auto       pixels = static_cast<Eigen::Index>(Block.NumberOfPixels());
  Eigen::MatrixXcd covariance(2 * pixels, 2 * pixels);
  for (Eigen::Index i = 0; i < 2 * pixels; ++i)
  {
    for (Eigen::Index j = 0; j < 2 * pixels; ++j)
    {
      const double x = Block.spacing[0] * static_cast<double>(i % pixels % 6 - j % pixels % 6);
      const double y = Block.spacing[1] * static_cast<double>(i % pixels / 6 - j % pixels / 6);
      const double q = std::hypot(x, y);
      const double apart = distance * static_cast<double>(j / pixels - i / pixels);
      const double middle = 0.5 * distance * static_cast<double>(j / pixels + i / pixels);
      const double overlap = q > 0.0 ? stem5d::ProbeOverlap(Aperture, apart * x / q, apart * y / q, q)
                                     : stem5d::ProbeOverlap(Aperture, apart, 0.0, 0.0);
      covariance(i, j) = std::polar(1.0, -2.0 * Pi * x * middle) * overlap;
    }
  }
  return covariance;
}

} // namespace

TEST(ProbeOverlap, HasTheClosedForms)
{
  for (const double r : { 0.0, 0.16, 0.8, 2.0 })
  {
    EXPECT_NEAR(stem5d::ProbeOverlap(Aperture, r, 0.0, 0.0), stem5d::AiryAmplitude(2.0 * Pi * Aperture * r), 1e-12);
    EXPECT_NEAR(stem5d::ProbeOverlap(Aperture, 0.0, r, 0.0), stem5d::AiryAmplitude(2.0 * Pi * Aperture * r), 1e-12);
  }
  for (const double u : { 0.1, 0.5, 0.9 })
  {
    const double transfer = 2.0 / Pi * (std::acos(u) - u * std::sqrt(1.0 - u * u));
    EXPECT_NEAR(stem5d::ProbeOverlap(Aperture, 0.0, 0.0, 2.0 * Aperture * u), transfer, 1e-5) << u;
  }
  EXPECT_EQ(stem5d::ProbeOverlap(Aperture, 0.3, 0.1, 2.0 * Aperture), 0.0);
}

TEST(AnnulusSpeckle, CountsSpeckles)
{
  // pixels further apart than the transfer function reaches are a speckle each
  const stem5d::DetectorGrid sparse{ { 5, 4 }, { 1.3, 1.3 }, { 0.0, 0.0 } };
  EXPECT_NEAR(stem5d::AnnulusSpeckle(Aperture, 0.0, sparse, { 0, 3, 7, 19 }).Speckles(), 4.0, 1e-9);
  // many small pixels hold as many speckles as their area over that of the squared transfer function
  const stem5d::DetectorGrid dense{ { 60, 60 }, { 0.2, 0.2 }, { 0.0, 0.0 } };
  std::vector<Eigen::Index>  pixels(3600);
  std::iota(pixels.begin(), pixels.end(), 0);
  const double sharp = stem5d::AnnulusSpeckle(Aperture, 0.0, dense, pixels).Speckles();
  const double blurred = stem5d::AnnulusSpeckle(Aperture, 0.4, dense, pixels).Speckles();
  EXPECT_NEAR(sharp, 144.0 / (0.36098 * std::pow(2.0 * Aperture, 2)), 0.06 * sharp); // but for the border
  EXPECT_LT(blurred, 0.6 * sharp);
  EXPECT_THROW(stem5d::AnnulusSpeckle(Aperture, 0.0, dense, {}), std::invalid_argument);
}

// Exact Gaussian speckle of two overlapping probes, every frame divided by its mean
TEST(AnnulusSpeckle, IsWhatGaussianSpeckleShows)
{
  constexpr int                samples = 20000;
  constexpr int                modes = 2;
  const auto                   pixels = static_cast<Eigen::Index>(Block.NumberOfPixels());
  const stem5d::AnnulusSpeckle speckle(Aperture, 0.0, Block, AllPixels());
  std::mt19937                 generator(5);
  std::normal_distribution<>   normal(0.0, std::sqrt(0.5));
  for (const double distance : { 0.16, 0.48, 0.64 })
  {
    const Eigen::MatrixXcd root =
      Eigen::LLT<Eigen::MatrixXcd>(FieldCovariance(distance) +
                                   1e-9 * Eigen::MatrixXcd::Identity(2 * pixels, 2 * pixels))
        .matrixL();
    const double beta = 1.0 / modes;
    const double correlation = std::pow(stem5d::AiryAmplitude(2.0 * Pi * Aperture * distance), 2);
    double       mean = 0.0; // of what the division by the means changes: less what has the mean 0
    double       square = 0.0;
    for (int sample = 0; sample < samples; ++sample)
    {
      Eigen::ArrayXd intensity = Eigen::ArrayXd::Zero(2 * pixels);
      for (int mode = 0; mode < modes; ++mode)
      {
        const Eigen::VectorXcd white = Eigen::VectorXcd::NullaryExpr(
          2 * pixels, [&] { return std::complex<double>(normal(generator), normal(generator)); });
        intensity += (root.triangularView<Eigen::Lower>() * white).array().abs2() / modes;
      }
      const double a = intensity.head(pixels).mean();
      const double b = intensity.tail(pixels).mean();
      const double product = (intensity.head(pixels) * intensity.tail(pixels)).mean();
      const double change = product / (a * b) - product + (1.0 + beta * correlation) * (a + b - 2.0);
      mean += change / samples;
      square += change * change / samples;
    }
    const double error = std::sqrt((square - mean * mean) / samples);
    const double expected = speckle.TwoPoint(distance, beta, Eigen::ArrayXd::Ones(1))[0] - beta * correlation;
    EXPECT_LT(error, 0.03 * std::abs(expected)) << distance;
    EXPECT_NEAR(mean, expected, 3.0 * error + 2.0 * std::abs(expected) / speckle.Speckles()) << distance; // first order
    const double asPixels = -beta * correlation * (1.0 + 2.0 * beta - beta * correlation) / speckle.Speckles();
    if (distance > 0.6) // the means of frames are alike where the pixels are hardly
    {
      EXPECT_GT(std::abs(mean - asPixels), 2.0 * std::abs(mean - expected));
    }
  }
}

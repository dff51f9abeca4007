/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "PairCorrelation.h"
#include "ProbeReference.h"
#include "RadialMask.h"

#include <gtest/gtest.h>

#include <complex>
#include <random>

namespace
{

const Eigen::ArrayXd PaperDelays = Eigen::ArrayXd::LinSpaced(26, 1.0, 26.0) * 19.774; // s

/** All distinct lengths of a scan in steps of 0.16 nm. */
Eigen::ArrayXd
PaperLengths(double longest)
{
  stem5d::PairCorrelationSums sums;
  sums.displacements = stem5d::ScanDisplacements(60, 60, { 0.16, 0.16 }, longest);
  const auto     byLength = sums.ByLength().displacements;
  Eigen::ArrayXd lengths(byLength.size());
  std::transform(byLength.begin(), byLength.end(), lengths.begin(), [](const auto & d) { return d.length; });
  return lengths;
}

const stem5d::DetectorGrid PaperDetector{ { 66, 66 }, { 0.232, 0.232 }, { -7.54, -7.54 } };

/** 4.2 - 4.6 1/nm. */
std::vector<Eigen::Index>
PaperAnnulus()
{
  return stem5d::PixelsOfLabels(stem5d::RadialMask(PaperDetector, { { 4.2, 4.6 } }, {}, {}, {})).offsets;
}

Eigen::ArrayXXd
Form(const Eigen::ArrayXd & lengths, double beta, double tau, double gammaT, double xi, double gammaR)
{
  const Eigen::VectorXd space = (-2.0 * (lengths / xi).pow(gammaR)).exp();
  const Eigen::VectorXd time = (-2.0 * (PaperDelays / tau).pow(gammaT)).exp();
  return (beta * space * time.transpose()).array();
}

} // namespace

TEST(SeparableCorrelationFit, RecoversTheForm)
{
  const Eigen::ArrayXd                  lengths = PaperLengths(2.0);
  const stem5d::SeparableCorrelationFit fit(lengths, PaperDelays, {});
  for (const double tau : { 60.0, 300.0, 2500.0 })
  {
    for (const double xi : { 0.2, 0.646, 1.5 })
    {
      for (const double gammaT : { 0.7, 1.3 })
      {
        for (const double gammaR : { 0.9, 2.3 })
        {
          Eigen::ArrayXXd correlation = Form(lengths, 0.07, tau, gammaT, xi, gammaR);
          correlation(3, 4) = NAN;
          const auto result = fit(correlation);
          ASSERT_TRUE(result.converged);
          EXPECT_FALSE(result.atBound);
          EXPECT_NEAR(result.contrast.value, 0.07, 1e-5);
          EXPECT_NEAR(result.relaxationTime.value, tau, 1e-3 * tau);
          EXPECT_NEAR(result.timeExponent.value, gammaT, 1e-3);
          EXPECT_NEAR(result.length.value, xi, 1e-3 * xi);
          EXPECT_NEAR(result.lengthExponent.value, gammaR, 2e-3);
          EXPECT_LT(result.residual, 1e-5);
          EXPECT_TRUE(std::isnan(result.length.error));
          EXPECT_NEAR(fit.Evaluate(result)(5, 6), correlation(5, 6), 1e-5);
        }
      }
    }
  }
}

TEST(SeparableCorrelationFit, ErrorsAreTheScatterOfBlocks)
{
  // blocks with an xi of their own: the error of their mean, to first order
  const Eigen::ArrayXd                  lengths = PaperLengths(1.6);
  const stem5d::SeparableCorrelationFit fit(lengths, PaperDelays, {});
  std::mt19937                          generator(1);
  std::normal_distribution<>            normal;
  constexpr int                         blocks = 8;
  std::vector<Eigen::ArrayXXd>          ofBlock;
  Eigen::ArrayXXd                       sum = Eigen::ArrayXXd::Zero(lengths.size(), PaperDelays.size());
  Eigen::ArrayXd                        xi(blocks);
  for (int block = 0; block < blocks; ++block)
  {
    xi[block] = 0.65 + 0.02 * normal(generator);
    ofBlock.push_back(Form(lengths, 0.07, 300.0, 1.0, xi[block], 2.0));
    sum += ofBlock.back();
  }
  stem5d::PairCorrelation correlation;
  correlation.value = sum / blocks;
  correlation.blocks = blocks;
  for (const auto & block : ofBlock)
  {
    correlation.without.push_back((sum - block) / (blocks - 1));
  }
  const auto   result = fit(correlation);
  const double error = std::sqrt((xi - xi.mean()).square().sum() / (blocks * (blocks - 1)));
  EXPECT_NEAR(result.length.value, xi.mean(), 0.003);
  EXPECT_NEAR(result.length.error, error, 0.1 * error);
  EXPECT_LT(result.relaxationTime.error, 1.0);
}

TEST(SeparableCorrelationFit, SaysWhenThereIsNothingToFitOrABoundIsReached)
{
  const Eigen::ArrayXd                  lengths = PaperLengths(1.6);
  const stem5d::SeparableCorrelationFit fit(lengths, PaperDelays, {});
  const auto                            none = fit(Eigen::ArrayXXd::Constant(lengths.size(), PaperDelays.size(), NAN));
  EXPECT_FALSE(none.converged);
  EXPECT_TRUE(std::isnan(none.length.value));
  EXPECT_FALSE(fit(Eigen::ArrayXXd::Constant(lengths.size(), PaperDelays.size(), -0.1)).converged);
  const auto slow = fit(Form(lengths, 0.07, 20000.0, 1.0, 0.65, 2.0));
  EXPECT_TRUE(slow.converged);
  EXPECT_TRUE(slow.atBound);
  EXPECT_NEAR(slow.relaxationTime.value, 5000.0, 0.01);
}

TEST(SeparableCorrelationFit, RefusesWhatCannotBeFitted)
{
  const Eigen::ArrayXd lengths = PaperLengths(1.0);
  const auto make = [](const Eigen::ArrayXd & l, const Eigen::ArrayXd & d, const stem5d::SeparableFitSettings & s) {
    stem5d::SeparableCorrelationFit fit(l, d, s);
  };
  EXPECT_THROW(make(lengths.head(2), PaperDelays, {}), std::invalid_argument);
  EXPECT_THROW(make(lengths, PaperDelays.head(2), {}), std::invalid_argument);
  EXPECT_THROW(make(lengths, PaperDelays - PaperDelays[0], {}), std::invalid_argument);
  EXPECT_THROW(make(lengths.reverse(), PaperDelays, {}), std::invalid_argument);
  EXPECT_THROW(make(lengths, PaperDelays, { 1.0, 0.0, 3.0 }), std::invalid_argument);
  EXPECT_THROW(make(lengths, PaperDelays, { 5000.0, 0.0, 0.0 }), std::invalid_argument);
}

// 0.646 nm is what the overlap of the probe alone gives, over any range of lengths
TEST(ProbeReference, OfTwoPointsIsTheOverlapOfTheProbe)
{
  stem5d::SeparableFitResult ofG2;
  ofG2.contrast.value = 0.07;
  ofG2.relaxationTime.value = 900.0;
  ofG2.timeExponent.value = 1.0;
  ofG2.converged = true;
  const stem5d::AnnulusSpeckle speckle(0.638, 0.0, PaperDetector, PaperAnnulus());
  const stem5d::AnnulusSpeckle blurredSpeckle(0.638, 0.464, PaperDetector, PaperAnnulus());
  for (const Eigen::Index steps : { 6, 10, 12, 15 })
  {
    const Eigen::ArrayXd line = 0.16 * Eigen::ArrayXd::LinSpaced(steps + 1, 0.0, static_cast<double>(steps));
    const auto           alongLine =
      stem5d::ProbeReference(stem5d::SeparableCorrelationFit(line, PaperDelays, {}), 0.638, 0.0, speckle, ofG2);
    EXPECT_NEAR(alongLine.twoPointOfManySpeckles.length.value, 0.646, 0.0005) << steps;
    EXPECT_NEAR(alongLine.twoPointOfManySpeckles.relaxationTime.value, 900.0, 0.1);
    EXPECT_NEAR(alongLine.twoPointOfManySpeckles.timeExponent.value, 1.0, 1e-4);

    const stem5d::SeparableCorrelationFit fit(PaperLengths(0.16 * static_cast<double>(steps)), PaperDelays, {});
    const auto                            sharp = stem5d::ProbeReference(fit, 0.638, 0.0, speckle, ofG2);
    EXPECT_NEAR(sharp.twoPointOfManySpeckles.length.value, 0.645, 0.0005) << steps;
    EXPECT_NEAR(sharp.twoPointOfManySpeckles.lengthExponent.value, 2.28, 0.01);
    EXPECT_NEAR(sharp.speckles, 44.2, 0.1);
    EXPECT_LT(sharp.twoPoint.length.value, sharp.twoPointOfManySpeckles.length.value - 0.002) << steps;
    const auto blurred = stem5d::ProbeReference(fit, 0.638, 0.464, blurredSpeckle, ofG2);
    EXPECT_NEAR(blurred.twoPointOfManySpeckles.length.value, 0.857, 0.007) << steps;
    EXPECT_TRUE(sharp.fourPoint.converged);
    EXPECT_GT(sharp.fourPoint.length.value, 1.0) << steps; // G4 does not fall to 1: not the width of the probe
  }
}

TEST(ProbeReference, NeedsAProbeAndAFit)
{
  const stem5d::SeparableCorrelationFit fit(PaperLengths(1.0), PaperDelays, {});
  const stem5d::AnnulusSpeckle          speckle(0.638, 0.0, PaperDetector, PaperAnnulus());
  EXPECT_THROW(stem5d::ProbeReference(fit, 0.0, 0.0, speckle, {}), std::invalid_argument);
  EXPECT_THROW(stem5d::ProbeReference(fit, 0.638, -1.0, speckle, {}), std::invalid_argument);
  EXPECT_FALSE(stem5d::ProbeReference(fit, 0.638, 0.0, speckle, {}).twoPoint.converged);
}

TEST(ProbeCorrelation, ABlurWidensIt)
{
  // by sums over q and over the overlap of the two discs of the aperture, in NumPy
  EXPECT_NEAR(stem5d::ProbeCorrelation(0.638, 0.005, 0.32), 0.655308, 5e-6);
  EXPECT_NEAR(stem5d::ProbeCorrelation(0.638, 0.005, 0.8), 0.027406, 5e-6);
  for (const double distance : { 0.0, 0.16, 0.32, 0.8 })
  {
    const double sharp = stem5d::ProbeCorrelation(0.638, 0.0, distance);
    EXPECT_NEAR(stem5d::ProbeCorrelation(0.638, 0.0005, distance), sharp, 4e-4) << distance; // linear in the blur
    EXPECT_DOUBLE_EQ(stem5d::ProbeCorrelation(0.638, 0.464, 0.0), 1.0);
    if (distance > 0.0)
    {
      EXPECT_GT(stem5d::ProbeCorrelation(0.638, 0.464, distance), sharp) << distance;
    }
  }
}

TEST(FourPointSpeckle, HasTheClosedForms)
{
  EXPECT_NEAR(1.0 + stem5d::FourPointSpeckle(1.0, 1.0), 24.0, 1e-12);
  EXPECT_NEAR(1.0 + stem5d::FourPointSpeckle(0.7, 0.6), 5.5175, 5e-5);
  for (const double b : { 0.0, 0.3, 0.9 })
  {
    EXPECT_NEAR(1.0 + stem5d::FourPointSpeckle(0.0, b), std::pow(1.0 + b * b, 2), 1e-12);
    const stem5d::SpeckleContrast contrast{ 3.0, 0.8 };
    EXPECT_NEAR(
      1.0 + stem5d::FourPointSpeckle(0.0, b, contrast), std::pow(1.0 + contrast.Variance() * b * b, 2), 1e-12);
  }
  // the fourth moment of a gamma distribution of M modes, (M + 1) (M + 2) (M + 3) / M^3
  EXPECT_NEAR(1.0 + stem5d::FourPointSpeckle(1.0, 1.0, { 5.0, 1.0 }), 6.0 * 7.0 * 8.0 / 125.0, 1e-12);
}

// Exact Gaussian speckle with the correlations a and b, and modes on a background
TEST(FourPointSpeckle, IsThatOfGaussianSpeckle)
{
  const double               a = 0.7;
  const double               b = 0.6;
  std::mt19937               generator(4);
  std::normal_distribution<> normal(0.0, std::sqrt(0.5));
  const auto                 random = [&] { return std::complex<double>(normal(generator), normal(generator)); };
  for (const stem5d::SpeckleContrast & contrast : { stem5d::SpeckleContrast{ 1.0, 1.0 },
                                                    stem5d::SpeckleContrast{ 1.0, 0.7 },
                                                    stem5d::SpeckleContrast{ 3.0, 1.0 },
                                                    stem5d::SpeckleContrast{ 2.0, 0.8 } })
  {
    constexpr int samples = 400000;
    double        mean = 0.0;
    double        square = 0.0;
    for (int sample = 0; sample < samples; ++sample)
    {
      std::array<double, 4> intensity{};
      for (int mode = 0; mode < static_cast<int>(contrast.modes); ++mode)
      {
        const auto ofPair = [&] {
          const auto first = random();
          return std::array<std::complex<double>, 2>{ first, a * first + std::sqrt(1.0 - a * a) * random() };
        };
        const auto before = ofPair();
        const auto fresh = ofPair();
        for (int point = 0; point < 2; ++point)
        {
          intensity[point] += std::norm(before[point]) / contrast.modes;
          intensity[2 + point] += std::norm(b * before[point] + std::sqrt(1.0 - b * b) * fresh[point]) / contrast.modes;
        }
      }
      double product = 1.0;
      for (const double value : intensity)
      {
        product *= 1.0 + contrast.visibility * (value - 1.0);
      }
      mean += product / samples;
      square += product * product / samples;
    }
    const double error = std::sqrt((square - mean * mean) / samples);
    EXPECT_NEAR(mean, 1.0 + stem5d::FourPointSpeckle(a, b, contrast), 4.0 * error)
      << contrast.modes << ' ' << contrast.visibility;
    EXPECT_LT(error, 0.05 * mean);
  }
}

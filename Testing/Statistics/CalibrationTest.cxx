/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CensoredLogNormal.h"
#include "MeanAndError.h"
#include "SmoothedMap.h"
#include "SplitHalf.h"
#include "ToroidalShift.h"

#include <gtest/gtest.h>

#include <random>

/* What the statistics promise, over many realisations: errors that are the scatter, and p-values below 0.05 in 5 % of
 * the cases where there is nothing. */

using stem5d::HalfMaps;
using stem5d::MapArray;

namespace
{

/** Standard deviation of the values that are not NaN. */
double
Scatter(const std::vector<double> & values)
{
  return std::sqrt(stem5d::ComputePairMoments(values, values).Covariance());
}

stem5d::MeanWithError
Mean(const std::vector<double> & values)
{
  return stem5d::MeanAndError(
    Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(values.size())));
}

double
FractionBelow(const std::vector<double> & values, double limit)
{
  return static_cast<double>(std::count_if(values.begin(), values.end(), [=](double v) { return v <= limit; })) /
         static_cast<double>(values.size());
}

/** A truth that both halves of the detector see, each with smoothed noise of its own. */
HalfMaps
Halves(const MapArray & truth, double noise, std::uint32_t seed, std::uint32_t number)
{
  const auto columns = static_cast<std::size_t>(truth.cols());
  const auto rows = static_cast<std::size_t>(truth.rows());
  return { truth + noise * SmoothedMap(columns, rows, 2.5, seed, number),
           truth + noise * SmoothedMap(columns, rows, 2.5, seed, number + 1) };
}

} // namespace

TEST(Calibration, OfPValuesOfIndependentMaps)
{
  std::vector<double> shifted;
  std::vector<double> student;
  std::vector<double> coefficients;
  std::vector<double> errors;
  for (std::uint32_t seed = 1; seed <= 600; ++seed)
  {
    const MapArray x = SmoothedMap(20, 20, 3.0, seed, 0);
    const MapArray y = SmoothedMap(20, 20, 3.0, seed, 1);
    const auto     spatial = stem5d::SpatialRankCorrelation(x, y);
    shifted.push_back(stem5d::ToroidalShiftTest({ { x, y } }, seed).pValue);
    student.push_back(spatial.pValue);
    coefficients.push_back(spatial.coefficient);
    errors.push_back(spatial.error);
  }
  EXPECT_GE(FractionBelow(shifted, 0.05), 0.02);
  EXPECT_LE(FractionBelow(shifted, 0.05), 0.09);
  EXPECT_GE(FractionBelow(student, 0.05), 0.02);
  EXPECT_LE(FractionBelow(student, 0.05), 0.09);
  EXPECT_NEAR(FractionBelow(student, 0.5), 0.5, 0.08);
  EXPECT_NEAR(Mean(errors).mean / Scatter(coefficients), 1.0, 0.12);
}

TEST(Calibration, OfPValuesOfMaskedMaps)
{
  std::vector<double> shifted;
  std::vector<double> student;
  for (std::uint32_t seed = 1; seed <= 400; ++seed)
  {
    MapArray                    x = SmoothedMap(20, 20, 3.0, seed, 0);
    MapArray                    y = SmoothedMap(20, 20, 3.0, seed, 1);
    std::mt19937                generator(seed);
    std::bernoulli_distribution masked(0.15);
    for (Eigen::Index i = 0; i < x.size(); ++i)
    {
      x.data()[i] = masked(generator) ? std::nan("") : x.data()[i];
      y.data()[i] = masked(generator) ? std::nan("") : y.data()[i];
    }
    shifted.push_back(stem5d::ToroidalShiftTest({ { x, y } }, seed).pValue);
    student.push_back(stem5d::SpatialRankCorrelation(x, y).pValue);
  }
  EXPECT_GE(FractionBelow(shifted, 0.05), 0.02);
  EXPECT_LE(FractionBelow(shifted, 0.05), 0.09);
  EXPECT_GE(FractionBelow(student, 0.05), 0.02);
  EXPECT_LE(FractionBelow(student, 0.05), 0.09);
}

TEST(Calibration, OfTheCrossHalfWhereOneHalfTrapsTheOther)
{
  // Of x and y of the same half the noise is in common: their plain correlation is false, across the halves it is not
  std::vector<double> sameHalf;
  std::vector<double> crossHalf;
  std::vector<double> errors;
  std::vector<double> student;
  std::vector<double> shifted;
  int                 reliable = 0;
  for (std::uint32_t seed = 1; seed <= 400; ++seed)
  {
    const HalfMaps noise = Halves(MapArray::Zero(20, 20), 1.0, seed, 2);
    const HalfMaps more = Halves(MapArray::Zero(20, 20), 1.0, seed, 4);
    const HalfMaps x = { noise.a, noise.b };
    const HalfMaps y = { 0.4 * noise.a + more.a, 0.4 * noise.b + more.b };
    const auto     result = stem5d::CrossHalfCorrelation(x, y);
    sameHalf.push_back(stem5d::SpatialRankCorrelation(x.a, y.a).coefficient);
    crossHalf.push_back(result.crossHalf.coefficient);
    errors.push_back(result.crossHalf.error);
    student.push_back(result.crossHalf.pValue);
    shifted.push_back(stem5d::ToroidalShiftTest({ { x.a, y.b }, { x.b, y.a } }, seed).pValue);
    reliable += result.status == stem5d::HALVES_AGREE ? 1 : 0;
  }
  EXPECT_GT(Mean(sameHalf).mean, 0.3);
  EXPECT_NEAR(Mean(crossHalf).mean, 0.0, 3.0 * Mean(crossHalf).error);
  EXPECT_NEAR(Mean(errors).mean / Scatter(crossHalf), 1.0, 0.15);
  EXPECT_GE(FractionBelow(student, 0.05), 0.02);
  EXPECT_LE(FractionBelow(student, 0.05), 0.09);
  EXPECT_GE(FractionBelow(shifted, 0.05), 0.02);
  EXPECT_LE(FractionBelow(shifted, 0.05), 0.09);
  EXPECT_LE(reliable, 2);
}

TEST(Calibration, OfDisattenuatedCorrelationsAndTheirErrors)
{
  for (const double r : { 0.0, 0.42, 0.8 })
  {
    std::vector<double> disattenuated;
    std::vector<double> disattenuatedErrors;
    std::vector<double> crossHalf;
    std::vector<double> crossHalfErrors;
    std::vector<double> reliability;
    std::vector<double> reliabilityErrors;
    std::vector<double> variance;
    std::vector<double> varianceErrors;
    for (std::uint32_t seed = 1; seed <= 300; ++seed)
    {
      const MapArray truthX = SmoothedMap(40, 40, 4.0, seed, 0);
      const MapArray truthY = r * truthX + std::sqrt(1.0 - r * r) * SmoothedMap(40, 40, 4.0, seed, 1);
      const HalfMaps x = Halves(truthX, 0.7, seed, 2);
      const auto     result = stem5d::CrossHalfCorrelation(x, Halves(truthY, 0.7, seed, 4));
      const auto     deconvolved = stem5d::DeconvolvedVariance(x);
      ASSERT_EQ(result.status, stem5d::HALVES_AGREE);
      disattenuated.push_back(result.disattenuated);
      disattenuatedErrors.push_back(result.disattenuatedError);
      crossHalf.push_back(result.crossHalf.coefficient);
      crossHalfErrors.push_back(result.crossHalf.error);
      reliability.push_back(result.reliabilityX.coefficient);
      reliabilityErrors.push_back(result.reliabilityX.error);
      variance.push_back(deconvolved.covariance);
      varianceErrors.push_back(deconvolved.error);
    }
    const double truth = 6.0 / 3.14159265358979323846 * std::asin(0.5 * r); // Spearman's of a Gaussian pair
    EXPECT_NEAR(Mean(disattenuated).mean, truth, 0.03) << "r = " << r;
    EXPECT_NEAR(Mean(disattenuatedErrors).mean / Scatter(disattenuated), 1.0, 0.25) << "r = " << r;
    EXPECT_NEAR(Mean(crossHalfErrors).mean / Scatter(crossHalf), 1.0, 0.25) << "r = " << r;
    EXPECT_NEAR(Mean(reliabilityErrors).mean / Scatter(reliability), 1.0, 0.3) << "r = " << r;
    EXPECT_NEAR(Mean(variance).mean, 1.0, 0.05) << "r = " << r;
    EXPECT_NEAR(Mean(varianceErrors).mean / Scatter(variance), 1.0, 0.15) << "r = " << r;
  }
}

TEST(Calibration, OfTheErrorOfTheMeanOfAMap)
{
  std::vector<double> means;
  std::vector<double> variances;
  for (std::uint32_t seed = 1; seed <= 600; ++seed)
  {
    const MapArray map = SmoothedMap(30, 30, 3.0, seed, 0);
    means.push_back(map.mean());
    variances.push_back(stem5d::ComputePairMoments(map, map).Covariance() / stem5d::EffectiveSampleSizeOfMean(map));
  }
  EXPECT_NEAR(std::sqrt(Mean(variances).mean) / Scatter(means), 1.0, 0.15);
}

TEST(Calibration, OfTheErrorsOfACensoredDistribution)
{
  std::mt19937               generator(3);
  std::normal_distribution<> normal(std::log(900.0), 0.6);
  const double               limit = std::exp(std::log(900.0) + 0.6 * 0.5244005); // 30 % lie beyond
  std::vector<double>        pulls;
  std::vector<double>        arithmeticPulls;
  for (int i = 0; i < 600; ++i)
  {
    std::vector<double> times;
    std::vector<bool>   censored;
    for (int j = 0; j < 200; ++j)
    {
      const double time = std::exp(normal(generator));
      times.push_back(std::min(time, limit));
      censored.push_back(time > limit);
    }
    const auto result = stem5d::CensoredLogNormal(times, censored);
    pulls.push_back((result.logMean - std::log(900.0)) / result.logMeanError);
    arithmeticPulls.push_back((result.arithmeticMean - 900.0 * std::exp(0.18)) / result.arithmeticMeanError);
  }
  EXPECT_NEAR(Mean(pulls).mean, 0.0, 0.15);
  EXPECT_NEAR(Scatter(pulls), 1.0, 0.1);
  EXPECT_NEAR(Mean(arithmeticPulls).mean, 0.0, 0.25);
  EXPECT_NEAR(Scatter(arithmeticPulls), 1.0, 0.15);
}

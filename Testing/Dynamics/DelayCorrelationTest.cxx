/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "DelayCorrelation.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace
{

using Normalisation = stem5d::TwoTimeNormalisation;

constexpr Eigen::Index Frames = 37;
constexpr Eigen::Index Pixels = 90;
constexpr std::size_t  Sectors = 6;

/** Two rings: the first 40 pixels and the others. */
stem5d::RingPixels
TwoRings()
{
  stem5d::RingPixels rings;
  rings.offsets.resize(Pixels);
  rings.first = { 0, 40, Pixels };
  return rings;
}

stem5d::Series<float>
RandomSeries()
{
  std::mt19937                    generator(21);
  std::exponential_distribution<> exponential(0.2);
  return stem5d::Series<float>::NullaryExpr(
    Frames, Pixels, [&] { return static_cast<float>(1.0 + exponential(generator)); });
}

/** Sectors of different sizes all over the rings; sector 2 is empty. */
std::vector<int>
SectorOfPixels()
{
  std::vector<int> sector(Pixels);
  for (std::size_t pixel = 0; pixel < sector.size(); ++pixel)
  {
    const int numbers[] = { 0, 3, 1, 4, 0, 5, 5 };
    sector[pixel] = numbers[pixel * 3 % 7];
  }
  return sector;
}

void
ExpectNear(float found, double expected, const char * what)
{
  EXPECT_EQ(std::isnan(found), std::isnan(expected)) << what;
  if (!std::isnan(expected))
  {
    EXPECT_NEAR(found, expected, 2e-6) << what;
  }
}

/** Whether g(t) is the average of G as the equations have it, in double. */
void
ExpectCurves(const stem5d::Series<float> & intensity, Normalisation normalisation, std::size_t sectors)
{
  const std::vector<Eigen::Index> delays{ 1, 2, 3, 5, 8, 16, 30 };
  const stem5d::AgeWindows        ages(delays, Frames);
  const auto                      rings = TwoRings();
  const std::vector<int>          sector = sectors > 0 ? SectorOfPixels() : std::vector<int>{};
  stem5d::DelayCorrelation        correlation(rings, normalisation, Frames, delays, ages, sectors, sector);
  stem5d::PixelBlock              block(Pixels, Frames);
  for (Eigen::Index pixel = 0; pixel < Pixels; ++pixel)
  {
    Eigen::VectorXf::Map(block[pixel], Frames) = intensity.col(pixel);
  }
  correlation(block);

  const stem5d::Series<double> exact = intensity.cast<double>();
  const auto expectFrom = [&](const Eigen::MatrixXd & g, const auto & curve, const auto & ofAges, const char * what) {
    for (std::size_t i = 0; i < delays.size(); ++i)
    {
      ExpectNear(curve[i], stem5d::DelayAverage(g, delays[i]).mean, what);
    }
    for (std::size_t i = 0; i < ages.delays.size(); ++i)
    {
      const auto last = Frames - ages.frames;
      const auto window = [&](Eigen::Index first) { return g.block(first, first, ages.frames, ages.frames); };
      ExpectNear(ofAges[i], stem5d::DelayAverage(window(0), ages.delays[i]).mean, what);
      ExpectNear(ofAges[ages.delays.size() + i], stem5d::DelayAverage(window(last), ages.delays[i]).mean, what);
    }
  };
  const Eigen::MatrixXd g = stem5d::TwoTimeCorrelation(exact, rings.first, normalisation);
  expectFrom(g, correlation.Curve(), correlation.AgeCurves(), stem5d::ToString(normalisation));
  for (std::size_t i = 0; i < delays.size() && sectors == 0; ++i)
  {
    ExpectNear(correlation.ErrorsByPairs()[i], stem5d::DelayAverage(g, delays[i]).error, "error");
  }
  const Eigen::MatrixXf whole = correlation.TwoTime(block);
  EXPECT_TRUE(whole.cast<double>().isApprox(g, 1e-5) || g.hasNaN());

  ASSERT_EQ(correlation.CurveWithout().rows(), static_cast<Eigen::Index>(sectors));
  std::vector<bool> visited(sectors);
  stem5d::VisitWithoutSector(
    exact, rings.first, normalisation, g, sector, sectors, [&](std::size_t left, const Eigen::MatrixXd & without) {
      visited[left] = true;
      const Eigen::MatrixXd symmetric = without.selfadjointView<Eigen::Upper>();
      expectFrom(symmetric, correlation.CurveWithout().row(left), correlation.AgesWithout().row(left), "without");
    });
  for (std::size_t left = 0; left < sectors; ++left)
  {
    EXPECT_TRUE(visited[left] || correlation.CurveWithout().row(left).array().isNaN().all()) << left;
  }
}

} // namespace

TEST(DelayCorrelation, IsTheAverageOfTheTwoTimeCorrelation)
{
  for (const Normalisation normalisation : stem5d::TwoTimeNormalisations)
  {
    ExpectCurves(RandomSeries(), normalisation, 0);
    ExpectCurves(RandomSeries(), normalisation, Sectors);
  }
}

TEST(DelayCorrelation, LeavesDeadFramesOut)
{
  stem5d::Series<float> intensity = RandomSeries();
  intensity.row(0).setZero();
  intensity(20, 3) = std::numeric_limits<float>::quiet_NaN();
  intensity(Frames - 1, 3) = std::numeric_limits<float>::infinity();
  ExpectCurves(intensity, Normalisation::Frame, Sectors);
  intensity.setZero();
  ExpectCurves(intensity, Normalisation::Frame, Sectors);
}

TEST(DelayCorrelation, LeavesNothingWhereASectorHasAllTheIntensity)
{
  stem5d::Series<float>  intensity = RandomSeries();
  const std::vector<int> sector = SectorOfPixels();
  for (Eigen::Index pixel = 0; pixel < Pixels; ++pixel)
  {
    intensity(4, pixel) *= sector[pixel] == 3 ? 1.0F : 0.0F;
  }
  ExpectCurves(intensity, Normalisation::Frame, Sectors);
}

TEST(DelayCorrelation, IsTheSameWhenItIsUsedAgain)
{
  const std::vector<Eigen::Index> delays{ 1, 2, 3, 4 };
  stem5d::DelayCorrelation        correlation(TwoRings(), Normalisation::Frame, Frames, delays);
  stem5d::PixelBlock              block(Pixels, Frames);
  stem5d::PixelBlock              dead(Pixels, Frames);
  const auto                      intensity = RandomSeries();
  for (Eigen::Index pixel = 0; pixel < Pixels; ++pixel)
  {
    Eigen::VectorXf::Map(block[pixel], Frames) = intensity.col(pixel);
  }
  correlation(block);
  const Eigen::VectorXf first = correlation.Curve();
  correlation(dead);
  EXPECT_TRUE(correlation.Curve().array().isNaN().all());
  correlation(block);
  EXPECT_EQ(correlation.Curve(), first);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ArrheniusFit.h"

#include <gtest/gtest.h>

#include <random>

namespace
{

using Points = std::vector<stem5d::RelaxationAtTemperature>;

/** ln tau of 97 kJ/mol with 900 s at 633 K. */
double
ExactLogTime(double temperature)
{
  return std::log(900.0) + 97.0 / stem5d::GasConstant * (1.0 / temperature - 1.0 / 633.0);
}

Points
ExactPoints(const std::vector<double> & errors)
{
  Points points;
  for (std::size_t i = 0; i < errors.size(); ++i)
  {
    const double temperature = 633.0 + 10.0 * static_cast<double>(i);
    points.push_back({ temperature, ExactLogTime(temperature), errors[i] });
  }
  return points;
}

} // namespace

TEST(ArrheniusFit, RecoversTheEnergyOfThePapersTimes)
{
  // the mean relaxation times at 633 .. 673 K, to the digits they are printed with
  const std::vector<double> times{ 900.0, 676.2, 512.3, 391.2, 300.9 };
  Points                    points;
  for (std::size_t i = 0; i < times.size(); ++i)
  {
    points.push_back({ 633.0 + 10.0 * static_cast<double>(i), std::log(times[i]), 0.1 });
  }
  const stem5d::ArrheniusFit fit(points);
  EXPECT_NEAR(fit.ActivationEnergy().value, 97.0, 0.02);
  EXPECT_LT(fit.ChiSquare(), 1e-3);

  const stem5d::ArrheniusFit exact(ExactPoints({ 0.1, 0.2, 0.1, 0.3, 0.1 }));
  EXPECT_NEAR(exact.ActivationEnergy().value, 97.000, 1e-9);
  EXPECT_NEAR(exact.LogPrefactor().value, std::log(900.0) - 97.0 / stem5d::GasConstant / 633.0, 1e-9);
  EXPECT_NEAR(std::exp(exact.LogTime(673.0).value), 300.9, 0.1);
  EXPECT_NEAR(exact.ChiSquare(), 0.0, 1e-18);
  EXPECT_EQ(exact.DegreesOfFreedom(), 3);
  EXPECT_EQ(exact.ErrorScale(), 1.0);
}

TEST(ArrheniusFit, TwoPointsGiveTheirOwnErrors)
{
  const stem5d::ArrheniusFit fit({ { 600.0, 7.0, 0.3 }, { 700.0, 5.0, 0.4 } });
  const double               interval = 1.0 / 600.0 - 1.0 / 700.0;
  EXPECT_NEAR(fit.ActivationEnergy().value, stem5d::GasConstant * 2.0 / interval, 1e-9);
  EXPECT_NEAR(fit.ActivationEnergy().error, stem5d::GasConstant * 0.5 / interval, 1e-9);
  EXPECT_EQ(fit.DegreesOfFreedom(), 0);
  EXPECT_EQ(fit.ErrorScale(), 1.0);
  // through both points, with the errors of both
  EXPECT_NEAR(fit.LogTime(600.0).value, 7.0, 1e-12);
  EXPECT_NEAR(fit.LogTime(600.0).error, 0.3, 1e-12);
  EXPECT_NEAR(fit.LogTime(700.0).error, 0.4, 1e-12);
}

TEST(ArrheniusFit, CovarianceGivesTheErrorOfTheLine)
{
  const stem5d::ArrheniusFit fit(ExactPoints({ 0.1, 0.2, 0.15, 0.3, 0.1 }));
  const double               x = 1.0 / (stem5d::GasConstant * 650.0);
  const double               variance =
    std::pow(fit.LogPrefactor().error, 2) + 2.0 * x * fit.Covariance() + std::pow(x * fit.ActivationEnergy().error, 2);
  EXPECT_NEAR(std::sqrt(variance), fit.LogTime(650.0).error, 1e-6);
}

TEST(ArrheniusFit, ErrorsAreTheScatterOfRepeatedFits)
{
  const std::vector<double>  errors{ 0.05, 0.1, 0.08, 0.15, 0.05 };
  const stem5d::ArrheniusFit exact(ExactPoints(errors));
  std::mt19937               generator(1);
  std::normal_distribution<> normal;
  constexpr int              repeats = 4000;
  double                     energy = 0.0;
  double                     energySquare = 0.0;
  double                     line = 0.0;
  double                     chiSquare = 0.0;
  for (int i = 0; i < repeats; ++i)
  {
    Points points = ExactPoints(errors);
    for (auto & point : points)
    {
      point.logTime += point.error * normal(generator);
    }
    const stem5d::ArrheniusFit fit(points);
    energy += (fit.ActivationEnergy().value - 97.0) / repeats;
    energySquare += std::pow(fit.ActivationEnergy().value - 97.0, 2) / repeats;
    line += std::pow(fit.LogTime(620.0).value - ExactLogTime(620.0), 2) / repeats;
    chiSquare += fit.ChiSquare() / repeats;
    EXPECT_NEAR(fit.ActivationEnergy().error, exact.ActivationEnergy().error * fit.ErrorScale(), 1e-9);
  }
  const double sigma = exact.ActivationEnergy().error;
  EXPECT_NEAR(energy, 0.0, 5.0 * sigma / std::sqrt(repeats));
  EXPECT_NEAR(std::sqrt(energySquare), sigma, 0.05 * sigma); // 5 of the 0.011 sigma that 4000 repeats leave
  EXPECT_NEAR(std::sqrt(line), exact.LogTime(620.0).error, 0.05 * exact.LogTime(620.0).error);
  EXPECT_NEAR(chiSquare, 3.0, 0.2);
}

TEST(ArrheniusFit, ErrorsGrowWithTheScatter)
{
  Points                     points = ExactPoints({ 0.1, 0.1, 0.1, 0.1, 0.1 });
  const stem5d::ArrheniusFit exact(points);
  for (std::size_t i = 0; i < points.size(); ++i)
  {
    points[i].logTime += i % 2 == 0 ? 0.5 : -0.5;
  }
  const stem5d::ArrheniusFit fit(points);
  EXPECT_GT(fit.ChiSquare(), 3.0);
  EXPECT_NEAR(fit.ErrorScale(), std::sqrt(fit.ChiSquare() / 3.0), 1e-12);
  EXPECT_NEAR(fit.ActivationEnergy().error, exact.ActivationEnergy().error * fit.ErrorScale(), 1e-9);
}

TEST(ArrheniusFit, RefusesWhatIsNoLine)
{
  const auto fit = [](const Points & points) { return stem5d::ArrheniusFit(points); };
  EXPECT_THROW(fit({}), std::invalid_argument);
  EXPECT_THROW(fit({ { 650.0, 6.0, 0.1 } }), std::invalid_argument);
  EXPECT_THROW(fit({ { 650.0, 6.0, 0.1 }, { 650.0, 6.1, 0.1 } }), std::invalid_argument);
  EXPECT_THROW(fit({ { 0.0, 6.0, 0.1 }, { 650.0, 6.1, 0.1 } }), std::invalid_argument);
  EXPECT_THROW(fit({ { 640.0, 6.0, 0.0 }, { 650.0, 6.1, 0.1 } }), std::invalid_argument);
  EXPECT_THROW(fit({ { 640.0, NAN, 0.1 }, { 650.0, 6.1, 0.1 } }), std::invalid_argument);
  EXPECT_THROW(fit({ { 640.0, 6.0, 0.1 }, { 650.0, 6.1, 0.1 } }).LogTime(-3.0), std::invalid_argument);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ProbeLength.h"

#include <gtest/gtest.h>

#include <random>

namespace
{

/** Lengths and delays like the paper's, and the weights that a large scan gives. */
struct Grid
{
  explicit Grid(std::size_t rings = 11)
  {
    for (std::size_t ring = 0; ring < rings; ++ring)
    {
      lengths.push_back(0.16 * static_cast<double>(ring));
      weights.push_back(ring == 0 ? 1.0 : 3.1416 * static_cast<double>(ring));
    }
    for (int k = 0; k < 27; ++k)
    {
      delays.push_back(20.0 * k);
    }
  }

  Eigen::MatrixXd
  Correlation(double beta, double tau, double gammaT, double xi, double gammaR) const
  {
    Eigen::MatrixXd g(lengths.size(), delays.size());
    for (Eigen::Index i = 0; i < g.rows(); ++i)
    {
      for (Eigen::Index k = 0; k < g.cols(); ++k)
      {
        g(i, k) = 1.0 + beta * std::exp(-2.0 * std::pow(delays[static_cast<std::size_t>(k)] / tau, gammaT) -
                                        2.0 * std::pow(lengths[static_cast<std::size_t>(i)] / xi, gammaR));
      }
    }
    g.col(0).array() += 1.0; // the noise of counting
    return g;
  }

  std::vector<double> lengths;
  std::vector<double> delays;
  std::vector<double> weights;
};

} // namespace

TEST(SeparableCorrelationFit, RecoversItsForm)
{
  const Grid grid;
  for (const double tau : { 60.0, 900.0, 3000.0 })
  {
    for (const double xi : { 0.3, 0.7, 2.0 })
    {
      for (const double gamma : { 0.7, 1.6 })
      {
        auto g = grid.Correlation(0.08, tau, gamma, xi, 2.2);
        g(3, 5) = std::nan("");
        const auto fit = stem5d::SeparableCorrelationFit(grid.lengths, grid.delays, g, grid.weights);
        ASSERT_TRUE(fit.converged) << tau << ' ' << xi;
        EXPECT_FALSE(fit.atBound);
        EXPECT_NEAR(fit.contrast.value, 0.08, 1e-6);
        EXPECT_NEAR(fit.relaxationTime.value / tau, 1.0, 1e-4);
        EXPECT_NEAR(fit.timeExponent.value, gamma, 1e-4);
        EXPECT_NEAR(fit.length.value, xi, 1e-4);
        EXPECT_NEAR(fit.lengthExponent.value, 2.2, 1e-4);
        EXPECT_LT(fit.residual, 1e-6);
        EXPECT_TRUE(std::isnan(fit.length.error));
      }
    }
  }
}

TEST(SeparableCorrelationFit, ErrorsAreTheScatterOfTheValues)
{
  // 8 groups, of which the mean is fitted: the error of one is the scatter of the fits of many
  const Grid                 grid;
  const auto                 truth = grid.Correlation(0.08, 400.0, 1.0, 0.7, 2.0);
  std::mt19937               generator(3);
  std::normal_distribution<> normal(0.0, 0.002);
  Eigen::ArrayXd             lengths(60);
  Eigen::ArrayXd             squares(60);
  for (Eigen::Index trial = 0; trial < lengths.size(); ++trial)
  {
    std::vector<Eigen::MatrixXd> groups(8, truth);
    Eigen::MatrixXd              sum = Eigen::MatrixXd::Zero(truth.rows(), truth.cols());
    for (auto & group : groups)
    {
      group = group.unaryExpr([&](double value) { return value + normal(generator); }).eval();
      sum += group;
    }
    std::vector<Eigen::MatrixXd> without;
    for (const auto & group : groups)
    {
      without.emplace_back((sum - group) / 7.0);
    }
    const auto fit = stem5d::SeparableCorrelationFit(grid.lengths, grid.delays, sum / 8.0, grid.weights, without);
    ASSERT_TRUE(fit.converged);
    lengths[trial] = fit.length.value;
    squares[trial] = std::pow(fit.length.error, 2);
  }
  const double scatter = std::sqrt((lengths - lengths.mean()).square().sum() / 59.0);
  EXPECT_NEAR(lengths.mean(), 0.7, 4.0 * scatter / std::sqrt(60.0));
  EXPECT_NEAR(std::sqrt(squares.mean()) / scatter, 1.0, 0.3); // 3 times the error of a scatter of 60
}

TEST(SeparableCorrelationFit, TellsOfBoundsAndOfNoData)
{
  const Grid                   grid;
  const auto                   g = grid.Correlation(0.08, 9000.0, 1.0, 0.7, 2.0);
  stem5d::SeparableFitSettings settings;
  settings.relaxationTimeHigh = 500.0;
  const auto fit = stem5d::SeparableCorrelationFit(grid.lengths, grid.delays, g, grid.weights, {}, settings);
  EXPECT_TRUE(fit.converged);
  EXPECT_TRUE(fit.atBound);
  EXPECT_NEAR(fit.relaxationTime.value, 500.0, 1e-3);
  const Eigen::MatrixXd nothing = Eigen::MatrixXd::Constant(g.rows(), g.cols(), std::nan(""));
  EXPECT_FALSE(stem5d::SeparableCorrelationFit(grid.lengths, grid.delays, nothing, grid.weights).converged);
}

TEST(SeparableCorrelationFit, RefusesBadInput)
{
  const Grid grid;
  const auto g = grid.Correlation(0.08, 900.0, 1.0, 0.7, 2.0);
  const auto refuses = [](auto &&... arguments) {
    EXPECT_THROW(stem5d::SeparableCorrelationFit(arguments...), std::invalid_argument);
  };
  refuses(grid.lengths, grid.delays, g, std::vector<double>{ 1.0 });
  refuses(grid.lengths, grid.delays, g.topRows(3).eval(), grid.weights);
  refuses(grid.lengths, grid.delays, g.leftCols(3).eval(), grid.weights);
  refuses(grid.lengths, grid.delays, g, grid.weights, std::vector<Eigen::MatrixXd>{ g.leftCols(3) });
  refuses(std::vector<double>{ 0.0, 1.0 }, grid.delays, g, grid.weights);
  stem5d::SeparableFitSettings settings;
  settings.lengthHigh = 0.01;
  refuses(grid.lengths, grid.delays, g, grid.weights, std::vector<Eigen::MatrixXd>{}, settings);
  EXPECT_THROW(stem5d::ProbeLength(0.0, grid.lengths, grid.weights), std::invalid_argument);
  EXPECT_THROW(stem5d::ProbeLength(0.638, grid.lengths, grid.weights, -1.0), std::invalid_argument);
  EXPECT_THROW(stem5d::ProbeLength(0.638, { 0.0, 1.0 }, { 1.0, 1.0 }), std::invalid_argument);
}

TEST(ProbeLength, BlurWidensTheOverlapOfProbes)
{
  for (const double distance : { 0.0, 0.16, 0.32, 0.8 })
  {
    const double sharp = stem5d::ProbeCorrelation(0.638, 0.0, distance);
    EXPECT_NEAR(stem5d::ProbeCorrelation(0.638, 0.005, distance), sharp, 0.01) << distance; // its limit
    if (distance > 0.0)
    {
      EXPECT_GT(stem5d::ProbeCorrelation(0.638, 0.464, distance), sharp) << distance;
    }
  }
}

TEST(ProbeLength, OfThePapersProbe)
{
  for (const std::size_t rings : { 6u, 11u })
  {
    const Grid                grid(rings);
    const std::vector<double> equal(rings, 1.0);
    EXPECT_NEAR(stem5d::ProbeLength(0.638, grid.lengths, equal), 0.646, 0.001) << rings;
    EXPECT_NEAR(stem5d::ProbeLength(0.638, grid.lengths, grid.weights), 0.6445, 0.001) << rings;
    EXPECT_NEAR(stem5d::ProbeLength(0.638, grid.lengths, grid.weights, 0.464), 0.857, 0.007) << rings;
  }
  const Grid grid;
  auto       scaled = grid.lengths;
  for (double & length : scaled)
  {
    length *= 2.0;
  }
  EXPECT_NEAR(stem5d::ProbeLength(0.319, scaled, grid.weights, 0.232),
              2.0 * stem5d::ProbeLength(0.638, grid.lengths, grid.weights, 0.464),
              1e-6);
}

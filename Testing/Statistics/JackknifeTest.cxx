/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Jackknife.h"

#include <Eigen/Core>
#include <gtest/gtest.h>

#include <random>

namespace
{

/** Of each column the mean without each of its values. */
Eigen::MatrixXd
LeaveOneOutMeans(const Eigen::MatrixXd & samples)
{
  const auto n = static_cast<double>(samples.rows());
  return (samples.colwise().sum().replicate(samples.rows(), 1) - samples) / (n - 1.0);
}

const Eigen::MatrixXd samples = (Eigen::MatrixXd(5, 2) << 1.0, 8.0, 4.0, 7.5, 2.0, 9.0, 7.0, 3.0, 3.5, 6.0).finished();

} // namespace

TEST(Jackknife, OfAMeanIsItsStandardErrorExactly)
{
  const Eigen::MatrixXd centred = samples.rowwise() - samples.colwise().mean();
  const Eigen::MatrixXd expected = centred.transpose() * centred / (5.0 * 4.0);
  EXPECT_TRUE(stem5d::JackknifeCovariance(LeaveOneOutMeans(samples)).isApprox(expected, 1e-12));
  EXPECT_TRUE(
    stem5d::JackknifeErrors(LeaveOneOutMeans(samples)).isApprox(expected.diagonal().cwiseSqrt().matrix(), 1e-12));
}

TEST(Jackknife, LeavesGroupsWithNaNOutAndCountsTheRest)
{
  const Eigen::MatrixXd means = LeaveOneOutMeans(samples);
  Eigen::MatrixXd       withGap(6, 2);
  withGap << means.topRows(2), Eigen::RowVector2d(1e3, std::nan("")), means.bottomRows(3);
  EXPECT_TRUE(stem5d::JackknifeErrors(withGap).isApprox(stem5d::JackknifeErrors(means), 1e-14));
  EXPECT_TRUE(stem5d::JackknifeCovariance(withGap).isApprox(stem5d::JackknifeCovariance(means), 1e-14));
}

TEST(Jackknife, OfOneGroupOrNoneIsNaN)
{
  EXPECT_TRUE(stem5d::JackknifeErrors(Eigen::RowVector2d(1.0, 2.0)).array().isNaN().all());
  EXPECT_TRUE(stem5d::JackknifeErrors(Eigen::MatrixXd(0, 2)).array().isNaN().all());
  EXPECT_EQ(stem5d::JackknifeCovariance(Eigen::MatrixXd(0, 2)).rows(), 2);
  EXPECT_TRUE(stem5d::JackknifeCovariance(Eigen::MatrixXd(0, 2)).array().isNaN().all());
}

TEST(SeparatedJackknife, IsRightForNeighboursThatAreAlike)
{
  // groups in a circle, each the sum of three of twelve independent values: the variance of their mean is 9 / 12, and
  // groups three apart have nothing in common
  constexpr Eigen::Index     groups = 12;
  constexpr int              trials = 20000;
  std::mt19937               generator(4);
  std::normal_distribution<> normal;
  Eigen::ArrayXd             separated(trials);
  Eigen::ArrayXd             neighbours(trials);
  for (int trial = 0; trial < trials; ++trial)
  {
    const Eigen::VectorXd e = Eigen::VectorXd::NullaryExpr(groups, [&] { return normal(generator); });
    const Eigen::VectorXd x = Eigen::VectorXd::NullaryExpr(
      groups, [&](Eigen::Index i) { return e[i] + e[(i + 1) % groups] + e[(i + 2) % groups]; });
    separated[trial] = stem5d::SeparatedJackknifeVariance(LeaveOneOutMeans(x))[0];
    neighbours[trial] = std::pow(stem5d::JackknifeErrors(LeaveOneOutMeans(x))[0], 2);
  }
  const double error = std::sqrt((separated - separated.mean()).square().mean() / trials);
  EXPECT_LT(error, 0.01);
  EXPECT_NEAR(separated.mean(), 9.0 / 12.0, 3.0 * error);
  EXPECT_NEAR(neighbours.mean(), (3.0 - 9.0 / 12.0) / 11.0, 0.01); // E[(x - m)^2] / (n - 1): 0.27 of the truth
}

TEST(SeparatedJackknife, OfAWaveAroundTheCircle)
{
  // x = cos(2 pi i / 8): <x_i x_(i + l)> = cos(2 pi l / 8) / 2, over the lags 2, 3, 4 of 8 groups
  const double          pi = std::acos(-1.0);
  const Eigen::VectorXd wave =
    Eigen::VectorXd::NullaryExpr(8, [pi](Eigen::Index i) { return std::cos(0.25 * pi * static_cast<double>(i)); });
  const double    expected = -(std::cos(0.5 * pi) + std::cos(0.75 * pi) + std::cos(pi)) / 6.0;
  Eigen::MatrixXd two(8, 2); // each column by itself, whatever its mean
  two << wave, 10.0 + 3.0 * wave.array();
  const Eigen::VectorXd variance = stem5d::SeparatedJackknifeVariance(LeaveOneOutMeans(two));
  EXPECT_NEAR(variance[0], expected, 1e-12);
  EXPECT_NEAR(variance[1], 9.0 * expected, 1e-12);
}

TEST(SeparatedJackknife, NeedsAllOfFourGroups)
{
  EXPECT_TRUE(stem5d::SeparatedJackknifeVariance(samples.topRows(3)).array().isNaN().all());
  EXPECT_FALSE(stem5d::SeparatedJackknifeVariance(samples.topRows(4)).array().isNaN().any());
  Eigen::MatrixXd withGap = samples;
  withGap(1, 0) = std::nan("");
  EXPECT_TRUE(std::isnan(stem5d::SeparatedJackknifeVariance(withGap)[0]));
  EXPECT_FALSE(std::isnan(stem5d::SeparatedJackknifeVariance(withGap)[1]));
}

TEST(MovingBlockJackknife, OfSingleGroupsIsTheJackknife)
{
  const Eigen::MatrixXd leaveOut = Eigen::MatrixXd::Random(9, 3);
  EXPECT_TRUE(stem5d::MovingBlockJackknifeErrors(leaveOut, 9, 1).isApprox(stem5d::JackknifeErrors(leaveOut), 1e-12));
  EXPECT_TRUE(std::isnan(stem5d::MovingBlockJackknifeErrors(leaveOut.topRows(1), 3, 3)[0]));
}

// The mean of a row whose neighbours correlate: windows longer than the correlation find its scatter, single groups do
// not
TEST(MovingBlockJackknife, ErrorsAreTheScatterOfCorrelatedGroups)
{
  constexpr Eigen::Index     groups = 60;
  constexpr int              repeats = 400;
  std::mt19937               generator(1);
  std::normal_distribution<> normal;
  double                     scatter = 0.0;
  double                     ofWindows = 0.0;
  double                     ofGroups = 0.0;
  for (int repeat = 0; repeat < repeats; ++repeat)
  {
    const Eigen::ArrayXd noise = Eigen::ArrayXd::NullaryExpr(groups + 3, [&] { return normal(generator); });
    const Eigen::ArrayXd values =
      noise.head(groups) + noise.segment(1, groups) + noise.segment(2, groups) + noise.tail(groups);
    scatter += std::pow(values.mean(), 2) / repeats;
    for (const Eigen::Index window : { 1, 12 })
    {
      Eigen::MatrixXd leaveOut(groups - window + 1, 1);
      for (Eigen::Index first = 0; first < leaveOut.rows(); ++first)
      {
        leaveOut(first, 0) =
          (values.sum() - values.segment(first, window).sum()) / static_cast<double>(groups - window);
      }
      const double error = stem5d::MovingBlockJackknifeErrors(leaveOut, groups, window)[0];
      (window == 1 ? ofGroups : ofWindows) += error * error / repeats;
    }
  }
  EXPECT_NEAR(std::sqrt(ofWindows / scatter), 0.92, 0.1);
  EXPECT_LT(std::sqrt(ofGroups / scatter), 0.6);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Jackknife.h"

#include <Eigen/Core>
#include <gtest/gtest.h>

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

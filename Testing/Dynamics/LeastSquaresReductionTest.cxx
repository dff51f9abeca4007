/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "LeastSquaresReduction.h"

#include "KWWTestCurves.h"

#include <Eigen/LU>
#include <gtest/gtest.h>

#include <limits>

using namespace kwwtest;
using stem5d::LeastSquaresReduction;

namespace
{

const Eigen::VectorXd Curve = MakeCurve(0.5, 200, 1.2).array() - 1;
const Eigen::VectorXd Ones = Eigen::VectorXd::Ones(numberOfDelays);
const Eigen::MatrixXd Identity = Eigen::MatrixXd::Identity(numberOfDelays, numberOfDelays);

} // namespace

TEST(LeastSquaresReduction, DoesNothingWithoutCovarianceAndBaseline)
{
  for (const LeastSquaresReduction & none :
       { LeastSquaresReduction(), LeastSquaresReduction(numberOfDelays, {}, false) })
  {
    Eigen::VectorXd curve = Curve;
    none.Apply(curve);
    EXPECT_EQ(curve, Curve);
    EXPECT_EQ(none.After(Identity), Identity);
    EXPECT_EQ(none.BaselineOf(Curve)[0], 0);
  }
}

TEST(LeastSquaresReduction, MakesTheGeneralisedSumASumOfSquares)
{
  for (const Eigen::MatrixXd & covariance : { Eigen::MatrixXd(), MakeCovariance() })
  {
    const Eigen::MatrixXd weight = covariance.size() > 0 ? covariance.inverse().eval() : Identity;
    for (const bool baseline : { false, true })
    {
      const LeastSquaresReduction reduction(numberOfDelays, covariance, baseline);
      Eigen::VectorXd             reduced = Curve;
      reduction.Apply(reduced);

      // the minimum over the constant c of (y - c)^T C^-1 (y - c), by its closed form
      const double          power = Ones.dot(weight * Ones);
      const double          constant = baseline ? Ones.dot(weight * Curve) / power : 0.0;
      const Eigen::VectorXd rest = Curve - constant * Ones;
      EXPECT_NEAR(reduced.squaredNorm(), rest.dot(weight * rest), 1e-12 * rest.dot(weight * rest));
      EXPECT_NEAR(reduction.BaselineOf(Curve)[0], constant, 1e-12);
      EXPECT_TRUE((reduction.After(Identity) * Curve).isApprox(reduced, 1e-12));
      if (baseline)
      {
        EXPECT_NEAR(reduction.BaselineVariance() * power, 1.0, 1e-12);
        Eigen::VectorXd raised = Curve + 0.3 * Ones; // a constant changes nothing but the baseline
        EXPECT_NEAR(reduction.BaselineOf(raised)[0], constant + 0.3, 1e-12);
        reduction.Apply(raised);
        EXPECT_TRUE(raised.isApprox(reduced, 1e-12));
      }
    }
  }
}

TEST(LeastSquaresReduction, RefusesWhatIsNoCovariance)
{
  Eigen::MatrixXd indefinite = Identity;
  indefinite(0, 1) = indefinite(1, 0) = 2;
  Eigen::MatrixXd undefined = Identity;
  undefined(3, 3) = std::numeric_limits<double>::quiet_NaN();
  for (const Eigen::MatrixXd & wrong : { Eigen::MatrixXd(-Identity), indefinite, undefined })
  {
    EXPECT_THROW(LeastSquaresReduction(numberOfDelays, wrong, false), std::invalid_argument);
    EXPECT_THROW(stem5d::KWWFit(MakeDelays(), MakeSettings(), wrong), std::invalid_argument);
  }
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "GeneralisedKWWFit.h"

#include "KWWTestCurves.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace kwwtest;
using stem5d::GeneralisedKWWFit;
using stem5d::KWWEstimator;
using stem5d::KWWFitResult;

namespace
{

std::vector<Eigen::Index>
DelaysInFrames()
{
  std::vector<Eigen::Index> delays;
  for (int k = 1; k <= numberOfDelays; ++k)
  {
    delays.push_back(k);
  }
  return delays;
}

GeneralisedKWWFit
MakeFit(KWWEstimator estimator, const stem5d::KWWFitSettings & settings = MakeSettings())
{
  return { estimator, DelaysInFrames(), numberOfFrames, framePeriod, settings };
}

/** The values of a result, for comparison to the bit. */
std::vector<double>
ValuesOf(const KWWFitResult & r)
{
  return { r.contrast,      r.relaxationTime,      r.stretchExponent,      r.baseline,      r.residual,
           r.contrastError, r.relaxationTimeError, r.stretchExponentError, r.baselineError, 1.0 * r.status };
}

} // namespace

TEST(GeneralisedKWWFit, OfOrdinaryLeastSquaresIsTheFitItself)
{
  const GeneralisedKWWFit fit = MakeFit(KWWEstimator::OrdinaryLeastSquares);
  const stem5d::KWWFit    plain(MakeDelays(), MakeSettings());
  std::mt19937_64         random(1);
  for (int i = 0; i < 20; ++i)
  {
    const Eigen::VectorXd  curve = SimulateSpeckles(300, 40, random);
    stem5d::KWWSensitivity a;
    stem5d::KWWSensitivity b;
    const auto             x = ValuesOf(fit(curve, &a));
    const auto             y = ValuesOf(plain(curve, &b));
    EXPECT_EQ(std::memcmp(x.data(), y.data(), x.size() * sizeof(double)), 0);
    EXPECT_EQ(a, b);
  }
}

TEST(GeneralisedKWWFit, UsesTheCovarianceOfTheRelaxationTimeFound)
{
  const GeneralisedKWWFit fit = MakeFit(KWWEstimator::GeneralisedLeastSquares);
  std::mt19937_64         random(2);
  for (int i = 0; i < 10; ++i)
  {
    const Eigen::VectorXd curve = SimulateSpeckles(200, 60, random);
    const KWWFitResult    result = fit(curve);
    // that of the very relaxation time instead of the nearest prepared one changes little
    const stem5d::KWWFit exact(
      MakeDelays(),
      MakeSettings(),
      stem5d::SpeckleDelayCovariance(DelaysInFrames(), numberOfFrames, result.relaxationTime / framePeriod, 1.0, 0.01));
    const double again = exact(curve).relaxationTime;
    EXPECT_NEAR(std::log(result.relaxationTime / again), 0.0, 0.05);
    EXPECT_GT(std::abs(std::log(fit.GetOrdinary()(curve).relaxationTime / again)), 1e-4);
  }
}

TEST(GeneralisedKWWFit, RecoversNoiselessCurves)
{
  auto settings = MakeSettings();
  settings.fixedGamma = 1.4;
  for (const double tau : { 50.0, 300.0, 2000.0, 4900.0 })
  {
    const KWWFitResult free = MakeFit(KWWEstimator::GeneralisedLeastSquares)(MakeCurve(0.2, tau, 1.4));
    EXPECT_NEAR(free.relaxationTime, tau, 1e-5 * tau);
    EXPECT_NEAR(free.stretchExponent, 1.4, 1e-5);
    const KWWFitResult fixed = MakeFit(KWWEstimator::GeneralisedLeastSquares, settings)(MakeCurve(0.2, tau, 1.4));
    EXPECT_NEAR(fixed.relaxationTime, tau, 1e-5 * tau);
  }
}

TEST(GeneralisedKWWFit, LeavesCurvesWithoutAnswerAlone)
{
  const GeneralisedKWWFit fit = MakeFit(KWWEstimator::GeneralisedLeastSquares);
  stem5d::KWWSensitivity  sensitivity;
  EXPECT_EQ(fit(Eigen::VectorXd::Ones(numberOfDelays), &sensitivity).status, stem5d::LOW_CONTRAST);
  EXPECT_EQ(sensitivity.rows(), 0);
  const double       nan = std::numeric_limits<double>::quiet_NaN();
  const KWWFitResult masked = fit(Eigen::VectorXd::Constant(numberOfDelays, nan), &sensitivity);
  EXPECT_EQ(masked.status, stem5d::MASKED);
  EXPECT_EQ(sensitivity.rows(), 0);

  Eigen::VectorXd curve = MakeCurve(0.2, 300, 1.0);
  curve[3] = nan; // a delay of which no pair is left
  EXPECT_NEAR(fit(curve, &sensitivity).relaxationTime, 300, 0.01);
  EXPECT_TRUE(sensitivity.col(3).isZero(0));
}

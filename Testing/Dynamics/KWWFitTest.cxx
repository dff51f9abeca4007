/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "KWWTestCurves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kwwtest;
using stem5d::KWWFit;
using stem5d::KWWFitResult;
using stem5d::KWWFitSettings;

TEST(KWWFit, RecoversNoiselessCurves)
{
  const KWWFit fit(MakeDelays(), MakeSettings());
  for (const double contrast : { 0.05, 1.0 })
  {
    for (const double tau : { 50.0, 100.0, 300.0, 1000.0, 2000.0, 4900.0 })
    {
      for (const double gamma : { 0.3, 0.5, 1.0, 1.5, 2.5 })
      {
        const KWWFitResult result = fit(MakeCurve(contrast, tau, gamma));
        SCOPED_TRACE(testing::Message() << "tau " << tau << " s, gamma " << gamma);
        EXPECT_NEAR(result.contrast, contrast, 1e-6 * contrast);
        EXPECT_NEAR(result.relaxationTime, tau, 1e-6 * tau);
        EXPECT_NEAR(result.stretchExponent, gamma, 1e-6 * gamma);
        EXPECT_EQ(result.baseline, 0);
        EXPECT_LT(result.residual, 1e-10);
        EXPECT_EQ(result.status, tau > MakeSettings().recordLength ? stem5d::CENSORED : stem5d::OK);
      }
    }
  }
}

TEST(KWWFit, TakesFloatCurvesOfAnyLayout)
{
  const KWWFit                            fit(MakeDelays(), MakeSettings());
  const Eigen::VectorXf                   curve = MakeCurve(0.5, 300, 1.2).cast<float>();
  const Eigen::Map<const Eigen::VectorXf> map(curve.data(), curve.size());
  EXPECT_NEAR(fit(map).relaxationTime, 300, 0.01);
  EXPECT_EQ(fit(map).relaxationTime, fit(curve).relaxationTime);
  EXPECT_THROW(fit(curve.head(25)), std::invalid_argument);
}

TEST(KWWFit, ScalesWithTime)
{
  const double       scale = 1e-6;
  std::mt19937_64    random(1);
  const auto         curve = SimulateSpeckles(300, 20, random);
  const KWWFitResult seconds = KWWFit(MakeDelays(), MakeSettings())(curve);
  const KWWFitResult microseconds = KWWFit(MakeDelays(scale * framePeriod), MakeSettings(scale))(curve);
  EXPECT_NEAR(microseconds.relaxationTime / scale, seconds.relaxationTime, 1e-6 * seconds.relaxationTime);
  EXPECT_NEAR(microseconds.relaxationTimeError / scale, seconds.relaxationTimeError, 1e-6 * seconds.relaxationTime);
  EXPECT_NEAR(microseconds.stretchExponent, seconds.stretchExponent, 1e-6);
  EXPECT_EQ(microseconds.status, seconds.status);
}

TEST(KWWFit, JacobianEqualsFiniteDifferences)
{
  const auto           delays = MakeDelays();
  const Eigen::ArrayXd logDelays = Eigen::ArrayXd::Map(delays.data(), numberOfDelays).log();
  std::mt19937_64      random(2);
  for (const auto & [baseline, covariance] :
       { std::pair{ false, Eigen::MatrixXd() }, { true, Eigen::MatrixXd() }, { true, MakeCovariance() } })
  {
    const stem5d::LeastSquaresReduction reduction(numberOfDelays, covariance, baseline);
    Eigen::VectorXd                     curve = SimulateSpeckles(500, 20, random).array() - 1;
    reduction.Apply(curve);
    const stem5d::KWWResidual residual(logDelays, curve, reduction);
    for (const Eigen::Vector2d & at : { Eigen::Vector2d(4, 0.4), Eigen::Vector2d(6, 1), Eigen::Vector2d(8, 2.5) })
    {
      Eigen::MatrixX2d jacobian(numberOfDelays, 2);
      Eigen::VectorXd  here(numberOfDelays);
      residual(at.data(), here.data(), jacobian.data());
      for (int p = 0; p < 2; ++p)
      {
        const auto shifted = [&](double step) {
          const Eigen::Vector2d there = at + step * Eigen::Vector2d::Unit(p);
          Eigen::VectorXd       values(numberOfDelays);
          residual(there.data(), values.data(), nullptr);
          return values;
        };
        const double          h = 1e-3;
        const Eigen::VectorXd slope = (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h);
        EXPECT_TRUE(jacobian.col(p).isApprox(slope, 1e-7)) << "at " << at.transpose();
      }
    }
  }
}

TEST(KWWFit, StandardErrorsAreThoseOfIndependentNoise)
{
  std::mt19937_64                  random(3);
  std::normal_distribution<double> noise(0, 0.002);
  constexpr int                    trials = 2000;
  for (const bool baseline : { false, true })
  {
    auto settings = MakeSettings();
    settings.baseline = baseline;
    const KWWFit         fit(MakeDelays(), settings);
    const Eigen::Array4d truth(0.5, 100, 1.2, baseline ? 0.1 : 0.0);
    Eigen::Array4d       deviation = Eigen::Array4d::Zero(); // squared, in units of the error
    for (int i = 0; i < trials; ++i)
    {
      Eigen::VectorXd curve = MakeCurve(truth[0], truth[1], truth[2], truth[3]);
      curve += Eigen::VectorXd::NullaryExpr(numberOfDelays, [&] { return noise(random); });
      const KWWFitResult   result = fit(curve);
      const Eigen::Array4d value(result.contrast, result.relaxationTime, result.stretchExponent, result.baseline);
      const Eigen::Array4d error(
        result.contrastError, result.relaxationTimeError, result.stretchExponentError, result.baselineError);
      ASSERT_EQ(result.status, stem5d::OK);
      deviation += ((value - truth) / error).square() / trials;
    }
    for (int p = 0; p < (baseline ? 4 : 3); ++p)
    {
      EXPECT_NEAR(std::sqrt(deviation[p]), 1, 0.1) << "parameter " << p << ", baseline " << baseline;
    }
  }
}

TEST(KWWFit, FixedExponent)
{
  auto settings = MakeSettings();
  settings.fixedGamma = 1;
  const KWWFitResult result = KWWFit(MakeDelays(), settings)(MakeCurve(0.4, 300, 1));
  EXPECT_NEAR(result.relaxationTime, 300, 1e-6);
  EXPECT_EQ(result.stretchExponent, 1);
  EXPECT_EQ(result.stretchExponentError, 0);
  EXPECT_EQ(result.status, stem5d::OK);
}

TEST(KWWFit, Baseline)
{
  auto settings = MakeSettings();
  settings.baseline = true;
  const KWWFit       fit(MakeDelays(), settings);
  const KWWFitResult fast = fit(MakeCurve(0.4, 150, 1.3, 0.2));
  EXPECT_NEAR(fast.contrast, 0.4, 1e-6);
  EXPECT_NEAR(fast.relaxationTime, 150, 1e-4);
  EXPECT_NEAR(fast.stretchExponent, 1.3, 1e-6);
  EXPECT_NEAR(fast.baseline, 0.2, 1e-6);
  EXPECT_EQ(fast.status, stem5d::OK);
  EXPECT_EQ(fit(MakeCurve(0.4, 600, 1.3, 0.2)).status & stem5d::BASELINE, stem5d::BASELINE);

  const KWWFitResult flat = fit(Eigen::VectorXd::Constant(numberOfDelays, 1.3));
  EXPECT_EQ(flat.contrast, 0);
  EXPECT_NEAR(flat.baseline, 0.3, 1e-12);
  EXPECT_TRUE(std::isnan(flat.relaxationTime));
  EXPECT_EQ(flat.status, stem5d::LOW_CONTRAST);
}

TEST(KWWFit, ConstantImageHasNoRelaxationTime)
{
  const KWWFit       fit(MakeDelays(), MakeSettings());
  const KWWFitResult none = fit(Eigen::VectorXf::Ones(numberOfDelays));
  EXPECT_EQ(none.contrast, 0);
  EXPECT_EQ(none.residual, 0);
  EXPECT_TRUE(std::isnan(none.relaxationTime));
  EXPECT_TRUE(std::isnan(none.stretchExponent));
  EXPECT_EQ(none.status, stem5d::LOW_CONTRAST);

  const KWWFitResult negative = fit(Eigen::VectorXd::Constant(numberOfDelays, 0.9));
  EXPECT_EQ(negative.contrast, 0);
  EXPECT_NEAR(negative.residual, 0.1, 1e-12);
  EXPECT_EQ(negative.status, stem5d::LOW_CONTRAST);
}

TEST(KWWFit, StaticPatternIsAtTheUpperBound)
{
  const KWWFitResult result = KWWFit(MakeDelays(), MakeSettings())(Eigen::VectorXd::Constant(numberOfDelays, 1.5));
  EXPECT_NEAR(result.contrast, 0.5, 1e-3);
  EXPECT_EQ(result.relaxationTime, 5000);
  EXPECT_EQ(result.stretchExponent, 3);
  EXPECT_TRUE(std::isnan(result.relaxationTimeError));
  EXPECT_EQ(result.status, stem5d::AT_TAU_BOUND | stem5d::AT_GAMMA_BOUND | stem5d::CENSORED);
}

TEST(KWWFit, EachBoundIsHeldAndFlagged)
{
  const auto fitWithin = [](double tauLow, double tauHigh, double gammaLow, double gammaHigh) {
    auto settings = MakeSettings();
    settings.tauLow = tauLow;
    settings.tauHigh = tauHigh;
    settings.gammaLow = gammaLow;
    settings.gammaHigh = gammaHigh;
    return KWWFit(MakeDelays(), settings)(MakeCurve(0.5, 200, 1));
  };
  EXPECT_EQ(fitWithin(100, 400, 0.5, 2).status, stem5d::OK);

  for (const KWWFitResult & result : { fitWithin(50, 150, 0.5, 2), fitWithin(250, 5000, 0.5, 2) })
  {
    EXPECT_TRUE(result.relaxationTime == 150 || result.relaxationTime == 250);
    EXPECT_TRUE(std::isnan(result.relaxationTimeError));
    EXPECT_GT(result.stretchExponentError, 0);
    EXPECT_EQ(result.status, stem5d::AT_TAU_BOUND);
  }
  for (const KWWFitResult & result : { fitWithin(50, 5000, 0.2, 0.8), fitWithin(50, 5000, 1.2, 2) })
  {
    EXPECT_TRUE(result.stretchExponent == 0.8 || result.stretchExponent == 1.2);
    EXPECT_TRUE(std::isnan(result.stretchExponentError));
    EXPECT_GT(result.relaxationTimeError, 0);
    EXPECT_EQ(result.status, stem5d::AT_GAMMA_BOUND);
  }
}

TEST(KWWFit, FlagsTimesOutsideTheRecord)
{
  const KWWFit fit(MakeDelays(), MakeSettings());
  EXPECT_EQ(fit(MakeCurve(0.5, 1.5 * framePeriod, 1)).status, stem5d::TOO_FAST);
  EXPECT_EQ(fit(MakeCurve(0.5, 2.5 * framePeriod, 1)).status, stem5d::OK);
  EXPECT_EQ(fit(MakeCurve(0.5, 1000, 1)).status, stem5d::OK);
  EXPECT_EQ(fit(MakeCurve(0.5, 1100, 1)).status, stem5d::CENSORED);

  // All of the contrast is gone after the first delay: neither tau nor gamma nor the contrast can be known.
  Eigen::VectorXd gone = Eigen::VectorXd::Ones(numberOfDelays);
  gone[0] = 1.1;
  const KWWFitResult result = fit(gone);
  EXPECT_TRUE(std::isnan(result.contrast) && std::isnan(result.relaxationTime) && std::isnan(result.stretchExponent));
  EXPECT_EQ(result.status & (stem5d::TOO_FAST | stem5d::NOT_CONVERGED), stem5d::TOO_FAST | stem5d::NOT_CONVERGED);
}

TEST(KWWFit, FlagsContrastBelowItsNoise)
{
  const KWWFit                     fit(MakeDelays(), MakeSettings());
  std::mt19937_64                  random(4);
  std::normal_distribution<double> noise(0, 0.05);
  int                              flagged = 0;
  for (int i = 0; i < 200; ++i)
  {
    const Eigen::VectorXd curve = Eigen::VectorXd::NullaryExpr(numberOfDelays, [&] { return 1.01 + noise(random); });
    flagged += (fit(curve).status & stem5d::LOW_CONTRAST) != 0;
  }
  EXPECT_GT(flagged, 140);
}

TEST(KWWFit, LeavesOutValuesThatAreNotFinite)
{
  std::mt19937_64 random(5);
  auto            settings = MakeSettings();
  Eigen::VectorXd curve = SimulateSpeckles(300, 40, random);

  // What is left is fitted as if nothing else had been there.
  auto                delays = MakeDelays();
  const auto          kept = [&](int k) { return k != 0 && k != 7 && k != 25; };
  std::vector<double> keptDelays, keptValues;
  for (int k = 0; k < numberOfDelays; ++k)
  {
    if (kept(k))
    {
      keptDelays.push_back(delays[k]);
      keptValues.push_back(curve[k]);
    }
  }
  settings.tauLow = 4;
  const KWWFitResult expected =
    KWWFit(keptDelays, settings)(Eigen::VectorXd::Map(keptValues.data(), keptValues.size()));
  curve[0] = std::numeric_limits<double>::quiet_NaN();
  curve[7] = std::numeric_limits<double>::infinity();
  curve[25] = -std::numeric_limits<double>::infinity();
  const KWWFit       fit(delays, settings);
  const KWWFitResult result = fit(curve);
  EXPECT_NEAR(result.relaxationTime, expected.relaxationTime, 1e-6 * expected.relaxationTime);
  EXPECT_NEAR(result.contrast, expected.contrast, 1e-7);
  EXPECT_EQ(result.status, expected.status);

  curve.tail(22).setConstant(std::numeric_limits<double>::quiet_NaN());
  const KWWFitResult masked = fit(curve);
  EXPECT_EQ(masked.status, stem5d::MASKED);
  EXPECT_TRUE(std::isnan(masked.contrast) && std::isnan(masked.relaxationTime) && std::isnan(masked.residual));
}

TEST(KWWFit, WithTheIdentityAsCovarianceIsOrdinary)
{
  std::mt19937_64       random(6);
  const Eigen::MatrixXd identity = 7.0 * Eigen::MatrixXd::Identity(numberOfDelays, numberOfDelays); // a factor is none
  for (const bool baseline : { false, true })
  {
    auto settings = MakeSettings();
    settings.baseline = baseline;
    const KWWFit ordinary(MakeDelays(), settings);
    const KWWFit generalised(MakeDelays(), settings, identity);
    for (int i = 0; i < 20; ++i)
    {
      const Eigen::VectorXd curve = SimulateSpeckles(150, 40, random);
      const KWWFitResult    a = ordinary(curve);
      const KWWFitResult    b = generalised(curve);
      EXPECT_EQ(a.status, b.status);
      for (const auto member : { &KWWFitResult::contrast,
                                 &KWWFitResult::relaxationTime,
                                 &KWWFitResult::stretchExponent,
                                 &KWWFitResult::residual,
                                 &KWWFitResult::contrastError,
                                 &KWWFitResult::relaxationTimeError,
                                 &KWWFitResult::stretchExponentError,
                                 &KWWFitResult::baselineError })
      {
        EXPECT_TRUE(std::isnan(a.*member) ? std::isnan(b.*member)
                                          : std::abs(a.*member - b.*member) <= 1e-5 * std::abs(a.*member))
          << a.*member << ' ' << b.*member;
      }
    }
  }
}

TEST(KWWFit, WithACovarianceRecoversNoiselessCurves)
{
  auto settings = MakeSettings();
  settings.baseline = true;
  const KWWFit withBaseline(MakeDelays(), settings, MakeCovariance());
  const KWWFit fit(MakeDelays(), MakeSettings(), MakeCovariance());
  for (const double tau : { 50.0, 300.0, 2000.0, 4900.0 })
  {
    for (const double gamma : { 0.5, 1.0, 2.5 })
    {
      const KWWFitResult result = fit(MakeCurve(0.4, tau, gamma));
      EXPECT_NEAR(result.contrast, 0.4, 1e-6);
      EXPECT_NEAR(result.relaxationTime, tau, 1e-6 * tau);
      EXPECT_NEAR(result.stretchExponent, gamma, 1e-6 * gamma);
      EXPECT_EQ(result.baseline, 0);
    }
  }
  const KWWFitResult raised = withBaseline(MakeCurve(0.4, 150, 1.3, 0.2));
  EXPECT_NEAR(raised.contrast, 0.4, 1e-6);
  EXPECT_NEAR(raised.relaxationTime, 150, 1e-4);
  EXPECT_NEAR(raised.baseline, 0.2, 1e-6);
}

TEST(KWWFit, WithACovarianceIsTheMinimumOfTheGeneralisedSum)
{
  const Eigen::MatrixXd weight = MakeCovariance().inverse();
  const Eigen::VectorXd ones = Eigen::VectorXd::Ones(numberOfDelays);
  std::mt19937_64       random(7);
  for (const bool baseline : { false, true })
  {
    auto settings = MakeSettings();
    settings.baseline = baseline;
    const KWWFit fit(MakeDelays(), settings, MakeCovariance());
    for (int i = 0; i < 5; ++i)
    {
      const Eigen::VectorXd curve = SimulateSpeckles(300, 40, random);
      const KWWFitResult    result = fit(curve);
      const auto   sum = [&](const Eigen::VectorXd & model) { return (curve - model).dot(weight * (curve - model)); };
      const double found =
        sum(MakeCurve(result.contrast, result.relaxationTime, result.stretchExponent, result.baseline));

      // the least of a dense grid, at each node with the best contrast and constant by the normal equations
      double least = std::numeric_limits<double>::infinity();
      for (double logTau = std::log(fit.GetTauLow()); logTau < std::log(5000); logTau += 0.05)
      {
        for (double gamma = 0.02; gamma <= 3; gamma *= 1.03)
        {
          Eigen::MatrixXd columns(numberOfDelays, baseline ? 2 : 1);
          columns.col(0) = MakeCurve(1, std::exp(logTau), gamma).array() - 1;
          columns.rightCols(baseline ? 1 : 0).setOnes();
          const Eigen::MatrixXd normal = columns.transpose() * weight * columns;
          const Eigen::VectorXd best = normal.inverse() * columns.transpose() * weight * (curve - ones);
          least = best[0] >= 0 ? std::min(least, sum(ones + columns * best)) : least;
        }
      }
      EXPECT_LE(found, least * (1 + 1e-9));
    }
  }
}

TEST(KWWFit, StandardErrorsAreThoseOfNoiseWithItsCovariance)
{
  const Eigen::MatrixXd            root = MakeCovariance().llt().matrixL();
  const KWWFit                     fit(MakeDelays(), MakeSettings(), MakeCovariance());
  std::mt19937_64                  random(8);
  std::normal_distribution<double> noise(0, 0.002);
  constexpr int                    trials = 2000;
  const Eigen::Array3d             truth(0.5, 100, 1.2);
  Eigen::Array3d                   deviation = Eigen::Array3d::Zero(); // squared, in units of the error
  for (int i = 0; i < trials; ++i)
  {
    const Eigen::VectorXd white = Eigen::VectorXd::NullaryExpr(numberOfDelays, [&] { return noise(random); });
    const Eigen::VectorXd curve = MakeCurve(truth[0], truth[1], truth[2]) + root * white;
    const KWWFitResult    result = fit(curve);
    const Eigen::Array3d  value(result.contrast, result.relaxationTime, result.stretchExponent);
    const Eigen::Array3d  error(result.contrastError, result.relaxationTimeError, result.stretchExponentError);
    ASSERT_EQ(result.status, stem5d::OK);
    deviation += ((value - truth) / error).square() / trials;
  }
  for (int p = 0; p < 3; ++p)
  {
    EXPECT_NEAR(std::sqrt(deviation[p]), 1, 0.1) << "parameter " << p;
  }
}

/** Contrast, ln tau and gamma. */
static Eigen::Vector3d
ParametersOf(const KWWFitResult & result)
{
  return { result.contrast, std::log(result.relaxationTime), result.stretchExponent };
}

TEST(KWWFit, SensitivityIsHowTheFitFollowsTheCurve)
{
  for (const Eigen::MatrixXd & covariance : { Eigen::MatrixXd(), MakeCovariance() })
  {
    for (const bool baseline : { false, true })
    {
      for (const auto & fixedGamma : { std::optional<double>(), std::optional<double>(1.2) })
      {
        auto settings = MakeSettings();
        settings.baseline = baseline;
        settings.fixedGamma = fixedGamma;
        const KWWFit    fit(MakeDelays(), settings, covariance);
        Eigen::VectorXd curve = MakeCurve(0.4, 150, 1.2, baseline ? 0.1 : 0.0);
        for (const int left : { -1, 5 }) // a value that is missing, or none
        {
          if (left >= 0)
          {
            curve[left] = std::numeric_limits<double>::quiet_NaN();
          }
          stem5d::KWWSensitivity sensitivity;
          fit(curve, &sensitivity);
          ASSERT_EQ(sensitivity.rows(), 3);
          ASSERT_EQ(sensitivity.cols(), numberOfDelays);
          const Eigen::Array3d scale = sensitivity.rowwise().norm();
          for (int k = 0; k < numberOfDelays; ++k)
          {
            const double    h = 1e-5;
            Eigen::VectorXd more = curve;
            Eigen::VectorXd less = curve;
            more[k] += h;
            less[k] -= h;
            const Eigen::Array3d slope = (ParametersOf(fit(more)) - ParametersOf(fit(less))) / (2 * h);
            EXPECT_TRUE(((slope - sensitivity.col(k).array()).abs() <= 1e-3 * scale).all())
              << k << ": " << slope.transpose() << " and " << sensitivity.col(k).transpose();
          }
          EXPECT_EQ((sensitivity.row(2).array() == 0).all(), fixedGamma.has_value());
          EXPECT_TRUE(left < 0 || sensitivity.col(std::max(left, 0)).isZero(0));
        }
      }
    }
  }
}

TEST(KWWFit, SensitivityOfWhatIsHeldAtABoundIsNone)
{
  auto settings = MakeSettings();
  settings.gammaHigh = 0.8;
  auto fixed = settings;
  fixed.fixedGamma = 0.8;
  const Eigen::VectorXd  curve = MakeCurve(0.4, 150, 1.2);
  stem5d::KWWSensitivity held;
  stem5d::KWWSensitivity ofFixed;
  EXPECT_EQ(KWWFit(MakeDelays(), settings)(curve, &held).status, stem5d::AT_GAMMA_BOUND);
  KWWFit(MakeDelays(), fixed)(curve, &ofFixed);
  EXPECT_TRUE(held.row(2).isZero(0));
  EXPECT_TRUE(held.isApprox(ofFixed, 1e-5));

  settings.gammaHigh = 3;
  settings.tauHigh = 100;
  EXPECT_EQ(KWWFit(MakeDelays(), settings)(curve, &held).status, stem5d::AT_TAU_BOUND);
  EXPECT_TRUE(held.row(1).isZero(0));
  EXPECT_GT(held.row(0).norm(), 0);
  EXPECT_GT(held.row(2).norm(), 0);

  const KWWFit fit(MakeDelays(), MakeSettings()); // no parameters, no row
  fit(Eigen::VectorXd::Ones(numberOfDelays), &held);
  EXPECT_EQ(held.rows(), 0);
  fit(Eigen::VectorXd::Constant(numberOfDelays, std::numeric_limits<double>::quiet_NaN()), &held);
  EXPECT_EQ(held.rows(), 0);
}

TEST(KWWFit, RefusesWhatCannotBeFitted)
{
  const auto message = [](const std::vector<double> & delays, const KWWFitSettings & settings) -> std::string {
    try
    {
      const KWWFit fit(delays, settings);
    }
    catch (const std::invalid_argument & error)
    {
      return error.what();
    }
    return "";
  };
  const auto with = [](auto change) {
    KWWFitSettings settings = MakeSettings();
    change(settings);
    return settings;
  };
  const auto   delays = MakeDelays();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  using S = KWWFitSettings;
  EXPECT_EQ(message(delays, MakeSettings()), "");
  EXPECT_THAT(message({ 1, 2, 3 }, {}), testing::HasSubstr("number of delays is 3; this model needs 4 or more"));
  EXPECT_THAT(message({}, {}), testing::HasSubstr("number of delays is 0"));
  EXPECT_THAT(message({ 1, 2, 3, 4 }, with([](S & s) { s.baseline = true; })), testing::HasSubstr("needs 5 or more"));
  EXPECT_THAT(message({ 0, 1, 2, 3 }, {}), testing::HasSubstr("leave delay 0 out"));
  EXPECT_THAT(message({ 1, 3, 2, 4 }, {}), testing::HasSubstr("a delay (s) is 2"));
  EXPECT_THAT(message({ 1, 2, nan, 4 }, {}), testing::HasSubstr("a delay (s) is nan"));
  EXPECT_THAT(message(delays, with([](S & s) { s.tauLow = -1; })), testing::HasSubstr("lower bound of the relaxation"));
  EXPECT_THAT(message(delays, with([](S & s) { s.tauLow = 6000; })),
              testing::HasSubstr("upper bound of the relaxation"));
  EXPECT_THAT(message(delays, with([&](S & s) { s.tauHigh = nan; })),
              testing::HasSubstr("upper bound of the relaxation"));
  EXPECT_THAT(message(delays, with([](S & s) { s.gammaLow = -1; })), testing::HasSubstr("lower bound of the stretch"));
  EXPECT_THAT(message(delays, with([](S & s) { s.gammaHigh = 0; })), testing::HasSubstr("upper bound of the stretch"));
  EXPECT_THAT(message(delays, with([](S & s) { s.fixedGamma = 0; })),
              testing::HasSubstr("fixed stretch exponent is 0"));
  EXPECT_THAT(message(delays, with([&](S & s) { s.fixedGamma = nan; })), testing::HasSubstr("fixed stretch exponent"));
  EXPECT_THAT(message(delays, with([](S & s) { s.recordLength = 0; })), testing::HasSubstr("length of the record"));
  EXPECT_THAT(message(delays, with([](S & s) { s.framePeriod = -1; })), testing::HasSubstr("frame period"));
  EXPECT_THROW(KWWFit(delays, MakeSettings(), Eigen::MatrixXd::Identity(5, 5)), std::invalid_argument);
}

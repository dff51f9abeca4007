/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef KWWTestCurves_h
#define KWWTestCurves_h

#include "KWWFit.h"

#include <complex>
#include <random>

/** Curves g(t) with known answers, on the delays of the paper's series. */
namespace kwwtest
{

constexpr double framePeriod = 19.774; // s, the paper's after time binning by 2
constexpr int    numberOfFrames = 53;
constexpr int    numberOfDelays = 26;

inline std::vector<double>
MakeDelays(double period = framePeriod)
{
  std::vector<double> delays(numberOfDelays);
  for (int k = 0; k < numberOfDelays; ++k)
  {
    delays[k] = (k + 1) * period;
  }
  return delays;
}

inline stem5d::KWWFitSettings
MakeSettings(double scale = 1)
{
  stem5d::KWWFitSettings settings;
  settings.tauHigh = 5000 * scale;
  settings.recordLength = numberOfFrames * framePeriod * scale;
  settings.framePeriod = framePeriod * scale;
  return settings;
}

inline Eigen::VectorXd
MakeCurve(double contrast, double tau, double gamma, double baseline = 0, double period = framePeriod)
{
  const auto           delays = MakeDelays(period);
  const Eigen::ArrayXd t = Eigen::ArrayXd::Map(delays.data(), numberOfDelays);
  return 1 + baseline + contrast * (-2 * (t / tau).pow(gamma)).exp();
}

/** A covariance like that of a g(t): wide in delay, larger at long ones. */
inline Eigen::MatrixXd
MakeCovariance()
{
  return Eigen::MatrixXd::NullaryExpr(numberOfDelays, numberOfDelays, [](Eigen::Index i, Eigen::Index j) {
    return (1 + 0.1 * static_cast<double>(i)) * (1 + 0.1 * static_cast<double>(j)) *
           std::exp(-0.1 * static_cast<double>(std::abs(i - j)));
  });
}

/** g(t) of `speckles` independent complex Gaussian speckles whose field correlation is exp(-t/tau). */
inline Eigen::VectorXd
SimulateSpeckles(double tau, int speckles, std::mt19937_64 & random)
{
  std::normal_distribution<double> normal;
  const double                     memory = std::exp(-framePeriod / tau);
  Eigen::MatrixXd                  intensity(numberOfFrames, speckles);
  for (int s = 0; s < speckles; ++s)
  {
    std::complex<double> field(normal(random), normal(random));
    for (int frame = 0; frame < numberOfFrames; ++frame)
    {
      intensity(frame, s) = std::norm(field);
      const std::complex<double> fresh(normal(random), normal(random));
      field = memory * field + std::sqrt(1 - memory * memory) * fresh;
    }
  }
  const Eigen::VectorXd mean = intensity.rowwise().mean();
  const Eigen::MatrixXd normalised = intensity.array().colwise() / mean.array();
  const Eigen::MatrixXd correlation = normalised * normalised.transpose() / speckles;
  Eigen::VectorXd       g(numberOfDelays);
  for (int k = 0; k < numberOfDelays; ++k)
  {
    g[k] = correlation.diagonal(k + 1).mean();
  }
  return g;
}

} // namespace kwwtest

#endif

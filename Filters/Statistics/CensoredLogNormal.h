/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef CensoredLogNormal_h
#define CensoredLogNormal_h

#include "Require.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace stem5d
{

/** Whether a censored log-normal distribution could be estimated; if not, everything but the counts is NaN. */
enum class CensoringStatus : std::uint8_t
{
  Estimated,
  AllCensored,      ///< no point has a value: the distribution lies beyond the limits
  TooFewUncensored, ///< not two different values: they say nothing of the width
  NotConverged
};

/** A log-normal distribution and its standard errors. */
struct CensoredLogNormalResult
{
  static constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

  double          logMean = NaN; ///< mu, the mean of ln tau
  double          logMeanError = NaN;
  double          logDeviation = NaN; ///< sigma, the standard deviation of ln tau
  double          logDeviationError = NaN;
  double          geometricMean = NaN; ///< exp(mu), which is the median too
  double          geometricMeanError = NaN;
  double          arithmeticMean = NaN; ///< exp(mu + sigma^2 / 2)
  double          arithmeticMeanError = NaN;
  std::size_t     count = 0;    ///< points with a value or a limit
  std::size_t     censored = 0; ///< of these, points with a limit
  CensoringStatus status = CensoringStatus::Estimated;
};

/** \brief Logarithm of the likelihood of right-censored normal data, with its derivatives, in the parameters (delta,
 * theta) = (mu / sigma, 1 / sigma), in which it is concave (Olsen, Econometrica 46, 1211 (1978)):
 *
 * \f[ \sum_{values} [ \ln \theta - (\theta z - \delta)^2 / 2 ] + \sum_{limits} \ln \Phi(\delta - \theta z). \f]
 *
 * Newton's method finds its one maximum from anywhere. */
struct CensoredNormalLikelihood
{
  double          value = 0.0;
  Eigen::Vector2d gradient = Eigen::Vector2d::Zero();
  Eigen::Matrix2d information = Eigen::Matrix2d::Zero(); ///< less the second derivatives

  CensoredNormalLikelihood(const std::vector<double> & values,
                           const std::vector<double> & limits,
                           const Eigen::Vector2d &     parameters)
  {
    const double delta = parameters[0];
    const double theta = parameters[1];
    for (const double z : values)
    {
      const double u = theta * z - delta;
      value += std::log(theta) - 0.5 * u * u;
      gradient += Eigen::Vector2d(u, 1.0 / theta - z * u);
      information += (Eigen::Matrix2d() << 1.0, -z, -z, z * z + 1.0 / (theta * theta)).finished();
    }
    for (const double z : limits)
    {
      const double          w = delta - theta * z;
      const double          ratio = InverseMillsRatio(w);
      const Eigen::Vector2d slope(1.0, -z); // of w
      value += LogProbability(w, ratio);
      gradient += ratio * slope;
      information += ratio * (w + ratio) * slope * slope.transpose();
    }
  }

private:
  static constexpr double FarOut = -30.0; // Phi is 5e-198; it is 0 in double from -38 on

  /** phi(w) / Phi(w); far out by the asymptotic series of Phi, there exact to 1e-10. */
  static double
  InverseMillsRatio(double w)
  {
    if (w < FarOut)
    {
      const double v = 1.0 / (w * w);
      return -w / (1.0 - v * (1.0 - v * (3.0 - v * 15.0)));
    }
    return std::exp(-0.5 * w * w) / (SqrtTwoPi * 0.5 * std::erfc(-w / SqrtTwo));
  }

  /** ln Phi(w) */
  static double
  LogProbability(double w, double ratio)
  {
    return w < FarOut ? -0.5 * w * w - std::log(SqrtTwoPi * ratio) : std::log(0.5 * std::erfc(-w / SqrtTwo));
  }

  static constexpr double SqrtTwo = 1.41421356237309504880;
  static constexpr double SqrtTwoPi = 2.50662827463100050242;
};

/** \brief The maximum of the likelihood by Newton's method, to a billionth of a standard error. Halved steps keep sigma
 * positive and the likelihood rising.
 * \return (delta, theta), or nothing if 100 steps were too few */
inline std::optional<Eigen::Vector2d>
MaximiseCensoredNormalLikelihood(const std::vector<double> & values, const std::vector<double> & limits)
{
  const auto rises = [&](const CensoredNormalLikelihood & from, const Eigen::Vector2d & to) {
    constexpr double rounding = 1e-9;
    return to[1] > 0.0 && CensoredNormalLikelihood(values, limits, to).value > from.value - rounding;
  };
  Eigen::Vector2d          parameters(0.0, 1.0);
  CensoredNormalLikelihood likelihood(values, limits, parameters);
  for (int i = 0; i < 100; ++i)
  {
    const Eigen::Vector2d newton = likelihood.information.ldlt().solve(likelihood.gradient);
    if (likelihood.gradient.dot(newton) < 1e-18) // the squared distance from the maximum in standard errors
    {
      return parameters;
    }
    double fraction = 1.0;
    while (fraction > 1e-9 && !rises(likelihood, parameters + fraction * newton))
    {
      fraction *= 0.5;
    }
    parameters += fraction * newton;
    likelihood = CensoredNormalLikelihood(values, limits, parameters);
  }
  return std::nullopt;
}

/** \brief Mean and width of relaxation times of which the longest are known only to be longer than a limit: log-normal
 * distribution by maximum likelihood (Tobin, Econometrica 26, 24 (1958)),
 * \f[ L = \prod_{values} \frac{1}{\sigma} \varphi\left(\frac{\ln \tau - \mu}{\sigma}\right)
 *         \prod_{limits} \left[ 1 - \Phi\left(\frac{\ln \tau - \mu}{\sigma}\right) \right]. \f]
 * Without censoring, mu and sigma are the mean and the root mean square deviation of ln tau.
 *
 * Errors are those of the observed information, carried over to first order. They count the points as independent: of
 * a map multiply them by sqrt(n / n_eff), n_eff of EffectiveSampleSizeOfMean().
 *
 * \param times in any unit, which the means are in then; of a censored point the limit, which may differ from point to
 * point; NaN is left out
 * \param censored whether a point's time is a limit
 * \return the status says why, if there is no estimate
 * \exception std::invalid_argument for a time that is not positive and finite, or not as many flags as times */
inline CensoredLogNormalResult
CensoredLogNormal(const std::vector<double> & times, const std::vector<bool> & censored)
{
  Require(times.size() == censored.size(), "the number of flags", censored.size(), "give one for each time");
  std::vector<double> values;
  std::vector<double> limits;
  for (std::size_t i = 0; i < times.size(); ++i)
  {
    if (!std::isnan(times[i]))
    {
      Require(times[i] > 0.0 && std::isfinite(times[i]), "a relaxation time", times[i], "give it positive and finite");
      (censored[i] ? limits : values).push_back(std::log(times[i]));
    }
  }
  CensoredLogNormalResult result;
  result.count = values.size() + limits.size();
  result.censored = limits.size();

  // Counted from the mean of the values in units of their deviation, so that the start is of the right order
  Eigen::Map<Eigen::ArrayXd> z(values.data(), static_cast<Eigen::Index>(values.size()));
  const double               origin = values.empty() ? 0.0 : z.mean();
  const double               unit = values.empty() ? 0.0 : std::sqrt((z - origin).square().mean());
  if (!(unit > 1e-12 * std::abs(origin)))
  {
    result.status =
      values.empty() && !limits.empty() ? CensoringStatus::AllCensored : CensoringStatus::TooFewUncensored;
    return result;
  }
  z = (z - origin) / unit;
  std::transform(limits.begin(), limits.end(), limits.begin(), [&](double l) { return (l - origin) / unit; });
  const auto maximum = MaximiseCensoredNormalLikelihood(values, limits);
  if (!maximum)
  {
    result.status = CensoringStatus::NotConverged;
    return result;
  }

  const double          delta = (*maximum)[0];
  const double          theta = (*maximum)[1];
  const Eigen::Matrix2d information = CensoredNormalLikelihood(values, limits, *maximum).information;
  const Eigen::Matrix2d jacobian = // of (mu, sigma) by (delta, theta)
    unit / theta * (Eigen::Matrix2d() << 1.0, -delta / theta, 0.0, -1.0 / theta).finished();
  const Eigen::Matrix2d covariance = jacobian * information.inverse() * jacobian.transpose();
  result.logMean = origin + unit * delta / theta;
  result.logMeanError = std::sqrt(covariance(0, 0));
  result.logDeviation = unit / theta;
  result.logDeviationError = std::sqrt(covariance(1, 1));
  result.geometricMean = std::exp(result.logMean);
  result.geometricMeanError = result.geometricMean * result.logMeanError;
  const Eigen::Vector2d gradient(1.0, result.logDeviation); // of the logarithm of the arithmetic mean
  result.arithmeticMean = std::exp(result.logMean + 0.5 * result.logDeviation * result.logDeviation);
  result.arithmeticMeanError = result.arithmeticMean * std::sqrt(gradient.dot(covariance * gradient));
  return result;
}

} // namespace stem5d

#endif

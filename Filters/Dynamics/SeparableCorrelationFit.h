/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SeparableCorrelationFit_h
#define SeparableCorrelationFit_h

#include "Jackknife.h"
#include "Require.h"
#include "ValueWithError.h"

#include <Eigen/Core>
#include <ceres/ceres.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace stem5d
{

/** Bounds of a separable fit. A lower bound is a fifth of the shortest length or delay for xi and tau, 0.02 for the
 * exponents: beyond these the correlation shows nothing. */
struct SeparableFitSettings
{
  double lengthHigh = 100.0;        ///< of xi, in the unit of the lengths
  double relaxationTimeHigh = 5000; ///< of tau, in s
  double timeExponentHigh = 3.0;
  double lengthExponentHigh = 4.0;
};

/** What came out; without convergence all values are NaN. The errors are NaN unless groups were given. */
struct SeparableFitResult
{
  ValueWithError contrast;
  ValueWithError relaxationTime; ///< s
  ValueWithError timeExponent;
  ValueWithError length; ///< xi, in the unit of the lengths
  ValueWithError lengthExponent;
  double         residual = std::numeric_limits<double>::quiet_NaN(); ///< root of the weighted mean square
  bool           converged = false;
  bool           atBound = false; ///< one of the values is a bound, not an optimum
};

namespace detail
{

/** beta, ln tau, gamma_t, ln xi, gamma_r. */
using SeparableParameters = std::array<double, 5>;

/** One value of a correlation, less 1. */
struct SeparableDatum
{
  double length;
  double delay;
  double value;
  double weight; ///< the root of that in the sum of squares
};

/** exp(-2 (x / scale)^exponent) and its derivatives by ln scale and by the exponent. */
struct StretchedDecay
{
  StretchedDecay(double x, double logScale, double exponent)
  {
    if (x > 0.0)
    {
      const double logRatio = std::log(x) - logScale;
      const double power = std::exp(std::min(exponent * logRatio, 7.0)); // exp(-2 exp(7)) is 0
      value = std::exp(-2.0 * power);
      byLogScale = 2.0 * exponent * power * value;
      byExponent = -2.0 * logRatio * power * value;
    }
  }

  double value = 1.0;
  double byLogScale = 0.0;
  double byExponent = 0.0;
};

/** Weighted residuals of the separable form and their derivatives. */
class SeparableResidual : public ceres::SizedCostFunction<ceres::DYNAMIC, 1, 1, 1, 1, 1>
{
public:
  explicit SeparableResidual(const std::vector<SeparableDatum> & data)
    : m_Data(data)
  {
    this->set_num_residuals(static_cast<int>(data.size()));
  }

  bool
  Evaluate(double const * const * p, double * residuals, double ** jacobians) const override
  {
    for (std::size_t i = 0; i < m_Data.size(); ++i)
    {
      const SeparableDatum & datum = m_Data[i];
      const StretchedDecay   time(datum.delay, p[1][0], p[2][0]);
      const StretchedDecay   space(datum.length, p[3][0], p[4][0]);
      const double           contrast = p[0][0];
      residuals[i] = datum.weight * (contrast * time.value * space.value - datum.value);
      const double slopes[] = { time.value * space.value,
                                contrast * time.byLogScale * space.value,
                                contrast * time.byExponent * space.value,
                                contrast * time.value * space.byLogScale,
                                contrast * time.value * space.byExponent };
      for (int parameter = 0; jacobians && parameter < 5; ++parameter)
      {
        if (jacobians[parameter])
        {
          jacobians[parameter][i] = datum.weight * slopes[parameter];
        }
      }
    }
    return true;
  }

private:
  const std::vector<SeparableDatum> & m_Data;
};

/** The least squares of one set of data within bounds. */
struct SeparableOptimum
{
  SeparableParameters parameters{};
  double              cost = std::numeric_limits<double>::infinity(); ///< half of the sum of squares
  bool                converged = false;
};

/** \param holdTime keeps tau and gamma_t at the start */
inline SeparableOptimum
MinimiseSeparable(const std::vector<SeparableDatum> & data,
                  const SeparableParameters &         start,
                  const SeparableParameters &         lower,
                  const SeparableParameters &         upper,
                  bool                                holdTime)
{
  SeparableOptimum optimum;
  auto &           p = optimum.parameters;
  p = start;
  ceres::Problem problem;
  problem.AddResidualBlock(new SeparableResidual(data), nullptr, &p[0], &p[1], &p[2], &p[3], &p[4]);
  for (std::size_t i = 0; i < p.size(); ++i)
  {
    if (holdTime && (i == 1 || i == 2))
    {
      problem.SetParameterBlockConstant(&p[i]);
      continue;
    }
    p[i] = std::clamp(p[i], lower[i], upper[i]);
    problem.SetParameterLowerBound(&p[i], 0, lower[i]);
    problem.SetParameterUpperBound(&p[i], 0, upper[i]);
  }
  ceres::Solver::Options options;
  options.linear_solver_type = ceres::DENSE_QR;
  options.max_num_iterations = 300;
  options.function_tolerance = 1e-12;
  options.parameter_tolerance = 1e-10;
  options.gradient_tolerance = 1e-12;
  options.logging_type = ceres::SILENT;
  options.num_threads = 1;
  ceres::Solver::Summary summary;
  ceres::Solve(options, &problem, &summary);
  optimum.cost = summary.final_cost;
  optimum.converged = summary.termination_type == ceres::CONVERGENCE;
  return optimum;
}

/** The finite values of positive delay and weight. The weights are divided by their sum. */
inline std::vector<SeparableDatum>
SeparableData(const std::vector<double> & lengths,
              const std::vector<double> & delays,
              const Eigen::MatrixXd &     correlation,
              const std::vector<double> & weights)
{
  std::vector<SeparableDatum> data;
  double                      sum = 0.0;
  for (std::size_t ring = 0; ring < lengths.size(); ++ring)
  {
    for (std::size_t k = 0; k < delays.size(); ++k)
    {
      const double value = correlation(static_cast<Eigen::Index>(ring), static_cast<Eigen::Index>(k)) - 1.0;
      if (delays[k] > 0.0 && weights[ring] > 0.0 && std::isfinite(value))
      {
        data.push_back({ lengths[ring], delays[k], value, std::sqrt(weights[ring]) });
        sum += weights[ring];
      }
    }
  }
  for (auto & datum : data)
  {
    datum.weight /= std::sqrt(sum);
  }
  return data;
}

} // namespace detail

/** \brief Fit of the paper's separable form to a four- or two-point correlation (Nakazawa et al. 2024, supplement,
 * "Characteristic length"):
 *
 * \f[ G(r, t) - 1 = \beta \exp\left(-2 (t / \tau)^{\gamma_t}\right) \exp\left(-2 (r / \xi)^{\gamma_r}\right), \f]
 *
 * by least squares with the weights of the lengths (pairs of points), within bounds. Delay 0, which the noise of
 * counting adds to, is left out; length 0 is not.
 *
 * Values at different delays and lengths are not independent, so errors are those of a jackknife: the fit is repeated
 * without each group of the data.
 *
 * \param lengths, weights of the rows \param delays of the columns, in s \param correlation G; NaN is left out
 * \param withoutGroup G without each group; empty for no errors
 * \exception std::invalid_argument for sizes that do not fit, fewer than two positive lengths or delays, bounds that
 * are none */
inline SeparableFitResult
SeparableCorrelationFit(const std::vector<double> &          lengths,
                        const std::vector<double> &          delays,
                        const Eigen::MatrixXd &              correlation,
                        const std::vector<double> &          weights,
                        const std::vector<Eigen::MatrixXd> & withoutGroup = {},
                        const SeparableFitSettings &         settings = {})
{
  using namespace detail;
  const auto leastPositive = [](const std::vector<double> & values, const char * name) {
    double least = std::numeric_limits<double>::infinity();
    double most = 0.0;
    for (const double value : values)
    {
      least = value > 0.0 ? std::min(least, value) : least;
      most = value > 0.0 ? std::max(most, value) : most; // NaN is the length of a ring without pairs
    }
    Require(most > least, name, most, "a decay needs two different ones above 0");
    return std::pair{ least, most };
  };
  const auto [shortest, longest] = leastPositive(lengths, "the longest length");
  const auto [soonest, latest] = leastPositive(delays, "the longest delay");
  Require(weights.size() == lengths.size(), "the number of weights", weights.size(), "give one for each length");
  const auto checkSize = [rings = lengths.size(), columns = delays.size()](const Eigen::MatrixXd & g) {
    Require(static_cast<std::size_t>(g.rows()) == rings, "the number of rows", g.rows(), "give one for each length");
    Require(static_cast<std::size_t>(g.cols()) == columns, "the number of columns", g.cols(), "one for each delay");
  };
  checkSize(correlation);
  std::for_each(withoutGroup.begin(), withoutGroup.end(), checkSize);

  constexpr double          leastExponent = 0.02;
  const SeparableParameters lower{ 0.0, std::log(soonest / 5), leastExponent, std::log(shortest / 5), leastExponent };
  const SeparableParameters upper{ 1e3,
                                   std::log(settings.relaxationTimeHigh),
                                   settings.timeExponentHigh,
                                   std::log(settings.lengthHigh),
                                   settings.lengthExponentHigh };
  for (std::size_t i = 0; i < lower.size(); ++i)
  {
    Require(upper[i] > lower[i] && std::isfinite(upper[i]), "an upper bound", upper[i], "give one above the lower");
  }

  SeparableFitResult result;
  const auto         data = SeparableData(lengths, delays, correlation, weights);
  if (data.size() < 6)
  {
    return result;
  }
  const auto highest = std::max_element(
    data.begin(), data.end(), [](const SeparableDatum & a, const SeparableDatum & b) { return a.value < b.value; });
  SeparableOptimum best;
  for (const double tau : { 0.3 * latest, latest, 3.0 * latest })
  {
    for (const double xi : { 2.0 * shortest, 0.5 * longest, longest })
    {
      const auto optimum =
        MinimiseSeparable(data, { highest->value, std::log(tau), 1.0, std::log(xi), 2.0 }, lower, upper, false);
      best = optimum.converged && optimum.cost < best.cost ? optimum : best;
    }
  }
  result.converged = best.converged;
  if (!best.converged)
  {
    return result;
  }
  const auto values = [](const SeparableParameters & p) {
    return Eigen::RowVectorXd((Eigen::RowVectorXd(5) << p[0], std::exp(p[1]), p[2], std::exp(p[3]), p[4]).finished());
  };
  for (std::size_t i = 0; i < lower.size(); ++i)
  {
    constexpr double near = 1e-6;
    result.atBound = result.atBound || best.parameters[i] - lower[i] < near || upper[i] - best.parameters[i] < near;
  }
  result.residual = std::sqrt(2.0 * best.cost);

  Eigen::MatrixXd without(withoutGroup.size(), 5);
  for (std::size_t group = 0; group < withoutGroup.size(); ++group)
  {
    const auto optimum = MinimiseSeparable(
      SeparableData(lengths, delays, withoutGroup[group], weights), best.parameters, lower, upper, false);
    auto row = without.row(static_cast<Eigen::Index>(group));
    row.setConstant(std::numeric_limits<double>::quiet_NaN());
    if (optimum.converged)
    {
      row = values(optimum.parameters);
    }
  }
  const Eigen::VectorXd errors = JackknifeErrors(without);
  const auto            fitted = values(best.parameters);
  result.contrast = { fitted[0], errors[0] };
  result.relaxationTime = { fitted[1], errors[1] };
  result.timeExponent = { fitted[2], errors[2] };
  result.length = { fitted[3], errors[3] };
  result.lengthExponent = { fitted[4], errors[4] };
  return result;
}

} // namespace stem5d

#endif

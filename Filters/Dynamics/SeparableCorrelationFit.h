/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SeparableCorrelationFit_h
#define SeparableCorrelationFit_h

#include "PairCorrelation.h"
#include "Require.h"
#include "SeparableFitResult.h"

#include <ceres/ceres.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace stem5d
{

/** The bounds of the fit; the lower ones are 0, but see SeparableCorrelationFit. */
struct SeparableFitSettings
{
  double tauHigh = 5000.0; ///< s
  double lengthHigh = 0.0; ///< nm; 0 for five times the longest length
  double gammaHigh = 3.0;  ///< of both exponents
};

/** \brief Fit of the separable form of a correlation over lengths and times (Nakazawa et al. 2024, supplement,
 * "Characteristic length"):
 *
 * \f[ C(r, t) = \beta \exp(-2 (t / \tau)^{\gamma_t}) \exp(-2 (r / \xi)^{\gamma_r}), \f]
 *
 * C = G4 - 1 in the paper, where it is not separable; G2 - 1 for speckles of a probe is.
 *
 * Least squares, with the same weight for each length and delay. Weights from the numbers of pairs would be wrong, as
 * the pairs are not independent (each point is in all of them) and what they share, the finite number of speckles, is
 * in every value; errors from a jackknife over few blocks are uncertain by a fourth and correlated by more than 0.9,
 * and weights from them would add their noise. The errors are those of the jackknife, from fits without parts of the
 * scan.
 *
 * Of starts on a grid, where the contrast is the best for the rest, the best few are followed by Ceres' trust region
 * within the bounds. The lower bounds are a fifth of the first delay and length that are not 0, and 0.1 for exponents:
 * nothing shorter can be told from the data. */
class SeparableCorrelationFit
{
public:
  /** \param lengths in nm, ascending, 0 or more \param delays in s, ascending, above 0
   * \exception std::invalid_argument unless there are three lengths, three delays, and bounds with room in between */
  SeparableCorrelationFit(const Eigen::ArrayXd &       lengths,
                          const Eigen::ArrayXd &       delays,
                          const SeparableFitSettings & settings)
    : m_Lengths(lengths)
    , m_Delays(delays)
  {
    Require(delays.size() >= 3, "the number of delays", delays.size(), "give three or more");
    Require(lengths.size() >= 3, "the number of lengths", lengths.size(), "give three or more");
    Require(delays[0] > 0.0, "the first delay", delays[0], "leave delay 0 out: the noise of counting adds to it");
    Require(lengths[0] >= 0.0, "the first length", lengths[0], "give 0 or more");
    const auto ascends = [](const Eigen::ArrayXd & values) {
      return (values.tail(values.size() - 1) > values.head(values.size() - 1)).all() && values.allFinite();
    };
    Require(ascends(delays), "the last delay", delays[delays.size() - 1], "give delays in ascending order");
    Require(ascends(lengths), "the last length", lengths[lengths.size() - 1], "give lengths in ascending order");
    const double shortest = lengths[0] > 0.0 ? lengths[0] : lengths[1];
    const double lengthHigh = settings.lengthHigh > 0.0 ? settings.lengthHigh : 5.0 * lengths[lengths.size() - 1];
    m_Lower = { 0.0, delays[0] / 5.0, 0.1, shortest / 5.0, 0.1 };
    m_Upper = {
      std::numeric_limits<double>::max(), settings.tauHigh, settings.gammaHigh, lengthHigh, settings.gammaHigh
    };
    const char * names[] = { "", "relaxation time", "time exponent", "length", "length exponent" };
    for (std::size_t i = 1; i < m_Lower.size(); ++i)
    {
      Require(m_Upper[i] > m_Lower[i] && std::isfinite(m_Upper[i]),
              ("the upper bound of the " + std::string(names[i])).c_str(),
              m_Upper[i],
              ("give a finite one above " + std::to_string(m_Lower[i])).c_str());
    }
  }

  /** \param correlation lengths x delays; NaN is left out \return without errors */
  SeparableFitResult
  operator()(const Eigen::ArrayXXd & correlation) const
  {
    return this->Describe(correlation, this->FindOptimum(correlation));
  }

  /** \param correlation lengths x delays; NaN is left out \return with errors, by PairCorrelation::ErrorsOf() */
  SeparableFitResult
  operator()(const PairCorrelation & correlation) const
  {
    const Optimum      optimum = this->FindOptimum(correlation.value);
    SeparableFitResult result = this->Describe(correlation.value, optimum);
    if (optimum.converged)
    {
      Eigen::MatrixXd leaveOut(static_cast<Eigen::Index>(correlation.without.size()), 5);
      for (Eigen::Index window = 0; window < leaveOut.rows(); ++window)
      {
        const Parameters p = this->Minimise(correlation.without[window], optimum.parameters).parameters;
        leaveOut.row(window) = Eigen::RowVectorXd::Map(p.data(), 5);
      }
      const Eigen::VectorXd errors = correlation.ErrorsOf(leaveOut);
      result.contrast.error = errors[0];
      result.relaxationTime.error = errors[1];
      result.timeExponent.error = errors[2];
      result.length.error = errors[3];
      result.lengthExponent.error = errors[4];
    }
    return result;
  }

  const Eigen::ArrayXd &
  GetLengths() const
  {
    return m_Lengths;
  }
  const Eigen::ArrayXd &
  GetDelays() const
  {
    return m_Delays;
  }

  /** The form at every length and delay. */
  Eigen::ArrayXXd
  Evaluate(const SeparableFitResult & result) const
  {
    const Eigen::VectorXd space = Factor(m_Lengths, result.length.value, result.lengthExponent.value);
    const Eigen::VectorXd time = Factor(m_Delays, result.relaxationTime.value, result.timeExponent.value);
    return (result.contrast.value * space * time.transpose()).array();
  }

private:
  using Parameters = std::array<double, 5>; // beta, tau, gamma_t, xi, gamma_r

  struct Optimum
  {
    Parameters parameters{};
    double     cost = std::numeric_limits<double>::infinity();
    bool       converged = false;
  };

  /** The difference of the form from the correlation at one length and delay. */
  struct Residual
  {
    double length;
    double delay;
    double correlation;

    template <typename T>
    bool
    operator()(const T * p, T * residual) const
    {
      using std::exp;
      using std::log;
      // (x / scale)^gamma by its logarithm, so that its derivatives at 0 are 0 and not NaN
      const auto power = [](double x, const T & scale, const T & gamma) {
        return x > 0.0 ? exp(gamma * (std::log(x) - log(scale))) : T(0.0);
      };
      residual[0] = p[0] * exp(-2.0 * (power(delay, p[1], p[2]) + power(length, p[3], p[4]))) - correlation;
      return true;
    }
  };

  static Eigen::VectorXd
  Factor(const Eigen::ArrayXd & x, double scale, double exponent)
  {
    return (-2.0 * (x / scale).pow(exponent)).exp().matrix();
  }

  /** The best of what the starts lead to. */
  Optimum
  FindOptimum(const Eigen::ArrayXXd & correlation) const
  {
    constexpr std::size_t followed = 5;
    Optimum               best;
    for (const Parameters & start : this->FindStarts(correlation, followed))
    {
      const Optimum optimum = this->Minimise(correlation, start);
      if (optimum.converged && !(optimum.cost >= best.cost))
      {
        best = optimum;
      }
    }
    return best;
  }

  /** The nodes of a grid with the least squares. */
  std::vector<Parameters>
  FindStarts(const Eigen::ArrayXXd & correlation, std::size_t count) const
  {
    const Eigen::MatrixXd known = correlation.isFinite().select(correlation, 0.0).matrix();
    const Eigen::MatrixXd weight = correlation.isFinite().cast<double>().matrix();
    const auto            scales = [](double low, double high) -> Eigen::ArrayXd {
      return Eigen::ArrayXd::LinSpaced(10, std::log(low), std::log(high)).exp();
    };
    std::vector<std::pair<double, Parameters>> nodes; // what of the squares is explained
    for (const double tau : scales(m_Lower[1], m_Upper[1]))
    {
      for (const double gammaT : { 0.5, 1.0, 2.0 })
      {
        const Eigen::VectorXd time = Factor(m_Delays, tau, std::min(gammaT, m_Upper[2]));
        const Eigen::VectorXd knownTime = known * time;
        const Eigen::VectorXd weightTime = weight * time.array().square().matrix();
        for (const double xi : scales(m_Lower[3], m_Upper[3]))
        {
          for (const double gammaR : { 0.5, 1.0, 2.0 })
          {
            const Eigen::VectorXd space = Factor(m_Lengths, xi, std::min(gammaR, m_Upper[4]));
            const double          product = space.dot(knownTime);
            const double          square = space.array().square().matrix().dot(weightTime);
            if (product > 0.0 && square > 0.0)
            {
              nodes.push_back(
                { product * product / square,
                  { product / square, tau, std::min(gammaT, m_Upper[2]), xi, std::min(gammaR, m_Upper[4]) } });
            }
          }
        }
      }
    }
    std::stable_sort(nodes.begin(), nodes.end(), [](const auto & a, const auto & b) { return a.first > b.first; });
    std::vector<Parameters> starts;
    for (std::size_t i = 0; i < std::min(count, nodes.size()); ++i)
    {
      starts.push_back(nodes[i].second);
    }
    return starts;
  }

  Optimum
  Minimise(const Eigen::ArrayXXd & correlation, const Parameters & start) const
  {
    Optimum        optimum;
    ceres::Problem problem;
    optimum.parameters = start;
    double * parameters = optimum.parameters.data();
    for (Eigen::Index delay = 0; delay < m_Delays.size(); ++delay)
    {
      for (Eigen::Index length = 0; length < m_Lengths.size(); ++length)
      {
        if (std::isfinite(correlation(length, delay)))
        {
          problem.AddResidualBlock(new ceres::AutoDiffCostFunction<Residual, 1, 5>(
                                     new Residual{ m_Lengths[length], m_Delays[delay], correlation(length, delay) }),
                                   nullptr,
                                   parameters);
        }
      }
    }
    if (problem.NumResiduals() <= static_cast<int>(start.size()))
    {
      return optimum;
    }
    for (int i = 0; i < 5; ++i)
    {
      problem.SetParameterLowerBound(parameters, i, m_Lower[i]);
      problem.SetParameterUpperBound(parameters, i, m_Upper[i]);
    }
    ceres::Solver::Options options;
    options.linear_solver_type = ceres::DENSE_QR;
    options.max_num_iterations = 200;
    options.function_tolerance = 1e-12;
    options.parameter_tolerance = 1e-9;
    options.logging_type = ceres::SILENT;
    options.num_threads = 1;
    ceres::Solver::Summary summary;
    ceres::Solve(options, &problem, &summary);
    optimum.cost = summary.final_cost;
    optimum.converged = summary.termination_type == ceres::CONVERGENCE && optimum.parameters[0] > 0.0;
    if (!optimum.converged)
    {
      optimum.parameters.fill(std::numeric_limits<double>::quiet_NaN());
    }
    return optimum;
  }

  SeparableFitResult
  Describe(const Eigen::ArrayXXd & correlation, const Optimum & optimum) const
  {
    const auto &       p = optimum.parameters;
    SeparableFitResult result;
    if (!optimum.converged)
    {
      return result;
    }
    result.contrast.value = p[0];
    result.relaxationTime.value = p[1];
    result.timeExponent.value = p[2];
    result.length.value = p[3];
    result.lengthExponent.value = p[4];
    result.residual = std::sqrt(2.0 * optimum.cost / static_cast<double>(correlation.isFinite().count()));
    result.converged = true;
    for (std::size_t i = 1; i < p.size(); ++i)
    {
      constexpr double rounding = 1e-6;
      result.atBound |= p[i] <= m_Lower[i] * (1.0 + rounding) || p[i] >= m_Upper[i] * (1.0 - rounding);
    }
    return result;
  }

  Eigen::ArrayXd m_Lengths;
  Eigen::ArrayXd m_Delays;
  Parameters     m_Lower{};
  Parameters     m_Upper{};
};

} // namespace stem5d

#endif

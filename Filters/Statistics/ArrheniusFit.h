/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ArrheniusFit_h
#define ArrheniusFit_h

#include "Require.h"
#include "ValueWithError.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stem5d
{

/** The molar gas constant in kJ/(mol K) (exact since the SI of 2019). */
constexpr double GasConstant = 8.31446261815324e-3;

/** A relaxation time at a temperature. */
struct RelaxationAtTemperature
{
  double temperature; ///< K
  double logTime;     ///< ln(tau / s)
  double error;       ///< standard error of logTime
};

/** \brief Activation energy of relaxation times (Nakazawa et al. 2024, figure 2):
 *
 * \f[ \tau = \tau_0 \exp\left(\frac{E}{R T}\right), \quad \ln \tau = \ln \tau_0 + \frac{E}{R} \frac{1}{T}, \f]
 *
 * a straight line in 1 / T with the weights 1 / error^2. The standard errors follow from those given. Where the points
 * scatter about the line more than these say, chi^2 > dof, they are multiplied by sqrt(chi^2 / dof) (the scale factor
 * of the Particle Data Group, Prog. Theor. Exp. Phys. 2022, 083C01, section 5.2.2), which ErrorScale() tells: divided
 * by it they are those of the errors given alone. Two points have no scatter, and a scale of 1. */
class ArrheniusFit
{
public:
  /** \exception std::invalid_argument for fewer than two different temperatures, a temperature or an error that is not
   * positive and finite, a time that is not */
  explicit ArrheniusFit(const std::vector<RelaxationAtTemperature> & points)
    : m_DegreesOfFreedom(static_cast<int>(points.size()) - 2)
  {
    Check(points);
    double weights = 0.0;
    for (const auto & point : points)
    {
      weights += Weight(point);
      m_MeanInverse += Weight(point) / point.temperature;
      m_MeanLogTime += Weight(point) * point.logTime;
    }
    m_MeanInverse /= weights;
    m_MeanLogTime /= weights;

    // About the means, where the slope and the height of the line are independent and no digits are lost
    double squares = 0.0;
    double products = 0.0;
    for (const auto & point : points)
    {
      const double x = 1.0 / point.temperature - m_MeanInverse;
      squares += Weight(point) * x * x;
      products += Weight(point) * x * (point.logTime - m_MeanLogTime);
    }
    m_Slope = products / squares;
    for (const auto & point : points)
    {
      const double expected = m_MeanLogTime + m_Slope * (1.0 / point.temperature - m_MeanInverse);
      m_ChiSquare += Weight(point) * std::pow(point.logTime - expected, 2);
    }
    if (m_DegreesOfFreedom > 0)
    {
      m_ErrorScale = std::max(1.0, std::sqrt(m_ChiSquare / m_DegreesOfFreedom));
    }
    m_MeanVariance = m_ErrorScale * m_ErrorScale / weights;
    m_SlopeVariance = m_ErrorScale * m_ErrorScale / squares;
  }

  /** E in kJ/mol. */
  ValueWithError
  ActivationEnergy() const
  {
    return { GasConstant * m_Slope, GasConstant * std::sqrt(m_SlopeVariance) };
  }

  /** ln(tau_0 / s). */
  ValueWithError
  LogPrefactor() const
  {
    return this->LogTimeAt(0.0);
  }

  /** Covariance of E and ln tau_0, in kJ/mol: they are strongly anticorrelated. */
  double
  Covariance() const
  {
    return -GasConstant * m_MeanInverse * m_SlopeVariance;
  }

  /** ln(tau / s) of the line at a temperature in K. \exception std::invalid_argument unless that is positive */
  ValueWithError
  LogTime(double temperature) const
  {
    Require(temperature > 0.0, "the temperature", temperature, "give it in K, above 0");
    return this->LogTimeAt(1.0 / temperature);
  }

  /** Sum of the squared deviations from the line in units of the errors given. */
  double
  ChiSquare() const
  {
    return m_ChiSquare;
  }

  /** Points less two. */
  int
  DegreesOfFreedom() const
  {
    return m_DegreesOfFreedom;
  }

  /** What the errors were multiplied by, 1 or more. */
  double
  ErrorScale() const
  {
    return m_ErrorScale;
  }

private:
  static double
  Weight(const RelaxationAtTemperature & point)
  {
    return 1.0 / (point.error * point.error);
  }

  static void
  Check(const std::vector<RelaxationAtTemperature> & points)
  {
    const auto positive = [](double value) { return value > 0.0 && std::isfinite(value); };
    for (const auto & point : points)
    {
      Require(positive(point.temperature), "the temperature", point.temperature, "give it in K, above 0");
      Require(std::isfinite(point.logTime), "ln tau", point.logTime, "leave temperatures without a time out");
      Require(positive(point.error), "the standard error of ln tau", point.error, "give a positive, finite one");
    }
    const auto colder = [](const auto & a, const auto & b) { return a.temperature < b.temperature; };
    const auto [low, high] = std::minmax_element(points.begin(), points.end(), colder);
    Require(!points.empty() && low->temperature < high->temperature,
            "the number of temperatures",
            points.empty() ? 0 : 1,
            "an activation energy needs two different ones or more");
  }

  ValueWithError
  LogTimeAt(double inverseTemperature) const
  {
    const double x = inverseTemperature - m_MeanInverse;
    return { m_MeanLogTime + m_Slope * x, std::sqrt(m_MeanVariance + x * x * m_SlopeVariance) };
  }

  double m_MeanInverse = 0.0; ///< of 1 / T, weighted, 1/K
  double m_MeanLogTime = 0.0;
  double m_Slope = 0.0; ///< E / R in K
  double m_ChiSquare = 0.0;
  int    m_DegreesOfFreedom;
  double m_ErrorScale = 1.0;
  double m_MeanVariance = 0.0;
  double m_SlopeVariance = 0.0;
};

} // namespace stem5d

#endif

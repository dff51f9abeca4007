/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef GeneralisedKWWFit_h
#define GeneralisedKWWFit_h

#include "KWWFit.h"
#include "SpeckleDelayCovariance.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stem5d
{

/** \brief Feasible generalised least squares: the KWW function is fitted to a g(t) by ordinary least squares, then
 * twice with the covariance of the delays (SpeckleDelayCovariance) that belongs to the relaxation time found.
 *
 * Neighbouring delays of a g(t) correlate by 0.99 and more. Ordinary least squares, which knows nothing of it, is led
 * by the long delays; with the covariance the scatter of ln tau is 0.6 of that at tau = T / 5 and less, and the same at
 * tau > T (T is the record).
 *
 * The covariances are prepared for relaxation times a factor of about 1.2 apart; one object serves any number of
 * threads. */
class GeneralisedKWWFit
{
public:
  /** \param frames number of frames that g(t) is averaged over \param framePeriod in s, of these frames
   * \param delays in frames \exception std::invalid_argument as KWWFit */
  GeneralisedKWWFit(KWWEstimator                      estimator,
                    const std::vector<Eigen::Index> & delays,
                    Eigen::Index                      frames,
                    double                            framePeriod,
                    const KWWFitSettings &            settings)
    : m_Ordinary(InSeconds(delays, framePeriod), settings)
  {
    if (estimator == KWWEstimator::OrdinaryLeastSquares)
    {
      return;
    }
    constexpr double spacing = 0.2; // of ln tau
    const double     low = std::log(std::max(m_Ordinary.GetTauLow(), 0.5 * framePeriod));
    const double     high = std::log(m_Ordinary.GetTauHigh());
    const auto       nodes = 1 + static_cast<Eigen::Index>(std::ceil(std::max(0.0, high - low) / spacing));
    m_LogRelaxationTimes = Eigen::VectorXd::LinSpaced(nodes, low, std::max(low, high));
    for (const double logTau : m_LogRelaxationTimes)
    {
      m_Generalised.emplace_back(
        InSeconds(delays, framePeriod),
        settings,
        SpeckleDelayCovariance(
          delays, frames, std::exp(logTau) / framePeriod, settings.fixedGamma.value_or(1.0), NoiseFloor));
    }
  }

  /** \param curve g(t) at the delays \param sensitivity as of KWWFit, of the last fit */
  template <typename TDerived>
  KWWFitResult
  operator()(const Eigen::MatrixBase<TDerived> & curve, KWWSensitivity * sensitivity = nullptr) const
  {
    KWWFitResult  result = m_Ordinary(curve, m_Generalised.empty() ? sensitivity : nullptr);
    constexpr int iterations = 2;
    for (int i = 0; i < iterations && !m_Generalised.empty() && std::isfinite(result.relaxationTime); ++i)
    {
      const KWWFit & fit = this->FitFor(result.relaxationTime);
      result = fit(curve, i + 1 == iterations ? sensitivity : nullptr);
    }
    return result;
  }

  /** The fit by ordinary least squares. */
  const KWWFit &
  GetOrdinary() const
  {
    return m_Ordinary;
  }

private:
  /** The noise of counting in the covariance, relative to the speckle: 1 % is that of 10 electrons a pixel after the
   * paper's blur. It keeps slow relaxation, where g(t) is nearly a line, from being judged by its smallest wiggles. */
  static constexpr double NoiseFloor = 0.01;

  static std::vector<double>
  InSeconds(const std::vector<Eigen::Index> & delays, double framePeriod)
  {
    std::vector<double> seconds;
    for (const Eigen::Index delay : delays)
    {
      seconds.push_back(static_cast<double>(delay) * framePeriod);
    }
    return seconds;
  }

  const KWWFit &
  FitFor(double relaxationTime) const
  {
    Eigen::Index nearest = 0;
    (m_LogRelaxationTimes.array() - std::log(relaxationTime)).abs().minCoeff(&nearest);
    return m_Generalised[nearest];
  }

  KWWFit              m_Ordinary;
  Eigen::VectorXd     m_LogRelaxationTimes;
  std::vector<KWWFit> m_Generalised; ///< for each of these relaxation times; empty for ordinary least squares
};

} // namespace stem5d

#endif

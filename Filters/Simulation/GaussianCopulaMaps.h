/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef GaussianCopulaMaps_h
#define GaussianCopulaMaps_h

#include "CounterRandom.h"
#include "Pattern.h"
#include "SpeckleSeriesSettings.h"

#include <boost/random/normal_distribution.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace stem5d
{

/** The parameters of a heterogeneous sample. */
struct GaussianCopulaSettings
{
  std::uint32_t              seed = 1;
  std::array<std::size_t, 2> size{ { 120, 60 } };          ///< points along x and y
  double                     step = 0.16;                  ///< in nm
  double                     correlationLength = 1.0;      ///< in nm, where the correlation of a map is 1/e; 0 for none
  double                     rankCorrelation = 0.4;        ///< Spearman's, of tau and V
  double                     medianRelaxationTime = 800.0; ///< in s
  double                     logRelaxationTimeSpread = 0.6;             ///< standard deviation of ln tau
  std::array<double, 2>      relaxationTimeLimits{ { 200.0, 5000.0 } }; ///< in s
  double                     meanContrast = 0.58;
  double                     contrastSpread = 0.05; ///< standard deviation of V
  std::array<double, 2>      contrastLimits{ { 0.45, 0.75 } };
};

/** \brief Calls visit(name, value, unit) for every parameter, as for SpeckleSeriesSettings. */
template <typename TSettings, typename TVisitor>
std::enable_if_t<std::is_same_v<std::remove_const_t<TSettings>, GaussianCopulaSettings>>
VisitParameters(TSettings & settings, TVisitor && visit)
{
  visit("seed", settings.seed, "");
  visit("size", settings.size, "points");
  visit("step", settings.step, "nm");
  visit("correlationLength", settings.correlationLength, "nm");
  visit("rankCorrelation", settings.rankCorrelation, "");
  visit("medianRelaxationTime", settings.medianRelaxationTime, "s");
  visit("logRelaxationTimeSpread", settings.logRelaxationTimeSpread, "");
  visit("relaxationTimeLimits", settings.relaxationTimeLimits, "s");
  visit("meanContrast", settings.meanContrast, "");
  visit("contrastSpread", settings.contrastSpread, "");
  visit("contrastLimits", settings.contrastLimits, "");
}

inline std::ostream &
operator<<(std::ostream & os, const GaussianCopulaSettings & settings)
{
  PrintParameters(os, settings);
  return os;
}

/** Maps of a heterogeneous sample: rows are y, columns x. */
struct HeterogeneousMaps
{
  Pattern<float> relaxationTime; ///< in s
  Pattern<float> contrast;       ///< V
};

/** \brief Refuses impossible settings. \exception std::invalid_argument */
inline void
Verify(const GaussianCopulaSettings & s)
{
  const auto range = [](const std::array<double, 2> & limits) { return limits[0] <= limits[1]; };
  Require(s.size[0] > 0 && s.size[1] > 0, "the size of the maps", s.size[0] * s.size[1], "give at least one point");
  Require(s.step > 0.0, "the step of the maps", s.step, "give a positive length in nm");
  Require(s.correlationLength >= 0.0, "the correlation length", s.correlationLength, "give a length >= 0 in nm");
  Require(std::abs(s.rankCorrelation) <= 1.0, "Spearman's correlation", s.rankCorrelation, "give -1 .. 1");
  VerifyRelaxationTime(s.medianRelaxationTime);
  Require(s.logRelaxationTimeSpread >= 0.0, "the spread of ln tau", s.logRelaxationTimeSpread, "give it >= 0");
  VerifyRelaxationTime(s.relaxationTimeLimits[0]);
  Require(range(s.relaxationTimeLimits), "the upper limit of tau", s.relaxationTimeLimits[1], "give lower <= upper");
  Require(s.contrastSpread >= 0.0, "the spread of V", s.contrastSpread, "give it >= 0");
  Require(range(s.contrastLimits), "the upper limit of V", s.contrastLimits[1], "give lower <= upper");
  VerifyContrast(s.contrastLimits[0], 1);
  VerifyContrast(s.contrastLimits[1], 1);
}

/** \brief White Gaussian noise smoothed by a Gaussian: mean 0, variance 1, correlation exp(-(r / correlationLength)^2).
 *
 * The noise belongs to the points, those beyond the border too: a field has no edges, and a larger one continues it. */
inline Eigen::ArrayXXd
SmoothedGaussianField(const GaussianCopulaSettings & settings, std::uint32_t number)
{
  const double    sigma = 0.5 * settings.correlationLength / settings.step;
  const auto      reach = static_cast<Eigen::Index>(std::ceil(5.0 * sigma));
  Eigen::VectorXd weights(2 * reach + 1);
  for (Eigen::Index i = -reach; i <= reach; ++i)
  {
    weights[i + reach] = reach > 0 ? std::exp(-0.5 * std::pow(static_cast<double>(i) / sigma, 2)) : 1.0;
  }
  weights.normalize(); // the sum of their squares is the variance

  const auto      columns = static_cast<Eigen::Index>(settings.size[0]);
  const auto      rows = static_cast<Eigen::Index>(settings.size[1]);
  Eigen::MatrixXd noise(rows + 2 * reach, columns + 2 * reach);
  for (Eigen::Index x = 0; x < noise.cols(); ++x)
  {
    for (Eigen::Index y = 0; y < noise.rows(); ++y)
    {
      auto random = RandomNumbersOf(settings.seed,
                                    RandomStream::Maps,
                                    static_cast<std::uint32_t>(x - reach),
                                    static_cast<std::uint32_t>(y - reach),
                                    number);
      noise(y, x) = boost::random::normal_distribution<double>()(random);
    }
  }
  Eigen::MatrixXd smoothedRows(rows, noise.cols());
  for (Eigen::Index y = 0; y < rows; ++y)
  {
    smoothedRows.row(y) = weights.transpose() * noise.middleRows(y, weights.size());
  }
  Eigen::ArrayXXd field(rows, columns);
  for (Eigen::Index x = 0; x < columns; ++x)
  {
    field.col(x) = smoothedRows.middleCols(x, weights.size()) * weights;
  }
  return field;
}

/** \brief Maps of tau and V with a prescribed rank correlation: two smoothed Gaussian fields z1, z2 with the
 * correlation r = 2 sin(pi rho / 6), which makes their Spearman correlation rho, and ln tau = ln median + spread z1, V
 * = mean + spread z2, both clipped to their limits. \exception std::invalid_argument for impossible settings */
inline HeterogeneousMaps
GaussianCopulaMaps(const GaussianCopulaSettings & settings)
{
  Verify(settings);
  const double          r = 2.0 * std::sin(3.14159265358979323846 * settings.rankCorrelation / 6.0);
  const Eigen::ArrayXXd z1 = SmoothedGaussianField(settings, 0);
  const Eigen::ArrayXXd z2 = r * z1 + std::sqrt(std::max(0.0, 1.0 - r * r)) * SmoothedGaussianField(settings, 1);

  HeterogeneousMaps maps;
  maps.relaxationTime = (settings.medianRelaxationTime * (settings.logRelaxationTimeSpread * z1).exp())
                          .max(settings.relaxationTimeLimits[0])
                          .min(settings.relaxationTimeLimits[1])
                          .cast<float>();
  maps.contrast = (settings.meanContrast + settings.contrastSpread * z2)
                    .max(settings.contrastLimits[0])
                    .min(settings.contrastLimits[1])
                    .cast<float>();
  return maps;
}

} // namespace stem5d

#endif

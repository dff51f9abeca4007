/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SpatialRankCorrelation_h
#define SpatialRankCorrelation_h

#include "EffectiveSampleSize.h"

#include <boost/math/distributions/students_t.hpp>

namespace stem5d
{

/** A correlation of two maps, and what it is worth though their neighbouring points are not independent. */
struct SpatialCorrelation
{
  double      coefficient = std::numeric_limits<double>::quiet_NaN();
  std::size_t count = 0; ///< points masked in neither map
  double      effectiveCount = std::numeric_limits<double>::quiet_NaN();
  double      error = std::numeric_limits<double>::quiet_NaN();  ///< standard error of the coefficient
  double      pValue = std::numeric_limits<double>::quiet_NaN(); ///< two-sided, of no correlation
};

/** \brief Standard error of Spearman's rho of n_eff independent pairs,
 * \f[ (1 - \rho^2) \sqrt{\frac{1 + \rho^2 / 2}{n_{eff} - 1}}, \f]
 * which is Dutilleul's 1 / sqrt(n_eff - 1) where rho = 0, and elsewhere the error in Fisher's z of Bonett and Wright,
 * Psychometrika 65, 23 (2000). */
inline double
RankCorrelationError(double coefficient, double effectiveCount)
{
  const double square = coefficient * coefficient;
  return (1.0 - square) * std::sqrt((1.0 + 0.5 * square) / (effectiveCount - 1.0));
}

/** \brief Probability of a correlation at least as far from 0 where there is none: two-sided, from Student's
 * t = r sqrt(nu / (1 - r^2)) with nu = n_eff - 2 degrees of freedom (Dutilleul, Biometrics 49, 305 (1993)).
 *
 * \param controls how many variables were held fixed; each takes a degree of freedom
 * \return NaN without a coefficient or when no or no finite number of degrees of freedom is left */
inline double
CorrelationPValue(double coefficient, double effectiveCount, double controls = 0.0)
{
  const double freedom = effectiveCount - 2.0 - controls;
  if (std::isnan(coefficient) || !(freedom > 0.0 && std::isfinite(freedom)))
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double remainder = 1.0 - coefficient * coefficient;
  if (remainder <= 0.0)
  {
    return 0.0;
  }
  const double t = std::abs(coefficient) * std::sqrt(freedom / remainder);
  return 2.0 * boost::math::cdf(boost::math::complement(boost::math::students_t(freedom), t));
}

/** \brief Spearman's correlation of two maps with the effective sample size, the standard error and the p-value that
 * the autocorrelation of the maps leaves it.
 *
 * Points masked in one of them are left out before ranking. For fewer than two points or a constant map all but the
 * count are NaN; the p-value is NaN also for n_eff <= 2.
 * \exception std::invalid_argument for maps of different sizes */
inline SpatialCorrelation
SpatialRankCorrelation(const MapArray & x, const MapArray & y)
{
  const auto         maps = MaskJointly({ x, y });
  const MapArray     rankX = RankMap(maps[0]);
  const MapArray     rankY = RankMap(maps[1]);
  const PairMoments  moments = ComputePairMoments(rankX, rankY);
  SpatialCorrelation result;
  result.coefficient = moments.Correlation();
  result.count = moments.count;
  result.effectiveCount = EffectiveSampleSize(rankX, rankY);
  result.error = RankCorrelationError(result.coefficient, result.effectiveCount);
  result.pValue = CorrelationPValue(result.coefficient, result.effectiveCount);
  return result;
}

} // namespace stem5d

#endif

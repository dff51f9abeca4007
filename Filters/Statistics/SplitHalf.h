/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SplitHalf_h
#define SplitHalf_h

#include "SpatialRankCorrelation.h"

namespace stem5d
{

/** Two estimates of one quantity over the scan, from the halves A and B of the detector: they share the sample but no
 * speckle. NaN where a point is masked. */
struct HalfMaps
{
  MapArray a;
  MapArray b;
};

/** A covariance and its standard error, in squared units of the maps. */
struct CovarianceWithError
{
  double      covariance = std::numeric_limits<double>::quiet_NaN();
  double      error = std::numeric_limits<double>::quiet_NaN();
  std::size_t count = 0;
};

/** Why a disattenuated correlation is not given: bits, 0 when it is. */
enum SplitHalfStatus : std::uint8_t
{
  HALVES_AGREE = 0,
  FIRST_NOT_RELIABLE = 1, ///< the halves of x do not agree significantly: no heterogeneity of x is established
  SECOND_NOT_RELIABLE = 2 ///< the same of y
};

/** What the halves say about the relation of two quantities x and y. */
struct CrossHalfResult
{
  SpatialCorrelation crossHalf;    ///< mean of Spearman(x_A, y_B) and Spearman(x_B, y_A)
  SpatialCorrelation reliabilityX; ///< Spearman(x_A, x_B)
  SpatialCorrelation reliabilityY; ///< Spearman(y_A, y_B)
  double             disattenuated = std::numeric_limits<double>::quiet_NaN();
  double             disattenuatedError = std::numeric_limits<double>::quiet_NaN();
  std::uint8_t       status = HALVES_AGREE; ///< bits of SplitHalfStatus
};

/** \brief Reliability of an estimate from the whole detector, given that of one from half of it: 2 r / (1 + r)
 * (Spearman and Brown, Br. J. Psychol. 3, 271 and 296 (1910)), for halves whose noise is independent and equal. It is
 * the share of the variance of the whole detector's map that is the sample's. NaN for r <= -1. */
inline double
FullLengthReliability(double halfReliability)
{
  return halfReliability > -1.0 ? 2.0 * halfReliability / (1.0 + halfReliability)
                                : std::numeric_limits<double>::quiet_NaN();
}

/** \brief Variance of a quantity over the sample, without that of its estimate: cov(a, b), since the noise of the
 * halves is independent. Of ln tau, give the logarithms of the maps. Where the sample is homogeneous it is as often
 * below 0 as above. The standard error is that of n_eff independent Gaussian pairs,
 *
 * \f[ \sqrt{\frac{s_a^2 s_b^2 + cov^2}{n_{eff} - 1}}, \f]
 *
 * n_eff the EffectiveSampleSize() of the maps.
 *
 * \return NaN for fewer than two points; the error NaN also when a map is constant
 * \exception std::invalid_argument for maps of different sizes */
inline CovarianceWithError
DeconvolvedVariance(const HalfMaps & halves)
{
  const PairMoments   moments = ComputePairMoments(halves.a, halves.b);
  const double        degrees = static_cast<double>(moments.count) - 1.0;
  CovarianceWithError result;
  result.covariance = moments.Covariance();
  result.count = moments.count;
  const double squares = moments.xx / degrees * moments.yy / degrees + result.covariance * result.covariance;
  result.error = std::sqrt(squares / (EffectiveSampleSize(halves.a, halves.b) - 1.0));
  return result;
}

/** \brief Covariance, times n, of the correlations r_jk and r_lm of n independent observations of Gaussian variables,
 * to leading order (Olkin and Siotani, in Essays in Probability and Statistics, 1976; Steiger, Psychol. Bull. 87, 245
 * (1980), eq. 3). For a correlation with itself it is (1 - r^2)^2.
 *
 * \param r the correlations of all the variables */
inline double
CovarianceOfCorrelations(const Eigen::Matrix4d & r, int j, int k, int l, int m)
{
  const double squares = r(j, l) * r(j, l) + r(j, m) * r(j, m) + r(k, l) * r(k, l) + r(k, m) * r(k, m);
  return 0.5 * r(j, k) * r(l, m) * squares + r(j, l) * r(k, m) + r(j, m) * r(k, l) -
         r(j, k) * (r(j, l) * r(j, m) + r(k, l) * r(k, m)) - r(l, m) * (r(j, l) * r(k, l) + r(j, m) * r(k, m));
}

/** The correlations between the halves of x and y, each with its effective sample size, and the covariance of their
 * coefficients. */
struct HalfCorrelations
{
  std::array<SpatialCorrelation, 4> pairs; ///< (x_A, y_B), (x_B, y_A), (x_A, x_B), (y_A, y_B)
  Eigen::Matrix4d                   covariance;
};

/** \brief These correlations, over the points masked in none of the four maps. */
inline HalfCorrelations
CorrelateHalves(const HalfMaps & x, const HalfMaps & y)
{
  constexpr std::array<std::array<int, 2>, 4> pairs{ { { { 0, 3 } }, { { 1, 2 } }, { { 0, 1 } }, { { 2, 3 } } } };
  const auto                                  maps = MaskJointly({ x.a, x.b, y.a, y.b });
  HalfCorrelations                            result;
  Eigen::Matrix4d                             correlations = Eigen::Matrix4d::Identity();
  Eigen::Vector4d                             scale;
  for (int i = 0; i < 4; ++i)
  {
    const auto [j, k] = pairs[i];
    result.pairs[i] = SpatialRankCorrelation(maps[j], maps[k]);
    const double r = result.pairs[i].coefficient;
    correlations(j, k) = correlations(k, j) = r;
    scale[i] = std::sqrt((1.0 + 0.5 * r * r) / (result.pairs[i].effectiveCount - 1.0));
  }
  for (const auto & [j, k] : { std::pair{ 0, 2 }, std::pair{ 1, 3 } }) // x and y of the same half
  {
    correlations(j, k) = correlations(k, j) = ComputePairMoments(RankMap(maps[j]), RankMap(maps[k])).Correlation();
  }
  for (int i = 0; i < 4; ++i)
  {
    for (int j = 0; j < 4; ++j)
    {
      result.covariance(i, j) =
        scale[i] * scale[j] *
        CovarianceOfCorrelations(correlations, pairs[i][0], pairs[i][1], pairs[j][0], pairs[j][1]);
    }
  }
  return result;
}

/** Whether a reliability is above 0, by a one-sided test. */
inline bool
IsReliable(const SpatialCorrelation & reliability, double significance)
{
  return reliability.coefficient > 0.0 && 0.5 * reliability.pValue < significance;
}

/** \brief The relation of two quantities that are estimated from the same few speckles, by estimates that share none:
 * \f[ \rho_{cross} = \frac{\rho(x_A, y_B) + \rho(x_B, y_A)}{2}, \quad
 *     \rho_{dis} = \frac{\rho_{cross}}{\sqrt{\rho(x_A, x_B) \rho(y_A, y_B)}}, \f]
 * all rho Spearman's; the second, free of the noise of the estimates, is Spearman's correction for attenuation (Am. J.
 * Psychol. 15, 72 (1904)). It may come out beyond 1 and is not cut there.
 *
 * The errors are those of the delta method, with the covariances of all the correlations of the four maps
 * (CovarianceOfCorrelations()), each scaled to the effective sample size of its own pair of maps and by the factor of
 * RankCorrelationError() for ranks. The p-value and the effective size of rho_cross are those of the mean of two
 * correlations where x and y are unrelated, Var = (v_1 + v_2 + 2 rho_x rho_y sqrt(v_1 v_2)) / 4 with v = 1 / (n_eff -
 * 1): worth up to twice the points of the maps.
 *
 * \param significance the disattenuated correlation is given when both reliabilities are above 0 with a one-sided
 * p-value below this. Otherwise it is NaN and the status says for which quantity: it is then a ratio of two numbers
 * that may both be 0. The default, 2.3 standard errors, is about where the delta method begins to hold.
 *
 * \return everything over the points masked in none of the four maps; NaN for fewer than two of them or constant maps
 * \exception std::invalid_argument for maps of different sizes or a significance that is not between 0 and 1 */
inline CrossHalfResult
CrossHalfCorrelation(const HalfMaps & x, const HalfMaps & y, double significance = 0.01)
{
  Require(significance > 0.0 && significance < 1.0, "the significance", significance, "give a level such as 0.01");
  const HalfCorrelations halves = CorrelateHalves(x, y);
  const auto & [first, second, reliabilityX, reliabilityY] = halves.pairs;
  CrossHalfResult result;
  result.reliabilityX = reliabilityX;
  result.reliabilityY = reliabilityY;

  const double rhoX = reliabilityX.coefficient;
  const double rhoY = reliabilityY.coefficient;
  const double varianceFirst = 1.0 / (first.effectiveCount - 1.0);
  const double varianceSecond = 1.0 / (second.effectiveCount - 1.0);
  const double unrelated =
    0.25 * (varianceFirst + varianceSecond + 2.0 * rhoX * rhoY * std::sqrt(varianceFirst * varianceSecond));
  const Eigen::Vector4d mean(0.5, 0.5, 0.0, 0.0);
  result.crossHalf.coefficient = 0.5 * (first.coefficient + second.coefficient);
  result.crossHalf.count = first.count;
  result.crossHalf.effectiveCount = 1.0 + 1.0 / unrelated;
  result.crossHalf.error = std::sqrt(mean.dot(halves.covariance * mean));
  result.crossHalf.pValue = CorrelationPValue(result.crossHalf.coefficient, result.crossHalf.effectiveCount);

  result.status |= IsReliable(reliabilityX, significance) ? HALVES_AGREE : FIRST_NOT_RELIABLE;
  result.status |= IsReliable(reliabilityY, significance) ? HALVES_AGREE : SECOND_NOT_RELIABLE;
  if (result.status == HALVES_AGREE)
  {
    const double attenuation = std::sqrt(rhoX * rhoY);
    result.disattenuated = result.crossHalf.coefficient / attenuation;
    const Eigen::Vector4d gradient(
      0.5 / attenuation, 0.5 / attenuation, -0.5 * result.disattenuated / rhoX, -0.5 * result.disattenuated / rhoY);
    result.disattenuatedError = std::sqrt(gradient.dot(halves.covariance * gradient));
  }
  return result;
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef EffectiveSampleSize_h
#define EffectiveSampleSize_h

#include "MapAutocorrelation.h"

namespace stem5d
{

/** \brief How many independent pairs of points the correlation of two maps is worth:
 *
 * \f[ n_{eff} = 1 + 1 / Var(r), \quad Var(r) = \frac{1}{n (n - 1)} \sum_k n_k \rho_x(k) \rho_y(k), \f]
 *
 * n_k the number of pairs of points a lag k = (k_x, k_y) apart and rho(k) the autocorrelation of a map
 * at that lag, both over the n points masked in neither map (Clifford, Richardson and Hemon, Biometrics 45, 123 (1989),
 * with the 1 + of Dutilleul, Biometrics 49, 305 (1993)). n - 1 stands for their n so that maps without autocorrelation
 * have n_eff = n.
 *
 * The sum ends with the first ring of lags where the mean autocorrelation of one of the maps is not positive (the
 * initial positive sequence of Geyer, Stat. Sci. 7, 473 (1992)), at the latest with half the size of the map: beyond it
 * the sum gains nothing but noise, which doubles its scatter.
 *
 * For Spearman's correlation give the ranks of the maps (RankMap()).
 *
 * \return more than 1, at most the number of points masked in neither map; NaN for fewer than two points or a constant
 * map
 * \exception std::invalid_argument for maps of different sizes */
inline double
EffectiveSampleSize(const MapArray & x, const MapArray & y)
{
  const auto          maps = MaskJointly({ x, y });
  const MapDeviations deviationsX(maps[0]);
  const MapDeviations deviationsY(maps[1]);
  const double        n = deviationsX.Count();
  const double        xx = deviationsX.Products({});
  const double        yy = deviationsY.Products({});
  if (!(xx > 0.0 && yy > 0.0))
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  double sum = 0.0;
  for (const auto & ring : MapLagRings(x.cols(), x.rows()))
  {
    double ringX = 0.0;
    double ringY = 0.0;
    double ringSum = 0.0;
    for (const MapLag & lag : ring)
    {
      const double pairs = deviationsX.Pairs(lag);
      if (pairs > 0.0)
      {
        const double productsX = deviationsX.Products(lag) / xx;
        const double productsY = deviationsY.Products(lag) / yy;
        const double opposites = lag.x == 0 && lag.y == 0 ? 1.0 : 2.0;
        ringX += productsX;
        ringY += productsY;
        ringSum += opposites * productsX * productsY / pairs;
      }
    }
    if (ringX <= 0.0 || ringY <= 0.0)
    {
      break;
    }
    sum += ringSum;
  }
  return 1.0 + (n - 1.0) / (n * std::max(sum, 1.0 / n)); // lag 0 alone gives 1 / n: negative products do not add points
}

/** \brief How many independent points the mean of a map is worth: the variance of the mean is s^2 / n_eff, s^2 that of
 * the map, with
 *
 * \f[ n_{eff} = n^2 \Big/ \sum_k n_k \rho(k), \f]
 *
 * n_k and rho(k) as for a correlation, and the sum ended like that one. A sum of rho rather than of its square is not
 * so well determined: of a map of 30 x 30 points where rho falls to 1/e in 3 points, the variance of the mean came out
 * 10 % too small in the mean.
 *
 * \return at most the number of points that are not masked; NaN for a constant map or no points */
inline double
EffectiveSampleSizeOfMean(const MapArray & map)
{
  const auto correlogram = MapAutocorrelation(map, { { 1.0, 1.0 } });
  if (correlogram.pairs.empty())
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double n = correlogram.pairs[0];
  double       sum = n;
  for (std::size_t ring = 1; ring < correlogram.lag.size() && !(correlogram.correlation[ring] <= 0.0); ++ring)
  {
    sum += 2.0 * correlogram.pairs[ring] * correlogram.correlation[ring];
  }
  return n * n / sum;
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef MapProfile_h
#define MapProfile_h

#include "MapAutocorrelation.h"
#include "MeanAndError.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stem5d
{

/** Along which axis a profile runs; it is averaged along the other. */
enum class ProfileAxis
{
  X,
  Y
};

/** The mean of a map against the position along an axis. */
struct MapProfileResult
{
  std::vector<double>      position; ///< in the unit of the spacing
  std::vector<double>      mean;     ///< NaN where all points are masked
  std::vector<double>      error;    ///< its standard error; NaN for fewer than two points
  std::vector<std::size_t> count;    ///< points that are not masked
};

/** \brief The correlation of the points of a map with those k rows below, k = 0, 1, ..., as long as it is positive and
 * k at most half the number of rows. Deviations are from the mean of the column: what changes along x is no correlation
 * along y. */
inline std::vector<double>
CorrelationAlongColumns(MapArray map)
{
  for (Eigen::Index column = 0; column < map.cols(); ++column)
  {
    map.col(column) -= MeanAndError(map.col(column)).mean;
  }
  const MapDeviations deviations(map);
  const double        variance = deviations.Products({}) / deviations.Count();
  std::vector<double> correlation{ 1.0 };
  for (Eigen::Index lag = 1; lag <= map.rows() / 2; ++lag)
  {
    const double next = deviations.Products({ 0, lag }) / deviations.Pairs({ 0, lag }) / variance;
    if (!(next > 0.0))
    {
      break;
    }
    correlation.push_back(next);
  }
  return correlation;
}

/** \brief How many independent points the mean of a column is worth, n^2 / sum over i, j of rho(|i - j|), both over the
 * n points that are not masked. */
template <typename TDerived>
double
EffectiveColumnSize(const Eigen::ArrayBase<TDerived> & column, const std::vector<double> & correlation)
{
  double n = 0.0;
  double sum = 0.0;
  for (Eigen::Index i = 0; i < column.size(); ++i)
  {
    if (!std::isnan(column[i]))
    {
      n += 1.0;
      sum += 1.0;
      for (std::size_t lag = 1; lag < correlation.size() && lag <= static_cast<std::size_t>(i); ++lag)
      {
        sum += std::isnan(column[i - static_cast<Eigen::Index>(lag)]) ? 0.0 : 2.0 * correlation[lag];
      }
    }
  }
  return n * n / sum;
}

/** \brief Mean of a map over all points of one position along x (or y), against that position (Nakazawa et al. 2024,
 * figure S1).
 *
 * The standard error regards that neighbours are alike, by the correlation along the averaged axis, which all columns
 * share (CorrelationAlongColumns()). With the n_eff independent points that the n of a column are worth, the sum of the
 * squared deviations from their mean is s^2 n (1 - 1 / n_eff) in the mean, and so
 *
 * \f[ error^2 = \frac{s^2}{n_{eff}} = \frac{\sum_i (z_i - \bar z)^2}{n (n_{eff} - 1)}. \f]
 *
 * Errors of neighbouring positions are as correlated as the map is.
 *
 * \param map NaN where masked \param origin, spacing of the points along the axis
 * \exception std::invalid_argument for a spacing that is not positive */
inline MapProfileResult
MapProfile(const MapArray & map, ProfileAxis axis, double origin, double spacing)
{
  Require(spacing > 0.0 && std::isfinite(spacing), "the spacing of a map", spacing, "give a positive distance");
  const MapArray            columns = axis == ProfileAxis::X ? map : MapArray(map.transpose());
  const std::vector<double> correlation = CorrelationAlongColumns(columns);
  MapProfileResult          profile;
  for (Eigen::Index column = 0; column < columns.cols(); ++column)
  {
    const MeanWithError mean = MeanAndError(columns.col(column)); // error^2 = squares / (n (n - 1))
    const auto          n = static_cast<double>(mean.count);
    const double        effective = EffectiveColumnSize(columns.col(column), correlation);
    profile.position.push_back(origin + static_cast<double>(column) * spacing);
    profile.mean.push_back(mean.mean);
    profile.error.push_back(mean.error * std::sqrt((n - 1.0) / (effective - 1.0)));
    profile.count.push_back(static_cast<std::size_t>(mean.count));
  }
  return profile;
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef MapAutocorrelation_h
#define MapAutocorrelation_h

#include "MapArray.h"

#include <array>
#include <cstdlib>

namespace stem5d
{

/** A distance on the scan, in points along x and y. */
struct MapLag
{
  Eigen::Index x = 0;
  Eigen::Index y = 0;
};

/** \brief The lags of a map up to half its size, sorted into rings: ring k holds the lags whose length is nearest to k
 * times the smaller spacing. Of a lag and its opposite, which pair the same points, one is there.
 *
 * Beyond half the size few pairs are left, and those of its borders only.
 *
 * \param spacing distances of neighbours along x and y, in one unit
 * \exception std::invalid_argument for a spacing that is not positive */
inline std::vector<std::vector<MapLag>>
MapLagRings(Eigen::Index columns, Eigen::Index rows, const std::array<double, 2> & spacing = { { 1.0, 1.0 } })
{
  for (const double distance : spacing)
  {
    Require(distance > 0.0 && std::isfinite(distance), "the spacing of a map", distance, "give a positive distance");
  }
  const double                     width = std::min(spacing[0], spacing[1]);
  std::vector<std::vector<MapLag>> rings;
  for (Eigen::Index y = 0; y <= rows / 2; ++y)
  {
    for (Eigen::Index x = -(columns / 2); x <= columns / 2; ++x)
    {
      if (y > 0 || x >= 0)
      {
        const double length = std::hypot(spacing[0] * static_cast<double>(x), spacing[1] * static_cast<double>(y));
        const auto   ring = static_cast<std::size_t>(std::lround(length / width));
        rings.resize(std::max(rings.size(), ring + 1));
        rings[ring].push_back({ x, y });
      }
    }
  }
  return rings;
}

/** \brief What correlations between the points of a map are computed from: the deviations from the mean, 0 where a
 * point is masked, and the points that are not. */
class MapDeviations
{
public:
  explicit MapDeviations(const MapArray & map)
    : m_Valid(map.isNaN().select(MapArray::Zero(map.rows(), map.cols()), 1.0))
    , m_Count(m_Valid.sum())
  {
    m_Deviations = map.isNaN().select(0.0, map);
    m_Deviations = (m_Deviations - m_Deviations.sum() / m_Count) * m_Valid;
  }

  /** The number of points that are not masked. */
  double
  Count() const
  {
    return m_Count;
  }

  /** The number of pairs of points a lag apart. */
  double
  Pairs(const MapLag & lag) const
  {
    return SumOfProducts(m_Valid, lag);
  }

  /** The sum over these pairs of the products of their deviations. */
  double
  Products(const MapLag & lag) const
  {
    return SumOfProducts(m_Deviations, lag);
  }

private:
  static double
  SumOfProducts(const MapArray & map, const MapLag & lag)
  {
    const Eigen::Index rows = map.rows() - lag.y;
    const Eigen::Index columns = map.cols() - std::abs(lag.x);
    const auto         near = map.block(0, std::max<Eigen::Index>(0, -lag.x), rows, columns);
    const auto         far = map.block(lag.y, std::max<Eigen::Index>(0, lag.x), rows, columns);
    return (near * far).sum();
  }

  MapArray m_Valid;
  double   m_Count;
  MapArray m_Deviations;
};

/** The autocorrelation of a map against the length of the lag. */
struct MapAutocorrelationResult
{
  std::vector<double> lag;         ///< in the unit of the spacing: the mean over the pairs
  std::vector<double> correlation; ///< 1 at lag 0; all NaN for a constant map
  std::vector<double> pairs;       ///< that were averaged
  double              length = std::numeric_limits<double>::quiet_NaN(); ///< where it falls to 1/e, see below
};

/** \brief Autocorrelation of a map by the length of the lag, and its 1/e length:
 *
 * \f[ C(r) = \frac{1}{s^2 n_r} \sum_{|x_j - x_i| \approx r} (z_i - \bar z)(z_j - \bar z), \quad
 *     s^2 = \frac{1}{n} \sum_i (z_i - \bar z)^2, \f]
 *
 * the sums over the n_r pairs of points that are not masked whose distance is nearest to a multiple of the smaller
 * spacing, up to half the size of the map (the correlogram of Cressie, Statistics for Spatial Data, 1993, section 2.4).
 * The mean is that of the same map, which lowers C by about the fraction of the map that one correlated patch covers.
 *
 * The length is where C first falls to 1/e, interpolated between its values; NaN when it does not.
 *
 * \param spacing distances of neighbours along x and y, in one unit
 * \exception std::invalid_argument for a spacing that is not positive */
inline MapAutocorrelationResult
MapAutocorrelation(const MapArray & map, const std::array<double, 2> & spacing)
{
  const MapDeviations      deviations(map);
  const double             variance = deviations.Products({}) / deviations.Count();
  MapAutocorrelationResult result;
  for (const auto & ring : MapLagRings(map.cols(), map.rows(), spacing))
  {
    double pairs = 0.0;
    double products = 0.0;
    double lengths = 0.0;
    for (const MapLag & lag : ring)
    {
      const double n = deviations.Pairs(lag);
      pairs += n;
      products += deviations.Products(lag);
      lengths += n * std::hypot(spacing[0] * static_cast<double>(lag.x), spacing[1] * static_cast<double>(lag.y));
    }
    if (pairs > 0.0)
    {
      result.lag.push_back(lengths / pairs);
      result.pairs.push_back(pairs);
      result.correlation.push_back(variance > 0.0 ? products / pairs / variance
                                                  : std::numeric_limits<double>::quiet_NaN());
    }
  }
  const double threshold = std::exp(-1.0);
  for (std::size_t i = 1; i < result.lag.size() && std::isnan(result.length); ++i)
  {
    const double before = result.correlation[i - 1];
    const double after = result.correlation[i];
    if (after <= threshold)
    {
      result.length = result.lag[i - 1] + (before - threshold) / (before - after) * (result.lag[i] - result.lag[i - 1]);
    }
  }
  return result;
}

} // namespace stem5d

#endif

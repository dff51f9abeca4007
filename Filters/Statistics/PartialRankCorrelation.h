/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef PartialRankCorrelation_h
#define PartialRankCorrelation_h

#include "SpatialRankCorrelation.h"

#include <Eigen/QR>

namespace stem5d
{

/** \brief The first two maps less what a linear function of the others explains of them.
 * \param maps masked jointly; where masked they stay NaN */
inline std::array<MapArray, 2>
ResidualMaps(const std::vector<MapArray> & maps)
{
  std::vector<Eigen::Index> points;
  for (Eigen::Index i = 0; i < maps[0].size(); ++i)
  {
    if (!std::isnan(maps[0].data()[i]))
    {
      points.push_back(i);
    }
  }
  const auto      fixed = static_cast<Eigen::Index>(maps.size()) - 2;
  Eigen::MatrixXd values(points.size(), maps.size()); // the two, then the others
  for (std::size_t i = 0; i < maps.size(); ++i)
  {
    values.col(static_cast<Eigen::Index>(i)) = maps[i].reshaped<Eigen::RowMajor>()(points);
  }
  Eigen::MatrixXd explaining(values.rows(), 1 + fixed);
  explaining << Eigen::VectorXd::Ones(values.rows()), values.rightCols(fixed);

  std::array<MapArray, 2> residuals{ { maps[0], maps[1] } };
  if (!points.empty())
  {
    const auto decomposition = explaining.colPivHouseholderQr();
    for (Eigen::Index i = 0; i < 2; ++i)
    {
      Eigen::VectorXd rest = values.col(i) - explaining * decomposition.solve(values.col(i));
      if (rest.norm() <= 1e-10 * values.col(i).norm())
      {
        rest.setZero(); // of ranks that the others determine rounding is left, which correlates with anything
      }
      residuals[static_cast<std::size_t>(i)].reshaped<Eigen::RowMajor>()(points) = rest.array();
    }
  }
  return residuals;
}

/** \brief Spearman's partial correlation of x and y with further maps held fixed: the correlation of what a linear
 * function of the ranks of the others leaves of the ranks of x and y, which is
 * \f[ \rho_{xy \cdot z} = - P_{xy} / \sqrt{P_{xx} P_{yy}}, \quad P = R^{-1}, \f]
 * R the matrix of Spearman's correlations of all the maps (Kendall and Stuart, The Advanced Theory of Statistics, vol.
 * 2, ch. 27); for one further map (rho_xy - rho_xz rho_yz) / sqrt((1 - rho_xz^2)(1 - rho_yz^2)).
 *
 * By what is left, rather than by R, because the effective sample size is that of these maps; each map held fixed takes
 * one degree of freedom from the p-value and from the error.
 *
 * \return all but the count NaN when x or y is constant or determined by the others, or for fewer than two points; the
 * points masked in one of the maps are left out
 * \exception std::invalid_argument for maps of different sizes */
inline SpatialCorrelation
PartialRankCorrelation(const MapArray & x, const MapArray & y, const std::vector<MapArray> & fixed)
{
  std::vector<MapArray> maps{ x, y };
  maps.insert(maps.end(), fixed.begin(), fixed.end());
  maps = MaskJointly(std::move(maps));
  std::transform(maps.begin(), maps.end(), maps.begin(), RankMap);
  const auto [restX, restY] = ResidualMaps(maps);
  const auto         controls = static_cast<double>(fixed.size());
  const PairMoments  moments = ComputePairMoments(restX, restY);
  SpatialCorrelation result;
  result.coefficient = moments.Correlation();
  result.count = moments.count;
  result.effectiveCount = EffectiveSampleSize(restX, restY);
  result.error = RankCorrelationError(result.coefficient, result.effectiveCount - controls);
  result.pValue = CorrelationPValue(result.coefficient, result.effectiveCount, controls);
  return result;
}

} // namespace stem5d

#endif

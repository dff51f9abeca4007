/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef MapArray_h
#define MapArray_h

#include "Pattern.h"
#include "RankCorrelation.h"

#include <initializer_list>
#include <vector>

namespace stem5d
{

/** A quantity over a two-dimensional scan: rows are y, columns x, and x is contiguous; NaN where a point is masked. A
 * line scan has one row. */
using MapArray = Pattern<double>;

/** \brief The maps as they are, except that a point masked in one of them is masked in all.
 * \exception std::invalid_argument for maps of different sizes */
inline std::vector<MapArray>
MaskJointly(std::vector<MapArray> maps)
{
  for (const MapArray & map : maps)
  {
    Require(map.cols() == maps[0].cols(), "the number of columns of a map", map.cols(), "give maps of one size");
    Require(map.rows() == maps[0].rows(), "the number of rows of a map", map.rows(), "give maps of one size");
  }
  for (Eigen::Index i = 0; i < (maps.empty() ? 0 : maps[0].size()); ++i)
  {
    const auto masked = [i](const MapArray & map) { return std::isnan(map.data()[i]); };
    if (std::any_of(maps.begin(), maps.end(), masked))
    {
      for (MapArray & map : maps)
      {
        map.data()[i] = std::numeric_limits<double>::quiet_NaN();
      }
    }
  }
  return maps;
}

/** The mid-ranks of the points that are not masked. */
inline MapArray
RankMap(const MapArray & map)
{
  const std::vector<double> ranks = MidRanks({ map.data(), map.data() + map.size() });
  return ConstPatternMap<double>(ranks.data(), map.rows(), map.cols());
}

} // namespace stem5d

#endif

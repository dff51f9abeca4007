/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Percentile_h
#define Percentile_h

#include "Require.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace stem5d
{

/** \brief The value below which `percent` of the sorted values lie, interpolated between neighbours: with n values x_0
 * <= x_1 <= ..., the percentile 100 i / (n - 1) is x_i (type 7 of Hyndman and Fan, Am. Stat. 50, 361 (1996)).
 *
 * \param sorted values in ascending order, without NaN
 * \return NaN for no values
 * \exception std::invalid_argument for a percent outside 0 .. 100 */
inline double
Percentile(const std::vector<double> & sorted, double percent)
{
  Require(percent >= 0.0 && percent <= 100.0, "the percentile", percent, "give 0 .. 100");
  if (sorted.empty())
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double      position = 0.01 * percent * static_cast<double>(sorted.size() - 1);
  const auto        below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef RankCorrelation_h
#define RankCorrelation_h

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace stem5d
{

/** The ranks 1..n of the values; equal values share the mean of their ranks. */
inline std::vector<double>
MidRanks(const std::vector<double> & values)
{
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{ 0 });
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end)
  {
    while (end < order.size() && values[order[end]] == values[order[begin]])
    {
      ++end;
    }
    for (std::size_t i = begin; i < end; ++i)
    {
      ranks[order[i]] = 0.5 * static_cast<double>(begin + 1 + end);
    }
  }
  return ranks;
}

/** A rank correlation and the number of pairs it was computed from. */
struct RankCorrelationResult
{
  double      coefficient = std::numeric_limits<double>::quiet_NaN();
  std::size_t count = 0;
};

/** \brief Spearman's rank correlation: Pearson's correlation of the mid-ranks.
 *
 * Pairs with a NaN are left out. NaN for fewer than two pairs or when one of the variables is constant. */
inline RankCorrelationResult
RankCorrelation(const std::vector<double> & x, const std::vector<double> & y)
{
  std::vector<double> validX;
  std::vector<double> validY;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
  {
    if (!std::isnan(x[i]) && !std::isnan(y[i]))
    {
      validX.push_back(x[i]);
      validY.push_back(y[i]);
    }
  }
  const std::vector<double> rankX = MidRanks(validX);
  const std::vector<double> rankY = MidRanks(validY);
  const double              mean = 0.5 * static_cast<double>(rankX.size() + 1);
  double                    xx = 0.0;
  double                    yy = 0.0;
  double                    xy = 0.0;
  for (std::size_t i = 0; i < rankX.size(); ++i)
  {
    xx += (rankX[i] - mean) * (rankX[i] - mean);
    yy += (rankY[i] - mean) * (rankY[i] - mean);
    xy += (rankX[i] - mean) * (rankY[i] - mean);
  }
  RankCorrelationResult result;
  result.count = rankX.size();
  if (xx > 0.0 && yy > 0.0)
  {
    result.coefficient = xy / std::sqrt(xx * yy);
  }
  return result;
}

} // namespace stem5d

#endif

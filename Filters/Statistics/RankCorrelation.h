/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef RankCorrelation_h
#define RankCorrelation_h

#include "PearsonCorrelation.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace stem5d
{

/** The place of each value among the distinct values, from 0; equal values share it. NaN has none: -1. */
inline std::vector<std::int32_t>
DenseRanks(const std::vector<double> & values)
{
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{ 0 });
  order.erase(std::remove_if(order.begin(), order.end(), [&](std::size_t i) { return std::isnan(values[i]); }),
              order.end());
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<std::int32_t> ranks(values.size(), -1);
  std::int32_t              rank = 0;
  for (std::size_t i = 0; i < order.size(); ++i)
  {
    rank += i > 0 && values[order[i]] > values[order[i - 1]] ? 1 : 0;
    ranks[order[i]] = rank;
  }
  return ranks;
}

/** \brief Mid-ranks from the dense ranks of the same values or of more: by counting, which is far quicker than sorting
 * part after part of the same values. NaN for -1. */
inline std::vector<double>
MidRanksFromDense(const std::vector<std::int32_t> & denseRanks)
{
  const std::int32_t  last = denseRanks.empty() ? -1 : *std::max_element(denseRanks.begin(), denseRanks.end());
  std::vector<double> ofDense(static_cast<std::size_t>(last + 1)); // first the number of values, then their rank
  for (const std::int32_t rank : denseRanks)
  {
    if (rank >= 0)
    {
      ofDense[static_cast<std::size_t>(rank)] += 1.0;
    }
  }
  double below = 0.0;
  for (double & entry : ofDense)
  {
    const double count = entry;
    entry = below + 0.5 * (count + 1.0);
    below += count;
  }
  std::vector<double> ranks(denseRanks.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < ranks.size(); ++i)
  {
    if (denseRanks[i] >= 0)
    {
      ranks[i] = ofDense[static_cast<std::size_t>(denseRanks[i])];
    }
  }
  return ranks;
}

/** The ranks 1..n of the values; equal values share the mean of their ranks. NaN has no rank: it stays NaN. */
inline std::vector<double>
MidRanks(const std::vector<double> & values)
{
  return MidRanksFromDense(DenseRanks(values));
}

/** A rank correlation and the number of pairs it was computed from. */
struct RankCorrelationResult
{
  double      coefficient = std::numeric_limits<double>::quiet_NaN();
  std::size_t count = 0;
};

/** \brief Spearman's rank correlation: Pearson's correlation of the mid-ranks.
 *
 * Pairs with a NaN are left out before ranking. NaN for fewer than two pairs or when one of the variables is constant.
 * \exception std::invalid_argument when there are not as many x as y */
inline RankCorrelationResult
RankCorrelation(std::vector<double> x, std::vector<double> y)
{
  Require(x.size() == y.size(), "the number of values of y", y.size(), "give one for each of x");
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    if (std::isnan(x[i]) || std::isnan(y[i]))
    {
      x[i] = y[i] = std::numeric_limits<double>::quiet_NaN();
    }
  }
  const PairMoments moments = ComputePairMoments(MidRanks(x), MidRanks(y));
  return { moments.Correlation(), moments.count };
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Histogram_h
#define Histogram_h

#include "Percentile.h"
#include "Require.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stem5d
{

/** How many values of several samples lie in the same bins. */
struct Histogram
{
  std::vector<double>                   edges;  ///< of the bins, in ascending order, one more than bins
  std::vector<std::vector<std::size_t>> counts; ///< of each sample, of each bin; the last bin has its upper edge
};

/** The values that are not NaN, over their mean (Nakazawa et al. 2024, figure S3, bottom row). */
inline std::vector<double>
DividedByMean(std::vector<double> sample)
{
  sample.erase(std::remove_if(sample.begin(), sample.end(), [](double value) { return std::isnan(value); }),
               sample.end());
  double mean = 0.0;
  for (const double value : sample)
  {
    mean += value / static_cast<double>(sample.size());
  }
  for (double & value : sample)
  {
    value /= mean;
  }
  return sample;
}

/** \brief The edges of 10 .. 60 bins of equal width for sorted values, from the least to the greatest: as many as the
 * width 2 IQR n^(-1/3) asks for (Freedman and Diaconis, Z. Wahrscheinlichkeitstheorie 57, 453 (1981)), IQR the distance
 * of the quartiles. Values that are all the same lie in the middle of 10 bins of a total width of 1; no values have no
 * bins. */
inline std::vector<double>
HistogramEdges(const std::vector<double> & sorted)
{
  constexpr double fewest = 10.0;
  constexpr double most = 60.0;
  if (sorted.empty())
  {
    return {};
  }
  const bool   isConstant = sorted.front() == sorted.back();
  const double low = sorted.front() - (isConstant ? 0.5 : 0.0);
  const double high = sorted.back() + (isConstant ? 0.5 : 0.0);
  const double quartiles = Percentile(sorted, 75.0) - Percentile(sorted, 25.0);
  const double width = 2.0 * quartiles / std::cbrt(static_cast<double>(sorted.size()));
  const double bins = width > 0.0 ? std::clamp(std::ceil((high - low) / width), fewest, most) : fewest;

  std::vector<double> edges;
  for (double edge = 0.0; edge < bins; edge += 1.0)
  {
    edges.push_back(low + edge / bins * (high - low));
  }
  edges.push_back(high);
  return edges;
}

/** \brief Counts of several samples in common bins, those of HistogramEdges() for all their values together (Nakazawa
 * et al. 2024, figure S3: one sample for each temperature). NaN is ignored.
 * \exception std::invalid_argument for an infinite value */
inline Histogram
CommonHistogram(const std::vector<std::vector<double>> & samples)
{
  std::vector<double> pooled;
  for (const auto & sample : samples)
  {
    for (const double value : sample)
    {
      Require(!std::isinf(value), "a value of a histogram", value, "give finite values, or NaN to leave one out");
      if (!std::isnan(value))
      {
        pooled.push_back(value);
      }
    }
  }
  std::sort(pooled.begin(), pooled.end());
  Histogram         histogram{ HistogramEdges(pooled), {} };
  const auto &      edges = histogram.edges;
  const std::size_t bins = edges.empty() ? 0 : edges.size() - 1;
  for (const auto & sample : samples)
  {
    std::vector<std::size_t> counts(bins);
    for (const double value : sample)
    {
      if (!std::isnan(value))
      {
        const auto above = std::upper_bound(edges.begin(), edges.end(), value) - edges.begin();
        ++counts[std::min<std::size_t>(above - 1, bins - 1)];
      }
    }
    histogram.counts.push_back(counts);
  }
  return histogram;
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Values.h"

#include <algorithm>
#include <cmath>

namespace stem5d
{

bool
IsValid(const std::vector<float> & values, const std::vector<std::uint8_t> & flagged, std::size_t index)
{
  return std::isfinite(values[index]) && (flagged.empty() || flagged[index] == 0);
}

std::vector<double>
SortedValid(const std::vector<float> & values, const std::vector<std::uint8_t> & flagged)
{
  std::vector<double> valid;
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    if (IsValid(values, flagged, i))
    {
      valid.push_back(values[i]);
    }
  }
  std::sort(valid.begin(), valid.end());
  return valid;
}

double
Quantile(const std::vector<double> & sorted, double fraction)
{
  const double      position = fraction * static_cast<double>(sorted.size() - 1);
  const auto        below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Range
Widened(const Range & range)
{
  const double magnitude = std::max(std::abs(range.low), std::abs(range.high));
  if (range.high - range.low > 1e-6 * magnitude)
  {
    return range;
  }
  const double margin = magnitude > 0.0 ? 0.5 * magnitude : 0.5;
  return { range.low - margin, range.high + margin };
}

} // namespace stem5d

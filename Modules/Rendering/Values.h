/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Values_h
#define Values_h

#include "Figures.h"

#include <cstdint>
#include <vector>

namespace stem5d
{

/** Whether the value at an index is finite and not flagged; an empty list of flags flags nothing. */
bool
IsValid(const std::vector<float> & values, const std::vector<std::uint8_t> & flagged, std::size_t index);

/** The finite values that are not flagged, ascending. */
std::vector<double>
SortedValid(const std::vector<float> & values, const std::vector<std::uint8_t> & flagged = {});

/** Linear interpolation between the order statistics of ascending values, 0 <= fraction <= 1. */
double
Quantile(const std::vector<double> & sorted, double fraction);

/** A range of some width: a single value gets half of itself, or one half if it is zero, on both sides. */
Range
Widened(const Range & range);

} // namespace stem5d

#endif

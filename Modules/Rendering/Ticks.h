/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Ticks_h
#define Ticks_h

#include "Figures.h"

#include <string>
#include <vector>

namespace stem5d
{

/** A marked value of an axis. */
struct Tick
{
  double      value;
  std::string label;
};

/** Two to eight multiples of 1, 2 or 5 times a power of ten within the range. */
std::vector<Tick>
LinearTicks(const Range & range);

/** Ticks for an axis of log10(value), whose range is given: the values of the ticks are logarithms, their labels are
 * not. */
std::vector<Tick>
LogarithmicTicks(const Range & logarithms);

/** The largest of 1, 2 or 5 times a power of ten that is not above a positive limit. */
double
RoundDown(double limit);

/** A number with at most so many significant digits, as one would write it. */
std::string
FormatNumber(double value, int digits = 3);

} // namespace stem5d

#endif

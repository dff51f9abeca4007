/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ScanStatistic_h
#define ScanStatistic_h

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace stem5d
{

/** What a statistic is in simulations of a homogeneous sample like the one measured. */
struct NullDistribution
{
  std::vector<double> values; ///< one a realisation, ascending

  double
  Mean() const;
  /** The interval that a further homogeneous sample lies in with 95 % (Student's prediction interval, mean +- t s
   * sqrt(1 + 1 / n)); NaN for fewer than two values. */
  std::array<double, 2>
  Interval() const;
};

/** One number about the whole scan. What does not apply is NaN. */
struct ScanStatistic
{
  static constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

  std::string name; ///< parts parted by dots: kind.map or kind.map.map
  std::string unit; ///< empty: dimensionless
  double      value = NaN;
  double      error = NaN;          ///< standard error, from the effective sample size
  double      count = NaN;          ///< points
  double      effectiveCount = NaN; ///< independent points that they are worth
  double      pValue = NaN;         ///< of 0, two-sided, from the effective sample size
  double      shiftPValue = NaN;    ///< of 0, two-sided, from toroidal shifts
  std::string remark;               ///< why there is no value, or what to mind

  std::optional<NullDistribution> null;
};

using ScanStatistics = std::vector<ScanStatistic>;

/** The statistic of a name, or nothing. */
const ScanStatistic *
FindStatistic(const ScanStatistics & statistics, const std::string & name);

} // namespace stem5d

#endif

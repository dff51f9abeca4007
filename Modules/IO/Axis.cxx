/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Axis.h"

#include <cmath>
#include <limits>
#include <map>
#include <vector>

namespace stem5d
{
namespace
{
void
ReplaceAll(std::string & text, const std::string & from, const std::string & to)
{
  for (auto position = text.find(from); position != std::string::npos; position = text.find(from, position + to.size()))
  {
    text.replace(position, from.size(), to);
  }
}

std::string
PlainSpelling(std::string unit)
{
  const std::vector<std::pair<std::string, std::string>> replacements{
    { "[", "" },         { "]", "" },         { "{", "" },
    { "}", "" },         { " ", "" },         { "_", "" },
    { "$", "" },         { "\\", "" },        { "^", "" },
    { "\u00B5", "u" },   { "\u03BC", "u" },   { "mu", "u" },
    { "\u00C5", "A" },   { "\u212B", "A" },   { "A\u030A", "A" },
    { "Angstrom", "A" }, { "angstrom", "A" }, { "\u207B\u00B9", "-1" }
  };
  for (const auto & [from, to] : replacements)
  {
    ReplaceAll(unit, from, to);
  }
  return unit;
}

const std::map<std::string, double> lengthsInNanometres{ { "pm", 1e-3 }, { "A", 0.1 },  { "nm", 1.0 },
                                                         { "um", 1e3 },  { "mm", 1e6 }, { "m", 1e9 } };
const std::map<std::string, double> timesInSeconds{ { "ns", 1e-9 }, { "us", 1e-6 },  { "ms", 1e-3 }, { "s", 1.0 },
                                                    { "sec", 1.0 }, { "min", 60.0 }, { "h", 3600.0 } };
const std::map<std::string, double> anglesInRadians{ { "urad", 1e-6 }, { "mrad", 1e-3 }, { "rad", 1.0 } };

/** "nm" of "1/nm" and "nm-1", empty when the unit is not a reciprocal. */
std::string
ReciprocalOf(const std::string & unit)
{
  if (unit.compare(0, 2, "1/") == 0)
  {
    return unit.substr(2);
  }
  const bool hasExponent = unit.size() > 2 && unit.compare(unit.size() - 2, 2, "-1") == 0;
  return hasExponent ? unit.substr(0, unit.size() - 2) : std::string();
}
} // namespace

Unit
ParseUnit(const std::string & spelling)
{
  const auto unit = PlainSpelling(spelling);
  if (const auto found = lengthsInNanometres.find(unit); found != lengthsInNanometres.end())
  {
    return { Quantity::Length, "nm", found->second };
  }
  if (const auto found = timesInSeconds.find(unit); found != timesInSeconds.end())
  {
    return { Quantity::Time, "s", found->second };
  }
  if (const auto found = anglesInRadians.find(unit); found != anglesInRadians.end())
  {
    return { Quantity::Angle, "rad", found->second };
  }
  const auto reciprocal = ReciprocalOf(unit);
  if (reciprocal == "nm" || reciprocal == "A")
  {
    return { Quantity::ReciprocalLength, "1/nm", 1.0 / lengthsInNanometres.at(reciprocal) };
  }
  if (lengthsInNanometres.count(reciprocal) > 0)
  {
    return { Quantity::OtherReciprocal, "1/" + reciprocal };
  }
  if (unit.compare(0, 4, "rad/") == 0 && lengthsInNanometres.count(unit.substr(4)) > 0)
  {
    return { Quantity::OtherReciprocal, unit };
  }
  return {};
}

double
ElectronWavelength(double beamEnergy)
{
  if (!(beamEnergy > 0.0))
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  constexpr double planckTimesLight = 1.23984198;  // keV nm
  constexpr double electronRestEnergy = 510.99895; // keV
  return planckTimesLight / std::sqrt(beamEnergy * (beamEnergy + 2.0 * electronRestEnergy));
}
} // namespace stem5d

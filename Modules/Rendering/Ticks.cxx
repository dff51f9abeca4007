/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Ticks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace stem5d
{
namespace
{

/** Powers of ten, and their multiples by 2 and 5 where they are asked for. */
std::vector<Tick>
PowersOfTen(const Range & logarithms, int step, const std::vector<int> & multiples)
{
  std::vector<Tick> ticks;
  for (int power = static_cast<int>(std::floor(logarithms.low)); power <= logarithms.high; power += step)
  {
    for (const int multiple : multiples)
    {
      const double value = multiple * std::pow(10.0, power);
      const double logarithm = std::log10(value);
      if (logarithm >= logarithms.low && logarithm <= logarithms.high)
      {
        ticks.push_back({ logarithm, FormatNumber(value) });
      }
    }
  }
  return ticks;
}

/** The least of 1, 2 or 5 times a power of ten that is not below a positive limit. */
double
RoundUp(double limit)
{
  const double power = std::pow(10.0, std::floor(std::log10(limit)));
  const double multiple = limit / power * (1.0 - 1e-9);
  return power * (multiple <= 1.0 ? 1.0 : multiple <= 2.0 ? 2.0 : multiple <= 5.0 ? 5.0 : 10.0);
}

} // namespace

std::string
FormatNumber(double value, int digits)
{
  char       text[32];
  const auto magnitude = std::abs(value);
  if (magnitude >= 1e6 || (magnitude < 1e-4 && magnitude > 0.0))
  {
    std::snprintf(text, sizeof(text), "%.*g", digits, value);
  }
  else
  {
    const int before = magnitude > 0.0 ? static_cast<int>(std::floor(std::log10(magnitude))) + 1 : 1;
    std::snprintf(text, sizeof(text), "%.*f", std::max(0, digits - before), value);
  }
  std::string number = text;
  if (number.find('.') != std::string::npos && number.find('e') == std::string::npos)
  {
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.')
    {
      number.pop_back();
    }
  }
  return number;
}

double
RoundDown(double limit)
{
  const double power = std::pow(10.0, std::floor(std::log10(limit)));
  const double multiple = limit / power * (1.0 + 1e-9);
  return power * (multiple >= 5.0 ? 5.0 : multiple >= 2.0 ? 2.0 : 1.0);
}

std::vector<Tick>
LinearTicks(const Range & range)
{
  constexpr int intervals = 7;
  const double  width = range.high - range.low;
  const double  step = RoundUp(width / intervals);

  const double      largest = std::max(std::abs(range.low), std::abs(range.high));
  const bool        scientific = largest >= 1e6 || largest < 1e-3;
  const int         stepPower = static_cast<int>(std::floor(std::log10(step) + 1e-9));
  const int         decimals = std::max(0, -stepPower);
  const int         digits = std::max(1, static_cast<int>(std::floor(std::log10(largest))) - stepPower + 1);
  std::vector<Tick> ticks;
  const double      tolerance = 1e-6 * step;
  for (double index = std::ceil((range.low - tolerance) / step); index * step <= range.high + tolerance; ++index)
  {
    const double value = index * step + 0.0; // not -0
    char         label[32];
    std::snprintf(label, sizeof(label), scientific ? "%.*g" : "%.*f", scientific ? digits : decimals, value);
    ticks.push_back({ value, label });
  }
  return ticks;
}

std::vector<Tick>
LogarithmicTicks(const Range & logarithms)
{
  constexpr std::size_t most = 7;
  for (const std::vector<int> & multiples : { std::vector<int>{ 1, 2, 5 }, std::vector<int>{ 1 } })
  {
    const std::vector<Tick> ticks = PowersOfTen(logarithms, 1, multiples);
    if (ticks.size() >= 3 && ticks.size() <= most)
    {
      return ticks;
    }
  }
  const double decades = logarithms.high - logarithms.low;
  if (decades > 1.0)
  {
    return PowersOfTen(logarithms, static_cast<int>(std::ceil(decades / most)), { 1 });
  }
  std::vector<Tick> ticks = LinearTicks({ std::pow(10.0, logarithms.low), std::pow(10.0, logarithms.high) });
  for (Tick & tick : ticks)
  {
    tick.value = std::log10(tick.value);
  }
  return ticks;
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef JsonValue_h
#define JsonValue_h

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace stem5d
{

/** The largest whole number that a file may give. */
constexpr std::uint32_t LargestWholeNumber = std::numeric_limits<std::uint32_t>::max();

template <typename TValue>
constexpr bool IsWholeNumber = std::is_unsigned_v<TValue> && !std::is_same_v<TValue, bool>;

template <typename TValue>
bool
ReadJsonValue(const nlohmann::json & found, std::vector<TValue> & values);

/** \brief Takes a value if it is one of the type asked for: numbers for a number, whole ones that are not negative for
 * an unsigned one, true or false, a text, or as many of these as an array has. \return whether it is */
template <typename TValue>
bool
ReadJsonValue(const nlohmann::json & found, TValue & value)
{
  if constexpr (std::is_same_v<TValue, std::string>)
  {
    value = found.is_string() ? found.get<std::string>() : value;
    return found.is_string();
  }
  else if constexpr (std::is_same_v<TValue, bool>)
  {
    value = found.is_boolean() ? found.get<bool>() : value;
    return found.is_boolean();
  }
  else if constexpr (!std::is_arithmetic_v<TValue>)
  {
    return found.is_array() && found.size() == value.size() &&
           std::equal(
             value.begin(), value.end(), found.begin(), [](auto & to, auto & from) { return ReadJsonValue(from, to); });
  }
  else
  {
    const double number = found.is_number() ? found.get<double>() : -1.0;
    const bool   isWhole = number >= 0.0 && number <= LargestWholeNumber && number == std::floor(number);
    const bool   holds = found.is_number() && (isWhole || !IsWholeNumber<TValue>);
    value = holds ? static_cast<TValue>(number) : value;
    return holds;
  }
}

/** As above, any number of values. */
template <typename TValue>
bool
ReadJsonValue(const nlohmann::json & found, std::vector<TValue> & values)
{
  if (!found.is_array())
  {
    return false;
  }
  values.resize(found.size());
  return std::equal(
    values.begin(), values.end(), found.begin(), [](auto & to, auto & from) { return ReadJsonValue(from, to); });
}

/** A number of a file; what is not finite, which JSON cannot say, is null. */
inline nlohmann::json
NumberOrNull(double value)
{
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

/** What NumberOrNull() wrote. \exception nlohmann::json::exception for what is neither */
inline double
NumberOrNaN(const nlohmann::json & json)
{
  return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

} // namespace stem5d

#endif

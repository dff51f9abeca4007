/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Viridis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace stem5d
{

Colour
Viridis(double fraction)
{
  static constexpr std::array<Colour, 16> points{ { { 68, 1, 84 },
                                                    { 72, 26, 108 },
                                                    { 71, 47, 125 },
                                                    { 65, 68, 135 },
                                                    { 57, 86, 140 },
                                                    { 49, 104, 142 },
                                                    { 42, 120, 142 },
                                                    { 35, 136, 142 },
                                                    { 31, 152, 139 },
                                                    { 34, 168, 132 },
                                                    { 53, 183, 121 },
                                                    { 84, 197, 104 },
                                                    { 122, 209, 81 },
                                                    { 165, 219, 54 },
                                                    { 210, 226, 27 },
                                                    { 253, 231, 37 } } };

  const double position = std::clamp(fraction, 0.0, 1.0) * (points.size() - 1);
  const auto   first = std::min(static_cast<std::size_t>(position), points.size() - 2);
  const double weight = position - static_cast<double>(first);
  const auto   between = [weight](unsigned char from, unsigned char to) {
    return static_cast<unsigned char>(std::lround(from + weight * (to - from)));
  };
  const Colour & from = points[first];
  const Colour & to = points[first + 1];
  return { between(from.red, to.red), between(from.green, to.green), between(from.blue, to.blue) };
}

} // namespace stem5d

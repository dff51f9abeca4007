/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Drawing.h"

#include <charconv>
#include <cmath>

namespace stem5d
{

std::string
ToDecimal(double value)
{
  const double rounded = std::round(100.0 * value) / 100.0 + 0.0; // not -0
  char         text[32];
  const auto   end = std::to_chars(text, text + sizeof(text), rounded, std::chars_format::fixed).ptr;
  return { text, end };
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef PanelLetter_h
#define PanelLetter_h

#include <cstddef>
#include <string>

namespace stem5d
{

/** a, b ... z, aa, ab ... */
inline std::string
PanelLetter(std::size_t index)
{
  constexpr std::size_t letters = 26;
  const std::string     last(1, static_cast<char>('a' + index % letters));
  return index < letters ? last : PanelLetter(index / letters - 1) + last;
}

} // namespace stem5d

#endif

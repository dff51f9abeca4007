/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef CounterRandom_h
#define CounterRandom_h

#include <Random123/philox.h> // before MicroURNG.hpp, which uses its macros
#include <Random123/MicroURNG.hpp>

#include <cstdint>

namespace stem5d
{

/** What random numbers are drawn for: each has a stream of its own. */
enum class RandomStream : std::uint32_t
{
  Scatterers,
  Detection,
  PixelDefects,
  Maps,
  Surrogates
};

/** A uniform generator of 32-bit words, for the distributions of Boost and of the standard library. */
using CounterRandom = r123::MicroURNG<r123::Philox4x32>;

/** \brief The random numbers that belong to (seed, stream, a, b, c), whatever was drawn before and elsewhere.
 *
 * Philox4x32-10 (Salmon et al., SC11, 2011): a bijection of the counter (a, b, c, number of the draw) under the key
 * (seed, stream). */
inline CounterRandom
RandomNumbersOf(std::uint32_t seed, RandomStream stream, std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0)
{
  return { { { a, b, c, 0 } }, { { seed, static_cast<std::uint32_t>(stream) } } };
}

} // namespace stem5d

#endif

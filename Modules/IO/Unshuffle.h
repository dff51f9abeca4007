/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Unshuffle_h
#define Unshuffle_h

#include <cstddef>

namespace stem5d
{

/** \brief Undoes HDF5's filter shuffle, which stores the first bytes of all elements, then all their second bytes, and
 * so on. Bytes that make no whole element come last and stay. */
void
UnshuffleBytes(const unsigned char * in, unsigned char * out, std::size_t bytes, std::size_t elementSize);

/** \brief Undoes the bitshuffle of a block (Masui et al., Astronomy and Computing 12, 181 (2015)), which stores the
 * lowest bits of all elements, then all their second bits, and so on. \param elements a multiple of 8 */
void
UnshuffleBits(const unsigned char * in, unsigned char * out, std::size_t elements, std::size_t elementSize);

} // namespace stem5d

#endif

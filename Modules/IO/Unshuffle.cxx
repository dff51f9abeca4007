/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Unshuffle.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace stem5d
{
namespace
{

template <std::size_t VSize>
void
JoinBytes(const unsigned char * in, unsigned char * out, std::size_t elements)
{
  for (std::size_t i = 0; i < elements; ++i)
  {
    for (std::size_t byte = 0; byte < VSize; ++byte)
    {
      out[i * VSize + byte] = in[byte * elements + i];
    }
  }
}

/** Transposes the 8 x 8 bits of every byte position of eight rows: bit i of row j becomes bit j of row i, by exchanging
 * ever smaller squares (Warren, Hacker's Delight, 7-3). */
template <std::size_t VWords>
inline void
TransposeBits(std::uint64_t (&rows)[8][VWords])
{
  const auto exchange = [&rows](std::size_t distance, std::uint64_t mask) {
    for (std::size_t row = 0; row < 8; ++row)
    {
      if ((row & distance) == 0)
      {
        for (std::size_t i = 0; i < VWords; ++i)
        {
          const std::uint64_t differing = ((rows[row][i] >> distance) ^ rows[row + distance][i]) & mask;
          rows[row + distance][i] ^= differing;
          rows[row][i] ^= differing << distance;
        }
      }
    }
  };
  exchange(4, 0x0F0F0F0F0F0F0F0F);
  exchange(2, 0x3333333333333333);
  exchange(1, 0x5555555555555555);
}

template <std::size_t VSize>
void
JoinBits(const unsigned char * in, unsigned char * out, std::size_t elements)
{
  constexpr std::size_t words = 8; // of a row, taken at a time
  constexpr std::size_t stripBytes = words * sizeof(std::uint64_t);
  const std::size_t     rowBytes = elements / 8;
  for (std::size_t strip = 0; strip < rowBytes; strip += stripBytes)
  {
    const std::size_t bytes = std::min(stripBytes, rowBytes - strip);
    unsigned char     joined[VSize][8][stripBytes]; // [byte][i][g] is of the element 8 g + i
    for (std::size_t byte = 0; byte < VSize; ++byte)
    {
      std::uint64_t rows[8][words] = {};
      for (std::size_t bit = 0; bit < 8; ++bit)
      {
        std::memcpy(rows[bit], in + (byte * 8 + bit) * rowBytes + strip, bytes);
      }
      TransposeBits(rows);
      std::memcpy(joined[byte], rows, sizeof(rows));
    }
    unsigned char * to = out + strip * 8 * VSize;
    for (std::size_t group = 0; group < bytes; ++group)
    {
      for (std::size_t i = 0; i < 8; ++i)
      {
        for (std::size_t byte = 0; byte < VSize; ++byte)
        {
          *to++ = joined[byte][i][group];
        }
      }
    }
  }
}

/** Calls function(constant of the element's size): sizes of 1, 2, 4 and 8 bytes. */
template <typename TFunction>
void
ForSize(std::size_t elementSize, TFunction && function)
{
  switch (elementSize)
  {
    case 1:
      function(std::integral_constant<std::size_t, 1>());
      break;
    case 2:
      function(std::integral_constant<std::size_t, 2>());
      break;
    case 4:
      function(std::integral_constant<std::size_t, 4>());
      break;
    default:
      function(std::integral_constant<std::size_t, 8>());
  }
}

} // namespace

void
UnshuffleBytes(const unsigned char * in, unsigned char * out, std::size_t bytes, std::size_t elementSize)
{
  const std::size_t elements = bytes / elementSize;
  ForSize(elementSize, [&](auto size) { JoinBytes<size>(in, out, elements); });
  std::copy(in + elements * elementSize, in + bytes, out + elements * elementSize);
}

void
UnshuffleBits(const unsigned char * in, unsigned char * out, std::size_t elements, std::size_t elementSize)
{
  ForSize(elementSize, [&](auto size) { JoinBits<size>(in, out, elements); });
}

} // namespace stem5d

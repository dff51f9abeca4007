/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "DeflatedChunk.h"

#include <new>

#include <zlib.h>

namespace stem5d
{

std::vector<unsigned char>
DeflatedChunk(const std::uint16_t * first,
              std::size_t           stride,
              std::size_t           pixels,
              std::size_t           frames,
              std::size_t           chunkFrames,
              int                   level)
{
  const std::size_t          plane = chunkFrames * pixels;
  std::vector<unsigned char> shuffled(sizeof(*first) * plane);
  for (std::size_t frame = 0; frame < frames; ++frame)
  {
    const auto bytes = reinterpret_cast<const unsigned char *>(first + frame * stride);
    const auto to = shuffled.begin() + static_cast<std::ptrdiff_t>(frame * pixels);
    for (std::size_t byte = 0; byte < sizeof(*first); ++byte)
    {
      for (std::size_t pixel = 0; pixel < pixels; ++pixel)
      {
        to[static_cast<std::ptrdiff_t>(byte * plane + pixel)] = bytes[pixel * sizeof(*first) + byte];
      }
    }
  }

  uLongf                     size = compressBound(shuffled.size());
  std::vector<unsigned char> deflated(size);
  if (compress2(deflated.data(), &size, shuffled.data(), shuffled.size(), level) != Z_OK)
  {
    throw std::bad_alloc(); // all else that can go wrong is excluded by compressBound()
  }
  deflated.resize(size);
  deflated.shrink_to_fit();
  return deflated;
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef DeflatedChunk_h
#define DeflatedChunk_h

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stem5d
{

/** \brief Frames of one scan point as HDF5's filters shuffle and deflate store them: the low bytes of all pixels, then
 * the high ones, in the form of zlib.
 *
 * HDF5 would do the same on one thread at a time; this any number of threads may.
 *
 * \param first the first pattern \param stride from the pattern of a frame to that of the next, in pixels
 * \param pixels of a pattern \param frames that there are \param chunkFrames that the chunk has: the others are 0
 * \param level 1 (fast) to 9 (small) */
std::vector<unsigned char>
DeflatedChunk(const std::uint16_t * first,
              std::size_t           stride,
              std::size_t           pixels,
              std::size_t           frames,
              std::size_t           chunkFrames,
              int                   level);

} // namespace stem5d

#endif

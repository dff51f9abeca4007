/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef DamageChunk_h
#define DamageChunk_h

#include "WriteTestSeries.h"

#include <fstream>

namespace stem5d
{

/** Where the stored bytes of a chunk are in a file, and how many. */
struct ChunkPlace
{
  std::size_t first;
  std::size_t size;
};

/** \param offset of the chunk's first element, in C order */
inline ChunkPlace
FindChunk(const std::string & fileName, const std::string & dataset, const std::vector<hsize_t> & offset)
{
  const detail::TestHandle file(H5Fopen(fileName.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
  const detail::TestHandle data(H5Dopen2(file, dataset.c_str(), H5P_DEFAULT));
  unsigned                 mask = 0;
  haddr_t                  address = 0;
  hsize_t                  size = 0;
  detail::Succeed(H5Dget_chunk_info_by_coord(data, offset.data(), &mask, &address, &size));
  return { static_cast<std::size_t>(address), static_cast<std::size_t>(size) };
}

/** Writes over the second half of the stored bytes of a chunk. */
inline void
DamageChunk(const std::string & fileName, const std::string & dataset, const std::vector<hsize_t> & offset)
{
  const auto   place = FindChunk(fileName, dataset, offset);
  std::fstream stream(fileName, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(static_cast<std::streamoff>(place.first + place.size / 2));
  for (std::size_t i = place.size / 2; i < place.size; ++i)
  {
    stream.put(static_cast<char>(0x5A));
  }
}

} // namespace stem5d

#endif

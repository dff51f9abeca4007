/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ChunkReader_h
#define ChunkReader_h

#include "BoxReader.h"
#include "ChunkDecoder.h"
#include "CopyElements.h"

namespace stem5d
{

/** \class ChunkReader
 * \brief Boxes of a chunked data set, each chunk taken from HDF5 as it is stored and unpacked by one of several
 * threads: HDF5 itself would unpack them one after the other.
 *
 * \sa ChunkDecoder */
class ChunkReader : public BoxReader
{
public:
  /** Whether the data set is chunked and ChunkDecoder knows its filters and CopyElements its type. */
  static bool
  CanRead(hid_t dataset, hid_t memoryType, const std::string & task);

  ChunkReader(HDF5Handle dataset, hid_t memoryType, const std::string & task);

  void
  Read(const Extent & start, const Extent & count, void * buffer, unsigned int threads) const override;

  std::size_t
  WorkBytes(unsigned int threads) const override;

private:
  /** How many chunks are unpacked at a time: one for each thread, but fewer large ones. */
  std::size_t
  Decoders(unsigned int threads) const;

  /** Positions of the first elements of the chunks that a box touches. */
  std::vector<Extent>
  ChunksOf(const Extent & start, const Extent & count) const;

  /** The bytes of a chunk that the file does not have: any element of it, as HDF5 gives it. */
  const unsigned char *
  FillChunk(const Extent & chunk, ChunkDecoder & decoder) const;

  /** The bytes of a chunk. */
  const unsigned char *
  ReadChunk(const Extent & chunk, ChunkDecoder & decoder) const;

  void
  CopyChunk(const Extent &        chunk,
            const unsigned char * bytes,
            const Extent &        start,
            const Extent &        count,
            unsigned char *       buffer) const;

  HDF5Handle                m_Dataset;
  std::string               m_Task;
  Extent                    m_ChunkShape;
  CopyElements              m_Copy;
  std::size_t               m_ElementSize; // in the file
  std::size_t               m_SizeInMemory;
  std::size_t               m_ChunkBytes;
  std::vector<StoredFilter> m_Filters;
};

} // namespace stem5d

#endif

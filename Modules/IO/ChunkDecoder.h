/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ChunkDecoder_h
#define ChunkDecoder_h

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

struct libdeflate_decompressor;

namespace stem5d
{

/** A filter of HDF5, as a data set's creation properties name it. */
struct StoredFilter
{
  int                       identifier;
  std::vector<unsigned int> parameters;
  std::string               name; ///< as the file calls it; may be empty
};

/** What is wrong with the bytes of a chunk. */
struct DamagedChunk : std::runtime_error
{
  using runtime_error::runtime_error;
};

/** \class ChunkDecoder
 * \brief Unpacks chunks as HDF5's filters would, but without HDF5, so that any number of threads may, each with a
 * decoder of its own.
 *
 * Filters: deflate (1), shuffle (2), Fletcher's checksum (3), LZ4 (32004) and bitshuffle (32008), plain or with LZ4, in
 * any order; none at all. Nothing in the bytes of a chunk is believed: sizes are compared with what the chunk must
 * have before they are used. */
class ChunkDecoder
{
public:
  /** Whether these filters are known, with parameters that make sense. */
  static bool
  CanDecode(const std::vector<StoredFilter> & filters);

  /** \param filters in the order in which they were applied \param chunkBytes of an unpacked chunk */
  ChunkDecoder(std::vector<StoredFilter> filters, std::size_t chunkBytes);

  /** Room for a chunk as it is stored. \exception DamagedChunk when it cannot have so many bytes */
  unsigned char *
  StoredBytes(std::size_t size);

  /** The chunk's bytes, unpacked; they are there until the next call. \param skipped bit n: the filter n was not
   * applied \exception DamagedChunk */
  const unsigned char *
  Decode(std::uint32_t skipped);

  /** Bytes that a decoder may hold. */
  static std::size_t
  WorkBytes(std::size_t chunkBytes)
  {
    return 2 * MostBytes(chunkBytes) + chunkBytes;
  }

private:
  using Bytes = std::vector<unsigned char>;

  /** A chunk that does not shrink grows by a little; more is no chunk. */
  static std::size_t
  MostBytes(std::size_t chunkBytes)
  {
    return chunkBytes + chunkBytes / 8 + 4096;
  }

  void
  Undo(const StoredFilter & filter);

  void
  Inflate();

  void
  CheckFletcher();

  void
  DecodeLZ4();

  void
  DecodeBitshuffle(std::size_t elementSize, std::size_t blockElements, bool isPacked);

  struct FreeDecompressor
  {
    void
    operator()(libdeflate_decompressor * decompressor) const;
  };

  std::vector<StoredFilter>                                  m_Filters;
  std::size_t                                                m_ChunkBytes;
  std::unique_ptr<libdeflate_decompressor, FreeDecompressor> m_Decompressor;
  Bytes                                                      m_Bytes; // as far as they are unpacked
  Bytes                                                      m_Next;  // after the next filter
  Bytes                                                      m_Block; // of bitshuffle
};

} // namespace stem5d

#endif

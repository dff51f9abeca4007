/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ChunkDecoder.h"

#include "Unshuffle.h"

#include <algorithm>
#include <string>

#include <libdeflate.h>
#include <lz4.h>

namespace stem5d
{
namespace
{

// The identifiers that The HDF Group has given out.
constexpr int Deflate = 1;
constexpr int Shuffle = 2;
constexpr int Fletcher32 = 3;
constexpr int LZ4 = 32004;
constexpr int Bitshuffle = 32008;

// Parameters of bitshuffle: two numbers of its version, then these.
constexpr std::size_t BitshuffleElementSize = 2;
constexpr std::size_t BitshuffleBlock = 3;
constexpr std::size_t BitshufflePacking = 4;
constexpr unsigned    BitshuffleLZ4 = 2;

constexpr std::size_t ChecksumBytes = 4;

unsigned int
Parameter(const StoredFilter & filter, std::size_t number)
{
  return number < filter.parameters.size() ? filter.parameters[number] : 0;
}

bool
IsElementSize(unsigned int size)
{
  return size == 1 || size == 2 || size == 4 || size == 8;
}

/** Reads what is packed, front to back. */
class PackedBytes
{
public:
  PackedBytes(const unsigned char * bytes, std::size_t size)
    : m_Here(bytes)
    , m_Left(size)
  {}

  const unsigned char *
  Take(std::size_t bytes)
  {
    if (bytes > m_Left)
    {
      throw DamagedChunk("it ends too early");
    }
    m_Left -= bytes;
    m_Here += bytes;
    return m_Here - bytes;
  }

  /** A number, most significant byte first. */
  std::uint64_t
  TakeNumber(std::size_t bytes)
  {
    const unsigned char * digits = this->Take(bytes);
    std::uint64_t         number = 0;
    for (std::size_t i = 0; i < bytes; ++i)
    {
      number = number << 8 | digits[i];
    }
    return number;
  }

private:
  const unsigned char * m_Here;
  std::size_t           m_Left;
};

void
CheckSize(std::uint64_t size, std::size_t expected)
{
  if (size != expected)
  {
    throw DamagedChunk("it says to hold " + std::to_string(size) + " bytes, and must hold " + std::to_string(expected));
  }
}

void
UnpackLZ4(const unsigned char * packed, std::size_t packedSize, unsigned char * to, std::size_t size)
{
  const bool isOne = packedSize <= LZ4_COMPRESSBOUND(LZ4_MAX_INPUT_SIZE) && size <= LZ4_MAX_INPUT_SIZE;
  const int  done = !isOne ? -1
                           : LZ4_decompress_safe(reinterpret_cast<const char *>(packed),
                                                reinterpret_cast<char *>(to),
                                                static_cast<int>(packedSize),
                                                static_cast<int>(size));
  if (done < 0 || static_cast<std::size_t>(done) != size)
  {
    throw DamagedChunk("its LZ4 data are damaged");
  }
}

/** Fletcher's checksum as HDF5 computes it: of words of two bytes, the first being the higher one. */
std::uint32_t
FletcherChecksum(const unsigned char * bytes, std::size_t size)
{
  constexpr std::size_t mostWords = 360; // whose sums fit
  std::uint32_t         sum = 0;
  std::uint32_t         sumOfSums = 0;
  const auto            fold = [&] {
    sum = (sum & 0xFFFF) + (sum >> 16);
    sumOfSums = (sumOfSums & 0xFFFF) + (sumOfSums >> 16);
  };
  for (std::size_t words = size / 2; words > 0;)
  {
    const std::size_t now = std::min(words, mostWords);
    for (std::size_t i = 0; i < now; ++i, bytes += 2)
    {
      sum += static_cast<std::uint32_t>(bytes[0]) << 8 | bytes[1];
      sumOfSums += sum;
    }
    fold();
    words -= now;
  }
  if (size % 2 != 0)
  {
    sum += static_cast<std::uint32_t>(*bytes) << 8;
    sumOfSums += sum;
    fold();
  }
  fold();
  return sumOfSums << 16 | sum;
}

} // namespace

void
ChunkDecoder::FreeDecompressor::operator()(libdeflate_decompressor * decompressor) const
{
  libdeflate_free_decompressor(decompressor);
}

bool
ChunkDecoder::CanDecode(const std::vector<StoredFilter> & filters)
{
  return std::all_of(filters.begin(), filters.end(), [](const StoredFilter & filter) {
    switch (filter.identifier)
    {
      case Deflate:
      case Fletcher32:
      case LZ4:
        return true;
      case Shuffle:
        return IsElementSize(Parameter(filter, 0));
      case Bitshuffle: {
        const auto packing = Parameter(filter, BitshufflePacking);
        return IsElementSize(Parameter(filter, BitshuffleElementSize)) && (packing == 0 || packing == BitshuffleLZ4);
      }
      default:
        return false;
    }
  });
}

ChunkDecoder::ChunkDecoder(std::vector<StoredFilter> filters, std::size_t chunkBytes)
  : m_Filters(std::move(filters))
  , m_ChunkBytes(chunkBytes)
  , m_Decompressor(libdeflate_alloc_decompressor())
{}

unsigned char *
ChunkDecoder::StoredBytes(std::size_t size)
{
  if (size > MostBytes(m_ChunkBytes))
  {
    throw DamagedChunk("it takes " + std::to_string(size) + " bytes, and holds " + std::to_string(m_ChunkBytes));
  }
  m_Bytes.resize(size);
  return m_Bytes.data();
}

const unsigned char *
ChunkDecoder::Decode(std::uint32_t skipped)
{
  for (std::size_t n = m_Filters.size(); n-- > 0;)
  {
    if ((skipped >> n & 1U) == 0)
    {
      this->Undo(m_Filters[n]);
    }
  }
  CheckSize(m_Bytes.size(), m_ChunkBytes);
  return m_Bytes.data();
}

void
ChunkDecoder::Undo(const StoredFilter & filter)
{
  switch (filter.identifier)
  {
    case Deflate:
      this->Inflate();
      break;
    case Fletcher32:
      this->CheckFletcher();
      return;
    case LZ4:
      this->DecodeLZ4();
      break;
    case Shuffle:
      m_Next.resize(m_Bytes.size());
      UnshuffleBytes(m_Bytes.data(), m_Next.data(), m_Bytes.size(), Parameter(filter, 0));
      break;
    default:
      this->DecodeBitshuffle(Parameter(filter, BitshuffleElementSize),
                             Parameter(filter, BitshuffleBlock),
                             Parameter(filter, BitshufflePacking) == BitshuffleLZ4);
  }
  m_Bytes.swap(m_Next);
}

void
ChunkDecoder::Inflate()
{
  m_Next.resize(MostBytes(m_ChunkBytes));
  std::size_t size = 0;
  if (libdeflate_zlib_decompress(
        m_Decompressor.get(), m_Bytes.data(), m_Bytes.size(), m_Next.data(), m_Next.size(), &size) !=
      LIBDEFLATE_SUCCESS)
  {
    throw DamagedChunk("its deflated data are damaged");
  }
  m_Next.resize(size);
}

void
ChunkDecoder::CheckFletcher()
{
  if (m_Bytes.size() < ChecksumBytes)
  {
    throw DamagedChunk("it ends too early");
  }
  const std::size_t     size = m_Bytes.size() - ChecksumBytes;
  const unsigned char * stored = m_Bytes.data() + size; // least significant byte first
  std::uint32_t         checksum = 0;
  for (std::size_t i = 0; i < ChecksumBytes; ++i)
  {
    checksum |= static_cast<std::uint32_t>(stored[i]) << 8 * i;
  }
  if (checksum != FletcherChecksum(m_Bytes.data(), size))
  {
    throw DamagedChunk("its checksum is not that of its bytes");
  }
  m_Bytes.resize(size);
}

/** Blocks of LZ4, each with its packed size before it; one that does not shrink is stored as it is. */
void
ChunkDecoder::DecodeLZ4()
{
  PackedBytes       packed(m_Bytes.data(), m_Bytes.size());
  const auto        size = packed.TakeNumber(8);
  const auto        blockSize = packed.TakeNumber(4);
  const std::size_t most = MostBytes(m_ChunkBytes);
  if (size > most || blockSize == 0)
  {
    throw DamagedChunk("it says to hold " + std::to_string(size) + " bytes in blocks of " + std::to_string(blockSize));
  }
  m_Next.resize(size);
  for (std::size_t done = 0; done < size;)
  {
    const std::size_t now = std::min<std::size_t>(blockSize, size - done);
    const std::size_t packedSize = packed.TakeNumber(4);
    const auto *      block = packed.Take(packedSize);
    if (packedSize == now)
    {
      std::copy_n(block, now, m_Next.data() + done);
    }
    else
    {
      UnpackLZ4(block, packedSize, m_Next.data() + done, now);
    }
    done += now;
  }
}

/** Blocks of elements, each bitshuffled by itself; the last may be smaller, and up to seven elements after it stay as
 * they are. With LZ4, the sizes of the chunk and of a block come first, and the packed size before each block. */
void
ChunkDecoder::DecodeBitshuffle(std::size_t elementSize, std::size_t blockElements, bool isPacked)
{
  constexpr std::size_t unit = 8; // elements whose bits make whole bytes
  PackedBytes           packed(m_Bytes.data(), m_Bytes.size());
  std::size_t           size = m_Bytes.size();
  if (isPacked)
  {
    size = packed.TakeNumber(8);
    blockElements = packed.TakeNumber(4) / elementSize;
  }
  else if (blockElements == 0)
  {
    blockElements = std::max<std::size_t>(8192 / elementSize / unit * unit, 128); // what the library then takes
  }
  if (size > MostBytes(m_ChunkBytes) || size % elementSize != 0 || blockElements == 0 || blockElements % unit != 0)
  {
    throw DamagedChunk("it says to hold " + std::to_string(size) + " bytes in blocks of " +
                       std::to_string(blockElements) + " elements");
  }
  m_Next.resize(size);
  m_Block.resize(std::min(blockElements * elementSize, size));
  for (std::size_t done = 0; done < size;)
  {
    const std::size_t elements = std::min(blockElements, (size - done) / elementSize) / unit * unit;
    const std::size_t bytes = elements * elementSize;
    if (bytes == 0)
    {
      std::copy_n(packed.Take(size - done), size - done, m_Next.data() + done);
      return;
    }
    if (isPacked)
    {
      const std::size_t packedSize = packed.TakeNumber(4);
      UnpackLZ4(packed.Take(packedSize), packedSize, m_Block.data(), bytes);
      UnshuffleBits(m_Block.data(), m_Next.data() + done, elements, elementSize);
    }
    else
    {
      UnshuffleBits(packed.Take(bytes), m_Next.data() + done, elements, elementSize);
    }
    done += bytes;
  }
}

} // namespace stem5d

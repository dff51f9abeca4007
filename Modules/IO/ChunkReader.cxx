/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ChunkReader.h"

#include "BoxRuns.h"
#include "HDF5Storage.h"

#include <itkMultiThreaderBase.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <numeric>

namespace stem5d
{
namespace
{

HDF5Handle
PropertiesOf(hid_t dataset, const std::string & task)
{
  return HDF5Own(H5Dget_create_plist(dataset), task);
}

Extent
ChunkShapeOf(hid_t dataset, const std::string & task)
{
  Extent shape(HDF5ShapeOf(dataset, task).size());
  HDF5Check(H5Pget_chunk(PropertiesOf(dataset, task), static_cast<int>(shape.size()), shape.data()), task);
  return shape;
}

std::size_t
Product(const Extent & extent)
{
  return std::accumulate(extent.begin(), extent.end(), std::size_t(1), std::multiplies<>());
}

/** "(0, 4, 8)". */
std::string
AsString(const Extent & position)
{
  std::string text;
  for (const hsize_t number : position)
  {
    text += (text.empty() ? "(" : ", ") + std::to_string(number);
  }
  return text + ')';
}

} // namespace

bool
ChunkReader::CanRead(hid_t dataset, hid_t memoryType, const std::string & task)
{
  const auto   properties = PropertiesOf(dataset, task);
  unsigned int options = 0; // such as chunks at the edge left unpacked
  return H5Pget_layout(properties) == H5D_CHUNKED && H5Pget_chunk_opts(properties, &options) >= 0 && options == 0 &&
         ChunkDecoder::CanDecode(HDF5FiltersOf(properties, task)) &&
         CopyElementsFor(HDF5Own(H5Dget_type(dataset), task), memoryType) != nullptr;
}

ChunkReader::ChunkReader(HDF5Handle dataset, hid_t memoryType, const std::string & task)
  : m_Dataset(std::move(dataset))
  , m_Task(task)
  , m_ChunkShape(ChunkShapeOf(m_Dataset, task))
  , m_Copy(CopyElementsFor(HDF5Own(H5Dget_type(m_Dataset), task), memoryType))
  , m_ElementSize(HDF5ElementSizeOf(m_Dataset, task))
  , m_SizeInMemory(H5Tget_size(memoryType))
  , m_ChunkBytes(Product(m_ChunkShape) * m_ElementSize)
  , m_Filters(HDF5FiltersOf(PropertiesOf(m_Dataset, task), task))
{}

std::size_t
ChunkReader::WorkBytes(unsigned int threads) const
{
  return this->Decoders(threads) * ChunkDecoder::WorkBytes(m_ChunkBytes);
}

std::size_t
ChunkReader::Decoders(unsigned int threads) const
{
  constexpr std::size_t most = 128ull << 20; // bytes that all of them may hold, but for one that needs more
  return std::clamp<std::size_t>(most / ChunkDecoder::WorkBytes(m_ChunkBytes), 1, std::max(threads, 1U));
}

std::vector<Extent>
ChunkReader::ChunksOf(const Extent & start, const Extent & count) const
{
  std::vector<Extent> chunks(1);
  for (std::size_t axis = 0; axis < start.size(); ++axis)
  {
    std::vector<Extent> longer;
    const hsize_t       step = m_ChunkShape[axis];
    for (const Extent & chunk : chunks)
    {
      for (hsize_t first = start[axis] / step * step; first < start[axis] + count[axis]; first += step)
      {
        longer.push_back(chunk);
        longer.back().push_back(first);
      }
    }
    chunks.swap(longer);
  }
  return chunks;
}

const unsigned char *
ChunkReader::FillChunk(const Extent & chunk, ChunkDecoder & decoder) const
{
  const Extent               one(chunk.size(), 1);
  const auto                 type = HDF5Own(H5Dget_type(m_Dataset), m_Task);
  const auto                 space = HDF5Own(H5Dget_space(m_Dataset), m_Task);
  const auto                 element = HDF5Own(H5Screate(H5S_SCALAR), m_Task);
  std::vector<unsigned char> fill(m_ElementSize);
  HDF5Check(H5Sselect_hyperslab(space, H5S_SELECT_SET, chunk.data(), nullptr, one.data(), nullptr), m_Task);
  HDF5Check(H5Dread(m_Dataset, type, element, space, H5P_DEFAULT, fill.data()), m_Task);
  unsigned char * bytes = decoder.StoredBytes(m_ChunkBytes);
  for (std::size_t i = 0; i < m_ChunkBytes; i += m_ElementSize)
  {
    std::copy(fill.begin(), fill.end(), bytes + i);
  }
  return bytes;
}

const unsigned char *
ChunkReader::ReadChunk(const Extent & chunk, ChunkDecoder & decoder) const
{
  std::uint32_t skipped = 0;
  {
    const HDF5Session session;
    hsize_t           size = 0;
    if (H5Dget_chunk_storage_size(m_Dataset, chunk.data(), &size) < 0 || size == 0)
    {
      return this->FillChunk(chunk, decoder);
    }
    unsigned char * stored = decoder.StoredBytes(size);
    HDF5Check(H5Dread_chunk(m_Dataset, H5P_DEFAULT, chunk.data(), &skipped, stored), m_Task);
  }
  return decoder.Decode(skipped);
}

void
ChunkReader::CopyChunk(const Extent &        chunk,
                       const unsigned char * bytes,
                       const Extent &        start,
                       const Extent &        count,
                       unsigned char *       buffer) const
{
  const std::size_t rank = chunk.size();
  Extent            common(rank);
  Extent            inChunk(rank);
  Extent            inBox(rank);
  for (std::size_t axis = 0; axis < rank; ++axis)
  {
    const hsize_t first = std::max(chunk[axis], start[axis]);
    common[axis] = std::min(chunk[axis] + m_ChunkShape[axis], start[axis] + count[axis]) - first;
    inChunk[axis] = first - chunk[axis];
    inBox[axis] = first - start[axis];
  }
  ForEachRun(common, m_ChunkShape, inChunk, count, inBox, [&](std::size_t from, std::size_t to, std::size_t length) {
    m_Copy(bytes + from * m_ElementSize, buffer + to * m_SizeInMemory, length);
  });
}

void
ChunkReader::Read(const Extent & start, const Extent & count, void * buffer, unsigned int threads) const
{
  const std::vector<Extent>          chunks = this->ChunksOf(start, count);
  std::atomic<std::size_t>           next{ 0 };
  std::mutex                         mutex;
  std::map<std::size_t, std::string> problems; // by chunk: the first one is told of, whichever thread was faster
  const auto                         work = [&](itk::SizeValueType) {
    ChunkDecoder decoder(m_Filters, m_ChunkBytes);
    for (std::size_t n = next++; n < chunks.size(); n = next++)
    {
      try
      {
        const unsigned char * bytes = this->ReadChunk(chunks[n], decoder);
        this->CopyChunk(chunks[n], bytes, start, count, static_cast<unsigned char *>(buffer));
      }
      catch (const std::exception & error)
      {
        const std::lock_guard<std::mutex> lock(mutex);
        problems[n] = error.what();
        next = chunks.size();
      }
    }
  };
  const auto workers = std::min(this->Decoders(threads), chunks.size());
  const auto threader = itk::MultiThreaderBase::New();
  threader->SetNumberOfWorkUnits(static_cast<itk::ThreadIdType>(workers));
  threader->ParallelizeArray(0, workers, work, nullptr);
  if (!problems.empty())
  {
    const auto & [n, problem] = *problems.begin();
    throw FileError(m_Task + ": the chunk at " + AsString(chunks[n]) + " cannot be unpacked: " + problem + '.');
  }
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "BoxReader.h"

#include "ChunkReader.h"
#include "ContiguousReader.h"

namespace stem5d
{
namespace
{

class LibraryReader : public BoxReader
{
public:
  LibraryReader(HDF5Handle dataset, hid_t memoryType, const std::string & task)
    : m_Dataset(std::move(dataset))
    , m_MemoryType(memoryType)
    , m_Task(task)
  {}

  void
  Read(const Extent & start, const Extent & count, void * buffer, unsigned int) const override
  {
    const HDF5Session session;
    const auto        stored = HDF5Own(H5Dget_space(m_Dataset), m_Task);
    const auto        box = HDF5Own(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), m_Task);
    HDF5Check(H5Sselect_hyperslab(stored, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr), m_Task);
    HDF5Check(H5Dread(m_Dataset, m_MemoryType, box, stored, H5P_DEFAULT, buffer), m_Task);
  }

  std::size_t
  WorkBytes(unsigned int) const override
  {
    return 0; // of HDF5's own it is not known
  }

private:
  HDF5Handle  m_Dataset;
  hid_t       m_MemoryType;
  std::string m_Task;
};

} // namespace

std::unique_ptr<BoxReader>
MakeBoxReader(HDF5Handle dataset, hid_t memoryType, const std::string & task)
{
  const auto type = HDF5Own(H5Dget_type(dataset), task);
  if (H5Tequal(type, memoryType) > 0 && ContiguousReader::CanRead(dataset, task))
  {
    return std::make_unique<ContiguousReader>(std::move(dataset), task);
  }
  if (ChunkReader::CanRead(dataset, memoryType, task))
  {
    return std::make_unique<ChunkReader>(std::move(dataset), memoryType, task);
  }
  return std::make_unique<LibraryReader>(std::move(dataset), memoryType, task);
}

} // namespace stem5d

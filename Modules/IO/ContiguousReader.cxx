/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ContiguousReader.h"

#include "BoxRuns.h"
#include "HDF5Storage.h"

#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace stem5d
{
namespace
{

HDF5Handle
FileOf(hid_t dataset, const std::string & task)
{
  return HDF5Own(H5Iget_file_id(dataset), task);
}

int
DescriptorOf(hid_t dataset, const std::string & task)
{
  void * descriptor = nullptr;
  HDF5Check(H5Fget_vfd_handle(FileOf(dataset, task), H5P_DEFAULT, &descriptor), task);
  return *static_cast<int *>(descriptor);
}

} // namespace

bool
ContiguousReader::CanRead(hid_t dataset, const std::string & task)
{
  const auto properties = HDF5Own(H5Dget_create_plist(dataset), task);
  const auto access = HDF5Own(H5Fget_access_plist(FileOf(dataset, task)), task);
  return H5Pget_layout(properties) == H5D_CONTIGUOUS && H5Pget_external_count(properties) == 0 &&
         H5Dget_offset(dataset) != HADDR_UNDEF && H5Pget_driver(access) == H5FD_SEC2;
}

ContiguousReader::ContiguousReader(HDF5Handle dataset, const std::string & task)
  : m_Dataset(std::move(dataset))
  , m_Task(task)
  , m_Shape(HDF5ShapeOf(m_Dataset, task))
  , m_ElementSize(HDF5ElementSizeOf(m_Dataset, task))
  , m_First(H5Dget_offset(m_Dataset))
  , m_Descriptor(DescriptorOf(m_Dataset, task))
{}

void
ContiguousReader::Read(const Extent & start, const Extent & count, void * buffer, unsigned int) const
{
  const auto read = [&](std::size_t from, std::size_t to, std::size_t length) {
    auto        position = static_cast<off_t>(m_First + from * m_ElementSize);
    char *      target = static_cast<char *>(buffer) + to * m_ElementSize;
    std::size_t left = length * m_ElementSize;
    while (left > 0)
    {
      const ssize_t done = pread(m_Descriptor, target, left, position);
      if (done < 0 && errno == EINTR)
      {
        continue;
      }
      if (done <= 0)
      {
        throw FileError(m_Task + ": " + (done < 0 ? std::strerror(errno) : "the file is truncated") + '.');
      }
      position += done;
      target += done;
      left -= static_cast<std::size_t>(done);
    }
  };
  ForEachRun(count, m_Shape, start, count, Extent(count.size(), 0), read);
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Memory.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

namespace stem5d
{

std::uint64_t
PeakMemory()
{
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::uint64_t
MemoryInUse()
{
  malloc_trim(0); // what earlier work gave back is not in use
  std::ifstream stream("/proc/self/statm");
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  return stream >> pages >> resident ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : PeakMemory();
}

std::size_t
PointsInMemory(std::uint64_t limit, std::uint64_t pointBytes, std::uint64_t workBytes)
{
  constexpr std::uint64_t reserve = 80ull << 20; // a layer of chunks, the buffers of HDF5, the stacks of the threads
  const std::uint64_t     fixed = MemoryInUse() + reserve + workBytes;
  if (fixed + pointBytes > limit)
  {
    throw std::invalid_argument("the memory limit of " + BytesAsString(static_cast<double>(limit)) +
                                " does not hold one scan point with all its frames (" +
                                BytesAsString(static_cast<double>(pointBytes)) +
                                ") beside the program, its results and its work space: give --memory " +
                                std::to_string((fixed + pointBytes) / (1ull << 20) + 1) + "MB or more");
  }
  return (limit - fixed) / pointBytes;
}

std::string
BytesAsString(double bytes)
{
  const char * units[] = { "bytes", "KiB", "MiB", "GiB", "TiB" };
  std::size_t  unit = 0;
  for (; bytes >= 1024.0 && unit < 4; ++unit)
  {
    bytes /= 1024.0;
  }
  char text[32];
  std::snprintf(text, sizeof(text), unit == 0 ? "%.0f %s" : "%.2f %s", bytes, units[unit]);
  return text;
}

} // namespace stem5d

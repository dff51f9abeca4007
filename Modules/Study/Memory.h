/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Memory_h
#define Memory_h

#include <cstddef>
#include <cstdint>
#include <string>

namespace stem5d
{

/** The most memory that the process has held so far, in bytes. */
std::uint64_t
PeakMemory();

/** The memory that the process holds now, in bytes. */
std::uint64_t
MemoryInUse();

/** \brief How many scan points of `pointBytes` each can be held at once, beside `workBytes` and what the process holds
 * already, so that it stays within `limit` bytes.
 * \exception std::invalid_argument when not even one fits, naming the limit that would do. */
std::size_t
PointsInMemory(std::uint64_t limit, std::uint64_t pointBytes, std::uint64_t workBytes);

/** "1.50 GiB". */
std::string
BytesAsString(double bytes);

} // namespace stem5d

#endif

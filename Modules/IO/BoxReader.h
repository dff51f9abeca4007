/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef BoxReader_h
#define BoxReader_h

#include "HDF5Access.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace stem5d
{

/** A position in a data set, or an extent: one number for each axis, in C order. */
using Extent = std::vector<hsize_t>;

/** \class BoxReader
 * \brief Reads boxes of one data set in the fastest way that its storage allows.
 *
 * Contiguous data are read from the file itself, chunks with known filters are unpacked by several threads at a time,
 * and everything else is left to H5Dread: foreign byte order, other filters, most conversions of types, external or
 * virtual storage. What is read is the same.
 *
 * \sa ContiguousReader ChunkReader */
class BoxReader
{
public:
  virtual ~BoxReader() = default;

  /** \param start, count the box, inside the data set \param buffer room for the box, C order \param threads to unpack
   * with \exception FileError naming the file, and the chunk where one is damaged */
  virtual void
  Read(const Extent & start, const Extent & count, void * buffer, unsigned int threads) const = 0;

  /** Bytes that Read() needs beside the buffer. */
  virtual std::size_t
  WorkBytes(unsigned int threads) const = 0;
};

/** The reader for a data set. \param memoryType the elements wanted \param task for messages, e.g. "Cannot read
 * a.h5:/data"; to be called with an HDF5Session \exception FileError */
std::unique_ptr<BoxReader>
MakeBoxReader(HDF5Handle dataset, hid_t memoryType, const std::string & task);

} // namespace stem5d

#endif

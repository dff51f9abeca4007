/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ContiguousReader_h
#define ContiguousReader_h

#include "BoxReader.h"

namespace stem5d
{

/** \class ContiguousReader
 * \brief Boxes of a contiguous data set, read from its file run by run.
 *
 * As fast as H5Dread for long runs, and four times as fast for single patterns, which H5Dread takes through a buffer of
 * its own. A truncated file is an error, where H5Dread makes up zeros. */
class ContiguousReader : public BoxReader
{
public:
  /** Whether the data set is contiguous, in its own file, which is an ordinary one. */
  static bool
  CanRead(hid_t dataset, const std::string & task);

  ContiguousReader(HDF5Handle dataset, const std::string & task);

  void
  Read(const Extent & start, const Extent & count, void * buffer, unsigned int threads) const override;

  std::size_t
  WorkBytes(unsigned int) const override
  {
    return 0;
  }

private:
  HDF5Handle  m_Dataset; // keeps the file open
  std::string m_Task;
  Extent      m_Shape;
  std::size_t m_ElementSize;
  haddr_t     m_First;      // of the data in the file, in bytes
  int         m_Descriptor; // HDF5's own
};

} // namespace stem5d

#endif

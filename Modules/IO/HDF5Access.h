/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef HDF5Access_h
#define HDF5Access_h

#include "FileError.h"

#include <hdf5.h>

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace stem5d
{
/** \class HDF5Session
 * \brief The right to call HDF5: one thread at a time, with HDF5's own error messages silenced. */
class HDF5Session
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(HDF5Session);

  HDF5Session();
  ~HDF5Session();

private:
  std::unique_lock<std::recursive_mutex> m_Lock;
  H5E_auto2_t                            m_Report = nullptr;
  void *                                 m_ReportData = nullptr;
};

/** \class HDF5Handle
 * \brief Sole owner of an HDF5 identifier of any kind. */
class HDF5Handle
{
public:
  HDF5Handle() = default;
  explicit HDF5Handle(hid_t identifier)
    : m_Identifier(identifier)
  {}
  HDF5Handle(HDF5Handle && other) noexcept
    : m_Identifier(std::exchange(other.m_Identifier, H5I_INVALID_HID))
  {}
  HDF5Handle &
  operator=(HDF5Handle && other) noexcept
  {
    std::swap(m_Identifier, other.m_Identifier);
    return *this;
  }
  HDF5Handle(const HDF5Handle &) = delete;
  HDF5Handle &
  operator=(const HDF5Handle &) = delete;
  ~HDF5Handle();

  operator hid_t() const { return m_Identifier; }

private:
  hid_t m_Identifier = H5I_INVALID_HID;
};

/** Innermost message of HDF5's last error. */
std::string
HDF5Reason();

/** The result of an HDF5 call, if it is no error.
 *  \param task what fails, e.g. "Cannot read a.h5:/data"; HDF5's reason follows it in the FileError. */
template <typename TResult>
TResult
HDF5Check(TResult result, const std::string & task)
{
  if (result < 0)
  {
    throw FileError(task + ": " + HDF5Reason() + '.');
  }
  return result;
}

/** As HDF5Check, for a call that yields an identifier. */
inline HDF5Handle
HDF5Own(hid_t identifier, const std::string & task)
{
  return HDF5Handle(HDF5Check(identifier, task));
}

/** The type of a text of any length, in UTF-8. */
HDF5Handle
HDF5TextType(const std::string & task);

/** Attach a text to an object, in UTF-8. */
void
HDF5WriteText(hid_t object, const std::string & name, const std::string & text, const std::string & task);

/** Open for reading. \exception FileError for what does not exist, is not HDF5, is truncated or damaged. */
HDF5Handle
OpenHDF5File(const std::string & file);

/** An empty file that is in memory only: HDF5 cannot close a file whose disk is full, and takes the process down with
 *  it. */
HDF5Handle
CreateHDF5InMemory(const std::string & task);

/** The bytes of a file. */
std::vector<char>
HDF5ImageOf(hid_t file, const std::string & task);
} // namespace stem5d

#endif

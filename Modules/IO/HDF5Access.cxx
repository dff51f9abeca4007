/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "HDF5Access.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace stem5d
{
namespace
{
std::recursive_mutex &
HDF5Mutex()
{
  static std::recursive_mutex mutex;
  return mutex;
}

herr_t
KeepInnermost(unsigned depth, const H5E_error2_t * error, void * reason)
{
  if (depth == 0 && error->desc != nullptr)
  {
    *static_cast<std::string *>(reason) = error->desc;
  }
  return 0;
}
} // namespace

HDF5Session::HDF5Session()
  : m_Lock(HDF5Mutex())
{
  H5Eget_auto2(H5E_DEFAULT, &m_Report, &m_ReportData);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

HDF5Session::~HDF5Session()
{
  H5Eset_auto2(H5E_DEFAULT, m_Report, m_ReportData);
}

HDF5Handle::~HDF5Handle()
{
  if (m_Identifier >= 0)
  {
    const HDF5Session session;
    H5Idec_ref(m_Identifier);
  }
}

std::string
HDF5Reason()
{
  std::string reason = "HDF5 gives no reason";
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, KeepInnermost, &reason);
  return reason;
}

HDF5Handle
HDF5TextType(const std::string & task)
{
  auto type = HDF5Own(H5Tcopy(H5T_C_S1), task);
  HDF5Check(H5Tset_size(type, H5T_VARIABLE), task);
  HDF5Check(H5Tset_cset(type, H5T_CSET_UTF8), task);
  return type;
}

void
HDF5WriteText(hid_t object, const std::string & name, const std::string & text, const std::string & task)
{
  const auto   type = HDF5TextType(task);
  const auto   space = HDF5Own(H5Screate(H5S_SCALAR), task);
  const auto   attribute = HDF5Own(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), task);
  const char * characters = text.c_str();
  HDF5Check(H5Awrite(attribute, type, &characters), task);
}

HDF5Handle
OpenHDF5File(const std::string & file)
{
  errno = 0;
  if (!std::ifstream(file))
  {
    throw FileError("Cannot read " + file + ": " + std::strerror(errno) + '.');
  }
  if (H5Fis_hdf5(file.c_str()) <= 0)
  {
    throw FileError("Cannot read " + file + ": it is not an HDF5 file.");
  }
  return HDF5Own(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT),
                 "Cannot read " + file + ": it is truncated, damaged or being written");
}

HDF5Handle
CreateHDF5InMemory(const std::string & task)
{
  constexpr std::size_t growth = 1024 * 1024;
  const auto            access = HDF5Own(H5Pcreate(H5P_FILE_ACCESS), task);
  HDF5Check(H5Pset_fapl_core(access, growth, false), task);
  static unsigned long number = 0; // HDF5 tells files apart by their names; its callers have an HDF5Session
  const std::string    name = "memory" + std::to_string(++number);
  return HDF5Own(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), task);
}

std::vector<char>
HDF5ImageOf(hid_t file, const std::string & task)
{
  HDF5Check(H5Fflush(file, H5F_SCOPE_GLOBAL), task);
  std::vector<char> image(HDF5Check(H5Fget_file_image(file, nullptr, 0), task));
  HDF5Check(H5Fget_file_image(file, image.data(), image.size()), task);
  return image;
}
} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AtomicFile.h"

#include "FileError.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace stem5d
{
namespace
{
std::filesystem::path
TemporaryPath(const std::filesystem::path & path)
{
  auto name = "." + path.stem().string() + ".partial-" + std::to_string(::getpid());
  return path.parent_path() / (name + path.extension().string());
}

[[noreturn]] void
ThrowWriteError(const std::filesystem::path & path)
{
  const int         reason = errno;
  const std::string remedy = reason == ENOSPC || reason == EDQUOT || reason == EFBIG
                               ? "Make room on the disk or write to another."
                               : "Write to an existing directory in which you may create files.";
  throw FileError("Cannot write " + path.string() + ": " + std::strerror(reason) + ". " + remedy);
}
} // namespace

AtomicFile::AtomicFile(const std::filesystem::path & path)
  : m_Path(path)
  , m_TemporaryPath(TemporaryPath(path))
{
  const int file = ::open(m_TemporaryPath.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0)
  {
    ThrowWriteError(m_Path);
  }
  ::close(file);
}

AtomicFile::~AtomicFile()
{
  if (!m_TemporaryPath.empty())
  {
    ::unlink(m_TemporaryPath.c_str());
  }
}

void
AtomicFile::Commit()
{
  const int  file = ::open(m_TemporaryPath.c_str(), O_RDONLY | O_CLOEXEC);
  const bool isOnDisk = file >= 0 && ::fsync(file) == 0;
  const int  reason = errno;
  if (file >= 0)
  {
    ::close(file);
  }
  errno = reason;
  if (!isOnDisk || std::rename(m_TemporaryPath.c_str(), m_Path.c_str()) != 0)
  {
    ThrowWriteError(m_Path);
  }
  m_TemporaryPath.clear();
}
} // namespace stem5d

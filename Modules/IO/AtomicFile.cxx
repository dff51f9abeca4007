/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AtomicFile.h"

#include "FileError.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace stem5d
{
namespace
{
constexpr const char * Partial = ".partial-";

std::filesystem::path
TemporaryPath(const std::filesystem::path & path)
{
  auto name = "." + path.stem().string() + Partial + std::to_string(::getpid());
  return path.parent_path() / (name + path.extension().string());
}

/** An open file of the operating system. */
class Descriptor
{
public:
  Descriptor(const std::filesystem::path & path, int flags)
    : m_File(::open(path.c_str(), flags | O_CLOEXEC, 0666))
  {}
  ~Descriptor()
  {
    if (this->IsOpen())
    {
      ::close(m_File);
    }
  }
  Descriptor(const Descriptor &) = delete;
  Descriptor &
  operator=(const Descriptor &) = delete;

  bool
  IsOpen() const
  {
    return m_File >= 0;
  }
  operator int() const { return m_File; }

private:
  int m_File;
};

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
  if (!Descriptor(m_TemporaryPath, O_WRONLY | O_CREAT | O_TRUNC).IsOpen())
  {
    ThrowWriteError(m_Path);
  }
}

AtomicFile::~AtomicFile()
{
  if (!m_TemporaryPath.empty())
  {
    ::unlink(m_TemporaryPath.c_str());
  }
}

void
AtomicFile::Write(const void * bytes, std::size_t size)
{
  std::error_code error;
  const auto      end = std::filesystem::file_size(m_TemporaryPath, error);
  if (error)
  {
    errno = error.value();
    ThrowWriteError(m_Path);
  }
  this->WriteAt(end, bytes, size);
}

void
AtomicFile::Reserve(std::uint64_t size)
{
  const Descriptor file(m_TemporaryPath, O_WRONLY);
  errno = file.IsOpen() ? ::posix_fallocate(file, 0, static_cast<off_t>(size)) : errno;
  if (errno != 0)
  {
    ThrowWriteError(m_Path);
  }
}

void
AtomicFile::Truncate(std::uint64_t size)
{
  if (::truncate(m_TemporaryPath.c_str(), static_cast<off_t>(size)) != 0)
  {
    ThrowWriteError(m_Path);
  }
}

void
AtomicFile::WriteAt(std::uint64_t position, const void * bytes, std::size_t size)
{
  const Descriptor file(m_TemporaryPath, O_WRONLY);
  auto             rest = static_cast<const char *>(bytes);
  const auto       end = rest + size;
  while (file.IsOpen() && rest < end)
  {
    const auto written = ::pwrite(file, rest, static_cast<std::size_t>(end - rest), static_cast<off_t>(position));
    if (written < 0 && errno != EINTR)
    {
      break;
    }
    rest += std::max<ssize_t>(written, 0);
    position += static_cast<std::uint64_t>(std::max<ssize_t>(written, 0));
  }
  if (rest < end)
  {
    ThrowWriteError(m_Path);
  }
}

void
AtomicFile::Commit()
{
  const Descriptor file(m_TemporaryPath, O_RDONLY);
  if (!file.IsOpen() || ::fsync(file) != 0 || std::rename(m_TemporaryPath.c_str(), m_Path.c_str()) != 0)
  {
    ThrowWriteError(m_Path);
  }
  m_TemporaryPath.clear();
}

bool
IsUnfinished(const std::filesystem::path & path)
{
  const std::string name = path.filename().string();
  return name.front() == '.' && name.find(Partial) != std::string::npos;
}
} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AtomicFile_h
#define AtomicFile_h

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace stem5d
{
/** \class AtomicFile
 * \brief A file that is complete under its final name, or not there.
 *
 * Write to the temporary path, close it, then Commit(). The temporary file is in the same directory, with the same
 * extension, so that a writer which chooses the format by it can be used. An older file of the final name stays as it
 * is until Commit() replaces it. Without Commit() the temporary file is removed.
 *
 * \ingroup STEM5DIO
 */
class AtomicFile
{
public:
  /** Creates the temporary file, empty. \exception FileError where that is not possible. */
  explicit AtomicFile(const std::filesystem::path & path);
  ~AtomicFile();
  AtomicFile(const AtomicFile &) = delete;
  AtomicFile &
  operator=(const AtomicFile &) = delete;

  /** The final name. */
  std::string
  GetPath() const
  {
    return m_Path.string();
  }

  /** Where to write. */
  std::string
  GetTemporaryPath() const
  {
    return m_TemporaryPath.string();
  }

  /** Append bytes to the temporary file, for those who have no writer. \exception FileError e.g. on a full disk. */
  void
  Write(const void * bytes, std::size_t size);

  /** Make the temporary file at least this large, with all of its room on the disk. \exception FileError where there is
   *  not enough room. */
  void
  Reserve(std::uint64_t size);

  /** Write bytes at a position of the temporary file. \exception FileError */
  void
  WriteAt(std::uint64_t position, const void * bytes, std::size_t size);

  /** Cut the temporary file to a size. \exception FileError */
  void
  Truncate(std::uint64_t size);

  /** Bring the data to the disk and give the file its final name. \exception FileError, with no file left behind. */
  void
  Commit();

private:
  std::filesystem::path m_Path;
  std::filesystem::path m_TemporaryPath;
};

/** Whether a name is that of a temporary file, which is there when no process writes it if one was killed. */
bool
IsUnfinished(const std::filesystem::path & path);
} // namespace stem5d

#endif

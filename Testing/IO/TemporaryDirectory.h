/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef TemporaryDirectory_h
#define TemporaryDirectory_h

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>

namespace stem5d
{
/** A directory of a test's own, removed with all that is in it. */
class TemporaryDirectory
{
public:
  TemporaryDirectory()
    : m_Path((std::filesystem::temp_directory_path() / "stem5d-XXXXXX").string())
  {
    if (mkdtemp(m_Path.data()) == nullptr)
    {
      throw std::runtime_error("Cannot create a temporary directory");
    }
  }
  ~TemporaryDirectory()
  {
    std::error_code ignored;
    std::filesystem::remove_all(m_Path, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory &) = delete;
  TemporaryDirectory &
  operator=(const TemporaryDirectory &) = delete;

  /** Path of a file in the directory. */
  std::string
  operator/(const std::string & name) const
  {
    return m_Path + '/' + name;
  }

  std::size_t
  GetNumberOfFiles() const
  {
    const std::filesystem::directory_iterator files(m_Path);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

private:
  std::string m_Path;
};
} // namespace stem5d

#endif

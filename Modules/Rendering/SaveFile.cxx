/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SaveFile.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <unistd.h>

namespace stem5d
{

void
SaveFile(const std::string & bytes, const std::string & path)
{
  std::filesystem::path temporary = path;
  temporary.replace_filename(temporary.stem().string() + "." + std::to_string(getpid()) +
                             temporary.extension().string());

  std::ofstream file(temporary, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code error;
  if (file)
  {
    std::filesystem::rename(temporary, path, error);
  }
  else
  {
    error = std::error_code(errno, std::generic_category());
  }
  if (error)
  {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw std::runtime_error("cannot write the figure " + path + ": " + error.message());
  }
}

} // namespace stem5d

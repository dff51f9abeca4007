/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Checksum.h"

#include "FileError.h"

#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <memory>

namespace stem5d
{

std::string
ChecksumOfFile(const std::string & file, const ProgressFunction & progress)
{
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
  {
    throw FileError(file + " cannot be read");
  }
  const auto                                                    size = std::filesystem::file_size(file);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::vector<char> block(16 << 20);
  std::uint64_t     done = 0;
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())), stream.gcount() > 0)
  {
    EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(stream.gcount()));
    done += static_cast<std::uint64_t>(stream.gcount());
    if (progress)
    {
      progress(done, size, done);
    }
  }
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int  length = 0;
  EVP_DigestFinal_ex(context.get(), digest, &length);
  std::string text;
  for (unsigned int i = 0; i < length; ++i)
  {
    constexpr char digits[] = "0123456789abcdef";
    text += digits[digest[i] / 16];
    text += digits[digest[i] % 16];
  }
  return text;
}

} // namespace stem5d

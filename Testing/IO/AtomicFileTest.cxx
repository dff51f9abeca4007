/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AtomicFile.h"
#include "FileError.h"
#include "TemporaryDirectory.h"

#include <gtest/gtest.h>

#include <fstream>

using stem5d::AtomicFile;

namespace
{
std::string
Contents(const std::string & path)
{
  std::ifstream stream(path);
  return { std::istreambuf_iterator<char>(stream), {} };
}
} // namespace

TEST(AtomicFile, AppearsOnCommit)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       path = directory / "map.nrrd";
  AtomicFile                       file(path);
  std::ofstream(file.GetTemporaryPath()) << "complete";
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_EQ(std::filesystem::path(file.GetTemporaryPath()).extension(), ".nrrd");
  file.Commit();
  EXPECT_EQ(Contents(path), "complete");
  EXPECT_EQ(directory.GetNumberOfFiles(), 1u);
}

TEST(AtomicFile, LeavesTheOldFileWithoutCommit)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       path = directory / "map.nrrd";
  std::ofstream(path) << "old";
  {
    const AtomicFile file(path);
    std::ofstream(file.GetTemporaryPath()) << "incomplete";
  }
  EXPECT_EQ(Contents(path), "old");
  EXPECT_EQ(directory.GetNumberOfFiles(), 1u);
}

TEST(AtomicFile, ExplainsWhereItCannotWrite)
{
  const stem5d::TemporaryDirectory directory;
  try
  {
    const AtomicFile file(directory / "absent/map.nrrd");
    FAIL() << "no exception";
  }
  catch (const stem5d::FileError & error)
  {
    const std::string message = error.what();
    EXPECT_NE(message.find("absent/map.nrrd: No such file or directory"), std::string::npos) << message;
    EXPECT_NE(message.find("existing directory"), std::string::npos) << message;
  }
}

TEST(AtomicFile, RemovesTheTemporaryWhenTheFinalNameIsTaken)
{
  const stem5d::TemporaryDirectory directory;
  std::filesystem::create_directories(directory / "map.nrrd/full");
  {
    AtomicFile file(directory / "map.nrrd");
    EXPECT_THROW(file.Commit(), stem5d::FileError);
  }
  EXPECT_EQ(directory.GetNumberOfFiles(), 1u);
}

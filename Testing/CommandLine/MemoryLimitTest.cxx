/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ResultsDirectory.h"
#include "RunProgram.h"
#include "TemporaryDirectory.h"
#include "WriteTestSeries.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include <sys/resource.h>

namespace
{

/** A series of 64 x 64 uint16 pixels, 64 frames and some scan points, half a MiB each, written frame by frame.
 * \param chunk in C order, empty for contiguous storage */
void
WriteSeries(const std::string & fileName, hsize_t columns, hsize_t rows, const std::vector<hsize_t> & chunk = {})
{
  using namespace stem5d::detail;
  const hsize_t          shape[] = { 64, rows, columns, 64, 64 };
  const stem5d::TestAxis axes[] = { stem5d::UniformAxis("time", "[s]", 64, 10.0),
                                    stem5d::UniformAxis("y", "[nm]", rows, 0.16),
                                    stem5d::UniformAxis("x", "[nm]", columns, 0.16),
                                    stem5d::CentredAxis("ky", "[1_/_nm]", 64, 0.232),
                                    stem5d::CentredAxis("kx", "[1_/_nm]", 64, 0.232) };
  const TestHandle       file(H5Fcreate(fileName.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
  const TestHandle       group(H5Gcreate2(file, "series", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  WriteIntegerAttribute(group, "emd_group_type", 1);
  for (int axis = 0; axis < 5; ++axis)
  {
    WriteTestAxis(group, "dim" + std::to_string(axis + 1), axes[axis]);
  }
  const TestHandle space(H5Screate_simple(5, shape, nullptr));
  const TestHandle storage(H5Pcreate(H5P_DATASET_CREATE));
  if (!chunk.empty())
  {
    Succeed(H5Pset_chunk(storage, 5, chunk.data()));
    Succeed(H5Pset_deflate(storage, 1));
  }
  const TestHandle access(H5Pcreate(H5P_DATASET_ACCESS));
  Succeed(
    H5Pset_chunk_cache(access, 10007, 256u << 20, 1.0)); // each chunk is packed once, when all its frames are there
  const TestHandle data(H5Dcreate2(group, "data", H5T_STD_U16LE, space, H5P_DEFAULT, storage, access));

  const hsize_t              frame[] = { 1, rows, columns, 64, 64 };
  const TestHandle           memory(H5Screate_simple(5, frame, nullptr));
  std::vector<std::uint16_t> values(rows * columns * 64 * 64);
  std::uint32_t              state = 1;
  for (hsize_t t = 0; t < 64; ++t)
  {
    for (std::uint16_t & value : values)
    {
      state = 1664525 * state + 1013904223; // a linear congruential generator (Numerical Recipes)
      value = static_cast<std::uint16_t>(20 + (state >> 26));
    }
    const hsize_t start[] = { t, 0, 0, 0, 0 };
    Succeed(H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, frame, nullptr));
    Succeed(H5Dwrite(data, H5T_NATIVE_UINT16, memory, space, H5P_DEFAULT, values.data()));
  }
}

/** The most memory that any command run so far has held, in bytes, as the operating system tells. */
double
PeakMemoryOfCommands()
{
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

} // namespace

TEST(MemoryLimit, HoldsForAFileManyTimesAsLarge)
{
  const stem5d::TemporaryDirectory directory;
  WriteSeries(directory / "series.emd", 64, 48);
  const double size = static_cast<double>(std::filesystem::file_size(directory / "series.emd"));
  for (const int megabytes : { 256, 384 })
  {
    const double limit = megabytes * 1024.0 * 1024.0;
    ASSERT_GT(size, 4.0 * limit);
    const auto outcome = test::RunProgram("analyze " + (directory / "series.emd") + " -o " + (directory / "results") +
                                          " --no-figures --memory " + std::to_string(megabytes) + "MB");
    ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
    const auto run = stem5d::ResultsDirectory(directory / "results").ReadSummary()["run"];
    std::cout << "limit " << limit << ", peak " << PeakMemoryOfCommands() << ", file " << size << '\n';
    EXPECT_LT(PeakMemoryOfCommands(), limit);
    EXPECT_NEAR(run["peak_memory"].get<double>() / PeakMemoryOfCommands(), 1.0, 0.05);
    EXPECT_GE(run["bytes_read"].get<double>(), 0.99 * size);
  }
}

/** Where the curves outweigh the series and the two-time matrices the blocks. */
TEST(MemoryLimit, CountsResultsAndWorkSpace)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       write = [&](std::size_t points, std::size_t frames) {
    stem5d::TestSeries series;
    series.axes = { stem5d::UniformAxis("time", "[s]", frames, 1.0),
                    stem5d::UniformAxis("x", "[nm]", points, 0.16),
                    stem5d::CentredAxis("ky", "[1_/_nm]", 4, 1.0),
                    stem5d::CentredAxis("kx", "[1_/_nm]", 4, 1.0) };
    std::vector<std::uint8_t> values(points * frames * 16);
    for (std::size_t i = 0; i < values.size(); ++i)
    {
      values[i] = static_cast<std::uint8_t>(i * 7919 % 251);
    }
    stem5d::WriteTestSeries<std::uint8_t>(directory / "series.emd", series, values);
  };
  const std::string options =
    " --no-figures --dynamics-annulus 0.5 1.5 --structure-annulus 0.5 1.5 --blur 0 --time-bin 1 --sectors 4 -o " +
    (directory / "results") + " --memory 600MB";
  for (const auto & [points, frames] : { std::pair<std::size_t, std::size_t>{ 100000, 60 }, { 6, 4000 } })
  {
    write(points, frames);
    const auto outcome = test::RunProgram("analyze " + (directory / "series.emd") + options);
    ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
    EXPECT_LT(PeakMemoryOfCommands(), 600.0 * 1024.0 * 1024.0) << points << " points, " << frames << " frames";
  }
}

/** Blocks of rows, of pieces of rows and of whole chunks, however many there are. */
TEST(MemoryLimit, ResultsDoNotDependOnIt)
{
  const stem5d::TemporaryDirectory directory;
  const std::vector<hsize_t>       layouts[] = { {}, { 8, 5, 7, 64, 64 }, { 1, 8, 24, 64, 64 } };
  const std::vector<std::string>   runs{ " --memory 256MB --threads 1",
                                       " --memory 1GB --threads 2",
                                       " --memory 4GB --threads 8" };
  std::string                      curves;
  nlohmann::json                   summary;
  for (const auto & layout : layouts)
  {
    WriteSeries(directory / "series.emd", 24, 8, layout);
    for (const std::string & run : runs)
    {
      SCOPED_TRACE(testing::PrintToString(layout) + run);
      const auto outcome = test::RunProgram("analyze " + (directory / "series.emd") + " -o " + (directory / "results") +
                                            " --no-figures" + run);
      ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
      auto found = stem5d::ResultsDirectory(directory / "results").ReadSummary();
      for (const char * own : { "run", "input", "warnings" })
      {
        found.erase(own);
      }
      std::ifstream     stream(directory / "results/curves.h5", std::ios::binary);
      const std::string bytes{ std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>() };
      if (curves.empty())
      {
        curves = bytes;
        summary = found;
      }
      EXPECT_TRUE(bytes == curves);
      EXPECT_EQ(found, summary) << nlohmann::json::diff(found, summary);
    }
  }
}

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

namespace
{

/** A series of 64 x 64 uint16 pixels, 64 frames and 64 x 48 scan points, written frame by frame: 1.5 GiB. */
void
WriteLargeSeries(const std::string & fileName)
{
  using namespace stem5d::detail;
  constexpr hsize_t      shape[] = { 64, 48, 64, 64, 64 };
  const stem5d::TestAxis axes[] = { stem5d::UniformAxis("time", "[s]", 64, 10.0),
                                    stem5d::UniformAxis("y", "[nm]", 48, 0.16),
                                    stem5d::UniformAxis("x", "[nm]", 64, 0.16),
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
  const TestHandle data(H5Dcreate2(group, "data", H5T_STD_U16LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));

  constexpr hsize_t          frame[] = { 1, 48, 64, 64, 64 };
  const TestHandle           memory(H5Screate_simple(5, frame, nullptr));
  std::vector<std::uint16_t> values(48 * 64 * 64 * 64);
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

} // namespace

TEST(MemoryLimit, HoldsForAFileManyTimesAsLarge)
{
  const stem5d::TemporaryDirectory directory;
  WriteLargeSeries(directory / "series.emd");
  const double size = static_cast<double>(std::filesystem::file_size(directory / "series.emd"));
  for (const int megabytes : { 256, 384 })
  {
    const double limit = megabytes * 1024.0 * 1024.0;
    ASSERT_GT(size, 4.0 * limit);
    const auto outcome = test::RunProgram("analyze " + (directory / "series.emd") + " -o " + (directory / "results") +
                                          " --no-figures --memory " + std::to_string(megabytes) + "MB");
    ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
    const auto run = stem5d::ResultsDirectory(directory / "results").ReadSummary()["run"];
    std::cout << "limit " << limit << ", peak " << run["peak_memory"] << ", file " << size << '\n';
    EXPECT_LT(run["peak_memory"].get<double>(), limit);
    EXPECT_GT(run["bytes_read"].get<double>(), 0.99 * size);
  }
}

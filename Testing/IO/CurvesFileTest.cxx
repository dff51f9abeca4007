/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CurvesFile.h"
#include "FileError.h"
#include "TemporaryDirectory.h"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <numeric>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using stem5d::Curves;

namespace
{
template <typename T>
std::vector<T>
Sequence(std::size_t size, T first)
{
  std::vector<T> values(size);
  std::iota(values.begin(), values.end(), first);
  return values;
}

Curves
MakeCurves(const std::vector<std::size_t> & scanSize, std::size_t numberOfDelays)
{
  const auto points = std::accumulate(scanSize.begin(), scanSize.end(), std::size_t(1), std::multiplies<>());
  Curves     curves;
  curves.scanSize = scanSize;
  curves.scanSpacing = Sequence(scanSize.size(), 0.16);
  curves.scanOrigin = Sequence(scanSize.size(), -3.0);
  curves.delay = Sequence(numberOfDelays, 9.887);
  curves.correlation = Sequence(points * numberOfDelays, 1.5f);
  curves.correlationError = Sequence(points * numberOfDelays, 0.25f);
  curves.ageDelay = Sequence(4, 9.887);
  curves.ageCorrelation = Sequence(8, 1.25f);
  curves.ageWindow = 49.435;
  curves.twoTime = { { { 1, 2, 1, 1 }, Sequence(36, 1.0f) }, { { 0, 1, 3, 2 }, Sequence(36, 2.0f) } };
  curves.twoTimeFrames = 6;
  curves.twoTimePeriod = 19.774;
  curves.ringQ = Sequence(12, 3.0);
  curves.ringVariance = Sequence(12, 0.5f);
  curves.profileQ = Sequence(20, 0.1);
  curves.profileIntensity = Sequence(20, 100.0);
  curves.patternSize = { 5, 3 };
  curves.patternSpacing = { 0.232, 0.233 };
  curves.patternOrigin = { -0.464, -0.233 };
  curves.meanPattern = Sequence(15, 7.0f);
  curves.badPixels = Sequence<std::uint8_t>(15, 0);
  curves.qUnit = "1/nm";
  return curves;
}

void
ExpectEqual(const Curves & left, const Curves & right)
{
  EXPECT_EQ(left.scanSize, right.scanSize);
  EXPECT_EQ(left.scanSpacing, right.scanSpacing);
  EXPECT_EQ(left.scanOrigin, right.scanOrigin);
  EXPECT_EQ(left.delay, right.delay);
  EXPECT_EQ(left.correlation, right.correlation);
  EXPECT_EQ(left.correlationError, right.correlationError);
  EXPECT_EQ(left.ageDelay, right.ageDelay);
  EXPECT_EQ(left.ageCorrelation, right.ageCorrelation);
  EXPECT_EQ(left.ageWindow, right.ageWindow);
  ASSERT_EQ(left.twoTime.size(), right.twoTime.size());
  for (std::size_t i = 0; i < left.twoTime.size(); ++i)
  {
    EXPECT_EQ(left.twoTime[i].region, right.twoTime[i].region);
    EXPECT_EQ(left.twoTime[i].values, right.twoTime[i].values);
  }
  EXPECT_EQ(left.twoTimeFrames, right.twoTimeFrames);
  EXPECT_EQ(left.twoTimePeriod, right.twoTimePeriod);
  EXPECT_EQ(left.ringQ, right.ringQ);
  EXPECT_EQ(left.ringVariance, right.ringVariance);
  EXPECT_EQ(left.profileQ, right.profileQ);
  EXPECT_EQ(left.profileIntensity, right.profileIntensity);
  EXPECT_EQ(left.patternSize, right.patternSize);
  EXPECT_EQ(left.patternSpacing, right.patternSpacing);
  EXPECT_EQ(left.patternOrigin, right.patternOrigin);
  EXPECT_EQ(left.meanPattern, right.meanPattern);
  EXPECT_EQ(left.badPixels, right.badPixels);
  EXPECT_EQ(left.qUnit, right.qUnit);
}

std::vector<hsize_t>
ShapeOf(const std::string & path, const char * dataset)
{
  const hid_t          file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t          opened = H5Dopen2(file, dataset, H5P_DEFAULT);
  const hid_t          space = H5Dget_space(opened);
  std::vector<hsize_t> shape(H5Sget_simple_extent_ndims(space));
  H5Sget_simple_extent_dims(space, shape.data(), nullptr);
  H5Sclose(space);
  H5Dclose(opened);
  H5Fclose(file);
  return shape;
}

/** In a process that may write no file beyond a size, writing fails, leaves nothing, and succeeds once there is room.
 *  \return the step that went wrong, 0 if none. */
int
WriteWithoutRoom(const stem5d::TemporaryDirectory & directory, rlim_t room)
{
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit tight{ room, limit.rlim_max };
  setrlimit(RLIMIT_FSIZE, &tight);

  const auto path = directory / "curves.h5";
  const auto curves = MakeCurves({ 64, 64 }, 26);
  try
  {
    stem5d::WriteCurves(path, curves);
    return 1;
  }
  catch (const stem5d::FileError & error)
  {
    if (std::strstr(error.what(), path.c_str()) == nullptr || std::strstr(error.what(), "too large") == nullptr)
    {
      std::fprintf(stderr, "%s\n", error.what());
      return 2;
    }
  }
  if (directory.GetNumberOfFiles() != 0)
  {
    return 3;
  }
  setrlimit(RLIMIT_FSIZE, &limit);
  stem5d::WriteCurves(path, curves);
  return stem5d::ReadCurves(path).correlation == curves.correlation ? 0 : 4;
}
} // namespace

TEST(CurvesFile, ReadsWhatItWrote)
{
  const stem5d::TemporaryDirectory            directory;
  const std::vector<std::vector<std::size_t>> scans{ { 1 }, { 6 }, { 4, 3 }, { 4, 3, 2 } };
  for (const auto & scan : scans)
  {
    const auto path = directory / "curves.h5";
    const auto curves = MakeCurves(scan, 7);
    stem5d::WriteCurves(path, curves);
    ExpectEqual(stem5d::ReadCurves(path), curves);
    EXPECT_EQ(directory.GetNumberOfFiles(), 1u);
  }
}

TEST(CurvesFile, HasTheDocumentedShapes)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       path = directory / "curves.h5";
  stem5d::WriteCurves(path, MakeCurves({ 4, 3, 2 }, 7));
  EXPECT_EQ(ShapeOf(path, "/correlation/g"), (std::vector<hsize_t>{ 2, 3, 4, 7 }));
  EXPECT_EQ(ShapeOf(path, "/correlation/g_error"), (std::vector<hsize_t>{ 2, 3, 4, 7 }));
  EXPECT_EQ(ShapeOf(path, "/correlation/delay"), (std::vector<hsize_t>{ 7 }));
  EXPECT_EQ(ShapeOf(path, "/ages/g"), (std::vector<hsize_t>{ 2, 4 }));
  EXPECT_EQ(ShapeOf(path, "/ages/delay"), (std::vector<hsize_t>{ 4 }));
  EXPECT_EQ(ShapeOf(path, "/two_time/1"), (std::vector<hsize_t>{ 6, 6 }));
  EXPECT_EQ(ShapeOf(path, "/pattern/mean"), (std::vector<hsize_t>{ 3, 5 }));
}

TEST(CurvesFile, KeepsNaNAndEmptyCurves)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       path = directory / "curves.h5";
  auto                             curves = MakeCurves({ 2, 2 }, 3);
  curves.correlation[5] = std::numeric_limits<float>::quiet_NaN();
  curves.ringQ.clear();
  curves.ringVariance.clear();
  curves.ageDelay.clear(); // a record too short for two windows
  curves.ageCorrelation.clear();
  curves.twoTime.clear();
  stem5d::WriteCurves(path, curves);
  const auto read = stem5d::ReadCurves(path);
  EXPECT_TRUE(std::isnan(read.correlation[5]));
  EXPECT_TRUE(read.ringQ.empty());
  EXPECT_TRUE(read.ringVariance.empty());
  EXPECT_TRUE(read.ageDelay.empty());
  EXPECT_TRUE(read.ageCorrelation.empty());
  EXPECT_EQ(read.ageWindow, curves.ageWindow);
  EXPECT_TRUE(read.twoTime.empty());
}

TEST(CurvesFile, RefusesArraysThatDisagree)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       refuses = [&](auto change) {
    auto curves = MakeCurves({ 2, 2 }, 3);
    change(curves);
    EXPECT_THROW(stem5d::WriteCurves(directory / "curves.h5", curves), itk::ExceptionObject);
    EXPECT_EQ(directory.GetNumberOfFiles(), 0u);
  };
  refuses([](Curves & curves) { curves.correlation.pop_back(); });
  refuses([](Curves & curves) { curves.ageCorrelation.pop_back(); });
  refuses([](Curves & curves) { curves.twoTime[1].values.pop_back(); });
}

TEST(CurvesFile, NeedsADirectory)
{
  const stem5d::TemporaryDirectory directory;
  EXPECT_THROW(stem5d::WriteCurves(directory / "absent/curves.h5", MakeCurves({ 2, 2 }, 3)), stem5d::FileError);
  EXPECT_EQ(directory.GetNumberOfFiles(), 0u);
}

TEST(CurvesFile, LeavesNothingOnAFullDisk)
{
  for (const rlim_t room : { 0, 3000, 430000, 850000 })
  {
    SCOPED_TRACE(room);
    const stem5d::TemporaryDirectory directory;
    std::fflush(stdout);
    const auto child = fork();
    if (child == 0)
    {
      std::exit(WriteWithoutRoom(directory, room));
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
}

TEST(CurvesFile, ExplainsAFileThatIsNone)
{
  const stem5d::TemporaryDirectory directory;
  EXPECT_THROW(stem5d::ReadCurves(directory / "absent.h5"), stem5d::FileError);
  std::ofstream(directory / "text.h5") << "text";
  EXPECT_THROW(stem5d::ReadCurves(directory / "text.h5"), stem5d::FileError);
}

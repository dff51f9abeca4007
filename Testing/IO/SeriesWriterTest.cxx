/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SeriesWriter.h"
#include "SeriesDescription.h"
#include "TemporaryDirectory.h"
#include "itkSeriesImageIO.h"

#include <gtest/gtest.h>
#include <itkImageFileReader.h>
#include <itkMultiThreaderBase.h>

#include <fstream>

using stem5d::AxisRole;
using stem5d::SeriesWriter;

namespace
{
using SeriesType = itk::Image<std::uint16_t, 5>;

constexpr SeriesType::SizeType Size{ { 120, 100, 3, 4, 125 } };

const std::vector<stem5d::Axis> Axes{ { AxisRole::DiffractionX, "kx", "1/nm", 0.1, -6.0, Size[0] },
                                      { AxisRole::DiffractionY, "ky", "1/nm", 0.1, -5.0, Size[1] },
                                      { AxisRole::Scan, "x", "nm", 0.16, 0.0, Size[2] },
                                      { AxisRole::Scan, "y", "nm", 0.16, 0.0, Size[3] },
                                      { AxisRole::Time, "t", "s", 2.0, 0.0, Size[4] } };

/** Values of both bytes that tell the frames and scan points apart. */
std::vector<std::uint16_t>
Values()
{
  std::vector<std::uint16_t> values(Size[0] * Size[1] * Size[2] * Size[3] * Size[4]);
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    values[i] = static_cast<std::uint16_t>(i % 251 + i / (Size[0] * Size[1]));
  }
  return values;
}

/** Some whole rows of the values, as a block of their own. */
std::vector<std::uint16_t>
Rows(const std::vector<std::uint16_t> & values, std::size_t first, std::size_t count)
{
  const std::size_t          row = Size[0] * Size[1] * Size[2];
  std::vector<std::uint16_t> block;
  for (std::size_t t = 0; t < Size[4]; ++t)
  {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>((t * Size[3] + first) * row);
    block.insert(block.end(), begin, begin + static_cast<std::ptrdiff_t>(count * row));
  }
  return block;
}

/** \param rows of each block, beginning with the first row of the scan */
void
Write(const std::string & file, int compression, const std::vector<std::size_t> & rows)
{
  const auto   values = Values();
  SeriesWriter writer(file,
                      "series",
                      Axes,
                      { { "map", "s", { Axes[2], Axes[3] }, std::vector<float>(Size[2] * Size[3], 7.0f) } },
                      { { "parameters", "{}" } },
                      compression);
  std::size_t  first = 0;
  for (const std::size_t count : rows)
  {
    writer.WriteBlock({ 0, first }, { Size[2], count }, Rows(values, first, count).data());
    first += count;
  }
  writer.Commit();
}

std::string
BytesOf(const std::string & file)
{
  std::ifstream stream(file, std::ios::binary);
  return { std::istreambuf_iterator<char>(stream), {} };
}

void
ExpectValues(const std::string & file)
{
  auto reader = itk::ImageFileReader<SeriesType>::New();
  reader->SetImageIO(itk::SeriesImageIO::New());
  reader->SetFileName(file);
  reader->Update();
  const auto values = Values();
  ASSERT_EQ(reader->GetOutput()->GetBufferedRegion().GetSize(), Size);
  EXPECT_TRUE(std::equal(values.begin(), values.end(), reader->GetOutput()->GetBufferPointer())) << file;
}
} // namespace

TEST(SeriesWriter, WritesWhatIsRead)
{
  const stem5d::TemporaryDirectory directory;
  for (const int compression : { 0, 1, 9 })
  {
    Write(directory / "a.emd", compression, { 4 });
    ExpectValues(directory / "a.emd");
    EXPECT_EQ(directory.GetNumberOfFiles(), 1u);
  }
  EXPECT_LT(BytesOf(directory / "a.emd").size(), sizeof(std::uint16_t) * Values().size() / 2);
}

TEST(SeriesWriter, CompressesInChunksOfOneScanPoint)
{
  const stem5d::TemporaryDirectory directory;
  Write(directory / "a.emd", 1, { 4 });
  const auto series = stem5d::DescribeSeries(directory / "a.emd");
  // 43 frames are 1 MiB: three chunks of 42, the last of which has one frame too many
  EXPECT_EQ(series.chunk, (std::vector<std::size_t>{ 120, 100, 1, 1, 42 }));
  EXPECT_EQ(series.filters, (std::vector<std::string>{ "shuffle", "deflate" }));
  EXPECT_TRUE(series.missing.empty());
  Write(directory / "a.emd", 0, { 4 });
  EXPECT_TRUE(stem5d::DescribeSeries(directory / "a.emd").chunk.empty());
}

TEST(SeriesWriter, WritesTheSameBytesInAnyBlocksAndThreads)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       threads = itk::MultiThreaderBase::GetGlobalMaximumNumberOfThreads();
  for (const int compression : { 0, 3 })
  {
    Write(directory / "whole.emd", compression, { 4 });
    Write(directory / "rows.emd", compression, { 1, 1, 1, 1 });
    itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
    Write(directory / "mixed.emd", compression, { 1, 3 });
    itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(threads);
    EXPECT_TRUE(BytesOf(directory / "whole.emd") == BytesOf(directory / "rows.emd")) << compression;
    EXPECT_TRUE(BytesOf(directory / "whole.emd") == BytesOf(directory / "mixed.emd")) << compression;
  }
}

TEST(SeriesWriter, LeavesNothingWithoutCommit)
{
  const stem5d::TemporaryDirectory directory;
  for (const int compression : { 0, 1 })
  {
    SeriesWriter writer(directory / "a.emd", "series", Axes, {}, {}, compression);
    writer.WriteBlock({ 0, 1 }, { Size[2], 1 }, Rows(Values(), 1, 1).data());
  }
  EXPECT_EQ(directory.GetNumberOfFiles(), 0u);
}

TEST(SeriesWriter, RefusesALevelThatIsNone)
{
  const stem5d::TemporaryDirectory directory;
  for (const int compression : { -1, 10 })
  {
    EXPECT_THROW(SeriesWriter(directory / "a.emd", "series", Axes, {}, {}, compression), std::invalid_argument);
  }
  EXPECT_EQ(directory.GetNumberOfFiles(), 0u);
}

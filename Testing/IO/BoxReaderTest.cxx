/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "BoxReader.h"

#include "ChunkReader.h"
#include "ContiguousReader.h"
#include "DamageChunk.h"
#include "TemporaryDirectory.h"
#include "Unshuffle.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

namespace
{

using stem5d::Extent;
using Filters = std::vector<std::pair<int, std::vector<unsigned int>>>;

constexpr int Deflate = 1;
constexpr int Shuffle = 2;
constexpr int Fletcher32 = 3;
constexpr int LZF = 32000;
constexpr int LZ4 = 32004;
constexpr int Bitshuffle = 32008;

/** Every way of packing that has a decoder of its own. */
const std::vector<Filters> &
KnownFilters()
{
  static const std::vector<Filters> filters{ {},
                                             { { Deflate, { 4 } } },
                                             { { Shuffle, {} }, { Deflate, { 4 } } },
                                             { { Fletcher32, {} } },
                                             { { Shuffle, {} }, { Deflate, { 1 } }, { Fletcher32, {} } },
                                             { { Fletcher32, {} }, { Shuffle, {} }, { Deflate, { 9 } } },
                                             { { LZ4, {} } },
                                             { { LZ4, { 100 } } },
                                             { { Shuffle, {} }, { LZ4, {} } },
                                             { { Bitshuffle, {} } },
                                             { { Bitshuffle, { 64 } } },
                                             { { Bitshuffle, { 0, 2 } } },
                                             { { Bitshuffle, { 128, 2 } } } };
  return filters;
}

/** A series whose chunks end neither at the scan's end nor, all of them, at the blocks of their filters. */
stem5d::TestSeries
MakeSeries(const Filters & filters)
{
  stem5d::TestSeries series;
  series.isEMD = false;
  series.axes = { stem5d::UniformAxis("t", "s", 7, 1.0),
                  stem5d::UniformAxis("y", "nm", 5, 1.0),
                  stem5d::UniformAxis("x", "nm", 4, 1.0),
                  stem5d::UniformAxis("ky", "1/nm", 11, 1.0),
                  stem5d::UniformAxis("kx", "1/nm", 9, 1.0) };
  series.chunk = { 3, 2, 3, 11, 5 };
  series.filters = filters;
  return series;
}

/** Few electrons, and a part of the detector with none: what is compressible. */
template <typename T>
std::vector<T>
Values(const stem5d::TestSeries & series)
{
  std::mt19937                        random(1);
  std::poisson_distribution<unsigned> electrons(3.0);
  std::vector<T>                      values(stem5d::NumberOfElements(series));
  for (std::size_t n = 0; n < values.size(); ++n)
  {
    values[n] = static_cast<T>(n % 99 < 40 ? 0 : electrons(random) + (n % 50 == 0 ? 200 : 0));
  }
  return values;
}

std::unique_ptr<stem5d::BoxReader>
Open(const std::string & file, hid_t memoryType, const std::string & path = "/data/series")
{
  const stem5d::HDF5Session session;
  const auto                task = "Cannot read " + file + ':' + path;
  const auto                opened = stem5d::OpenHDF5File(file);
  return stem5d::MakeBoxReader(stem5d::HDF5Own(H5Dopen2(opened, path.c_str(), H5P_DEFAULT), task), memoryType, task);
}

template <typename T>
std::vector<T>
Read(const stem5d::BoxReader & reader, const Extent & start, const Extent & count, unsigned int threads = 2)
{
  std::size_t size = 1;
  for (const hsize_t n : count)
  {
    size *= n;
  }
  std::vector<T> values(size);
  reader.Read(start, count, values.data(), threads);
  return values;
}

/** The same by H5Dread. */
template <typename T>
std::vector<T>
ReadByLibrary(const std::string & file, const Extent & start, const Extent & count)
{
  using namespace stem5d::detail;
  const TestHandle opened(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
  const TestHandle data(H5Dopen2(opened, "/data/series", H5P_DEFAULT));
  const TestHandle stored(H5Dget_space(data));
  const TestHandle box(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr));
  std::vector<T>   values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(box)));
  Succeed(H5Sselect_hyperslab(stored, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr));
  Succeed(H5Dread(data, TestTypes(typeid(T), false).first, box, stored, H5P_DEFAULT, values.data()));
  return values;
}

const std::pair<Extent, Extent> Boxes[] = {
  { { 0, 0, 0, 0, 0 }, { 7, 5, 4, 11, 9 } }, { { 0, 2, 0, 0, 0 }, { 7, 1, 4, 11, 9 } },
  { { 0, 4, 1, 0, 0 }, { 7, 1, 2, 11, 9 } }, { { 2, 1, 3, 0, 0 }, { 3, 3, 1, 11, 9 } },
  { { 6, 3, 2, 4, 3 }, { 1, 2, 2, 5, 6 } },  { { 6, 4, 3, 10, 8 }, { 1, 1, 1, 1, 1 } }
};

class BoxReaderTest : public testing::Test
{
protected:
  template <typename T>
  void
  Write(const stem5d::TestSeries & series)
  {
    stem5d::WriteTestSeries(m_File, series, Values<T>(series));
  }

  stem5d::TemporaryDirectory m_Directory;
  std::string                m_File = m_Directory / "series.h5";
};

template <typename T>
class BoxReaderTypeTest : public BoxReaderTest
{};

using Types = testing::Types<std::uint8_t, std::uint16_t, std::uint32_t, float, double>;
TYPED_TEST_SUITE(BoxReaderTypeTest, Types);

template <typename T>
class BoxReaderNumberTest : public BoxReaderTest
{};

using Numbers =
  testing::Types<std::int8_t, std::int16_t, std::int32_t, std::uint32_t, std::int64_t, std::uint64_t, double>;
TYPED_TEST_SUITE(BoxReaderNumberTest, Numbers);

} // namespace

TYPED_TEST(BoxReaderTypeTest, UnpacksChunksAsTheLibraryDoes)
{
  for (const Filters & filters : KnownFilters())
  {
    SCOPED_TRACE(testing::PrintToString(filters));
    this->template Write<TypeParam>(MakeSeries(filters));
    const auto reader = Open(this->m_File, stem5d::detail::TestTypes(typeid(TypeParam), false).first);
    ASSERT_NE(dynamic_cast<const stem5d::ChunkReader *>(reader.get()), nullptr);
    for (const auto & [start, count] : Boxes)
    {
      const auto expected = ReadByLibrary<TypeParam>(this->m_File, start, count);
      for (const unsigned int threads : { 1, 2, 8 })
      {
        EXPECT_EQ(Read<TypeParam>(*reader, start, count, threads), expected);
      }
    }
  }
}

TYPED_TEST(BoxReaderTypeTest, ReadsContiguousDataAsTheLibraryDoes)
{
  auto series = MakeSeries({});
  series.chunk.clear();
  this->template Write<TypeParam>(series);
  const auto reader = Open(this->m_File, stem5d::detail::TestTypes(typeid(TypeParam), false).first);
  ASSERT_NE(dynamic_cast<const stem5d::ContiguousReader *>(reader.get()), nullptr);
  for (const auto & [start, count] : Boxes)
  {
    EXPECT_EQ(Read<TypeParam>(*reader, start, count), ReadByLibrary<TypeParam>(this->m_File, start, count));
  }
}

TYPED_TEST(BoxReaderNumberTest, ConvertsToFloatAsTheLibraryDoes)
{
  auto                   series = MakeSeries({ { Shuffle, {} }, { LZ4, {} } });
  std::mt19937_64        random(2);
  std::vector<TypeParam> values(stem5d::NumberOfElements(series));
  for (TypeParam & value : values) // of all sizes, and of more digits than a float has
  {
    const double sign = std::is_signed_v<TypeParam> && random() % 2 == 0 ? -1.0 : 1.0;
    value = static_cast<TypeParam>(sign * std::ldexp(static_cast<double>(random() >> 11),
                                                     static_cast<int>(random() % (8 * sizeof(TypeParam))) - 54));
  }
  stem5d::WriteTestSeries(this->m_File, series, values);
  const auto reader = Open(this->m_File, H5T_NATIVE_FLOAT);
  ASSERT_NE(dynamic_cast<const stem5d::ChunkReader *>(reader.get()), nullptr);
  for (const auto & [start, count] : Boxes)
  {
    EXPECT_EQ(Read<float>(*reader, start, count), ReadByLibrary<float>(this->m_File, start, count));
  }
}

TEST_F(BoxReaderTest, LeavesTheRestToTheLibrary)
{
  const auto expectLibrary = [this](const stem5d::TestSeries & series, hid_t memoryType) {
    const auto reader = Open(m_File, memoryType);
    EXPECT_EQ(dynamic_cast<const stem5d::ChunkReader *>(reader.get()), nullptr);
    EXPECT_EQ(dynamic_cast<const stem5d::ContiguousReader *>(reader.get()), nullptr);
    EXPECT_EQ(Read<float>(*reader, Boxes[0].first, Boxes[0].second), Values<float>(series));
  };
  for (const bool isChunked : { false, true })
  {
    auto series = MakeSeries({});
    series.chunk = isChunked ? series.chunk : Extent{};
    series.bigEndian = true;
    this->Write<float>(series);
    expectLibrary(series, H5T_NATIVE_FLOAT);
    this->Write<std::int32_t>(series);
    expectLibrary(series, H5T_NATIVE_FLOAT);
  }
  auto converted = MakeSeries({});
  converted.chunk.clear();
  this->Write<std::int32_t>(converted);
  expectLibrary(converted, H5T_NATIVE_FLOAT);
  const auto series = MakeSeries({ { LZF, {} } });
  this->Write<float>(series);
  expectLibrary(series, H5T_NATIVE_FLOAT);
}

TEST_F(BoxReaderTest, ChunksThatAreNotStoredHoldTheFillValue)
{
  using namespace stem5d::detail;
  {
    const hsize_t       shape[] = { 4, 2, 2, 3, 3 };
    const hsize_t       chunk[] = { 1, 2, 2, 3, 3 };
    const std::uint16_t fill = 77;
    const TestHandle    file(H5Fcreate(m_File.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
    const TestHandle    space(H5Screate_simple(5, shape, nullptr));
    const TestHandle    storage(H5Pcreate(H5P_DATASET_CREATE));
    Succeed(H5Pset_chunk(storage, 5, chunk));
    Succeed(H5Pset_fill_value(storage, H5T_NATIVE_UINT16, &fill));
    const TestHandle data(H5Dcreate2(file, "series", H5T_STD_U16LE, space, H5P_DEFAULT, storage, H5P_DEFAULT));
    const hsize_t    start[] = { 1, 0, 0, 0, 0 };
    const TestHandle memory(H5Screate_simple(5, chunk, nullptr));
    std::vector<std::uint16_t> frame(36, 5);
    Succeed(H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, chunk, nullptr));
    Succeed(H5Dwrite(data, H5T_NATIVE_UINT16, memory, space, H5P_DEFAULT, frame.data()));
  }
  const auto values = Read<std::uint16_t>(*Open(m_File, H5T_NATIVE_UINT16, "/series"), Extent(5, 0), { 4, 2, 2, 3, 3 });
  for (std::size_t n = 0; n < values.size(); ++n)
  {
    EXPECT_EQ(values[n], n / 36 == 1 ? 5 : 77);
  }
}

TEST_F(BoxReaderTest, TruncatedFilesAreRefused)
{
  auto series = MakeSeries({});
  series.chunk.clear();
  this->Write<double>(series);
  const auto reader = Open(m_File, H5T_NATIVE_DOUBLE);
  std::filesystem::resize_file(m_File, std::filesystem::file_size(m_File) / 2);
  try
  {
    Read<double>(*reader, Boxes[0].first, Boxes[0].second);
    FAIL() << "half of the data is not there";
  }
  catch (const stem5d::FileError & error)
  {
    EXPECT_NE(std::string(error.what()).find(m_File + ":/data/series: the file is truncated"), std::string::npos)
      << error.what();
  }
}

TEST_F(BoxReaderTest, DamagedChunksAreNamed)
{
  for (const Filters & filters : KnownFilters())
  {
    if (filters.empty() || filters == Filters{ { Bitshuffle, {} } } || filters == Filters{ { Bitshuffle, { 64 } } })
    {
      continue; // without any redundancy
    }
    SCOPED_TRACE(testing::PrintToString(filters));
    this->Write<std::uint16_t>(MakeSeries(filters));
    stem5d::DamageChunk(m_File, "/data/series", { 3, 2, 0, 0, 5 });
    stem5d::DamageChunk(m_File, "/data/series", { 6, 0, 3, 0, 0 });
    const auto reader = Open(m_File, H5T_NATIVE_UINT16);
    EXPECT_EQ(Read<std::uint16_t>(*reader, Extent(5, 0), { 3, 5, 4, 11, 9 }).size(), 3U * 5 * 4 * 11 * 9);
    for (const unsigned int threads : { 1, 2, 8 })
    {
      try
      {
        Read<std::uint16_t>(*reader, Extent(5, 0), { 7, 5, 4, 11, 9 }, threads);
        ADD_FAILURE() << "two chunks are damaged";
      }
      catch (const stem5d::FileError & error)
      {
        EXPECT_NE(std::string(error.what()).find(m_File + ":/data/series: the chunk at (3, 2, 0, 0, 5)"),
                  std::string::npos)
          << error.what();
      }
    }
  }
}

/** Whatever the bytes are, nothing is written or read outside of the buffers: the sanitizers see it. */
TEST_F(BoxReaderTest, NoBytesOfAChunkAreBelieved)
{
  std::mt19937 random(7);
  for (const Filters & filters : KnownFilters())
  {
    this->Write<std::uint16_t>(MakeSeries(filters));
    const auto place = stem5d::FindChunk(m_File, "/data/series", { 3, 2, 0, 0, 5 });
    for (int round = 0; round < 60; ++round)
    {
      std::string original(8, '\0');
      const auto  first = static_cast<std::streamoff>(
        place.first + (round < 20 ? static_cast<std::size_t>(round) : random() % (place.size - original.size())));
      std::fstream stream(m_File, std::ios::in | std::ios::out | std::ios::binary);
      stream.seekg(first);
      stream.read(original.data(), static_cast<std::streamsize>(original.size()));
      stream.seekp(first);
      for (std::size_t i = 0; i < original.size(); ++i)
      {
        stream.put(static_cast<char>(round % 3 == 0 ? 0xFF : random()));
      }
      stream.flush();
      try
      {
        Read<std::uint16_t>(*Open(m_File, H5T_NATIVE_UINT16), { 3, 2, 0, 0, 5 }, { 3, 2, 3, 11, 4 });
      }
      catch (const stem5d::FileError &)
      {}
      stream.seekp(first);
      stream.write(original.data(), static_cast<std::streamsize>(original.size()));
    }
  }
}

TEST(Unshuffle, IsTheDefinition)
{
  std::mt19937 random(3);
  for (const std::size_t size : { 1, 2, 4, 8 })
  {
    for (const std::size_t elements : { 8, 64, 504, 512, 520, 4096 })
    {
      std::vector<unsigned char> values(size * elements);
      for (auto & value : values)
      {
        value = static_cast<unsigned char>(random());
      }
      std::vector<unsigned char> bytes(values.size());
      std::vector<unsigned char> bits(values.size());
      for (std::size_t i = 0; i < elements; ++i)
      {
        for (std::size_t byte = 0; byte < size; ++byte)
        {
          const unsigned char value = values[i * size + byte];
          bytes[byte * elements + i] = value;
          for (std::size_t bit = 0; bit < 8; ++bit)
          {
            bits[((byte * 8 + bit) * elements + i) / 8] |= static_cast<unsigned char>((value >> bit & 1U) << i % 8);
          }
        }
      }
      std::vector<unsigned char> out(values.size());
      stem5d::UnshuffleBytes(bytes.data(), out.data(), bytes.size(), size);
      EXPECT_EQ(out, values);
      stem5d::UnshuffleBits(bits.data(), out.data(), elements, size);
      EXPECT_EQ(out, values);
    }
  }
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "itkSeriesImageIO.h"
#include "itkSeriesImageIOFactory.h"

#include "FileError.h"
#include "OutsideData.h"
#include "TemporaryDirectory.h"
#include "WriteTestSeries.h"

#include <gtest/gtest.h>
#include <itkImageFileReader.h>
#include <itkImageRegionConstIterator.h>
#include <itkPipelineMonitorImageFilter.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <thread>

using stem5d::CentredAxis;
using stem5d::TestSeries;
using stem5d::UniformAxis;

namespace
{
TestSeries
MakeSeries()
{
  TestSeries series;
  series.axes = { UniformAxis("t", "s", 5, 2.0),
                  UniformAxis("y", "nm", 4, 0.16, 1.0),
                  UniformAxis("x", "nm", 3, 0.17),
                  CentredAxis("ky", "1/nm", 6, 0.25),
                  CentredAxis("kx", "1/nm", 8, 0.125) };
  return series;
}

/** Values that tell the elements apart as well as the type can. */
template <typename T>
std::vector<T>
Values(const TestSeries & series)
{
  std::vector<T> values(stem5d::NumberOfElements(series));
  for (std::size_t n = 0; n < values.size(); ++n)
  {
    values[n] = static_cast<T>(static_cast<T>(n % 251) - (std::is_signed_v<T> ? 100 : 0));
  }
  return values;
}

template <typename TImage>
typename TImage::Pointer
ReadWhole(itk::SeriesImageIO * io, const std::string & file)
{
  auto reader = itk::ImageFileReader<TImage>::New();
  reader->SetImageIO(io);
  reader->SetFileName(file);
  reader->Update();
  return reader->GetOutput();
}

template <typename TImage, typename T>
void
ExpectPixels(const TImage * image, const std::vector<T> & values)
{
  ASSERT_EQ(image->GetBufferedRegion().GetNumberOfPixels(), values.size());
  EXPECT_TRUE(std::equal(values.begin(), values.end(), image->GetBufferPointer(), [](T value, auto pixel) {
    return static_cast<typename TImage::PixelType>(value) == pixel;
  }));
}

template <typename TImage>
void
ExpectSizes(const TImage * image, const std::vector<itk::SizeValueType> & sizes)
{
  const auto size = image->GetLargestPossibleRegion().GetSize();
  EXPECT_EQ(std::vector<itk::SizeValueType>(size.begin(), size.end()), sizes);
}

class SeriesImageIOTest : public testing::Test
{
protected:
  template <typename T>
  std::string
  Write(const TestSeries & series, const std::vector<T> & values, const std::string & name = "series.emd")
  {
    stem5d::WriteTestSeries(m_Directory / name, series, values);
    return m_Directory / name;
  }

  stem5d::TemporaryDirectory m_Directory;
};

template <typename T>
class SeriesImageIOComponentTest : public SeriesImageIOTest
{};

using Components = testing::Types<std::uint8_t,
                                  std::int8_t,
                                  std::uint16_t,
                                  std::int16_t,
                                  std::uint32_t,
                                  std::int32_t,
                                  std::uint64_t,
                                  std::int64_t,
                                  float,
                                  double>;
TYPED_TEST_SUITE(SeriesImageIOComponentTest, Components);
} // namespace

TYPED_TEST(SeriesImageIOComponentTest, ReadsEveryTypeInBothByteOrders)
{
  using ImageType = itk::Image<TypeParam, 5>;
  auto       series = MakeSeries();
  const auto values = Values<TypeParam>(series);
  for (const bool bigEndian : { false, true })
  {
    series.bigEndian = bigEndian;
    const auto file = this->Write(series, values);
    auto       io = itk::SeriesImageIO::New();
    ExpectPixels(ReadWhole<ImageType>(io, file).GetPointer(), values);
    EXPECT_EQ(io->GetComponentType(), itk::ImageIOBase::MapPixelType<TypeParam>::CType);

    auto converting = itk::SeriesImageIO::New();
    converting->ConvertToFloatOn();
    ExpectPixels(ReadWhole<itk::Image<float, 5>>(converting, file).GetPointer(), values);
    const bool isKept = std::is_same_v<TypeParam, std::uint8_t> || std::is_same_v<TypeParam, std::uint16_t>;
    EXPECT_EQ(converting->GetComponentType() == itk::IOComponentEnum::FLOAT, !isKept);
  }
}

TEST_F(SeriesImageIOTest, GeometryIsTheCalibration)
{
  const auto series = MakeSeries();
  const auto image = ReadWhole<itk::Image<std::uint16_t, 5>>(itk::SeriesImageIO::New(),
                                                             this->Write(series, Values<std::uint16_t>(series)));
  ExpectSizes(image.GetPointer(), { 8, 6, 3, 4, 5 });

  itk::Image<std::uint16_t, 5>::PointType point;
  image->TransformIndexToPhysicalPoint({ { 4, 3, 2, 1, 4 } }, point);
  const double expected[] = { 0.0, 0.0, 0.34, 1.16, 8.0 };
  for (unsigned int n = 0; n < 5; ++n)
  {
    EXPECT_NEAR(point[n], expected[n], 1e-12);
  }
  EXPECT_TRUE(image->GetDirection().GetVnlMatrix().is_identity());
}

TEST_F(SeriesImageIOTest, ReadsEveryStorage)
{
  const std::vector<std::vector<hsize_t>> chunks{ {}, { 1, 1, 1, 6, 8 }, { 2, 3, 2, 4, 3 }, { 5, 4, 3, 6, 8 } };
  for (const auto & chunk : chunks)
  {
    for (const unsigned int deflate : { 0, 1 })
    {
      auto series = MakeSeries();
      series.chunk = chunk;
      series.deflate = chunk.empty() ? 0 : deflate;
      series.shuffle = series.deflate > 0;
      const auto values = Values<std::uint16_t>(series);
      const auto file = this->Write(series, values);
      ExpectPixels(ReadWhole<itk::Image<std::uint16_t, 5>>(itk::SeriesImageIO::New(), file).GetPointer(), values);
    }
  }
}

TEST_F(SeriesImageIOTest, ReadsEveryRank)
{
  auto series = MakeSeries();
  series.axes.insert(series.axes.begin() + 1, UniformAxis("z", "nm", 2, 1.0));
  auto values = Values<std::uint16_t>(series);
  ExpectPixels(
    ReadWhole<itk::Image<std::uint16_t, 6>>(itk::SeriesImageIO::New(), this->Write(series, values)).GetPointer(),
    values);
  series.axes.erase(series.axes.begin() + 1, series.axes.begin() + 3);
  values = Values<std::uint16_t>(series);
  ExpectPixels(
    ReadWhole<itk::Image<std::uint16_t, 4>>(itk::SeriesImageIO::New(), this->Write(series, values)).GetPointer(),
    values);
  series.axes.erase(series.axes.begin() + 1);
  values = Values<std::uint16_t>(series);
  ExpectPixels(
    ReadWhole<itk::Image<std::uint16_t, 3>>(itk::SeriesImageIO::New(), this->Write(series, values)).GetPointer(),
    values);
}

TEST_F(SeriesImageIOTest, ReadsAnyBoxAlone)
{
  using ImageType = itk::Image<std::uint16_t, 5>;
  auto series = MakeSeries();
  series.chunk = { 2, 3, 2, 4, 3 };
  const auto file = this->Write(series, Values<std::uint16_t>(series));
  const auto whole = ReadWhole<ImageType>(itk::SeriesImageIO::New(), file);

  const std::vector<ImageType::RegionType> boxes{ { { { 0, 0, 0, 2, 0 } }, { { 8, 6, 3, 1, 5 } } },
                                                  { { { 3, 2, 1, 1, 2 } }, { { 2, 3, 1, 2, 2 } } },
                                                  { { { 7, 5, 2, 3, 4 } }, { { 1, 1, 1, 1, 1 } } } };
  auto                                     reader = itk::ImageFileReader<ImageType>::New();
  reader->SetImageIO(itk::SeriesImageIO::New());
  reader->SetFileName(file);
  reader->UpdateOutputInformation();
  for (const auto & box : boxes)
  {
    reader->GetOutput()->SetRequestedRegion(box);
    reader->GetOutput()->Update();
    EXPECT_EQ(reader->GetOutput()->GetBufferedRegion(), box);
    itk::ImageRegionConstIterator<ImageType> expected(whole, box);
    itk::ImageRegionConstIterator<ImageType> actual(reader->GetOutput(), box);
    for (; !actual.IsAtEnd(); ++actual, ++expected)
    {
      ASSERT_EQ(actual.Get(), expected.Get());
    }
  }
}

TEST_F(SeriesImageIOTest, StreamsThroughTheFactory)
{
  using ImageType = itk::Image<std::uint16_t, 5>;
  itk::SeriesImageIOFactory::RegisterOneFactory();
  const auto series = MakeSeries();
  const auto values = Values<std::uint16_t>(series);
  const auto file = this->Write(series, values);
  auto       reader = itk::ImageFileReader<ImageType>::New();
  reader->SetFileName(file + ":/data/series");
  auto monitor = itk::PipelineMonitorImageFilter<ImageType>::New();
  monitor->SetInput(reader->GetOutput());
  monitor->ClearPipelineOnGenerateOutputInformationOff();
  monitor->UpdateOutputInformation();
  EXPECT_STREQ(reader->GetImageIO()->GetNameOfClass(), "SeriesImageIO");

  const auto  largest = monitor->GetOutput()->GetLargestPossibleRegion();
  std::size_t sum = 0;
  for (itk::IndexValueType row = 0; row < 4; ++row)
  {
    auto region = largest;
    region.SetIndex(3, row);
    region.SetSize(3, 1);
    monitor->GetOutput()->SetRequestedRegion(region);
    monitor->GetOutput()->Update();
    for (itk::ImageRegionConstIterator<ImageType> pixel(monitor->GetOutput(), region); !pixel.IsAtEnd(); ++pixel)
    {
      sum += pixel.Get();
    }
  }
  EXPECT_EQ(sum, std::accumulate(values.begin(), values.end(), std::size_t(0)));
  EXPECT_EQ(monitor->GetNumberOfUpdates(), 4u);
  EXPECT_TRUE(monitor->VerifyInputFilterBufferedRequestedRegions());
  EXPECT_TRUE(monitor->VerifyInputFilterMatchedRequestedRegions());
}

TEST_F(SeriesImageIOTest, PresentsLowerRanksWithUnitAxes)
{
  using ImageType = itk::Image<std::uint16_t, 5>;
  const auto read = [this](const std::vector<stem5d::TestAxis> & axes) {
    TestSeries series;
    series.axes = axes;
    const auto values = Values<std::uint16_t>(series);
    auto       io = itk::SeriesImageIO::New();
    io->SetSeriesDimension(5);
    const auto image = ReadWhole<ImageType>(io, this->Write(series, values));
    ExpectPixels(image.GetPointer(), values);
    EXPECT_EQ(io->GetAxes().back().role, stem5d::AxisRole::Time);
    return image;
  };
  const auto  axes = MakeSeries().axes;
  const auto  z = UniformAxis("z", "nm", 1, 1.0);
  const auto &t = axes[0], &y = axes[1], &x = axes[2], &ky = axes[3], &kx = axes[4];

  const auto point = read({ t, ky, kx });
  ExpectSizes(point.GetPointer(), { 8, 6, 1, 1, 5 });
  EXPECT_EQ(point->GetSpacing()[4], 2.0);
  ExpectSizes(read({ t, x, ky, kx }).GetPointer(), { 8, 6, 3, 1, 5 });
  const auto still = read({ y, x, ky, kx });
  ExpectSizes(still.GetPointer(), { 8, 6, 3, 4, 1 });
  EXPECT_EQ(still->GetSpacing()[3], 0.16);
  ExpectSizes(read({ t, y, x, ky, kx }).GetPointer(), { 8, 6, 3, 4, 5 });
  ExpectSizes(read({ t, y, z, x, ky, kx }).GetPointer(), { 8, 6, 3, 4, 5 });
  ExpectSizes(read({ y, x, z, ky, kx }).GetPointer(), { 8, 6, 3, 4, 1 });
  EXPECT_THROW(read({ t, UniformAxis("z", "nm", 2, 1.0), y, x, ky, kx }), stem5d::FileError);
}

TEST_F(SeriesImageIOTest, ReadsABoxOfAPresentedSeries)
{
  auto series = MakeSeries();
  series.axes.erase(series.axes.begin() + 1);
  const auto values = Values<std::uint16_t>(series);
  auto       io = itk::SeriesImageIO::New();
  io->SetSeriesDimension(5);
  io->SetFileName(this->Write(series, values));
  io->ReadImageInformation();
  itk::ImageIORegion region(5);
  region.SetIndex({ 2, 1, 2, 0, 3 });
  region.SetSize({ 1, 1, 1, 1, 1 });
  io->SetIORegion(region);
  std::uint16_t value = 0;
  io->Read(&value);
  EXPECT_EQ(value, values[((3 * 3 + 2) * 6 + 1) * 8 + 2]);
}

TEST_F(SeriesImageIOTest, RefusesImagesOfAnotherRank)
{
  auto       series = MakeSeries();
  const auto file = this->Write(series, Values<std::uint16_t>(series));
  try
  {
    ReadWhole<itk::Image<std::uint16_t, 3>>(itk::SeriesImageIO::New(), file);
    FAIL() << "no exception";
  }
  catch (const stem5d::FileError & error)
  {
    EXPECT_NE(std::string(error.what()).find("5 dimensions and cannot be read as an image of 3"), std::string::npos)
      << error.what();
  }
  EXPECT_NO_THROW((ReadWhole<itk::Image<std::uint16_t, 6>>(itk::SeriesImageIO::New(), file)));

  series.axes[0] = UniformAxis("t", "s", 1, 1.0);
  const auto single = this->Write(series, Values<std::uint16_t>(series));
  EXPECT_NO_THROW((ReadWhole<itk::Image<std::uint16_t, 4>>(itk::SeriesImageIO::New(), single)));
}

TEST_F(SeriesImageIOTest, RefusesRegionsOutside)
{
  const auto series = MakeSeries();
  auto       io = itk::SeriesImageIO::New();
  io->SetFileName(this->Write(series, Values<std::uint16_t>(series)));
  io->ReadImageInformation();
  itk::ImageIORegion region(5);
  region.SetIndex({ 0, 0, 0, 3, 0 });
  region.SetSize({ 1, 1, 1, 2, 1 });
  io->SetIORegion(region);
  std::uint16_t values[2];
  EXPECT_THROW(io->Read(values), itk::ExceptionObject);
}

TEST_F(SeriesImageIOTest, MissingPiecesAreOneError)
{
  auto series = MakeSeries();
  series.axes[0].unit = "";
  series.axes[1].unit = "";
  const auto file = this->Write(series, Values<std::uint16_t>(series));
  auto       io = itk::SeriesImageIO::New();
  io->SetFileName(file);
  try
  {
    io->ReadImageInformation();
    FAIL() << "no exception";
  }
  catch (const stem5d::FileError & error)
  {
    const std::string message = error.what();
    EXPECT_NE(message.find(file), std::string::npos);
    EXPECT_NE(message.find("--frame-period"), std::string::npos);
    EXPECT_NE(message.find("--scan-step"), std::string::npos);
  }

  stem5d::SeriesOptions options;
  options.framePeriod = 3.0;
  options.scanStep = 0.5;
  io->SetOptions(options);
  io->ReadImageInformation();
  EXPECT_EQ(io->GetSpacing(4), 3.0);
  EXPECT_EQ(io->GetSpacing(3), 0.5);
}

TEST_F(SeriesImageIOTest, ClaimsOnlySeries)
{
  const auto series = MakeSeries();
  const auto values = Values<std::uint16_t>(series);
  const auto io = itk::SeriesImageIO::New();
  for (const auto * name : { "a.emd", "a.h5", "a.hdf5", "a.HDF" })
  {
    const auto file = this->Write(series, values, name);
    EXPECT_TRUE(io->CanReadFile(file.c_str())) << file;
    EXPECT_TRUE(io->CanReadFile((file + ":/data/series").c_str())) << file;
    EXPECT_FALSE(io->CanWriteFile(file.c_str()));
  }
  EXPECT_FALSE(io->CanReadFile(this->Write(series, values, "a.tif").c_str()));
  EXPECT_FALSE(io->CanReadFile((m_Directory / "absent.h5").c_str()));
  EXPECT_FALSE(io->CanReadFile(""));
  std::ofstream(m_Directory / "text.h5") << "text";
  EXPECT_FALSE(io->CanReadFile((m_Directory / "text.h5").c_str()));

  auto foreign = series;
  foreign.path = "/ITKImage/0/VoxelData";
  foreign.isEMD = false;
  EXPECT_FALSE(io->CanReadFile(this->Write(foreign, values, "itk.h5").c_str()));
}

TEST_F(SeriesImageIOTest, DamagedChunksAreAnError)
{
  auto series = MakeSeries();
  series.chunk = { 5, 4, 3, 6, 8 };
  series.deflate = 1;
  const auto   file = this->Write(series, Values<std::uint16_t>(series));
  const auto   size = std::filesystem::file_size(file);
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(0);
  std::string bytes(size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  const auto deflated = bytes.find("\x78\x01"); // how zlib begins at level 1
  ASSERT_NE(deflated, std::string::npos);
  stream.seekp(static_cast<std::streamoff>(deflated));
  stream.write("\0\0\0\0\0\0\0\0", 8);
  stream.close();
  try
  {
    ReadWhole<itk::Image<std::uint16_t, 5>>(itk::SeriesImageIO::New(), file);
    FAIL() << "no exception";
  }
  catch (const stem5d::FileError & error)
  {
    EXPECT_NE(std::string(error.what()).find("deflated"), std::string::npos) << error.what();
  }
}

TEST_F(SeriesImageIOTest, ReadsFromSeveralThreads)
{
  auto series = MakeSeries();
  series.chunk = { 1, 1, 1, 6, 8 };
  series.deflate = 1;
  const auto               values = Values<std::uint16_t>(series);
  const auto               file = this->Write(series, values);
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n)
  {
    threads.emplace_back([&values, &file] {
      for (int repetition = 0; repetition < 5; ++repetition)
      {
        ExpectPixels(ReadWhole<itk::Image<std::uint16_t, 5>>(itk::SeriesImageIO::New(), file).GetPointer(), values);
      }
    });
  }
  for (auto & thread : threads)
  {
    thread.join();
  }
}

TEST(OutsideDataTest, ReadsFramesOfAMerlinDetector)
{
  using ImageType = itk::Image<std::uint16_t, 5>;
  STEM5D_OUTSIDE_DATA(file, "merlin_fpd_2x2.hdf5");
  stem5d::SeriesOptions options;
  options.axes = { "y", "x", "colour", "ky", "kx" };
  options.qPixel = 0.1;
  options.centre = { 127.5, 127.5 };
  options.scanStep = 1.0;
  auto io = itk::SeriesImageIO::New();
  io->SetOptions(options);
  io->SetSeriesDimension(5);
  const auto image = ReadWhole<ImageType>(io, file + ":/fpd_expt/fpd_data");
  ExpectSizes(image.GetPointer(), { 256, 256, 2, 2, 1 });

  constexpr std::size_t    pixels = 256 * 256;
  std::vector<std::size_t> sums;
  for (const auto * frame = image->GetBufferPointer(); sums.size() < 4; frame += pixels)
  {
    sums.push_back(std::accumulate(frame, frame + pixels, std::size_t(0)));
  }
  EXPECT_EQ(sums, (std::vector<std::size_t>{ 821833, 822375, 821384, 823283 }));
}

TEST(OutsideDataTest, ReadsTheColloids)
{
  using ImageType = itk::Image<std::uint16_t, 5>;
  STEM5D_OUTSIDE_DATA(file, "colloid_5d.emd");
  const auto image = ReadWhole<ImageType>(itk::SeriesImageIO::New(), file);
  ExpectSizes(image.GetPointer(), { 64, 64, 4, 4, 512 });
  // Computed with h5py.
  EXPECT_EQ(image->GetPixel({ { 35, 30, 2, 1, 300 } }), 9919u);
  const auto * pixels = image->GetBufferPointer();
  EXPECT_EQ(std::accumulate(pixels, pixels + image->GetBufferedRegion().GetNumberOfPixels(), std::size_t(0)),
            5003870730u);
}

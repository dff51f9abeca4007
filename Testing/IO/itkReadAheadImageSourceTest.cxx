/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "itkReadAheadImageSource.h"

#include "DamageChunk.h"
#include "FileError.h"
#include "TemporaryDirectory.h"
#include "WriteTestSeries.h"

#include <gtest/gtest.h>
#include <itkImageRegionConstIteratorWithIndex.h>

namespace
{

using SeriesType = itk::Image<std::uint16_t, 5>;
using SourceType = itk::ReadAheadImageSource<SeriesType>;

/** Seven scan rows of three points, each value the number of its element. */
stem5d::TestSeries
MakeSeries()
{
  stem5d::TestSeries series;
  series.axes = { stem5d::UniformAxis("t", "s", 5, 2.0, 4.0),
                  stem5d::UniformAxis("y", "nm", 7, 0.16, 1.0),
                  stem5d::UniformAxis("x", "nm", 3, 0.17),
                  stem5d::CentredAxis("ky", "1/nm", 4, 0.25),
                  stem5d::CentredAxis("kx", "1/nm", 6, 0.125) };
  series.chunk = { 5, 1, 3, 4, 6 };
  series.deflate = 4;
  return series;
}

itk::SeriesImageIO::Pointer
Open(const std::string & file)
{
  auto io = itk::SeriesImageIO::New();
  io->SetFileName(file);
  io->ReadImageInformation();
  return io;
}

/** The series at `rows` scan rows from `first` on. */
SeriesType::RegionType
Rows(const SourceType & source, itk::IndexValueType first, itk::SizeValueType rows)
{
  auto region = const_cast<SourceType &>(source).GetOutput()->GetLargestPossibleRegion();
  region.SetIndex(3, first);
  region.SetSize(3, rows);
  return region;
}

void
ExpectRead(SourceType * source, const SeriesType::RegionType & region)
{
  source->GetOutput()->SetRequestedRegion(region);
  source->Update();
  const SeriesType * image = source->GetOutput();
  ASSERT_TRUE(image->GetBufferedRegion().IsInside(region));
  SeriesType::OffsetValueType offsets[] = { 1, 6, 24, 72, 504 };
  for (itk::ImageRegionConstIteratorWithIndex<SeriesType> it(image, region); !it.IsAtEnd(); ++it)
  {
    SeriesType::OffsetValueType element = 0;
    for (unsigned int axis = 0; axis < 5; ++axis)
    {
      element += offsets[axis] * it.GetIndex()[axis];
    }
    ASSERT_EQ(it.Get(), static_cast<std::uint16_t>(element)) << it.GetIndex();
  }
}

class ReadAheadImageSourceTest : public testing::Test
{
protected:
  ReadAheadImageSourceTest()
  {
    const auto                 series = MakeSeries();
    std::vector<std::uint16_t> values(stem5d::NumberOfElements(series));
    std::iota(values.begin(), values.end(), 0);
    stem5d::WriteTestSeries(m_File, series, values);
    m_Source->SetImageIO(Open(m_File));
    m_Source->UpdateOutputInformation();
  }

  stem5d::TemporaryDirectory m_Directory;
  std::string                m_File = m_Directory / "series.emd";
  SourceType::Pointer        m_Source = SourceType::New();
};

} // namespace

TEST_F(ReadAheadImageSourceTest, HasTheGeometryOfTheFile)
{
  const SeriesType * image = m_Source->GetOutput();
  EXPECT_EQ(image->GetLargestPossibleRegion(), SeriesType::RegionType(SeriesType::SizeType{ { 6, 4, 3, 7, 5 } }));
  const double spacing[] = { 0.125, 0.25, 0.17, 0.16, 2.0 };
  const double origin[] = { -0.375, -0.5, 0.0, 1.0, 4.0 };
  for (unsigned int axis = 0; axis < 5; ++axis)
  {
    EXPECT_DOUBLE_EQ(image->GetSpacing()[axis], spacing[axis]);
    EXPECT_DOUBLE_EQ(image->GetOrigin()[axis], origin[axis]);
  }
}

TEST_F(ReadAheadImageSourceTest, YieldsThePlannedRegionsAndAnyOthers)
{
  const auto plan = { Rows(*m_Source, 0, 2), Rows(*m_Source, 2, 2), Rows(*m_Source, 4, 2), Rows(*m_Source, 6, 1) };
  m_Source->SetPlannedRegions(plan);
  for (const auto & region : plan)
  {
    ExpectRead(m_Source, region);
  }
  for (const auto & region : { Rows(*m_Source, 2, 2), Rows(*m_Source, 0, 7), Rows(*m_Source, 6, 1), *plan.begin() })
  {
    ExpectRead(m_Source, region);
  }
}

TEST_F(ReadAheadImageSourceTest, UsesTwoBuffersInTurn)
{
  std::vector<SeriesType::RegionType> plan;
  std::vector<std::uint16_t *>        buffers;
  for (itk::IndexValueType row = 0; row < 7; ++row)
  {
    plan.push_back(Rows(*m_Source, row, 1));
  }
  m_Source->SetPlannedRegions(plan);
  for (const auto & region : plan)
  {
    ExpectRead(m_Source, region);
    buffers.push_back(m_Source->GetOutput()->GetBufferPointer());
  }
  EXPECT_NE(buffers[0], buffers[1]);
  for (std::size_t i = 2; i < buffers.size(); ++i)
  {
    EXPECT_EQ(buffers[i], buffers[i - 2]);
  }
}

TEST_F(ReadAheadImageSourceTest, ErrorsReachTheUpdateOfTheirRegion)
{
  stem5d::DamageChunk(m_File, "/data/series/data", { 0, 3, 0, 0, 0 });
  const auto source = SourceType::New();
  source->SetImageIO(Open(m_File));
  source->UpdateOutputInformation();
  source->SetPlannedRegions({ Rows(*source, 0, 3), Rows(*source, 3, 3), Rows(*source, 6, 1) });
  ExpectRead(source, Rows(*source, 0, 3));
  source->GetOutput()->SetRequestedRegion(Rows(*source, 3, 3));
  EXPECT_THROW(source->Update(), stem5d::FileError);
  ExpectRead(source, Rows(*source, 6, 1));
}

TEST_F(ReadAheadImageSourceTest, MayBeDestroyedWhileReading)
{
  m_Source->SetPlannedRegions({ Rows(*m_Source, 0, 1), Rows(*m_Source, 1, 6) });
  ExpectRead(m_Source, Rows(*m_Source, 0, 1));
  m_Source = nullptr;
}

TEST_F(ReadAheadImageSourceTest, RefusesAnotherTypeOrDimension)
{
  const auto floating = itk::ReadAheadImageSource<itk::Image<float, 5>>::New();
  floating->SetImageIO(Open(m_File));
  EXPECT_THROW(floating->Update(), itk::ExceptionObject);
  const auto flat = itk::ReadAheadImageSource<itk::Image<std::uint16_t, 4>>::New();
  flat->SetImageIO(Open(m_File));
  EXPECT_THROW(flat->Update(), itk::ExceptionObject);
  EXPECT_THROW(SourceType::New()->Update(), itk::ExceptionObject);
}

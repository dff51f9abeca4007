/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FileError.h"
#include "OutsideData.h"
#include "SeriesDescription.h"
#include "TemporaryDirectory.h"
#include "WriteTestSeries.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>

using stem5d::AxisRole;
using stem5d::CentredAxis;
using stem5d::DescribeSeries;
using stem5d::SeriesOptions;
using stem5d::TestSeries;
using stem5d::UniformAxis;

namespace
{
/** Axes t, y, x, ky, kx, complete. */
TestSeries
MakeSeries()
{
  TestSeries series;
  series.axes = { UniformAxis("t", "s", 5, 9.887),
                  UniformAxis("y", "nm", 2, 0.16, 3.0),
                  UniformAxis("x", "A", 3, 1.6),
                  CentredAxis("ky", "1/nm", 4, 0.232),
                  CentredAxis("kx", "1/A", 6, 0.0232) };
  return series;
}

class SeriesDescriptionTest : public testing::Test
{
protected:
  std::string
  Write(const TestSeries & series, const std::string & name = "series.emd")
  {
    stem5d::WriteTestSeries(
      m_Directory / name, series, std::vector<std::uint16_t>(stem5d::NumberOfElements(series), 1));
    return m_Directory / name;
  }

  /** Replace the axis of a name, write, describe. */
  stem5d::SeriesDescription
  DescribeWith(const stem5d::TestAxis & axis, const SeriesOptions & options = {})
  {
    auto series = MakeSeries();
    for (auto & old : series.axes)
    {
      old = old.name == axis.name ? axis : old;
    }
    return DescribeSeries(this->Write(series), options);
  }

  static std::string
  ErrorOf(const std::string & name)
  {
    try
    {
      DescribeSeries(name);
    }
    catch (const stem5d::FileError & error)
    {
      return error.what();
    }
    return "no error";
  }

  stem5d::TemporaryDirectory m_Directory;
};

void
ExpectContains(const std::string & text, const std::string & part)
{
  EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in: " << text;
}

/** Exactly one sentence is missing, and it holds these parts. */
void
ExpectMissing(const stem5d::SeriesDescription & description, const std::vector<std::string> & parts)
{
  ASSERT_EQ(description.missing.size(), 1u) << testing::PrintToString(description.missing);
  for (const auto & part : parts)
  {
    ExpectContains(description.missing.front(), part);
  }
}

void
ExpectAxis(const stem5d::Axis & axis, AxisRole role, const std::string & unit, double spacing, double origin)
{
  SCOPED_TRACE(axis.name);
  EXPECT_EQ(axis.role, role);
  EXPECT_EQ(axis.unit, unit);
  EXPECT_NEAR(axis.spacing, spacing, 1e-12 * std::abs(spacing));
  EXPECT_NEAR(axis.origin, origin, 1e-12);
}
} // namespace

TEST_F(SeriesDescriptionTest, DescribesACompleteSeriesInCanonicalUnits)
{
  auto series = MakeSeries();
  series.chunk = { 1, 2, 3, 4, 6 };
  series.shuffle = true;
  series.deflate = 1;
  series.bigEndian = true;
  const auto description = DescribeSeries(this->Write(series));

  EXPECT_EQ(description.missing, std::vector<std::string>());
  EXPECT_EQ(description.notes, std::vector<std::string>());
  EXPECT_EQ(description.format, "EMD 0.2");
  EXPECT_EQ(description.dataset, "/data/series/data");
  EXPECT_EQ(description.componentType, "uint16");
  EXPECT_TRUE(description.bigEndian);
  EXPECT_EQ(description.bytes, 2u * 5 * 2 * 3 * 4 * 6);
  EXPECT_EQ(description.chunk, (std::vector<std::size_t>{ 6, 4, 3, 2, 1 }));
  EXPECT_EQ(description.filters, (std::vector<std::string>{ "shuffle", "deflate" }));

  ASSERT_EQ(description.axes.size(), 5u);
  ExpectAxis(description.axes[0], AxisRole::DiffractionX, "1/nm", 0.232, -3 * 0.232);
  ExpectAxis(description.axes[1], AxisRole::DiffractionY, "1/nm", 0.232, -2 * 0.232);
  ExpectAxis(description.axes[2], AxisRole::Scan, "nm", 0.16, 0.0);
  ExpectAxis(description.axes[3], AxisRole::Scan, "nm", 0.16, 3.0);
  ExpectAxis(description.axes[4], AxisRole::Time, "s", 9.887, 0.0);
  EXPECT_EQ(description.axes[0].size, 6u);
  EXPECT_EQ(description.axes[4].size, 5u);
}

TEST_F(SeriesDescriptionTest, RolesFollowFromOtherNamesAndFromUnits)
{
  auto       series = MakeSeries();
  const auto names = { "Frame", "scanY", "scanX", "qy", "detX" };
  std::transform(series.axes.begin(), series.axes.end(), names.begin(), series.axes.begin(), [](auto axis, auto name) {
    axis.name = name;
    return axis;
  });
  EXPECT_EQ(DescribeSeries(this->Write(series)).missing, std::vector<std::string>());
  for (auto & axis : series.axes)
  {
    axis.name = "";
  }
  const auto description = DescribeSeries(this->Write(series));
  EXPECT_EQ(description.missing, std::vector<std::string>());
  EXPECT_EQ(description.axes[4].role, AxisRole::Time);
}

TEST_F(SeriesDescriptionTest, OptionsOverrideTheFile)
{
  SeriesOptions options;
  options.qPixel = 0.01;
  options.qUnit = "1/A";
  options.centre = { 2.5, 1.25 };
  options.scanStep = 0.5;
  options.framePeriod = 4.8;
  const auto description = DescribeSeries(this->Write(MakeSeries()), options);
  EXPECT_EQ(description.missing, std::vector<std::string>());
  ExpectAxis(description.axes[0], AxisRole::DiffractionX, "1/nm", 0.1, -0.25);
  ExpectAxis(description.axes[1], AxisRole::DiffractionY, "1/nm", 0.1, -0.125);
  ExpectAxis(description.axes[2], AxisRole::Scan, "nm", 0.5, 0.0);
  ExpectAxis(description.axes[3], AxisRole::Scan, "nm", 0.5, 0.0);
  ExpectAxis(description.axes[4], AxisRole::Time, "s", 4.8, 0.0);
}

TEST_F(SeriesDescriptionTest, PixelSizeKeepsTheCentreOfTheFile)
{
  SeriesOptions options;
  options.qPixel = 0.1;
  const auto description = DescribeSeries(this->Write(MakeSeries()), options);
  EXPECT_EQ(description.missing, std::vector<std::string>());
  ExpectAxis(description.axes[0], AxisRole::DiffractionX, "1/nm", 0.1, -0.3);
}

TEST_F(SeriesDescriptionTest, AnglesNeedTheBeamEnergy)
{
  auto series = MakeSeries();
  series.axes[3] = CentredAxis("ky", "mrad", 4, 0.5);
  series.axes[4] = CentredAxis("kx", "rad", 6, 0.5e-3);
  const auto file = this->Write(series);

  const auto without = DescribeSeries(file);
  ASSERT_EQ(without.missing.size(), 2u);
  ExpectContains(without.missing[0], "--beam-energy");

  SeriesOptions options;
  options.beamEnergy = 200.0;
  const auto with = DescribeSeries(file, options);
  EXPECT_EQ(with.missing, std::vector<std::string>());
  ExpectAxis(with.axes[0], AxisRole::DiffractionX, "1/nm", with.axes[1].spacing, 3 * -with.axes[1].spacing);
  EXPECT_NEAR(with.axes[1].spacing, 0.5e-3 / 2.5079e-3, 1e-5);
}

TEST_F(SeriesDescriptionTest, OtherUnitsOfQAreKeptAndReported)
{
  auto series = MakeSeries();
  series.axes[3] = CentredAxis("ky", "rad/um", 4, 0.8);
  series.axes[4] = CentredAxis("kx", "rad/µm", 6, 0.8);
  const auto description = DescribeSeries(this->Write(series));
  EXPECT_EQ(description.missing, std::vector<std::string>());
  ASSERT_EQ(description.notes.size(), 1u);
  ExpectContains(description.notes[0], "rad/um");
  ExpectAxis(description.axes[0], AxisRole::DiffractionX, "rad/um", 0.8, -2.4);
}

TEST_F(SeriesDescriptionTest, UnitsOfQMustAgree)
{
  ExpectMissing(this->DescribeWith(CentredAxis("ky", "rad/um", 4, 0.8)), { "--q-pixel", "rad/um", "1/nm" });
}

TEST_F(SeriesDescriptionTest, MissingScalesNameTheirOptions)
{
  ExpectMissing(this->DescribeWith(CentredAxis("kx", "?/m", 6, 1.0)), { "kx", "?/m", "--q-pixel", "--q-unit" });
  ExpectMissing(this->DescribeWith(UniformAxis("x", "pixel", 3, 1.0)), { "x", "pixel", "--scan-step" });
  ExpectMissing(this->DescribeWith(UniformAxis("t", "_None_", 5, 1.0)), { "t", "_None_", "--frame-period" });

  SeriesOptions options;
  options.qPixel = 1.0;
  options.qUnit = "furlong";
  EXPECT_EQ(DescribeSeries(this->Write(MakeSeries()), options).missing.size(), 2u);
}

TEST_F(SeriesDescriptionTest, MissingCentreNamesItsOption)
{
  ExpectMissing(this->DescribeWith(UniformAxis("kx", "1/nm", 6, 0.232)), { "kx", "--centre" });
  ExpectMissing(this->DescribeWith(UniformAxis("ky", "1/nm", 4, 0.232, 1.0)), { "ky", "--centre" });
}

TEST_F(SeriesDescriptionTest, UnevenAxesAreRefused)
{
  auto axis = UniformAxis("t", "s", 5, 1.0);
  axis.coordinates[2] += 0.25;
  ExpectMissing(this->DescribeWith(axis), { "t is not evenly spaced", "0.25", "--frame-period" });
  axis.coordinates[2] = std::numeric_limits<double>::quiet_NaN();
  ExpectMissing(this->DescribeWith(axis), { "not finite", "--frame-period" });
  axis.coordinates.pop_back();
  ExpectMissing(this->DescribeWith(axis), { "no coordinates", "--frame-period" });

  SeriesOptions options;
  options.framePeriod = 1.0;
  EXPECT_EQ(this->DescribeWith(axis, options).missing, std::vector<std::string>());

  auto slightly = UniformAxis("t", "s", 5, 1.0);
  slightly.coordinates[2] += 5e-4;
  EXPECT_EQ(this->DescribeWith(slightly).missing, std::vector<std::string>());
}

TEST_F(SeriesDescriptionTest, AbsurdSpacingsAreRefused)
{
  for (const double spacing : { 0.0, -1.0, 1e-13, 1e13, std::numeric_limits<double>::infinity() })
  {
    SeriesOptions options;
    options.framePeriod = spacing;
    ExpectMissing(this->DescribeWith(UniformAxis("t", "s", 5, 1.0), options), { "spacing of t", "--frame-period" });
  }
  ExpectMissing(this->DescribeWith(UniformAxis("x", "nm", 3, 0.0)), { "spacing of x is 0 nm", "--scan-step" });
  ExpectMissing(this->DescribeWith(UniformAxis("x", "nm", 3, -0.5)), { "spacing of x is -0.5 nm", "--scan-step" });
}

TEST_F(SeriesDescriptionTest, AxesOfOneElementNeedNoScale)
{
  EXPECT_EQ(this->DescribeWith(UniformAxis("t", "", 1, 1.0)).missing, std::vector<std::string>());
  EXPECT_EQ(this->DescribeWith(UniformAxis("y", "pixel", 1, 1.0)).missing, std::vector<std::string>());
}

TEST_F(SeriesDescriptionTest, StackAxesMayHaveAnyUnit)
{
  auto series = MakeSeries();
  series.axes.insert(series.axes.begin() + 1, UniformAxis("temperature", "K", 2, 10.0, 633.0));
  const auto description = DescribeSeries(this->Write(series));
  EXPECT_EQ(description.missing, std::vector<std::string>());
  ExpectAxis(description.axes[4], AxisRole::Scan, "K", 10.0, 633.0);
}

TEST_F(SeriesDescriptionTest, OtherOrdersOfAxesAreExplained)
{
  auto series = MakeSeries();
  std::rotate(series.axes.begin(), series.axes.begin() + 1, series.axes.end());
  ExpectMissing(DescribeSeries(this->Write(series)), { "(y, x, ky, kx, t)", "--axes" });
}

TEST_F(SeriesDescriptionTest, GenericDatasetsNeedAllOptions)
{
  auto series = MakeSeries();
  series.isEMD = false;
  series.path = "/entry/counts";
  const auto file = this->Write(series, "series.h5");
  for (const auto & name : { file, file + ":/entry/counts" })
  {
    ExpectMissing(
      DescribeSeries(name),
      { "5 x 2 x 3 x 4 x 6", "--axes t,y,x,ky,kx", "--q-pixel", "--centre", "--scan-step", "--frame-period" });
  }

  SeriesOptions options;
  options.axes = { "t", "y", "x", "ky", "kx" };
  EXPECT_EQ(DescribeSeries(file, options).missing.size(), 7u);
  options.qPixel = 0.1;
  options.centre = { 3.0, 2.0 };
  options.scanStep = 0.16;
  options.framePeriod = 1.0;
  EXPECT_EQ(DescribeSeries(file, options).missing, std::vector<std::string>());
  EXPECT_EQ(DescribeSeries(file, options).format, "HDF5");

  options.axes = { "t", "ky", "kx" };
  const auto description = DescribeSeries(file, options);
  ASSERT_FALSE(description.missing.empty());
  ExpectContains(description.missing[0], "--axes names 3 axes");
}

TEST_F(SeriesDescriptionTest, SeveralCandidatesAreListed)
{
  auto series = MakeSeries();
  this->Write(series);
  series.path = "/data/second";
  series.append = true;
  const auto file = this->Write(series);
  const auto error = ErrorOf(file);
  ExpectContains(error, file + ":/data/series/data (5 x 2 x 3 x 4 x 6, uint16)");
  ExpectContains(error, file + ":/data/second/data");
  EXPECT_EQ(DescribeSeries(file + ":/data/second").dataset, "/data/second/data");
  EXPECT_EQ(DescribeSeries(file + ":/data/second/data").format, "EMD 0.2");

  series.axes.pop_back();
  series.path = "/data/table";
  this->Write(series);
  ExpectContains(ErrorOf(file), "several series");
}

TEST_F(SeriesDescriptionTest, TheLargestSeriesOfAnEMDFileIsTaken)
{
  auto series = MakeSeries();
  this->Write(series);
  series.path = "/data/table";
  series.append = true;
  series.axes.erase(series.axes.begin());
  EXPECT_EQ(DescribeSeries(this->Write(series)).dataset, "/data/series/data");
}

TEST_F(SeriesDescriptionTest, FilesWithoutASeriesAreExplained)
{
  auto series = MakeSeries();
  series.axes.erase(series.axes.begin(), series.axes.begin() + 3);
  const auto flat = this->Write(series, "flat.emd");
  ExpectContains(ErrorOf(flat), "no series");
  ExpectContains(ErrorOf(flat), "/data/series/data (4 x 6, uint16)");
  ExpectContains(ErrorOf(flat + ":/data/series"), "rank must be 3 to 6");
  ExpectContains(ErrorOf(flat + ":/data"), "group without a data set");
  ExpectContains(ErrorOf(flat + ":/absent"), "holds nothing at /absent");
  const auto file = this->Write(MakeSeries());
  ExpectContains(ErrorOf(file + ":/absent"), file + ":/data/series/data (5 x 2 x 3 x 4 x 6, uint16)");

  ExpectContains(ErrorOf(m_Directory / "absent.emd"), "No such file or directory");
  ExpectContains(ErrorOf(m_Directory / "absent.h5:/data"), "No such file or directory");

  std::ofstream(m_Directory / "text.h5") << "this is no HDF5 file";
  ExpectContains(ErrorOf(m_Directory / "text.h5"), "not an HDF5 file");
  std::filesystem::create_directory(m_Directory / "directory.h5");
  ExpectContains(ErrorOf(m_Directory / "directory.h5"), "not an HDF5 file");
}

TEST_F(SeriesDescriptionTest, TruncatedFilesAreExplained)
{
  const auto file = this->Write(MakeSeries());
  const auto size = std::filesystem::file_size(file);
  for (const auto length : { size - 1, size / 2, size / 10 })
  {
    std::filesystem::resize_file(file, length);
    ExpectContains(ErrorOf(file), "truncated");
  }
}

TEST_F(SeriesDescriptionTest, ComponentsMustBeRealNumbers)
{
  const auto    name = m_Directory / "complex.h5";
  const hid_t   file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t   complex = H5Tcreate(H5T_COMPOUND, 16);
  const hsize_t shape[] = { 2, 2, 2 };
  const hid_t   space = H5Screate_simple(3, shape, nullptr);
  H5Tinsert(complex, "r", 0, H5T_NATIVE_DOUBLE);
  H5Tinsert(complex, "i", 8, H5T_NATIVE_DOUBLE);
  H5Dclose(H5Dcreate2(file, "series", complex, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  H5Sclose(space);
  H5Tclose(complex);
  H5Fclose(file);
  ExpectContains(ErrorOf(name), "compound");
  ExpectContains(ErrorOf(name + ":/series"), "its type must be");
}

TEST_F(SeriesDescriptionTest, AbsurdSizesAreRefused)
{
  const auto    name = m_Directory / "huge.h5";
  const hid_t   file = H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[] = { hsize_t(1) << 40, 64, 64 };
  const hsize_t chunk[] = { 1, 64, 64 };
  const hid_t   space = H5Screate_simple(3, shape, nullptr);
  const hid_t   storage = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(storage, 3, chunk);
  H5Dclose(H5Dcreate2(file, "series", H5T_STD_U16LE, space, H5P_DEFAULT, storage, H5P_DEFAULT));
  H5Pclose(storage);
  H5Sclose(space);
  H5Fclose(file);
  ExpectContains(ErrorOf(name), "absurdly large");
}

TEST(OutsideDataTest, DescribesTheColloids)
{
  STEM5D_OUTSIDE_DATA(file, "colloid_5d.emd");
  const auto description = DescribeSeries(file);
  EXPECT_EQ(description.missing, std::vector<std::string>());
  ASSERT_EQ(description.axes.size(), 5u);
  EXPECT_EQ(description.axes[0].unit, "1/um");
  EXPECT_NEAR(description.axes[0].spacing, 0.79816886, 1e-8);
  EXPECT_NEAR(description.axes[1].origin, -25.54140369, 1e-8);
  EXPECT_NEAR(description.axes[2].spacing, 7872.0, 1e-9);
  EXPECT_NEAR(description.axes[3].origin, 3936.0, 1e-9);
  EXPECT_NEAR(description.axes[4].spacing, 0.043, 1e-12);
  EXPECT_EQ(description.axes[0].size, 64u);
  EXPECT_EQ(description.axes[3].size, 4u);
  EXPECT_EQ(description.axes[4].size, 512u);
  EXPECT_EQ(description.bytes, 2u * 512 * 4 * 4 * 64 * 64);
}

TEST(OutsideDataTest, ExplainsAnotherVersionOfEMD)
{
  STEM5D_OUTSIDE_DATA(file, "py4DSTEM_size2x3x4x5.h5");
  const auto description = DescribeSeries(file);
  EXPECT_EQ(description.dataset, "/datacube_root/datacube/data");
  ExpectMissing(description, { "2 x 3 x 4 x 5", "--axes" });
}

TEST(OutsideDataTest, ExplainsAnUncalibratedDetector)
{
  STEM5D_OUTSIDE_DATA(file, "merlin_fpd_2x2.hdf5");
  const auto description = DescribeSeries(file);
  EXPECT_EQ(description.dataset, "/fpd_expt/fpd_data/data");
  EXPECT_EQ(description.format, "EMD 0.2");
  EXPECT_TRUE(description.bigEndian);
  EXPECT_EQ(description.filters, (std::vector<std::string>{ "fletcher32", "shuffle", "deflate" }));
  EXPECT_EQ(description.missing.size(), 6u) << testing::PrintToString(description.missing);
}

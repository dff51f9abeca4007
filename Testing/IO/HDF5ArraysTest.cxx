/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FileError.h"
#include "HDF5Arrays.h"
#include "TemporaryDirectory.h"
#include "itkMacro.h"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <cmath>
#include <cstdint>

namespace
{

/** What an attribute of one text holds. */
std::string
TextOf(hid_t file, const char * object, const char * name)
{
  const hid_t attribute = H5Aopen_by_name(file, object, name, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t type = H5Aget_type(attribute);
  char *      characters = nullptr;
  EXPECT_GE(H5Aread(attribute, type, &characters), 0) << object << ' ' << name;
  const std::string text = characters ? characters : "";
  H5free_memory(characters);
  H5Tclose(type);
  H5Aclose(attribute);
  return text;
}

template <typename T>
std::vector<T>
ArrayOf(hid_t file, const char * name, hid_t type, std::vector<hsize_t> & shape)
{
  const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
  const hid_t space = H5Dget_space(dataset);
  shape.resize(H5Sget_simple_extent_ndims(space));
  H5Sget_simple_extent_dims(space, shape.data(), nullptr);
  std::vector<T> values(H5Sget_simple_extent_npoints(space));
  EXPECT_GE(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0) << name;
  H5Sclose(space);
  H5Dclose(dataset);
  return values;
}

} // namespace

TEST(HDF5Arrays, AreReadByOthers)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                path = directory / "a.h5";
  stem5d::HDF5Arrays               arrays(path);
  arrays.Write("/a/map", std::vector<float>{ 1.0F, 2.0F, 3.0F, 4.0F, 5.0F, NAN }, { 2, 3 }, "y x", "nm");
  arrays.Write("/a/deep/status", std::vector<std::uint16_t>{ 1, 65535 }, { 2 }, "x", "1");
  arrays.Write("/names", std::vector<std::string>{ "one", "", "\u03c4" }, "name");
  arrays.SetAttribute("/a", "temperature", std::vector<double>{ 633.0 });
  arrays.SetAttribute("/", "title", "A study");
  EXPECT_EQ(directory.GetNumberOfFiles(), 0u);
  arrays.Commit();
  EXPECT_EQ(directory.GetNumberOfFiles(), 1u);

  const hid_t          file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  std::vector<hsize_t> shape;
  const auto           map = ArrayOf<float>(file, "/a/map", H5T_NATIVE_FLOAT, shape);
  EXPECT_EQ(shape, (std::vector<hsize_t>{ 2, 3 }));
  EXPECT_EQ(map[4], 5.0F);
  EXPECT_TRUE(std::isnan(map[5]));
  EXPECT_EQ(TextOf(file, "/a/map", "units"), "nm");
  EXPECT_EQ(TextOf(file, "/a/map", "axes"), "y x");
  EXPECT_EQ(TextOf(file, "/", "title"), "A study");
  const auto status = ArrayOf<std::uint16_t>(file, "/a/deep/status", H5T_NATIVE_UINT16, shape);
  EXPECT_EQ(status, (std::vector<std::uint16_t>{ 1, 65535 }));

  const hid_t dataset = H5Dopen2(file, "/names", H5P_DEFAULT);
  const hid_t type = H5Dget_type(dataset);
  char *      names[3];
  ASSERT_GE(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, names), 0);
  EXPECT_STREQ(names[0], "one");
  EXPECT_STREQ(names[1], "");
  EXPECT_STREQ(names[2], "\u03c4");
  for (char * name : names)
  {
    H5free_memory(name);
  }
  H5Tclose(type);
  H5Dclose(dataset);
  H5Fclose(file);
}

TEST(HDF5Arrays, RefusesWhatCannotBe)
{
  const stem5d::TemporaryDirectory directory;
  stem5d::HDF5Arrays               arrays(directory / "a.h5");
  arrays.Write("/a", std::vector<double>{ 1.0 }, { 1 }, "x", "1");
  EXPECT_THROW(arrays.Write("/a", std::vector<double>{ 1.0 }, { 1 }, "x", "1"), stem5d::FileError);
  EXPECT_THROW(arrays.Write("/b", std::vector<double>{ 1.0 }, { 2 }, "x", "1"), itk::ExceptionObject);
  EXPECT_THROW(arrays.SetAttribute("/c", "d", "e"), stem5d::FileError);
  stem5d::HDF5Arrays nowhere(directory / "absent/a.h5");
  EXPECT_THROW(nowhere.Commit(), stem5d::FileError);
  EXPECT_EQ(directory.GetNumberOfFiles(), 0u);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef WriteTestSeries_h
#define WriteTestSeries_h

#include <hdf5.h>

#include <array>
#include <cstdint>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <typeindex>
#include <utility>
#include <vector>

namespace stem5d
{
/** One axis of a test series. The coordinates are stored as they are: as many as there are, evenly spaced or not. */
struct TestAxis
{
  std::string         name;
  std::string         unit;
  std::size_t         size = 1;
  std::vector<double> coordinates;
};

inline TestAxis
UniformAxis(const std::string & name, const std::string & unit, std::size_t size, double spacing, double origin = 0.0)
{
  TestAxis axis{ name, unit, size, std::vector<double>(size) };
  for (std::size_t n = 0; n < size; ++n)
  {
    axis.coordinates[n] = origin + spacing * static_cast<double>(n);
  }
  return axis;
}

/** A diffraction axis with its centre on element size / 2. */
inline TestAxis
CentredAxis(const std::string & name, const std::string & unit, std::size_t size, double spacing)
{
  return UniformAxis(name, unit, size, spacing, -spacing * static_cast<double>(size / 2));
}

/** How WriteTestSeries stores a series. */
struct TestSeries
{
  std::vector<TestAxis> axes;                  ///< C order: (t,) (scan...,) ky, kx
  std::string           path = "/data/series"; ///< the EMD group, or the data set of a plain file
  bool                  isEMD = true;
  bool                  append = false; ///< add to an existing file
  bool                  bigEndian = false;
  std::vector<hsize_t>  chunk = {};  ///< C order; empty: contiguous
  unsigned int          deflate = 0; ///< level; 0: none
  bool                  shuffle = false;

  /** Filters beside these, by their numbers and with their parameters, in the order of their application. */
  std::vector<std::pair<int, std::vector<unsigned int>>> filters = {};
};

inline std::size_t
NumberOfElements(const TestSeries & series)
{
  return std::accumulate(series.axes.begin(), series.axes.end(), std::size_t(1), [](std::size_t product, auto & axis) {
    return product * axis.size;
  });
}

namespace detail
{
/** Closes what was opened, also where a test fails. */
struct TestHandle
{
  hid_t id;
  explicit TestHandle(hid_t identifier)
    : id(identifier)
  {
    if (id < 0)
    {
      throw std::runtime_error("HDF5 cannot write the test series");
    }
  }
  ~TestHandle() { H5Idec_ref(id); }
  TestHandle(const TestHandle &) = delete;
  TestHandle &
  operator=(const TestHandle &) = delete;

  operator hid_t() const { return id; }
};

inline void
Succeed(herr_t status)
{
  if (status < 0)
  {
    throw std::runtime_error("HDF5 cannot write the test series");
  }
}

/** Types in memory and, little-endian or big-endian, in the file. */
inline std::pair<hid_t, hid_t>
TestTypes(std::type_index type, bool bigEndian)
{
  const std::map<std::type_index, std::array<hid_t, 3>> types{
    { typeid(std::uint8_t), { H5T_NATIVE_UINT8, H5T_STD_U8LE, H5T_STD_U8BE } },
    { typeid(std::int8_t), { H5T_NATIVE_INT8, H5T_STD_I8LE, H5T_STD_I8BE } },
    { typeid(std::uint16_t), { H5T_NATIVE_UINT16, H5T_STD_U16LE, H5T_STD_U16BE } },
    { typeid(std::int16_t), { H5T_NATIVE_INT16, H5T_STD_I16LE, H5T_STD_I16BE } },
    { typeid(std::uint32_t), { H5T_NATIVE_UINT32, H5T_STD_U32LE, H5T_STD_U32BE } },
    { typeid(std::int32_t), { H5T_NATIVE_INT32, H5T_STD_I32LE, H5T_STD_I32BE } },
    { typeid(std::uint64_t), { H5T_NATIVE_UINT64, H5T_STD_U64LE, H5T_STD_U64BE } },
    { typeid(std::int64_t), { H5T_NATIVE_INT64, H5T_STD_I64LE, H5T_STD_I64BE } },
    { typeid(float), { H5T_NATIVE_FLOAT, H5T_IEEE_F32LE, H5T_IEEE_F32BE } },
    { typeid(double), { H5T_NATIVE_DOUBLE, H5T_IEEE_F64LE, H5T_IEEE_F64BE } }
  };
  const auto & found = types.at(type);
  return { found[0], found[bigEndian ? 2 : 1] };
}

inline void
WriteIntegerAttribute(hid_t object, const char * name, int value)
{
  const TestHandle space(H5Screate(H5S_SCALAR));
  const TestHandle attribute(H5Acreate2(object, name, H5T_STD_I64LE, space, H5P_DEFAULT, H5P_DEFAULT));
  Succeed(H5Awrite(attribute, H5T_NATIVE_INT, &value));
}

inline void
WriteTextAttribute(hid_t object, const char * name, const std::string & text)
{
  const TestHandle space(H5Screate(H5S_SCALAR));
  const TestHandle type(H5Tcopy(H5T_C_S1));
  Succeed(H5Tset_size(type, text.size() + 1));
  const TestHandle attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT));
  Succeed(H5Awrite(attribute, type, text.c_str()));
}

inline void
WriteTestAxis(hid_t group, const std::string & name, const TestAxis & axis)
{
  const hsize_t    size = axis.coordinates.size();
  const TestHandle space(H5Screate_simple(1, &size, nullptr));
  const TestHandle dim(H5Dcreate2(group, name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  Succeed(H5Dwrite(dim, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, axis.coordinates.data()));
  WriteTextAttribute(dim, "name", axis.name);
  WriteTextAttribute(dim, "units", axis.unit);
}
} // namespace detail

/** Write a series as an EMD 0.2 file, or as a plain HDF5 data set. \param values in C order, kx fastest. */
template <typename T>
void
WriteTestSeries(const std::string & fileName, const TestSeries & series, const std::vector<T> & values)
{
  using namespace detail;
  if (values.size() != NumberOfElements(series))
  {
    throw std::invalid_argument("The test series has another number of values than elements");
  }
  const TestHandle file(series.append ? H5Fopen(fileName.c_str(), H5F_ACC_RDWR, H5P_DEFAULT)
                                      : H5Fcreate(fileName.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
  const TestHandle links(H5Pcreate(H5P_LINK_CREATE));
  Succeed(H5Pset_create_intermediate_group(links, 1));
  if (series.isEMD)
  {
    if (!series.append)
    {
      WriteIntegerAttribute(file, "version_major", 0);
      WriteIntegerAttribute(file, "version_minor", 2);
    }
    const TestHandle group(H5Gcreate2(file, series.path.c_str(), links, H5P_DEFAULT, H5P_DEFAULT));
    WriteIntegerAttribute(group, "emd_group_type", 1);
    for (std::size_t n = 0; n < series.axes.size(); ++n)
    {
      WriteTestAxis(group, "dim" + std::to_string(n + 1), series.axes[n]);
    }
  }

  const TestHandle storage(H5Pcreate(H5P_DATASET_CREATE));
  if (!series.chunk.empty())
  {
    Succeed(H5Pset_chunk(storage, static_cast<int>(series.chunk.size()), series.chunk.data()));
  }
  if (series.shuffle)
  {
    Succeed(H5Pset_shuffle(storage));
  }
  if (series.deflate > 0)
  {
    Succeed(H5Pset_deflate(storage, series.deflate));
  }
  for (const auto & [filter, parameters] : series.filters)
  {
    Succeed(H5Pset_filter(storage, filter, H5Z_FLAG_MANDATORY, parameters.size(), parameters.data()));
  }
  std::vector<hsize_t> shape;
  for (const auto & axis : series.axes)
  {
    shape.push_back(axis.size);
  }
  const auto [memoryType, fileType] = TestTypes(typeid(T), series.bigEndian);
  const auto       path = series.isEMD ? series.path + "/data" : series.path;
  const TestHandle space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
  const TestHandle dataset(H5Dcreate2(file, path.c_str(), fileType, space, links, storage, H5P_DEFAULT));
  Succeed(H5Dwrite(dataset, memoryType, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
}
} // namespace stem5d

#endif

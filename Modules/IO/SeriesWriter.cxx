/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SeriesWriter.h"

#include "HDF5Access.h"

#include <functional>
#include <numeric>

namespace stem5d
{
namespace
{

/** Names of units as EMD spells them. */
std::string
EMDUnit(const std::string & unit)
{
  return "[" + (unit == "1/nm" ? "1_/_nm" : unit) + "]";
}

/** Makes the parts of an EMD file. */
class EMDBuilder
{
public:
  EMDBuilder(const std::string & fileName, std::string task)
    : m_Task(std::move(task))
    , m_File(HDF5Own(H5Fcreate(fileName.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), m_Task))
  {
    this->WriteInteger(m_File, "version_major", 0);
    this->WriteInteger(m_File, "version_minor", 2);
  }

  /** A group with its axes and room for its data. \return the data set */
  HDF5Handle
  AddArray(const std::string & path, const std::vector<Axis> & axes, hid_t type)
  {
    const HDF5Handle group = this->AddGroup(path);
    this->WriteInteger(group, "emd_group_type", 1);
    std::vector<hsize_t> shape;
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis)
    {
      shape.push_back(axis->size);
      this->AddDimension(group, "dim" + std::to_string(shape.size()), *axis);
    }
    const auto storage = HDF5Own(H5Pcreate(H5P_DATASET_CREATE), m_Task);
    HDF5Check(H5Pset_alloc_time(storage, H5D_ALLOC_TIME_EARLY), m_Task);
    HDF5Check(H5Pset_fill_time(storage, H5D_FILL_TIME_NEVER), m_Task);
    HDF5Check(H5Pset_obj_track_times(storage, false), m_Task); // the same series is the same bytes
    const auto space = HDF5Own(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), m_Task);
    return HDF5Own(H5Dcreate2(group, "data", type, space, H5P_DEFAULT, storage, H5P_DEFAULT), m_Task);
  }

  HDF5Handle
  AddGroup(const std::string & path)
  {
    const auto links = HDF5Own(H5Pcreate(H5P_LINK_CREATE), m_Task);
    HDF5Check(H5Pset_create_intermediate_group(links, 1), m_Task);
    return HDF5Own(H5Gcreate2(m_File, path.c_str(), links, H5P_DEFAULT, H5P_DEFAULT), m_Task);
  }

private:
  void
  WriteInteger(hid_t object, const char * name, int value)
  {
    const auto space = HDF5Own(H5Screate(H5S_SCALAR), m_Task);
    const auto attribute = HDF5Own(H5Acreate2(object, name, H5T_STD_I64LE, space, H5P_DEFAULT, H5P_DEFAULT), m_Task);
    HDF5Check(H5Awrite(attribute, H5T_NATIVE_INT, &value), m_Task);
  }

  void
  AddDimension(hid_t group, const std::string & name, const Axis & axis)
  {
    std::vector<double> coordinates(axis.size);
    for (std::size_t i = 0; i < axis.size; ++i)
    {
      coordinates[i] = axis.origin + static_cast<double>(i) * axis.spacing;
    }
    const hsize_t size = axis.size;
    const auto    space = HDF5Own(H5Screate_simple(1, &size, nullptr), m_Task);
    const auto    storage = HDF5Own(H5Pcreate(H5P_DATASET_CREATE), m_Task);
    HDF5Check(H5Pset_obj_track_times(storage, false), m_Task);
    const auto dimension =
      HDF5Own(H5Dcreate2(group, name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, storage, H5P_DEFAULT), m_Task);
    HDF5Check(H5Dwrite(dimension, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, coordinates.data()), m_Task);
    HDF5WriteText(dimension, "name", axis.name, m_Task);
    HDF5WriteText(dimension, "units", EMDUnit(axis.unit), m_Task);
  }

  std::string m_Task;
  HDF5Handle  m_File;
};

} // namespace

SeriesWriter::SeriesWriter(const std::string &                                      fileName,
                           const std::string &                                      name,
                           const std::vector<Axis> &                                axes,
                           const std::vector<StoredMap> &                           maps,
                           const std::vector<std::pair<std::string, std::string>> & texts)
  : m_File(fileName)
{
  for (const Axis & axis : axes)
  {
    m_Size.push_back(axis.size);
  }
  const std::string   task = "Cannot write " + fileName;
  const std::uint64_t bytes =
    std::accumulate(m_Size.begin(), m_Size.end(), std::uint64_t{ 2 }, std::multiplies<std::uint64_t>());
  {
    const HDF5Session session;
    EMDBuilder        builder(m_File.GetTemporaryPath(), task);
    const HDF5Handle  truth = builder.AddGroup("/truth");
    for (const auto & [key, text] : texts)
    {
      HDF5WriteText(truth, key, text, task);
    }
    for (const StoredMap & map : maps)
    {
      const HDF5Handle data = builder.AddArray("/truth/" + map.name, map.axes, H5T_IEEE_F32LE);
      HDF5Check(H5Dwrite(data, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, map.values.data()), task);
      HDF5WriteText(data, "units", map.unit, task);
    }
    const HDF5Handle data = builder.AddArray("/data/" + name, axes, H5T_NATIVE_UINT16);
    m_Offset = H5Dget_offset(data);
  }
  m_File.Reserve(m_Offset + bytes);
}

void
SeriesWriter::WriteBlock(const std::array<std::size_t, 2> & first,
                         const std::array<std::size_t, 2> & count,
                         const std::uint16_t *              values)
{
  const std::uint64_t pattern = m_Size[0] * m_Size[1];
  for (std::size_t t = 0; t < m_Size[4]; ++t)
  {
    for (std::size_t y = 0; y < count[1]; ++y)
    {
      const std::uint64_t point = (t * m_Size[3] + first[1] + y) * m_Size[2] + first[0];
      m_File.WriteAt(m_Offset + point * pattern * sizeof(*values),
                     values + (t * count[1] + y) * count[0] * pattern,
                     count[0] * pattern * sizeof(*values));
    }
  }
}

} // namespace stem5d

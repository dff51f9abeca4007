/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SeriesWriter.h"

#include "DeflatedChunk.h"
#include "HDF5Access.h"
#include "itkMultiThreaderBase.h"

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
  /** \param file with room for all that will be made, since HDF5 cannot close a file whose disk is full */
  EMDBuilder(const AtomicFile & file, std::string task)
    : m_Task(std::move(task))
    , m_File(HDF5Own(H5Fopen(file.GetTemporaryPath().c_str(), H5F_ACC_RDWR, H5P_DEFAULT), m_Task))
  {
    this->WriteInteger(m_File, "version_major", 0);
    this->WriteInteger(m_File, "version_minor", 2);
  }

  HDF5Handle
  TakeFile()
  {
    return std::move(m_File);
  }

  /** A group with its axes and room for its data. \return the data set */
  HDF5Handle
  AddArray(const std::string & path, const std::vector<Axis> & axes, hid_t type, const HDF5Handle & storage)
  {
    const HDF5Handle group = this->AddGroup(path);
    this->WriteInteger(group, "emd_group_type", 1);
    std::vector<hsize_t> shape;
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis)
    {
      shape.push_back(axis->size);
      this->AddDimension(group, "dim" + std::to_string(shape.size()), *axis);
    }
    const auto space = HDF5Own(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), m_Task);
    return HDF5Own(H5Dcreate2(group, "data", type, space, H5P_DEFAULT, storage, H5P_DEFAULT), m_Task);
  }

  /** Storage in one piece, there from the beginning. */
  HDF5Handle
  ContiguousStorage() const
  {
    auto storage = this->EmptyStorage();
    HDF5Check(H5Pset_alloc_time(storage, H5D_ALLOC_TIME_EARLY), m_Task);
    return storage;
  }

  /** Storage in compressed chunks. \param chunk slowest axis first */
  HDF5Handle
  CompressedStorage(const std::vector<hsize_t> & chunk, int level) const
  {
    auto storage = this->EmptyStorage();
    HDF5Check(H5Pset_chunk(storage, static_cast<int>(chunk.size()), chunk.data()), m_Task);
    HDF5Check(H5Pset_shuffle(storage), m_Task);
    HDF5Check(H5Pset_deflate(storage, static_cast<unsigned int>(level)), m_Task);
    return storage;
  }

  HDF5Handle
  AddGroup(const std::string & path)
  {
    const auto links = HDF5Own(H5Pcreate(H5P_LINK_CREATE), m_Task);
    HDF5Check(H5Pset_create_intermediate_group(links, 1), m_Task);
    return HDF5Own(H5Gcreate2(m_File, path.c_str(), links, H5P_DEFAULT, H5P_DEFAULT), m_Task);
  }

private:
  HDF5Handle
  EmptyStorage() const
  {
    auto storage = HDF5Own(H5Pcreate(H5P_DATASET_CREATE), m_Task);
    HDF5Check(H5Pset_fill_time(storage, H5D_FILL_TIME_NEVER), m_Task);
    HDF5Check(H5Pset_obj_track_times(storage, false), m_Task); // the same series is the same bytes
    return storage;
  }

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

/** What HDF5 needs beside the values of arrays: with much to spare. */
constexpr std::uint64_t RoomForStructure = 1ull << 20;
constexpr std::uint64_t RoomInIndex = 256; // for a chunk

std::uint64_t
BytesOf(const std::vector<Axis> & axes, std::uint64_t bytesOfElement)
{
  return std::accumulate(
    axes.begin(), axes.end(), bytesOfElement, [](std::uint64_t bytes, const Axis & axis) { return bytes * axis.size; });
}

/** The bytes of arrays with the coordinates along their axes. */
std::uint64_t
BytesOf(const std::vector<StoredMap> & maps)
{
  std::uint64_t bytes = 0;
  for (const StoredMap & map : maps)
  {
    bytes += BytesOf(map.axes, sizeof(float));
    for (const Axis & axis : map.axes)
    {
      bytes += axis.size * sizeof(double);
    }
  }
  return bytes;
}

/** The frames of a chunk: all, or a part of them such that the fewest chunks of at most 1 MiB hold all. That is what
 * other programs' caches hold. */
std::size_t
FramesOfChunk(std::size_t frames, std::size_t patternBytes)
{
  const std::size_t most = std::max<std::size_t>((1u << 20) / patternBytes, 1);
  const std::size_t chunks = (frames + most - 1) / most;
  return (frames + chunks - 1) / chunks;
}

std::string
TaskOf(const AtomicFile & file)
{
  return "Cannot write " + file.GetPath();
}

} // namespace

/** A compressed series in its open file. */
struct SeriesWriter::Chunks
{
  int         level;
  std::size_t frames; ///< of a chunk
  HDF5Handle  file;
  HDF5Handle  data;

  /** Where the file ends, with all that HDF5 has not written yet. */
  std::uint64_t
  End(const std::string & task) const
  {
    hsize_t size = 0;
    HDF5Check(H5Fget_filesize(file, &size), task);
    return size;
  }
};

SeriesWriter::SeriesWriter(const std::string &                                      fileName,
                           const std::string &                                      name,
                           const std::vector<Axis> &                                axes,
                           const std::vector<StoredMap> &                           maps,
                           const std::vector<std::pair<std::string, std::string>> & texts,
                           int                                                      compression)
  : m_File(fileName)
{
  if (compression < 0 || compression > 9)
  {
    throw std::invalid_argument("the level of compression is " + std::to_string(compression) +
                                ": give 1 (fast) to 9 (small), or 0 for none");
  }
  for (const Axis & axis : axes)
  {
    m_Size.push_back(axis.size);
  }
  const std::string   task = TaskOf(m_File);
  const HDF5Session   session;
  const auto          image = HDF5ImageOf(CreateHDF5InMemory(task), task);
  const std::uint64_t seriesBytes = BytesOf(axes, sizeof(std::uint16_t));
  m_File.Write(image.data(), image.size());
  m_File.Reserve(RoomForStructure + BytesOf(maps) + (compression == 0 ? seriesBytes : 0));

  EMDBuilder       builder(m_File, task);
  const HDF5Handle truth = builder.AddGroup("/truth");
  for (const auto & [key, text] : texts)
  {
    HDF5WriteText(truth, key, text, task);
  }
  for (const StoredMap & map : maps)
  {
    const HDF5Handle data =
      builder.AddArray("/truth/" + map.name, map.axes, H5T_IEEE_F32LE, builder.ContiguousStorage());
    HDF5Check(H5Dwrite(data, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, map.values.data()), task);
    HDF5WriteText(data, "units", map.unit, task);
  }
  const std::string path = "/data/" + name;
  if (compression == 0)
  {
    const HDF5Handle data = builder.AddArray(path, axes, H5T_NATIVE_UINT16, builder.ContiguousStorage());
    m_Offset = H5Dget_offset(data);
    return; // HDF5 cuts the file where the series ends
  }
  const std::size_t frames = FramesOfChunk(m_Size[4], m_Size[0] * m_Size[1] * sizeof(std::uint16_t));
  HDF5Handle        data = builder.AddArray(
    path, axes, H5T_NATIVE_UINT16, builder.CompressedStorage({ frames, 1, 1, m_Size[1], m_Size[0] }, compression));
  m_Chunks = std::make_unique<Chunks>(Chunks{ compression, frames, builder.TakeFile(), std::move(data) });
}

SeriesWriter::~SeriesWriter() = default;

void
SeriesWriter::WriteBlock(const std::array<std::size_t, 2> & first,
                         const std::array<std::size_t, 2> & count,
                         const std::uint16_t *              values)
{
  const std::size_t row = m_Size[0] * m_Size[1] * count[0];
  for (std::size_t y = 0; y < count[1]; ++y)
  {
    this->WriteRow(first[0], first[1] + y, count[0], values + y * row, count[1] * row);
  }
}

/** Writes scan points of one row. \param frameStride from a frame of the values to the next */
void
SeriesWriter::WriteRow(
  std::size_t x, std::size_t y, std::size_t count, const std::uint16_t * values, std::size_t frameStride)
{
  const std::size_t pixels = m_Size[0] * m_Size[1];
  if (!m_Chunks)
  {
    for (std::size_t t = 0; t < m_Size[4]; ++t)
    {
      const std::uint64_t point = (t * m_Size[3] + y) * m_Size[2] + x;
      m_File.WriteAt(
        m_Offset + point * pixels * sizeof(*values), values + t * frameStride, count * pixels * sizeof(*values));
    }
    return;
  }
  const std::size_t                       chunksOfPoint = (m_Size[4] + m_Chunks->frames - 1) / m_Chunks->frames;
  std::vector<std::vector<unsigned char>> chunks(count * chunksOfPoint);
  const auto                              deflate = [&](itk::SizeValueType i) {
    const std::size_t t = i % chunksOfPoint * m_Chunks->frames;
    chunks[i] = DeflatedChunk(values + t * frameStride + i / chunksOfPoint * pixels,
                              frameStride,
                              pixels,
                              std::min(m_Chunks->frames, m_Size[4] - t),
                              m_Chunks->frames,
                              m_Chunks->level);
  };
  itk::MultiThreaderBase::New()->ParallelizeArray(0, chunks.size(), deflate, nullptr);

  const std::string task = TaskOf(m_File);
  const HDF5Session session;
  std::uint64_t     room = m_Chunks->End(task) + RoomForStructure + RoomInIndex * chunks.size();
  for (const auto & chunk : chunks)
  {
    room += chunk.size();
  }
  m_File.Reserve(room);
  for (std::size_t i = 0; i < chunks.size(); ++i)
  {
    const hsize_t start[] = { i % chunksOfPoint * m_Chunks->frames, y, x + i / chunksOfPoint, 0, 0 };
    HDF5Check(H5Dwrite_chunk(m_Chunks->data, H5P_DEFAULT, 0, start, chunks[i].size(), chunks[i].data()), task);
  }
}

void
SeriesWriter::Commit()
{
  if (m_Chunks)
  {
    const HDF5Session   session;
    const std::uint64_t end = m_Chunks->End(TaskOf(m_File));
    m_Chunks.reset();
    m_File.Truncate(end);
  }
  m_File.Commit();
}

} // namespace stem5d

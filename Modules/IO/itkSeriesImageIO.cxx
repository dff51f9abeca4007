/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "itkSeriesImageIO.h"

#include "BoxReader.h"
#include "HDF5Series.h"

#include <itkMultiThreaderBase.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace itk
{
namespace
{
constexpr int addedAxis = -1;

/** How a component type is presented by ITK and asked for from HDF5. */
struct Component
{
  IOComponentEnum presented;
  hid_t           memoryType;
};

template <typename T>
Component
MakeComponent(hid_t memoryType)
{
  return { ImageIOBase::MapPixelType<T>::CType, memoryType };
}

Component
ComponentOf(const std::string & type, bool convertToFloat)
{
  if (convertToFloat && type != "uint8" && type != "uint16")
  {
    return MakeComponent<float>(H5T_NATIVE_FLOAT);
  }
  const std::map<std::string, Component> components{ { "uint8", MakeComponent<std::uint8_t>(H5T_NATIVE_UINT8) },
                                                     { "int8", MakeComponent<std::int8_t>(H5T_NATIVE_INT8) },
                                                     { "uint16", MakeComponent<std::uint16_t>(H5T_NATIVE_UINT16) },
                                                     { "int16", MakeComponent<std::int16_t>(H5T_NATIVE_INT16) },
                                                     { "uint32", MakeComponent<std::uint32_t>(H5T_NATIVE_UINT32) },
                                                     { "int32", MakeComponent<std::int32_t>(H5T_NATIVE_INT32) },
                                                     { "uint64", MakeComponent<std::uint64_t>(H5T_NATIVE_UINT64) },
                                                     { "int64", MakeComponent<std::int64_t>(H5T_NATIVE_INT64) },
                                                     { "float32", MakeComponent<float>(H5T_NATIVE_FLOAT) },
                                                     { "float64", MakeComponent<double>(H5T_NATIVE_DOUBLE) } };
  return components.at(type);
}

/** Boxes over scan rows share the chunks that are several rows thick. One layer of them is kept if it is small; else
 *  HDF5's own small cache serves as well. */
stem5d::HDF5Handle
ChunkCache(const stem5d::SeriesDescription & description, const std::string & task)
{
  constexpr double largestCache = 64.0 * 1024 * 1024;

  auto       access = stem5d::HDF5Own(H5Pcreate(H5P_DATASET_ACCESS), task);
  const auto rank = description.chunk.size();
  if (rank == 0)
  {
    return access;
  }
  const bool  hasTime = description.axes.back().role == stem5d::AxisRole::Time;
  const auto  rows = rank - (hasTime ? 2 : 1);
  double      bytes = static_cast<double>(description.bytes);
  std::size_t chunks = 1;
  for (std::size_t n = 0; n < rank; ++n)
  {
    const auto size = description.axes[n].size;
    const auto chunksAlong = (size + description.chunk[n] - 1) / description.chunk[n];
    bytes *= static_cast<double>((n == rows ? 1 : chunksAlong) * description.chunk[n]) / static_cast<double>(size);
    chunks *= n == rows ? 1 : chunksAlong;
  }
  if (description.chunk[rows] > 1 && bytes <= largestCache)
  {
    const auto slots = std::min<std::size_t>(10 * chunks + 1, 1000003);
    stem5d::HDF5Check(H5Pset_chunk_cache(access, slots, static_cast<std::size_t>(bytes), H5D_CHUNK_CACHE_W0_DEFAULT),
                      task);
  }
  return access;
}
} // namespace

struct SeriesImageIO::Source
{
  std::string                        name;
  std::unique_ptr<stem5d::BoxReader> reader;
};

SeriesImageIO::SeriesImageIO()
  : m_NumberOfThreads(MultiThreaderBase::GetGlobalDefaultNumberOfThreads())
{
  for (const char * extension : { ".emd", ".h5", ".hdf5", ".hdf" })
  {
    this->AddSupportedReadExtension(extension);
  }
  this->SetNumberOfComponents(1);
  this->SetPixelType(IOPixelEnum::SCALAR);
  this->SetFileTypeToBinary();
}

SeriesImageIO::~SeriesImageIO() = default;

void
SeriesImageIO::SetOptions(const stem5d::SeriesOptions & options)
{
  m_Options = options;
  this->Modified();
}

bool
SeriesImageIO::CanReadFile(const char * fileName)
{
  const auto file = stem5d::SplitSeriesName(fileName).first;
  if (!this->HasSupportedReadExtension(file.c_str()))
  {
    return false;
  }
  const stem5d::HDF5Session session;
  if (H5Fis_hdf5(file.c_str()) <= 0)
  {
    return false;
  }
  // Files of itk::HDF5ImageIO have the same extensions but are that class's to read.
  const stem5d::HDF5Handle opened(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
  return opened < 0 || H5Lexists(opened, "ITKImage", H5P_DEFAULT) <= 0;
}

void
SeriesImageIO::ReadImageInformation()
{
  m_Source.reset();
  m_Description = stem5d::DescribeSeries(m_FileName, m_Options);
  const auto name = m_Description.file + ':' + m_Description.dataset;
  if (!m_Description.missing.empty())
  {
    auto message = "Cannot interpret " + name + '.';
    for (const auto & sentence : m_Description.missing)
    {
      message += "\n  " + sentence;
    }
    throw stem5d::FileError(message);
  }
  this->CheckFrames();
  this->ChoosePresentedAxes();

  const auto axes = this->GetAxes();
  this->SetNumberOfDimensions(static_cast<unsigned int>(axes.size()));
  for (unsigned int n = 0; n < axes.size(); ++n)
  {
    this->SetDimensions(n, axes[n].size);
    this->SetSpacing(n, axes[n].spacing);
    this->SetOrigin(n, axes[n].origin);
    this->SetDirection(n, this->GetDefaultDirection(n));
  }
  const stem5d::HDF5Session session;
  const auto                component = ComponentOf(m_Description.componentType, m_ConvertToFloat);
  this->SetComponentType(component.presented);
  this->SetByteOrder(m_Description.bigEndian ? IOByteOrderEnum::BigEndian : IOByteOrderEnum::LittleEndian);

  const auto task = "Cannot read " + name;
  const auto file = stem5d::OpenHDF5File(m_Description.file);
  const auto access = ChunkCache(m_Description, task);
  auto       dataset = stem5d::HDF5Own(H5Dopen2(file, m_Description.dataset.c_str(), access), task);
  m_Source.reset(new Source{ m_FileName, stem5d::MakeBoxReader(std::move(dataset), component.memoryType, task) });
}

void
SeriesImageIO::CheckFrames() const
{
  const auto & last = m_Description.axes.back();
  const auto   recorded = last.role == stem5d::AxisRole::Time ? last.size : 1;
  if (m_FirstFrame >= recorded || m_NumberOfFrames > recorded - m_FirstFrame)
  {
    throw stem5d::FileError("The frames " + std::to_string(m_FirstFrame) + " to " +
                            std::to_string(m_FirstFrame + std::max<std::size_t>(m_NumberOfFrames, 1) - 1) +
                            " are not all in " + m_Description.file + ':' + m_Description.dataset + ", which has " +
                            std::to_string(recorded) + ": give a first frame and a number of frames inside of it.");
  }
}

void
SeriesImageIO::ChoosePresentedAxes()
{
  const auto & axes = m_Description.axes;
  m_PresentedAxes.resize(axes.size());
  std::iota(m_PresentedAxes.begin(), m_PresentedAxes.end(), 0);
  if (m_SeriesDimension == 0)
  {
    return;
  }
  if (!this->SupportsDimension(m_SeriesDimension))
  {
    itkExceptionMacro("SeriesDimension is " << m_SeriesDimension << " but must be 0 or 3 to 6.");
  }

  int time = addedAxis;
  if (axes.back().role == stem5d::AxisRole::Time)
  {
    time = m_PresentedAxes.back();
    m_PresentedAxes.pop_back();
  }
  while (m_PresentedAxes.size() + 1 > m_SeriesDimension)
  {
    const auto single = std::find_if(
      m_PresentedAxes.begin() + 2, m_PresentedAxes.end(), [&axes](int axis) { return axes[axis].size == 1; });
    if (single == m_PresentedAxes.end())
    {
      throw stem5d::FileError(m_Description.file + ':' + m_Description.dataset + " (" + this->GetShapeAsString() +
                              ") has more axes than an image of " + std::to_string(m_SeriesDimension) +
                              " dimensions with time last.");
    }
    m_PresentedAxes.erase(single);
  }
  m_PresentedAxes.resize(m_SeriesDimension - 1, addedAxis);
  m_PresentedAxes.push_back(time);
}

std::vector<stem5d::Axis>
SeriesImageIO::GetAxes() const
{
  std::vector<stem5d::Axis> axes;
  for (const int axis : m_PresentedAxes)
  {
    const bool isTime = axes.size() + 1 == m_PresentedAxes.size();
    axes.push_back(axis != addedAxis ? m_Description.axes[axis]
                   : isTime          ? stem5d::Axis{ stem5d::AxisRole::Time, "t", "s" }
                                     : stem5d::Axis{ stem5d::AxisRole::Scan, "scan", "nm" });
    if (axes.back().role == stem5d::AxisRole::Time)
    {
      auto & time = axes.back();
      time.origin += static_cast<double>(m_FirstFrame) * time.spacing;
      time.size = m_NumberOfFrames > 0 ? m_NumberOfFrames : time.size - m_FirstFrame;
    }
  }
  return axes;
}

std::string
SeriesImageIO::GetShapeAsString() const
{
  std::vector<std::size_t> shape;
  for (const auto & axis : m_Description.axes)
  {
    shape.insert(shape.begin(), axis.size);
  }
  return stem5d::ShapeAsString(shape);
}

void
SeriesImageIO::CheckRegion() const
{
  const auto imageDimension = m_IORegion.GetImageDimension();
  const auto seriesDimension = this->GetNumberOfDimensions();
  bool       isInside = true;
  for (unsigned int n = 0; n < std::max(imageDimension, seriesDimension); ++n)
  {
    const auto size = n < seriesDimension ? this->GetDimensions(n) : 1;
    const auto first = n < imageDimension ? m_IORegion.GetIndex(n) : 0;
    const auto count = n < imageDimension ? m_IORegion.GetSize(n) : 1;
    if (n >= imageDimension && size > 1)
    {
      throw stem5d::FileError(m_Description.file + ':' + m_Description.dataset + " (" + this->GetShapeAsString() +
                              ") is a series of " + std::to_string(seriesDimension) +
                              " dimensions and cannot be read as an image of " + std::to_string(imageDimension) + '.');
    }
    isInside = isInside && first >= 0 && first + count <= size;
  }
  if (!isInside)
  {
    itkExceptionMacro("The region to read is not inside the series (" << this->GetShapeAsString() << "):\n"
                                                                      << m_IORegion);
  }
}

void
SeriesImageIO::Read(void * buffer)
{
  if (!m_Source || m_Source->name != m_FileName)
  {
    this->ReadImageInformation();
  }
  this->CheckRegion();

  const auto     rank = m_Description.axes.size();
  stem5d::Extent start(rank, 0);
  stem5d::Extent count(rank, 1);
  for (unsigned int n = 0; n < std::min<std::size_t>(m_PresentedAxes.size(), m_IORegion.GetImageDimension()); ++n)
  {
    if (m_PresentedAxes[n] != addedAxis)
    {
      const auto axis = rank - 1 - m_PresentedAxes[n];
      const bool isTime = m_Description.axes[m_PresentedAxes[n]].role == stem5d::AxisRole::Time;
      start[axis] = m_IORegion.GetIndex(n) + (isTime ? m_FirstFrame : 0);
      count[axis] = m_IORegion.GetSize(n);
    }
  }

  m_Source->reader->Read(start, count, buffer, m_NumberOfThreads);
}

std::size_t
SeriesImageIO::GetWorkBytes() const
{
  return m_Source ? m_Source->reader->WorkBytes(m_NumberOfThreads) : 0;
}

void
SeriesImageIO::WriteImageInformation()
{
  itkExceptionMacro("Series are read only.");
}

void
SeriesImageIO::Write(const void *)
{
  itkExceptionMacro("Series are read only.");
}

void
SeriesImageIO::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "SeriesDimension: " << m_SeriesDimension << std::endl;
  os << indent << "ConvertToFloat: " << (m_ConvertToFloat ? "On" : "Off") << std::endl;
  os << indent << "NumberOfThreads: " << m_NumberOfThreads << std::endl;
  os << indent << "FirstFrame: " << m_FirstFrame << std::endl;
  os << indent << "NumberOfFrames: " << m_NumberOfFrames << std::endl;
  os << indent << "Dataset: " << m_Description.dataset << std::endl;
  os << indent << "Format: " << m_Description.format << std::endl;
  os << indent << "Axes:" << std::endl;
  for (const auto & axis : this->GetAxes())
  {
    os << indent.GetNextIndent() << axis.name << ": " << axis.size << " x " << axis.spacing << ' ' << axis.unit
       << " from " << axis.origin << std::endl;
  }
}
} // namespace itk

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "HDF5Series.h"

#include "HDF5Storage.h"
#include "SeriesDescription.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace stem5d
{
namespace
{
constexpr std::size_t minimumRank = 3;
constexpr std::size_t maximumRank = 6;

struct Dataset
{
  std::string              path;
  std::vector<std::size_t> shape;
  std::string              type;
  std::size_t              typeSize = 0;
  bool                     isReal = false;
  bool                     isBigEndian = false;

  bool
  IsSeries() const
  {
    return isReal && shape.size() >= minimumRank && shape.size() <= maximumRank;
  }

  double
  NumberOfElements() const
  {
    double product = 1.0;
    for (const auto size : shape)
    {
      product *= static_cast<double>(size);
    }
    return product;
  }
};

/** The groups and data sets of a file. */
struct Contents
{
  std::vector<std::string> groups;
  std::vector<std::string> datasets;
};

herr_t
AddToContents(hid_t, const char * name, const H5O_info_t * info, void * contents)
{
  const auto path = std::string(name) == "." ? std::string() : std::string("/") + name;
  if (info->type == H5O_TYPE_GROUP)
  {
    static_cast<Contents *>(contents)->groups.push_back(path);
  }
  else if (info->type == H5O_TYPE_DATASET)
  {
    static_cast<Contents *>(contents)->datasets.push_back(path);
  }
  return 0;
}

/** Reads what is said about data sets in one open file. */
class Inspector
{
public:
  explicit Inspector(const std::string & file)
    : m_Task("Cannot read " + file)
    , m_FileName(file)
    , m_File(OpenHDF5File(file))
  {}

  Dataset
  FindNamed(const std::string & path) const;

  Dataset
  FindOnly() const;

  StoredSeries
  Describe(const Dataset & dataset) const;

private:
  Contents
  ListContents() const;

  /** Paths begin with a slash; the root group's is empty. */
  HDF5Handle
  Open(const std::string & path) const
  {
    return HDF5Own(H5Oopen(m_File, path.empty() ? "/" : path.c_str(), H5P_DEFAULT), m_Task + ':' + path);
  }

  bool
  Exists(const std::string & path) const
  {
    const HDF5Handle object(H5Oopen(m_File, path.c_str(), H5P_DEFAULT));
    return object >= 0;
  }

  bool
  IsDataset(const std::string & path) const
  {
    const HDF5Handle object(H5Oopen(m_File, path.c_str(), H5P_DEFAULT));
    return object >= 0 && H5Iget_type(object) == H5I_DATASET;
  }

  Dataset
  ReadDataset(const std::string & path) const;

  std::vector<Dataset>
  ReadDatasets(const std::vector<std::string> & paths) const;

  std::string
  ReadText(const std::string & path, const char * attribute) const;

  long
  ReadInteger(const std::string & path, const char * attribute, long absent) const;

  bool
  IsEMDGroup(const std::string & path) const
  {
    return this->ReadInteger(path, "emd_group_type", 0) == 1 && this->IsDataset(path + "/data");
  }

  StoredDimension
  ReadDimension(const std::string & path, std::size_t size) const;

  void
  ReadStorage(StoredSeries & series) const;

  [[noreturn]] void
  ThrowWithCandidates(const std::string & problem, const std::vector<Dataset> & candidates) const;

  std::string m_Task;
  std::string m_FileName;
  HDF5Handle  m_File;
};

Contents
Inspector::ListContents() const
{
  Contents contents;
  HDF5Check(H5Ovisit2(m_File, H5_INDEX_NAME, H5_ITER_INC, AddToContents, &contents, H5O_INFO_BASIC), m_Task);
  return contents;
}

void
ReadType(hid_t type, Dataset & dataset)
{
  const auto typeClass = H5Tget_class(type);
  const auto bits = 8 * H5Tget_size(type);
  const bool isInteger = typeClass == H5T_INTEGER && (bits == 8 || bits == 16 || bits == 32 || bits == 64);
  const bool isFloat = typeClass == H5T_FLOAT && (bits == 32 || bits == 64);
  dataset.typeSize = bits / 8;
  dataset.isReal = isInteger || isFloat;
  dataset.isBigEndian = dataset.isReal && bits > 8 && H5Tget_order(type) == H5T_ORDER_BE;
  switch (typeClass)
  {
    case H5T_INTEGER:
      dataset.type = (H5Tget_sign(type) == H5T_SGN_NONE ? "uint" : "int") + std::to_string(bits);
      break;
    case H5T_FLOAT:
      dataset.type = "float" + std::to_string(bits);
      break;
    case H5T_STRING:
      dataset.type = "string";
      break;
    case H5T_COMPOUND:
      dataset.type = "compound, such as complex";
      break;
    default:
      dataset.type = "neither integer nor float";
  }
}

Dataset
Inspector::ReadDataset(const std::string & path) const
{
  const auto dataset = this->Open(path);
  const auto type = HDF5Own(H5Dget_type(dataset), m_Task + ':' + path);
  const auto space = HDF5Own(H5Dget_space(dataset), m_Task + ':' + path);
  const auto rank = HDF5Check(H5Sget_simple_extent_ndims(space), m_Task + ':' + path);

  std::vector<hsize_t> shape(rank);
  HDF5Check(H5Sget_simple_extent_dims(space, shape.data(), nullptr), m_Task + ':' + path);

  Dataset result;
  result.path = path;
  result.shape.assign(shape.begin(), shape.end());
  ReadType(type, result);
  return result;
}

std::string
Inspector::ReadText(const std::string & path, const char * attribute) const
{
  const auto       task = m_Task + ':' + path + " (attribute " + attribute + ')';
  const auto       object = this->Open(path);
  const HDF5Handle stored(H5Aopen(object, attribute, H5P_DEFAULT));
  if (stored < 0)
  {
    return {};
  }
  const auto type = HDF5Own(H5Aget_type(stored), task);
  const auto space = HDF5Own(H5Aget_space(stored), task);
  if (H5Tget_class(type) != H5T_STRING || H5Sget_simple_extent_npoints(space) != 1)
  {
    return {};
  }
  if (H5Tis_variable_str(type) > 0)
  {
    char * text = nullptr;
    HDF5Check(H5Aread(stored, type, &text), task);
    const std::string result = text == nullptr ? "" : text;
    H5free_memory(text);
    return result;
  }
  std::string text(H5Tget_size(type), '\0');
  HDF5Check(H5Aread(stored, type, text.data()), task);
  return text.substr(0, text.find('\0'));
}

long
Inspector::ReadInteger(const std::string & path, const char * attribute, long absent) const
{
  const auto       task = m_Task + ':' + path + " (attribute " + attribute + ')';
  const auto       object = this->Open(path);
  const HDF5Handle stored(H5Aopen(object, attribute, H5P_DEFAULT));
  if (stored < 0)
  {
    return absent;
  }
  const auto type = HDF5Own(H5Aget_type(stored), task);
  const auto space = HDF5Own(H5Aget_space(stored), task);
  if (H5Tget_class(type) != H5T_INTEGER || H5Sget_simple_extent_npoints(space) != 1)
  {
    return absent;
  }
  long value = absent;
  HDF5Check(H5Aread(stored, H5T_NATIVE_LONG, &value), task);
  return value;
}

void
Inspector::ThrowWithCandidates(const std::string & problem, const std::vector<Dataset> & candidates) const
{
  auto message = problem;
  for (const auto & candidate : candidates)
  {
    message +=
      "\n  " + m_FileName + ':' + candidate.path + " (" + ShapeAsString(candidate.shape) + ", " + candidate.type + ')';
  }
  throw FileError(message);
}

std::vector<Dataset>
Inspector::ReadDatasets(const std::vector<std::string> & paths) const
{
  std::vector<Dataset> datasets;
  for (const auto & path : paths)
  {
    datasets.push_back(this->ReadDataset(path));
  }
  return datasets;
}

std::vector<Dataset>
SelectSeries(const std::vector<Dataset> & datasets)
{
  std::vector<Dataset> series;
  std::copy_if(
    datasets.begin(), datasets.end(), std::back_inserter(series), [](auto & dataset) { return dataset.IsSeries(); });
  return series;
}

Dataset
Inspector::FindNamed(const std::string & path) const
{
  if (!this->Exists(path))
  {
    this->ThrowWithCandidates(m_FileName + " holds nothing at " + path + ". It holds these series:",
                              SelectSeries(this->ReadDatasets(this->ListContents().datasets)));
  }
  if (this->IsDataset(path))
  {
    return this->ReadDataset(path);
  }
  if (!this->IsDataset(path + "/data"))
  {
    throw FileError(m_FileName + ':' + path + " is a group without a data set 'data'. Give the path of a data set.");
  }
  return this->ReadDataset(path + "/data");
}

Dataset
Inspector::FindOnly() const
{
  const auto               contents = this->ListContents();
  std::vector<std::string> groupData;
  for (const auto & group : contents.groups)
  {
    if (this->IsEMDGroup(group))
    {
      groupData.push_back(group + "/data");
    }
  }
  const bool isEMD = !groupData.empty();
  const auto all = this->ReadDatasets(isEMD ? groupData : contents.datasets);
  auto       series = SelectSeries(all);
  if (series.empty())
  {
    this->ThrowWithCandidates(m_FileName + " holds no series, a data set of real numbers of rank 3 to 6." +
                                (all.empty() ? " It is empty." : " Its data sets are:"),
                              all);
  }
  // An EMD file keeps small tables (exposures, thresholds) in the same form: the series is what is large.
  std::sort(series.begin(), series.end(), [](auto & left, auto & right) {
    return left.NumberOfElements() > right.NumberOfElements();
  });
  const bool isAmbiguous =
    series.size() > 1 && (!isEMD || series[0].NumberOfElements() == series[1].NumberOfElements());
  if (isAmbiguous)
  {
    this->ThrowWithCandidates(m_FileName + " holds several series. Name one of them as FILE:/PATH:", series);
  }
  return series.front();
}

StoredDimension
Inspector::ReadDimension(const std::string & path, std::size_t size) const
{
  if (!this->IsDataset(path))
  {
    return {};
  }
  StoredDimension dimension{ this->ReadText(path, "name"), this->ReadText(path, "units"), {} };
  const auto      values = this->ReadDataset(path);
  if (values.isReal && values.shape == std::vector<std::size_t>{ size })
  {
    dimension.values.resize(size);
    HDF5Check(H5Dread(this->Open(path), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, dimension.values.data()),
              m_Task + ':' + path);
  }
  return dimension;
}

void
Inspector::ReadStorage(StoredSeries & series) const
{
  const auto task = m_Task + ':' + series.dataset;
  const auto dataset = this->Open(series.dataset);
  const auto properties = HDF5Own(H5Dget_create_plist(dataset), task);
  if (H5Pget_layout(properties) != H5D_CHUNKED)
  {
    return;
  }
  std::vector<hsize_t> chunk(series.shape.size());
  const int            rank = HDF5Check(H5Pget_chunk(properties, static_cast<int>(chunk.size()), chunk.data()), task);
  if (static_cast<std::size_t>(rank) != chunk.size() || std::find(chunk.begin(), chunk.end(), 0) != chunk.end())
  {
    throw FileError(task + ": the shape of its chunks is damaged.");
  }
  series.chunk.assign(chunk.begin(), chunk.end());

  for (const StoredFilter & filter : HDF5FiltersOf(properties, task))
  {
    const std::string name = filter.name.empty() ? "filter " + std::to_string(filter.identifier) : filter.name;
    series.filters.push_back(name);
    if (H5Zfilter_avail(filter.identifier) <= 0 && !ChunkDecoder::CanDecode({ filter }))
    {
      series.unavailableFilters.push_back(name);
    }
  }
}

StoredSeries
Inspector::Describe(const Dataset & dataset) const
{
  const auto where = m_FileName + ':' + dataset.path + " (" + ShapeAsString(dataset.shape) + ", " + dataset.type + ')';
  if (!dataset.isReal)
  {
    throw FileError(where +
                    " cannot be read: its type must be an integer of 8 to 64 bits or a float of 32 or 64 bits.");
  }
  if (!dataset.IsSeries())
  {
    throw FileError(where + " is no series: its rank must be 3 to 6.");
  }
  // Sizes come from the file, and memory is reserved by them: a damaged one must not ask for all there is.
  constexpr std::size_t largestAxis = std::size_t(1) << 24;
  const auto [smallest, largest] = std::minmax_element(dataset.shape.begin(), dataset.shape.end());
  if (*smallest == 0 || *largest > largestAxis || dataset.NumberOfElements() > 1e15)
  {
    throw FileError(where + " is no series: it is empty or absurdly large.");
  }

  StoredSeries series;
  series.file = m_FileName;
  series.dataset = dataset.path;
  series.format = "HDF5";
  series.shape = dataset.shape;
  series.dimensions.resize(dataset.shape.size());
  series.componentType = dataset.type;
  series.componentSize = dataset.typeSize;
  series.bigEndian = dataset.isBigEndian;
  this->ReadStorage(series);

  const auto slash = dataset.path.rfind('/');
  const auto group = dataset.path.substr(0, slash);
  if (dataset.path.substr(slash) == "/data" && this->IsEMDGroup(group))
  {
    series.format = "EMD " + std::to_string(this->ReadInteger("", "version_major", 0)) + '.' +
                    std::to_string(this->ReadInteger("", "version_minor", 2));
    for (std::size_t axis = 0; axis < series.shape.size(); ++axis)
    {
      series.dimensions[axis] = this->ReadDimension(group + "/dim" + std::to_string(axis + 1), series.shape[axis]);
    }
  }
  return series;
}
} // namespace

std::pair<std::string, std::string>
SplitSeriesName(const std::string & fileName)
{
  const auto colon = fileName.rfind(":/");
  if (colon == std::string::npos || std::filesystem::exists(fileName))
  {
    return { fileName, {} };
  }
  return { fileName.substr(0, colon), fileName.substr(colon + 1) };
}

StoredSeries
FindSeries(const std::string & fileName)
{
  const HDF5Session session;
  const auto [file, path] = SplitSeriesName(fileName);
  const Inspector inspector(file);
  return inspector.Describe(path.empty() ? inspector.FindOnly() : inspector.FindNamed(path));
}
} // namespace stem5d

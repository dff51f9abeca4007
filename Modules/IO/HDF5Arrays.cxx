/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "HDF5Arrays.h"

#include "AtomicFile.h"
#include "HDF5Access.h"
#include "HDF5MemoryType.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>

namespace stem5d
{
class HDF5Arrays::Implementation
{
public:
  explicit Implementation(const std::string & path)
    : m_Path(path)
    , m_Task("Cannot write " + path)
  {
    const HDF5Session session;
    m_File = CreateHDF5InMemory(m_Task);
  }

  ~Implementation()
  {
    const HDF5Session session;
    m_File = HDF5Handle();
  }

  void
  Write(const std::string &          name,
        hid_t                        type,
        const void *                 values,
        const std::vector<hsize_t> & shape,
        const std::string &          axes,
        const std::string &          units)
  {
    const HDF5Session session;
    const auto        links = HDF5Own(H5Pcreate(H5P_LINK_CREATE), m_Task);
    HDF5Check(H5Pset_create_intermediate_group(links, 1), m_Task);
    const auto space = HDF5Own(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), m_Task);
    const auto storage = HDF5Own(H5Pcreate(H5P_DATASET_CREATE), m_Task);
    HDF5Check(H5Pset_obj_track_times(storage, false), m_Task); // the same arrays are the same bytes
    const auto dataset = HDF5Own(H5Dcreate2(m_File, name.c_str(), type, space, links, storage, H5P_DEFAULT), m_Task);
    HDF5Check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), m_Task);
    HDF5WriteText(dataset, "axes", axes, m_Task);
    HDF5WriteText(dataset, "units", units, m_Task);
  }

  void
  WriteTexts(const std::string & name, const std::vector<std::string> & texts, const std::string & axis)
  {
    const HDF5Session         session;
    std::vector<const char *> characters;
    std::transform(texts.begin(), texts.end(), std::back_inserter(characters), [](const std::string & text) {
      return text.c_str();
    });
    this->Write(name, HDF5TextType(m_Task), characters.data(), { texts.size() }, axis, "1");
  }

  void
  SetNumbers(const std::string & object, const std::string & name, const std::vector<double> & numbers)
  {
    const HDF5Session session;
    const hsize_t     size = numbers.size();
    const auto        space = HDF5Own(H5Screate_simple(1, &size, nullptr), m_Task);
    const auto        owner = this->Open(object);
    const auto        attribute =
      HDF5Own(H5Acreate2(owner, name.c_str(), H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT), m_Task);
    HDF5Check(H5Awrite(attribute, H5T_NATIVE_DOUBLE, numbers.data()), m_Task);
  }

  void
  SetText(const std::string & object, const std::string & name, const std::string & text)
  {
    const HDF5Session session;
    HDF5WriteText(this->Open(object), name, text, m_Task);
  }

  void
  Commit()
  {
    const HDF5Session       session;
    AtomicFile              file(m_Path);
    const std::vector<char> image = HDF5ImageOf(m_File, m_Task);
    file.Write(image.data(), image.size());
    file.Commit();
  }

private:
  HDF5Handle
  Open(const std::string & object) const
  {
    return HDF5Own(H5Oopen(m_File, object.c_str(), H5P_DEFAULT), m_Task + " (" + object + ')');
  }

  std::string m_Path;
  std::string m_Task;
  HDF5Handle  m_File;
};

HDF5Arrays::HDF5Arrays(const std::string & path)
  : m_Implementation(std::make_unique<Implementation>(path))
{}

HDF5Arrays::~HDF5Arrays() = default;

template <typename T>
void
HDF5Arrays::Write(const std::string &              name,
                  const std::vector<T> &           values,
                  const std::vector<std::size_t> & shape,
                  const std::string &              axes,
                  const std::string &              units)
{
  if (std::accumulate(shape.begin(), shape.end(), std::size_t(1), std::multiplies<>()) != values.size())
  {
    itkGenericExceptionMacro("The shape of the array " << name << " is not that of its " << values.size()
                                                       << " values.");
  }
  const std::vector<hsize_t> extent(shape.begin(), shape.end());
  m_Implementation->Write(name, HDF5MemoryType<T>(), values.data(), extent, axes, units);
}

template void
HDF5Arrays::Write(const std::string &,
                  const std::vector<double> &,
                  const std::vector<std::size_t> &,
                  const std::string &,
                  const std::string &);
template void
HDF5Arrays::Write(const std::string &,
                  const std::vector<float> &,
                  const std::vector<std::size_t> &,
                  const std::string &,
                  const std::string &);
template void
HDF5Arrays::Write(const std::string &,
                  const std::vector<std::uint8_t> &,
                  const std::vector<std::size_t> &,
                  const std::string &,
                  const std::string &);
template void
HDF5Arrays::Write(const std::string &,
                  const std::vector<std::uint16_t> &,
                  const std::vector<std::size_t> &,
                  const std::string &,
                  const std::string &);

void
HDF5Arrays::Write(const std::string & name, const std::vector<std::string> & texts, const std::string & axis)
{
  m_Implementation->WriteTexts(name, texts, axis);
}

void
HDF5Arrays::SetAttribute(const std::string & object, const std::string & name, const std::vector<double> & numbers)
{
  m_Implementation->SetNumbers(object, name, numbers);
}

void
HDF5Arrays::SetAttribute(const std::string & object, const std::string & name, const std::string & text)
{
  m_Implementation->SetText(object, name, text);
}

void
HDF5Arrays::Commit()
{
  m_Implementation->Commit();
}

class HDF5ArraysReader::Implementation
{
public:
  Implementation(const std::string & path, const std::string & what)
    : m_Task("Cannot read " + what + " of " + path)
  {
    const HDF5Session session;
    m_File = OpenHDF5File(path);
  }

  template <typename T>
  std::vector<T>
  Read(const std::string & name, std::vector<std::size_t> * shape) const
  {
    const HDF5Session    session;
    const auto           dataset = this->Open(name);
    const auto           space = HDF5Own(H5Dget_space(dataset), m_Task);
    std::vector<hsize_t> extent(HDF5Check(H5Sget_simple_extent_ndims(space), m_Task));
    HDF5Check(H5Sget_simple_extent_dims(space, extent.data(), nullptr), m_Task);
    const auto count = static_cast<hsize_t>(HDF5Check(H5Sget_simple_extent_npoints(space), m_Task));
    const auto type = HDF5Own(H5Dget_type(dataset), m_Task);
    if (count > H5Dget_storage_size(dataset) / H5Tget_size(type)) // arrays are stored whole and as they are
    {
      throw FileError(m_Task + " (" + name + "): it is damaged.");
    }
    std::vector<T> values(count);
    HDF5Check(H5Dread(dataset, HDF5MemoryType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), m_Task);
    if (shape != nullptr)
    {
      shape->assign(extent.begin(), extent.end());
    }
    return values;
  }

  std::vector<double>
  ReadNumbers(const std::string & object, const std::string & name) const
  {
    const HDF5Session   session;
    const auto          attribute = HDF5Own(H5Aopen(this->Open(object), name.c_str(), H5P_DEFAULT), m_Task);
    const auto          space = HDF5Own(H5Aget_space(attribute), m_Task);
    std::vector<double> numbers(HDF5Check(H5Sget_simple_extent_npoints(space), m_Task));
    HDF5Check(H5Aread(attribute, H5T_NATIVE_DOUBLE, numbers.data()), m_Task);
    return numbers;
  }

  std::string
  ReadText(const std::string & object, const std::string & name) const
  {
    const HDF5Session session;
    const auto        attribute = HDF5Own(H5Aopen(this->Open(object), name.c_str(), H5P_DEFAULT), m_Task);
    const auto        space = HDF5Own(H5Aget_space(attribute), m_Task);
    if (H5Sget_simple_extent_npoints(space) != 1)
    {
      throw FileError(m_Task + " (" + name + "): it is not one text.");
    }
    char * characters = nullptr;
    HDF5Check(H5Aread(attribute, HDF5TextType(m_Task), &characters), m_Task);
    const std::string text = characters == nullptr ? "" : characters;
    H5free_memory(characters);
    return text;
  }

  bool
  Has(const std::string & name) const
  {
    const HDF5Session session;
    const std::string group = name.substr(0, name.rfind('/'));
    return H5Lexists(m_File, group.c_str(), H5P_DEFAULT) > 0 && H5Lexists(m_File, name.c_str(), H5P_DEFAULT) > 0;
  }

private:
  HDF5Handle
  Open(const std::string & object) const
  {
    return HDF5Own(H5Oopen(m_File, object.c_str(), H5P_DEFAULT), m_Task + " (" + object + ')');
  }

  std::string m_Task;
  HDF5Handle  m_File;
};

HDF5ArraysReader::HDF5ArraysReader(const std::string & path, const std::string & what)
  : m_Implementation(std::make_unique<Implementation>(path, what))
{}

HDF5ArraysReader::HDF5ArraysReader(HDF5ArraysReader &&) noexcept = default;

HDF5ArraysReader::~HDF5ArraysReader() = default;

template <typename T>
std::vector<T>
HDF5ArraysReader::Read(const std::string & name, std::vector<std::size_t> * shape) const
{
  return m_Implementation->Read<T>(name, shape);
}

template std::vector<double>
HDF5ArraysReader::Read(const std::string &, std::vector<std::size_t> *) const;
template std::vector<float>
HDF5ArraysReader::Read(const std::string &, std::vector<std::size_t> *) const;
template std::vector<std::uint8_t>
HDF5ArraysReader::Read(const std::string &, std::vector<std::size_t> *) const;
template std::vector<std::uint16_t>
HDF5ArraysReader::Read(const std::string &, std::vector<std::size_t> *) const;

std::vector<double>
HDF5ArraysReader::ReadNumbers(const std::string & object, const std::string & name) const
{
  return m_Implementation->ReadNumbers(object, name);
}

std::string
HDF5ArraysReader::ReadText(const std::string & object, const std::string & name) const
{
  return m_Implementation->ReadText(object, name);
}

bool
HDF5ArraysReader::Has(const std::string & name) const
{
  return m_Implementation->Has(name);
}
} // namespace stem5d

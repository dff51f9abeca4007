/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef HDF5Storage_h
#define HDF5Storage_h

#include "BoxReader.h"
#include "ChunkDecoder.h"

#include <algorithm>

namespace stem5d
{

/** The shape of a data set. */
inline Extent
HDF5ShapeOf(hid_t dataset, const std::string & task)
{
  const auto space = HDF5Own(H5Dget_space(dataset), task);
  Extent     shape(static_cast<std::size_t>(HDF5Check(H5Sget_simple_extent_ndims(space), task)));
  HDF5Check(H5Sget_simple_extent_dims(space, shape.data(), nullptr), task);
  return shape;
}

/** Bytes of an element of a data set in its file. */
inline std::size_t
HDF5ElementSizeOf(hid_t dataset, const std::string & task)
{
  return H5Tget_size(HDF5Own(H5Dget_type(dataset), task));
}

/** The filters of a data set's creation properties. */
inline std::vector<StoredFilter>
HDF5FiltersOf(hid_t properties, const std::string & task)
{
  std::vector<StoredFilter> filters(static_cast<std::size_t>(HDF5Check(H5Pget_nfilters(properties), task)));
  for (std::size_t n = 0; n < filters.size(); ++n)
  {
    StoredFilter & filter = filters[n];
    unsigned int   flags = 0;
    std::size_t    size = 32; // more parameters than any filter has that is known
    char           name[64] = "";
    filter.parameters.resize(size);
    filter.identifier = H5Pget_filter2(
      properties, static_cast<unsigned int>(n), &flags, &size, filter.parameters.data(), sizeof(name), name, nullptr);
    HDF5Check(filter.identifier, task);
    filter.parameters.resize(std::min(size, filter.parameters.size()));
    filter.name = name;
  }
  return filters;
}

} // namespace stem5d

#endif

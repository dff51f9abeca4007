/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef HDF5Storage_h
#define HDF5Storage_h

#include "BoxReader.h"

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

} // namespace stem5d

#endif

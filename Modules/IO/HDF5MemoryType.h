/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef HDF5MemoryType_h
#define HDF5MemoryType_h

#include <hdf5.h>

#include <cstdint>
#include <type_traits>

namespace stem5d
{
/** The HDF5 type of a number in memory. */
template <typename T>
hid_t
HDF5MemoryType()
{
  if constexpr (std::is_same_v<T, double>)
  {
    return H5T_NATIVE_DOUBLE;
  }
  else if constexpr (std::is_same_v<T, float>)
  {
    return H5T_NATIVE_FLOAT;
  }
  else if constexpr (std::is_same_v<T, std::uint16_t>)
  {
    return H5T_NATIVE_UINT16;
  }
  else
  {
    static_assert(std::is_same_v<T, std::uint8_t>);
    return H5T_NATIVE_UINT8;
  }
}
} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CopyElements.h"

#include <cstdint>
#include <cstring>
#include <utility>

namespace stem5d
{
namespace
{

template <std::size_t VSize>
void
Copy(const unsigned char * from, unsigned char * to, std::size_t count)
{
  std::memcpy(to, from, count * VSize);
}

template <typename TFrom>
void
ConvertToFloat(const unsigned char * from, unsigned char * to, std::size_t count)
{
  for (std::size_t i = 0; i < count; ++i)
  {
    TFrom value;
    std::memcpy(&value, from + i * sizeof(value), sizeof(value));
    const auto converted = static_cast<float>(value);
    std::memcpy(to + i * sizeof(converted), &converted, sizeof(converted));
  }
}

CopyElements
CopyOfSize(std::size_t size)
{
  switch (size)
  {
    case 1:
      return &Copy<1>;
    case 2:
      return &Copy<2>;
    case 4:
      return &Copy<4>;
    case 8:
      return &Copy<8>;
    default:
      return nullptr;
  }
}

} // namespace

CopyElements
CopyElementsFor(hid_t fileType, hid_t memoryType)
{
  if (H5Tequal(fileType, memoryType) > 0)
  {
    return CopyOfSize(H5Tget_size(fileType));
  }
  if (H5Tequal(memoryType, H5T_NATIVE_FLOAT) > 0)
  {
    const std::pair<hid_t, CopyElements> conversions[] = {
      { H5T_NATIVE_INT8, &ConvertToFloat<std::int8_t> },   { H5T_NATIVE_INT16, &ConvertToFloat<std::int16_t> },
      { H5T_NATIVE_INT32, &ConvertToFloat<std::int32_t> }, { H5T_NATIVE_UINT32, &ConvertToFloat<std::uint32_t> },
      { H5T_NATIVE_INT64, &ConvertToFloat<std::int64_t> }, { H5T_NATIVE_UINT64, &ConvertToFloat<std::uint64_t> },
      { H5T_NATIVE_DOUBLE, &ConvertToFloat<double> }
    };
    for (const auto & [type, convert] : conversions)
    {
      if (H5Tequal(fileType, type) > 0)
      {
        return convert;
      }
    }
  }
  return nullptr;
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef DetectorGrid_h
#define DetectorGrid_h

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <ostream>

namespace stem5d
{

/** \brief The detector pixels of a series: axes kx (0) and ky (1) in the unit of Q.
 *
 * `first` is the centre of the first pixel relative to the diffraction centre, which lies at physical (0, 0), so |Q| of
 * a pixel is the norm of its centre. */
struct DetectorGrid
{
  std::array<std::size_t, 2> size{};
  std::array<double, 2>      spacing{};
  std::array<double, 2>      first{};

  std::size_t
  NumberOfPixels() const
  {
    return size[0] * size[1];
  }

  /** The longer side. */
  double
  Extent() const
  {
    return std::max(static_cast<double>(size[0]) * spacing[0], static_cast<double>(size[1]) * spacing[1]);
  }

  /** Centre of a pixel along an axis. */
  double
  Coordinate(unsigned int axis, std::size_t pixel) const
  {
    return first[axis] + static_cast<double>(pixel) * spacing[axis];
  }

  /** The grid of blocks of `factor` x `factor` pixels; pixels that fill no whole block are left out. */
  DetectorGrid
  Binned(std::size_t factor) const
  {
    DetectorGrid binned;
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      binned.size[axis] = size[axis] / factor;
      binned.spacing[axis] = spacing[axis] * static_cast<double>(factor);
      binned.first[axis] = first[axis] + 0.5 * static_cast<double>(factor - 1) * spacing[axis];
    }
    return binned;
  }

  /** Whether both have the same pixels, to a thousandth of a pixel. */
  bool
  IsCongruent(const DetectorGrid & other) const
  {
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      const double tolerance = 1e-3 * std::abs(spacing[axis]);
      const double extent = static_cast<double>(size[axis]) * std::abs(spacing[axis] - other.spacing[axis]);
      if (size[axis] != other.size[axis] || extent > tolerance || std::abs(first[axis] - other.first[axis]) > tolerance)
      {
        return false;
      }
    }
    return true;
  }

  friend std::ostream &
  operator<<(std::ostream & os, const DetectorGrid & grid)
  {
    return os << grid.size[0] << " x " << grid.size[1] << " pixels of " << grid.spacing[0] << " x " << grid.spacing[1]
              << " from (" << grid.first[0] << ", " << grid.first[1] << ")";
  }
};

/** The detector pixels of an image whose first two axes are kx and ky (an itk::ImageBase with its information set). */
template <typename TImageBase>
DetectorGrid
DetectorGridOf(const TImageBase & image)
{
  const auto & region = image.GetLargestPossibleRegion();
  DetectorGrid grid;
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    grid.size[axis] = region.GetSize(axis);
    grid.spacing[axis] = image.GetSpacing()[axis];
    grid.first[axis] = image.GetOrigin()[axis] + static_cast<double>(region.GetIndex(axis)) * grid.spacing[axis];
  }
  return grid;
}

} // namespace stem5d

#endif

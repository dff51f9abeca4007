/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ScanBlocks_h
#define ScanBlocks_h

#include "itkIndexRange.h"

#include <algorithm>
#include <vector>

namespace stem5d
{

/** \brief Divides a scan into blocks of at most `points` points, in the order of the file: as many whole rows as fit,
 * or pieces of one row where none fits. (ITK's splitters make a number of pieces, not pieces of a size.) */
template <unsigned int VDimension>
std::vector<itk::ImageRegion<VDimension>>
ScanBlocks(const itk::ImageRegion<VDimension> & scan, std::size_t points)
{
  // the axis that is cut: all faster ones stay whole, all slower ones are taken one by one
  unsigned int axis = 0;
  std::size_t  slab = 1;
  while (axis + 1 < VDimension && slab * scan.GetSize(axis) <= points)
  {
    slab *= scan.GetSize(axis++);
  }
  const std::size_t length = std::clamp<std::size_t>(points / slab, 1, scan.GetSize(axis));

  auto starts = scan;
  for (unsigned int faster = 0; faster <= axis; ++faster)
  {
    starts.SetSize(faster, 1);
  }
  std::vector<itk::ImageRegion<VDimension>> blocks;
  for (const auto & start : itk::ImageRegionIndexRange<VDimension>(starts))
  {
    for (std::size_t done = 0; done < scan.GetSize(axis); done += length)
    {
      itk::ImageRegion<VDimension> block(start, starts.GetSize());
      for (unsigned int slower = 0; slower < VDimension; ++slower)
      {
        block.SetSize(slower, slower < axis ? scan.GetSize(slower) : 1);
      }
      block.SetIndex(axis, scan.GetIndex(axis) + static_cast<itk::IndexValueType>(done));
      block.SetSize(axis, std::min<std::size_t>(length, scan.GetSize(axis) - done));
      blocks.push_back(block);
    }
  }
  return blocks;
}

} // namespace stem5d

#endif

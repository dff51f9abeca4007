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

/** What is read at a time, if memory allows: large enough for long runs in the file, small enough to see progress. */
constexpr std::size_t BlockBytes = 64ull << 20;

/** \brief The scan points of a chunk of the file along every scan axis, 1 where it is not chunked.
 * \param chunk of the whole series in ITK's order, empty where it is not chunked */
template <unsigned int VDimension>
itk::Size<VDimension>
ScanGranule(const std::vector<std::size_t> & chunk)
{
  auto granule = itk::Size<VDimension>::Filled(1);
  for (std::size_t axis = 2; axis + 1 < chunk.size() && axis - 2 < VDimension; ++axis)
  {
    granule[axis - 2] = chunk[axis];
  }
  return granule;
}

/** \brief Divides a scan into blocks of at most `points` points, in the order of the file: as many whole rows as fit,
 * or pieces of one row where none fits. (ITK's splitters make a number of pieces, not pieces of a size.)
 * \param granule what is not divided: rows are bands of granules then, and their pieces whole granules, counted from
 * the scan's point 0; a block has at least one */
template <unsigned int VDimension>
std::vector<itk::ImageRegion<VDimension>>
ScanBlocks(const itk::ImageRegion<VDimension> & scan,
           std::size_t                          points,
           const itk::Size<VDimension> &        granule = itk::Size<VDimension>::Filled(1))
{
  itk::ImageRegion<VDimension> granules; // that the scan touches
  std::size_t                  most = points;
  for (unsigned int axis = 0; axis < VDimension; ++axis)
  {
    const auto step = static_cast<itk::IndexValueType>(granule[axis]);
    const auto first = scan.GetIndex(axis) / step;
    const auto end = (scan.GetIndex(axis) + static_cast<itk::IndexValueType>(scan.GetSize(axis)) - 1) / step + 1;
    granules.SetIndex(axis, first);
    granules.SetSize(axis, static_cast<itk::SizeValueType>(end - first));
    most /= std::min<std::size_t>(granule[axis], scan.GetSize(axis));
  }

  // the axis that is cut: all faster ones stay whole, all slower ones are taken one by one
  unsigned int axis = 0;
  std::size_t  slab = 1;
  while (axis + 1 < VDimension && slab * granules.GetSize(axis) <= most)
  {
    slab *= granules.GetSize(axis++);
  }
  const std::size_t length = std::clamp<std::size_t>(most / slab, 1, granules.GetSize(axis));

  auto starts = granules;
  for (unsigned int faster = 0; faster <= axis; ++faster)
  {
    starts.SetSize(faster, 1);
  }
  std::vector<itk::ImageRegion<VDimension>> blocks;
  for (const auto & start : itk::ImageRegionIndexRange<VDimension>(starts))
  {
    for (std::size_t done = 0; done < granules.GetSize(axis); done += length)
    {
      itk::ImageRegion<VDimension> block(start, starts.GetSize());
      for (unsigned int slower = 0; slower < VDimension; ++slower)
      {
        block.SetSize(slower, slower < axis ? granules.GetSize(slower) : 1);
      }
      block.SetIndex(axis, granules.GetIndex(axis) + static_cast<itk::IndexValueType>(done));
      block.SetSize(axis, std::min<std::size_t>(length, granules.GetSize(axis) - done));
      for (unsigned int n = 0; n < VDimension; ++n)
      {
        block.SetIndex(n, block.GetIndex(n) * static_cast<itk::IndexValueType>(granule[n]));
        block.SetSize(n, block.GetSize(n) * granule[n]);
      }
      block.Crop(scan);
      blocks.push_back(block);
    }
  }
  return blocks;
}

/** \brief The blocks in which a scan is best read: of the size wanted, with chunks whole, so that each is read once;
 * where memory does not hold a chunk's points, as large as possible, so that it is read the fewest times.
 * \param wanted, most points of a block, and how many memory holds */
template <unsigned int VDimension>
std::vector<itk::ImageRegion<VDimension>>
PlanScanBlocks(const itk::ImageRegion<VDimension> & scan,
               const itk::Size<VDimension> &        granule,
               std::size_t                          wanted,
               std::size_t                          most)
{
  std::size_t points = 1;
  for (unsigned int axis = 0; axis < VDimension; ++axis)
  {
    points *= std::min<std::size_t>(granule[axis], scan.GetSize(axis));
  }
  return points <= most ? ScanBlocks(scan, std::max(std::min(wanted, most), points), granule) : ScanBlocks(scan, most);
}

/** How many times the chunks that a scan touches are read on average, block by block. */
template <unsigned int VDimension>
double
TimesRead(const itk::ImageRegion<VDimension> &              scan,
          const std::vector<itk::ImageRegion<VDimension>> & blocks,
          const itk::Size<VDimension> &                     granule)
{
  const auto chunksOf = [&granule](const itk::ImageRegion<VDimension> & region) {
    double chunks = 1.0;
    for (unsigned int axis = 0; axis < VDimension; ++axis)
    {
      const auto step = static_cast<itk::IndexValueType>(granule[axis]);
      const auto last = region.GetIndex(axis) + static_cast<itk::IndexValueType>(region.GetSize(axis)) - 1;
      chunks *= static_cast<double>(last / step - region.GetIndex(axis) / step + 1);
    }
    return chunks;
  };
  double chunks = 0.0;
  for (const auto & block : blocks)
  {
    chunks += chunksOf(block);
  }
  return chunks / chunksOf(scan);
}

} // namespace stem5d

#endif

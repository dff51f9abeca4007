/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef BoxRuns_h
#define BoxRuns_h

#include <cstddef>
#include <vector>

namespace stem5d
{

/** \brief Calls run(from, to, length) for the runs of elements that a box has in common in two arrays, each run
 * contiguous in both: from and to are positions of its first element in the one and the other.
 * \param count extent of the box \param fromShape, fromStart the one array and where the box begins in it, in C order
 * \param toShape, toStart the other, likewise */
template <typename TExtent, typename TRun>
void
ForEachRun(const TExtent & count,
           const TExtent & fromShape,
           const TExtent & fromStart,
           const TExtent & toShape,
           const TExtent & toStart,
           TRun &&         run)
{
  // the axes that the box fills in both arrays join the one before them
  std::size_t axis = count.size() - 1;
  std::size_t length = count[axis];
  while (axis > 0 && count[axis] == fromShape[axis] && count[axis] == toShape[axis])
  {
    length *= count[--axis];
  }

  TExtent position(axis, 0); // of a run, in the box, along the axes before
  for (;;)
  {
    std::size_t from = 0;
    std::size_t to = 0;
    for (std::size_t n = 0; n < count.size(); ++n)
    {
      const auto inBox = n < axis ? position[n] : 0;
      from = from * fromShape[n] + fromStart[n] + inBox;
      to = to * toShape[n] + toStart[n] + inBox;
    }
    run(from, to, length);
    std::size_t n = axis;
    while (n > 0 && ++position[n - 1] == count[n - 1])
    {
      position[--n] = 0;
    }
    if (n == 0)
    {
      return;
    }
  }
}

} // namespace stem5d

#endif

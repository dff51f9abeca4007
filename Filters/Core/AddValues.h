/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AddValues_h
#define AddValues_h

#include "Multiversion.h"

#include <Eigen/Core>

namespace stem5d
{

/** sum[i] += values[i]. */
template <typename TPixel, typename TValue>
STEM5D_MULTIVERSION void
AddValues(const TPixel * __restrict values, Eigen::Index size, TValue * __restrict sum)
{
  for (Eigen::Index i = 0; i < size; ++i)
  {
    sum[i] += static_cast<TValue>(values[i]);
  }
}

/** sum[i] += the values of all rows at i. */
STEM5D_MULTIVERSION inline void
AddRows(const float * rows, Eigen::Index stride, Eigen::Index count, Eigen::Index size, double * __restrict sum)
{
  for (Eigen::Index row = 0; row < count; ++row)
  {
    for (Eigen::Index i = 0; i < size; ++i)
    {
      sum[i] += static_cast<double>(rows[row * stride + i]);
    }
  }
}

} // namespace stem5d

#endif

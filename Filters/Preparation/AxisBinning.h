/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AxisBinning_h
#define AxisBinning_h

#include "AddValues.h"
#include "Pattern.h"

#include <cstdint>

namespace stem5d
{

/** sum[i] += the sum of the `factor` values from `values[i factor]` on. */
template <typename TValue>
STEM5D_MULTIVERSION void
AddRuns(const TValue * __restrict values, Eigen::Index factor, Eigen::Index size, TValue * __restrict sum)
{
  switch (factor) // a known one needs no inner loop
  {
    case 2:
      for (Eigen::Index i = 0; i < size; ++i)
      {
        sum[i] += values[2 * i] + values[2 * i + 1];
      }
      return;
    case 4:
      for (Eigen::Index i = 0; i < size; ++i)
      {
        sum[i] += (values[4 * i] + values[4 * i + 1]) + (values[4 * i + 2] + values[4 * i + 3]);
      }
      return;
    default:
      for (Eigen::Index i = 0; i < size; ++i)
      {
        for (Eigen::Index j = 0; j < factor; ++j)
        {
          sum[i] += values[i * factor + j];
        }
      }
  }
}

/** \brief Adds a pattern, summed over blocks of `factorX` x `factorY` pixels, to `sum`.
 *
 * sum(y, x) += sum over the block of pattern(y factorY + j, x factorX + i). The pixels beyond the last whole block,
 * which `sum` has no room for, are left out. Detector binning is one call, time binning one call for each frame of the
 * bin.
 * \param pattern its first pixel \param stride from one row of it to the next
 * \param sum a Pattern or a map of one */
template <typename TPixel, typename TPattern>
void
AddBinned(const TPixel * pattern, Eigen::Index stride, Eigen::Index factorX, Eigen::Index factorY, TPattern & sum)
{
  if (factorX == 1 && factorY == 1 && stride == sum.cols())
  {
    AddValues(pattern, sum.size(), sum.data());
    return;
  }
  Eigen::Array<typename TPattern::Scalar, 1, Eigen::Dynamic> rows(sum.cols() * factorX); // the rows of a block, summed
  for (Eigen::Index y = 0; y < sum.rows(); ++y)
  {
    rows.setZero();
    for (Eigen::Index j = 0; j < factorY; ++j)
    {
      AddValues(pattern + (y * factorY + j) * stride, rows.size(), rows.data());
    }
    AddRuns(rows.data(), factorX, sum.cols(), sum.data() + y * sum.cols());
  }
}

/** The bad pixels of a binned detector: a block is bad when any of its pixels is, so that no block is half counted. */
inline Pattern<std::uint8_t>
BinBadPixels(const Pattern<std::uint8_t> & bad, Eigen::Index factor)
{
  Pattern<std::uint8_t> binned(bad.rows() / factor, bad.cols() / factor);
  for (Eigen::Index y = 0; y < binned.rows(); ++y)
  {
    for (Eigen::Index x = 0; x < binned.cols(); ++x)
    {
      binned(y, x) = (bad.block(y * factor, x * factor, factor, factor) != 0).any() ? 1 : 0;
    }
  }
  return binned;
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AxisBinning_h
#define AxisBinning_h

#include "Pattern.h"

#include <cstdint>

namespace stem5d
{

/** \brief Adds a pattern, summed over blocks of `factorX` x `factorY` pixels, to `sum`.
 *
 * sum(y, x) += sum over the block of pattern(y factorY + j, x factorX + i). The pixels beyond the last whole block,
 * which `sum` has no room for, are left out. Detector binning is one call, time binning one call for each frame of the
 * bin. */
template <typename TDerived, typename TValue>
void
AccumulateBinned(const Eigen::ArrayBase<TDerived> & pattern,
                 Eigen::Index                       factorX,
                 Eigen::Index                       factorY,
                 Eigen::Ref<Pattern<TValue>>        sum)
{
  if (factorX == 1 && factorY == 1)
  {
    sum += pattern.topLeftCorner(sum.rows(), sum.cols()).template cast<TValue>();
    return;
  }
  for (Eigen::Index y = 0; y < sum.rows(); ++y)
  {
    for (Eigen::Index j = 0; j < factorY; ++j)
    {
      const auto row = pattern.derived().row(y * factorY + j);
      for (Eigen::Index x = 0; x < sum.cols(); ++x)
      {
        sum(y, x) += row.segment(x * factorX, factorX).template cast<TValue>().sum();
      }
    }
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

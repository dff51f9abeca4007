/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AgeWindows_h
#define AgeWindows_h

#include <Eigen/Core>

#include <algorithm>
#include <iterator>
#include <vector>

namespace stem5d
{

/** \brief Two windows of ages, the first and the second half of the (binned) frames, of which g(t) is compared to see
 * whether the dynamics change with age. */
struct AgeWindows
{
  Eigen::Index              frames = 0; ///< of a window
  std::vector<Eigen::Index> delays;     ///< those of the analysis that are at most half of a window

  AgeWindows() = default;
  AgeWindows(const std::vector<Eigen::Index> & ofAnalysis, Eigen::Index binnedFrames)
    : frames(binnedFrames / 2)
  {
    std::copy_if(ofAnalysis.begin(), ofAnalysis.end(), std::back_inserter(delays), [this](Eigen::Index delay) {
      return 2 * delay <= frames;
    });
  }
};

} // namespace stem5d

#endif

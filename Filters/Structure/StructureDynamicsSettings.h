/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StructureDynamicsSettings_h
#define StructureDynamicsSettings_h

#include "AzimuthalPartition.h"
#include "KWWFitSettings.h"
#include "TwoTimeCorrelation.h"

#include <cstddef>

namespace stem5d
{

/** The parameters of the whole analysis of a series. */
struct StructureDynamicsSettings
{
  std::size_t                detectorBin = 1;   ///< pixels of kx and ky that are summed
  std::size_t                timeBin = 2;       ///< frames that are summed for the dynamics
  double                     blurSigma = 0.464; ///< standard deviation in the unit of Q; 0 does not blur
  TwoTimeNormalisation       normalisation = TwoTimeNormalisation::Frame;
  std::size_t                firstDelay = 1; ///< in binned frames
  std::size_t                lastDelay = 0;  ///< in binned frames; 0 for half of them
  KWWFitSettings             fit;            ///< its record length and frame period are set from the series
  KWWEstimator               estimator = KWWEstimator::OrdinaryLeastSquares;
  AzimuthalPartitionSettings partition;
};

} // namespace stem5d

#endif

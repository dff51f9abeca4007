/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SectorQuantity_h
#define SectorQuantity_h

#include <Eigen/Core>

namespace stem5d
{

/** The quantities of which the variance over sectors is an output. */
enum class SectorQuantity
{
  Contrast,
  LogRelaxationTime,
  StretchExponent,
  FluctuationVariance,
  Ageing
};
constexpr Eigen::Index NumberOfSectorQuantities = 5;

} // namespace stem5d

#endif

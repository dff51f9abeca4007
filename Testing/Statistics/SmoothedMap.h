/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SmoothedMap_h
#define SmoothedMap_h

#include "GaussianCopulaMaps.h"
#include "MapArray.h"

/** A Gaussian map of variance 1 with the correlation exp(-(r / length)^2), r in points; `number` and `seed` tell
 * independent maps apart. */
inline stem5d::MapArray
SmoothedMap(std::size_t columns, std::size_t rows, double length, std::uint32_t seed, std::uint32_t number)
{
  stem5d::GaussianCopulaSettings settings;
  settings.size = { { columns, rows } };
  settings.step = 1.0;
  settings.correlationLength = length;
  settings.seed = seed;
  return stem5d::SmoothedGaussianField(settings, number);
}

#endif

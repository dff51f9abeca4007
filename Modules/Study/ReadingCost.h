/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ReadingCost_h
#define ReadingCost_h

#include "SeriesDescription.h"

#include <string>

namespace stem5d
{

/** What the chunks of a file cost Analyse(), which reads scan points with all of their frames. */
struct ReadingCost
{
  double        timesRead = 1.0;   ///< how often a chunk is read and unpacked, on average, within the memory limit
  std::uint64_t memoryForOnce = 0; ///< bytes, about the limit within which each is read once
  std::string   betterChunk;       ///< "53x1x60x66x66", C order: a chunk that is read once within any limit
};

/** \brief The cost of a series in chunks that are known, of one that can be analysed.
 * \exception std::invalid_argument when not one scan point fits into the memory limit */
ReadingCost
EstimateReadingCost(const SeriesDescription & series, std::uint64_t memoryLimit);

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AzimuthalPartition_h
#define AzimuthalPartition_h

#include "DetectorGrid.h"
#include "RadialMask.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace stem5d
{

/** How the detector is divided by azimuth: for errors by a jackknife over sectors, and for estimates from two halves.
 */
struct AzimuthalPartitionSettings
{
  std::size_t sectors = 12;    ///< even, so that a half is six of them; 0 for none
  bool        halves = true;   ///< two halves
  double      guardBand = 0.0; ///< width of the strips between the halves that are in neither, in the unit of Q
};

/** \brief The pixels of an annulus divided by azimuth.
 *
 * Azimuths phi and phi + pi belong together: the pattern of a thin sample is the same there (Friedel's law), so parts
 * that had only one of the two would not be independent. Sector s of S is the azimuths s pi / S to (s + 1) pi / S and
 * their opposites; half A is the quadrants 0 .. pi / 2 and pi .. 3 pi / 2, the first half of the sectors, half B the
 * others. */
struct AzimuthalPartition
{
  static constexpr int NoHalf = -1;

  std::size_t      sectors = 0; ///< number of them
  std::vector<int> sector;      ///< of each pixel; empty without sectors
  std::vector<int> half;        ///< of each pixel, 0 (A), 1 (B) or NoHalf in the guard band; empty without halves

  AzimuthalPartition() = default;

  /** \exception std::invalid_argument for an odd or single number of sectors, or a negative guard band */
  AzimuthalPartition(const RingPixels & pixels, const DetectorGrid & grid, const AzimuthalPartitionSettings & settings)
    : sectors(settings.sectors)
  {
    if (sectors % 2 != 0)
    {
      throw std::invalid_argument("the number of azimuthal sectors is " + std::to_string(sectors) +
                                  ": give an even number, so that the halves are made of them, or 0 for none");
    }
    if (!(settings.guardBand >= 0.0))
    {
      throw std::invalid_argument("the guard band between the halves is " + std::to_string(settings.guardBand) +
                                  ": give a width >= 0 in the unit of Q");
    }
    constexpr double pi = 3.14159265358979323846;
    constexpr double rounding = 1e-6; // a pixel this near to the edge of a sector is in the next, as is its opposite
    for (const Eigen::Index offset : pixels.offsets)
    {
      const double kx = grid.Coordinate(0, static_cast<std::size_t>(offset) % grid.size[0]);
      const double ky = grid.Coordinate(1, static_cast<std::size_t>(offset) / grid.size[0]);
      const double turn = std::atan2(ky, kx) / pi + rounding;
      const double halfTurn = turn - std::floor(turn); // 0 .. 1, the same at opposite azimuths
      if (sectors > 0)
      {
        sector.push_back(static_cast<int>(halfTurn * static_cast<double>(sectors)) % static_cast<int>(sectors));
      }
      if (settings.halves)
      {
        const double distance = std::min(std::abs(kx), std::abs(ky));
        const bool   guarded = distance < (0.5 - rounding) * settings.guardBand;
        half.push_back(guarded ? NoHalf : static_cast<int>(2.0 * halfTurn) % 2);
      }
    }
  }
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef RadialProfile_h
#define RadialProfile_h

#include "MeanAndError.h"
#include "RadialMask.h"

#include <vector>

namespace stem5d
{

/** A quantity against |Q|. */
struct RadialCurve
{
  std::vector<double> q;         ///< unit of Q, middle of the ring
  std::vector<double> intensity; ///< unit of the pattern
};

/** \brief Azimuthal mean of a pattern, I(Q) = <I>_k over rings one pixel wide, from the centre to the farthest corner.
 * Bad pixels are left out, and rings without good pixels. */
inline RadialCurve
RadialProfile(const Pattern<double> & pattern, const DetectorGrid & grid, const Pattern<std::uint8_t> & bad)
{
  double farthest = 0.0;
  for (const std::size_t x : { std::size_t{ 0 }, grid.size[0] - 1 })
  {
    for (const std::size_t y : { std::size_t{ 0 }, grid.size[1] - 1 })
    {
      farthest = std::max(farthest, std::hypot(grid.Coordinate(0, x), grid.Coordinate(1, y)));
    }
  }
  const std::vector<Annulus> rings = DivideIntoRings({ 0.0, farthest }, grid.spacing[0]);
  const RingPixels           pixels = PixelsOfLabels(RadialMask(grid, rings, {}, {}, bad));
  RadialCurve                profile;
  for (Eigen::Index ring = 0; ring < pixels.NumberOfRings(); ++ring)
  {
    Eigen::ArrayXd values(pixels.RingSize(ring));
    for (Eigen::Index i = 0; i < values.size(); ++i)
    {
      values[i] = pattern.data()[pixels.offsets[pixels.first[ring] + i]];
    }
    const MeanWithError average = MeanAndError(values);
    if (average.count > 0)
    {
      profile.q.push_back(0.5 * (rings[ring].low + rings[ring].high));
      profile.intensity.push_back(average.mean);
    }
  }
  return profile;
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef RadialMask_h
#define RadialMask_h

#include "DetectorGrid.h"
#include "Pattern.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace stem5d
{

/** A range of |Q|, both ends included, in the unit of Q. */
struct Annulus
{
  double low;
  double high;
};

/** A range of azimuth, in radians; `low` is included, `high` not, and `high` may exceed pi to cross the cut. */
struct AzimuthSector
{
  double low;
  double high;
};

/** The elliptical distortion of the halo: its major axis is `axisRatio` times the minor axis and lies at
 * `majorAxisAngle` (radians) from the kx axis. */
struct Ellipse
{
  double axisRatio = 1.0;
  double majorAxisAngle = 0.0;
};

/** \brief |Q| of a detector position with the ellipse made round: the major axis is compressed and the minor axis
 * stretched by the square root of the axis ratio, so that the area of a ring is kept. */
inline double
RadialFrequency(double kx, double ky, const Ellipse & ellipse)
{
  const double c = std::cos(ellipse.majorAxisAngle);
  const double s = std::sin(ellipse.majorAxisAngle);
  const double stretch = std::sqrt(ellipse.axisRatio);
  return std::hypot((c * kx + s * ky) / stretch, (c * ky - s * kx) * stretch);
}

/** Whether the azimuth of a position lies in any of the sectors; no sector means the full circle. */
inline bool
InSectors(double kx, double ky, const std::vector<AzimuthSector> & sectors)
{
  constexpr double turn = 2.0 * 3.14159265358979323846;
  const double     azimuth = std::atan2(ky, kx);
  for (const AzimuthSector & sector : sectors)
  {
    const double fromLow = azimuth - sector.low;
    if (fromLow - turn * std::floor(fromLow / turn) < sector.high - sector.low)
    {
      return true;
    }
  }
  return sectors.empty();
}

/** The rings of an annulus, of equal width and as near to `width` as a whole number of them allows. */
inline std::vector<Annulus>
DivideIntoRings(const Annulus & annulus, double width)
{
  const auto           count = std::max(1L, std::lround((annulus.high - annulus.low) / width));
  std::vector<Annulus> rings;
  for (long ring = 0; ring < count; ++ring)
  {
    const auto edge = [&](long i) {
      return i == count ? annulus.high : annulus.low + static_cast<double>(i) * (annulus.high - annulus.low) / count;
    };
    rings.push_back({ edge(ring), edge(ring + 1) });
  }
  return rings;
}

/** \brief Labels the pixels of a detector by annulus: 1 for the first annulus that contains the pixel centre
 * (low <= |Q| <= high), 2 for the second, ...; 0 outside of all, outside of the sectors and at bad pixels.
 *
 * A pixel within 1e-4 of its width of an edge is on the edge: coordinates are rounded, on one side of the centre in
 * another way than on the other.
 * \param bad non-zero at the beam stop and bad pixels; empty for none. */
inline Pattern<std::uint16_t>
RadialMask(const DetectorGrid &               grid,
           const std::vector<Annulus> &       annuli,
           const Ellipse &                    ellipse,
           const std::vector<AzimuthSector> & sectors,
           const Pattern<std::uint8_t> &      bad)
{
  const double           rounding = 1e-4 * std::abs(grid.spacing[0]);
  Pattern<std::uint16_t> labels = Pattern<std::uint16_t>::Zero(grid.size[1], grid.size[0]);
  for (Eigen::Index y = 0; y < labels.rows(); ++y)
  {
    for (Eigen::Index x = 0; x < labels.cols(); ++x)
    {
      const double kx = grid.Coordinate(0, x);
      const double ky = grid.Coordinate(1, y);
      if ((bad.size() > 0 && bad(y, x) != 0) || !InSectors(kx, ky, sectors))
      {
        continue;
      }
      const double q = RadialFrequency(kx, ky, ellipse);
      for (std::size_t annulus = 0; annulus < annuli.size() && labels(y, x) == 0; ++annulus)
      {
        if (annuli[annulus].low - rounding <= q && q <= annuli[annulus].high + rounding)
        {
          labels(y, x) = static_cast<std::uint16_t>(annulus + 1);
        }
      }
    }
  }
  return labels;
}

/** \brief The labelled pixels of a detector as offsets into a pattern, label after label.
 *
 * Ring r (label r + 1) has the offsets first[r] .. first[r + 1] - 1. */
struct RingPixels
{
  std::vector<Eigen::Index> offsets;
  std::vector<Eigen::Index> first{ 0 };

  Eigen::Index
  NumberOfRings() const
  {
    return static_cast<Eigen::Index>(first.size()) - 1;
  }
  Eigen::Index
  NumberOfPixels() const
  {
    return static_cast<Eigen::Index>(offsets.size());
  }
  Eigen::Index
  RingSize(Eigen::Index ring) const
  {
    return first[ring + 1] - first[ring];
  }
};

/** \brief The pixels of every label, in the order of the labels and, within one, of the detector. */
inline RingPixels
PixelsOfLabels(const Pattern<std::uint16_t> & labels)
{
  RingPixels pixels;
  const int  last = labels.size() > 0 ? labels.maxCoeff() : 0;
  for (int label = 1; label <= last; ++label)
  {
    for (Eigen::Index i = 0; i < labels.size(); ++i)
    {
      if (labels.data()[i] == label)
      {
        pixels.offsets.push_back(i);
      }
    }
    pixels.first.push_back(pixels.NumberOfPixels());
  }
  return pixels;
}

} // namespace stem5d

#endif

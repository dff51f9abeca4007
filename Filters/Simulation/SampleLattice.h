/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SampleLattice_h
#define SampleLattice_h

#include "AiryProbe.h"
#include "Pattern.h"
#include "SpeckleSeriesSettings.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stem5d
{

/** The sample over the scan: rows are y, columns x. */
struct SampleMaps
{
  Pattern<float> relaxationTime;  ///< in s
  Pattern<float> stretchExponent; ///< gamma
  Pattern<float> contrast;        ///< V
  Pattern<float> illumination;    ///< the factor of the expected electrons
};

/** A box of the sample lattice. */
struct LatticeBox
{
  std::array<Eigen::Index, 2> first;
  std::array<Eigen::Index, 2> size;
};

/** \brief The lattice of the scatterers, and where the scan points lie on it.
 *
 * Its spacing is the inverse of the extent of the detector, so that the discrete Fourier transform of lattice sites has
 * the detector's pixels. Site (0, 0) lies on scan point (0, 0). A site has the dynamics of the scan point nearest to
 * it; sites beyond the scan those of its border. */
class SampleLattice
{
public:
  explicit SampleLattice(const SpeckleSeriesSettings & settings)
    : m_Settings(settings)
    , m_Probe(settings.aperture)
  {
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      m_Spacing[axis] = 1.0 / (static_cast<double>(settings.detectorSize[axis]) * settings.pixelSize);
      m_WindowSize[axis] = static_cast<Eigen::Index>(2.0 * m_Probe.Radius() / m_Spacing[axis]) + 1;
    }
  }

  /** Position of a site along an axis, in nm from the first scan point. */
  double
  Position(unsigned int axis, Eigen::Index site) const
  {
    return static_cast<double>(site) * m_Spacing[axis];
  }

  /** The scan point nearest to a site. */
  Eigen::Index
  NearestScanPoint(unsigned int axis, Eigen::Index site) const
  {
    const double last = static_cast<double>(m_Settings.scanSize[axis] - 1);
    return std::lround(std::clamp(this->Position(axis, site) / m_Settings.scanStep, 0.0, last));
  }

  /** Where the probe is on the sample, along an axis, in nm. */
  double
  ProbePosition(unsigned int axis, Eigen::Index scanPoint, Eigen::Index frame) const
  {
    return static_cast<double>(scanPoint) * m_Settings.scanStep - static_cast<double>(frame) * m_Settings.drift[axis];
  }

  /** The sites that a probe may reach. */
  LatticeBox
  Window(const std::array<double, 2> & probe) const
  {
    LatticeBox box{ {}, m_WindowSize };
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      box.first[axis] = static_cast<Eigen::Index>(std::ceil((probe[axis] - m_Probe.Radius()) / m_Spacing[axis]));
    }
    return box;
  }

  /** The amplitude of a probe at the sites of its window (rows are y), normalised to a power of 1. */
  Pattern<float>
  ProbeAmplitude(const std::array<double, 2> & probe) const
  {
    const LatticeBox box = this->Window(probe);
    Pattern<float>   amplitude(box.size[1], box.size[0]);
    for (Eigen::Index row = 0; row < amplitude.rows(); ++row)
    {
      const double y = this->Position(1, box.first[1] + row) - probe[1];
      for (Eigen::Index column = 0; column < amplitude.cols(); ++column)
      {
        const double x = this->Position(0, box.first[0] + column) - probe[0];
        amplitude(row, column) = m_Probe(x * x + y * y);
      }
    }
    return amplitude / static_cast<float>(std::sqrt(amplitude.cast<double>().square().sum()));
  }

  /** The sites that the probe may reach anywhere in a box of scan points, at any of the frames first .. last. */
  LatticeBox
  WindowsOf(const std::array<Eigen::Index, 2> & firstPoint,
            const std::array<Eigen::Index, 2> & lastPoint,
            Eigen::Index                        firstFrame,
            Eigen::Index                        lastFrame) const
  {
    std::array<double, 2> low;
    std::array<double, 2> high;
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      const auto ends = { this->ProbePosition(axis, firstPoint[axis], firstFrame),
                          this->ProbePosition(axis, firstPoint[axis], lastFrame),
                          this->ProbePosition(axis, lastPoint[axis], firstFrame),
                          this->ProbePosition(axis, lastPoint[axis], lastFrame) };
      low[axis] = std::min(ends);
      high[axis] = std::max(ends);
    }
    LatticeBox       box = this->Window(low);
    const LatticeBox end = this->Window(high);
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      box.size[axis] = end.first[axis] + end.size[axis] - box.first[axis];
    }
    return box;
  }

private:
  SpeckleSeriesSettings       m_Settings;
  AiryProbe                   m_Probe;
  std::array<double, 2>       m_Spacing;
  std::array<Eigen::Index, 2> m_WindowSize;
};

} // namespace stem5d

#endif

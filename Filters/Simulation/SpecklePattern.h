/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SpecklePattern_h
#define SpecklePattern_h

#include "FourierTransform.h"
#include "ScattererSheet.h"

#include <array>

namespace stem5d
{

/** \brief Fully developed speckle, <|E|^2> = 1, of a probe on a sheet of scatterers.
 *
 * E(Q; r, t) = sum over x of c(x, t) P(x - r) exp(-2 pi i Q x) at the centres of the detector's pixels; of several
 * modes the mean of |E|^2. The window of the probe is larger than the field of the discrete transform, 1 / pixel size:
 * it is folded into it, which leaves the sum at the pixels as it is.
 *
 * An object holds the work space; each thread has its own. */
class SpecklePattern
{
public:
  /** So many neighbours along x are best taken together, frame by frame: their probes are kept, and the scatterers that
   * they share stay in cache. */
  static constexpr std::size_t PointsInCache = 4;

  SpecklePattern(const SpeckleSeriesSettings & settings, const SampleLattice & lattice, const ScattererSheet & sheet)
    : m_Lattice(lattice)
    , m_Sheet(sheet)
    , m_Modes(settings.modes)
    , m_Columns(static_cast<Eigen::Index>(settings.detectorSize[0]))
    , m_Rows(static_cast<Eigen::Index>(settings.detectorSize[1]))
    , m_Transform(settings.detectorSize[0], settings.detectorSize[1])
    , m_Intensity(m_Rows, m_Columns)
  {}

  /** The speckle of a scan point (x, y) in a frame. */
  const Pattern<float> &
  operator()(Eigen::Index x, Eigen::Index y, Eigen::Index frame)
  {
    const Probe & probe = this->ProbeAt(x, y, frame);
    m_Intensity.setZero();
    for (std::size_t mode = 0; mode < m_Modes; ++mode)
    {
      this->Illuminate(probe, mode, frame);
      m_Transform.Execute();
      m_Intensity += Eigen::Map<const Pattern<Complex>>(m_Transform.Data(), m_Rows, m_Columns).abs2();
    }
    m_Intensity /= static_cast<float>(m_Modes);
    return m_Intensity;
  }

private:
  using Complex = ScattererSheet::Complex;
  using Field = Eigen::Map<Eigen::Array<Complex, 1, Eigen::Dynamic>>;
  using ConstField = Eigen::Map<const Eigen::Array<Complex, 1, Eigen::Dynamic>>;

  struct Probe
  {
    std::array<double, 2> position{};
    LatticeBox            window{};
    Pattern<float>        amplitude;
  };

  const Probe &
  ProbeAt(Eigen::Index x, Eigen::Index y, Eigen::Index frame)
  {
    const std::array<double, 2> position{ { m_Lattice.ProbePosition(0, x, frame),
                                            m_Lattice.ProbePosition(1, y, frame) } };
    Probe &                     probe = m_Probes[static_cast<std::size_t>(x) % PointsInCache];
    if (probe.amplitude.size() == 0 || position != probe.position)
    {
      probe = { position, m_Lattice.Window(position), m_Lattice.ProbeAmplitude(position) };
    }
    return probe;
  }

  /** Fills the work space of the transform with the exit wave, folded into the field. */
  void
  Illuminate(const Probe & probe, std::size_t mode, Eigen::Index frame)
  {
    const auto modulo = [](Eigen::Index value, Eigen::Index size) { return (value % size + size) % size; };
    std::fill_n(m_Transform.Data(), m_Transform.Size(), Complex(0.0F));
    for (Eigen::Index row = 0; row < probe.amplitude.rows(); ++row)
    {
      const Eigen::Index y = probe.window.first[1] + row;
      const Complex *    scatterers = m_Sheet.Row(mode, frame, probe.window.first[0], y);
      Complex *          fieldRow = m_Transform.Data() + modulo(y, m_Rows) * m_Columns;
      for (Eigen::Index begin = 0; begin < probe.amplitude.cols();)
      {
        const Eigen::Index first = modulo(probe.window.first[0] + begin, m_Columns);
        const Eigen::Index count = std::min(probe.amplitude.cols() - begin, m_Columns - first);
        Field(fieldRow + first, count) +=
          ConstField(scatterers + begin, count) * probe.amplitude.row(row).segment(begin, count);
        begin += count;
      }
    }
  }

  const SampleLattice &            m_Lattice;
  const ScattererSheet &           m_Sheet;
  std::size_t                      m_Modes;
  Eigen::Index                     m_Columns;
  Eigen::Index                     m_Rows;
  FourierTransform                 m_Transform;
  std::array<Probe, PointsInCache> m_Probes;
  Pattern<float>                   m_Intensity;
};

} // namespace stem5d

#endif

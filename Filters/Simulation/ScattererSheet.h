/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ScattererSheet_h
#define ScattererSheet_h

#include "CounterRandom.h"
#include "KWWProcess.h"
#include "SampleLattice.h"

#include <boost/random/normal_distribution.hpp>

#include <complex>
#include <vector>

namespace stem5d
{

/** \brief Complex Gaussian scatterers c(x, t) on a box of the sample lattice, for some of the frames.
 *
 * Sites are independent, E|c|^2 = 1, and E[c(x, t1) c*(x, t2)] = exp(-(|t1 - t2| / tau(x))^gamma(x)) exactly. With
 * Friedel's symmetry c is real. Each site draws its own random numbers, for all frames of the series, so that it does
 * not depend on the box.
 *
 * What is stored is c(x) exp(-2 pi i Q0 x), Q0 the first pixel of the detector: the discrete Fourier transform then
 * begins at that pixel. */
class ScattererSheet
{
public:
  using Complex = std::complex<float>;

  ScattererSheet(const SpeckleSeriesSettings & settings,
                 const SampleLattice &         lattice,
                 const SampleMaps &            maps,
                 const LatticeBox &            box,
                 Eigen::Index                  firstFrame,
                 Eigen::Index                  numberOfFrames)
    : m_Settings(settings)
    , m_Lattice(lattice)
    , m_Maps(maps)
    , m_Box(box)
    , m_FirstFrame(firstFrame)
    , m_NumberOfFrames(numberOfFrames)
    , m_Scatterers(settings.modes * static_cast<std::size_t>(numberOfFrames * box.size[0] * box.size[1]))
  {
    for (Eigen::Index row = 0; row < box.size[1]; ++row)
    {
      if (row == 0 || row - m_StripBegin.back() == LongestStrip || this->ScanRow(row) != this->ScanRow(row - 1))
      {
        m_StripBegin.push_back(row);
      }
    }
    m_StripBegin.push_back(box.size[1]);
  }

  /** The strips of rows that Generate() fills, one independent of the other: the rows of one scan row, which share
   * their dynamics. */
  std::size_t
  NumberOfStrips() const
  {
    return m_StripBegin.size() - 1;
  }

  /** Fills a strip with the scatterers of all modes and frames. */
  void
  Generate(std::size_t strip)
  {
    const Eigen::Index y = this->ScanRow(m_StripBegin[strip]);
    float              relaxationTime = 0.0F;
    float              stretchExponent = 0.0F;
    Eigen::MatrixXf    root;
    for (Eigen::Index column = 0; column < m_Box.size[0]; ++column)
    {
      const Eigen::Index x = m_Lattice.NearestScanPoint(0, m_Box.first[0] + column);
      if (m_Maps.relaxationTime(y, x) != relaxationTime || m_Maps.stretchExponent(y, x) != stretchExponent)
      {
        relaxationTime = m_Maps.relaxationTime(y, x);
        stretchExponent = m_Maps.stretchExponent(y, x);
        root = KWWProcessRoot(
          static_cast<Eigen::Index>(m_Settings.frames), m_Settings.framePeriod, relaxationTime, stretchExponent);
      }
      for (Eigen::Index row = m_StripBegin[strip]; row < m_StripBegin[strip + 1]; ++row)
      {
        this->GenerateSite(column, row, root);
      }
    }
  }

  /** The scatterers of a row of the lattice from a column on. */
  const Complex *
  Row(std::size_t mode, Eigen::Index frame, Eigen::Index column, Eigen::Index row) const
  {
    return m_Scatterers.data() +
           this->Offset(mode, frame - m_FirstFrame, column - m_Box.first[0], row - m_Box.first[1]);
  }

private:
  static constexpr Eigen::Index LongestStrip = 16; // so that wide margins are work for several threads

  Eigen::Index
  ScanRow(Eigen::Index row) const
  {
    return m_Lattice.NearestScanPoint(1, m_Box.first[1] + row);
  }

  std::size_t
  Offset(std::size_t mode, Eigen::Index frame, Eigen::Index column, Eigen::Index row) const
  {
    const auto pattern = static_cast<Eigen::Index>(mode) * m_NumberOfFrames + frame;
    return static_cast<std::size_t>((pattern * m_Box.size[1] + row) * m_Box.size[0] + column);
  }

  void
  GenerateSite(Eigen::Index column, Eigen::Index row, const Eigen::MatrixXf & root)
  {
    const Eigen::Index x = m_Box.first[0] + column;
    const Eigen::Index y = m_Box.first[1] + row;
    const DetectorGrid grid = m_Settings.TrueGrid();
    const double       cycles = grid.first[0] * m_Lattice.Position(0, x) + grid.first[1] * m_Lattice.Position(1, y);
    const auto         carrier = static_cast<Complex>(std::polar(1.0, -2.0 * 3.14159265358979323846 * cycles));
    for (std::size_t mode = 0; mode < m_Settings.modes; ++mode)
    {
      const Eigen::MatrixXf series = root.triangularView<Eigen::Lower>() * this->Innovations(x, y, mode);
      for (Eigen::Index frame = 0; frame < m_NumberOfFrames; ++frame)
      {
        m_Scatterers[this->Offset(mode, frame, column, row)] =
          carrier * Complex(series(m_FirstFrame + frame, 0), series(m_FirstFrame + frame, 1));
      }
    }
  }

  /** Independent numbers, real and imaginary part, for each frame. */
  Eigen::MatrixX2f
  Innovations(Eigen::Index x, Eigen::Index y, std::size_t mode) const
  {
    const auto word = [](auto value) { return static_cast<std::uint32_t>(value); };
    auto       random = RandomNumbersOf(m_Settings.seed, RandomStream::Scatterers, word(x), word(y), word(mode));
    boost::random::normal_distribution<float> normal(0.0F, m_Settings.friedel ? 1.0F : std::sqrt(0.5F));
    Eigen::MatrixX2f innovations = Eigen::MatrixX2f::Zero(static_cast<Eigen::Index>(m_Settings.frames), 2);
    for (Eigen::Index part = 0; part < (m_Settings.friedel ? 1 : 2); ++part)
    {
      for (float & number : innovations.col(part))
      {
        number = normal(random);
      }
    }
    return innovations;
  }

  SpeckleSeriesSettings     m_Settings;
  const SampleLattice &     m_Lattice;
  const SampleMaps &        m_Maps;
  LatticeBox                m_Box;
  Eigen::Index              m_FirstFrame;
  Eigen::Index              m_NumberOfFrames;
  std::vector<Eigen::Index> m_StripBegin;
  std::vector<Complex>      m_Scatterers;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ElectronDetector_h
#define ElectronDetector_h

#include "CounterRandom.h"
#include "Pattern.h"
#include "SpeckleSeriesSettings.h"

#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace stem5d
{

/** \brief From speckle to counts: halo, beam stop, counting statistics, gain, read noise, dead and hot pixels. */
class ElectronDetector
{
public:
  explicit ElectronDetector(const SpeckleSeriesSettings & settings)
    : m_Settings(settings)
    , m_Expected(settings.detectorSize[1], settings.detectorSize[0])
    , m_Hot(Pattern<float>::Zero(m_Expected.rows(), m_Expected.cols()))
    , m_Bad(Pattern<std::uint8_t>::Zero(m_Expected.rows(), m_Expected.cols()))
    , m_Dead(m_Bad)
  {
    const DetectorGrid grid = settings.TrueGrid();
    for (Eigen::Index y = 0; y < m_Expected.rows(); ++y)
    {
      for (Eigen::Index x = 0; x < m_Expected.cols(); ++x)
      {
        const double kx = grid.Coordinate(0, static_cast<std::size_t>(x));
        const double ky = grid.Coordinate(1, static_cast<std::size_t>(y));
        const bool   covered = settings.beamStop.Covers(kx, ky);
        m_Expected(y, x) =
          covered ? 0.0F : static_cast<float>(settings.dose * settings.halo(RadialFrequency(kx, ky, settings.ellipse)));
        m_Bad(y, x) = covered ? 1 : 0;
        this->DrawDefect(y, x);
      }
    }
  }

  /** Electrons expected without speckle, for the last thickness of the sample. */
  const Pattern<float> &
  ExpectedElectrons() const
  {
    return m_Expected;
  }

  /** Non-zero behind the beam stop and where a pixel is dead or hot. */
  const Pattern<std::uint8_t> &
  BadPixels() const
  {
    return m_Bad;
  }

  /** \brief Records a pattern. An integer pixel holds the nearest count that it can: like a camera it saturates at both
   * ends.
   * \param speckle fully developed speckle of mean 1; of M modes it has a contrast of 1 / M
   * \param contrast V, which a steady background brings it down to
   * \param illumination fraction of the expected electrons that arrive
   * \param random the numbers of this pattern alone \param counts the first of the detector's pixels */
  template <typename TPixel>
  void
  Record(
    const Pattern<float> & speckle, double contrast, double illumination, CounterRandom random, TPixel * counts) const
  {
    const double swing = std::min(1.0, std::sqrt(contrast * static_cast<double>(m_Settings.modes)));
    const auto   background = static_cast<float>((1.0 - swing) * illumination);
    const auto   modulation = static_cast<float>(swing * illumination);
    for (Eigen::Index pixel = 0; pixel < speckle.size(); ++pixel)
    {
      const float expected =
        m_Expected.data()[pixel] * (background + modulation * speckle.data()[pixel]) + m_Hot.data()[pixel];
      const double value = this->Read(this->Count(expected, random), random);
      counts[pixel] = m_Dead.data()[pixel] != 0 ? TPixel{ 0 } : Digitise<TPixel>(value);
    }
  }

private:
  /** Makes a pixel dead or hot. */
  void
  DrawDefect(Eigen::Index y, Eigen::Index x)
  {
    CounterRandom random = RandomNumbersOf(
      m_Settings.seed, RandomStream::PixelDefects, static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y));
    const double lot = boost::random::uniform_01<double>()(random);
    const bool   dead = lot < m_Settings.deadFraction;
    const bool   hot = lot >= 1.0 - m_Settings.hotFraction;
    m_Dead(y, x) = dead ? 1 : 0;
    m_Hot(y, x) = hot ? static_cast<float>(m_Settings.hotElectrons) : 0.0F;
    m_Bad(y, x) = m_Bad(y, x) != 0 || dead || hot ? 1 : 0;
  }

  double
  Count(double expected, CounterRandom & random) const
  {
    if (!m_Settings.poisson || !(expected > 0.0))
    {
      return expected;
    }
    return boost::random::poisson_distribution<int, double>(expected)(random);
  }

  double
  Read(double electrons, CounterRandom & random) const
  {
    const double counts = m_Settings.gain * electrons + m_Settings.offset;
    return m_Settings.readNoise > 0.0
             ? counts + boost::random::normal_distribution<double>(0.0, m_Settings.readNoise)(random)
             : counts;
  }

  template <typename TPixel>
  static TPixel
  Digitise(double value)
  {
    if constexpr (std::is_integral_v<TPixel>)
    {
      using Limits = std::numeric_limits<TPixel>;
      return static_cast<TPixel>(
        std::clamp(std::floor(value + 0.5), static_cast<double>(Limits::min()), static_cast<double>(Limits::max())));
    }
    else
    {
      return static_cast<TPixel>(value);
    }
  }

  SpeckleSeriesSettings m_Settings;
  Pattern<float>        m_Expected;
  Pattern<float>        m_Hot;
  Pattern<std::uint8_t> m_Bad;
  Pattern<std::uint8_t> m_Dead;
};

} // namespace stem5d

#endif

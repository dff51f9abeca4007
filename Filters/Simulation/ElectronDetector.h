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
#include "PoissonSampler.h"
#include "SpeckleSeriesSettings.h"

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace stem5d
{

/** Patterns that stand in place of a detector's settings; empty ones do not. */
struct DetectorPatterns
{
  Pattern<float>        expectedElectrons; ///< in place of dose, halo and beam stop; NaN or <= 0 where none arrive
  Pattern<std::uint8_t> recordedPixels;    ///< 0 where a pixel is not simulated: it counts 0
};

/** \brief Refuses impossible patterns of a detector. \exception std::invalid_argument with the name, the value, the
 * limit and the remedy */
inline void
Verify(const DetectorPatterns & patterns, const SpeckleSeriesSettings & settings)
{
  const auto verifySize = [&settings](const auto & pattern, const char * name) {
    const auto columns = static_cast<Eigen::Index>(settings.detectorSize[0]);
    const auto rows = static_cast<Eigen::Index>(settings.detectorSize[1]);
    Require(pattern.size() == 0 || (pattern.cols() == columns && pattern.rows() == rows),
            name,
            std::to_string(pattern.cols()) + " x " + std::to_string(pattern.rows()) + " pixels",
            ("give the " + std::to_string(columns) + " x " + std::to_string(rows) + " of the detector").c_str());
  };
  verifySize(patterns.expectedElectrons, "the pattern of expected electrons");
  verifySize(patterns.recordedPixels, "the pattern of recorded pixels");
  for (Eigen::Index pixel = 0; pixel < patterns.expectedElectrons.size(); ++pixel)
  {
    const float expected = patterns.expectedElectrons.data()[pixel];
    Require(!(expected > 1e7F), "a number of expected electrons", expected, "give at most 1e7 electrons a pixel");
  }
  Require(patterns.expectedElectrons.size() == 0 || (patterns.expectedElectrons > 0.0F).any(),
          "the number of pixels that expect electrons",
          0,
          "give a positive number of electrons at one pixel at least");
  Require(patterns.recordedPixels.size() == 0 || (patterns.recordedPixels != 0).any(),
          "the number of recorded pixels",
          0,
          "give a value that is not 0 at one pixel at least");
}

/** \brief From speckle to counts: halo, beam stop, counting statistics, gain, read noise, dead and hot pixels. */
class ElectronDetector
{
public:
  /** \exception std::invalid_argument for impossible patterns of the detector */
  explicit ElectronDetector(const SpeckleSeriesSettings & settings, const DetectorPatterns & patterns = {})
    : m_Settings(settings)
    , m_Expected(patterns.expectedElectrons.size() > 0 ? patterns.expectedElectrons : HaloElectrons(settings))
    , m_Hot(Pattern<float>::Zero(m_Expected.rows(), m_Expected.cols()))
    , m_Bad(Pattern<std::uint8_t>::Zero(m_Expected.rows(), m_Expected.cols()))
  {
    Verify(patterns, settings);
    m_Expected = (m_Expected > 0.0F).select(m_Expected, 0.0F); // NaN, too, is nothing
    for (Eigen::Index pixel = 0; pixel < m_Expected.size(); ++pixel)
    {
      const PixelDefect defect = this->DrawDefect(pixel);
      const bool        isRecorded = defect != PixelDefect::Dead &&
                              (patterns.recordedPixels.size() == 0 || patterns.recordedPixels.data()[pixel] != 0);
      m_Hot.data()[pixel] = defect == PixelDefect::Hot ? static_cast<float>(settings.hotElectrons) : 0.0F;
      m_Bad.data()[pixel] = !isRecorded || defect == PixelDefect::Hot || m_Expected.data()[pixel] == 0.0F ? 1 : 0;
      if (isRecorded)
      {
        m_RecordedPixels.push_back(pixel);
      }
    }
  }

  /** Electrons expected without speckle, at an illumination of 1; 0 where none arrive. */
  const Pattern<float> &
  ExpectedElectrons() const
  {
    return m_Expected;
  }

  /** Non-zero where no electrons arrive (behind the beam stop), where a pixel is dead or hot, and where it is not
   * recorded. */
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
    std::fill_n(counts, speckle.size(), TPixel{ 0 });
    for (const Eigen::Index pixel : m_RecordedPixels)
    {
      const float expected =
        m_Expected.data()[pixel] * (background + modulation * speckle.data()[pixel]) + m_Hot.data()[pixel];
      counts[pixel] = Digitise<TPixel>(this->Read(this->Count(expected, random), random));
    }
  }

private:
  enum class PixelDefect : std::uint8_t
  {
    None,
    Dead,
    Hot
  };

  /** The electrons of the settings' halo, without speckle; none behind the beam stop. */
  static Pattern<float>
  HaloElectrons(const SpeckleSeriesSettings & settings)
  {
    const DetectorGrid grid = settings.TrueGrid();
    Pattern<float>     electrons(grid.size[1], grid.size[0]);
    for (Eigen::Index y = 0; y < electrons.rows(); ++y)
    {
      for (Eigen::Index x = 0; x < electrons.cols(); ++x)
      {
        const double kx = grid.Coordinate(0, static_cast<std::size_t>(x));
        const double ky = grid.Coordinate(1, static_cast<std::size_t>(y));
        const double halo = settings.halo(RadialFrequency(kx, ky, settings.ellipse));
        electrons(y, x) = settings.beamStop.Covers(kx, ky) ? 0.0F : static_cast<float>(settings.dose * halo);
      }
    }
    return electrons;
  }

  /** A pixel is dead or hot by chance. */
  PixelDefect
  DrawDefect(Eigen::Index pixel) const
  {
    CounterRandom random = RandomNumbersOf(m_Settings.seed,
                                           RandomStream::PixelDefects,
                                           static_cast<std::uint32_t>(pixel % m_Expected.cols()),
                                           static_cast<std::uint32_t>(pixel / m_Expected.cols()));
    const double  lot = boost::random::uniform_01<double>()(random);
    return lot < m_Settings.deadFraction         ? PixelDefect::Dead
           : lot >= 1.0 - m_Settings.hotFraction ? PixelDefect::Hot
                                                 : PixelDefect::None;
  }

  double
  Count(double expected, CounterRandom & random) const
  {
    return m_Settings.poisson ? m_Poisson(expected, random) : expected;
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

  SpeckleSeriesSettings     m_Settings;
  PoissonSampler            m_Poisson;
  Pattern<float>            m_Expected;
  Pattern<float>            m_Hot;
  Pattern<std::uint8_t>     m_Bad;
  std::vector<Eigen::Index> m_RecordedPixels;
};

} // namespace stem5d

#endif

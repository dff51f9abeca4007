/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FluctuationVariance_h
#define FluctuationVariance_h

#include "AzimuthalPartition.h"
#include "MeanAndError.h"
#include "Moments.h"
#include "RadialMask.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace stem5d
{

/** \brief Normalised intensity variance of the pixels of one ring (Nakazawa et al. 2024, third equation):
 * V = <I^2> / <I>^2 - 1, computed as <(I - <I>)^2> / <I>^2; NaN where the mean is not positive. */
template <typename TDerived>
double
FluctuationVariance(const Eigen::ArrayBase<TDerived> & intensity)
{
  return Moments::Of(intensity).RelativeVariance();
}

/** \brief V, and what the noise of counting adds to it for each count of gain: <1 / <I>>, averaged over rings and time
 * in the same way. With the gain g in counts an electron (Nakazawa et al. leave it out)
 *
 *     V_corr = (<I^2> - g <I>) / <I>^2 - 1 = V - g <1 / <I>>
 *
 * Where neighbouring pixels were blurred or share charge, g is the gain times the sum of the squared weights h^2 that
 * an electron is spread with. */
struct VarianceAndNoise
{
  double variance = std::numeric_limits<double>::quiet_NaN();
  double noisePerGain = std::numeric_limits<double>::quiet_NaN(); ///< in 1/counts

  double
  Corrected(double gain) const
  {
    return variance - gain * noisePerGain;
  }
};

/** \brief V of a scan point: of every pattern the mean of V over the rings weighted by their pixels, then the mean over
 * time. One ring that holds the whole annulus gives the pooled V. Beside it V of the two halves and V without one
 * sector at a time, if the annulus is divided.
 *
 * Rings without intensity are left out of a pattern's mean, patterns without intensity out of the mean over time. */
class FluctuationVarianceSeries
{
public:
  FluctuationVarianceSeries(const RingPixels & pixels, Eigen::Index frames, const AzimuthalPartition & partition = {})
    : m_NumberOfRings(pixels.NumberOfRings())
    , m_NumberOfSectors(static_cast<Eigen::Index>(partition.sectors))
    , m_Offsets(pixels.offsets)
    , m_Rings(m_NumberOfRings)
    , m_RingVariance(frames, m_NumberOfRings)
    , m_Mean(frames)
    , m_Values(pixels.NumberOfPixels())
    , m_Whole(frames)
    , m_Halves{ PatternValues(partition.half.empty() ? 0 : frames), PatternValues(m_Halves[0].variance.size()) }
    , m_WithoutSector(m_NumberOfSectors, PatternValues(frames))
  {
    this->DivideIntoCells(pixels, partition);
  }

  /** Takes the pattern of a frame, given by its first pixel. */
  template <typename TPixel>
  void
  SetPattern(Eigen::Index frame, const TPixel * pattern)
  {
    for (Eigen::Index i = 0; i < m_Values.size(); ++i)
    {
      m_Values[i] = static_cast<float>(pattern[m_Offsets[i]]);
    }
    const double mean = m_Values.cast<double>().mean();
    m_Mean[frame] = std::isfinite(mean) ? mean : NaN;

    std::fill(m_Rings.begin(), m_Rings.end(), Moments{});
    for (Cell & cell : m_Cells)
    {
      cell.moments = Moments::Of(m_Values.segment(cell.first, cell.size));
      m_Rings[cell.ring] += cell.moments;
    }
    for (Eigen::Index ring = 0; ring < m_NumberOfRings; ++ring)
    {
      m_RingVariance(frame, ring) = m_Rings[ring].RelativeVariance();
    }
    m_Whole.Set(frame, AverageOverRings(m_Rings), std::isfinite(mean));
    this->SetHalves(frame);
    this->SetWithoutSectors(frame);
  }

  /** The values of the last pattern, ring after ring. */
  const Eigen::ArrayXf &
  Values() const
  {
    return m_Values;
  }

  /** V and its standard error over the frames set, which takes them as independent. */
  MeanWithError
  Variance() const
  {
    return MeanAndError(m_Whole.variance);
  }

  /** V and its noise. */
  VarianceAndNoise
  Whole() const
  {
    return m_Whole.Average();
  }

  /** V and its noise in half 0 or 1; NaN if there are no halves. */
  VarianceAndNoise
  Half(int half) const
  {
    return m_Halves[half].Average();
  }

  /** V and its noise without each of the sectors, a row for each: for JackknifeCovariance(). */
  Eigen::MatrixX2d
  WithoutSectors() const
  {
    Eigen::MatrixX2d values(m_NumberOfSectors, 2);
    for (Eigen::Index sector = 0; sector < m_NumberOfSectors; ++sector)
    {
      const VarianceAndNoise average = m_WithoutSector[sector].Average();
      values.row(sector) << average.variance, average.noisePerGain;
    }
    return values;
  }

  /** Mean intensity of a pixel. */
  MeanWithError
  MeanIntensity() const
  {
    return MeanAndError(m_Mean);
  }

  /** Mean intensity of a pixel in every frame. */
  const Eigen::ArrayXd &
  FrameIntensity() const
  {
    return m_Mean;
  }

  /** V(Q): the mean over time of the V of one ring. */
  MeanWithError
  RingVariance(Eigen::Index ring) const
  {
    return MeanAndError(m_RingVariance.col(ring));
  }

private:
  static constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

  /** The pixels of a ring in one sector and one half. */
  struct Cell
  {
    Eigen::Index ring;
    int          sector;
    int          half;
    Eigen::Index first;
    Eigen::Index size;
    Moments      moments;
  };

  /** V and noise of every frame. */
  struct PatternValues
  {
    Eigen::ArrayXd variance;
    Eigen::ArrayXd noise;

    explicit PatternValues(Eigen::Index frames)
      : variance(frames)
      , noise(frames)
    {}

    void
    Set(Eigen::Index frame, const VarianceAndNoise & value, bool valid)
    {
      variance[frame] = valid ? value.variance : NaN;
      noise[frame] = valid ? value.noisePerGain : NaN;
    }

    VarianceAndNoise
    Average() const
    {
      return { MeanAndError(variance).mean, MeanAndError(noise).mean };
    }
  };

  /** Sorts the pixels of every ring by sector and half. */
  void
  DivideIntoCells(const RingPixels & pixels, const AzimuthalPartition & partition)
  {
    const auto partOf = [](const std::vector<int> & parts, std::size_t pixel) {
      return parts.empty() ? 0 : parts[pixel];
    };
    std::vector<std::array<int, 3>> keys; // sector, half, pixel
    for (Eigen::Index ring = 0; ring < m_NumberOfRings; ++ring)
    {
      keys.clear();
      for (Eigen::Index pixel = pixels.first[ring]; pixel < pixels.first[ring + 1]; ++pixel)
      {
        keys.push_back({ partOf(partition.sector, pixel), partOf(partition.half, pixel), static_cast<int>(pixel) });
      }
      std::sort(keys.begin(), keys.end());
      for (std::size_t i = 0; i < keys.size(); ++i)
      {
        const auto [sector, half, pixel] = keys[i];
        m_Offsets[pixels.first[ring] + i] = pixels.offsets[pixel];
        if (i == 0 || sector != m_Cells.back().sector || half != m_Cells.back().half)
        {
          m_Cells.push_back({ ring, sector, half, pixels.first[ring] + static_cast<Eigen::Index>(i), 0, {} });
        }
        ++m_Cells.back().size;
      }
    }
  }

  /** The mean over the rings that have intensity, weighted by their pixels. */
  static VarianceAndNoise
  AverageOverRings(const std::vector<Moments> & rings)
  {
    double variance = 0.0;
    double noise = 0.0;
    double weight = 0.0;
    for (const Moments & ring : rings)
    {
      const double v = ring.RelativeVariance();
      if (!std::isnan(v))
      {
        variance += ring.count * v;
        noise += ring.count / ring.mean;
        weight += ring.count;
      }
    }
    return { variance / weight, noise / weight }; // 0 / 0 is NaN
  }

  void
  SetHalves(Eigen::Index frame)
  {
    for (int half = 0; half < 2 && m_Halves[half].variance.size() > 0; ++half)
    {
      m_Part.assign(m_NumberOfRings, Moments{});
      for (const Cell & cell : m_Cells)
      {
        if (cell.half == half)
        {
          m_Part[cell.ring] += cell.moments;
        }
      }
      m_Halves[half].Set(frame, AverageOverRings(m_Part), std::isfinite(m_Mean[frame]));
    }
  }

  void
  SetWithoutSectors(Eigen::Index frame)
  {
    for (Eigen::Index sector = 0; sector < m_NumberOfSectors; ++sector)
    {
      m_Part = m_Rings;
      for (const Cell & cell : m_Cells)
      {
        if (cell.sector == sector)
        {
          m_Part[cell.ring] = m_Part[cell.ring].Without(cell.moments);
        }
      }
      m_WithoutSector[sector].Set(frame, AverageOverRings(m_Part), std::isfinite(m_Mean[frame]));
    }
  }

  Eigen::Index                 m_NumberOfRings;
  Eigen::Index                 m_NumberOfSectors;
  std::vector<Eigen::Index>    m_Offsets; ///< of the pixels, ring after ring, in a ring cell after cell
  std::vector<Cell>            m_Cells;
  std::vector<Moments>         m_Rings;
  std::vector<Moments>         m_Part;
  Eigen::ArrayXXd              m_RingVariance;
  Eigen::ArrayXd               m_Mean;
  Eigen::ArrayXf               m_Values;
  PatternValues                m_Whole;
  std::array<PatternValues, 2> m_Halves;
  std::vector<PatternValues>   m_WithoutSector;
};

} // namespace stem5d

#endif

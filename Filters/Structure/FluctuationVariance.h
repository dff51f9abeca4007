/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FluctuationVariance_h
#define FluctuationVariance_h

#include "AddValues.h"
#include "AzimuthalPartition.h"
#include "MeanAndError.h"
#include "PixelBlock.h"
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
  const auto   values = intensity.template cast<double>();
  const double mean = values.mean();
  return mean > 0.0 ? (values - mean).square().mean() / (mean * mean) : std::numeric_limits<double>::quiet_NaN();
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

namespace detail
{

/** first[t] += e, second[t] += e^2 over the rows, with e = row[t] - mean[t], of which e inverse[t] stays in the row. */
STEM5D_MULTIVERSION inline void
TakeDeviations(float * __restrict rows,
               Eigen::Index stride,
               Eigen::Index count,
               Eigen::Index frames,
               const double * __restrict mean,
               const double * __restrict inverse,
               double * __restrict first,
               double * __restrict second)
{
  for (Eigen::Index row = 0; row < count; ++row)
  {
    float * const values = rows + row * stride;
    for (Eigen::Index t = 0; t < frames; ++t)
    {
      const double deviation = static_cast<double>(values[t]) - mean[t];
      first[t] += deviation;
      second[t] += deviation * deviation;
      values[t] = static_cast<float>(deviation * inverse[t]);
    }
  }
}

/** Adds V and noise of some pixels of a ring, weighted by their number, where they have intensity.
 * \param first, second sums of e and e^2 over these pixels, e the deviation from `mean` */
STEM5D_MULTIVERSION inline void
AddVariance(double count,
            const double * __restrict mean,
            const double * __restrict first,
            const double * __restrict second,
            Eigen::Index frames,
            double * __restrict variance,
            double * __restrict noise,
            double * __restrict weight)
{
  constexpr double rounding = 1e-9; // of the mean of the ring, may be left of that of pixels without intensity
  const double     share = 1.0 / count;
  for (Eigen::Index t = 0; t < frames; ++t)
  {
    const double shift = first[t] * share;
    const double meanOfThese = mean[t] + shift;
    const double squares = second[t] - first[t] * shift;
    const bool   isLit = meanOfThese > rounding * std::abs(mean[t]);
    const double inverse = 1.0 / (isLit ? meanOfThese : 1.0);
    variance[t] += isLit ? squares * inverse * inverse : 0.0;
    noise[t] += isLit ? count * inverse : 0.0;
    weight[t] += isLit ? count : 0.0;
  }
}

} // namespace detail

/** \brief V of a scan point: of every pattern the mean of V over the rings weighted by their pixels, then the mean over
 * time. One ring that holds the whole annulus gives the pooled V. Beside it V of the two halves and V without one
 * sector at a time, if the annulus is divided.
 *
 * Rings without intensity are left out of a pattern's mean, patterns without intensity out of the mean over time.
 *
 * The sums of a cell, the pixels of a ring in one sector and one half, are those of the deviations from the mean of the
 * ring, so that cells can be joined and left out without a loss of digits. All is in double. */
class FluctuationVarianceSeries
{
public:
  FluctuationVarianceSeries(const RingPixels & pixels, Eigen::Index frames, const AzimuthalPartition & partition = {})
    : m_NumberOfSectors(static_cast<Eigen::Index>(partition.sectors))
    , m_Pixels(pixels)
    , m_RingVariance(frames, pixels.NumberOfRings())
    , m_Mean(frames)
    , m_Parts(FirstSector + m_NumberOfSectors, PatternValues(frames))
    , m_Count(Eigen::ArrayXXd::Zero(FirstSector + m_NumberOfSectors, pixels.NumberOfRings()))
    , m_RingSums(m_Parts.size())
    , m_Averages(m_Parts.size())
  {
    this->DivideIntoCells(partition);
  }

  /** The pixels, ring after ring: the order of the rows of a block. */
  const std::vector<Eigen::Index> &
  Offsets() const
  {
    return m_Pixels.offsets;
  }

  /** Takes `count` patterns, of frames from `first` on.
   * \param block the pixels of the first rows are those of Offsets(); their deviations from the mean of the ring,
   *   divided by it, are what is left there, NaN where there is no intensity; its frames beyond these mean nothing
   * any more */
  void
  SetPatterns(Eigen::Index first, Eigen::Index count, PixelBlock & block)
  {
    for (Eigen::Index done = 0; done < count; done += MostFrames)
    {
      this->SetFrames(first + done, std::min(MostFrames, count - done), block[0] + done, block.Stride());
    }
  }

  /** V and its standard error over the frames set, which takes them as independent. */
  MeanWithError
  Variance() const
  {
    return MeanAndError(m_Parts[All].variance);
  }

  /** V and its noise. */
  VarianceAndNoise
  Whole() const
  {
    return m_Parts[All].Average();
  }

  /** V and its noise in half 0 or 1; NaN if there are no halves. */
  VarianceAndNoise
  Half(int half) const
  {
    return m_Parts[FirstHalf + half].Average();
  }

  /** V and its noise without each of the sectors, a row for each: for JackknifeCovariance(). */
  Eigen::MatrixX2d
  WithoutSectors() const
  {
    Eigen::MatrixX2d values(m_NumberOfSectors, 2);
    for (Eigen::Index sector = 0; sector < m_NumberOfSectors; ++sector)
    {
      const VarianceAndNoise average = m_Parts[FirstSector + sector].Average();
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
  static constexpr double       NaN = std::numeric_limits<double>::quiet_NaN();
  static constexpr Eigen::Index MostFrames = 2 * PixelBlock::Lanes; ///< at a time: their sums stay in cache

  // the parts: all pixels, a half, all but a sector
  static constexpr Eigen::Index All = 0;
  static constexpr Eigen::Index FirstHalf = 1;
  static constexpr Eigen::Index FirstSector = 3;

  /** The pixels of a ring in one sector and one half. */
  struct Cell
  {
    Eigen::Index ring;
    int          sector;
    int          half;
    Eigen::Index first;
    Eigen::Index size;
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

    VarianceAndNoise
    Average() const
    {
      return { MeanAndError(variance).mean, MeanAndError(noise).mean };
    }
  };

  /** A number for each of some frames. */
  struct alignas(64) Frames
  {
    double values[MostFrames] = {};
  };

  /** Of pixels of a ring: sums of e and e^2, e the deviation from the mean of the ring. */
  struct RingSums
  {
    Frames first;
    Frames second;

    RingSums &
    operator+=(const RingSums & other)
    {
      AddValues(other.first.values, MostFrames, first.values);
      AddValues(other.second.values, MostFrames, second.values);
      return *this;
    }
  };

  /** Of a part: sums over rings of V and noise, weighted by pixels, and of the weights. */
  struct Averages
  {
    Frames variance;
    Frames noise;
    Frames weight;
  };

  /** Sorts the pixels of every ring by sector and half. */
  void
  DivideIntoCells(const AzimuthalPartition & partition)
  {
    const auto partOf = [](const std::vector<int> & parts, Eigen::Index pixel) {
      return parts.empty() ? AzimuthalPartition::NoHalf : parts[pixel];
    };
    const std::vector<Eigen::Index> offsets = m_Pixels.offsets;
    std::vector<std::array<int, 3>> keys; // sector, half, pixel
    for (Eigen::Index ring = 0; ring < m_Pixels.NumberOfRings(); ++ring)
    {
      keys.clear();
      for (Eigen::Index pixel = m_Pixels.first[ring]; pixel < m_Pixels.first[ring + 1]; ++pixel)
      {
        keys.push_back({ partOf(partition.sector, pixel), partOf(partition.half, pixel), static_cast<int>(pixel) });
      }
      std::sort(keys.begin(), keys.end());
      m_Count.col(ring).setConstant(static_cast<double>(keys.size()));
      m_Count.col(ring).segment(FirstHalf, 2).setZero();
      for (std::size_t i = 0; i < keys.size(); ++i)
      {
        const auto [sector, half, pixel] = keys[i];
        const Eigen::Index place = m_Pixels.first[ring] + static_cast<Eigen::Index>(i);
        m_Pixels.offsets[place] = offsets[pixel];
        if (i == 0 || sector != m_Cells.back().sector || half != m_Cells.back().half)
        {
          m_Cells.push_back({ ring, sector, half, place, 0 });
        }
        ++m_Cells.back().size;
        if (half >= 0)
        {
          m_Count(FirstHalf + half, ring) += 1.0;
        }
        if (sector >= 0)
        {
          m_Count(FirstSector + sector, ring) -= 1.0;
        }
      }
    }
  }

  /** \param rows the first of the frames in the first row */
  void
  SetFrames(Eigen::Index first, Eigen::Index count, float * rows, Eigen::Index stride)
  {
    const Eigen::Index size = PixelBlock::RoundUp(count);
    std::fill(m_Averages.begin(), m_Averages.end(), Averages{});
    Frames total;
    auto   cell = m_Cells.begin();
    for (Eigen::Index ring = 0; ring < m_Pixels.NumberOfRings(); ++ring)
    {
      Frames mean;
      AddRows(rows + m_Pixels.first[ring] * stride, stride, m_Pixels.RingSize(ring), size, mean.values);
      AddValues(mean.values, size, total.values);
      Frames inverse;
      for (Eigen::Index t = 0; t < size; ++t)
      {
        mean.values[t] /= m_Count(All, ring); // 0 / 0 is NaN
        inverse.values[t] = mean.values[t] > 0.0 ? 1.0 / mean.values[t] : NaN;
      }
      std::fill(m_RingSums.begin(), m_RingSums.end(), RingSums{});
      for (; cell != m_Cells.end() && cell->ring == ring; ++cell)
      {
        this->TakeCell(*cell, rows, stride, size, mean, inverse);
      }
      this->AddRing(ring, size, mean);
      const RingSums & all = m_RingSums[All];
      for (Eigen::Index t = 0; t < count; ++t)
      {
        m_RingVariance(first + t, ring) =
          all.second.values[t] / m_Count(All, ring) * inverse.values[t] * inverse.values[t];
      }
    }
    this->FinishFrames(first, count, total);
  }

  void
  TakeCell(const Cell &   cell,
           float *        rows,
           Eigen::Index   stride,
           Eigen::Index   size,
           const Frames & mean,
           const Frames & inverse)
  {
    RingSums sums;
    detail::TakeDeviations(rows + cell.first * stride,
                           stride,
                           cell.size,
                           size,
                           mean.values,
                           inverse.values,
                           sums.first.values,
                           sums.second.values);
    m_RingSums[All] += sums;
    if (cell.half >= 0)
    {
      m_RingSums[FirstHalf + cell.half] += sums;
    }
    if (cell.sector >= 0)
    {
      m_RingSums[FirstSector + cell.sector] += sums;
    }
  }

  /** Adds a ring to the averages of all parts that have pixels in it. */
  void
  AddRing(Eigen::Index ring, Eigen::Index size, const Frames & mean)
  {
    const RingSums all = m_RingSums[All];
    for (std::size_t part = 0; part < m_Averages.size(); ++part)
    {
      RingSums & sums = m_RingSums[part];
      if (static_cast<Eigen::Index>(part) >= FirstSector) // of the sector: what is left without it
      {
        for (Eigen::Index t = 0; t < size; ++t)
        {
          sums.first.values[t] = all.first.values[t] - sums.first.values[t];
          sums.second.values[t] = all.second.values[t] - sums.second.values[t];
        }
      }
      if (m_Count(part, ring) > 0.0)
      {
        detail::AddVariance(m_Count(part, ring),
                            mean.values,
                            sums.first.values,
                            sums.second.values,
                            size,
                            m_Averages[part].variance.values,
                            m_Averages[part].noise.values,
                            m_Averages[part].weight.values);
      }
    }
  }

  void
  FinishFrames(Eigen::Index first, Eigen::Index count, const Frames & total)
  {
    for (Eigen::Index t = 0; t < count; ++t)
    {
      const double mean = total.values[t] / static_cast<double>(m_Pixels.NumberOfPixels());
      m_Mean[first + t] = std::isfinite(mean) ? mean : NaN;
      for (std::size_t part = 0; part < m_Parts.size(); ++part)
      {
        const Averages & sums = m_Averages[part];
        const double     weight = std::isfinite(mean) ? sums.weight.values[t] : NaN;
        m_Parts[part].variance[first + t] = sums.variance.values[t] / weight; // 0 / 0 is NaN
        m_Parts[part].noise[first + t] = sums.noise.values[t] / weight;
      }
    }
  }

  Eigen::Index               m_NumberOfSectors;
  RingPixels                 m_Pixels; ///< ring after ring, in a ring cell after cell
  std::vector<Cell>          m_Cells;
  Eigen::ArrayXXd            m_RingVariance;
  Eigen::ArrayXd             m_Mean;
  std::vector<PatternValues> m_Parts;
  Eigen::ArrayXXd            m_Count; ///< pixels of each part in each ring
  std::vector<RingSums>      m_RingSums;
  std::vector<Averages>      m_Averages;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AnnulusSeries_h
#define AnnulusSeries_h

#include "DetectorGrid.h"
#include "DiffractionBlur.h"
#include "PatternCollector.h"
#include "PixelBlock.h"
#include "RadialMask.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace stem5d
{
namespace detail
{

/** The vectors that WeightedSum() makes at a time. */
constexpr Eigen::Index WeightedSumVectors = 4;

/** out[i] = sum over j of weights[j] first[i + j step], for the frames of `size` vectors and of those that are needed
 * to make this a multiple of WeightedSumVectors. */
STEM5D_MULTIVERSION inline void
WeightedSum(const float * __restrict first,
            Eigen::Index  step,
            const float * weights,
            Eigen::Index  count,
            float * __restrict out,
            Eigen::Index size)
{
  constexpr Eigen::Index most = WeightedSumVectors * FrameVector::Size;
  for (Eigen::Index i = 0; i < size * FrameVector::Size; i += most)
  {
    float sum[most] = {}; // stays in registers
    for (Eigen::Index j = 0; j < count; ++j)
    {
      for (Eigen::Index k = 0; k < most; ++k)
      {
        sum[k] += weights[j] * first[i + j * step + k];
      }
    }
    for (Eigen::Index k = 0; k < most; ++k)
    {
      out[i + k] = sum[k];
    }
  }
}

/** Sums of `factor` frames of some rows of a block: to[cells[i] size + j] = sum of the frames of row rows[i] from
 * j factor on. */
STEM5D_MULTIVERSION inline void
SumFrames(const float * __restrict block,
          Eigen::Index         stride,
          const Eigen::Index * rows,
          const Eigen::Index * cells,
          std::size_t          count,
          Eigen::Index         factor,
          Eigen::Index         size,
          float * __restrict to)
{
  for (std::size_t row = 0; row < count; ++row)
  {
    const float * const values = block + rows[row] * stride;
    float * const       sums = to + cells[row] * size;
    if (factor == 2) // a known one needs no inner loop
    {
      for (Eigen::Index i = 0; i < size; ++i)
      {
        sums[i] = values[2 * i] + values[2 * i + 1];
      }
      continue;
    }
    for (Eigen::Index i = 0; i < size; ++i)
    {
      sums[i] = values[i * factor];
      for (Eigen::Index j = 1; j < factor; ++j)
      {
        sums[i] += values[i * factor + j];
      }
    }
  }
}

} // namespace detail

/** \brief The series of an annulus in one part of the detector: binned in time and blurred over the good pixels of that
 * part alone. The blur is that of DiffractionBlur, of all frames of a block at once and only where the annulus needs
 * it: along ky for the columns that it reaches, then along kx.
 *
 * The pixels lie on a grid of columns (kx) with ky fastest, each with the frames of a block, so that a run along ky is
 * contiguous, and what is masked or beyond the edge is 0 there for ever. */
class AnnulusSeries
{
public:
  /** \param pixels of the annulus, \param bad not 0 at bad pixels, on \a grid \param blurSigma in the unit of Q
   * \param timeBin frames that are summed \param frames number of sums \param block sums that are made at a time, a
   * multiple of FrameVector::Size */
  AnnulusSeries(const RingPixels &            pixels,
                const DetectorGrid &          grid,
                double                        blurSigma,
                const Pattern<std::uint8_t> & bad,
                std::size_t                   timeBin,
                std::size_t                   frames,
                Eigen::Index                  block)
    : m_WeightsX(GaussianWeights(blurSigma / grid.spacing[0]).cast<float>())
    , m_WeightsY(GaussianWeights(blurSigma / grid.spacing[1]).cast<float>())
    , m_TimeBin(static_cast<Eigen::Index>(timeBin))
    , m_Frames(static_cast<Eigen::Index>(frames))
    , m_Block(block)
    , m_Intensity(pixels.NumberOfPixels(), m_Frames)
    , m_Normalisation(pixels.offsets.size())
  {
    this->PlaceOnGrid(pixels, static_cast<Eigen::Index>(grid.size[0]));
    this->FindInputs(grid, bad);
    this->Normalise(pixels, bad);
  }

  /** The pixels that are needed, as offsets into a pattern. */
  const std::vector<Eigen::Index> &
  Inputs() const
  {
    return m_Inputs;
  }

  /** Sums the frames of a block: `timeBin` for each sum, and as many sums as are made at a time.
   * \param rows of the block, of each input */
  void
  SetInputs(const PixelBlock & block, const std::vector<Eigen::Index> & rows)
  {
    detail::SumFrames(
      block[0], block.Stride(), rows.data(), m_InputCells.data(), rows.size(), m_TimeBin, m_Block, Values(m_Grid));
  }

  /** Blurs a block of sums, of which the first is number `first` of the series. */
  void
  Blur(Eigen::Index first)
  {
    const Eigen::Index count = std::min(m_Block, m_Frames - first);
    this->BlurGrid([&](std::size_t pixel, const float * blurred) {
      float * const to = m_Intensity[static_cast<Eigen::Index>(pixel)] + first;
      for (Eigen::Index i = 0; i < count; ++i)
      {
        to[i] = m_Normalisation[pixel] * blurred[i];
      }
    });
  }

  /** The series: a row for each pixel, in their order. */
  const PixelBlock &
  Intensity() const
  {
    return m_Intensity;
  }

private:
  /** Cells that follow each other along ky. */
  struct Run
  {
    Eigen::Index             first;
    Eigen::Index             length;
    std::vector<std::size_t> pixels; ///< of the annulus, that the cells are
  };

  static float *
  Values(std::vector<FrameVector> & vectors)
  {
    return vectors.data()->values;
  }

  /** The smallest grid that holds the pixels and all that the blur reaches from them. */
  void
  PlaceOnGrid(const RingPixels & pixels, Eigen::Index detectorColumns)
  {
    Eigen::Index low[2] = { std::numeric_limits<Eigen::Index>::max(), std::numeric_limits<Eigen::Index>::max() };
    Eigen::Index high[2] = { -1, -1 };
    for (const Eigen::Index offset : pixels.offsets)
    {
      const Eigen::Index at[2] = { offset % detectorColumns, offset / detectorColumns };
      for (int axis = 0; axis < 2; ++axis)
      {
        low[axis] = std::min(low[axis], at[axis]);
        high[axis] = std::max(high[axis], at[axis]);
      }
    }
    const Eigen::Index radius[2] = { m_WeightsX.size() / 2, m_WeightsY.size() / 2 };
    for (int axis = 0; axis < 2; ++axis)
    {
      m_Low[axis] = low[axis] - radius[axis];
      m_Size[axis] = pixels.offsets.empty() ? 0 : high[axis] - low[axis] + 1 + 2 * radius[axis];
    }
    m_Grid.resize(m_Size[0] * m_Size[1] * m_Block / FrameVector::Size + detail::WeightedSumVectors);
    m_Columns = m_Grid;

    Pattern<std::uint8_t>                             needed = Pattern<std::uint8_t>::Zero(m_Size[0], m_Size[1]);
    std::vector<std::pair<Eigen::Index, std::size_t>> cells;
    for (std::size_t pixel = 0; pixel < pixels.offsets.size(); ++pixel)
    {
      const Eigen::Index x = pixels.offsets[pixel] % detectorColumns - m_Low[0];
      const Eigen::Index y = pixels.offsets[pixel] / detectorColumns - m_Low[1];
      cells.emplace_back(x * m_Size[1] + y, pixel);
      needed.block(x - radius[0], y, m_WeightsX.size(), 1).setOnes();
    }
    for (Eigen::Index cell = 0; cell < needed.size(); ++cell)
    {
      if (needed.data()[cell] != 0)
      {
        AddToRuns(cell, {}, m_AlongY);
      }
    }
    std::sort(cells.begin(), cells.end());
    for (const auto & [cell, pixel] : cells)
    {
      AddToRuns(cell, { pixel }, m_AlongX);
      const Eigen::Index vectors = m_AlongX.back().length * m_Block / FrameVector::Size + detail::WeightedSumVectors;
      m_Row.resize(std::max<std::size_t>(m_Row.size(), vectors));
    }
  }

  static void
  AddToRuns(Eigen::Index cell, const std::vector<std::size_t> & pixel, std::vector<Run> & runs)
  {
    if (runs.empty() || runs.back().first + runs.back().length != cell)
    {
      runs.push_back({ cell, 0, {} });
    }
    ++runs.back().length;
    runs.back().pixels.insert(runs.back().pixels.end(), pixel.begin(), pixel.end());
  }

  /** The good pixels of the detector that the blur reaches. */
  void
  FindInputs(const DetectorGrid & grid, const Pattern<std::uint8_t> & bad)
  {
    std::vector<bool> reached(m_Size[0] * m_Size[1]);
    for (const Run & run : m_AlongY)
    {
      const Eigen::Index radius = m_WeightsY.size() / 2;
      std::fill_n(reached.begin() + run.first - radius, run.length + 2 * radius, true);
    }
    for (Eigen::Index offset = 0; offset < static_cast<Eigen::Index>(grid.NumberOfPixels()); ++offset)
    {
      const Eigen::Index x = offset % static_cast<Eigen::Index>(grid.size[0]) - m_Low[0];
      const Eigen::Index y = offset / static_cast<Eigen::Index>(grid.size[0]) - m_Low[1];
      const bool         isOnGrid = x >= 0 && y >= 0 && x < m_Size[0] && y < m_Size[1];
      if (isOnGrid && reached[x * m_Size[1] + y] && (bad.size() == 0 || bad.data()[offset] == 0))
      {
        m_Inputs.push_back(offset);
        m_InputCells.push_back(x * m_Size[1] + y);
      }
    }
  }

  /** What the blur makes of 1 at all good pixels. */
  void
  Normalise(const RingPixels & pixels, const Pattern<std::uint8_t> & bad)
  {
    for (std::size_t input = 0; input < m_Inputs.size(); ++input)
    {
      Values(m_Grid)[m_InputCells[input] * m_Block] = 1.0F;
    }
    this->BlurGrid([&](std::size_t pixel, const float * blurred) {
      const bool isBad = bad.size() > 0 && bad.data()[pixels.offsets[pixel]] != 0;
      m_Normalisation[pixel] = isBad ? 0.0F : 1.0F / *blurred;
    });
  }

  /** Sums run over the end of a run into cells that are not needed, or are made after it.
   * \param take called with the number of each pixel of the annulus and its weighted sums over the frames */
  template <typename TTake>
  void
  BlurGrid(TTake take)
  {
    const Eigen::Index radiusX = m_WeightsX.size() / 2 * m_Size[1] * m_Block;
    const Eigen::Index radiusY = m_WeightsY.size() / 2 * m_Block;
    for (const Run & run : m_AlongY)
    {
      detail::WeightedSum(Values(m_Grid) + run.first * m_Block - radiusY,
                          m_Block,
                          m_WeightsY.data(),
                          m_WeightsY.size(),
                          Values(m_Columns) + run.first * m_Block,
                          run.length * m_Block / FrameVector::Size);
    }
    for (const Run & run : m_AlongX)
    {
      detail::WeightedSum(Values(m_Columns) + run.first * m_Block - radiusX,
                          m_Size[1] * m_Block,
                          m_WeightsX.data(),
                          m_WeightsX.size(),
                          Values(m_Row),
                          run.length * m_Block / FrameVector::Size);
      for (std::size_t i = 0; i < run.pixels.size(); ++i)
      {
        take(run.pixels[i], Values(m_Row) + static_cast<Eigen::Index>(i) * m_Block);
      }
    }
  }

  Eigen::ArrayXf            m_WeightsX;
  Eigen::ArrayXf            m_WeightsY;
  Eigen::Index              m_TimeBin;
  Eigen::Index              m_Frames;
  Eigen::Index              m_Block;
  PixelBlock                m_Intensity;
  std::vector<float>        m_Normalisation; ///< of the pixels
  Eigen::Index              m_Low[2];        ///< the detector pixel of the grid's first cell: kx, ky
  Eigen::Index              m_Size[2];       ///< of the grid
  std::vector<Eigen::Index> m_Inputs;
  std::vector<Eigen::Index> m_InputCells;
  std::vector<Run>          m_AlongY;  ///< where the blur along ky is needed
  std::vector<Run>          m_AlongX;  ///< the annulus
  std::vector<FrameVector>  m_Grid;    ///< binned
  std::vector<FrameVector>  m_Columns; ///< blurred along ky
  std::vector<FrameVector>  m_Row;     ///< a run, blurred along kx too
};

/** How recorded patterns become the series of an annulus. */
struct PreparationSettings
{
  std::size_t detectorBin = 1;   ///< pixels of kx and ky that are summed
  std::size_t timeBin = 2;       ///< frames that are summed
  double      blurSigma = 0.464; ///< standard deviation in the unit of Q; 0 does not blur
};

/** Sums that an AnnulusSeries makes at a time: as many as are quick to loop over and small enough for the cache. */
inline Eigen::Index
BlockOfSums(std::size_t timeBin)
{
  return timeBin > 1 ? PixelBlock::Lanes : 2 * PixelBlock::Lanes;
}

/** \brief The series of an annulus from recorded patterns: detector binning, time binning, blur (Nakazawa et al. 2024,
 * supplement, "Measurement of relaxation time"). Frames that fill no whole time bin are left out.
 *
 * An object holds the work space; each thread has its own. */
template <typename TPixel>
class PreparedSeries
{
public:
  /** \param recorded, frames of the recorded patterns \param pixels, bad on the binned detector */
  PreparedSeries(const PreparationSettings &   settings,
                 const DetectorGrid &          recorded,
                 std::size_t                   frames,
                 const RingPixels &            pixels,
                 const Pattern<std::uint8_t> & bad)
    : m_TimeBin(static_cast<Eigen::Index>(settings.timeBin))
    , m_Bins(static_cast<Eigen::Index>(frames / settings.timeBin))
    , m_BlockBins(BlockOfSums(settings.timeBin))
    , m_Annulus(pixels,
                recorded.Binned(settings.detectorBin),
                settings.blurSigma,
                bad,
                settings.timeBin,
                frames / settings.timeBin,
                m_BlockBins)
    , m_Collect(recorded, settings.detectorBin, m_Annulus.Inputs(), m_BlockBins * m_TimeBin)
    , m_Rows(m_Annulus.Inputs().size())
    , m_Series(m_Bins, pixels.NumberOfPixels())
  {
    std::iota(m_Rows.begin(), m_Rows.end(), Eigen::Index{ 0 });
  }

  /** \param patternOf gives the first pixel of the pattern of a frame \return (binned) frames x pixels */
  template <typename TPatternOf>
  const Series<float> &
  operator()(const TPatternOf & patternOf)
  {
    for (Eigen::Index bin = 0; bin < m_Bins; bin += m_BlockBins)
    {
      const Eigen::Index bins = std::min(m_BlockBins, m_Bins - bin);
      m_Annulus.SetInputs(m_Collect(patternOf, bin * m_TimeBin, bins * m_TimeBin), m_Rows);
      m_Annulus.Blur(bin);
    }
    for (Eigen::Index pixel = 0; pixel < m_Series.cols(); ++pixel)
    {
      m_Series.col(pixel) = Eigen::VectorXf::Map(m_Annulus.Intensity()[pixel], m_Bins);
    }
    return m_Series;
  }

private:
  Eigen::Index              m_TimeBin;
  Eigen::Index              m_Bins;
  Eigen::Index              m_BlockBins;
  AnnulusSeries             m_Annulus;
  PatternCollector<TPixel>  m_Collect;
  std::vector<Eigen::Index> m_Rows; ///< of the block, of each input of the annulus
  Series<float>             m_Series;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef PatternCollector_h
#define PatternCollector_h

#include "AxisBinning.h"
#include "DetectorGrid.h"
#include "Multiversion.h"
#include "PixelBlock.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace stem5d
{
namespace detail
{

/** Pixels of a pattern that follow each other, and the rows of a block that they go to. */
struct PixelTile
{
  Eigen::Index offset;
  Eigen::Index rows[FrameVector::Size];
};

/** Takes tiles of as many patterns as a vector has frames. \param block the first of these frames in the first row */
template <typename TPixel>
STEM5D_MULTIVERSION void
CollectTiles(
  const TPixel * const * patterns, const PixelTile * tiles, std::size_t count, Eigen::Index stride, float * block)
{
  constexpr Eigen::Index size = FrameVector::Size;
  static_assert(size == 16);
  for (std::size_t tile = 0; tile < count; ++tile)
  {
#if defined(__GNUC__) && (defined(__clang__) || __GNUC__ >= 12)
    // The square of pixels and frames is transposed in registers: four times its first half and its second are
    // interleaved. Compilers do not find that themselves.
    typedef TPixel Pixels __attribute__((vector_size(size * sizeof(TPixel))));
    typedef float  Values __attribute__((vector_size(size * sizeof(float))));
    Pixels         square[size];
    Pixels         next[size];
#  pragma GCC unroll 16
    for (Eigen::Index frame = 0; frame < size; ++frame)
    {
      std::memcpy(&square[frame], patterns[frame] + tiles[tile].offset, sizeof(Pixels));
    }
#  pragma GCC unroll 4
    for (int round = 0; round < 4; ++round)
    {
#  pragma GCC unroll 8
      for (Eigen::Index i = 0; i < size / 2; ++i)
      {
        const Pixels & a = square[i];
        const Pixels & b = square[i + size / 2];
        next[2 * i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        next[2 * i + 1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      }
#  pragma GCC unroll 16
      for (Eigen::Index i = 0; i < size; ++i)
      {
        square[i] = next[i];
      }
    }
#  pragma GCC unroll 16
    for (Eigen::Index pixel = 0; pixel < size; ++pixel)
    {
      const Values values = __builtin_convertvector(square[pixel], Values);
      std::memcpy(block + tiles[tile].rows[pixel] * stride, &values, sizeof(Values));
    }
#else
    for (Eigen::Index pixel = 0; pixel < size; ++pixel)
    {
      for (Eigen::Index frame = 0; frame < size; ++frame)
      {
        block[tiles[tile].rows[pixel] * stride + frame] =
          static_cast<float>(patterns[frame][tiles[tile].offset + pixel]);
      }
    }
#endif
  }
}

} // namespace detail

/** \brief Collects chosen pixels of the recorded patterns of a scan point into a block, after detector binning, and
 * adds the whole patterns up on the way.
 *
 * An object holds the work space; each thread has its own. */
template <typename TPixel>
class PatternCollector
{
public:
  /** \param recorded detector \param detectorBin pixels of kx and ky that are summed
   * \param offsets of the pixels in a binned pattern, in the order of the rows of the block
   * \param block frames that are collected at a time */
  PatternCollector(const DetectorGrid &              recorded,
                   std::size_t                       detectorBin,
                   const std::vector<Eigen::Index> & offsets,
                   Eigen::Index                      block)
    : m_Columns(static_cast<Eigen::Index>(recorded.size[0]))
    , m_DetectorBin(static_cast<Eigen::Index>(detectorBin))
    , m_BinnedRows(static_cast<Eigen::Index>(recorded.size[1] / detectorBin))
    , m_BinnedColumns(static_cast<Eigen::Index>(recorded.size[0] / detectorBin))
    , m_Pixels(static_cast<Eigen::Index>(offsets.size()))
    , m_Nothing(recorded.NumberOfPixels())
    , m_Block(m_Pixels + 1, block)
  {
    // a pattern smaller than a tile is copied to where there is room for one
    const Eigen::Index pixels = std::max(m_BinnedRows * m_BinnedColumns, FrameVector::Size);
    if (m_DetectorBin > 1 || pixels > m_BinnedRows * m_BinnedColumns)
    {
      m_Binned.assign(FrameVector::Size, std::vector<float>(pixels));
    }
    this->DivideIntoTiles(offsets, pixels);
  }

  /** Takes `count` frames from `first` on as the first ones of a block; its other frames are 0.
   * \param patternOf gives the first pixel of the recorded pattern of a frame \param sum of (binned) patterns, to add
   * to, if given \return a row for each pixel, and one without meaning; rows may be written to, and what lies before
   * them is left as it is */
  template <typename TPatternOf>
  PixelBlock &
  operator()(const TPatternOf & patternOf, Eigen::Index first, Eigen::Index count, Pattern<float> * sum = nullptr)
  {
    for (Eigen::Index frame = 0; frame < m_Block.Frames(); frame += FrameVector::Size)
    {
      const Eigen::Index some = std::clamp<Eigen::Index>(count - frame, 0, FrameVector::Size);
      const TPixel *     patterns[FrameVector::Size];
      for (Eigen::Index i = 0; i < FrameVector::Size; ++i)
      {
        patterns[i] = i < some ? patternOf(first + frame + i) : m_Nothing.data();
      }
      if (m_Binned.empty())
      {
        this->Collect(patterns, some, frame, sum);
        continue;
      }
      const float * binned[FrameVector::Size];
      for (Eigen::Index i = 0; i < FrameVector::Size; ++i)
      {
        Eigen::Map<Pattern<float>> pattern(m_Binned[i].data(), m_BinnedRows, m_BinnedColumns);
        pattern.setZero();
        AddBinned(patterns[i], m_Columns, m_DetectorBin, m_DetectorBin, pattern);
        binned[i] = m_Binned[i].data();
      }
      this->Collect(binned, some, frame, sum);
    }
    return m_Block;
  }

private:
  /** Tiles that hold all pixels, in the order of the pattern so that each cache line of it is read once. What else they
   * hold goes to the last row. */
  void
  DivideIntoTiles(const std::vector<Eigen::Index> & offsets, Eigen::Index pixels)
  {
    std::vector<Eigen::Index> rowOf(pixels, m_Pixels);
    for (std::size_t row = 0; row < offsets.size(); ++row)
    {
      rowOf[offsets[row]] = static_cast<Eigen::Index>(row);
    }
    for (Eigen::Index offset = 0; offset < pixels; ++offset)
    {
      if (rowOf[offset] < m_Pixels)
      {
        detail::PixelTile tile;
        tile.offset = std::min(offset, pixels - FrameVector::Size);
        std::copy_n(rowOf.begin() + tile.offset, FrameVector::Size, tile.rows);
        m_Tiles.push_back(tile);
        offset = tile.offset + FrameVector::Size - 1;
      }
    }
  }

  template <typename TValue>
  void
  Collect(const TValue * const * patterns, Eigen::Index count, Eigen::Index frame, Pattern<float> * sum)
  {
    detail::CollectTiles(patterns, m_Tiles.data(), m_Tiles.size(), m_Block.Stride(), m_Block[0] + frame);
    for (Eigen::Index i = 0; sum && i < count; ++i)
    {
      AddValues(patterns[i], sum->size(), sum->data());
    }
  }

  Eigen::Index                    m_Columns;
  Eigen::Index                    m_DetectorBin;
  Eigen::Index                    m_BinnedRows;
  Eigen::Index                    m_BinnedColumns;
  Eigen::Index                    m_Pixels;
  std::vector<TPixel>             m_Nothing; ///< the pattern of a frame that is not there
  std::vector<detail::PixelTile>  m_Tiles;
  std::vector<std::vector<float>> m_Binned; ///< a pattern for each frame of a vector
  PixelBlock                      m_Block;
};

} // namespace stem5d

#endif

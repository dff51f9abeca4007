/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef PixelBlock_h
#define PixelBlock_h

#include <Eigen/Core>

#include <vector>

namespace stem5d
{

/** Values of as many frames as the longest vectors of a processor hold, at the beginning of a cache line. */
struct alignas(64) FrameVector
{
  static constexpr Eigen::Index Size = 16;
  float                         values[Size] = {};
};

/** \brief Values of some pixels of one scan point over some frames: a row for each pixel, its frames contiguous.
 *
 * What the analysis does to a pixel it does to every frame alike, so that its inner loops run over frames, by whole
 * vectors of the processor: rows begin at a cache line and are 0 beyond their frames up to a multiple of Lanes. Before
 * each row there is room for Lanes frames of the past, 0 if it is not used, and behind the last for twice as many. */
class PixelBlock
{
public:
  static constexpr Eigen::Index Lanes = FrameVector::Size;

  /** The next multiple of Lanes. */
  static constexpr Eigen::Index
  RoundUp(Eigen::Index frames)
  {
    return (frames + Lanes - 1) / Lanes * Lanes;
  }

  PixelBlock() = default;
  PixelBlock(Eigen::Index pixels, Eigen::Index frames)
    : m_Pixels(pixels)
    , m_Frames(frames)
    , m_Stride(RoundUp(frames) + Lanes)
    , m_Values(pixels * m_Stride / Lanes + 2)
  {}

  Eigen::Index
  Pixels() const
  {
    return m_Pixels;
  }
  Eigen::Index
  Frames() const
  {
    return m_Frames;
  }

  /** From one row to the next. */
  Eigen::Index
  Stride() const
  {
    return m_Stride;
  }

  /** The first frame of a pixel. */
  float *
  operator[](Eigen::Index pixel)
  {
    return m_Values.data()->values + pixel * m_Stride + Lanes;
  }
  const float *
  operator[](Eigen::Index pixel) const
  {
    return m_Values.data()->values + pixel * m_Stride + Lanes;
  }

private:
  Eigen::Index             m_Pixels = 0;
  Eigen::Index             m_Frames = 0;
  Eigen::Index             m_Stride = 0;
  std::vector<FrameVector> m_Values;
};

} // namespace stem5d

#endif

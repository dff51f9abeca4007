/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkPatternAccess_h
#define itkPatternAccess_h

#include "Pattern.h"
#include "itkImage.h"

namespace itk
{

/** A 2-D image on the detector pixels: labels of annuli. */
using DetectorLabelImageType = Image<unsigned short, 2>;

/** A 2-D image on the detector pixels: non-zero at the beam stop and at bad pixels. */
using BadPixelImageType = Image<unsigned char, 2>;

/** A copy of a whole, buffered 2-D image as a pattern. */
template <typename TPixel>
stem5d::Pattern<TPixel>
CopyPattern(const Image<TPixel, 2> & image)
{
  const auto & size = image.GetBufferedRegion().GetSize();
  return stem5d::ConstPatternMap<TPixel>(image.GetBufferPointer(), size[1], size[0]);
}

/** The first pixel of the part of `image` at a scan point: the axes before the scan axes (from `VScanAxis` on) start at
 * the beginning of the buffer, those behind them too, or at `last` if there is one. */
template <unsigned int VScanAxis, typename TImage, unsigned int VScanDimension>
OffsetValueType
ScanPointOffset(const TImage & image, const Index<VScanDimension> & scan, SizeValueType last = 0)
{
  typename TImage::IndexType index = image.GetBufferedRegion().GetIndex();
  for (unsigned int axis = 0; axis < VScanDimension; ++axis)
  {
    index[VScanAxis + axis] = scan[axis];
  }
  if (VScanAxis + VScanDimension < TImage::ImageDimension)
  {
    index[TImage::ImageDimension - 1] += static_cast<IndexValueType>(last);
  }
  return image.ComputeOffset(index);
}

} // namespace itk

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkPatternAccess_h
#define itkPatternAccess_h

#include "DetectorGrid.h"
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

/** \exception ExceptionObject for a series whose direction is not the identity */
template <unsigned int VDimension>
void
VerifyIdentityDirection(const ImageBase<VDimension> & series)
{
  const auto & direction = series.GetDirection();
  for (unsigned int row = 0; row < VDimension; ++row)
  {
    for (unsigned int column = 0; column < VDimension; ++column)
    {
      if (direction(row, column) != (row == column ? 1.0 : 0.0))
      {
        itkGenericExceptionMacro("the direction of the input is not the identity (element ("
                                 << row << ", " << column << ") is " << direction(row, column)
                                 << "): set the identity");
      }
    }
  }
}

/** \exception ExceptionObject for a 2-D label or mask image, input \a name, that does not lie on the pixels of \a grid
 */
inline void
VerifyDetectorImage(const ImageBase<2> & image, const char * name, const stem5d::DetectorGrid & grid)
{
  const stem5d::DetectorGrid own = stem5d::DetectorGridOf(image);
  if (!own.IsCongruent(grid))
  {
    itkGenericExceptionMacro("input " << name << " has " << own << " but the patterns have " << grid
                                      << ": make it on the detector pixels of the series (after binning)");
  }
}

/** \exception ExceptionObject for a detector binning or a blur (standard deviation) that does not fit the detector */
inline void
VerifyPreparation(const stem5d::DetectorGrid & recorded, std::size_t detectorBin, double blur)
{
  const std::size_t smallest = std::min(recorded.size[0], recorded.size[1]);
  if (detectorBin < 1 || detectorBin > smallest)
  {
    itkGenericExceptionMacro("the detector binning " << detectorBin << " is not between 1 and the " << smallest
                                                     << " pixels of the detector");
  }
  if (!(blur >= 0.0 && blur <= recorded.Extent()))
  {
    itkGenericExceptionMacro("the blur is " << blur
                                            << ": give a standard deviation between 0 and the detector's extent of "
                                            << recorded.Extent() << " in the unit of Q");
  }
}

} // namespace itk

#endif

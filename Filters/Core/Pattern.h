/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Pattern_h
#define Pattern_h

#include <Eigen/Core>

namespace stem5d
{

/** One diffraction pattern: rows are ky, columns kx, and kx is contiguous. */
template <typename TPixel>
using Pattern = Eigen::Array<TPixel, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <typename TPixel>
using ConstPatternMap = Eigen::Map<const Pattern<TPixel>>;

/** The series of one scan point over chosen pixels: a row is a frame, a column a pixel. */
template <typename TValue>
using Series = Eigen::Matrix<TValue, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef TwoTimeCorrelation_h
#define TwoTimeCorrelation_h

#include "Pattern.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace stem5d
{

/** What the products of intensities are divided by. They differ by percents: results must say which was used. */
enum class TwoTimeNormalisation
{
  Frame,       ///< <I(t1)>_k <I(t2)>_k: the paper's (default)
  Rings,       ///< the same within each ring, then the mean over rings weighted by pixels: free of the halo's slope
  TimeAverage, ///< the product of the means over all t1 and over all t2 of the same delay (multi-tau "symmetric")
  DiagonalSum, ///< the mean of <I(t1)>_k <I(t2)>_k over all pairs of the same delay
  GlobalMean,  ///< the square of the mean over all pixels and frames
  PixelMean    ///< the square of each pixel's mean over time, before the average over pixels
};

/** The name of a normalisation on the command line and in results. */
inline const char *
ToString(TwoTimeNormalisation normalisation)
{
  constexpr const char * names[] = { "frame", "rings", "time-average", "diagonal-sum", "global-mean", "pixel-mean" };
  return names[static_cast<int>(normalisation)];
}

/** All of them. */
constexpr TwoTimeNormalisation TwoTimeNormalisations[] = {
  TwoTimeNormalisation::Frame,       TwoTimeNormalisation::Rings,      TwoTimeNormalisation::TimeAverage,
  TwoTimeNormalisation::DiagonalSum, TwoTimeNormalisation::GlobalMean, TwoTimeNormalisation::PixelMean
};

/** The normalisation of a name. \exception std::invalid_argument when there is none */
inline TwoTimeNormalisation
TwoTimeNormalisationOf(const std::string & name)
{
  for (const TwoTimeNormalisation normalisation : TwoTimeNormalisations)
  {
    if (name == ToString(normalisation))
    {
      return normalisation;
    }
  }
  throw std::invalid_argument("there is no normalisation " + name + " of the two-time correlation");
}

/** \brief Two-time correlation with the paper's normalisation, of the pixels of one ring (Nakazawa et al. 2024, first
 * equation): G(t1, t2) = <I(t1) I(t2)>_k / (<I(t1)>_k <I(t2)>_k).
 *
 * Computed as 1 + <D(t1) D(t2)>_k with D = I / <I>_k - 1, which is the same and keeps the digits of a small contrast.
 * \param intensity frames x pixels, any positive scale
 * \return frames x frames, symmetric; NaN in the rows and columns of frames without intensity or with NaN */
template <typename TDerived>
auto
FrameNormalisedCorrelation(const Eigen::MatrixBase<TDerived> & intensity)
{
  using ValueType = typename TDerived::Scalar;
  using MatrixType = Eigen::Matrix<ValueType, Eigen::Dynamic, Eigen::Dynamic>;

  Series<ValueType> deviation(intensity.rows(), intensity.cols());
  for (Eigen::Index frame = 0; frame < intensity.rows(); ++frame)
  {
    const auto mean = static_cast<ValueType>(intensity.row(frame).template cast<double>().mean());
    if (mean > 0 && std::isfinite(mean))
    {
      deviation.row(frame) = (intensity.row(frame).array() / mean - ValueType(1)).matrix();
    }
    else
    {
      deviation.row(frame).setConstant(std::numeric_limits<ValueType>::quiet_NaN());
    }
  }
  MatrixType g = MatrixType::Zero(intensity.rows(), intensity.rows());
  g.template selfadjointView<Eigen::Lower>().rankUpdate(deviation, ValueType(1) / intensity.cols());
  g.template triangularView<Eigen::StrictlyUpper>() = g.transpose();
  g.array() += ValueType(1);
  return g;
}

namespace detail
{

/** The series with NaN in every frame that has no intensity, or a NaN or infinite pixel. */
template <typename TValue>
Series<TValue>
MarkDeadFrames(const Series<TValue> & intensity)
{
  Series<TValue> marked = intensity;
  for (Eigen::Index frame = 0; frame < marked.rows(); ++frame)
  {
    const double mean = marked.row(frame).template cast<double>().mean();
    if (!(mean > 0.0 && std::isfinite(mean)))
    {
      marked.row(frame).setConstant(std::numeric_limits<TValue>::quiet_NaN());
    }
  }
  return marked;
}

/** The mean of the values that are not NaN. */
inline double
FiniteMean(const Eigen::ArrayXd & values)
{
  const Eigen::Array<bool, Eigen::Dynamic, 1> valid = !values.isNaN();
  return valid.any() ? valid.select(values, 0.0).sum() / static_cast<double>(valid.count())
                     : std::numeric_limits<double>::quiet_NaN();
}

/** The divisor of every pair of frames at a delay, for the normalisations that depend on the delay alone. */
inline double
DelayDivisor(const Eigen::ArrayXd & frameMean, Eigen::Index delay, TwoTimeNormalisation normalisation)
{
  const Eigen::Index pairs = frameMean.size() - delay;
  switch (normalisation)
  {
    case TwoTimeNormalisation::TimeAverage:
      return FiniteMean(frameMean.head(pairs)) * FiniteMean(frameMean.tail(pairs));
    case TwoTimeNormalisation::DiagonalSum:
      return FiniteMean(frameMean.head(pairs) * frameMean.tail(pairs));
    default:
      return std::pow(FiniteMean(frameMean), 2);
  }
}

} // namespace detail

/** \brief Two-time correlation of one scan point under any of the normalisations.
 * \param intensity frames x pixels of the annulus, ring after ring, any positive scale; bad pixels are not in it
 * \param firstOfRing first pixel of each ring, and the number of pixels at the end (used by Rings alone)
 * \return frames x frames, symmetric; NaN in the rows and columns of frames without intensity or with NaN. Pixels that
 *   are never lit are left out of PixelMean. */
template <typename TValue>
Eigen::Matrix<TValue, Eigen::Dynamic, Eigen::Dynamic>
TwoTimeCorrelation(const Series<TValue> &            intensity,
                   const std::vector<Eigen::Index> & firstOfRing,
                   TwoTimeNormalisation              normalisation)
{
  using MatrixType = Eigen::Matrix<TValue, Eigen::Dynamic, Eigen::Dynamic>;
  const Eigen::Index frames = intensity.rows();
  switch (normalisation)
  {
    case TwoTimeNormalisation::Frame:
      return FrameNormalisedCorrelation(intensity);
    case TwoTimeNormalisation::Rings: {
      MatrixType g = MatrixType::Zero(frames, frames);
      for (std::size_t ring = 0; ring + 1 < firstOfRing.size(); ++ring)
      {
        const Eigen::Index count = firstOfRing[ring + 1] - firstOfRing[ring];
        const TValue       weight = static_cast<TValue>(count) / static_cast<TValue>(intensity.cols());
        if (count > 0)
        {
          g += weight * FrameNormalisedCorrelation(intensity.middleCols(firstOfRing[ring], count));
        }
      }
      return g;
    }
    case TwoTimeNormalisation::PixelMean: {
      Series<TValue> normalised = detail::MarkDeadFrames(intensity);
      TValue         litPixels = 0;
      for (Eigen::Index pixel = 0; pixel < normalised.cols(); ++pixel)
      {
        const double mean = detail::FiniteMean(normalised.col(pixel).template cast<double>().array());
        normalised.col(pixel) *= mean != 0.0 ? static_cast<TValue>(1.0 / mean) : TValue(0);
        litPixels += mean != 0.0 ? TValue(1) : TValue(0);
      }
      return normalised * normalised.transpose() / litPixels;
    }
    default: {
      const Series<TValue> live = detail::MarkDeadFrames(intensity);
      const Eigen::ArrayXd frameMean = live.template cast<double>().rowwise().mean().array();
      MatrixType           g = live * live.transpose() / static_cast<TValue>(live.cols());
      for (Eigen::Index t1 = 0; t1 < frames; ++t1)
      {
        for (Eigen::Index t2 = t1; t2 < frames; ++t2)
        {
          g(t1, t2) /= static_cast<TValue>(detail::DelayDivisor(frameMean, t2 - t1, normalisation));
          g(t2, t1) = g(t1, t2);
        }
      }
      return g;
    }
  }
}

} // namespace stem5d

#endif

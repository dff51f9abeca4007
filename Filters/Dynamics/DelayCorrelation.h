/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef DelayCorrelation_h
#define DelayCorrelation_h

#include "AddValues.h"
#include "AgeWindows.h"
#include "DelayAverage.h"
#include "PixelBlock.h"
#include "RadialMask.h"
#include "SectorCorrelation.h"
#include "TwoTimeCorrelation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace stem5d
{

namespace detail
{

/** to[t] = from[t] scale[t] - 1; sum[t] += to[t]. */
STEM5D_MULTIVERSION inline void
SetDeviation(const float * __restrict from,
             const float * __restrict scale,
             Eigen::Index frames,
             float * __restrict to,
             float * __restrict sum)
{
  for (Eigen::Index t = 0; t < frames; ++t)
  {
    to[t] = from[t] * scale[t] - 1.0F;
    sum[t] += to[t];
  }
}

/** products[t] = sum over the rows of D(t) D(t + delay), for `size` vectors of frames, and for one more if that is odd:
 * what lies behind the frames, before the next row, is read and written. */
STEM5D_MULTIVERSION inline void
LaggedProducts(const float * rows,
               Eigen::Index  stride,
               Eigen::Index  pixels,
               Eigen::Index  delay,
               Eigen::Index  size,
               float * __restrict products)
{
  constexpr Eigen::Index most = 2 * FrameVector::Size;
  for (Eigen::Index first = 0; first < size * FrameVector::Size; first += most)
  {
    float sum[most] = {}; // stays in registers
    for (Eigen::Index pixel = 0; pixel < pixels; ++pixel)
    {
      const float * const row = rows + pixel * stride + first;
      for (Eigen::Index t = 0; t < most; ++t)
      {
        sum[t] += row[t] * row[t + delay];
      }
    }
    for (Eigen::Index t = 0; t < most; ++t)
    {
      products[first + t] = sum[t];
    }
  }
}

/** G - 1 without a sector, see SectorCorrelation.h: g[t] = ((all[t] - out[t]) / rest - shift[t] shift[t + delay])
 * inverse[t] inverse[t + delay]. */
STEM5D_MULTIVERSION inline void
LeaveSectorOut(const float * __restrict all,
               const float * __restrict out,
               const float * __restrict shift,
               const float * __restrict inverse,
               Eigen::Index delay,
               float        rest,
               Eigen::Index size,
               float * __restrict g)
{
  const float share = 1.0F / rest;
  for (Eigen::Index t = 0; t < size; ++t)
  {
    g[t] = ((all[t] - out[t]) * share - shift[t] * shift[t + delay]) * (inverse[t] * inverse[t + delay]);
  }
}

/** The mean of the values that are not NaN, NaN without any. */
STEM5D_MULTIVERSION inline double
MeanOfFinite(const float * values, Eigen::Index size)
{
  constexpr Eigen::Index lanes = 8; // sums side by side, which vectorise
  double                 sum[lanes] = {};
  double                 count[lanes] = {};
  Eigen::Index           i = 0;
  for (; i + lanes <= size; i += lanes)
  {
    for (Eigen::Index lane = 0; lane < lanes; ++lane)
    {
      const float value = values[i + lane];
      sum[lane] += value == value ? static_cast<double>(value) : 0.0;
      count[lane] += value == value ? 1.0 : 0.0;
    }
  }
  for (; i < size; ++i)
  {
    const float value = values[i];
    sum[0] += value == value ? static_cast<double>(value) : 0.0;
    count[0] += value == value ? 1.0 : 0.0;
  }
  for (Eigen::Index lane = 1; lane < lanes; ++lane)
  {
    sum[0] += sum[lane];
    count[0] += count[lane];
  }
  return sum[0] / count[0]; // 0 / 0 is NaN
}

} // namespace detail

/** \brief g(t) of one scan point at chosen delays (Nakazawa et al. 2024, second equation), of two windows of ages, and
 * of both without one sector of the annulus at a time.
 *
 * With the paper's normalisation, TwoTimeCorrelation(), DelayAverage() and VisitWithoutSector() for these delays alone:
 * with D = I / <I>_k - 1, Q_s(t, t + d) = sum over the pixels k of sector s of D(t) D(t + d) is made for every sector,
 * and G - 1 = sum over s of Q_s / P, one delay after the other. With the others these functions are called as they are.
 *
 * An object holds the work space; each thread has its own. */
class DelayCorrelation
{
public:
  /** \param pixels of the annulus, for the Rings normalisation \param sector of each of them, 0 .. sectors - 1
   * \param frames number of them \param delays, ages in frames, ascending */
  DelayCorrelation(const RingPixels &                pixels,
                   TwoTimeNormalisation              normalisation,
                   Eigen::Index                      frames,
                   const std::vector<Eigen::Index> & delays,
                   const AgeWindows &                ages = {},
                   std::size_t                       sectors = 0,
                   const std::vector<int> &          sector = {})
    : m_FirstOfRing(pixels.first)
    , m_Normalisation(normalisation)
    , m_Frames(frames)
    , m_Delays(delays)
    , m_Ages(ages)
    , m_Sector(sector)
    , m_Curve(delays.size())
    , m_AgeCurves(2 * ages.delays.size())
    , m_CurveWithout(sectors, delays.size())
    , m_AgesWithout(sectors, 2 * ages.delays.size())
    , m_Errors(delays.size())
    , m_G(frames)
  {
    if (normalisation != TwoTimeNormalisation::Frame)
    {
      return;
    }
    const Eigen::Index parts = std::max<Eigen::Index>(static_cast<Eigen::Index>(sectors), 1);
    m_FirstOfPart.push_back(0);
    for (Eigen::Index part = 0; part < parts; ++part)
    {
      for (Eigen::Index pixel = 0; pixel < pixels.NumberOfPixels(); ++pixel)
      {
        if (sectors == 0 || sector[pixel] == part)
        {
          m_Pixels.push_back(pixel);
        }
      }
      m_FirstOfPart.push_back(static_cast<Eigen::Index>(m_Pixels.size()));
    }
    m_Deviation = PixelBlock(pixels.NumberOfPixels(), frames);
    m_Products = PixelBlock(parts + 1, frames);
    m_Shift = PixelBlock(parts, frames);
    m_Inverse = PixelBlock(parts, frames);
    m_Mean.resize(frames);
    m_Scale.resize(frames);
  }

  /** \param intensity a row for each pixel of the annulus, any positive scale */
  void
  operator()(const PixelBlock & intensity)
  {
    if (m_Normalisation == TwoTimeNormalisation::Frame)
    {
      this->CorrelateByDelays(intensity);
    }
    else
    {
      this->CorrelateByTimes(intensity);
    }
  }

  /** g(t) at the delays. */
  const Eigen::VectorXf &
  Curve() const
  {
    return m_Curve;
  }

  /** The standard errors of g(t), by the scatter of the pairs of frames as if these were independent; of the paper's
   * normalisation only without sectors. */
  const Eigen::VectorXf &
  ErrorsByPairs() const
  {
    return m_Errors;
  }

  /** g(t) of the first window of ages, then of the second, at their delays. */
  const Eigen::VectorXf &
  AgeCurves() const
  {
    return m_AgeCurves;
  }

  /** g(t) without each sector, a row for each; NaN where a sector is empty or leaves nothing. */
  const Eigen::MatrixXf &
  CurveWithout() const
  {
    return m_CurveWithout;
  }

  /** g(t) of the ages without each sector. */
  const Eigen::MatrixXf &
  AgesWithout() const
  {
    return m_AgesWithout;
  }

  /** G(t1, t2) of all pairs of frames. */
  Eigen::MatrixXf
  TwoTime(const PixelBlock & intensity) const
  {
    return TwoTimeCorrelation(this->SeriesOf(intensity), m_FirstOfRing, m_Normalisation);
  }

private:
  static constexpr float NaN = std::numeric_limits<float>::quiet_NaN();

  Series<float>
  SeriesOf(const PixelBlock & intensity) const
  {
    Series<float> series(m_Frames, intensity.Pixels());
    for (Eigen::Index pixel = 0; pixel < intensity.Pixels(); ++pixel)
    {
      series.col(pixel) = Eigen::VectorXf::Map(intensity[pixel], m_Frames);
    }
    return series;
  }

  /** D of every pixel, sector after sector, and what the mean of a frame changes by without each sector. */
  void
  SetDeviations(const PixelBlock & intensity)
  {
    const Eigen::Index pixels = intensity.Pixels();
    m_Mean.setZero();
    AddRows(intensity[0], intensity.Stride(), pixels, m_Frames, m_Mean.data());
    m_Mean /= static_cast<double>(pixels);
    m_Scale = (m_Mean > 0.0 && m_Mean.isFinite()).select(m_Mean.inverse(), NaN).cast<float>();
    for (Eigen::Index part = 0; part < m_Shift.Pixels(); ++part)
    {
      float * const sum = m_Shift[part];
      std::fill_n(sum, m_Frames, 0.0F);
      for (Eigen::Index row = m_FirstOfPart[part]; row < m_FirstOfPart[part + 1]; ++row)
      {
        detail::SetDeviation(intensity[m_Pixels[row]], m_Scale.data(), m_Frames, m_Deviation[row], sum);
      }
      constexpr float    rounding = 1e-4F;
      const Eigen::Index outside = pixels - this->PartSize(part);
      for (Eigen::Index t = 0; t < m_Frames; ++t)
      {
        sum[t] /= -static_cast<float>(outside);
        const float left = 1.0F + sum[t]; // the share of <I>_k
        m_Inverse[part][t] = left > rounding ? 1.0F / left : NaN;
      }
    }
  }

  Eigen::Index
  PartSize(Eigen::Index part) const
  {
    return m_FirstOfPart[part + 1] - m_FirstOfPart[part];
  }

  void
  CorrelateByDelays(const PixelBlock & intensity)
  {
    this->SetDeviations(intensity);
    const Eigen::Index parts = m_Shift.Pixels();
    float * const      all = m_Products[parts];
    for (std::size_t i = 0; i < m_Delays.size(); ++i)
    {
      const Eigen::Index size = m_Frames - m_Delays[i];
      std::fill_n(all, size, 0.0F);
      for (Eigen::Index part = 0; part < parts; ++part)
      {
        detail::LaggedProducts(m_Deviation[m_FirstOfPart[part]],
                               m_Deviation.Stride(),
                               this->PartSize(part),
                               m_Delays[i],
                               PixelBlock::RoundUp(size) / FrameVector::Size,
                               m_Products[part]);
        AddValues(m_Products[part], size, all);
      }
      m_G.head(size) = Eigen::ArrayXf::Map(all, size) / static_cast<float>(intensity.Pixels());
      this->Average(i, m_Curve, m_AgeCurves);
      m_Errors[i] = static_cast<float>(m_CurveWithout.rows() == 0 ? MeanAndError(m_G.head(size)).error : NaN);
      for (Eigen::Index part = 0; part < m_CurveWithout.rows(); ++part)
      {
        this->LeaveOut(part, i);
      }
    }
  }

  /** g(t) at a delay without a sector. */
  void
  LeaveOut(Eigen::Index part, std::size_t delay)
  {
    const Eigen::Index outside = m_Deviation.Pixels() - this->PartSize(part);
    const Eigen::Index size = m_Frames - m_Delays[delay];
    if (this->PartSize(part) == 0 || outside == 0)
    {
      m_G.head(size).setConstant(NaN);
    }
    else
    {
      detail::LeaveSectorOut(m_Products[m_Shift.Pixels()],
                             m_Products[part],
                             m_Shift[part],
                             m_Inverse[part],
                             m_Delays[delay],
                             static_cast<float>(outside),
                             size,
                             m_G.data());
    }
    this->Average(delay, m_CurveWithout.row(part), m_AgesWithout.row(part));
  }

  void
  CorrelateByTimes(const PixelBlock & intensity)
  {
    const Series<float>   series = this->SeriesOf(intensity);
    const Eigen::MatrixXf g = TwoTimeCorrelation(series, m_FirstOfRing, m_Normalisation);
    m_CurveWithout.setConstant(NaN);
    m_AgesWithout.setConstant(NaN);
    VisitWithoutSector(series,
                       m_FirstOfRing,
                       m_Normalisation,
                       g,
                       m_Sector,
                       static_cast<std::size_t>(m_CurveWithout.rows()),
                       [this](std::size_t sector, const Eigen::MatrixXf & without) {
                         this->AverageDiagonals(without, m_CurveWithout.row(sector), m_AgesWithout.row(sector));
                       });
    this->AverageDiagonals(g, m_Curve, m_AgeCurves);
    for (std::size_t i = 0; i < m_Delays.size(); ++i)
    {
      m_Errors[i] = static_cast<float>(DelayAverage(g, m_Delays[i]).error);
    }
  }

  /** g(t) at all delays. */
  template <typename TCurve, typename TAges>
  void
  AverageDiagonals(const Eigen::MatrixXf & g, TCurve && curve, TAges && ages)
  {
    for (std::size_t i = 0; i < m_Delays.size(); ++i)
    {
      m_G.head(m_Frames - m_Delays[i]) = g.diagonal(m_Delays[i]).array() - 1.0F;
      this->Average(i, curve, ages);
    }
  }

  /** g(t) at a delay, of all ages and of the windows, from G - 1 there. */
  template <typename TCurve, typename TAges>
  void
  Average(std::size_t delay, TCurve && curve, TAges && ages) const
  {
    const auto mean = [&](Eigen::Index first, Eigen::Index frames) {
      return static_cast<float>(1.0 + detail::MeanOfFinite(m_G.data() + first, frames - m_Delays[delay]));
    };
    curve[delay] = mean(0, m_Frames);
    if (delay < m_Ages.delays.size())
    {
      ages[delay] = mean(0, m_Ages.frames);
      ages[m_Ages.delays.size() + delay] = mean(m_Frames - m_Ages.frames, m_Ages.frames);
    }
  }

  std::vector<Eigen::Index> m_FirstOfRing;
  TwoTimeNormalisation      m_Normalisation;
  Eigen::Index              m_Frames;
  std::vector<Eigen::Index> m_Delays;
  AgeWindows                m_Ages;
  std::vector<int>          m_Sector;

  Eigen::VectorXf m_Curve;
  Eigen::VectorXf m_AgeCurves;
  Eigen::MatrixXf m_CurveWithout;
  Eigen::MatrixXf m_AgesWithout;
  Eigen::VectorXf m_Errors;

  std::vector<Eigen::Index> m_Pixels;      ///< sector after sector; one part without sectors
  std::vector<Eigen::Index> m_FirstOfPart; ///< among them
  Eigen::ArrayXd            m_Mean;        ///< of a frame
  Eigen::ArrayXf            m_Scale;       ///< its inverse
  PixelBlock                m_Deviation;   ///< D of these pixels
  PixelBlock                m_Shift;       ///< of the mean of a frame without a part, relative to it
  PixelBlock                m_Inverse;     ///< of the mean without a part, likewise
  PixelBlock                m_Products;    ///< of a delay: Q_s of each part, then their sum
  Eigen::ArrayXf            m_G;           ///< G - 1 at a delay
};

} // namespace stem5d

#endif

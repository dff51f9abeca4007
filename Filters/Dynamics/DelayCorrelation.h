/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef DelayCorrelation_h
#define DelayCorrelation_h

#include "AddValues.h"
#include "DelayAverage.h"
#include "PixelBlock.h"
#include "RadialMask.h"
#include "SectorCorrelation.h"
#include "TwoTimeCorrelation.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

namespace stem5d
{

/** \brief Two windows of ages, the first and the second half of the (binned) frames, of which g(t) is compared to see
 * whether the dynamics change with age. */
struct AgeWindows
{
  Eigen::Index              frames = 0; ///< of a window
  std::vector<Eigen::Index> delays;     ///< those of the analysis that are at most half of a window

  AgeWindows() = default;
  AgeWindows(const std::vector<Eigen::Index> & ofAnalysis, Eigen::Index binnedFrames)
    : frames(binnedFrames / 2)
  {
    std::copy_if(ofAnalysis.begin(), ofAnalysis.end(), std::back_inserter(delays), [this](Eigen::Index delay) {
      return 2 * delay <= frames;
    });
  }
};

namespace detail
{

/** to[t] = from[t] scale[t] - 1, and 0 behind the frames; sum[t] += to[t]. */
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

/** products[d][t] += D(t) D(t + delays[d]) over the pixels, four of them at a time. The rows are followed by zeros. */
STEM5D_MULTIVERSION inline void
AddLaggedProducts(const float *        rows,
                  Eigen::Index         stride,
                  Eigen::Index         pixels,
                  const Eigen::Index * delays,
                  Eigen::Index         numberOfDelays,
                  Eigen::Index         frames,
                  float * __restrict products)
{
  Eigen::Index pixel = 0;
  for (; pixel + 4 <= pixels; pixel += 4)
  {
    const float * const a = rows + pixel * stride;
    const float * const b = a + stride;
    const float * const c = b + stride;
    const float * const d = c + stride;
    for (Eigen::Index i = 0; i < numberOfDelays; ++i)
    {
      const Eigen::Index delay = delays[i];
      const Eigen::Index size = PixelBlock::RoundUp(frames - delay);
      float * const      sum = products + i * stride;
      for (Eigen::Index t = 0; t < size; ++t)
      {
        sum[t] += a[t] * a[t + delay] + b[t] * b[t + delay] + c[t] * c[t + delay] + d[t] * d[t + delay];
      }
    }
  }
  for (; pixel < pixels; ++pixel)
  {
    const float * const a = rows + pixel * stride;
    for (Eigen::Index i = 0; i < numberOfDelays; ++i)
    {
      const Eigen::Index delay = delays[i];
      const Eigen::Index size = PixelBlock::RoundUp(frames - delay);
      float * const      sum = products + i * stride;
      for (Eigen::Index t = 0; t < size; ++t)
      {
        sum[t] += a[t] * a[t + delay];
      }
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
 * and G - 1 = sum over s of Q_s / P. With the others these functions are called as they are.
 *
 * An object holds the work space; each thread has its own. */
class DelayCorrelation
{
public:
  /** \param pixels of the annulus, for the Rings normalisation \param sector of each of them, 0 .. sectors - 1
   * \param frames number of them \param delays, ages in frames */
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
    , m_G(static_cast<Eigen::Index>(delays.size()), frames)
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
    m_Products.assign(parts, PixelBlock(static_cast<Eigen::Index>(delays.size()), frames));
    m_All = m_G;
    m_PartSum = PixelBlock(parts, frames);
    m_Frame = PixelBlock(4, frames);
    m_Mean.resize(frames);
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

  /** The standard errors of g(t), by the scatter of the pairs of frames as if these were independent. */
  Eigen::VectorXf
  ErrorsByPairs() const
  {
    Eigen::VectorXf errors(m_Curve.size());
    for (Eigen::Index i = 0; i < errors.size(); ++i)
    {
      errors[i] = static_cast<float>(MeanAndError(Eigen::ArrayXf::Map(m_G[i], m_Frames - m_Delays[i])).error);
    }
    return errors;
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

  /** D of every pixel, sector after sector, and the sums of D over the pixels of each sector. */
  void
  SetDeviations(const PixelBlock & intensity)
  {
    const Eigen::Index pixels = intensity.Pixels();
    m_Mean.setZero();
    AddRows(intensity[0], intensity.Stride(), pixels, m_Frames, m_Mean.data());
    m_Mean /= static_cast<double>(pixels);
    float * const scale = m_Frame[0];
    for (Eigen::Index t = 0; t < m_Frames; ++t)
    {
      scale[t] = m_Mean[t] > 0.0 && std::isfinite(m_Mean[t]) ? 1.0F / static_cast<float>(m_Mean[t]) : NaN;
    }
    for (Eigen::Index part = 0; part < m_PartSum.Pixels(); ++part)
    {
      float * const sum = m_PartSum[part];
      std::fill_n(sum, m_Frames, 0.0F);
      for (Eigen::Index row = m_FirstOfPart[part]; row < m_FirstOfPart[part + 1]; ++row)
      {
        detail::SetDeviation(intensity[m_Pixels[row]], scale, m_Frames, m_Deviation[row], sum);
      }
    }
  }

  void
  CorrelateByDelays(const PixelBlock & intensity)
  {
    this->SetDeviations(intensity);
    const auto         delays = static_cast<Eigen::Index>(m_Delays.size());
    const auto         parts = static_cast<Eigen::Index>(m_Products.size());
    const Eigen::Index size = delays * m_All.Stride(); // of all rows, as one
    std::fill_n(m_All[0], size, 0.0F);
    for (Eigen::Index part = 0; part < parts; ++part)
    {
      PixelBlock & products = m_Products[part];
      std::fill_n(products[0], size, 0.0F);
      detail::AddLaggedProducts(m_Deviation[m_FirstOfPart[part]],
                                m_Deviation.Stride(),
                                m_FirstOfPart[part + 1] - m_FirstOfPart[part],
                                m_Delays.data(),
                                delays,
                                m_Frames,
                                products[0]);
      AddValues(products[0], size, m_All[0]);
    }
    const float scale = 1.0F / static_cast<float>(intensity.Pixels());
    for (Eigen::Index i = 0; i < size; ++i)
    {
      m_G[0][i] = scale * m_All[0][i];
    }
    this->Average(m_Curve, m_AgeCurves);
    for (Eigen::Index part = 0; part < m_CurveWithout.rows(); ++part)
    {
      this->LeaveOut(part);
    }
  }

  void
  LeaveOut(Eigen::Index part)
  {
    const Eigen::Index inside = m_FirstOfPart[part + 1] - m_FirstOfPart[part];
    const Eigen::Index outside = static_cast<Eigen::Index>(m_Pixels.size()) - inside;
    if (inside == 0 || outside == 0)
    {
      m_CurveWithout.row(part).setConstant(NaN);
      m_AgesWithout.row(part).setConstant(NaN);
      return;
    }
    constexpr float rounding = 1e-4F;
    float * const   shift = m_Frame[1];
    float * const   inverse = m_Frame[2];
    for (Eigen::Index t = 0; t < m_Frames; ++t)
    {
      shift[t] = m_PartSum[part][t] / -static_cast<float>(outside);
      const float left = 1.0F + shift[t]; // the share of <I>_k
      inverse[t] = left > rounding ? 1.0F / left : NaN;
    }
    for (std::size_t i = 0; i < m_Delays.size(); ++i)
    {
      detail::LeaveSectorOut(m_All[i],
                             m_Products[part][i],
                             shift,
                             inverse,
                             m_Delays[i],
                             static_cast<float>(outside),
                             m_Frames - m_Delays[i],
                             m_G[i]);
    }
    this->Average(m_CurveWithout.row(part), m_AgesWithout.row(part));
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
                         this->SetDiagonals(without);
                         this->Average(m_CurveWithout.row(sector), m_AgesWithout.row(sector));
                       });
    this->SetDiagonals(g);
    this->Average(m_Curve, m_AgeCurves);
  }

  /** G - 1 at the delays, from all of G. */
  void
  SetDiagonals(const Eigen::MatrixXf & g)
  {
    for (std::size_t i = 0; i < m_Delays.size(); ++i)
    {
      Eigen::VectorXf::Map(m_G[i], m_Frames - m_Delays[i]) = g.diagonal(m_Delays[i]).array() - 1.0F;
    }
  }

  /** g(t) of all ages and of the windows, from G - 1 at the delays. */
  template <typename TCurve, typename TAges>
  void
  Average(TCurve && curve, TAges && ages) const
  {
    const auto mean = [this](std::size_t delay, Eigen::Index first, Eigen::Index frames) {
      return static_cast<float>(1.0 + detail::MeanOfFinite(m_G[delay] + first, frames - m_Delays[delay]));
    };
    for (std::size_t i = 0; i < m_Delays.size(); ++i)
    {
      curve[i] = mean(i, 0, m_Frames);
    }
    for (std::size_t i = 0; i < m_Ages.delays.size(); ++i)
    {
      ages[i] = mean(i, 0, m_Ages.frames);
      ages[m_Ages.delays.size() + i] = mean(i, m_Frames - m_Ages.frames, m_Ages.frames);
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

  std::vector<Eigen::Index> m_Pixels;      ///< sector after sector; one part without sectors
  std::vector<Eigen::Index> m_FirstOfPart; ///< among them
  Eigen::ArrayXd            m_Mean;        ///< of a frame
  PixelBlock                m_Deviation;   ///< D of these pixels
  PixelBlock                m_PartSum;     ///< of D over the pixels of a part
  std::vector<PixelBlock>   m_Products;    ///< of each part: Q_s, a row for each delay
  PixelBlock                m_All;         ///< their sum
  PixelBlock                m_G;           ///< G - 1, a row for each delay
  PixelBlock                m_Frame;       ///< work space
};

} // namespace stem5d

#endif

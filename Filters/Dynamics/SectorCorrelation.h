/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SectorCorrelation_h
#define SectorCorrelation_h

#include "TwoTimeCorrelation.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace stem5d
{

/** \brief Two-time correlation without one sector of the annulus at a time: what a jackknife over sectors needs.
 *
 * For the paper's normalisation, with D = I / <I>_k - 1 over all P pixels, Q = sum over k of D(t1) D(t2) and the pixels
 * s that are left out,
 *
 *     G_s - 1 = [(Q - Q_s) / (P - P_s) - e(t1) e(t2)] / [(1 + e(t1)) (1 + e(t2))],   e = -sum over s of D / (P - P_s)
 *
 * which costs no more than G itself. The other normalisations are computed anew without the sector.
 * \param intensity, firstOfRing, normalisation as of TwoTimeCorrelation() \param g what it returned
 * \param sector of each pixel, 0 .. sectors - 1
 * \param visit called with the number of each sector that leaves pixels in the annulus and is not empty, and G without
 * it, of which only the upper triangle and the diagonal are valid */
template <typename TValue, typename TVisit>
void
VisitWithoutSector(const Series<TValue> &                                        intensity,
                   const std::vector<Eigen::Index> &                             firstOfRing,
                   TwoTimeNormalisation                                          normalisation,
                   const Eigen::Matrix<TValue, Eigen::Dynamic, Eigen::Dynamic> & g,
                   const std::vector<int> &                                      sector,
                   std::size_t                                                   sectors,
                   TVisit                                                        visit)
{
  using MatrixType = Eigen::Matrix<TValue, Eigen::Dynamic, Eigen::Dynamic>;
  const Eigen::Index        frames = intensity.rows();
  const Eigen::Index        pixels = intensity.cols();
  std::vector<Eigen::Index> inside;
  std::vector<Eigen::Index> outside;
  Series<TValue>            deviation;
  MatrixType                without;

  for (std::size_t s = 0; s < sectors; ++s)
  {
    inside.clear();
    outside.clear();
    for (Eigen::Index pixel = 0; pixel < pixels; ++pixel)
    {
      (sector[pixel] == static_cast<int>(s) ? inside : outside).push_back(pixel);
    }
    if (inside.empty() || outside.empty())
    {
      continue;
    }
    if (normalisation != TwoTimeNormalisation::Frame)
    {
      std::vector<Eigen::Index> first;
      for (const Eigen::Index pixel : firstOfRing)
      {
        first.push_back(std::lower_bound(outside.begin(), outside.end(), pixel) - outside.begin());
      }
      visit(s, TwoTimeCorrelation<TValue>(intensity(Eigen::all, outside), first, normalisation));
      continue;
    }
    // rows of frames without intensity become NaN, as in g, and those of frames with none but in the sector
    const auto rest = static_cast<TValue>(outside.size());
    deviation.resize(frames, static_cast<Eigen::Index>(inside.size()));
    for (Eigen::Index frame = 0; frame < frames; ++frame)
    {
      const TValue scale = TValue(1) / intensity.row(frame).mean();
      for (Eigen::Index i = 0; i < deviation.cols(); ++i)
      {
        deviation(frame, i) = intensity(frame, inside[i]) * scale - TValue(1);
      }
    }
    const Eigen::Array<TValue, Eigen::Dynamic, 1> shift = deviation.rowwise().sum().array() / -rest;
    const Eigen::Array<TValue, Eigen::Dynamic, 1> left = shift + TValue(1); // the share of <I>_k
    constexpr TValue                              rounding = 1e-4F;
    const Eigen::Array<TValue, Eigen::Dynamic, 1> inverse =
      (left > rounding).select(left.inverse(), std::numeric_limits<TValue>::quiet_NaN());
    without.setZero(frames, frames);
    without.template selfadjointView<Eigen::Upper>().rankUpdate(deviation);
    for (Eigen::Index t2 = 0; t2 < frames; ++t2)
    {
      auto       column = without.col(t2).head(t2 + 1).array();
      const auto whole = (g.col(t2).head(t2 + 1).array() - TValue(1)) * static_cast<TValue>(pixels);
      column =
        TValue(1) + ((whole - column) / rest - shift.head(t2 + 1) * shift[t2]) * inverse.head(t2 + 1) * inverse[t2];
    }
    visit(s, without);
  }
}

} // namespace stem5d

#endif

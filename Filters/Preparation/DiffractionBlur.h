/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef DiffractionBlur_h
#define DiffractionBlur_h

#include "Pattern.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace stem5d
{

/** A Gaussian of standard deviation `sigma` pixels, sampled at whole pixels out to 4 sigma; the weights sum to 1. */
inline Eigen::ArrayXd
GaussianWeights(double sigma)
{
  const auto     radius = static_cast<Eigen::Index>(std::ceil(4.0 * sigma));
  Eigen::ArrayXd weights = Eigen::ArrayXd::Ones(2 * radius + 1);
  if (radius > 0)
  {
    const Eigen::ArrayXd distance = Eigen::ArrayXd::LinSpaced(2 * radius + 1, -1.0 * radius, 1.0 * radius) / sigma;
    weights = (-0.5 * distance.square()).exp();
  }
  return weights / weights.sum();
}

/** \brief Gaussian blur of one pattern, normalised over the good pixels (Nakazawa et al. 2024, supplement):
 * B(k) = sum over good k' of h(k - k') I(k') / sum over good k' of h(k - k').
 *
 * Bad pixels and pixels beyond the edge are in neither sum, so a constant stays constant and the shadow of a beam stop
 * does not bleed. The result is 0 at bad pixels. Only the pixels asked for are computed.
 *
 * An object holds the weights and work space for patterns of one size; each thread has its own copy. */
template <typename TValue>
class DiffractionBlur
{
public:
  using RowType = Eigen::Array<TValue, 1, Eigen::Dynamic>;

  /** \param rows, columns size of the pattern
   * \param sigmaX, sigmaY standard deviations along columns (kx) and rows (ky), in pixels; 0 does not blur
   * \param bad non-zero at bad pixels; empty for none
   * \param pixels the pixels to compute, as offsets into a pattern, in any order */
  DiffractionBlur(Eigen::Index                      rows,
                  Eigen::Index                      columns,
                  double                            sigmaX,
                  double                            sigmaY,
                  const Pattern<std::uint8_t> &     bad,
                  const std::vector<Eigen::Index> & pixels)
    : m_WeightsX(GaussianWeights(sigmaX).template cast<TValue>())
    , m_WeightsY(GaussianWeights(sigmaY).template cast<TValue>())
    , m_Good(Pattern<TValue>::Ones(rows, columns))
    , m_Padded(Pattern<TValue>::Zero(rows + m_WeightsY.size() - 1, columns + m_WeightsX.size() - 1))
    , m_Row(m_Padded.cols())
    , m_Normalisation(RowType::Ones(pixels.size()))
  {
    if (bad.size() > 0)
    {
      m_Good = (bad == 0).template cast<TValue>();
    }
    this->DivideIntoRows(pixels);
    const Pattern<TValue> good = m_Good;
    RowType               weight(pixels.size());
    (*this)(good, weight);
    for (std::size_t i = 0; i < pixels.size(); ++i)
    {
      m_Normalisation[i] = m_Good.data()[pixels[i]] > 0 ? 1 / weight[i] : TValue(0);
    }
  }

  /** \param pattern rows x columns \param blurred its values at the pixels, in their order */
  template <typename TDerived>
  void
  operator()(const Eigen::ArrayBase<TDerived> & pattern, Eigen::Ref<RowType> blurred)
  {
    const Eigen::Index radiusX = m_WeightsX.size() / 2;
    const Eigen::Index radiusY = m_WeightsY.size() / 2;
    // The padding spares the inner loops the edges; select, not a product: a bad pixel may hold NaN
    m_Padded.block(radiusY, radiusX, m_Good.rows(), m_Good.cols()) = (m_Good > 0).select(pattern, TValue(0));
    for (const PixelRow & r : m_Rows)
    {
      auto row = m_Row.head(r.width);
      row = m_WeightsY[0] * m_Padded.row(r.y).segment(r.x, r.width);
      for (Eigen::Index j = 1; j < m_WeightsY.size(); ++j)
      {
        row += m_WeightsY[j] * m_Padded.row(r.y + j).segment(r.x, r.width);
      }
      for (const auto & [column, position] : r.pixels)
      {
        blurred[position] = (row.segment(column, m_WeightsX.size()) * m_WeightsX).sum();
      }
    }
    blurred *= m_Normalisation;
  }

private:
  /** The pixels to compute in one row of the pattern: its padded part from x on, and their columns in that part. */
  struct PixelRow
  {
    Eigen::Index                                       y;
    Eigen::Index                                       x;
    Eigen::Index                                       width;
    std::vector<std::pair<Eigen::Index, Eigen::Index>> pixels; ///< column, position in the result
  };

  void
  DivideIntoRows(const std::vector<Eigen::Index> & pixels)
  {
    std::vector<std::pair<Eigen::Index, Eigen::Index>> sorted; // offset, position
    for (const Eigen::Index offset : pixels)
    {
      sorted.emplace_back(offset, static_cast<Eigen::Index>(sorted.size()));
    }
    std::sort(sorted.begin(), sorted.end());
    for (const auto & [offset, position] : sorted)
    {
      const Eigen::Index y = offset / m_Good.cols();
      const Eigen::Index x = offset % m_Good.cols();
      if (m_Rows.empty() || m_Rows.back().y != y)
      {
        m_Rows.push_back({ y, x, 0, {} });
      }
      m_Rows.back().width = x - m_Rows.back().x + m_WeightsX.size();
      m_Rows.back().pixels.emplace_back(x - m_Rows.back().x, position);
    }
  }

  RowType               m_WeightsX;
  RowType               m_WeightsY;
  Pattern<TValue>       m_Good;
  Pattern<TValue>       m_Padded;
  RowType               m_Row;
  RowType               m_Normalisation;
  std::vector<PixelRow> m_Rows;
};

} // namespace stem5d

#endif

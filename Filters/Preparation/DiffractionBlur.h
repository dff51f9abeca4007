/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef DiffractionBlur_h
#define DiffractionBlur_h

#include "Pattern.h"

#include <cmath>
#include <cstdint>

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

/** A box of detector pixels. */
struct DetectorBox
{
  Eigen::Index row;
  Eigen::Index column;
  Eigen::Index rows;
  Eigen::Index columns;
};

/** \brief Gaussian blur of one pattern, normalised over the good pixels (Nakazawa et al. 2024, supplement):
 * B(k) = sum over good k' of h(k - k') I(k') / sum over good k' of h(k - k').
 *
 * Bad pixels and pixels beyond the edge are in neither sum, so a constant stays constant and the shadow of a beam stop
 * does not bleed. The result is 0 at bad pixels. Only the pixels of a box are computed.
 *
 * An object holds the weights and work space for patterns of one size; each thread has its own copy. */
template <typename TValue>
class DiffractionBlur
{
public:
  /** \param rows, columns size of the pattern
   * \param sigmaX, sigmaY standard deviations along columns (kx) and rows (ky), in pixels; 0 does not blur
   * \param bad non-zero at bad pixels; empty for none
   * \param box pixels to compute */
  DiffractionBlur(Eigen::Index                  rows,
                  Eigen::Index                  columns,
                  double                        sigmaX,
                  double                        sigmaY,
                  const Pattern<std::uint8_t> & bad,
                  const DetectorBox &           box)
    : m_Box(box)
    , m_WeightsX(GaussianWeights(sigmaX).template cast<TValue>())
    , m_WeightsY(GaussianWeights(sigmaY).template cast<TValue>())
    , m_Good(Pattern<TValue>::Ones(rows, columns))
    , m_Padded(Pattern<TValue>::Zero(rows + m_WeightsY.size() - 1, columns + m_WeightsX.size() - 1))
    , m_Row(m_Padded.cols())
    , m_Normalisation(Pattern<TValue>::Zero(rows, columns))
  {
    if (bad.size() > 0)
    {
      m_Good = (bad == 0).template cast<TValue>();
    }
    Pattern<TValue> weight = Pattern<TValue>::Zero(rows, columns);
    Convolve(m_Good, weight);
    m_Normalisation = (m_Good > 0).select(weight.inverse(), TValue(0));
  }

  /** Blurs `pattern` into the box of `blurred`; what lies outside the box is left as it is. */
  template <typename TDerived>
  void
  operator()(const Eigen::ArrayBase<TDerived> & pattern, Eigen::Ref<Pattern<TValue>> blurred)
  {
    Convolve(pattern, blurred);
    auto inBox = blurred.block(m_Box.row, m_Box.column, m_Box.rows, m_Box.columns);
    inBox *= m_Normalisation.block(m_Box.row, m_Box.column, m_Box.rows, m_Box.columns);
  }

private:
  /** The sum over good pixels: along ky into one row, then along kx. The padding spares the inner loops the edges. */
  template <typename TDerived>
  void
  Convolve(const Eigen::ArrayBase<TDerived> & pattern, Eigen::Ref<Pattern<TValue>> sum)
  {
    const Eigen::Index radiusX = m_WeightsX.size() / 2;
    const Eigen::Index radiusY = m_WeightsY.size() / 2;
    // select, not a product: a bad pixel may hold NaN
    m_Padded.block(radiusY, radiusX, m_Good.rows(), m_Good.cols()) = (m_Good > 0).select(pattern, TValue(0));
    const Eigen::Index width = m_Box.columns + 2 * radiusX;
    for (Eigen::Index y = m_Box.row; y < m_Box.row + m_Box.rows; ++y)
    {
      auto row = m_Row.head(width);
      row = m_WeightsY[0] * m_Padded.row(y).segment(m_Box.column, width);
      for (Eigen::Index j = 1; j < m_WeightsY.size(); ++j)
      {
        row += m_WeightsY[j] * m_Padded.row(y + j).segment(m_Box.column, width);
      }
      auto out = sum.row(y).segment(m_Box.column, m_Box.columns);
      out = m_WeightsX[0] * row.head(m_Box.columns);
      for (Eigen::Index i = 1; i < m_WeightsX.size(); ++i)
      {
        out += m_WeightsX[i] * row.segment(i, m_Box.columns);
      }
    }
  }

  using WeightsType = Eigen::Array<TValue, Eigen::Dynamic, 1>;
  using RowType = Eigen::Array<TValue, 1, Eigen::Dynamic>;

  DetectorBox     m_Box;
  WeightsType     m_WeightsX;
  WeightsType     m_WeightsY;
  Pattern<TValue> m_Good;
  Pattern<TValue> m_Padded;
  RowType         m_Row;
  Pattern<TValue> m_Normalisation;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ExactSum_h
#define ExactSum_h

#include <Eigen/Core>

namespace stem5d
{

/** \brief Sums of many floats, one for each element of an array, that do not depend on the order of the floats, nor on
 * the parts in which they were summed.
 *
 * A sum is kept as the nearest double and the rest (Knuth's exact addition of two numbers), 106 bits together. They
 * hold the sum exactly, and so in any order the same, as long as it is less than 2^80 times the smallest of the floats
 * that is not 0: for 10^9 counts added in units of 10^-14. */
class ExactSum
{
public:
  explicit ExactSum(Eigen::Index size = 0)
    : m_Sum(Eigen::ArrayXd::Zero(size))
    , m_Rest(Eigen::ArrayXd::Zero(size))
  {}

  /** Adds an array of floats, or of doubles that are themselves sums of floats. */
  template <typename TDerived>
  void
  Add(const Eigen::ArrayBase<TDerived> & values)
  {
    for (Eigen::Index i = 0; i < m_Sum.size(); ++i)
    {
      const double value = values[i];
      const double sum = m_Sum[i] + value;
      const double added = sum - m_Sum[i];
      m_Rest[i] += (m_Sum[i] - (sum - added)) + (value - added);
      m_Sum[i] = sum + m_Rest[i];
      m_Rest[i] -= m_Sum[i] - sum;
    }
  }

  /** The sums, rounded to doubles. */
  const Eigen::ArrayXd &
  Rounded() const
  {
    return m_Sum;
  }

  /** What the rounding left out. */
  const Eigen::ArrayXd &
  Rest() const
  {
    return m_Rest;
  }

private:
  Eigen::ArrayXd m_Sum;
  Eigen::ArrayXd m_Rest;
};

} // namespace stem5d

#endif

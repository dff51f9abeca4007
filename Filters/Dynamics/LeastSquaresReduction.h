/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef LeastSquaresReduction_h
#define LeastSquaresReduction_h

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <stdexcept>

namespace stem5d
{

/** \brief The linear map that turns generalised into ordinary least squares, and takes a constant out of a curve.
 *
 *  With a covariance C = L L^T of the delays it multiplies by L^-1; with a baseline it then leaves the part of every
 *  vector that is perpendicular to the (transformed) constant. Of neither, it does nothing. */
class LeastSquaresReduction
{
public:
  LeastSquaresReduction() = default;
  LeastSquaresReduction(Eigen::Index delays, const Eigen::MatrixXd & covariance, bool baseline)
  {
    if (covariance.size() == 0 && !baseline)
    {
      return;
    }
    m_Matrix = Eigen::MatrixXd::Identity(delays, delays);
    if (covariance.size() > 0)
    {
      const Eigen::LLT<Eigen::MatrixXd> root(covariance);
      if (root.info() != Eigen::Success || !covariance.allFinite())
      {
        throw std::invalid_argument("the covariance of the delays is not positive definite; give one that is.");
      }
      root.matrixL().solveInPlace(m_Matrix);
    }
    if (baseline)
    {
      const Eigen::VectorXd constant = m_Matrix.rowwise().sum();
      m_Baseline = constant.transpose() * m_Matrix / constant.squaredNorm();
      m_BaselinePower = constant.squaredNorm();
      m_Matrix -= constant * m_Baseline;
    }
  }

  /** Of a curve, or of the model and its derivatives, one a column. */
  template <typename TMatrix>
  void
  Apply(TMatrix & columns) const
  {
    if (m_Matrix.size() > 0)
    {
      columns = (m_Matrix * columns).eval();
    }
  }

  /** H R, for a map H of reduced curves. */
  Eigen::MatrixXd
  After(const Eigen::MatrixXd & map) const
  {
    return m_Matrix.size() > 0 ? Eigen::MatrixXd(map * m_Matrix) : map;
  }

  /** The best constant of each column; 0 without a baseline. */
  template <typename TMatrix>
  Eigen::RowVectorXd
  BaselineOf(const TMatrix & columns) const
  {
    return m_Baseline.size() > 0 ? Eigen::RowVectorXd(m_Baseline * columns) : Eigen::RowVectorXd::Zero(columns.cols());
  }

  /** The variance of the best constant of a curve of unit variance (in the reduced measure). */
  double
  BaselineVariance() const
  {
    return 1 / m_BaselinePower;
  }

private:
  Eigen::MatrixXd    m_Matrix;   ///< empty: the identity
  Eigen::RowVectorXd m_Baseline; ///< its product with a curve is the best constant
  double             m_BaselinePower = 0;
};

} // namespace stem5d

#endif

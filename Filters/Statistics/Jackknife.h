/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Jackknife_h
#define Jackknife_h

#include <Eigen/Core>

#include <cmath>
#include <limits>
#include <vector>

namespace stem5d
{

/** \brief The leave-one-out values of the groups that count, less their mean over these groups: a row is a group.
 *
 * A group with a NaN in any of its quantities is left out whole, so that covariances stay positive semi-definite. */
template <typename TDerived>
Eigen::MatrixXd
JackknifeDeviations(const Eigen::DenseBase<TDerived> & leaveOneOut)
{
  std::vector<Eigen::Index> groups;
  for (Eigen::Index i = 0; i < leaveOneOut.rows(); ++i)
  {
    if (!leaveOneOut.row(i).hasNaN())
    {
      groups.push_back(i);
    }
  }
  Eigen::MatrixXd deviations = leaveOneOut.derived()(groups, Eigen::all).template cast<double>();
  if (!groups.empty())
  {
    deviations.rowwise() -= deviations.colwise().mean().eval();
  }
  return deviations;
}

/** \brief Covariance of estimates by the jackknife (Efron, The Jackknife, the Bootstrap and Other Resampling Plans,
 * SIAM, 1982):
 *
 * \f[ C_{jk} = \frac{n - 1}{n} \sum_{i=1}^n (x_{ij} - \bar x_j) (x_{ik} - \bar x_k), \f]
 *
 * x_ij the estimate of quantity j from the data without group i. Exact for means of equally large groups that are
 * independent of each other, to first order for everything smooth; not for medians and other order statistics.
 *
 * A group with a NaN is left out and n counts the rest: a group without data is no group. One whose estimate failed
 * should be rare: the error comes out too small by about half the fraction of such groups.
 *
 * \param leaveOneOut groups x quantities
 * \return quantities x quantities, in the squared units of the quantities; NaN for fewer than two groups */
template <typename TDerived>
Eigen::MatrixXd
JackknifeCovariance(const Eigen::DenseBase<TDerived> & leaveOneOut)
{
  const Eigen::MatrixXd deviations = JackknifeDeviations(leaveOneOut);
  const auto            n = static_cast<double>(deviations.rows());
  if (n < 2.0)
  {
    return Eigen::MatrixXd::Constant(leaveOneOut.cols(), leaveOneOut.cols(), std::numeric_limits<double>::quiet_NaN());
  }
  return (n - 1.0) / n * (deviations.transpose() * deviations);
}

/** \brief Standard errors of estimates by the jackknife: the square roots of the diagonal of JackknifeCovariance(),
 * without the rest of it. */
template <typename TDerived>
Eigen::VectorXd
JackknifeErrors(const Eigen::DenseBase<TDerived> & leaveOneOut)
{
  const Eigen::MatrixXd deviations = JackknifeDeviations(leaveOneOut);
  const auto            n = static_cast<double>(deviations.rows());
  if (n < 2.0)
  {
    return Eigen::VectorXd::Constant(leaveOneOut.cols(), std::numeric_limits<double>::quiet_NaN());
  }
  return std::sqrt((n - 1.0) / n) * deviations.colwise().norm();
}

/** \brief Standard errors of estimates from a row of groups that are not independent of their neighbours: the jackknife
 * that leaves out every window of w neighbouring groups (Kuensch, Ann. Stat. 17, 1217 (1989)),
 *
 * \f[ s_j^2 = \frac{n - w}{w} \frac{1}{m} \sum_{i=1}^{m} (x_{ij} - \bar x_j)^2, \f]
 *
 * m = n - w + 1 windows of the n groups. w = 1 is JackknifeErrors() if no row has a NaN. The covariance of groups k
 * apart counts with a weight of 1 - k / w: the window should be longer than the correlation, and the errors are
 * somewhat too small.
 *
 * \param leaveOut windows x quantities; a row with a NaN is left out
 * \return one for each quantity; NaN for fewer than two windows */
template <typename TDerived>
Eigen::VectorXd
MovingBlockJackknifeErrors(const Eigen::DenseBase<TDerived> & leaveOut, Eigen::Index groups, Eigen::Index window)
{
  const Eigen::MatrixXd deviations = JackknifeDeviations(leaveOut);
  if (deviations.rows() < 2)
  {
    return Eigen::VectorXd::Constant(leaveOut.cols(), std::numeric_limits<double>::quiet_NaN());
  }
  const auto factor = static_cast<double>(groups - window) / static_cast<double>(window);
  return std::sqrt(factor / static_cast<double>(deviations.rows())) * deviations.colwise().norm();
}

/** \brief Variance of estimates from groups in a circle whose neighbours are not independent: a noisy value, but right
 * on average where JackknifeCovariance() is too small.
 *
 * With the values x_i of the groups, E[(x_i - m)(x_j - m)] = Cov(x_i, x_j) - Var(m) for their mean m. Groups far apart
 * have no covariance of their own, so
 * \f[ Var(m) = -\Big\langle (x_i - m)(x_{i+l} - m) \Big\rangle_{i, l} \f]
 * over lags l of a quarter of the circle to a half. It may be negative: average it over many points before use.
 *
 * \param leaveOneOut groups x quantities, the groups in the order of the circle
 * \return one for each quantity, in its squared unit; NaN where a group is NaN or there are fewer than 4 */
template <typename TDerived>
Eigen::VectorXd
SeparatedJackknifeVariance(const Eigen::DenseBase<TDerived> & leaveOneOut)
{
  const Eigen::Index n = leaveOneOut.rows();
  if (n < 4)
  {
    return Eigen::VectorXd::Constant(leaveOneOut.cols(), std::numeric_limits<double>::quiet_NaN());
  }
  Eigen::ArrayXXd deviations = leaveOneOut.derived().template cast<double>().array();
  deviations.rowwise() -= deviations.colwise().mean().eval();
  Eigen::ArrayXd products = Eigen::ArrayXd::Zero(deviations.cols());
  Eigen::Index   count = 0;
  for (Eigen::Index lag = (n + 3) / 4; lag <= n / 2; ++lag)
  {
    for (Eigen::Index i = 0; i < n; ++i, ++count)
    {
      products += (deviations.row(i) * deviations.row((i + lag) % n)).transpose();
    }
  }
  const auto groups = static_cast<double>(n - 1); // an estimate without group i is m - (x_i - m) / (n - 1)
  return -groups * groups / static_cast<double>(count) * products;
}

} // namespace stem5d

#endif

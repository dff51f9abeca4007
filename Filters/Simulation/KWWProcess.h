/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef KWWProcess_h
#define KWWProcess_h

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <cmath>
#include <stdexcept>

namespace stem5d
{

/** The field correlation exp(-(t / tau)^gamma) of Kohlrausch, Williams and Watts. */
inline double
KWWFieldCorrelation(double t, double relaxationTime, double stretchExponent)
{
  return std::exp(-std::pow(t / relaxationTime, stretchExponent));
}

/** \brief A lower root L, L L^T = R, of the correlation matrix R of `frames` frames: L times independent numbers of
 * variance 1 is a process with exactly that correlation.
 *
 * R, a Toeplitz matrix, is positive definite for 0 < gamma <= 2 but, for gamma near 2 and slow relaxation, only just:
 * its diagonal is raised by 1e-14 a frame, far below what single precision can tell. */
inline Eigen::MatrixXf
KWWProcessRoot(Eigen::Index frames, double framePeriod, double relaxationTime, double stretchExponent)
{
  Eigen::VectorXd correlation(frames);
  for (Eigen::Index k = 0; k < frames; ++k)
  {
    correlation[k] = KWWFieldCorrelation(static_cast<double>(k) * framePeriod, relaxationTime, stretchExponent);
  }
  correlation[0] += 1e-14 * static_cast<double>(frames);
  const Eigen::MatrixXd matrix = Eigen::MatrixXd::NullaryExpr(
    frames, frames, [&](Eigen::Index i, Eigen::Index j) { return correlation[std::abs(i - j)]; });
  const Eigen::LLT<Eigen::MatrixXd> root(matrix);
  if (root.info() != Eigen::Success)
  {
    throw std::runtime_error("the correlation matrix of exp(-(t/tau)^gamma) is not positive definite: give gamma <= 2");
  }
  return Eigen::MatrixXd(root.matrixL()).cast<float>();
}

} // namespace stem5d

#endif

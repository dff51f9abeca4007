/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ShiftedCorrelation_h
#define ShiftedCorrelation_h

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace stem5d
{

/** A shift by whole points along x and y. */
using PointShift = std::array<Eigen::Index, 2>;

/** \brief Pearson's correlation of a(x) and b(x + shift) over the points that both have; NaN if there are none or one
 * of the images is constant there.
 *
 * Mean and variance are those of the overlap: taken from the whole image they would favour the shifts whose overlap
 * holds the bright points. \param a, b relative deviations from a mean (rows are y, columns x), 0 at the points left
 * out; a variance below 1e-12, the rounding of single precision, is none
 * \param weight 1 at a point, 0 where it is left out */
inline double
ShiftedCorrelation(const Eigen::ArrayXXd & a,
                   const Eigen::ArrayXXd & b,
                   const Eigen::ArrayXXd & weight,
                   const PointShift &      shift)
{
  const Eigen::Index columns = a.cols() - std::abs(shift[0]);
  const Eigen::Index rows = a.rows() - std::abs(shift[1]);
  if (columns <= 0 || rows <= 0)
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const auto overlap = [&](const Eigen::ArrayXXd & image, Eigen::Index sign) {
    return image.block(
      std::max<Eigen::Index>(0, sign * shift[1]), std::max<Eigen::Index>(0, sign * shift[0]), rows, columns);
  };
  const auto   valuesA = overlap(a, -1);
  const auto   valuesB = overlap(b, 1);
  const auto   weightA = overlap(weight, -1);
  const auto   weightB = overlap(weight, 1);
  const double count = (weightA * weightB).sum();
  const double meanA = (valuesA * weightB).sum() / count;
  const double meanB = (valuesB * weightA).sum() / count;
  const double varianceA = (valuesA.square() * weightB).sum() / count - meanA * meanA;
  const double varianceB = (valuesB.square() * weightA).sum() / count - meanB * meanB;
  const double covariance = (valuesA * valuesB).sum() / count - meanA * meanB;
  return varianceA > 1e-12 && varianceB > 1e-12 ? covariance / std::sqrt(varianceA * varianceB)
                                                : std::numeric_limits<double>::quiet_NaN();
}

/** The maximum of a correlation against shift. */
struct CorrelationPeak
{
  std::array<double, 2> position; ///< column and row
  double                height;
};

/** \brief The maximum of a map of correlations (rows are shifts along y, columns along x), to a fraction of a point.
 *
 * The peak is taken for a Gaussian: its logarithm for a parabola, along x and along y, through the largest value and
 * its neighbours. For the probe's (2 J1(u) / u)^2 that is better by five times than a parabola through the values. An
 * axis of one shift has the position 0. \return nothing where the largest value lies on the border or a neighbour of it
 * is not positive: there is no peak */
inline std::optional<CorrelationPeak>
FindCorrelationPeak(const Eigen::ArrayXXd & correlation)
{
  std::array<Eigen::Index, 2> peak{};
  correlation.isNaN().select(-1.0, correlation).maxCoeff(&peak[1], &peak[0]);
  const double    top = correlation(peak[1], peak[0]);
  CorrelationPeak result{ {}, std::log(top) };
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    const Eigen::ArrayXd line = axis == 0 ? correlation.row(peak[1]).transpose().eval() : correlation.col(peak[0]);
    if (line.size() == 1)
    {
      continue;
    }
    const Eigen::Index middle = peak[axis];
    if (middle == 0 || middle == line.size() - 1 || !(line[middle - 1] > 0.0) || !(line[middle + 1] > 0.0))
    {
      return std::nullopt;
    }
    const double slope = 0.5 * (std::log(line[middle + 1]) - std::log(line[middle - 1]));
    const double curvature = std::log(line[middle + 1]) - 2.0 * std::log(top) + std::log(line[middle - 1]);
    if (!(curvature < 0.0))
    {
      return std::nullopt;
    }
    result.position[axis] = static_cast<double>(middle) - slope / curvature;
    result.height -= 0.5 * slope * slope / curvature;
  }
  result.height = std::exp(result.height);
  return result;
}

} // namespace stem5d

#endif

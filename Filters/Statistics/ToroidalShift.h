/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ToroidalShift_h
#define ToroidalShift_h

#include "CounterRandom.h"
#include "MapArray.h"

#include <boost/random/uniform_int_distribution.hpp>

#include <utility>

namespace stem5d
{

/** Two maps whose correlation is in question. */
struct MapPair
{
  MapArray x;
  MapArray y;
};

/** The box of scan points [firstRow, firstRow + rows) x [firstColumn, firstColumn + columns). */
struct MapBox
{
  Eigen::Index firstRow = 0;
  Eigen::Index firstColumn = 0;
  Eigen::Index rows = 0;
  Eigen::Index columns = 0;
};

/** The least box that holds all the points masked in neither map of one of the pairs. */
inline MapBox
BoxOfPoints(const std::vector<MapPair> & pairs)
{
  MapBox       box;
  Eigen::Index endRow = 0;
  Eigen::Index endColumn = 0;
  for (const MapPair & pair : pairs)
  {
    const auto valid = (!pair.x.isNaN() && !pair.y.isNaN()).eval();
    for (Eigen::Index row = 0; row < valid.rows(); ++row)
    {
      for (Eigen::Index column = 0; column < valid.cols(); ++column)
      {
        if (valid(row, column))
        {
          box.firstRow = endRow == 0 ? row : std::min(box.firstRow, row);
          box.firstColumn = endRow == 0 ? column : std::min(box.firstColumn, column);
          endRow = std::max(endRow, row + 1);
          endColumn = std::max(endColumn, column + 1);
        }
      }
    }
  }
  box.rows = endRow - box.firstRow;
  box.columns = endColumn - box.firstColumn;
  return box;
}

/** \brief Spearman's correlation of two maps, one of them shifted on the torus that a box of the scan closes to. The
 * pairs where both maps have a value are ranked anew after each shift. */
class ShiftedRankCorrelation
{
public:
  ShiftedRankCorrelation(const MapPair & pair, const MapBox & box)
    : m_X(DenseRanksInBox(pair.x, box))
    , m_Y(DenseRanksInBox(pair.y, box))
    , m_Rows(box.rows)
    , m_Columns(box.columns)
  {}

  /** The correlation of x(row, column) and y(row + shiftY, column + shiftX). */
  RankCorrelationResult
  operator()(Eigen::Index shiftX, Eigen::Index shiftY) const
  {
    std::vector<std::int32_t> shifted(m_X.size());
    for (Eigen::Index row = 0; row < m_Rows; ++row)
    {
      const auto from = m_Y.begin() + (row + shiftY) % m_Rows * m_Columns;
      std::rotate_copy(from, from + shiftX, from + m_Columns, shifted.begin() + row * m_Columns);
    }
    std::vector<std::int32_t> x = m_X;
    for (std::size_t i = 0; i < x.size(); ++i)
    {
      if (x[i] < 0 || shifted[i] < 0)
      {
        x[i] = shifted[i] = -1;
      }
    }
    const PairMoments moments = ComputePairMoments(MidRanksFromDense(x), MidRanksFromDense(shifted));
    return { moments.Correlation(), moments.count };
  }

private:
  static std::vector<std::int32_t>
  DenseRanksInBox(const MapArray & map, const MapBox & box)
  {
    const MapArray inside = map.block(box.firstRow, box.firstColumn, box.rows, box.columns);
    return DenseRanks({ inside.data(), inside.data() + inside.size() });
  }

  std::vector<std::int32_t> m_X;
  std::vector<std::int32_t> m_Y;
  Eigen::Index              m_Rows;
  Eigen::Index              m_Columns;
};

/** The mean of the correlations under one shift, and the pairs of points of all of them. */
inline RankCorrelationResult
MeanRankCorrelation(const std::vector<ShiftedRankCorrelation> & correlations, Eigen::Index shiftX, Eigen::Index shiftY)
{
  RankCorrelationResult mean{ 0.0, 0 };
  for (const ShiftedRankCorrelation & correlation : correlations)
  {
    const RankCorrelationResult one = correlation(shiftX, shiftY);
    mean.coefficient += one.coefficient / static_cast<double>(correlations.size());
    mean.count += one.count;
  }
  return mean;
}

/** \brief Two-sided p-value of a statistic, (1 + #{ |surrogate| >= |statistic| }) / (1 + n): the measured one is one of
 * those that chance could have given (Phipson and Smyth, Stat. Appl. Genet. Mol. Biol. 9, 39 (2010)). NaN without
 * surrogates or for a statistic that is NaN. */
inline double
SurrogatePValue(double statistic, const std::vector<double> & surrogates)
{
  if (surrogates.empty() || std::isnan(statistic))
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const auto asFar = std::count_if(
    surrogates.begin(), surrogates.end(), [=](double surrogate) { return std::abs(surrogate) >= std::abs(statistic); });
  return static_cast<double>(1 + asFar) / static_cast<double>(1 + surrogates.size());
}

/** A correlation, and those that chance gave. */
struct ToroidalShiftResult
{
  double              coefficient = std::numeric_limits<double>::quiet_NaN();
  double              pValue = std::numeric_limits<double>::quiet_NaN(); ///< two-sided
  std::vector<double> surrogates; ///< the coefficients under the shifts, in ascending order
};

/** \brief Significance of a rank correlation of maps by toroidal shifts: one map is moved against the other and comes
 * in again at the opposite border, which keeps the autocorrelation of both and takes what they have in common (Lotwick
 * and Silverman, J. R. Stat. Soc. B 44, 406 (1982); Fortin and Jacquez, Bull. Ecol. Soc. Am. 81, 201 (2000)):
 *
 * \f[ p = \frac{1 + \#\{ |\rho_s| \ge |\rho| \}}{1 + n} \f]
 *
 * for n different shifts s, drawn at random from all but the one by nothing; all of them when there are no more.
 *
 * The statistic is the mean of Spearman's correlations of one or more pairs under the same shift: {tau, V}, or {tau_A,
 * V_B} and {tau_B, V_A} for the correlation across halves of the detector.
 *
 * **Shifts within the correlation length stay in.** If maps are independent of each other and one is homogeneous on the
 * torus, each shift, the one by nothing too, is as likely to be what was measured: the rank of |rho| among all of
 * them is uniform, whatever the correlation of the shifts with each other, and the p-value is exact. Were the near
 * shifts, which resemble |rho|, left out, a rho on a chance maximum would no longer be compared with the rest of that
 * maximum and p would come out too small: of 600 pairs of independent maps with a correlation length of 3 points, 8.7 %
 * were below 0.05 without the shifts of up to 3 points, 7.5 % with them. What near shifts cost is power: a p-value
 * cannot be much less than the share of the map that one correlated patch covers.
 *
 * A map is not a torus: the seam where its borders meet breaks up patches, so that shifted maps correlate a little less
 * than unshifted ones. Of 1000 pairs of independent maps 20 x 20 points large, 4.7, 6.7 and 9.6 % came out below 0.05
 * where the correlation fell to 1/e in 1, 3 and 5 points. A side should measure at least five such lengths.
 *
 * The torus is the least box with all the points where the maps of a pair both have values, so that a region of
 * interest is not shifted into its masked surroundings. Inside, a pair of points counts where both are not masked after
 * the shift; a shift that leaves less than half the pairs of the unshifted maps is not used.
 *
 * \param seed the same seed draws the same shifts
 * \param shifts how many to draw, n at most
 * \return no surrogates and NaN for p when there is no other shift or no coefficient (constant maps)
 * \exception std::invalid_argument for no pairs, no shifts, or maps of different sizes */
inline ToroidalShiftResult
ToroidalShiftTest(const std::vector<MapPair> & pairs, std::uint32_t seed, std::size_t shifts = 999)
{
  Require(!pairs.empty(), "the number of pairs of maps", pairs.size(), "give one or more");
  Require(shifts > 0, "the number of shifts", shifts, "give one or more, 999 for p-values of 0.001");
  for (const MapPair & pair : pairs)
  {
    MaskJointly({ pairs[0].x, pair.x, pair.y }); // refuses different sizes
  }
  const MapBox                        box = BoxOfPoints(pairs);
  std::vector<ShiftedRankCorrelation> correlations;
  for (const MapPair & pair : pairs)
  {
    correlations.emplace_back(pair, box);
  }
  const RankCorrelationResult unshifted = MeanRankCorrelation(correlations, 0, 0);
  ToroidalShiftResult         result;
  result.coefficient = unshifted.coefficient;
  if (std::isnan(unshifted.coefficient))
  {
    return result;
  }

  std::vector<Eigen::Index> others(static_cast<std::size_t>(box.rows * box.columns - 1));
  std::iota(others.begin(), others.end(), Eigen::Index{ 1 });
  CounterRandom random = RandomNumbersOf(seed, RandomStream::Surrogates, 0);
  for (std::size_t i = 0; i < others.size() && result.surrogates.size() < shifts; ++i)
  {
    boost::random::uniform_int_distribution<std::size_t> remaining(i, others.size() - 1);
    std::swap(others[i], others[remaining(random)]);
    const auto shifted = MeanRankCorrelation(correlations, others[i] % box.columns, others[i] / box.columns);
    if (2 * shifted.count >= unshifted.count && !std::isnan(shifted.coefficient))
    {
      result.surrogates.push_back(shifted.coefficient);
    }
  }
  std::sort(result.surrogates.begin(), result.surrogates.end());
  result.pValue = SurrogatePValue(result.coefficient, result.surrogates);
  return result;
}

} // namespace stem5d

#endif

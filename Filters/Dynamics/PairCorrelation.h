/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef PairCorrelation_h
#define PairCorrelation_h

#include "Jackknife.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace stem5d
{

/** A displacement between two scan points, in points along x and y, and its length in nm. */
struct ScanDisplacement
{
  Eigen::Index x;
  Eigen::Index y;
  double       length;
};

/** How many points a displacement reaches at most along an axis of the scan. */
inline Eigen::Index
ScanReach(double longest, double spacing, Eigen::Index points)
{
  constexpr double rounding = 1.0 + 1e-9;
  return static_cast<Eigen::Index>(std::min(longest * rounding / spacing, static_cast<double>(points - 1)));
}

/** \brief All displacements of a length up to `longest` that pair points of a scan. Of one and its opposite, which pair
 * the same points, the one to greater y is there. */
inline std::vector<ScanDisplacement>
ScanDisplacements(Eigen::Index columns, Eigen::Index rows, const std::array<double, 2> & spacing, double longest)
{
  constexpr double              rounding = 1.0 + 1e-9;
  std::vector<ScanDisplacement> displacements;
  const Eigen::Index            reach = ScanReach(longest, spacing[0], columns);
  for (Eigen::Index y = 0; y <= ScanReach(longest, spacing[1], rows); ++y)
  {
    for (Eigen::Index x = y == 0 ? 0 : -reach; x <= reach; ++x)
    {
      const double length = std::hypot(static_cast<double>(x) * spacing[0], static_cast<double>(y) * spacing[1]);
      if (length <= longest * rounding)
      {
        displacements.push_back({ x, y, length });
      }
    }
  }
  return displacements;
}

/** \brief The displacements of every length, which is in 1e-6 nm: no two differ by less. */
inline std::map<long long, std::vector<std::size_t>>
DisplacementsByLength(const std::vector<ScanDisplacement> & displacements)
{
  std::map<long long, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < displacements.size(); ++i)
  {
    groups[std::llround(displacements[i].length * 1e6)].push_back(i);
  }
  return groups;
}

/** The lengths of displacements in ascending order, each once. */
inline std::vector<double>
LengthsOf(const std::vector<ScanDisplacement> & displacements)
{
  std::vector<double> lengths;
  for (const auto & group : DisplacementsByLength(displacements))
  {
    lengths.push_back(displacements[group.second.front()].length);
  }
  return lengths;
}

/** Sums over pairs of scan points; a row for each displacement or length, a column for each delay 0, 1, ... frames. */
struct PairSums
{
  Eigen::ArrayXd  pairs;
  Eigen::ArrayXXd fourPoint; ///< of FourPointCorrelation()
  Eigen::ArrayXXd twoPoint;  ///< of TwoPointCorrelation()

  PairSums(Eigen::Index rows, Eigen::Index delays)
    : pairs(Eigen::ArrayXd::Zero(rows))
    , fourPoint(Eigen::ArrayXXd::Zero(rows, delays))
    , twoPoint(Eigen::ArrayXXd::Zero(rows, delays))
  {}

  /** G4 - 1; NaN where there is no pair. */
  Eigen::ArrayXXd
  FourPoint() const
  {
    return fourPoint.colwise() / pairs - 1.0;
  }

  /** G2 - 1, likewise. */
  Eigen::ArrayXXd
  TwoPoint() const
  {
    return twoPoint.colwise() / pairs;
  }

  PairSums &
  operator+=(const PairSums & other)
  {
    pairs += other.pairs;
    fourPoint += other.fourPoint;
    twoPoint += other.twoPoint;
    return *this;
  }
};

/** \brief What pairs of scan points make of their correlations: the sums of every displacement, apart for the blocks of
 * rows of the scan. To learn the errors, every `window` of neighbouring blocks is left out once; a window of all of
 * them says that the scan is too small for errors. A pair belongs to the block of its upper point. */
struct PairCorrelationSums
{
  std::vector<ScanDisplacement> displacements;
  std::vector<PairSums>         blocks;
  std::size_t                   window = 1;

  PairSums
  Total() const
  {
    return this->Without(0, 0);
  }

  std::size_t
  NumberOfWindows() const
  {
    return blocks.size() + 1 - window;
  }

  /** Of all blocks but those of a window. */
  PairSums
  WithoutWindow(std::size_t first) const
  {
    return this->Without(first, first + window);
  }

  /** \brief The same with one row for each length of the displacements, in ascending order (x of them is 0): the
   * average over directions. */
  PairCorrelationSums
  ByLength() const
  {
    const auto          groups = DisplacementsByLength(displacements);
    PairCorrelationSums result;
    result.window = window;
    for (const double length : LengthsOf(displacements))
    {
      result.displacements.push_back({ 0, 0, length });
    }
    for (const PairSums & block : blocks)
    {
      PairSums     sums(static_cast<Eigen::Index>(groups.size()), block.fourPoint.cols());
      Eigen::Index row = 0;
      for (const auto & group : groups)
      {
        for (const std::size_t i : group.second)
        {
          const auto from = static_cast<Eigen::Index>(i);
          sums.pairs[row] += block.pairs[from];
          sums.fourPoint.row(row) += block.fourPoint.row(from);
          sums.twoPoint.row(row) += block.twoPoint.row(from);
        }
        ++row;
      }
      result.blocks.push_back(sums);
    }
    return result;
  }

private:
  /** Of all blocks but some. */
  PairSums
  Without(std::size_t first, std::size_t end) const
  {
    PairSums sums(blocks[0].fourPoint.rows(), blocks[0].fourPoint.cols());
    for (std::size_t block = 0; block < blocks.size(); ++block)
    {
      if (block < first || block >= end)
      {
        sums += blocks[block];
      }
    }
    return sums;
  }
};

/** \brief A correlation less 1, averaged over pairs of scan points: a row for each displacement or length, a column for
 * each delay. NaN where there is no pair. */
struct PairCorrelation
{
  Eigen::ArrayXXd              value;
  Eigen::ArrayXXd              error;   ///< standard error, see ErrorsOf(); NaN for fewer than two windows
  std::vector<Eigen::ArrayXXd> without; ///< value without each window of blocks
  Eigen::Index                 blocks = 1;
  Eigen::Index                 window = 1;

  /** \brief Standard errors of what follows from a correlation, by the MovingBlockJackknifeErrors() over rows of the
   * scan. \param leaveOut the same from `without`: windows x quantities */
  template <typename TDerived>
  Eigen::VectorXd
  ErrorsOf(const Eigen::DenseBase<TDerived> & leaveOut) const
  {
    return MovingBlockJackknifeErrors(leaveOut, blocks, window);
  }

  /** The same from a delay on, in columns. */
  PairCorrelation
  FromDelay(Eigen::Index first) const
  {
    const Eigen::Index count = value.cols() - first;
    PairCorrelation    part{ value.rightCols(count), error.rightCols(count), {}, blocks, window };
    for (const Eigen::ArrayXXd & values : without)
    {
      part.without.emplace_back(values.rightCols(count));
    }
    return part;
  }
};

/** \brief A correlation from its sums. \param correlationOf gives it, less 1, of PairSums */
template <typename TCorrelationOf>
PairCorrelation
AveragePairs(const PairCorrelationSums & sums, const TCorrelationOf & correlationOf)
{
  PairCorrelation result;
  result.value = correlationOf(sums.Total());
  result.error.resize(result.value.rows(), result.value.cols());
  result.blocks = static_cast<Eigen::Index>(sums.blocks.size());
  result.window = static_cast<Eigen::Index>(sums.window);
  const auto      windows = static_cast<Eigen::Index>(sums.NumberOfWindows());
  Eigen::MatrixXd leaveOut(windows, result.value.size());
  for (Eigen::Index window = 0; window < windows; ++window)
  {
    result.without.push_back(correlationOf(sums.WithoutWindow(static_cast<std::size_t>(window))));
    leaveOut.row(window) = result.without.back().reshaped().transpose();
  }
  for (Eigen::Index i = 0; i < result.value.size(); ++i) // each by itself: one may lack in a window where others do not
  {
    result.error.data()[i] = result.ErrorsOf(leaveOut.col(i))[0];
  }
  return result;
}

/** G4 - 1. */
inline PairCorrelation
AverageFourPoint(const PairCorrelationSums & sums)
{
  return AveragePairs(sums, [](const PairSums & s) { return s.FourPoint(); });
}

/** G2 - 1. */
inline PairCorrelation
AverageTwoPoint(const PairCorrelationSums & sums)
{
  return AveragePairs(sums, [](const PairSums & s) { return s.TwoPoint(); });
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ProbeAveragedDynamics_h
#define ProbeAveragedDynamics_h

#include "KWWProcess.h"
#include "SampleLattice.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <vector>

namespace stem5d
{

/** \brief What a probe sees of dynamics that vary across it: the truth that an analysis of the series should find.
 *
 * g1(t; r) = sum over x of |P(x - r)|^2 exp(-(t / tau(x))^gamma(x)), over the same sites and amplitudes as the
 * simulated patterns, so it is their field correlation exactly. The intensity has g2(t) - 1 = V g1(t)^2. Drift is not
 * in it. */
class ProbeAveragedDynamics
{
public:
  ProbeAveragedDynamics(const SpeckleSeriesSettings & settings, const SampleMaps & maps)
    : m_Lattice(settings)
    , m_Columns(maps.relaxationTime.cols())
    , m_Rows(maps.relaxationTime.rows())
    , m_Frames(static_cast<Eigen::Index>(settings.frames))
  {
    for (Eigen::Index frame = 0; frame < m_Frames; ++frame)
    {
      m_Times.push_back(static_cast<double>(frame) * settings.framePeriod);
    }
    // g1 = 1/e lies between the shortest and the longest relaxation time
    const double shortest = std::log(static_cast<double>(maps.relaxationTime.minCoeff()));
    const double longest = std::log(static_cast<double>(maps.relaxationTime.maxCoeff()));
    for (Eigen::Index i = 0; i < SearchTimes; ++i)
    {
      m_Times.push_back(std::exp(shortest + (longest - shortest) * static_cast<double>(i) / (SearchTimes - 1)));
    }
    m_Correlation.resize(static_cast<Eigen::Index>(m_Times.size()), m_Rows * m_Columns);
    for (Eigen::Index point = 0; point < m_Correlation.cols(); ++point)
    {
      for (Eigen::Index i = 0; i < m_Correlation.rows(); ++i)
      {
        m_Correlation(i, point) = static_cast<float>(
          KWWFieldCorrelation(m_Times[i], maps.relaxationTime.data()[point], maps.stretchExponent.data()[point]));
      }
    }
  }

  /** The truth at a scan point. */
  struct Result
  {
    Eigen::VectorXf squaredCorrelation; ///< g1^2 at the times of the frames
    float           relaxationTime;     ///< where g1^2 falls to exp(-2), in s
  };

  Result
  operator()(Eigen::Index x, Eigen::Index y) const
  {
    const Eigen::VectorXf g1 = this->FieldCorrelation(x, y);
    return { g1.head(m_Frames).array().square(), this->EffectiveRelaxationTime(g1) };
  }

private:
  static constexpr Eigen::Index SearchTimes = 129;

  /** g1 at all times. */
  Eigen::VectorXf
  FieldCorrelation(Eigen::Index x, Eigen::Index y) const
  {
    const std::array<double, 2> probe{ { m_Lattice.ProbePosition(0, x, 0), m_Lattice.ProbePosition(1, y, 0) } };
    const LatticeBox            window = m_Lattice.Window(probe);
    const Pattern<float>        power = m_Lattice.ProbeAmplitude(probe).square();
    Pattern<float>              weight = Pattern<float>::Zero(m_Rows, m_Columns);
    for (Eigen::Index row = 0; row < power.rows(); ++row)
    {
      const Eigen::Index scanRow = m_Lattice.NearestScanPoint(1, window.first[1] + row);
      for (Eigen::Index column = 0; column < power.cols(); ++column)
      {
        weight(scanRow, m_Lattice.NearestScanPoint(0, window.first[0] + column)) += power(row, column);
      }
    }
    Eigen::VectorXf g1 = Eigen::VectorXf::Zero(m_Correlation.rows());
    for (Eigen::Index point = 0; point < weight.size(); ++point)
    {
      if (weight.data()[point] > 0.0F)
      {
        g1 += weight.data()[point] * m_Correlation.col(point);
      }
    }
    return g1;
  }

  /** The time of g1 = 1/e, with ln(-ln g1) linear in ln t between the times of the search, as for KWW. */
  float
  EffectiveRelaxationTime(const Eigen::VectorXf & g1) const
  {
    const auto   level = [&](Eigen::Index i) { return std::log(-std::log(static_cast<double>(g1[m_Frames + i]))); };
    const auto   logTime = [&](Eigen::Index i) { return std::log(m_Times[m_Frames + i]); };
    Eigen::Index i = 1;
    while (i < SearchTimes - 1 && level(i) < 0.0)
    {
      ++i;
    }
    const double rise = level(i) - level(i - 1);
    const double fraction = rise > 0.0 ? std::clamp(-level(i - 1) / rise, 0.0, 1.0) : 0.0;
    return static_cast<float>(std::exp(logTime(i - 1) + fraction * (logTime(i) - logTime(i - 1))));
  }

  SampleLattice       m_Lattice;
  Eigen::Index        m_Columns;
  Eigen::Index        m_Rows;
  Eigen::Index        m_Frames;
  std::vector<double> m_Times;       // of the frames, then those of the search
  Eigen::MatrixXf     m_Correlation; // times x scan points
};

} // namespace stem5d

#endif

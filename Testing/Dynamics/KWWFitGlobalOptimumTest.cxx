/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "KWWTestCurves.h"

#include <gtest/gtest.h>

using namespace kwwtest;
using stem5d::KWWFit;

namespace
{

/** A reference that shares nothing with the kernel: the best of a dense grid over (ln tau, gamma), each of whose twenty
 *  best nodes is refined by pattern search within the bounds; the contrast by linear regression. */
class DenseReference
{
public:
  explicit DenseReference(const KWWFit & fit)
    : m_Low(std::log(fit.GetTauLow()), fit.GetGammaLow())
    , m_High(std::log(fit.GetTauHigh()), fit.GetGammaHigh())
  {
    const auto delays = MakeDelays();
    m_LogDelays = Eigen::ArrayXd::Map(delays.data(), numberOfDelays).log();
    for (int i = 0; i < 60; ++i)
    {
      for (int j = 0; j < 40; ++j)
      {
        m_Nodes.emplace_back(m_Low + Eigen::Vector2d(i / 59.0, j / 39.0).cwiseProduct(m_High - m_Low));
        m_Shapes.push_back(this->Shape(m_Nodes.back()));
      }
    }
  }

  /** Root mean square residual of the best fit. */
  double
  operator()(const Eigen::VectorXd & curve) const
  {
    const Eigen::ArrayXd                y = curve.array() - 1;
    std::vector<std::pair<double, int>> ranking;
    for (std::size_t node = 0; node < m_Nodes.size(); ++node)
    {
      ranking.emplace_back(Cost(m_Shapes[node], y), node);
    }
    std::partial_sort(ranking.begin(), ranking.begin() + 20, ranking.end());
    double best = ranking.front().first;
    for (int i = 0; i < 20; ++i)
    {
      best = std::min(best, this->Refine(m_Nodes[ranking[i].second], y));
    }
    return std::sqrt(best / numberOfDelays);
  }

private:
  Eigen::ArrayXd
  Shape(const Eigen::Vector2d & p) const
  {
    return (-2 * (p[1] * (m_LogDelays - p[0])).exp()).exp();
  }

  static double
  Cost(const Eigen::ArrayXd & shape, const Eigen::ArrayXd & y)
  {
    return (y - std::max(0.0, (shape * y).sum() / shape.square().sum()) * shape).square().sum();
  }

  double
  Refine(Eigen::Vector2d best, const Eigen::ArrayXd & y) const
  {
    double           cost = Cost(this->Shape(best), y);
    Eigen::Matrix2Xd directions(2, 8);
    directions << 1, -1, 0, 0, 1, 1, -1, -1, 0, 0, 1, -1, 1, -1, 1, -1;
    Eigen::Vector2d step = (m_High - m_Low).cwiseQuotient(Eigen::Vector2d(59, 39));
    Eigen::Vector2d lastMove = Eigen::Vector2d::Zero();
    while (step.maxCoeff() > 1e-5)
    {
      const auto attempt = [&](const Eigen::Vector2d & move) {
        const Eigen::Vector2d there = (best + move).cwiseMax(m_Low).cwiseMin(m_High);
        const double          costThere = Cost(this->Shape(there), y);
        if (costThere >= cost)
        {
          return false;
        }
        lastMove = there - best;
        best = there;
        cost = costThere;
        return true;
      };
      bool moved = attempt(2 * lastMove) || attempt(lastMove);
      for (int d = 0; d < 8 && !moved; ++d)
      {
        moved = attempt(directions.col(d).cwiseProduct(step));
      }
      if (!moved)
      {
        step /= 2;
        lastMove.setZero();
      }
    }
    return cost;
  }

  Eigen::Vector2d              m_Low, m_High;
  Eigen::ArrayXd               m_LogDelays;
  std::vector<Eigen::Vector2d> m_Nodes;
  std::vector<Eigen::ArrayXd>  m_Shapes;
};

} // namespace

/** The fit's residual is no larger than a dense multi-start's on at least 99.9 % of curves. */
TEST(KWWFit, FindsTheGlobalOptimum)
{
  const KWWFit                           fit(MakeDelays(), MakeSettings());
  const DenseReference                   reference(fit);
  std::mt19937_64                        random(6);
  std::uniform_real_distribution<double> uniform;
  std::normal_distribution<double>       noise(0, 0.05);
  constexpr int                          curves = 10000;
  int                                    worse = 0;
  for (int i = 0; i < curves; ++i)
  {
    const double    tau = 100 * std::pow(30, uniform(random));
    Eigen::VectorXd curve = MakeCurve(0.5, tau, 0.5 + uniform(random));
    curve += Eigen::VectorXd::NullaryExpr(numberOfDelays, [&] { return noise(random); });
    curve = i % 4 == 0 ? curve : SimulateSpeckles(tau, 20, random);
    worse += !(fit(curve).residual <= (1 + 1e-7) * reference(curve));
  }
  RecordProperty("worse", worse);
  EXPECT_LE(worse, curves / 1000);
}

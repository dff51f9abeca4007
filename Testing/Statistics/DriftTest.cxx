/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Drift.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace
{

constexpr double Step = 0.16; // nm
constexpr double Period = 9.887;

/** A random texture, band-limited like the virtual images of a probe, that moves. */
class Texture
{
public:
  explicit Texture(unsigned seed)
  {
    std::mt19937                           random(seed);
    std::uniform_real_distribution<double> uniform(-1.0, 1.0);
    while (m_Waves.size() < 300)
    {
      const double kx = uniform(random);
      const double ky = uniform(random);
      if (std::hypot(kx, ky) < 1.0)
      {
        m_Waves.push_back({ kx, ky, Pi * uniform(random) });
      }
    }
  }

  /** Mean 100, standard deviation 10; x and y in nm. */
  double
  operator()(double x, double y) const
  {
    double sum = 0.0;
    for (const auto & [kx, ky, phase] : m_Waves)
    {
      sum += std::cos(2.0 * Pi * (kx * x + ky * y) + phase);
    }
    return 100.0 + 10.0 * sum * std::sqrt(2.0 / static_cast<double>(m_Waves.size()));
  }

private:
  static constexpr double Pi = 3.14159265358979323846;

  struct Wave
  {
    double kx, ky, phase;
  };
  std::vector<Wave> m_Waves;
};

/** Images of a texture, displaced in each frame along x and y by so many nm. */
stem5d::VirtualImageSeries
Images(Eigen::Index                                         columns,
       Eigen::Index                                         rows,
       std::size_t                                          frames,
       const std::function<std::array<double, 2>(double)> & displacement,
       unsigned                                             seed = 1)
{
  const Texture              texture(seed);
  stem5d::VirtualImageSeries series;
  for (std::size_t frame = 0; frame < frames; ++frame)
  {
    const auto [dx, dy] = displacement(static_cast<double>(frame));
    series.push_back(
      stem5d::Pattern<float>::NullaryExpr(rows, columns, [&, dx = dx, dy = dy](Eigen::Index y, Eigen::Index x) {
        return static_cast<float>(texture(static_cast<double>(x) * Step - dx, static_cast<double>(y) * Step - dy));
      }));
  }
  return series;
}

std::function<std::array<double, 2>(double)>
Uniform(double vx, double vy)
{
  return [vx, vy](double frame) { return std::array<double, 2>{ { vx * frame, vy * frame } }; };
}

stem5d::Drift
Measure(const std::vector<stem5d::VirtualImageSeries> & channels)
{
  return stem5d::MeasureDrift(channels, { { Step, Step } }, Period);
}

} // namespace

TEST(ShiftedCorrelation, IsPearsonsOverTheOverlap)
{
  Eigen::ArrayXXd a(2, 3);
  a << 1, -2, 3, //
    0, 4, -1;
  Eigen::ArrayXXd b = Eigen::ArrayXXd::Zero(2, 3);
  b.rightCols(2) = 2.0 * a.leftCols(2); // a moved by a point along x
  Eigen::ArrayXXd weight = Eigen::ArrayXXd::Ones(2, 3);
  EXPECT_NEAR(stem5d::ShiftedCorrelation(a, b, weight, { { 1, 0 } }), 1.0, 1e-14);
  EXPECT_NEAR(stem5d::ShiftedCorrelation(b, a, weight, { { -1, 0 } }), 1.0, 1e-14);
  EXPECT_LT(stem5d::ShiftedCorrelation(a, b, weight, { { 0, 0 } }), 0.9);
  // [1, -2, 3] and [0, 4, -1]
  EXPECT_NEAR(stem5d::ShiftedCorrelation(a, a, weight, { { 0, 1 } }),
              -13.0 / 14.0 * std::sqrt(14.0 * 14.0 / (38.0 / 3.0 * 14.0)),
              1e-14);
  EXPECT_TRUE(std::isnan(stem5d::ShiftedCorrelation(a, a, weight, { { 3, 0 } })));
  EXPECT_TRUE(std::isnan(stem5d::ShiftedCorrelation(a, b * 0.0, weight, { { 0, 0 } })));
}

TEST(ShiftedCorrelation, LeavesPointsOut)
{
  Eigen::ArrayXXd a(1, 6);
  a << 1, -2, 3, 0, 4, -1;
  Eigen::ArrayXXd b(1, 6);
  b << 2, 5, -4, 0, 8, -2; // twice a where both have a weight
  Eigen::ArrayXXd weight(1, 6);
  weight << 1, 0, 0, 0, 1, 1;
  a *= weight;
  b *= weight;
  EXPECT_NEAR(stem5d::ShiftedCorrelation(a, b, weight, { { 0, 0 } }), 1.0, 1e-14);
  weight.setZero();
  EXPECT_TRUE(std::isnan(stem5d::ShiftedCorrelation(a * 0.0, b * 0.0, weight, { { 0, 0 } })));
}

TEST(FindCorrelationPeak, OfAGaussianIsExact)
{
  const auto gaussian = [](Eigen::Index row, Eigen::Index column) {
    return 0.7 * std::exp(-0.3 * std::pow(static_cast<double>(column) - 2.3, 2) -
                          0.2 * std::pow(static_cast<double>(row) - 3.6, 2));
  };
  const auto peak = stem5d::FindCorrelationPeak(Eigen::ArrayXXd::NullaryExpr(7, 5, gaussian));
  ASSERT_TRUE(peak);
  EXPECT_NEAR(peak->position[0], 2.3, 1e-12);
  EXPECT_NEAR(peak->position[1], 3.6, 1e-12);
  EXPECT_NEAR(peak->height, 0.7, 1e-12);

  const auto line = stem5d::FindCorrelationPeak(Eigen::ArrayXXd::NullaryExpr(1, 5, gaussian));
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->position[0], 2.3, 1e-12);
  EXPECT_EQ(line->position[1], 0.0);
  EXPECT_FALSE(stem5d::FindCorrelationPeak(Eigen::ArrayXXd::NullaryExpr(7, 3, gaussian))); // on the border
  EXPECT_FALSE(stem5d::FindCorrelationPeak(Eigen::ArrayXXd::Constant(5, 5, std::nan(""))));
  EXPECT_FALSE(stem5d::FindCorrelationPeak(Eigen::ArrayXXd::Constant(5, 5, -0.1)));
}

TEST(Drift, OfAMovingTextureIsFound)
{
  for (const auto & [vx, vy] : { std::pair{ 0.013, -0.031 }, { 0.0, 0.05 }, { -0.09, 0.12 }, { 0.4, 0.0 } })
  {
    const auto drift = Measure({ Images(30, 26, 33, Uniform(vx, vy)) });
    EXPECT_EQ(drift.status[0], stem5d::DriftStatus::Measured);
    EXPECT_EQ(drift.status[1], stem5d::DriftStatus::Measured);
    EXPECT_NEAR(drift.velocity[0] * Period, vx, 0.025 * Step);
    EXPECT_NEAR(drift.velocity[1] * Period, vy, 0.025 * Step);
    EXPECT_LT(drift.SpeedError() * Period, 0.01 * Step);
    EXPECT_TRUE(drift.IsSignificant());
    EXPECT_NEAR(drift.Total(), 32.0 * std::hypot(vx, vy), 0.8 * Step);
    EXPECT_EQ(drift.recordLength, 32.0 * Period);
    EXPECT_EQ(drift.path.size(), 33u);
    EXPECT_EQ(drift.path[0][0], 0.0);
    EXPECT_NEAR(drift.path[32][0], 32.0 * vx, 0.8 * Step);
    EXPECT_NEAR(drift.path[32][1], 32.0 * vy, 0.8 * Step);
    // waves in a disc: C(r) = 2 J1(u) / u at u = 2 pi r, exp(-2) at 3.155, less the mean of a small scan
    EXPECT_NEAR(drift.correlationLength, 0.47, 0.09);
    EXPECT_NEAR(drift.FeignedRelaxationTime(), drift.correlationLength / drift.Speed(), 1e-9);
    EXPECT_LT(drift.LeastFeignedRelaxationTime(), drift.FeignedRelaxationTime());
  }
}

TEST(Drift, IsFreeOfWedgeMaskAndBeamCurrent)
{
  auto                   series = Images(40, 30, 33, Uniform(0.02, -0.03));
  stem5d::Pattern<float> thickness(30, 40);
  const double           current[] = { 1.0, 1.2, 0.9 };
  std::mt19937           random(3);
  for (Eigen::Index x = 0; x < 40; ++x)
  {
    thickness.col(x).setConstant(8.0F + static_cast<float>(x));
  }
  for (std::size_t frame = 0; frame < series.size(); ++frame)
  {
    series[frame] *= thickness * static_cast<float>(current[frame % 3]);
    series[frame].leftCols(6).setConstant(std::numeric_limits<float>::quiet_NaN()); // vacuum
    series[frame](10, 20) = std::numeric_limits<float>::quiet_NaN();
  }
  series[7](20, 30) = std::numeric_limits<float>::quiet_NaN(); // lost in one frame
  const auto drift = Measure({ series });
  EXPECT_NEAR(drift.velocity[0] * Period, 0.02, 0.02 * Step);
  EXPECT_NEAR(drift.velocity[1] * Period, -0.03, 0.02 * Step);
  EXPECT_LT(drift.SpeedError() * Period, 0.02 * Step);
}

TEST(Drift, OfSeveralChannelsIsTheirs)
{
  const auto a = Images(24, 24, 33, Uniform(0.03, 0.0), 1);
  const auto b = Images(24, 24, 33, Uniform(0.03, 0.0), 2);
  const auto drift = Measure({ a, b });
  EXPECT_NEAR(drift.velocity[0] * Period, 0.03, 0.01 * Step);
  EXPECT_NEAR(drift.velocity[1] * Period, 0.0, 0.01 * Step);
  EXPECT_NE(drift.velocity[0], Measure({ a }).velocity[0]);
}

TEST(Drift, PathFollowsAMotionThatChanges)
{
  const auto bend = [](double frame) {
    return std::array<double, 2>{ { 0.05 * std::min(frame, 32.0), 0.02 * std::max(0.0, frame - 32.0) } };
  };
  const auto drift = Measure({ Images(24, 24, 65, bend) });
  for (std::size_t frame = 0; frame < 65; frame += 8)
  {
    EXPECT_NEAR(drift.path[frame][0], bend(static_cast<double>(frame))[0], Step) << frame;
    EXPECT_NEAR(drift.path[frame][1], bend(static_cast<double>(frame))[1], Step) << frame;
  }
  EXPECT_GT(drift.error[0], 20.0 * Measure({ Images(24, 24, 65, Uniform(0.025, 0.01)) }).error[0]);
}

TEST(Drift, OfASampleAtRestFeignsNothing)
{
  auto                            series = Images(24, 24, 33, Uniform(0.0, 0.0));
  std::mt19937                    random(5);
  std::normal_distribution<float> noise(0.0F, 3.0F);
  for (auto & image : series)
  {
    image += stem5d::Pattern<float>::NullaryExpr(24, 24, [&]() { return noise(random); });
  }
  const auto drift = Measure({ series });
  EXPECT_FALSE(drift.IsSignificant());
  EXPECT_LT(drift.Speed(), 3.0 * drift.SpeedError());
  EXPECT_LT(drift.SpeedError() * Period, 0.02 * Step);
  EXPECT_TRUE(std::isinf(drift.FeignedRelaxationTime()));
  EXPECT_NEAR(
    drift.LeastFeignedRelaxationTime(), drift.correlationLength / (drift.Speed() + 2.0 * drift.SpeedError()), 1e-9);
  EXPECT_GT(drift.LeastFeignedRelaxationTime(), 100.0 * Period);
  EXPECT_NEAR(drift.correlationLength, 0.47, 0.09); // the noise is not in it
}

TEST(Drift, OfALineIsMeasuredAlongIt)
{
  const auto drift = Measure({ Images(200, 1, 33, Uniform(0.04, 0.0)) });
  EXPECT_EQ(drift.status[0], stem5d::DriftStatus::Measured);
  EXPECT_EQ(drift.status[1], stem5d::DriftStatus::ScanTooSmall);
  EXPECT_NEAR(drift.velocity[0] * Period, 0.04, 0.02 * Step);
  EXPECT_TRUE(std::isnan(drift.velocity[1]));
  EXPECT_TRUE(std::isnan(drift.path[5][1]));
  EXPECT_EQ(drift.Speed(), std::abs(drift.velocity[0]));
  EXPECT_EQ(drift.SpeedError(), drift.error[0]);
  EXPECT_TRUE(drift.IsSignificant());
}

TEST(Drift, SaysWhyItIsNotMeasured)
{
  const auto expectNothing = [](const stem5d::Drift & drift, stem5d::DriftStatus status) {
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      EXPECT_EQ(drift.status[axis], status);
      EXPECT_TRUE(std::isnan(drift.velocity[axis]));
      EXPECT_TRUE(std::isnan(drift.error[axis]));
      EXPECT_TRUE(std::isnan(drift.path[0][axis]));
    }
    EXPECT_TRUE(std::isnan(drift.Total()));
    EXPECT_FALSE(drift.IsSignificant());
    EXPECT_TRUE(std::isnan(drift.FeignedRelaxationTime()));
    EXPECT_TRUE(std::isnan(drift.LeastFeignedRelaxationTime()));
  };
  using stem5d::DriftStatus;
  expectNothing(Measure({ Images(7, 5, 33, Uniform(0.0, 0.0)) }), DriftStatus::ScanTooSmall);
  expectNothing(Measure({ Images(16, 16, 24, Uniform(0.0, 0.0)) }), DriftStatus::TooFewFrames);
  const stem5d::VirtualImageSeries flat(33, stem5d::Pattern<float>::Constant(16, 16, 3.0F));
  expectNothing(Measure({ flat }), DriftStatus::Uncorrelated);
  const stem5d::VirtualImageSeries lost(33, stem5d::Pattern<float>::Constant(16, 16, std::nanf("")));
  expectNothing(Measure({ lost }), DriftStatus::Uncorrelated);
}

TEST(Drift, RefusesByName)
{
  const auto expectRefusal =
    [](const std::vector<stem5d::VirtualImageSeries> & channels, double step, double period, const std::string & text) {
      try
      {
        stem5d::MeasureDrift(channels, { { step, step } }, period);
        ADD_FAILURE() << "accepted: " << text;
      }
      catch (const std::invalid_argument & refusal)
      {
        EXPECT_NE(std::string(refusal.what()).find(text), std::string::npos) << refusal.what();
      }
    };
  const stem5d::VirtualImageSeries series(33, stem5d::Pattern<float>::Ones(16, 12));
  expectRefusal({}, 0.16, 1.0, "there is no virtual image");
  expectRefusal({ series, { 32, series[0] } }, 0.16, 1.0, "32 virtual images but another 33");
  expectRefusal(
    { series, { 33, stem5d::Pattern<float>::Ones(12, 16) } }, 0.16, 1.0, "16 x 12 points but the first 12 x 16");
  expectRefusal({ series }, 0.0, 1.0, "frame period is 0.0");
  expectRefusal({ series }, 0.16, -1.0, "frame period is -1.0");
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SectorCorrelation.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>
#include <random>

namespace
{

using Normalisation = stem5d::TwoTimeNormalisation;

constexpr Normalisation AllNormalisations[] = { Normalisation::Frame,       Normalisation::Rings,
                                                Normalisation::TimeAverage, Normalisation::DiagonalSum,
                                                Normalisation::GlobalMean,  Normalisation::PixelMean };

constexpr Eigen::Index Frames = 7;
constexpr Eigen::Index Pixels = 60;

/** Two rings: the first 25 pixels and the others. */
const std::vector<Eigen::Index> TwoRings{ 0, 25, Pixels };

template <typename TValue>
stem5d::Series<TValue>
RandomSeries()
{
  std::mt19937                    generator(12);
  std::exponential_distribution<> exponential(0.2);
  return stem5d::Series<TValue>::NullaryExpr(
    Frames, Pixels, [&] { return static_cast<TValue>(1.0 + exponential(generator)); });
}

/** Sectors of a few pixels all over the rings; sector 2 is empty. */
std::vector<int>
Sectors()
{
  std::vector<int> sector(Pixels);
  for (std::size_t pixel = 0; pixel < sector.size(); ++pixel)
  {
    const int numbers[] = { 0, 3, 1, 4, 0 };
    sector[pixel] = numbers[pixel * 7 % 5];
  }
  return sector;
}

/** G of the pixels that are not in a sector, by itself. */
template <typename TValue>
Eigen::MatrixXd
WithoutDirectly(const stem5d::Series<TValue> & intensity,
                Normalisation                  normalisation,
                const std::vector<int> &       sector,
                std::size_t                    left)
{
  std::vector<Eigen::Index> kept;
  std::vector<Eigen::Index> first{ 0 };
  for (std::size_t ring = 0; ring + 1 < TwoRings.size(); ++ring)
  {
    for (Eigen::Index pixel = TwoRings[ring]; pixel < TwoRings[ring + 1]; ++pixel)
    {
      if (sector[pixel] != static_cast<int>(left))
      {
        kept.push_back(pixel);
      }
    }
    first.push_back(static_cast<Eigen::Index>(kept.size()));
  }
  const stem5d::Series<TValue> rest = intensity(Eigen::all, kept);
  return stem5d::TwoTimeCorrelation(rest, first, normalisation).template cast<double>();
}

/** The number of sectors visited, each of which is as without its pixels. */
template <typename TValue>
int
ExpectDeletion(const stem5d::Series<TValue> & intensity,
               Normalisation                  normalisation,
               const std::vector<int> &       sector,
               std::size_t                    sectors)
{
  int        visits = 0;
  const auto g = stem5d::TwoTimeCorrelation(intensity, TwoRings, normalisation);
  stem5d::VisitWithoutSector(
    intensity, TwoRings, normalisation, g, sector, sectors, [&](std::size_t left, const auto & without) {
      ++visits;
      const Eigen::MatrixXd expected = WithoutDirectly(intensity, normalisation, sector, left);
      for (Eigen::Index t1 = 0; t1 < intensity.rows(); ++t1)
      {
        for (Eigen::Index t2 = t1; t2 < intensity.rows(); ++t2)
        {
          const double value = without(t1, t2);
          EXPECT_EQ(std::isnan(value), std::isnan(expected(t1, t2)))
            << stem5d::ToString(normalisation) << ' ' << left << ": " << t1 << ' ' << t2;
          if (!std::isnan(value))
          {
            EXPECT_NEAR(value, expected(t1, t2), 1e-5) << stem5d::ToString(normalisation) << ' ' << left;
          }
        }
      }
    });
  return visits;
}

} // namespace

TEST(SectorCorrelation, IsTheCorrelationWithoutTheSector)
{
  for (const Normalisation normalisation : AllNormalisations)
  {
    EXPECT_EQ(ExpectDeletion(RandomSeries<float>(), normalisation, Sectors(), 6), 4); // 2 and 5 are empty
    EXPECT_EQ(ExpectDeletion(RandomSeries<double>(), normalisation, Sectors(), 6), 4);
  }
}

TEST(SectorCorrelation, LeavesDeadFramesOut)
{
  auto intensity = RandomSeries<float>();
  intensity.row(1).setZero();
  intensity(4, 17) = std::numeric_limits<float>::quiet_NaN(); // dead with the pixel's own sector left out as well
  for (const Normalisation normalisation : { Normalisation::Frame, Normalisation::GlobalMean })
  {
    const auto       g = stem5d::TwoTimeCorrelation(intensity, TwoRings, normalisation);
    std::vector<int> visits;
    stem5d::VisitWithoutSector(
      intensity, TwoRings, normalisation, g, Sectors(), 6, [&](std::size_t left, const auto & without) {
        visits.push_back(static_cast<int>(left));
        EXPECT_TRUE(std::isnan(without(1, 2)) && std::isnan(without(0, 1)) && std::isnan(without(1, 1)));
        EXPECT_TRUE(std::isfinite(without(0, 2)) && std::isfinite(without(2, 2)));
      });
    EXPECT_EQ(visits, (std::vector<int>{ 0, 1, 3, 4 }));
  }
}

TEST(SectorCorrelation, HasNoIntensityWhereTheSectorHasAllOfIt)
{
  auto intensity = RandomSeries<float>();
  for (Eigen::Index pixel = 0; pixel < Pixels; ++pixel)
  {
    intensity(3, pixel) = Sectors()[pixel] == 1 ? 0.3F : 0.0F;
  }
  for (const Normalisation normalisation : { Normalisation::Frame, Normalisation::GlobalMean })
  {
    ExpectDeletion(intensity, normalisation, Sectors(), 6);
  }
}

TEST(SectorCorrelation, NeverLeavesNothing)
{
  const std::vector<int> one(Pixels, 1);
  for (const Normalisation normalisation : AllNormalisations)
  {
    EXPECT_EQ(ExpectDeletion(RandomSeries<float>(), normalisation, one, 2), 0);
  }
}

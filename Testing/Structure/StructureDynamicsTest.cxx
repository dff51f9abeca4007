/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "StructureDynamics.h"

#include "TestSeries.h"

namespace
{

using stem5d::StructureDynamicsResult;
using stem5d::StructureDynamicsSettings;

constexpr Eigen::Index Detector = 66;
constexpr double       Period = 2.0; // s

const stem5d::DetectorGrid Grid{ { Detector, Detector },
                                 { test::QSpacing, test::QSpacing },
                                 { -32.5 * test::QSpacing, -32.5 * test::QSpacing } };

stem5d::RingPixels
PixelsOf(const std::vector<stem5d::Annulus> & annuli, const stem5d::Pattern<std::uint8_t> & bad = {})
{
  return stem5d::PixelsOfLabels(stem5d::RadialMask(Grid, annuli, {}, {}, bad));
}

const std::vector<stem5d::Annulus> DynamicsAnnulus{ { 4.2, 4.6 } };
const std::vector<stem5d::Annulus> StructureAnnuli = stem5d::DivideIntoRings({ 3.0, 5.8 }, test::QSpacing);

StructureDynamicsSettings
Settings()
{
  StructureDynamicsSettings settings;
  settings.timeBin = 1;
  settings.blurSigma = 0.0;
  return settings;
}

StructureDynamicsResult
Analyse(const StructureDynamicsSettings &     settings,
        const stem5d::Series<float> &         series,
        const stem5d::RingPixels &            dynamicsPixels,
        const stem5d::RingPixels &            structurePixels,
        const stem5d::Pattern<std::uint8_t> & bad = {})
{
  const auto                          frames = static_cast<std::size_t>(series.rows());
  const stem5d::StructureDynamicsFits fits(settings, frames, Period);
  stem5d::StructureDynamics<float>    analyse(settings, Grid, frames, dynamicsPixels, structurePixels, bad, fits);
  return analyse([&](Eigen::Index frame) { return series.row(frame).data(); });
}

/** Patterns whose pixels in the annulus of the dynamics have the covariance <D(t1) D(t2)> exactly, and are 1 elsewhere.
 */
stem5d::Series<float>
SeriesOf(const Eigen::MatrixXd & covariance, unsigned int seed = 1)
{
  const stem5d::RingPixels pixels = PixelsOf(DynamicsAnnulus);
  stem5d::Series<float>    series = stem5d::Series<float>::Ones(covariance.rows(), Detector * Detector);
  series(Eigen::all, pixels.offsets) =
    test::SeriesWithCovariance(covariance, pixels.NumberOfPixels(), seed).cast<float>();
  return series;
}

/** The covariance of a relaxation whose time is `first` up to the middle of the series and then `second`: the time that
 * counts is the integral of 1 / tau. */
Eigen::MatrixXd
AgeingCovariance(Eigen::Index frames, double first, double second)
{
  const auto age = [=](Eigen::Index frame) {
    const double t = static_cast<double>(frame) * Period;
    const double middle = 0.5 * static_cast<double>(frames) * Period;
    return std::min(t, middle) / first + std::max(0.0, t - middle) / second;
  };
  return Eigen::MatrixXd::NullaryExpr(
    frames, frames, [&](Eigen::Index i, Eigen::Index j) { return 0.05 * std::exp(-2.0 * std::abs(age(i) - age(j))); });
}

/** Random counts at every pixel that decay from frame to frame. */
stem5d::Series<float>
RandomSeries(Eigen::Index frames)
{
  std::mt19937                    generator(5);
  std::exponential_distribution<> exponential(0.05);
  stem5d::Series<float>           series(frames, Detector * Detector);
  for (Eigen::Index frame = 0; frame < frames; ++frame)
  {
    for (Eigen::Index pixel = 0; pixel < series.cols(); ++pixel)
    {
      const auto fresh = static_cast<float>(exponential(generator));
      series(frame, pixel) = frame == 0 ? fresh : 0.8F * series(frame - 1, pixel) + 0.2F * fresh;
    }
  }
  return series;
}

stem5d::Pattern<std::uint8_t>
BeamStop()
{
  stem5d::Pattern<std::uint8_t> bad = stem5d::Pattern<std::uint8_t>::Zero(Detector, Detector);
  bad.block(31, 0, 4, 33).setOnes();
  return bad;
}

} // namespace

TEST(StructureDynamics, HalvesAreAnalysesWithTheOtherHalfMasked)
{
  const stem5d::Series<float>         series = RandomSeries(30);
  const stem5d::Pattern<std::uint8_t> bad = BeamStop();
  for (const double guardBand : { 0.0, 0.7 })
  {
    auto settings = Settings();
    settings.timeBin = 2;
    settings.blurSigma = 0.464;
    settings.partition.guardBand = guardBand;
    const auto both = Analyse(settings, series, PixelsOf(DynamicsAnnulus, bad), PixelsOf(StructureAnnuli, bad), bad);

    stem5d::RingPixels all;
    all.offsets.resize(Detector * Detector);
    std::iota(all.offsets.begin(), all.offsets.end(), Eigen::Index{ 0 });
    const stem5d::AzimuthalPartition partition(all, Grid, settings.partition);
    auto                             alone = settings;
    alone.partition = { 0, false, 0.0 };
    for (const int half : { 0, 1 })
    {
      stem5d::Pattern<std::uint8_t> masked = bad;
      stem5d::Series<float>         seen = series;
      for (Eigen::Index pixel = 0; pixel < masked.size(); ++pixel)
      {
        if (partition.half[pixel] != half)
        {
          masked.data()[pixel] = 1;
          seen.col(pixel).setConstant(std::numeric_limits<float>::quiet_NaN()); // it must not matter
        }
      }
      const auto expected =
        Analyse(alone, seen, PixelsOf(DynamicsAnnulus, masked), PixelsOf(StructureAnnuli, masked), masked);
      const stem5d::HalfResult & found = both.halves[half];
      ASSERT_TRUE(std::isfinite(expected.fit.relaxationTime));
      EXPECT_NEAR(found.fit.relaxationTime, expected.fit.relaxationTime, 1e-9 * expected.fit.relaxationTime);
      EXPECT_NEAR(found.fit.stretchExponent, expected.fit.stretchExponent, 1e-9);
      EXPECT_NEAR(found.fit.contrast, expected.fit.contrast, 1e-9);
      EXPECT_EQ(found.fit.status, expected.fit.status);
      EXPECT_NEAR(found.variance.variance, expected.variance.variance, 1e-12);
      EXPECT_NEAR(found.variance.noisePerGain, expected.variance.noisePerGain, 1e-12);
      EXPECT_EQ(expected.halves[half].fit.status, stem5d::MASKED);
      EXPECT_TRUE(std::isnan(expected.halves[half].variance.variance));
    }
    EXPECT_NE(both.halves[0].fit.relaxationTime, both.halves[1].fit.relaxationTime);
    EXPECT_NE(both.halves[0].variance.variance, both.halves[1].variance.variance);
  }
}

TEST(StructureDynamics, AHalfWithoutPixelsIsMasked)
{
  auto settings = Settings();
  settings.partition.guardBand = 20.0;
  const auto result = Analyse(settings, RandomSeries(20), PixelsOf(DynamicsAnnulus), PixelsOf(StructureAnnuli));
  EXPECT_TRUE(std::isfinite(result.fit.relaxationTime));
  for (const stem5d::HalfResult & half : result.halves)
  {
    EXPECT_EQ(half.fit.status, stem5d::MASKED);
    EXPECT_TRUE(std::isnan(half.fit.relaxationTime) && std::isnan(half.variance.variance));
  }
}

/** The errors without a sector, each by an analysis of what is left: of V and g(t) exactly, of the parameters to first
 * order. */
TEST(StructureDynamics, ErrorsAreThoseOfAnalysesWithoutASector)
{
  const stem5d::Series<float>      series = RandomSeries(40);
  const auto                       settings = Settings();
  const auto                       pixels = PixelsOf(DynamicsAnnulus);
  const auto                       rings = PixelsOf(StructureAnnuli);
  const auto                       whole = Analyse(settings, series, pixels, rings);
  const stem5d::AzimuthalPartition ofPixels(pixels, Grid, settings.partition);
  const stem5d::AzimuthalPartition ofRings(rings, Grid, settings.partition);
  const auto without = [](const stem5d::RingPixels & all, const std::vector<int> & sector, int s) {
    stem5d::RingPixels rest;
    for (Eigen::Index ring = 0; ring < all.NumberOfRings(); ++ring)
    {
      for (Eigen::Index i = all.first[ring]; i < all.first[ring + 1]; ++i)
      {
        if (sector[i] != s)
        {
          rest.offsets.push_back(all.offsets[i]);
        }
      }
      rest.first.push_back(rest.NumberOfPixels());
    }
    return rest;
  };
  Eigen::MatrixXd variance(12, 2);
  Eigen::MatrixXd curves(12, whole.correlation.size());
  Eigen::MatrixXd parameters(12, 3);
  for (int s = 0; s < 12; ++s)
  {
    const auto rest = Analyse(settings, series, without(pixels, ofPixels.sector, s), without(rings, ofRings.sector, s));
    variance.row(s) << rest.variance.variance, rest.variance.noisePerGain;
    curves.row(s) = rest.correlation.cast<double>();
    parameters.row(s) << rest.fit.contrast, std::log(rest.fit.relaxationTime), rest.fit.stretchExponent;
  }
  EXPECT_TRUE(whole.varianceCovariance.isApprox(stem5d::JackknifeCovariance(variance), 1e-9));
  const Eigen::VectorXd errors = stem5d::JackknifeErrors(curves);
  EXPECT_TRUE(whole.correlationError.cast<double>().isApprox(errors, 1e-3)); // of floats
  const Eigen::VectorXd ofFit = stem5d::JackknifeErrors(parameters);
  EXPECT_NEAR(whole.fit.contrastError / ofFit[0], 1.0, 0.15);
  EXPECT_NEAR(whole.fit.relaxationTimeError / whole.fit.relaxationTime / ofFit[1], 1.0, 0.15);
  EXPECT_NEAR(whole.fit.stretchExponentError / ofFit[2], 1.0, 0.15);

  // the variances over sectors are the squares of these errors, and those of sectors far apart
  const Eigen::ArrayXd squares = whole.sectorVariance.col(0);
  EXPECT_NEAR(squares[0], std::pow(whole.fit.contrastError, 2), 1e-12);
  EXPECT_NEAR(squares[1], std::pow(whole.fit.relaxationTimeError / whole.fit.relaxationTime, 2), 1e-12);
  EXPECT_NEAR(squares[2], std::pow(whole.fit.stretchExponentError, 2), 1e-12);
  EXPECT_NEAR(squares[3], whole.varianceCovariance(0, 0), 1e-12);
  EXPECT_NEAR(squares[4], std::pow(whole.ageing.error, 2), 1e-12);
  const double separated = stem5d::SeparatedJackknifeVariance(variance.leftCols<1>())[0];
  EXPECT_NEAR(whole.sectorVariance(3, 1), separated, 1e-9 * std::abs(separated));
}

TEST(StructureDynamics, AgeingIsTheChangeOfTheRelaxationTime)
{
  // exact of small changes, to first order of large ones
  for (const double ratio : { 0.5, 0.95, 1.0, 1.05, 2.0 })
  {
    const auto   result = Analyse(Settings(),
                                SeriesOf(AgeingCovariance(60, 25.0, ratio * 25.0)),
                                PixelsOf(DynamicsAnnulus),
                                PixelsOf(DynamicsAnnulus));
    const double expected = std::log(ratio);
    EXPECT_NEAR(result.ageing.value, expected, 1e-6 + 0.15 * expected * expected) << ratio;
    EXPECT_EQ(std::abs(result.ageing.value) > 3.0 * result.ageing.error, std::abs(expected) > 0.5)
      << ratio << ": " << result.ageing.value << " +- " << result.ageing.error;
  }
}

TEST(StructureDynamics, ComparesNoAgesWhereTheRecordIsTooShort)
{
  // windows of 7 frames have delays up to 3, less than a fit takes
  const auto result = Analyse(Settings(), RandomSeries(14), PixelsOf(DynamicsAnnulus), PixelsOf(DynamicsAnnulus));
  EXPECT_TRUE(std::isfinite(result.fit.relaxationTime));
  EXPECT_EQ(result.ageCorrelation.size(), 2 * 3);
  EXPECT_TRUE(std::isnan(result.ageing.value) && std::isnan(result.ageing.error));
}

TEST(StructureDynamics, CurvesOfAgesAreThoseOfTheWindows)
{
  const stem5d::Series<float> series = RandomSeries(41); // the middle frame is in neither window
  const auto                  pixels = PixelsOf(DynamicsAnnulus);
  const auto                  whole = Analyse(Settings(), series, pixels, pixels);
  auto                        settings = Settings();
  settings.lastDelay = 10;
  ASSERT_EQ(whole.ageCorrelation.size(), 20);
  for (const int window : { 0, 1 })
  {
    const stem5d::Series<float> part = series.middleRows(21 * window, 20);
    EXPECT_TRUE(whole.ageCorrelation.segment(10 * window, 10)
                  .isApprox(Analyse(settings, part, pixels, pixels).correlation, 1e-6));
  }
}

TEST(StructureDynamics, ErrorsWithoutSectorsAreThoseOfTheParts)
{
  auto settings = Settings();
  settings.partition.sectors = 0;
  const auto                          series = RandomSeries(20);
  const auto                          pixels = PixelsOf(DynamicsAnnulus);
  const auto                          result = Analyse(settings, series, pixels, pixels);
  const stem5d::StructureDynamicsFits fits(settings, 20, Period);
  EXPECT_EQ(result.fit.relaxationTimeError, fits.whole(result.correlation).relaxationTimeError);
  EXPECT_TRUE(std::isnan(result.ageing.error));
  EXPECT_TRUE(result.sectorVariance.isNaN().all());
  EXPECT_GT(result.varianceCovariance(0, 0), 0.0);
}

TEST(StructureDynamics, GeneralisedLeastSquaresIsAChoice)
{
  const auto series = RandomSeries(40);
  const auto pixels = PixelsOf(DynamicsAnnulus);
  auto       settings = Settings();
  const auto ols = Analyse(settings, series, pixels, pixels);
  settings.estimator = stem5d::KWWEstimator::GeneralisedLeastSquares;
  const auto                          gls = Analyse(settings, series, pixels, pixels);
  const stem5d::StructureDynamicsFits fits(settings, 40, Period);
  EXPECT_EQ(gls.correlation, ols.correlation);
  EXPECT_NE(gls.fit.relaxationTime, ols.fit.relaxationTime);
  EXPECT_EQ(gls.fit.relaxationTime, fits.whole(gls.correlation).relaxationTime);
  EXPECT_EQ(ols.fit.relaxationTime, fits.whole.GetOrdinary()(ols.correlation).relaxationTime);
}

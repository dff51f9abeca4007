/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// Time of each kernel on one scan point of the paper's size: 106 frames of 66 x 66 pixels of 0.232 1/nm.
#include "AxisBinning.h"
#include "DelayAverage.h"
#include "DiffractionBlur.h"
#include "ElectronDetector.h"
#include "FluctuationVariance.h"
#include "GeneralisedKWWFit.h"
#include "SectorCorrelation.h"
#include "SpecklePattern.h"
#include "StructureDynamics.h"
#include "TwoTimeCorrelation.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

namespace
{

constexpr Eigen::Index Frames = 106;
constexpr Eigen::Index BinnedFrames = Frames / 2;
constexpr double       FramePeriod = 9.887; // s
constexpr Eigen::Index Pixels = 66;
constexpr double       QSpacing = 0.232; // 1/nm

stem5d::DetectorGrid
PaperGrid()
{
  const double first = -0.5 * (Pixels - 1) * QSpacing;
  return { { Pixels, Pixels }, { QSpacing, QSpacing }, { first, first } };
}

stem5d::RingPixels
PaperRings(const std::vector<stem5d::Annulus> & annuli)
{
  return stem5d::PixelsOfLabels(stem5d::RadialMask(PaperGrid(), annuli, {}, {}, {}));
}

/** Counts without any correlation. */
stem5d::Series<float>
RandomSeries(Eigen::Index frames, Eigen::Index pixels)
{
  std::mt19937                generator(1);
  std::poisson_distribution<> counts(10.0);
  return stem5d::Series<float>::NullaryExpr(frames, pixels, [&] { return static_cast<float>(counts(generator)); });
}

/** One scan point of the simulator, of the default settings. */
struct SimulatedPoint
{
  SimulatedPoint()
    : settings(OnePoint())
    , lattice(settings)
    , maps{ Map(settings.relaxationTime), Map(settings.stretchExponent), Map(settings.contrast), Map(1.0) }
  {}

  stem5d::ScattererSheet
  Scatterers() const
  {
    const Eigen::Index     last = Frames - 1;
    stem5d::ScattererSheet sheet(settings, lattice, maps, lattice.WindowsOf({ 0, 0 }, { 0, 0 }, 0, last), 0, Frames);
    for (std::size_t strip = 0; strip < sheet.NumberOfStrips(); ++strip)
    {
      sheet.Generate(strip);
    }
    return sheet;
  }

  static stem5d::SpeckleSeriesSettings
  OnePoint()
  {
    stem5d::SpeckleSeriesSettings settings;
    settings.scanSize = { { 1, 1 } };
    return settings;
  }

  static stem5d::Pattern<float>
  Map(double value)
  {
    return stem5d::Pattern<float>::Constant(1, 1, static_cast<float>(value));
  }

  stem5d::SpeckleSeriesSettings settings;
  stem5d::SampleLattice         lattice;
  stem5d::SampleMaps            maps;
};

/** Blur of one binned frame at the pixels of the annulus 4.2 - 4.6 1/nm. */
void
Blur(benchmark::State & state)
{
  const stem5d::Pattern<float>            pattern = RandomSeries(Pixels, Pixels).array();
  const stem5d::RingPixels                pixels = PaperRings({ { 4.2, 4.6 } });
  stem5d::DiffractionBlur<float>::RowType blurred(pixels.NumberOfPixels());
  stem5d::DiffractionBlur<float>          blur(Pixels, Pixels, 2.0, 2.0, {}, pixels.offsets);
  for (auto _ : state)
  {
    blur(pattern, blurred);
    benchmark::DoNotOptimize(blurred.data());
  }
}
BENCHMARK(Blur)->Unit(benchmark::kMicrosecond);

void
TwoTime(benchmark::State & state)
{
  const stem5d::RingPixels    pixels = PaperRings({ { 4.2, 4.6 } });
  const stem5d::Series<float> intensity = RandomSeries(BinnedFrames, pixels.NumberOfPixels());
  for (auto _ : state)
  {
    benchmark::DoNotOptimize(stem5d::TwoTimeCorrelation(intensity, pixels.first, stem5d::TwoTimeNormalisation::Frame));
  }
}
BENCHMARK(TwoTime)->Unit(benchmark::kMicrosecond);

void
Averages(benchmark::State & state)
{
  const Eigen::MatrixXf g = RandomSeries(BinnedFrames, BinnedFrames);
  for (auto _ : state)
  {
    for (Eigen::Index delay = 1; delay <= BinnedFrames / 2; ++delay)
    {
      benchmark::DoNotOptimize(stem5d::DelayAverage(g, delay));
    }
  }
}
BENCHMARK(Averages)->Unit(benchmark::kMicrosecond);

/** G without each of 12 sectors, and its average over delays: the errors of g(t). */
void
Sectors(benchmark::State & state)
{
  constexpr std::size_t            sectors = 12;
  const stem5d::RingPixels         pixels = PaperRings({ { 4.2, 4.6 } });
  const stem5d::AzimuthalPartition partition(pixels, PaperGrid(), { sectors });
  const stem5d::Series<float>      intensity = RandomSeries(BinnedFrames, pixels.NumberOfPixels());
  const auto                       normalisation = stem5d::TwoTimeNormalisation::Frame;
  const Eigen::MatrixXf            g = stem5d::TwoTimeCorrelation(intensity, pixels.first, normalisation);
  for (auto _ : state)
  {
    stem5d::VisitWithoutSector(
      intensity, pixels.first, normalisation, g, partition.sector, sectors, [](std::size_t, const auto & without) {
        for (Eigen::Index delay = 1; delay <= BinnedFrames / 2; ++delay)
        {
          benchmark::DoNotOptimize(stem5d::DelayAverage(without, delay));
        }
      });
  }
}
BENCHMARK(Sectors)->Unit(benchmark::kMicrosecond);

/** Sums of 4 x 4 recorded pixels, all frames. */
void
DetectorBinning(benchmark::State & state)
{
  using CountsType = stem5d::Pattern<std::uint16_t>;
  const CountsType       recorded = RandomSeries(4 * Pixels, 4 * Pixels).array().cast<std::uint16_t>();
  stem5d::Pattern<float> binned(Pixels, Pixels);
  for (auto _ : state)
  {
    for (Eigen::Index frame = 0; frame < Frames; ++frame)
    {
      binned.setZero();
      stem5d::AddBinned(recorded.data(), recorded.cols(), 4, 4, binned);
      benchmark::DoNotOptimize(binned.data());
    }
  }
}
BENCHMARK(DetectorBinning)->Unit(benchmark::kMicrosecond);

/** Fit of a curve of 26 delays with a slow drift, as real ones have. */
void
Fit(benchmark::State & state, stem5d::KWWEstimator estimator)
{
  std::vector<Eigen::Index> delays(BinnedFrames / 2);
  std::iota(delays.begin(), delays.end(), 1);
  Eigen::VectorXf curve(delays.size());
  for (Eigen::Index k = 0; k < curve.size(); ++k)
  {
    const double delay = static_cast<double>(k + 1) * 2.0 * FramePeriod;
    curve[k] = static_cast<float>(1.0 + 0.1 * std::exp(-2.0 * std::pow(delay / 500.0, 1.2)) +
                                  0.003 * std::sin(0.7 * static_cast<double>(k)));
  }
  const stem5d::GeneralisedKWWFit fit(estimator, delays, BinnedFrames, 2.0 * FramePeriod, {});
  for (auto _ : state)
  {
    benchmark::DoNotOptimize(fit(curve));
  }
}
BENCHMARK_CAPTURE(Fit, ordinary, stem5d::KWWEstimator::OrdinaryLeastSquares)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Fit, generalised, stem5d::KWWEstimator::GeneralisedLeastSquares)->Unit(benchmark::kMicrosecond);

/** V of all frames over the rings of 3.0 - 5.8 1/nm. */
void
Variance(benchmark::State & state)
{
  const stem5d::RingPixels          pixels = PaperRings(stem5d::DivideIntoRings({ 3.0, 5.8 }, QSpacing));
  stem5d::FluctuationVarianceSeries variance(pixels, Frames);
  stem5d::PixelBlock                patterns(pixels.NumberOfPixels(), Frames);
  const stem5d::Series<float>       counts = RandomSeries(Frames, pixels.NumberOfPixels());
  for (auto _ : state)
  {
    for (Eigen::Index pixel = 0; pixel < counts.cols(); ++pixel)
    {
      Eigen::VectorXf::Map(patterns[pixel], Frames) = counts.col(pixel);
    }
    variance.SetPatterns(0, Frames, patterns);
    benchmark::DoNotOptimize(variance.Variance());
  }
}
BENCHMARK(Variance)->Unit(benchmark::kMicrosecond);

/** The whole analysis of a scan point of the simulator. */
void
ScanPoint(benchmark::State & state, const stem5d::StructureDynamicsSettings & settings)
{
  const SimulatedPoint           point;
  const stem5d::ScattererSheet   scatterers = point.Scatterers();
  stem5d::SpecklePattern         speckle(point.settings, point.lattice, scatterers);
  const stem5d::ElectronDetector detector(point.settings);
  std::vector<std::uint16_t>     counts(Frames * Pixels * Pixels);
  for (Eigen::Index frame = 0; frame < Frames; ++frame)
  {
    const auto random = stem5d::RandomNumbersOf(1, stem5d::RandomStream::Detection, 0, 0, frame);
    detector.Record(speckle(0, 0, frame), 0.55, 1.0, random, counts.data() + frame * Pixels * Pixels);
  }
  const stem5d::RingPixels                 annulus = PaperRings({ { 4.2, 4.6 } });
  const stem5d::RingPixels                 rings = PaperRings(stem5d::DivideIntoRings({ 3.0, 5.8 }, QSpacing));
  const stem5d::StructureDynamicsFits      fits(settings, Frames, FramePeriod);
  stem5d::StructureDynamics<std::uint16_t> analyse(settings, PaperGrid(), Frames, annulus, rings, {}, fits);
  for (auto _ : state)
  {
    benchmark::DoNotOptimize(
      analyse([&](Eigen::Index frame) { return counts.data() + frame * Pixels * Pixels; }).fit.relaxationTime);
  }
}

stem5d::StructureDynamicsSettings
PlainSettings()
{
  stem5d::StructureDynamicsSettings settings;
  settings.partition.sectors = 0;
  settings.partition.halves = false;
  return settings;
}

stem5d::StructureDynamicsSettings
GeneralisedSettings()
{
  stem5d::StructureDynamicsSettings settings;
  settings.estimator = stem5d::KWWEstimator::GeneralisedLeastSquares;
  return settings;
}

BENCHMARK_CAPTURE(ScanPoint, plain, PlainSettings())->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(ScanPoint, errors_and_halves, stem5d::StructureDynamicsSettings{})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(ScanPoint, errors_halves_generalised, GeneralisedSettings())->Unit(benchmark::kMicrosecond);

/** Scatterers of a lone scan point, for all frames; in a scan neighbours share nearly all of theirs. */
void
SimulatedScatterers(benchmark::State & state)
{
  const SimulatedPoint point;
  for (auto _ : state)
  {
    benchmark::DoNotOptimize(point.Scatterers());
  }
}
BENCHMARK(SimulatedScatterers)->Unit(benchmark::kMicrosecond);

/** Speckle of one frame from the scatterers. */
void
SimulatedSpeckle(benchmark::State & state)
{
  const SimulatedPoint         point;
  const stem5d::ScattererSheet scatterers = point.Scatterers();
  stem5d::SpecklePattern       speckle(point.settings, point.lattice, scatterers);
  for (auto _ : state)
  {
    benchmark::DoNotOptimize(speckle(0, 0, 0).data());
  }
}
BENCHMARK(SimulatedSpeckle)->Unit(benchmark::kMicrosecond);

/** Counts of one frame from its speckle. */
void
SimulatedDetection(benchmark::State & state)
{
  const SimulatedPoint           point;
  const stem5d::ElectronDetector detector(point.settings);
  const stem5d::Pattern<float>   speckle = RandomSeries(Pixels, Pixels).array() / 10.0F;
  std::vector<std::uint16_t>     counts(Pixels * Pixels);
  std::uint32_t                  frame = 0;
  for (auto _ : state)
  {
    detector.Record(
      speckle, 0.55, 1.0, stem5d::RandomNumbersOf(1, stem5d::RandomStream::Detection, 0, 0, frame++), counts.data());
    benchmark::DoNotOptimize(counts.data());
  }
}
BENCHMARK(SimulatedDetection)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();

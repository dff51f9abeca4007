/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// Time of each kernel on one scan point of the paper's size: 106 frames of 66 x 66 pixels of 0.232 1/nm.
#include "DelayAverage.h"
#include "DiffractionBlur.h"
#include "ElectronDetector.h"
#include "FluctuationVariance.h"
#include "KWWFit.h"
#include "SpecklePattern.h"
#include "TwoTimeCorrelation.h"

#include <benchmark/benchmark.h>

#include <random>

namespace
{

constexpr Eigen::Index Frames = 106;
constexpr Eigen::Index BinnedFrames = Frames / 2;
constexpr double       FramePeriod = 9.887; // s
constexpr Eigen::Index Pixels = 66;
constexpr double       QSpacing = 0.232; // 1/nm

stem5d::RingPixels
PaperRings(const std::vector<stem5d::Annulus> & annuli)
{
  const double               first = -0.5 * (Pixels - 1) * QSpacing;
  const stem5d::DetectorGrid grid{ { Pixels, Pixels }, { QSpacing, QSpacing }, { first, first } };
  return stem5d::PixelsOfLabels(stem5d::RadialMask(grid, annuli, {}, {}, {}));
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
    , maps{ Map(settings.relaxationTime), Map(settings.stretchExponent), Map(settings.contrast) }
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

/** Fit of a curve of 26 delays with a slow drift, as real ones have. */
void
Fit(benchmark::State & state)
{
  std::vector<double> delays;
  Eigen::VectorXf     curve(BinnedFrames / 2);
  for (Eigen::Index k = 0; k < curve.size(); ++k)
  {
    delays.push_back(static_cast<double>(k + 1) * 2.0 * FramePeriod);
    curve[k] = static_cast<float>(1.0 + 0.1 * std::exp(-2.0 * std::pow(delays[k] / 500.0, 1.2)) +
                                  0.003 * std::sin(0.7 * static_cast<double>(k)));
  }
  const stem5d::KWWFit fit(delays, {});
  for (auto _ : state)
  {
    benchmark::DoNotOptimize(fit(curve));
  }
}
BENCHMARK(Fit)->Unit(benchmark::kMicrosecond);

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

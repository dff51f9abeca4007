/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ElectronDetector.h"
#include "GaussianCopulaMaps.h"
#include "KWWProcess.h"
#include "ProbeAveragedDynamics.h"
#include "RankCorrelation.h"
#include "SpecklePattern.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace
{

constexpr double Pi = 3.14159265358979323846;

stem5d::SampleMaps
UniformMaps(const stem5d::SpeckleSeriesSettings & settings)
{
  const auto uniform = [&](double value) {
    return stem5d::Pattern<float>::Constant(static_cast<Eigen::Index>(settings.scanSize[1]),
                                            static_cast<Eigen::Index>(settings.scanSize[0]),
                                            static_cast<float>(value));
  };
  return {
    uniform(settings.relaxationTime), uniform(settings.stretchExponent), uniform(settings.contrast), uniform(1.0)
  };
}

std::vector<double>
Values(const stem5d::Pattern<float> & map)
{
  return { map.data(), map.data() + map.size() };
}

} // namespace

TEST(CounterRandom, KnownAnswers)
{
  // Philox4x32-10, counter 0 and key 0, from the tests of Random123; the words of a block are given last first
  auto random = stem5d::RandomNumbersOf(0, stem5d::RandomStream::Scatterers, 0);
  for (const std::uint32_t word : { 0x9b00dbd8U, 0xbc57ac4cU, 0xe169c58dU, 0x6627e8d5U })
  {
    EXPECT_EQ(random(), word);
  }
}

TEST(CounterRandom, EveryArgumentMatters)
{
  using stem5d::RandomStream;
  std::set<std::uint32_t> first;
  first.insert(stem5d::RandomNumbersOf(1, RandomStream::Maps, 1, 1, 1)());
  first.insert(stem5d::RandomNumbersOf(2, RandomStream::Maps, 1, 1, 1)());
  first.insert(stem5d::RandomNumbersOf(1, RandomStream::Detection, 1, 1, 1)());
  first.insert(stem5d::RandomNumbersOf(1, RandomStream::Maps, 2, 1, 1)());
  first.insert(stem5d::RandomNumbersOf(1, RandomStream::Maps, 1, 2, 1)());
  first.insert(stem5d::RandomNumbersOf(1, RandomStream::Maps, 1, 1, 2)());
  EXPECT_EQ(first.size(), 6u);
}

TEST(KWWProcess, RootSquaredIsTheCorrelation)
{
  for (const double gamma : { 0.3, 0.5, 1.0, 1.5, 2.0 })
  {
    for (const double tau : { 1e-3, 20.0, 900.0, 5000.0, 1e9 })
    {
      const Eigen::MatrixXd root = stem5d::KWWProcessRoot(106, 9.887, tau, gamma).cast<double>();
      const Eigen::MatrixXd squared = root * root.transpose();
      double                worst = 0.0;
      for (Eigen::Index i = 0; i < 106; ++i)
      {
        for (Eigen::Index j = 0; j < 106; ++j)
        {
          const double truth = std::exp(-std::pow(9.887 * static_cast<double>(std::abs(i - j)) / tau, gamma));
          worst = std::max(worst, std::abs(squared(i, j) - truth));
        }
      }
      EXPECT_LT(worst, 1e-6) << "gamma " << gamma << ", tau " << tau;
    }
  }
}

TEST(KWWProcess, RefusesWhatIsNoProcess)
{
  EXPECT_THROW(stem5d::KWWProcessRoot(106, 9.887, 200.0, 2.5), std::runtime_error);
}

TEST(AiryProbe, PointsCorrelateAsTheProbe)
{
  const stem5d::SpeckleSeriesSettings settings;
  const stem5d::SampleLattice         lattice(settings);
  const auto                          first = lattice.ProbeAmplitude({ { 0.013, 0.02 } });
  const auto                          firstWindow = lattice.Window({ { 0.013, 0.02 } });
  for (double distance = 0.0; distance < 2.0; distance += 0.16)
  {
    const std::array<double, 2> position{ { 0.013 + 0.6 * distance, 0.02 + 0.8 * distance } };
    const auto                  other = lattice.ProbeAmplitude(position);
    const auto                  window = lattice.Window(position);
    const auto                  dx = window.first[0] - firstWindow.first[0];
    const auto                  dy = window.first[1] - firstWindow.first[1];
    const auto                  rows = first.rows() - dy;
    const auto                  columns = first.cols() - dx;
    const double                correlation =
      (first.bottomRightCorner(rows, columns) * other.topLeftCorner(rows, columns)).cast<double>().sum();
    EXPECT_NEAR(
      correlation * correlation, std::pow(stem5d::AiryAmplitude(2.0 * Pi * settings.aperture * distance), 2), 0.002)
      << distance << " nm";
  }
}

TEST(AiryProbe, SpecklesHaveTheTransferFunction)
{
  const stem5d::SpeckleSeriesSettings settings;
  const stem5d::SampleLattice         lattice(settings);
  const stem5d::Pattern<double>       power = lattice.ProbeAmplitude({ { 0.0, 0.0 } }).cast<double>().square();
  for (int shift = 0; shift < 8; ++shift)
  {
    std::complex<double> transfer = 0.0;
    for (Eigen::Index column = 0; column < power.cols(); ++column)
    {
      transfer +=
        power.col(column).sum() * std::polar(1.0, 2.0 * Pi * settings.pixelSize * shift * lattice.Position(0, column));
    }
    const double s = std::min(1.0, shift * settings.pixelSize / (2.0 * settings.aperture));
    const double truth = 2.0 / Pi * (std::acos(s) - s * std::sqrt(1.0 - s * s));
    EXPECT_NEAR(std::norm(transfer), truth * truth, 0.003) << shift << " pixels";
  }
}

TEST(SpecklePattern, IsTheSumOverTheScatterers)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.detectorSize = { { 20, 24 } };
  settings.centreOffset = { { 0.07, -0.4 } };
  settings.scanSize = { { 3, 2 } };
  settings.frames = 3;
  settings.drift = { { 0.01, -0.02 } };
  const stem5d::SampleLattice lattice(settings);
  const auto                  maps = UniformMaps(settings);
  stem5d::ScattererSheet      sheet(settings, lattice, maps, lattice.WindowsOf({ 0, 0 }, { 2, 1 }, 0, 2), 0, 3);
  for (std::size_t strip = 0; strip < sheet.NumberOfStrips(); ++strip)
  {
    sheet.Generate(strip);
  }
  stem5d::SpecklePattern      speckle(settings, lattice, sheet);
  const auto &                pattern = speckle(2, 1, 2);
  const std::array<double, 2> probe{ { 2 * 0.16 - 0.02, 0.16 + 0.04 } };
  const auto                  window = lattice.Window(probe);
  const auto                  amplitude = lattice.ProbeAmplitude(probe);
  const stem5d::DetectorGrid  grid = settings.TrueGrid();
  for (const std::size_t kx : { 0, 7, 19 })
  {
    for (const std::size_t ky : { 0, 11, 23 })
    {
      std::complex<double> field = 0.0;
      for (Eigen::Index row = 0; row < amplitude.rows(); ++row)
      {
        for (Eigen::Index column = 0; column < amplitude.cols(); ++column)
        {
          // the carrier of the first pixel is in the stored scatterers
          const double cycles =
            (grid.Coordinate(0, kx) - grid.first[0]) * lattice.Position(0, window.first[0] + column) +
            (grid.Coordinate(1, ky) - grid.first[1]) * lattice.Position(1, window.first[1] + row);
          field += std::complex<double>(*sheet.Row(0, 2, window.first[0] + column, window.first[1] + row)) *
                   static_cast<double>(amplitude(row, column)) * std::polar(1.0, -2.0 * Pi * cycles);
        }
      }
      EXPECT_NEAR(pattern(ky, kx), std::norm(field), 1e-4 * (1.0 + std::norm(field))) << kx << ' ' << ky;
    }
  }
}

TEST(GaussianCopulaMaps, HavePrescribedRankCorrelationAndMarginals)
{
  for (const double rho : { -0.5, 0.0, 0.39, 0.8, 1.0 })
  {
    stem5d::GaussianCopulaSettings settings;
    settings.size = { { 200, 200 } };
    settings.correlationLength = 0.0;
    settings.rankCorrelation = rho;
    settings.relaxationTimeLimits = { { 1.0, 1e6 } };
    settings.contrastLimits = { { 0.0, 1.0 } };
    const auto maps = stem5d::GaussianCopulaMaps(settings);
    const auto spearman = stem5d::RankCorrelation(Values(maps.relaxationTime), Values(maps.contrast));
    EXPECT_NEAR(spearman.coefficient, rho, 3.0 / 200.0) << rho;
    const Eigen::ArrayXXd logTau = maps.relaxationTime.cast<double>().log();
    EXPECT_NEAR(logTau.mean(), std::log(800.0), 3.0 * 0.6 / 200.0);
    EXPECT_NEAR(std::sqrt((logTau - logTau.mean()).square().mean()), 0.6, 3.0 * 0.6 / 200.0 / std::sqrt(2.0));
    EXPECT_NEAR(maps.contrast.cast<double>().mean(), 0.58, 3.0 * 0.05 / 200.0);
  }
}

TEST(GaussianCopulaMaps, AreSmoothAndClipped)
{
  stem5d::GaussianCopulaSettings settings;
  settings.size = { { 300, 300 } };
  settings.step = 0.25;
  const Eigen::ArrayXXd field = stem5d::SmoothedGaussianField(settings, 0);
  EXPECT_NEAR((field * field).mean(), 1.0, 0.06); // about 90000 / (2 pi (4 / sqrt(2))^2) = 1800 independent values
  EXPECT_NEAR((field.topRows(296) * field.bottomRows(296)).mean(), std::exp(-1.0), 0.06);
  EXPECT_NEAR((field.leftCols(292) * field.rightCols(292)).mean(), std::exp(-4.0), 0.06);

  const auto maps = stem5d::GaussianCopulaMaps(settings);
  EXPECT_EQ(maps.relaxationTime.minCoeff(), 200.0F);
  EXPECT_LE(maps.relaxationTime.maxCoeff(), 5000.0F);
  EXPECT_EQ(maps.contrast.minCoeff(), 0.45F);
  EXPECT_EQ(maps.contrast.maxCoeff(), 0.75F);

  settings.size = { { 60, 40 } };
  const auto part = stem5d::GaussianCopulaMaps(settings);
  EXPECT_TRUE((part.relaxationTime == maps.relaxationTime.topLeftCorner(40, 60)).all());
}

TEST(GaussianCopulaMaps, RefuseImpossibleSettings)
{
  stem5d::GaussianCopulaSettings settings;
  settings.rankCorrelation = 1.2;
  EXPECT_THROW(stem5d::GaussianCopulaMaps(settings), std::invalid_argument);
}

TEST(ProbeAveragedDynamics, OfAUniformSampleAreItsOwn)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.scanSize = { { 5, 3 } };
  settings.relaxationTime = 700.0;
  settings.stretchExponent = 1.4;
  const auto truth = stem5d::ProbeAveragedDynamics(settings, UniformMaps(settings))(2, 1);
  EXPECT_NEAR(truth.relaxationTime, 700.0, 0.01);
  ASSERT_EQ(truth.squaredCorrelation.size(), 106);
  for (Eigen::Index frame = 0; frame < 106; ++frame)
  {
    EXPECT_NEAR(truth.squaredCorrelation[frame],
                std::exp(-2.0 * std::pow(9.887 * static_cast<double>(frame) / 700.0, 1.4)),
                1e-5);
  }
}

TEST(ProbeAveragedDynamics, OnABoundaryAreHalfOfEachSide)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.scanSize = { { 41, 1 } };
  auto maps = UniformMaps(settings);
  maps.relaxationTime.leftCols(20).setConstant(300.0F); // the boundary lies half a step left of point 20
  maps.relaxationTime.rightCols(21).setConstant(3000.0F);
  const stem5d::ProbeAveragedDynamics truth(settings, maps);
  const auto                          left = truth(19, 0);
  const auto                          right = truth(20, 0);
  const double                        t = 50 * 9.887;
  // the two points lie symmetric about the boundary, to the grain of the lattice
  EXPECT_NEAR(std::sqrt(left.squaredCorrelation[50]) + std::sqrt(right.squaredCorrelation[50]),
              std::exp(-t / 300.0) + std::exp(-t / 3000.0),
              0.03);
  EXPECT_LT(left.relaxationTime, right.relaxationTime);
  EXPECT_GT(left.relaxationTime, 300.0F);
  EXPECT_LT(right.relaxationTime, 3000.0F);
  const auto g1 = [&](double time) {
    // weight of the fast side from the curve, then the level at the effective time
    const double weight = (std::sqrt(right.squaredCorrelation[50]) - std::exp(-t / 3000.0)) /
                          (std::exp(-t / 300.0) - std::exp(-t / 3000.0));
    return weight * std::exp(-time / 300.0) + (1.0 - weight) * std::exp(-time / 3000.0);
  };
  EXPECT_NEAR(g1(right.relaxationTime), std::exp(-1.0), 1e-4);
}

TEST(ElectronDetector, FlagsBeamStopDeadAndHotPixels)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.beamStop = { 1.0, 0.6, Pi / 2 };
  settings.deadFraction = 0.05;
  settings.hotFraction = 0.02;
  settings.hotElectrons = 1000.0;
  settings.dose = 100.0;
  settings.poisson = false;
  const stem5d::ElectronDetector detector(settings);
  const stem5d::DetectorGrid     grid = settings.TrueGrid();
  std::vector<unsigned short>    counts(grid.NumberOfPixels());
  const stem5d::Pattern<float>   flat = stem5d::Pattern<float>::Ones(66, 66);
  detector.Record(flat, 0.0, 1.0, stem5d::RandomNumbersOf(1, stem5d::RandomStream::Detection, 0), counts.data());
  std::size_t dead = 0;
  std::size_t hot = 0;
  for (std::size_t ky = 0; ky < 66; ++ky)
  {
    for (std::size_t kx = 0; kx < 66; ++kx)
    {
      const double x = grid.Coordinate(0, kx);
      const double y = grid.Coordinate(1, ky);
      const bool   covered = std::hypot(x, y) < 1.0 || (std::abs(x) < 0.3 && y > 0.0);
      const auto   count = counts[66 * ky + kx];
      const double expected = covered ? 0.0 : 100.0 * settings.halo(std::hypot(x, y));
      const bool   isHot = count >= 1000;
      const bool   isDead = count == 0 && expected >= 1.0;
      EXPECT_EQ(detector.BadPixels()(ky, kx) != 0, covered || isHot || isDead) << x << ' ' << y;
      if (!isHot && !isDead)
      {
        EXPECT_NEAR(count, expected, 0.5001);
      }
      dead += isDead ? 1 : 0;
      hot += isHot ? 1 : 0;
    }
  }
  EXPECT_NEAR(
    static_cast<double>(dead), 0.05 * 4356, 3.0 * std::sqrt(0.05 * 4356) + 0.05 * 120); // less those behind the stop
  EXPECT_NEAR(static_cast<double>(hot), 0.02 * 4356, 3.0 * std::sqrt(0.02 * 4356));
}

TEST(ElectronDetector, HaloIsAnEllipse)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.ellipse = { 1.21, 0.0 };
  settings.detectorSize = { { 101, 101 } };
  settings.pixelSize = 0.11;
  const auto   expected = stem5d::ElectronDetector(settings).ExpectedElectrons();
  Eigen::Index major = 0;
  Eigen::Index minor = 0;
  expected.row(50).tail(31).maxCoeff(&major);
  expected.col(50).segment(80, 21).maxCoeff(&minor);
  const double along = 0.11 * static_cast<double>(70 + major - 50);
  const double across = 0.11 * static_cast<double>(80 + minor - 50);
  EXPECT_NEAR(along / across, 1.21, 0.05);
  EXPECT_NEAR(std::sqrt(along * across), 4.4, 0.15);
}

TEST(ElectronDetector, SaturatesLikeACamera)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.dose = 1e4;
  settings.gain = 100.0;
  settings.readNoise = 5.0;
  settings.vacuumWidth = 1.0;
  const stem5d::ElectronDetector detector(settings);
  std::vector<unsigned short>    counts(4356);
  const stem5d::Pattern<float>   flat = stem5d::Pattern<float>::Ones(66, 66);
  const auto                     random = stem5d::RandomNumbersOf(1, stem5d::RandomStream::Detection, 0);
  detector.Record(flat, 0.0, 1.0, random, counts.data());
  EXPECT_EQ(*std::max_element(counts.begin(), counts.end()), 65535);
  detector.Record(flat, 0.0, 0.0, random, counts.data());
  EXPECT_LT(*std::max_element(counts.begin(), counts.end()), 30);
  std::vector<float> unlimited(4356);
  detector.Record(flat, 0.0, 0.0, random, unlimited.data());
  EXPECT_LT(*std::min_element(unlimited.begin(), unlimited.end()), -10.0F);
}

TEST(ElectronDetector, TakesPatternsInPlaceOfItsSettings)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.beamStop.radius = 3.0;
  settings.poisson = false;
  settings.offset = 7.0;
  stem5d::DetectorPatterns patterns;
  patterns.expectedElectrons = stem5d::Pattern<float>::Constant(66, 66, 20.0F);
  patterns.expectedElectrons(33, 33) = 50.0F; // behind the beam stop of the settings
  patterns.expectedElectrons(0, 1) = std::numeric_limits<float>::quiet_NaN();
  patterns.expectedElectrons(0, 2) = -1.0F;
  patterns.expectedElectrons(0, 3) = 0.0F;
  patterns.recordedPixels = stem5d::Pattern<std::uint8_t>::Ones(66, 66);
  patterns.recordedPixels(5, 6) = 0;
  const stem5d::ElectronDetector detector(settings, patterns);
  stem5d::Pattern<float>         counts(66, 66);
  const stem5d::Pattern<float>   speckle = stem5d::Pattern<float>::Constant(66, 66, 2.0F);
  detector.Record(
    speckle, 0.25, 3.0, stem5d::RandomNumbersOf(1, stem5d::RandomStream::Detection, 0), counts.data()); // b = 0.5
  const auto expectPixel = [&](Eigen::Index y, Eigen::Index x, float count, bool bad) {
    EXPECT_FLOAT_EQ(counts(y, x), count) << x << ' ' << y;
    EXPECT_EQ(detector.BadPixels()(y, x) != 0, bad) << x << ' ' << y;
  };
  expectPixel(33, 32, 20.0F * 3.0F * 1.5F + 7.0F, false);
  expectPixel(33, 33, 50.0F * 3.0F * 1.5F + 7.0F, false);
  expectPixel(0, 1, 7.0F, true);
  expectPixel(0, 2, 7.0F, true);
  expectPixel(0, 3, 7.0F, true);
  expectPixel(5, 6, 0.0F, true);
}

TEST(ElectronDetector, RefusesPatternsByName)
{
  using Patterns = stem5d::DetectorPatterns;
  const auto expectRefusal = [](const Patterns & patterns, const std::string & text) {
    try
    {
      stem5d::ElectronDetector(stem5d::SpeckleSeriesSettings(), patterns);
      ADD_FAILURE() << "accepted: " << text;
    }
    catch (const std::invalid_argument & refusal)
    {
      EXPECT_NE(std::string(refusal.what()).find(text), std::string::npos) << refusal.what();
    }
  };
  using Electrons = stem5d::Pattern<float>;
  using Mask = stem5d::Pattern<std::uint8_t>;
  expectRefusal({ Electrons::Ones(60, 66), {} }, "pattern of expected electrons is 66 x 60 pixels: give the 66 x 66");
  expectRefusal({ {}, Mask::Ones(66, 60) }, "pattern of recorded pixels is 60 x 66 pixels: give the 66 x 66");
  expectRefusal({ Electrons::Constant(66, 66, 2e7F), {} }, "expected electrons is 2e+07: give at most 1e7");
  expectRefusal({ Electrons::Zero(66, 66), {} }, "the number of pixels that expect electrons is 0");
  expectRefusal({ {}, Mask::Zero(66, 66) }, "the number of recorded pixels is 0");
}

TEST(SpeckleSeriesSettings, WedgeRisesBehindTheVacuum)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.scanSize = { { 101, 1 } };
  settings.scanStep = 0.1;
  settings.vacuumWidth = 1.0;
  settings.edgeThickness = 8.0;
  EXPECT_EQ(settings.Thickness(0), 0.0);
  EXPECT_EQ(settings.Thickness(9), 0.0);
  EXPECT_NEAR(settings.Thickness(10), 8.0, 1e-9);
  EXPECT_NEAR(settings.Thickness(55), 29.0, 1e-9);
  EXPECT_NEAR(settings.Thickness(100), 50.0, 1e-9);
}

TEST(SpeckleSeriesSettings, VisitReachesEveryParameter)
{
  stem5d::SpeckleSeriesSettings settings;
  std::set<std::string>         names;
  std::ostringstream            before;
  before << settings;
  stem5d::VisitParameters(settings, [&names](const char * name, auto & value, const char *) {
    names.insert(name);
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>)
    {
      value = !value;
    }
  });
  std::ostringstream after;
  after << settings;
  EXPECT_EQ(names.size(), 36u);
  EXPECT_NE(before.str(), after.str());
  EXPECT_NO_THROW(Verify(stem5d::SpeckleSeriesSettings()));
}

TEST(SpeckleSeriesSettings, RefusesByName)
{
  using Settings = stem5d::SpeckleSeriesSettings;
  const auto expectRefusal = [](const std::function<void(Settings &)> & change, const char * name) {
    Settings settings;
    change(settings);
    try
    {
      Verify(settings);
      ADD_FAILURE() << "accepted: " << name;
    }
    catch (const std::invalid_argument & refusal)
    {
      EXPECT_NE(std::string(refusal.what()).find(name), std::string::npos) << refusal.what();
    }
  };
  expectRefusal([](Settings & s) { s.stretchExponent = 2.1; }, "stretch exponent is 2.1");
  expectRefusal([](Settings & s) { s.stretchExponent = 0.0; }, "stretch exponent is 0");
  expectRefusal([](Settings & s) { s.contrast = 1.1; }, "contrast V is 1.1");
  expectRefusal([](Settings & s) { s.contrast = -0.1; }, "contrast V is -0.1");
  expectRefusal([](Settings & s) { s.modes = 2; }, "number of modes is 1.1");
  expectRefusal([](Settings & s) { s.modes = 0; }, "number of modes is 0");
  expectRefusal([](Settings & s) { s.aperture = 0.2; }, "probe (diameter of its Airy disc in nm) is 6.1");
  expectRefusal([](Settings & s) { s.aperture = -1.0; }, "aperture is -1");
  expectRefusal([](Settings & s) { s.detectorSize = { { 8, 66 } }; }, "extent of the detector");
  expectRefusal([](Settings & s) { s.detectorSize = { { 66, 0 } }; }, "detector size is 0");
  expectRefusal([](Settings & s) { s.dose = 0.0; }, "dose is 0");
  expectRefusal([](Settings & s) { s.dose = 1e8; }, "dose at the centre of the halo is 1.0");
  expectRefusal([](Settings & s) { s.relaxationTime = -5.0; }, "relaxation time is -5");
  expectRefusal([](Settings & s) { s.relaxationTime = std::nan(""); }, "relaxation time is nan");
  expectRefusal([](Settings & s) { s.framePeriod = -1.0; }, "frame period is -1");
  expectRefusal([](Settings & s) { s.frames = 0; }, "number of frames is 0");
  expectRefusal([](Settings & s) { s.scanSize[0] = 0; }, "scan size is 0");
  expectRefusal([](Settings & s) { s.scanStep = 0.0; }, "scan step is 0");
  expectRefusal([](Settings & s) { s.lastThickness = 0.0; }, "last thickness is 0");
  expectRefusal([](Settings & s) { s.ellipse.axisRatio = 0.0; }, "axis ratio of the ellipse is 0");
  expectRefusal([](Settings & s) { s.gain = 0.0; }, "gain is 0");
  expectRefusal([](Settings & s) { s.readNoise = -1.0; }, "read noise is -1");
  expectRefusal([](Settings & s) { s.hotFraction = 1.5; }, "fraction of hot pixels is 1.5");
}

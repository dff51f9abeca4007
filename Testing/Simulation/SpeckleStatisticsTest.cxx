/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SimulatedSeries.h"
#include "itkSpeckleTruthImageSource.h"

namespace
{

using test::BareSpeckle;
using test::Covariance;
using test::ExpectMean;
using test::OverFrames;
using test::PatternOf;
using FloatSeries = itk::Image<float, 4>;
using CountSeries = itk::Image<unsigned short, 4>;

/** The autocorrelation of the aperture, which is the probe's transfer function, at a distance in units of its diameter.
 */
double
TransferFunction(double s)
{
  return s < 1.0 ? 2.0 / 3.14159265358979323846 * (std::acos(s) - s * std::sqrt(1.0 - s * s)) : 0.0;
}

/** The squared correlation of two scan points. */
double
PointCorrelation(double distance)
{
  return std::pow(stem5d::AiryAmplitude(2.0 * 3.14159265358979323846 * 0.638 * distance), 2);
}

/** The fraction of the pixels above a level. */
auto
Above(double level)
{
  return [level](const auto & pattern) { return (pattern > static_cast<float>(level)).template cast<double>().mean(); };
}

} // namespace

TEST(SpeckleStatistics, IntensityIsExponential)
{
  const auto series = test::Simulate<FloatSeries>(BareSpeckle(400));
  ExpectMean(OverFrames(*series, [](const auto & p) { return p.template cast<double>().mean(); }), 1.0, 0.01, "mean");
  for (const double level : { 0.1, 0.5, 1.0, 2.0, 4.0, 6.0 })
  {
    ExpectMean(OverFrames(*series, Above(level)), std::exp(-level), 0.01, "above " + std::to_string(level));
  }
}

TEST(SpeckleStatistics, IntensityOfModesIsGamma)
{
  auto settings = BareSpeckle(200);
  settings.modes = 3;
  settings.contrast = 1.0 / 3.0;
  const auto series = test::Simulate<FloatSeries>(settings);
  for (const double level : { 0.2, 0.5, 1.0, 2.0, 3.0 })
  {
    const double x = 3.0 * level;
    ExpectMean(OverFrames(*series, Above(level)),
               std::exp(-x) * (1.0 + x + x * x / 2.0),
               0.01,
               "above " + std::to_string(level));
  }
}

TEST(SpeckleStatistics, ContrastIsThatAskedFor)
{
  for (const double contrast : { 0.0, 0.3, 0.55, 1.0 })
  {
    for (const std::size_t modes : { 1, 2 })
    {
      auto settings = BareSpeckle(200);
      settings.modes = modes;
      settings.contrast = contrast / static_cast<double>(modes);
      const auto series = test::Simulate<FloatSeries>(settings);
      ExpectMean(OverFrames(*series, [](const auto & p) { return Covariance(p, p); }),
                 settings.contrast,
                 0.04,
                 std::to_string(settings.contrast) + " of " + std::to_string(modes) + " modes");
    }
  }
}

TEST(SpeckleStatistics, SpeckleSizeIsThatOfTheTransferFunction)
{
  const auto series = test::Simulate<FloatSeries>(BareSpeckle(400));
  for (const Eigen::Index shift : { 0, 1, 2, 3, 4, 5, 6 })
  {
    const double truth = std::pow(TransferFunction(static_cast<double>(shift) * 0.232 / (2.0 * 0.638)), 2);
    const auto along = [shift](const auto & p) { return Covariance(p.leftCols(32 - shift), p.rightCols(32 - shift)); };
    const auto across = [shift](const auto & p) { return Covariance(p.topRows(32 - shift), p.bottomRows(32 - shift)); };
    ExpectMean(OverFrames(*series, along), truth, 0.03, "along kx, " + std::to_string(shift));
    ExpectMean(OverFrames(*series, across), truth, 0.03, "along ky, " + std::to_string(shift));
  }
}

TEST(SpeckleStatistics, NeighbouringPointsShareScatterers)
{
  auto settings = BareSpeckle(400);
  settings.scanSize[0] = 9;
  settings.scanStep = 0.16;
  const auto series = test::Simulate<FloatSeries>(settings);
  for (itk::IndexValueType distance = 1; distance < 9; ++distance)
  {
    std::vector<double> covariances;
    for (itk::IndexValueType frame = 0; frame < 400; ++frame)
    {
      covariances.push_back(Covariance(PatternOf(*series, 0, frame), PatternOf(*series, distance, frame)));
    }
    ExpectMean(
      covariances, PointCorrelation(0.16 * static_cast<double>(distance)), 0.03, std::to_string(distance) + " steps");
  }
}

TEST(SpeckleStatistics, DriftDecorrelatesAStaticSample)
{
  auto settings = BareSpeckle(5);
  settings.relaxationTime = 1e9;
  settings.drift = { { 0.06, 0.08 } };
  settings.scanSize[0] = 60;
  settings.scanStep = test::IndependentStep;
  const auto series = test::Simulate<FloatSeries>(settings);
  for (itk::IndexValueType frame = 1; frame < 5; ++frame)
  {
    std::vector<double> covariances;
    for (itk::IndexValueType x = 0; x < 60; ++x)
    {
      covariances.push_back(Covariance(PatternOf(*series, x, 0), PatternOf(*series, x, frame)));
    }
    ExpectMean(covariances, PointCorrelation(0.1 * static_cast<double>(frame)), 0.06, std::to_string(frame));
  }
}

TEST(SpeckleStatistics, IntensityCorrelationIsKWW)
{
  for (const double gamma : { 0.5, 1.0, 1.5, 2.0 })
  {
    auto settings = BareSpeckle(24);
    settings.relaxationTime = 8.0;
    settings.stretchExponent = gamma;
    settings.contrast = 0.6;
    settings.scanSize[0] = 60;
    settings.scanStep = test::IndependentStep;
    const auto series = test::Simulate<FloatSeries>(settings);
    for (const itk::IndexValueType delay : { 1, 2, 4, 8, 16 })
    {
      std::vector<double> covariances;
      for (itk::IndexValueType x = 0; x < 60; ++x)
      {
        double sum = 0.0;
        for (itk::IndexValueType frame = 0; frame + delay < 24; ++frame)
        {
          sum += Covariance(PatternOf(*series, x, frame), PatternOf(*series, x, frame + delay));
        }
        covariances.push_back(sum / static_cast<double>(24 - delay));
      }
      ExpectMean(covariances,
                 0.6 * std::exp(-2.0 * std::pow(static_cast<double>(delay) / 8.0, gamma)),
                 0.02,
                 "gamma " + std::to_string(gamma) + ", delay " + std::to_string(delay));
    }
  }
}

TEST(SpeckleStatistics, ProbeAveragesTheDynamicsOnABoundary)
{
  auto settings = BareSpeckle(16);
  settings.scanSize[0] = 5;
  settings.scanStep = 0.3;
  auto map = itk::Image<float, 1>::New();
  map->SetRegions(itk::Size<1>{ { 5 } });
  map->Allocate();
  for (itk::IndexValueType x = 0; x < 5; ++x)
  {
    map->SetPixel({ { x } }, x < 2 ? 2.0F : 40.0F);
  }
  using TruthType = itk::SpeckleTruthImageSource<1>;
  auto truth = TruthType::New();
  truth->SetSettings(settings);
  truth->SetRelaxationTime(map);
  truth->Update();

  std::vector<std::vector<double>> covariances(16);
  for (settings.seed = 1; settings.seed <= 60; ++settings.seed)
  {
    auto source = itk::SpeckleSeriesImageSource<FloatSeries>::New();
    source->SetSettings(settings);
    source->SetRelaxationTime(map);
    source->Update();
    for (const itk::IndexValueType delay : { 1, 2, 4, 8, 15 })
    {
      covariances[delay].push_back(
        Covariance(PatternOf(*source->GetOutput(), 1, 0), PatternOf(*source->GetOutput(), 1, delay)));
    }
  }
  const auto g1Squared = truth->GetSquaredCorrelationOutput()->GetPixel({ { 1 } });
  for (const unsigned int delay : { 1, 2, 4, 8, 15 })
  {
    EXPECT_GT(g1Squared[delay], std::exp(-2.0 * delay / 2.0));
    EXPECT_LT(g1Squared[delay], std::exp(-2.0 * delay / 40.0));
    ExpectMean(covariances[delay], g1Squared[delay], 0.08, "delay " + std::to_string(delay));
  }
}

TEST(SpeckleStatistics, CountingAddsItsVariance)
{
  auto settings = BareSpeckle(300);
  settings.contrast = 0.55;
  settings.poisson = true;
  for (const double dose : { 1.0, 10.0, 50.0 })
  {
    settings.dose = dose;
    settings.gain = 2.0;
    settings.readNoise = 1.5;
    const auto   series = test::Simulate<FloatSeries>(settings);
    const auto   variance = [dose](const auto & p) { return Covariance(p / (2.0F * dose), p / (2.0F * dose)); };
    const double readVariance = std::pow(1.5 / (2.0 * dose), 2);
    ExpectMean(OverFrames(*series, variance), 0.55 + 1.0 / dose + readVariance, 0.03, "dose " + std::to_string(dose));
  }
}

TEST(SpeckleStatistics, CountsWithoutSpeckleArePoisson)
{
  auto settings = BareSpeckle(300);
  settings.contrast = 0.0;
  settings.poisson = true;
  for (const double dose : { 0.2, 3.0, 9.0, 11.0, 60.0 })
  {
    settings.dose = dose;
    const auto          series = test::Simulate<CountSeries>(settings);
    const auto          number = static_cast<double>(series->GetBufferedRegion().GetNumberOfPixels());
    std::vector<double> histogram(200);
    for (std::size_t i = 0; i < static_cast<std::size_t>(number); ++i)
    {
      ++histogram.at(series->GetBufferPointer()[i]);
    }
    double chiSquared = 0.0;
    int    classes = 0;
    for (std::size_t count = 0; count < histogram.size(); ++count)
    {
      const double k = static_cast<double>(count);
      const double expected = number * std::exp(k * std::log(dose) - dose - std::lgamma(k + 1.0));
      if (expected > 20.0)
      {
        chiSquared += std::pow(histogram[count] - expected, 2) / expected;
        ++classes;
      }
    }
    EXPECT_NEAR(chiSquared, classes - 1, 3.0 * std::sqrt(2.0 * classes)) << "dose " << dose;
  }
}

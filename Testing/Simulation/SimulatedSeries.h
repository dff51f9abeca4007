/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SimulatedSeries_h
#define SimulatedSeries_h

#include "MeanAndError.h"
#include "itkSpeckleSeriesImageSource.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

/** Simulated series to be compared with closed forms. */
namespace test
{

/** Speckle of mean 1 at every pixel, without noise, on a small detector: one scan point, and frames so far apart that
 * each is a new realisation. */
inline stem5d::SpeckleSeriesSettings
BareSpeckle(std::size_t frames)
{
  stem5d::SpeckleSeriesSettings settings;
  settings.detectorSize = { { 32, 32 } };
  settings.scanSize = { { 1, 1 } };
  settings.frames = frames;
  settings.framePeriod = 1.0;
  settings.relaxationTime = 1e-3;
  settings.contrast = 1.0;
  settings.dose = 1.0;
  settings.halo.peak = 0.0;
  settings.halo.decay = 1e12;
  settings.poisson = false;
  return settings;
}

/** The distance of scan points that share no scatterer, in nm. */
constexpr double IndependentStep = 12.5;

template <typename TImage>
typename TImage::Pointer
Simulate(const stem5d::SpeckleSeriesSettings & settings)
{
  auto source = itk::SpeckleSeriesImageSource<TImage>::New();
  source->SetSettings(settings);
  source->Update();
  return source->GetOutput();
}

/** The pattern of a scan point of a wholly buffered line scan. */
template <typename TPixel>
stem5d::ConstPatternMap<TPixel>
PatternOf(const itk::Image<TPixel, 4> & series, itk::IndexValueType x, itk::IndexValueType frame)
{
  const auto & size = series.GetBufferedRegion().GetSize();
  return { &series.GetPixel({ { 0, 0, x, frame } }),
           static_cast<Eigen::Index>(size[1]),
           static_cast<Eigen::Index>(size[0]) };
}

/** The mean of independent values agrees with a closed form within 3 standard errors, and these are small enough to
 * tell. */
inline void
ExpectMean(const std::vector<double> & values, double truth, double largestError, const std::string & what)
{
  const auto mean =
    stem5d::MeanAndError(Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(values.size())));
  EXPECT_NEAR(mean.mean, truth, 3.0 * mean.error) << what << ", standard error " << mean.error;
  EXPECT_LE(mean.error, largestError) << what;
}

/** The value of a function for each frame of scan point 0. */
template <typename TPixel, typename TFunction>
std::vector<double>
OverFrames(const itk::Image<TPixel, 4> & series, TFunction function)
{
  std::vector<double> values;
  for (itk::SizeValueType frame = 0; frame < series.GetBufferedRegion().GetSize(3); ++frame)
  {
    values.push_back(function(PatternOf(series, 0, static_cast<itk::IndexValueType>(frame))));
  }
  return values;
}

/** <(a - 1)(b - 1)> over the pixels of two patterns of mean 1. */
template <typename TDerivedA, typename TDerivedB>
double
Covariance(const Eigen::ArrayBase<TDerivedA> & a, const Eigen::ArrayBase<TDerivedB> & b)
{
  return ((a.template cast<double>() - 1.0) * (b.template cast<double>() - 1.0)).mean();
}

} // namespace test

#endif

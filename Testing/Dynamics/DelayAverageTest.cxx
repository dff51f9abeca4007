/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "DelayAverage.h"
#include "TestSeries.h"
#include "TwoTimeCorrelation.h"
#include "itkDelayAverageImageFilter.h"
#include "itkTwoTimeCorrelationImageFilter.h"

namespace
{

/** g(t) of a series over the delays 0 .. frames - 1. */
std::vector<double>
Curve(const stem5d::Series<double> & intensity)
{
  const auto g = stem5d::TwoTimeCorrelation(intensity, { 0, intensity.cols() }, stem5d::TwoTimeNormalisation::Frame);
  std::vector<double> curve;
  for (Eigen::Index delay = 0; delay < intensity.rows(); ++delay)
  {
    curve.push_back(stem5d::DelayAverage(g, delay).mean);
  }
  return curve;
}

using TwoTimeImageType = itk::Image<float, 4>;
using DelayFilterType = itk::DelayAverageImageFilter<TwoTimeImageType>;

/** A two-time image over a 4 x 3 scan whose elements tell their frames and scan point. */
TwoTimeImageType::Pointer
LabelledTwoTimes(unsigned int frames)
{
  auto image = TwoTimeImageType::New();
  image->SetRegions({ { { 2, 2, -1, 4 } }, { { frames, frames, 4, 3 } } });
  const double spacing[] = { 0.5, 0.5, 0.16, 0.16 };
  image->SetSpacing(spacing);
  image->Allocate();
  for (itk::ImageRegionIteratorWithIndex<TwoTimeImageType> it(image, image->GetBufferedRegion()); !it.IsAtEnd(); ++it)
  {
    const auto index = it.GetIndex();
    it.Set(static_cast<float>(100 * (index[2] + 1) + 1000 * (index[3] - 4) + (index[0] - 2) + (index[1] - 2)));
  }
  return image;
}

} // namespace

TEST(DelayAverage, ReproducesThePublishedNumbersOfScikitBeam)
{
  // regions 3 and 5 of scikit-beam's test of one-time from two-time correlation: ten frames of two pixels
  stem5d::Series<double> third(10, 2);
  third << 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 2, 1, 1, 1, 2, 2, 1, 1, 1, 2;
  stem5d::Series<double> fifth(10, 2);
  fifth << 6, 2, 6, 2, 6, 1, 7, 2, 6, 1, 7, 2, 6, 2, 6, 2, 7, 1, 6, 1;
  const double thirdExpected[] = { 1.02222222, 1, 1, 1, .98148148, 1, 1, 1, 1, 1 };
  const double fifthExpected[] = { 1.37103962, 1.3595679,  1.35260377, 1.34863946, 1.36706349,
                                   1.36235828, 1.35813492, 1.37840136, 1.36607143, 1.35714286 };
  const auto   thirdCurve = Curve(third);
  const auto   fifthCurve = Curve(fifth);
  for (std::size_t delay = 0; delay < 10; ++delay)
  {
    EXPECT_NEAR(thirdCurve[delay], thirdExpected[delay], 1e-7);
    EXPECT_NEAR(fifthCurve[delay], fifthExpected[delay], 1e-7);
  }
}

TEST(DelayAverage, RecoversAPrescribedCorrelation)
{
  const auto intensity = test::SeriesWithCovariance(test::KWWCovariance(53, 1.0, 0.2, 15.0, 1.3), 212);
  const auto curve = Curve(intensity);
  for (int delay = 0; delay < 53; ++delay)
  {
    EXPECT_NEAR(curve[delay] - 1.0, 0.2 * std::exp(-2.0 * std::pow(delay / 15.0, 1.3)), 1e-13);
  }
}

TEST(DelayAverage, TimeBinningBy2RaisesTheContrastOfAnExponential)
{
  // g - 1 = beta exp(-2 t / tau) binned by 2: beta cosh^2(dt / tau) exp(-2 t / tau), tau unchanged
  const double                 tau = 7.0;
  const stem5d::Series<double> fine = test::SeriesWithCovariance(test::KWWCovariance(54, 1.0, 0.2, tau, 1.0), 212);
  stem5d::Series<double>       coarse(27, 212);
  for (Eigen::Index frame = 0; frame < 27; ++frame)
  {
    coarse.row(frame) = fine.row(2 * frame) + fine.row(2 * frame + 1);
  }
  const auto curve = Curve(coarse);
  for (int delay = 1; delay < 27; ++delay)
  {
    EXPECT_NEAR(curve[delay] - 1.0, 0.2 * std::pow(std::cosh(1.0 / tau), 2) * std::exp(-4.0 * delay / tau), 1e-13);
  }
}

TEST(DelayAverage, CountsItsPairsAndTheirScatter)
{
  Eigen::MatrixXd g = Eigen::MatrixXd::Random(53, 53);
  for (const int delay : { 0, 1, 26, 51, 52 })
  {
    const auto average = stem5d::DelayAverage(g, delay);
    const auto diagonal = g.diagonal(delay).array();
    ASSERT_EQ(average.count, 53 - delay);
    EXPECT_NEAR(average.mean, diagonal.mean(), 1e-14);
    if (delay < 52)
    {
      const double n = 53 - delay;
      EXPECT_NEAR(average.error, std::sqrt((diagonal - diagonal.mean()).square().sum() / (n * (n - 1))), 1e-14);
    }
  }
  EXPECT_TRUE(std::isnan(stem5d::DelayAverage(g, 52).error));
  g.row(3).setConstant(std::numeric_limits<double>::quiet_NaN());
  g.col(3).setConstant(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(stem5d::DelayAverage(g, 1).count, 50);
  EXPECT_TRUE(std::isfinite(stem5d::DelayAverage(g, 1).mean));
}

TEST(DelayAverageImageFilter, AveragesTheDiagonalsOfEveryPoint)
{
  const auto image = LabelledTwoTimes(8);
  auto       filter = DelayFilterType::New();
  filter->SetInput(image);
  filter->Update();
  EXPECT_EQ(filter->GetDelays(), (std::vector<double>{ 0.5, 1.0, 1.5, 2.0 }));
  for (const auto * curves : { filter->GetOutput(), filter->GetErrorOutput() })
  {
    ASSERT_EQ(curves->GetNumberOfComponentsPerPixel(), 4u);
    EXPECT_EQ(curves->GetBufferedRegion().GetIndex(), (itk::Index<2>{ { -1, 4 } }));
    EXPECT_EQ(curves->GetSpacing()[0], 0.16);
  }
  for (int y = 0; y < 3; ++y)
  {
    for (int x = 0; x < 4; ++x)
    {
      const auto curve = filter->GetOutput()->GetPixel({ { x - 1, y + 4 } });
      for (int k = 1; k <= 4; ++k)
      {
        // the mean of t1 + t2 along the diagonal k of 8 frames is 7 for every k
        EXPECT_EQ(curve[k - 1], 100 * x + 1000 * y + 7) << x << " " << y << " " << k;
      }
    }
  }
}

TEST(DelayAverageImageFilter, KeepsToTheWindowOfAges)
{
  auto filter = DelayFilterType::New();
  filter->SetInput(LabelledTwoTimes(8));
  filter->SetFirstAge(4);
  filter->SetNumberOfAges(4);
  filter->Update();
  ASSERT_EQ(filter->GetOutput()->GetNumberOfComponentsPerPixel(), 2u);
  EXPECT_EQ(filter->GetOutput()->GetPixel({ { -1, 4 } })[0], 4 + 7); // ages 4 .. 7
}

TEST(DelayAverageImageFilter, IsTheSameInPieces)
{
  const auto select = [](DelayFilterType * filter) { return filter->GetOutput(); };
  const auto configure = [](TwoTimeImageType * input) {
    auto filter = DelayFilterType::New();
    filter->SetInput(input);
    return filter;
  };
  test::ExpectSameInPieces(LabelledTwoTimes(8).GetPointer(), configure, select);
}

TEST(DelayAverageImageFilter, RefusesDelaysAndAgesBeyondTheRecord)
{
  const auto image = LabelledTwoTimes(8);
  const auto throws = [&](unsigned int first, unsigned int last, unsigned int age, unsigned int ages) {
    auto filter = DelayFilterType::New();
    filter->SetInput(image);
    filter->SetFirstDelay(first);
    filter->SetLastDelay(last);
    filter->SetFirstAge(age);
    filter->SetNumberOfAges(ages);
    try
    {
      filter->Update();
    }
    catch (const itk::ExceptionObject &)
    {
      return true;
    }
    return false;
  };
  EXPECT_FALSE(throws(0, 7, 0, 0));
  EXPECT_TRUE(throws(0, 8, 0, 0));
  EXPECT_TRUE(throws(5, 4, 0, 0));
  EXPECT_TRUE(throws(1, 2, 6, 3));
  EXPECT_TRUE(throws(1, 2, 8, 0));
}

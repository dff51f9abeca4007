/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "DiffractionBlur.h"
#include "TestSeries.h"
#include "itkAxisBinningImageFilter.h"
#include "itkDiffractionBlurImageFilter.h"

#include <algorithm>
#include <numeric>

namespace
{

using PatternType = stem5d::Pattern<double>;
using BadType = stem5d::Pattern<std::uint8_t>;

template <unsigned int VDimension>
using BlurType = itk::DiffractionBlurImageFilter<itk::Image<float, VDimension>>;

using RowType = stem5d::DiffractionBlur<double>::RowType;

/** Every pixel of a pattern, blurred. */
PatternType
Blurred(const PatternType & pattern, double sigma, const BadType & bad = {})
{
  std::vector<Eigen::Index> pixels(pattern.size());
  std::iota(pixels.begin(), pixels.end(), Eigen::Index{ 0 });
  stem5d::DiffractionBlur<double> blur(pattern.rows(), pattern.cols(), sigma, sigma, bad, pixels);
  PatternType                     blurred(pattern.rows(), pattern.cols());
  blur(pattern, Eigen::Map<RowType>(blurred.data(), blurred.size()));
  return blurred;
}

/** The sum that is the definition, at one pixel. */
double
DirectSum(const PatternType & pattern, const BadType & bad, double sigmaX, double sigmaY, Eigen::Index pixel)
{
  const Eigen::ArrayXd wx = stem5d::GaussianWeights(sigmaX);
  const Eigen::ArrayXd wy = stem5d::GaussianWeights(sigmaY);
  double               numerator = 0.0;
  double               denominator = 0.0;
  for (Eigen::Index j = 0; j < wy.size(); ++j)
  {
    for (Eigen::Index i = 0; i < wx.size(); ++i)
    {
      const Eigen::Index v = pixel / pattern.cols() + j - wy.size() / 2;
      const Eigen::Index u = pixel % pattern.cols() + i - wx.size() / 2;
      if (v >= 0 && v < pattern.rows() && u >= 0 && u < pattern.cols() && bad(v, u) == 0)
      {
        numerator += wy[j] * wx[i] * pattern(v, u);
        denominator += wy[j] * wx[i];
      }
    }
  }
  return bad.data()[pixel] ? 0.0 : numerator / denominator;
}

BadType
BeamStop()
{
  BadType bad = BadType::Zero(40, 40);
  bad.block(18, 0, 4, 22).setOnes();
  return bad;
}

} // namespace

TEST(DiffractionBlur, WeightsSumToOneAndSpreadByTheirSquares)
{
  const Eigen::ArrayXd weights = stem5d::GaussianWeights(2.0);
  EXPECT_NEAR(weights.sum(), 1.0, 1e-15);
  EXPECT_NEAR(std::pow(weights.square().sum(), 2), 0.0199, 5e-5);
  EXPECT_EQ(stem5d::GaussianWeights(0.0).size(), 1);
}

TEST(DiffractionBlur, AnImpulseGivesTheKernel)
{
  PatternType impulse = PatternType::Zero(41, 41);
  impulse(20, 20) = 1.0;
  const PatternType    blurred = Blurred(impulse, 2.0);
  const Eigen::ArrayXd weights = stem5d::GaussianWeights(2.0);
  for (int y = -8; y <= 8; ++y)
  {
    for (int x = -8; x <= 8; ++x)
    {
      EXPECT_NEAR(blurred(20 + y, 20 + x), weights[8 + y] * weights[8 + x], 1e-16);
    }
  }
  EXPECT_EQ(blurred(20, 31), 0.0);
}

TEST(DiffractionBlur, WhiteNoiseKeepsTheSumOfSquaredWeights)
{
  std::mt19937               generator(5);
  std::normal_distribution<> normal(0.0, 1.0);
  PatternType                noise(400, 400);
  for (Eigen::Index i = 0; i < noise.size(); ++i)
  {
    noise.data()[i] = normal(generator);
  }
  const PatternType inner = Blurred(noise, 2.0).block(10, 10, 380, 380);
  EXPECT_NEAR(inner.square().mean() / 0.0198944, 1.0, 0.03); // 1 / (4 pi sigma^2); 3 standard errors of 5700 speckles
}

TEST(DiffractionBlur, AMaskedConstantStaysConstant)
{
  PatternType constant = PatternType::Constant(40, 40, 7.0);
  constant.block(18, 0, 4, 22).setConstant(std::numeric_limits<double>::quiet_NaN()); // what is behind must not matter
  const BadType     bad = BeamStop();
  const PatternType blurred = Blurred(constant, 2.0, bad);
  for (Eigen::Index i = 0; i < bad.size(); ++i)
  {
    EXPECT_NEAR(blurred.data()[i], bad.data()[i] ? 0.0 : 7.0, 1e-13);
  }
}

TEST(DiffractionBlur, EqualsTheDirectSumWithMaskAtAnyPixels)
{
  const auto        series = test::MakeSeries<double, 4>(40, { 1 }, 1, test::RandomCounts);
  const PatternType pattern = stem5d::ConstPatternMap<double>(series->GetBufferPointer(), 40, 40);
  const BadType     bad = BeamStop();

  std::vector<Eigen::Index> every(40 * 40);
  std::iota(every.begin(), every.end(), Eigen::Index{ 0 });
  std::vector<Eigen::Index> shuffled = every;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(6));
  shuffled.resize(300); // in no order, with rows that have one pixel, the corners perhaps and bad ones
  shuffled.insert(shuffled.end(), { 0, 39, 39 * 40, 40 * 40 - 1, 19 * 40 + 3 });

  for (const auto & pixels : { every, shuffled, { 17 * 40 + 21 }, {} })
  {
    stem5d::DiffractionBlur<double> blur(40, 40, 1.5, 0.9, bad, pixels);
    RowType                         blurred = RowType::Constant(pixels.size(), -1.0);
    blur(pattern, blurred);
    for (std::size_t i = 0; i < pixels.size(); ++i)
    {
      ASSERT_NEAR(blurred[i], DirectSum(pattern, bad, 1.5, 0.9, pixels[i]), 1e-10) << "pixel " << pixels[i];
    }
  }
}

template <unsigned int VDimension>
void
ExpectBlurCommutesWithTimeBinning()
{
  using ImageType = itk::Image<float, VDimension>;
  using BinningType = itk::AxisBinningImageFilter<ImageType>;
  const auto series = test::MakeSeries<float, VDimension>(24, test::SmallScan<VDimension>(), 4, test::RandomCounts);
  const auto bad = test::BeamStopFor(series.GetPointer(), 0.5);

  auto blurFirst = BlurType<VDimension>::New();
  blurFirst->SetInput(series);
  blurFirst->SetBadPixels(bad);
  auto thenBin = BinningType::New();
  thenBin->SetInput(blurFirst->GetOutput());
  thenBin->SetTimeFactor(2);
  thenBin->Update();

  auto binFirst = BinningType::New();
  binFirst->SetInput(series);
  binFirst->SetTimeFactor(2);
  auto thenBlur = BlurType<VDimension>::New();
  thenBlur->SetInput(binFirst->GetOutput());
  thenBlur->SetBadPixels(bad);
  thenBlur->Update();

  const ImageType * a = thenBin->GetOutput();
  const ImageType * b = thenBlur->GetOutput();
  ASSERT_EQ(a->GetBufferedRegion(), b->GetBufferedRegion());
  for (std::size_t i = 0; i < a->GetBufferedRegion().GetNumberOfPixels(); ++i)
  {
    ASSERT_NEAR(a->GetBufferPointer()[i], b->GetBufferPointer()[i], 1e-3);
  }
}

TEST(DiffractionBlurImageFilter, CommutesWithTimeBinning)
{
  ExpectBlurCommutesWithTimeBinning<4>();
  ExpectBlurCommutesWithTimeBinning<5>();
  ExpectBlurCommutesWithTimeBinning<6>();
}

template <unsigned int VDimension>
void
ExpectBlurSameInPieces()
{
  using ImageType = itk::Image<float, VDimension>;
  const auto series = test::MakeSeries<float, VDimension>(24, test::SmallScan<VDimension>(), 4, test::RandomCounts);
  const auto bad = test::BeamStopFor(series.GetPointer(), 0.5);
  test::ExpectSameInPieces(
    series.GetPointer(),
    [&](ImageType * input) {
      auto blur = BlurType<VDimension>::New();
      blur->SetInput(input);
      blur->SetBadPixels(bad);
      return blur;
    },
    [](BlurType<VDimension> * blur) { return blur->GetOutput(); });
}

TEST(DiffractionBlurImageFilter, IsTheSameInPieces)
{
  ExpectBlurSameInPieces<4>();
  ExpectBlurSameInPieces<5>();
  ExpectBlurSameInPieces<6>();
}

TEST(DiffractionBlurImageFilter, RefusesBadInput)
{
  const auto series = test::MakeSeries<float, 5>(24, { 1, 1 }, 2, test::RandomCounts);
  const auto other = test::MakeSeries<float, 5>(20, { 1, 1 }, 2, test::RandomCounts);
  auto       negative = BlurType<5>::New();
  negative->SetInput(series);
  negative->SetSigma(-1.0);
  EXPECT_THROW(negative->Update(), itk::ExceptionObject);
  auto mask = BlurType<5>::New();
  mask->SetInput(series);
  mask->SetBadPixels(test::BeamStopFor(other.GetPointer(), 0.5));
  EXPECT_THROW(mask->Update(), itk::ExceptionObject);
  auto turned = BlurType<5>::New();
  auto direction = series->GetDirection();
  direction(0, 0) = -1.0;
  series->SetDirection(direction);
  turned->SetInput(series);
  EXPECT_THROW(turned->Update(), itk::ExceptionObject);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AnnulusSeries.h"

#include <gtest/gtest.h>

#include <random>

namespace
{

constexpr Eigen::Index Detector = 30;
constexpr double       Spacing = 0.5; // 1/nm

const stem5d::DetectorGrid Grid{ { Detector, Detector }, { Spacing, Spacing }, { -14.5 * Spacing, -14.5 * Spacing } };

template <typename TPixel>
std::vector<stem5d::Pattern<TPixel>>
RandomPatterns(Eigen::Index frames, Eigen::Index size = Detector)
{
  std::mt19937                         generator(3);
  std::uniform_int_distribution<>      counts(1, 20);
  std::vector<stem5d::Pattern<TPixel>> patterns;
  for (Eigen::Index frame = 0; frame < frames; ++frame)
  {
    patterns.push_back(
      stem5d::Pattern<TPixel>::NullaryExpr(size, size, [&] { return static_cast<TPixel>(counts(generator)); }));
  }
  return patterns;
}

stem5d::Pattern<std::uint8_t>
BeamStop()
{
  stem5d::Pattern<std::uint8_t> bad = stem5d::Pattern<std::uint8_t>::Zero(Detector, Detector);
  bad.block(13, 0, 4, 16).setOnes();
  return bad;
}

/** The largest difference of a prepared series from what binning and blur make of single patterns. */
template <typename TPixel>
float
LargestDifference(const std::vector<stem5d::Pattern<TPixel>> & patterns,
                  const stem5d::PreparationSettings &          settings,
                  const stem5d::RingPixels &                   pixels,
                  const stem5d::Pattern<std::uint8_t> &        bad)
{
  const auto                     size = static_cast<std::size_t>(patterns[0].rows());
  const auto                     spacing = Spacing / static_cast<double>(settings.detectorBin);
  const stem5d::DetectorGrid     recorded{ { size, size }, { spacing, spacing }, { 0.0, 0.0 } };
  stem5d::PreparedSeries<TPixel> prepare(settings, recorded, patterns.size(), pixels, bad);
  const stem5d::Series<float> &  series = prepare([&](Eigen::Index frame) { return patterns[frame].data(); });
  EXPECT_EQ(series.rows(), static_cast<Eigen::Index>(patterns.size() / settings.timeBin));

  const double                            sigma = settings.blurSigma / Spacing;
  const auto                              factor = static_cast<Eigen::Index>(settings.detectorBin);
  stem5d::DiffractionBlur<float>          blur(Detector, Detector, sigma, sigma, bad, pixels.offsets);
  stem5d::DiffractionBlur<float>::RowType blurred(pixels.offsets.size());
  float                                   largest = 0.0F;
  for (Eigen::Index bin = 0; bin < series.rows(); ++bin)
  {
    stem5d::Pattern<float> sum = stem5d::Pattern<float>::Zero(Detector, Detector);
    for (std::size_t frame = bin * settings.timeBin; frame < (bin + 1) * settings.timeBin; ++frame)
    {
      stem5d::AddBinned(patterns[frame].data(), patterns[frame].cols(), factor, factor, sum);
    }
    blur(sum, blurred);
    largest = std::max(largest, (series.row(bin).array() / blurred - 1.0F).abs().maxCoeff());
  }
  return largest;
}

} // namespace

TEST(PreparedSeries, IsThatOfBinnedAndBlurredPatterns)
{
  // an annulus inside, one that is cut by the edge and a lone pixel in the corner
  const auto annulus = [](double low, double high) {
    return stem5d::PixelsOfLabels(stem5d::RadialMask(Grid, { { low, high } }, {}, {}, BeamStop()));
  };
  stem5d::RingPixels corner;
  corner.offsets = { Detector * Detector - 1 };
  corner.first = { 0, 1 };
  const auto patterns = RandomPatterns<std::uint16_t>(71);
  for (const auto & pixels : { annulus(3.0, 3.6), annulus(6.0, 7.6), corner })
  {
    for (const std::size_t timeBin : { 1, 2, 3 })
    {
      for (const double sigma : { 0.0, 0.3, 1.1 })
      {
        EXPECT_LT(LargestDifference(patterns, { 1, timeBin, sigma }, pixels, BeamStop()), 2e-6F)
          << timeBin << ' ' << sigma;
      }
    }
  }
}

TEST(PreparedSeries, TakesEveryTypeOfPixelAndDetectorBinning)
{
  const auto pixels = stem5d::PixelsOfLabels(stem5d::RadialMask(Grid, { { 3.0, 3.6 } }, {}, {}, {}));
  const auto largestFor = [&](auto pixel, std::size_t detectorBin) {
    using PixelType = decltype(pixel);
    const auto size = static_cast<Eigen::Index>(Detector * detectorBin + detectorBin / 2); // the rest is left out
    return LargestDifference(RandomPatterns<PixelType>(20, size), { detectorBin, 2, 0.6 }, pixels, {});
  };
  for (const std::size_t detectorBin : { 1, 2, 3, 4 })
  {
    EXPECT_LT(largestFor(std::uint8_t{}, detectorBin), 2e-6F) << detectorBin;
    EXPECT_LT(largestFor(std::uint16_t{}, detectorBin), 2e-6F) << detectorBin;
    EXPECT_LT(largestFor(float{}, detectorBin), 2e-6F) << detectorBin;
  }
}

TEST(AnnulusSeries, DoesNotLookAtMaskedPixels)
{
  const auto bad = BeamStop();
  const auto pixels = stem5d::PixelsOfLabels(stem5d::RadialMask(Grid, { { 3.0, 3.6 } }, {}, {}, bad));
  auto       patterns = RandomPatterns<float>(4);
  const auto expected = patterns;
  for (auto & pattern : patterns)
  {
    pattern = (bad != 0).select(std::numeric_limits<float>::quiet_NaN(), pattern);
  }
  EXPECT_LT(LargestDifference(patterns, { 1, 2, 0.6 }, pixels, bad), 2e-6F);
}

TEST(PatternCollector, CollectsAnyPixelsOfAnyFrames)
{
  // one of a detector smaller than a vector too
  for (const Eigen::Index size : { Eigen::Index{ 3 }, Detector })
  {
    const auto                              patterns = RandomPatterns<std::uint16_t>(40, size);
    const auto                              columns = static_cast<std::size_t>(size);
    const stem5d::DetectorGrid              grid{ { columns, columns }, { 1.0, 1.0 }, { 0.0, 0.0 } };
    std::vector<Eigen::Index>               offsets{ size * size - 1, 0, size, 2, size * size - 2 };
    stem5d::PatternCollector<std::uint16_t> collect(grid, 1, offsets, 32);
    for (const Eigen::Index first : { 0, 32 })
    {
      const Eigen::Index     count = std::min<Eigen::Index>(32, 40 - first);
      stem5d::Pattern<float> sum = stem5d::Pattern<float>::Zero(size, size);
      const auto             patternOf = [&](Eigen::Index frame) { return patterns[frame].data(); };
      stem5d::PixelBlock &   block = collect(patternOf, first, count, &sum);
      for (std::size_t row = 0; row < offsets.size(); ++row)
      {
        for (Eigen::Index frame = 0; frame < 32; ++frame)
        {
          const float expected = frame < count ? patterns[first + frame].data()[offsets[row]] : 0;
          EXPECT_EQ(block[static_cast<Eigen::Index>(row)][frame], expected) << row << ' ' << frame;
        }
      }
      for (Eigen::Index frame = first; frame < first + count; ++frame)
      {
        sum -= patterns[frame].cast<float>();
      }
      EXPECT_TRUE((sum == 0.0F).all());
    }
  }
}

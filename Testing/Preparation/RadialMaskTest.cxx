/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RadialMask.h"
#include "TestSeries.h"
#include "itkRadialMaskImageSource.h"

namespace
{

/** The binned detector of the paper: 66 x 66 pixels of 0.232 1/nm, centre at pixel (32.5, 32.5). */
stem5d::DetectorGrid
PaperGrid()
{
  return { { 66, 66 }, { 0.232, 0.232 }, { -32.5 * 0.232, -32.5 * 0.232 } };
}

itk::RadialMaskImageSource::Pointer
PaperMask(const stem5d::Annulus & annulus)
{
  auto source = itk::RadialMaskImageSource::New();
  source->SetGrid(PaperGrid());
  source->SetAnnuli({ annulus });
  return source;
}

std::ptrdiff_t
CountLabel(const stem5d::Pattern<std::uint16_t> & labels, std::uint16_t label)
{
  return (labels == label).count();
}

std::string
ErrorOf(itk::ProcessObject * process)
{
  try
  {
    process->Update();
  }
  catch (const itk::ExceptionObject & error)
  {
    return error.GetDescription();
  }
  return "";
}

} // namespace

TEST(RadialMask, CountsThePixelsOfThePapersAnnuli)
{
  EXPECT_EQ(CountLabel(stem5d::RadialMask(PaperGrid(), { { 4.2, 4.6 } }, {}, {}, {}), 1), 212);
  EXPECT_EQ(CountLabel(stem5d::RadialMask(PaperGrid(), { { 3.0, 5.8 } }, {}, {}, {}), 1), 1444);
}

TEST(RadialMask, IsInvariantUnderRotationBy90Degrees)
{
  const auto                           rings = stem5d::DivideIntoRings({ 3.0, 5.8 }, 0.232);
  const auto                           labels = stem5d::RadialMask(PaperGrid(), rings, {}, {}, {});
  const stem5d::Pattern<std::uint16_t> rotated = labels.transpose().rowwise().reverse();
  EXPECT_TRUE((labels == rotated).all());
}

TEST(RadialMask, DividesAnAnnulusIntoRingsOfOnePixel)
{
  const auto rings = stem5d::DivideIntoRings({ 3.0, 5.8 }, 0.232);
  ASSERT_EQ(rings.size(), 12u);
  EXPECT_DOUBLE_EQ(rings.front().low, 3.0);
  EXPECT_DOUBLE_EQ(rings.back().high, 5.8);
  const auto labels = stem5d::RadialMask(PaperGrid(), rings, {}, {}, {});
  EXPECT_EQ((labels > 0).count(), 1444);
  const stem5d::RingPixels pixels = stem5d::PixelsOfLabels(labels);
  EXPECT_EQ(pixels.NumberOfRings(), 12);
  EXPECT_EQ(pixels.NumberOfPixels(), 1444);
  for (Eigen::Index ring = 0; ring < 12; ++ring)
  {
    EXPECT_EQ(pixels.RingSize(ring), CountLabel(labels, ring + 1));
  }
}

TEST(RadialMask, IncludesBothEndsAndPrefersTheFirstAnnulus)
{
  const stem5d::DetectorGrid              line{ { 5, 1 }, { 1.0, 1.0 }, { 0.0, 0.0 } };
  const auto                              labels = stem5d::RadialMask(line, { { 1.0, 2.0 }, { 2.0, 3.0 } }, {}, {}, {});
  const Eigen::Array<std::uint16_t, 1, 5> expected(0, 1, 1, 2, 0);
  EXPECT_TRUE((labels.row(0) == expected).all());
}

TEST(RadialMask, TreatsPixelsOnAnEdgeAlikeOnAllSides)
{
  const stem5d::DetectorGrid grid{ { 31, 31 },
                                   { 0.4, 0.4 },
                                   { -6.0, -6.0 } }; // 0.4 and most of its multiples are rounded
  const auto                 labels = stem5d::RadialMask(grid, { { 4.0, 4.8 } }, {}, {}, {});
  EXPECT_EQ(CountLabel(labels, 1), 136);
  EXPECT_TRUE((labels == labels.rowwise().reverse()).all());
  EXPECT_TRUE((labels == labels.colwise().reverse()).all());
}

TEST(RadialMask, LeavesBadPixelsOut)
{
  stem5d::Pattern<std::uint8_t> bad = stem5d::Pattern<std::uint8_t>::Zero(66, 66);
  bad.topRows(33).setOnes();
  EXPECT_EQ(CountLabel(stem5d::RadialMask(PaperGrid(), { { 4.2, 4.6 } }, {}, {}, bad), 1), 106);
}

TEST(RadialMask, QuadrantsShareTheAnnulusOut)
{
  const double pi = std::acos(-1.0);
  const auto   first = stem5d::RadialMask(PaperGrid(), { { 4.2, 4.6 } }, {}, { { 0.0, pi / 2 }, { pi, 1.5 * pi } }, {});
  const auto   second =
    stem5d::RadialMask(PaperGrid(), { { 4.2, 4.6 } }, {}, { { pi / 2, pi }, { 1.5 * pi, 2.0 * pi } }, {});
  EXPECT_EQ(CountLabel(first, 1), 106);
  EXPECT_EQ(CountLabel(second, 1), 106);
  EXPECT_FALSE(((first == 1) && (second == 1)).any());
}

TEST(RadialMask, MakesAnEllipticalHaloRound)
{
  // positions on an ellipse with semi-axes r sqrt(e) and r / sqrt(e), turned by 0.3 rad
  const stem5d::Ellipse ellipse{ 1.1, 0.3 };
  for (double phase = 0.0; phase < 6.0; phase += 0.5)
  {
    const double major = 4.4 * std::sqrt(1.1) * std::cos(phase);
    const double minor = 4.4 / std::sqrt(1.1) * std::sin(phase);
    EXPECT_NEAR(stem5d::RadialFrequency(std::cos(0.3) * major - std::sin(0.3) * minor,
                                        std::sin(0.3) * major + std::cos(0.3) * minor,
                                        ellipse),
                4.4,
                1e-12);
  }
}

TEST(RadialMaskImageSource, LiesOnTheDetectorOfASeries)
{
  const auto   series = test::MakeSeries<float, 5>(66, { 2, 2 }, 3, [](const test::Position &) { return 1.0; });
  const auto   source = test::LabelsFor(series.GetPointer(), { { 4.2, 4.6 } });
  const auto * labels = source->GetOutput();
  long         count = 0;
  for (itk::ImageRegionConstIteratorWithIndex<itk::DetectorLabelImageType> it(labels, labels->GetBufferedRegion());
       !it.IsAtEnd();
       ++it)
  {
    itk::DetectorLabelImageType::PointType where;
    labels->TransformIndexToPhysicalPoint(it.GetIndex(), where);
    const double q = where.GetVectorFromOrigin().GetNorm();
    EXPECT_EQ(it.Get() == 1, 4.2 <= q && q <= 4.6);
    count += it.Get();
  }
  EXPECT_EQ(count, 212);
}

TEST(RadialMaskImageSource, RefusesWhatIsNoAnnulus)
{
  EXPECT_NE(ErrorOf(PaperMask({ 4.6, 4.2 })).find("4.6 - 4.2 is not a range of |Q|"), std::string::npos);
  EXPECT_NE(ErrorOf(PaperMask({ -1.0, 4.2 })).find("is not a range"), std::string::npos);
  EXPECT_NE(ErrorOf(PaperMask({ 20.0, 21.0 })).find("holds no usable pixel"), std::string::npos);
  EXPECT_NE(ErrorOf(itk::RadialMaskImageSource::New()).find("no pixels"), std::string::npos);
}

TEST(RadialMaskImageSource, RefusesAMaskOfAnotherSize)
{
  const auto small = test::MakeSeries<float, 5>(64, { 1, 1 }, 2, [](const test::Position &) { return 1.0; });
  auto       source = PaperMask({ 4.2, 4.6 });
  source->SetBadPixels(test::BeamStopFor(small.GetPointer(), 1.0));
  EXPECT_NE(ErrorOf(source).find("64 x 64 pixels"), std::string::npos);
}

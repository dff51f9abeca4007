/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "TestSeries.h"
#include "itkKWWFitImageFilter.h"

namespace
{

using CurvesType = itk::VectorImage<float, 2>;
using FilterType = itk::KWWFitImageFilter<CurvesType>;

constexpr unsigned int Delays = 26;
constexpr double       Period = 19.774;

std::vector<double>
DelayTimes()
{
  std::vector<double> delays;
  for (unsigned int k = 1; k <= Delays; ++k)
  {
    delays.push_back(k * Period);
  }
  return delays;
}

double
TauAt(const CurvesType::IndexType & index)
{
  return 200.0 + 50.0 * static_cast<double>(index[0] + 2) + 300.0 * static_cast<double>(index[1] - 3);
}

/** Noiseless curves over a 5 x 4 scan that starts at (-2, 3); the point (-2, 3) itself is NaN. */
CurvesType::Pointer
MakeCurves()
{
  auto curves = CurvesType::New();
  curves->SetRegions({ { { -2, 3 } }, { { 5, 4 } } });
  const double spacing[] = { 0.16, 0.32 };
  curves->SetSpacing(spacing);
  curves->SetVectorLength(Delays);
  curves->Allocate();
  for (itk::ImageRegionIteratorWithIndex<CurvesType> it(curves, curves->GetBufferedRegion()); !it.IsAtEnd(); ++it)
  {
    CurvesType::PixelType curve(Delays);
    for (unsigned int k = 0; k < Delays; ++k)
    {
      const double t = (k + 1) * Period;
      curve[k] = static_cast<float>(1.0 + 0.3 * std::exp(-2.0 * std::pow(t / TauAt(it.GetIndex()), 1.2)));
    }
    if (it.GetIndex() == CurvesType::IndexType{ { -2, 3 } })
    {
      curve.Fill(std::numeric_limits<float>::quiet_NaN());
    }
    it.Set(curve);
  }
  return curves;
}

FilterType::Pointer
Configure(CurvesType * curves)
{
  auto filter = FilterType::New();
  filter->SetInput(curves);
  filter->SetDelays(DelayTimes());
  return filter;
}

} // namespace

TEST(KWWFitImageFilter, FitsEveryPoint)
{
  const auto curves = MakeCurves();
  const auto filter = Configure(curves);
  filter->Update();
  EXPECT_EQ(filter->GetRelaxationTimeOutput()->GetSpacing(), curves->GetSpacing());
  for (itk::ImageRegionConstIteratorWithIndex<FilterType::OutputImageType> it(filter->GetRelaxationTimeOutput(),
                                                                              curves->GetLargestPossibleRegion());
       !it.IsAtEnd();
       ++it)
  {
    const auto index = it.GetIndex();
    if (index == CurvesType::IndexType{ { -2, 3 } })
    {
      EXPECT_TRUE(std::isnan(it.Get()));
      EXPECT_EQ(filter->GetStatusOutput()->GetPixel(index), stem5d::MASKED);
      continue;
    }
    EXPECT_NEAR(it.Get() / TauAt(index), 1.0, 1e-4); // the curves are single precision
    EXPECT_NEAR(filter->GetStretchExponentOutput()->GetPixel(index), 1.2, 1e-4);
    EXPECT_NEAR(filter->GetContrastOutput()->GetPixel(index), 0.3, 1e-4);
    EXPECT_LT(filter->GetResidualOutput()->GetPixel(index), 1e-6);
    EXPECT_EQ(filter->GetBaselineOutput()->GetPixel(index), 0.0f);
    EXPECT_EQ(filter->GetStatusOutput()->GetPixel(index), stem5d::OK);
    EXPECT_GT(filter->GetRelaxationTimeErrorOutput()->GetPixel(index), 0.0f);
  }
}

TEST(KWWFitImageFilter, IsTheSameInPieces)
{
  const auto curves = MakeCurves();
  const auto whole = Configure(curves);
  whole->SetNumberOfWorkUnits(1);
  whole->Update();
  for (const unsigned int workUnits : { 2u, 3u, 8u })
  {
    const auto filter = Configure(curves);
    filter->SetNumberOfWorkUnits(workUnits);
    filter->Update();
    EXPECT_TRUE(test::Identical<FilterType::OutputImageType>(whole->GetRelaxationTimeOutput(),
                                                             filter->GetRelaxationTimeOutput()));
    EXPECT_TRUE(test::Identical<FilterType::StatusImageType>(whole->GetStatusOutput(), filter->GetStatusOutput()));
  }
  const auto piecewise = Configure(curves);
  auto       streamer = itk::StreamingImageFilter<FilterType::OutputImageType, FilterType::OutputImageType>::New();
  streamer->SetInput(piecewise->GetStretchExponentErrorOutput());
  streamer->SetNumberOfStreamDivisions(3);
  streamer->Update();
  EXPECT_TRUE(
    test::Identical<FilterType::OutputImageType>(whole->GetStretchExponentErrorOutput(), streamer->GetOutput()));
}

TEST(KWWFitImageFilter, RefusesBadParameters)
{
  const auto error = [](const std::function<void(FilterType *)> & change) -> std::string {
    const auto filter = Configure(MakeCurves());
    change(filter);
    try
    {
      filter->Update();
    }
    catch (const itk::ExceptionObject & exception)
    {
      return exception.GetDescription();
    }
    return "";
  };
  EXPECT_NE(error([](FilterType * f) {
              f->SetDelays({ 1.0, 2.0 });
            }).find("2 delays are set for curves of 26"),
            std::string::npos);
  EXPECT_NE(error([](FilterType * f) { f->SetDelays(std::vector<double>(Delays, 1.0)); }).find("delay"),
            std::string::npos);
  EXPECT_NE(error([](FilterType * f) {
              stem5d::KWWFitSettings settings;
              settings.tauLow = 6000.0;
              f->SetSettings(settings);
            }).find("relaxation time"),
            std::string::npos);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// StockPipeline SERIES ROWS DIRECTORY WEIGHTS: V and g(t) of the first scan rows with the filters that ITK comes with,
// for patterns of 0.232 1/nm, without mask and fit; writes variance.nrrd and g.nrrd.
//
// WEIGHTS is `discrete`, the blur of itk::DiscreteGaussianImageFilter, or `sampled`: the filter for one axis of which
// that one is a chain, with the weights of stem5d analyze. The former's are those of the discrete Gaussian exp(-s)
// I_n(s), s = sigma^2, which are no samples of a Gaussian whatever its variance: g(t) - 1 of them differs.
#include "DiffractionBlur.h"
#include "itkBinShrinkImageFilter.h"
#include "itkDiscreteGaussianImageFilter.h"
#include "itkExtractImageFilter.h"
#include "itkImageFileReader.h"
#include "itkImageFileWriter.h"
#include "itkImageRegionConstIterator.h"
#include "itkImageRegionIteratorWithIndex.h"
#include "itkLabelStatisticsImageFilter.h"
#include "itkNeighborhoodOperatorImageFilter.h"
#include "itkNrrdImageIO.h"
#include "itkRadialMaskImageSource.h"
#include "itkRegionOfInterestImageFilter.h"
#include "itkSeriesImageIOFactory.h"

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

namespace
{

using SeriesType = itk::Image<float, 5>; // kx, ky, x, y, t
using PatternType = itk::Image<float, 2>;
using LabelsType = itk::DetectorLabelImageType;

constexpr double Sigma = 0.464; // 1/nm

SeriesType::Pointer
ReadRows(const char * file, itk::SizeValueType rows)
{
  auto reader = itk::ImageFileReader<SeriesType>::New();
  reader->SetFileName(file);
  reader->UpdateOutputInformation();
  auto part = reader->GetOutput()->GetLargestPossibleRegion();
  part.SetSize(3, rows);
  auto first = itk::RegionOfInterestImageFilter<SeriesType, SeriesType>::New();
  first->SetInput(reader->GetOutput());
  first->SetRegionOfInterest(part);
  first->Update();
  return first->GetOutput();
}

LabelsType::Pointer
LabelsOf(const SeriesType * series, const std::vector<stem5d::Annulus> & annuli)
{
  auto labels = itk::RadialMaskImageSource::New();
  labels->SetGridFrom(series);
  labels->SetAnnuli(annuli);
  labels->Update();
  return labels->GetOutput();
}

/** V of a pattern, the mean over the rings weighted by their pixels. */
double
RingVariance(const itk::LabelStatisticsImageFilter<PatternType, LabelsType> & statistics)
{
  double sum = 0.0;
  double pixels = 0.0;
  for (const auto label : statistics.GetValidLabelValues())
  {
    if (label != 0)
    {
      const auto n = static_cast<double>(statistics.GetCount(label));
      sum += (n - 1.0) * statistics.GetVariance(label) / std::pow(statistics.GetMean(label), 2); // of n - 1
      pixels += n;
    }
  }
  return sum / pixels;
}

/** The mean of V over time, for every scan point. */
itk::Image<float, 2>::Pointer
FluctuationVariance(const SeriesType * series, LabelsType * rings)
{
  const auto region = series->GetBufferedRegion();
  auto       map = itk::Image<float, 2>::New();
  map->SetRegions(itk::Image<float, 2>::SizeType{ { region.GetSize(2), region.GetSize(3) } });
  map->Allocate(true);
  auto extract = itk::ExtractImageFilter<SeriesType, PatternType>::New();
  extract->SetInput(series);
  extract->SetDirectionCollapseToSubmatrix();
  auto statistics = itk::LabelStatisticsImageFilter<PatternType, LabelsType>::New();
  statistics->SetInput(extract->GetOutput());
  statistics->SetLabelInput(rings);
  auto pattern = region;
  pattern.SetSize({ { region.GetSize(0), region.GetSize(1), 0, 0, 0 } });
  for (itk::IndexValueType t = 0; t < static_cast<itk::IndexValueType>(region.GetSize(4)); ++t)
  {
    for (itk::ImageRegionIteratorWithIndex<itk::Image<float, 2>> point(map, map->GetBufferedRegion()); !point.IsAtEnd();
         ++point)
    {
      pattern.SetIndex({ { 0, 0, point.GetIndex()[0], point.GetIndex()[1], t } });
      extract->SetExtractionRegion(pattern);
      statistics->Update();
      point.Value() += static_cast<float>(RingVariance(*statistics) / static_cast<double>(region.GetSize(4)));
    }
  }
  return map;
}

SeriesType::Pointer
BinTime(SeriesType * series)
{
  auto shrink = itk::BinShrinkImageFilter<SeriesType, SeriesType>::New();
  shrink->SetInput(series);
  shrink->SetShrinkFactors(itk::BinShrinkImageFilter<SeriesType, SeriesType>::ShrinkFactorsType({ 1, 1, 1, 1, 2 }));
  shrink->Update();
  return shrink->GetOutput();
}

SeriesType::Pointer
BlurDiscrete(SeriesType * series)
{
  using FilterType = itk::DiscreteGaussianImageFilter<SeriesType, SeriesType>;
  const double          variance = std::pow(Sigma / series->GetSpacing()[0], 2);
  FilterType::ArrayType variances(0.0);
  variances[0] = variances[1] = variance;
  auto blur = FilterType::New();
  blur->SetInput(series);
  blur->SetUseImageSpacing(false);
  blur->SetFilterDimensionality(2);
  blur->SetVariance(variances);
  blur->SetMaximumError(1e-5);
  blur->Update();
  return blur->GetOutput();
}

SeriesType::Pointer
BlurSampled(SeriesType * series)
{
  const Eigen::ArrayXd weights = stem5d::GaussianWeights(Sigma / series->GetSpacing()[0]);
  SeriesType::Pointer  blurred = series;
  for (const unsigned int axis : { 0u, 1u })
  {
    itk::Neighborhood<float, 5>           kernel;
    itk::Neighborhood<float, 5>::SizeType radius{};
    radius[axis] = static_cast<itk::SizeValueType>(weights.size() / 2);
    kernel.SetRadius(radius);
    for (Eigen::Index i = 0; i < weights.size(); ++i)
    {
      kernel[static_cast<unsigned int>(i)] = static_cast<float>(weights[i]);
    }
    auto blur = itk::NeighborhoodOperatorImageFilter<SeriesType, SeriesType>::New();
    blur->SetInput(blurred);
    blur->SetOperator(kernel);
    blur->Update();
    blurred = blur->GetOutput();
  }
  return blurred;
}

/** <I(t1) I(t1 + t)>_k / (<I(t1)>_k <I(t1 + t)>_k) averaged over t1, for the delays 1 .. half of the frames.
 * \param intensity of the annulus, pixel after pixel, frame after frame */
std::vector<double>
DelayAverage(const std::vector<float> & intensity, std::size_t frames)
{
  const std::size_t   pixels = intensity.size() / frames;
  std::vector<double> mean(frames, 0.0);
  for (std::size_t i = 0; i < intensity.size(); ++i)
  {
    mean[i / pixels] += intensity[i] / static_cast<double>(pixels);
  }
  std::vector<double> g;
  for (std::size_t delay = 1; delay <= frames / 2; ++delay)
  {
    double sum = 0.0;
    for (std::size_t t1 = 0; t1 + delay < frames; ++t1)
    {
      double product = 0.0;
      for (std::size_t k = 0; k < pixels; ++k)
      {
        product += static_cast<double>(intensity[t1 * pixels + k]) * intensity[(t1 + delay) * pixels + k];
      }
      sum += product / static_cast<double>(pixels) / (mean[t1] * mean[t1 + delay]);
    }
    g.push_back(sum / static_cast<double>(frames - delay));
  }
  return g;
}

/** g(t) of every scan point: delay, x, y. */
itk::Image<float, 3>::Pointer
Correlate(const SeriesType * series, const LabelsType * annulus)
{
  const auto        region = series->GetBufferedRegion();
  const std::size_t frames = region.GetSize(4);
  auto              curves = itk::Image<float, 3>::New();
  curves->SetRegions(itk::Image<float, 3>::SizeType{ { frames / 2, region.GetSize(2), region.GetSize(3) } });
  curves->Allocate();
  itk::ImageRegionIteratorWithIndex<itk::Image<float, 3>> value(curves, curves->GetBufferedRegion());
  auto                                                    pointRegion = region;
  pointRegion.SetSize(2, 1);
  pointRegion.SetSize(3, 1);
  while (!value.IsAtEnd())
  {
    pointRegion.SetIndex(2, value.GetIndex()[1]);
    pointRegion.SetIndex(3, value.GetIndex()[2]);
    std::vector<float>                        intensity;
    itk::ImageRegionConstIterator<SeriesType> pixel(series, pointRegion);
    itk::ImageRegionConstIterator<LabelsType> label(annulus, annulus->GetBufferedRegion());
    for (; !pixel.IsAtEnd(); ++pixel, ++label)
    {
      if (label.IsAtEnd())
      {
        label.GoToBegin(); // the next frame
      }
      if (label.Get() != 0)
      {
        intensity.push_back(pixel.Get());
      }
    }
    for (const double g : DelayAverage(intensity, frames))
    {
      value.Set(static_cast<float>(g));
      ++value;
    }
  }
  return curves;
}

template <typename TImage>
void
Write(const TImage * image, const std::string & file)
{
  auto writer = itk::ImageFileWriter<TImage>::New();
  writer->SetInput(image);
  writer->SetFileName(file);
  writer->SetImageIO(itk::NrrdImageIO::New());
  writer->Update();
}

} // namespace

int
main(int argc, char * argv[])
{
  if (argc != 5)
  {
    std::cerr << "StockPipeline SERIES ROWS DIRECTORY discrete|sampled\n";
    return EXIT_FAILURE;
  }
  itk::SeriesImageIOFactory::RegisterOneFactory();
  const std::string directory = argv[3];
  auto              series = ReadRows(argv[1], std::strtoul(argv[2], nullptr, 10));
  const double      spacing = series->GetSpacing()[0];
  Write<itk::Image<float, 2>>(
    FluctuationVariance(series, LabelsOf(series, stem5d::DivideIntoRings({ 3.0, 5.8 }, spacing))),
    directory + "/variance.nrrd");
  series = BinTime(series);
  series = argv[4] == std::string("discrete") ? BlurDiscrete(series) : BlurSampled(series);
  Write<itk::Image<float, 3>>(Correlate(series, LabelsOf(series, { { 4.2, 4.6 } })), directory + "/g.nrrd");
}

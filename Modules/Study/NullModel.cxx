/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "NullModel.h"

#include "AnalysePipeline.h"
#include "Percentile.h"
#include "RegionOfInterest.h"
#include "ScanStatistics.h"
#include "itkSpeckleSeriesImageSource.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace stem5d
{
namespace
{

constexpr std::size_t FewestPoints = 50; // to compare their scatter with errors

using SourceType = itk::SpeckleSeriesImageSource<itk::Image<float, 5>>;

/** A 2-D image of the scan or the detector. */
template <typename TPixel, typename TValue>
typename itk::Image<TPixel, 2>::Pointer
MakeImage(const std::vector<TValue> & values, const std::array<std::size_t, 2> & size)
{
  auto image = itk::Image<TPixel, 2>::New();
  image->SetRegions(typename itk::Image<TPixel, 2>::SizeType{ { size[0], size[1] } });
  image->Allocate();
  std::copy(values.begin(), values.end(), image->GetBufferPointer());
  return image;
}

/** The pixels that an analysis looks at: the annuli, and what the blur reaches from that of the dynamics. */
std::vector<std::uint8_t>
PixelsLookedAt(const AnalysisResults & results)
{
  const AnalysisParameters & p = results.parameters;
  const Curves &             curves = results.curves;
  const double               reach = 4.0 * *p.blur + std::hypot(curves.patternSpacing[0], curves.patternSpacing[1]);
  const DetectorGrid         grid{ curves.patternSize, curves.patternSpacing, curves.patternOrigin };
  std::vector<std::uint8_t>  looked;
  for (std::size_t pixel = 0; pixel < grid.NumberOfPixels(); ++pixel)
  {
    const double q = std::hypot(grid.Coordinate(0, pixel % grid.size[0]), grid.Coordinate(1, pixel / grid.size[0]));
    const bool   isLooked = (q >= p.dynamicsAnnulus->low - reach && q <= p.dynamicsAnnulus->high + reach) ||
                          (q >= p.structureAnnulus->low - reach && q <= p.structureAnnulus->high + reach);
    looked.push_back(isLooked ? 1 : 0);
  }
  return looked;
}

/** The parameters of the data's analysis, for a series on the binned detector that is the scan region. */
AnalysisParameters
ParametersFor(const AnalysisResults & results)
{
  AnalysisParameters p = results.parameters;
  p.detectorBin = 1;
  p.scanRegion.reset();
  p.twoTimeRegions.clear();
  p.gain = results.gain.value;
  return p;
}

SourceType::Pointer
MakeSource(const AnalysisResults & results, const SpeckleSeriesSettings & settings)
{
  const Curves &     curves = results.curves;
  std::vector<float> electrons = curves.meanPattern;
  for (std::size_t pixel = 0; pixel < electrons.size(); ++pixel)
  {
    electrons[pixel] =
      curves.badPixels[pixel] ? 0.0F : static_cast<float>(electrons[pixel] / settings.gain); // 0: not recorded
  }
  auto source = SourceType::New();
  source->SetSettings(settings);
  source->SetExpectedElectrons(MakeImage<float>(electrons, curves.patternSize));
  source->SetRecordedPixels(MakeImage<unsigned char>(PixelsLookedAt(results), curves.patternSize));
  return source;
}

/** Analyses a simulation as the data were, so many bytes at a time. */
std::vector<AnalysisResults>
AnalyseSimulation(const std::vector<AnalysisResults> & analyses,
                  SourceType *                         source,
                  std::size_t                          blockBytes,
                  const ProgressFunction &             progress)
{
  const Curves &                  curves = analyses.front().curves;
  const Pattern<std::uint8_t>     bad = ConstPatternMap<std::uint8_t>(curves.badPixels.data(),
                                                                  static_cast<Eigen::Index>(curves.patternSize[1]),
                                                                  static_cast<Eigen::Index>(curves.patternSize[0]));
  std::vector<AnalysisParameters> parameters;
  std::transform(analyses.begin(), analyses.end(), std::back_inserter(parameters), ParametersFor);
  return AnalysePipeline(source, bad, analyses.front().qUnit, blockBytes, parameters, progress);
}

std::vector<AnalysisResults>
WithinRegionsOfInterest(const std::vector<AnalysisResults> & analyses)
{
  std::vector<AnalysisResults> regions;
  for (const AnalysisResults & analysis : analyses)
  {
    regions.push_back(WithinRegionOfInterest(analysis));
  }
  return regions;
}

double
ValueOf(const ScanStatistics & statistics, const std::string & name)
{
  const ScanStatistic * statistic = FindStatistic(statistics, name);
  return statistic ? statistic->value : ScanStatistic::NaN;
}

/** What is found for the means of a simulation whose truth is known. */
std::vector<EstimatorBias>
BiasesOf(const ScanStatistics & found, const SpeckleSeriesSettings & truth)
{
  std::vector<EstimatorBias> biases;
  const auto                 add = [&](const char * name, double trueValue) {
    if (const ScanStatistic * statistic = FindStatistic(found, name))
    {
      biases.push_back({ name, trueValue, statistic->value, statistic->error });
    }
  };
  add("geometric_mean.relaxation_time", truth.relaxationTime);
  add("mean.corrected_variance", truth.contrast);
  add("mean.stretch_exponent", truth.stretchExponent);
  return biases;
}

/** Null distributions of no values yet. */
void
ResetNull(ScanStatistics & statistics)
{
  for (ScanStatistic & statistic : statistics)
  {
    statistic.null.emplace();
  }
}

/** Adds the statistics of one simulation to the null distributions. */
void
AddToNull(const ScanStatistics & simulated, ScanStatistics & statistics)
{
  for (ScanStatistic & statistic : statistics)
  {
    const double value = ValueOf(simulated, statistic.name);
    if (std::isfinite(value))
    {
      auto & values = statistic.null->values;
      values.insert(std::upper_bound(values.begin(), values.end(), value), value);
    }
  }
}

void
RemoveEmptyNull(ScanStatistics & statistics)
{
  for (ScanStatistic & statistic : statistics)
  {
    if (statistic.null->values.empty())
    {
      statistic.null.reset();
    }
  }
}

/** The estimates of simulated independent points, beside their errors and the truth. */
EstimatorCheck
CheckOf(const AnalysisResults & simulated, const SpeckleSeriesSettings & truth)
{
  EstimatorCheck check;
  check.biases = BiasesOf(ComputeScanStatistics(simulated, {}, false), truth);
  for (const char * name :
       { "relaxation_time", "stretch_exponent", "contrast", "fluctuation_variance", "corrected_variance" })
  {
    const auto &        values = simulated.Map(name).values;
    const auto &        errors = simulated.Map(std::string(name) + "_error").values;
    const bool          isTime = std::string(name) == "relaxation_time";
    std::vector<double> estimates;
    std::vector<double> widths;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
      if (std::isfinite(values[i]) && errors[i] > 0.0F)
      {
        estimates.push_back(isTime ? std::log(values[i]) : values[i]);
        widths.push_back(isTime ? errors[i] / values[i] : errors[i]);
      }
    }
    if (estimates.size() < FewestPoints)
    {
      continue; // a fixed stretch exponent
    }
    std::vector<double> sorted = estimates;
    std::sort(sorted.begin(), sorted.end());
    const double median = Percentile(sorted, 50.0);
    double       within = 0.0;
    for (std::size_t i = 0; i < estimates.size(); ++i)
    {
      within += std::abs(estimates[i] - median) < widths[i] ? 1.0 : 0.0;
    }
    const double scatter = 0.5 * (Percentile(sorted, 84.0) - Percentile(sorted, 16.0));
    std::sort(widths.begin(), widths.end());
    check.errors.push_back({ name, scatter, Percentile(widths, 50.0), within / static_cast<double>(estimates.size()) });
  }
  return check;
}

} // namespace

SpeckleSeriesSettings
HomogeneousSettings(const AnalysisResults & results, const NullModelParameters & parameters)
{
  const Curves & curves = results.curves;
  Require(results.qUnit == "1/nm", "the unit of Q", results.qUnit, "a null model needs Q in 1/nm and the scan in nm");
  Require(curves.scanSize.size() == 2, "the number of scan axes", curves.scanSize.size(), "give an area or line scan");
  Require(std::abs(curves.patternSpacing[0] - curves.patternSpacing[1]) < 1e-6 * curves.patternSpacing[0],
          "the height of a pixel",
          curves.patternSpacing[1],
          "a null model needs square pixels");
  SpeckleSeriesSettings settings;
  settings.seed = parameters.seed;
  settings.detectorSize = curves.patternSize;
  settings.pixelSize = curves.patternSpacing[0];
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    settings.centreOffset[axis] =
      -0.5 * (static_cast<double>(curves.patternSize[axis]) - 1.0) * settings.pixelSize - curves.patternOrigin[axis];
    settings.scanSize[axis] = curves.scanSize[axis];
  }
  settings.scanStep = curves.scanSpacing[0];
  settings.frames = results.frames;
  settings.framePeriod = results.framePeriod;
  settings.aperture = parameters.aperture;
  settings.relaxationTime = ValueOf(results.statistics, "geometric_mean.relaxation_time");
  Require(std::isfinite(settings.relaxationTime),
          "the mean relaxation time",
          settings.relaxationTime,
          "a null model needs points whose relaxation time is within the record");
  settings.stretchExponent = results.parameters.fit.fixedGamma.value_or(
    std::clamp(ValueOf(results.statistics, "median.stretch_exponent"), 0.1, 2.0)); // what a process can have
  settings.contrast = ValueOf(results.statistics, "mean.corrected_variance");
  Require(settings.contrast > 0.0 && settings.contrast <= 1.0,
          "the mean of V without the noise of counting",
          settings.contrast,
          "a null model of one speckle pattern needs 0 < V <= 1");
  settings.gain = results.gain.value > 0.0 ? results.gain.value : 1.0;
  settings.poisson = results.gain.value > 0.0;
  return settings;
}

void
ComputeNullModel(std::vector<AnalysisResults> & analyses,
                 const NullModelParameters &    parameters,
                 const NullModelProgress &      progress)
{
  Require(parameters.realisations > 0, "the number of realisations", parameters.realisations, "give one or more");
  const std::vector<AnalysisResults> regions = WithinRegionsOfInterest(analyses);
  const AnalysisResults &            region = regions.front();
  SpeckleSeriesSettings              settings = HomogeneousSettings(region, parameters);
  std::vector<float>                 illumination = region.Map("mean_intensity").values;
  const double                       mean = ValueOf(region.statistics, "mean.mean_intensity");
  Require(mean > 0.0, "the mean intensity", mean, "a null model needs points with intensity; analyse the series again");
  for (float & value : illumination)
  {
    value = std::isfinite(value) ? static_cast<float>(std::max(0.0, value / mean)) : 0.0F;
  }
  for (AnalysisResults & analysis : analyses)
  {
    ResetNull(analysis.statistics);
  }
  constexpr std::size_t blockBytes = 256ull << 20; // several rows at a time share the scatterers around them
  std::uint64_t         bytes = 0;
  for (std::size_t i = 0; i < parameters.realisations; ++i)
  {
    settings.seed = parameters.seed + static_cast<std::uint32_t>(i);
    const auto source = MakeSource(region, settings);
    source->SetIllumination(MakeImage<float>(illumination, settings.scanSize));
    const std::vector<AnalysisResults> simulated =
      AnalyseSimulation(regions, source, blockBytes, [&](std::size_t done, std::size_t total, std::uint64_t read) {
        if (progress)
        {
          progress(i * total + done, parameters.realisations * total, bytes + read);
        }
      });
    bytes += simulated.front().bytesRead;
    for (std::size_t analysis = 0; analysis < analyses.size(); ++analysis)
    {
      AddToNull(ComputeScanStatistics(simulated[analysis], {}, false), analyses[analysis].statistics);
    }
  }
  for (AnalysisResults & analysis : analyses)
  {
    RemoveEmptyNull(analysis.statistics);
  }
}

std::vector<EstimatorCheck>
CheckEstimators(const std::vector<AnalysisResults> & analyses,
                const NullModelParameters &          parameters,
                std::size_t                          points,
                const NullModelProgress &            progress)
{
  Require(
    points >= FewestPoints, "the number of points", points, "give 50 or more to compare their scatter with errors");
  const std::vector<AnalysisResults> regions = WithinRegionsOfInterest(analyses);
  SpeckleSeriesSettings              settings = HomogeneousSettings(regions.front(), parameters);
  const auto columns = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(points))));
  settings.scanSize = { columns, (points + columns - 1) / columns };
  settings.scanStep = 1.4 / settings.pixelSize;         // beyond the field of the probe
  constexpr std::size_t       blockBytes = 32ull << 20; // each point has scatterers of its own, which take more than it
  std::vector<EstimatorCheck> checks;
  for (const AnalysisResults & simulated :
       AnalyseSimulation(regions, MakeSource(regions.front(), settings), blockBytes, progress))
  {
    checks.push_back(CheckOf(simulated, settings));
  }
  return checks;
}

} // namespace stem5d

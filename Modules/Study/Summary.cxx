/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Summary.h"

#include "JsonValue.h"
#include "MeanAndError.h"
#include "Memory.h"
#include "Percentile.h"
#include "ScanStatistics.h"

#include <algorithm>
#include <cmath>

namespace stem5d
{
namespace
{

using nlohmann::json;

/** The bits of FitStatus that an analysis sets. */
constexpr std::pair<FitStatus, const char *> StatusNames[] = { { NOT_CONVERGED, "NOT_CONVERGED" },
                                                               { AT_TAU_BOUND, "AT_TAU_BOUND" },
                                                               { AT_GAMMA_BOUND, "AT_GAMMA_BOUND" },
                                                               { CENSORED, "CENSORED" },
                                                               { TOO_FAST, "TOO_FAST" },
                                                               { LOW_CONTRAST, "LOW_CONTRAST" },
                                                               { BASELINE, "BASELINE" },
                                                               { NON_STATIONARY, "NON_STATIONARY" },
                                                               { LOW_COUNTS, "LOW_COUNTS" },
                                                               { MASKED, "MASKED" } };

std::vector<double>
FiniteValues(const std::vector<float> & values)
{
  std::vector<double> finite;
  std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](float v) { return std::isfinite(v); });
  return finite;
}

json
DescribeMap(const ScanMap & map)
{
  std::vector<double> values = FiniteValues(map.values);
  std::sort(values.begin(), values.end());
  const Eigen::Map<const Eigen::ArrayXd> array(values.data(), values.size());
  const MeanWithError                    average = MeanAndError(array);
  json                                   percentiles;
  for (const int percent : { 5, 16, 25, 75, 84, 95 })
  {
    percentiles[std::to_string(percent)] = NumberOrNull(Percentile(values, percent));
  }
  return { { "unit", map.unit.empty() ? "1" : map.unit },
           { "points", values.size() },
           { "mean", NumberOrNull(average.mean) },
           { "standard_deviation", NumberOrNull(average.error * std::sqrt(static_cast<double>(values.size()))) },
           { "median", NumberOrNull(Percentile(values, 50.0)) },
           { "percentiles", percentiles } };
}

json
CountPoints(const AnalysisResults & results)
{
  json status;
  for (const auto & [bit, name] : StatusNames)
  {
    status[name] = std::count_if(
      results.status.begin(), results.status.end(), [bit = bit](std::uint16_t s) { return (s & bit) != 0; });
  }
  return { { "total", results.status.size() },
           { "OK", std::count(results.status.begin(), results.status.end(), OK) },
           { "status", status } };
}

json
DescribeStatistic(const ScanStatistic & statistic)
{
  json described{ { "name", statistic.name },
                  { "unit", statistic.unit.empty() ? "1" : statistic.unit },
                  { "value", NumberOrNull(statistic.value) },
                  { "standard_error", NumberOrNull(statistic.error) },
                  { "points", NumberOrNull(statistic.count) },
                  { "effective_points", NumberOrNull(statistic.effectiveCount) },
                  { "p_value", NumberOrNull(statistic.pValue) },
                  { "p_value_by_shifts", NumberOrNull(statistic.shiftPValue) },
                  { "remark", statistic.remark.empty() ? json(nullptr) : json(statistic.remark) },
                  { "null", nullptr } };
  if (statistic.null)
  {
    const auto interval = statistic.null->Interval();
    described["null"] = { { "mean", NumberOrNull(statistic.null->Mean()) },
                          { "interval_95", { NumberOrNull(interval[0]), NumberOrNull(interval[1]) } },
                          { "values", statistic.null->values } };
  }
  return described;
}

json
DescribeFit(const KWWFitResult & fit)
{
  json status = json::array();
  for (const auto & [bit, name] : StatusNames)
  {
    if ((fit.status & bit) != 0)
    {
      status.push_back(name);
    }
  }
  return { { "contrast", NumberOrNull(fit.contrast) },
           { "contrast_error", NumberOrNull(fit.contrastError) },
           { "relaxation_time", NumberOrNull(fit.relaxationTime) },
           { "relaxation_time_error", NumberOrNull(fit.relaxationTimeError) },
           { "stretch_exponent", NumberOrNull(fit.stretchExponent) },
           { "stretch_exponent_error", NumberOrNull(fit.stretchExponentError) },
           { "residual", NumberOrNull(fit.residual) },
           { "status", status } };
}

/** What the standard errors of the maps are. */
const char *
DescribeErrors(const AnalysisResults & results)
{
  return results.parameters.partition.sectors > 0
           ? "half-widths of 68 % intervals: jackknife over azimuthal sectors, multiplied by error_factors, which the "
             "sectors far apart and the halves of the detector ask for; relative to the value for relaxation_time"
           : "asymptotic: relaxation_time_error, stretch_exponent_error and contrast_error take the delays, "
             "fluctuation_variance_error and the errors of g(t) the frames as independent; all are lower bounds";
}

json
DescribeParameters(const AnalysisResults & results)
{
  const AnalysisParameters & p = results.parameters;
  const Curves &             c = results.curves;
  return { { "dynamics_annulus", { p.dynamicsAnnulus->low, p.dynamicsAnnulus->high } },
           { "structure_annulus", { p.structureAnnulus->low, p.structureAnnulus->high } },
           { "q_unit", results.qUnit },
           { "detector_bin", p.detectorBin },
           { "time_bin", p.timeBin },
           { "blur", *p.blur },
           { "mask", p.maskFile.empty() ? json(nullptr) : json(p.maskFile) },
           { "gamma", p.fit.fixedGamma ? json(*p.fit.fixedGamma) : json("free") },
           { "tau_bounds", { p.fit.tauLow, p.fit.tauHigh } },
           { "gamma_bounds", { p.fit.gammaLow, p.fit.gammaHigh } },
           { "delays", { p.firstDelay, p.lastDelay } },
           { "delay_times", { c.delay.front(), c.delay.back() } },
           { "variance", p.pooledVariance ? "pooled" : "rings" },
           { "normalisation", ToString(p.normalisation) },
           { "scan_region", *p.scanRegion },
           { "region_of_interest", p.regionOfInterest ? json(*p.regionOfInterest) : json(nullptr) },
           { "frames", { p.firstFrame, results.frames } },
           { "frame_period", results.framePeriod },
           { "record_length", results.framePeriod * static_cast<double>(results.frames) },
           { "dynamics_pixels", results.dynamicsPixels },
           { "structure_pixels", results.structurePixels },
           { "rings", results.rings },
           { "estimator", ToString(p.estimator) },
           { "sectors", p.partition.sectors },
           { "halves", p.partition.halves },
           { "guard_band", p.partition.guardBand },
           { "gain", p.gain ? json(*p.gain) : json(nullptr) },
           { "two_time_regions", p.twoTimeRegions },
           { "fixed_maps", p.fixedMaps } };
}

/** What the run took; null where that is not to be told. */
json
DescribeRun(const AnalysisResults & results)
{
  if (!(results.wallTime > 0.0))
  {
    return nullptr;
  }
  return { { "wall_time", results.wallTime },
           { "bytes_read", results.bytesRead },
           { "rate", static_cast<double>(results.bytesRead) / results.wallTime },
           { "peak_memory", PeakMemory() },
           { "memory_limit", results.parameters.memory },
           { "threads", results.parameters.threads } };
}

} // namespace

std::string
JsonAsText(const nlohmann::json & json)
{
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json
DescribeStatistics(const ScanStatistics & statistics)
{
  json described = json::array();
  for (const ScanStatistic & statistic : statistics)
  {
    described.push_back(DescribeStatistic(statistic));
  }
  return described;
}

AnalysisResults
ReadSummary(const nlohmann::json & summary)
{
  const json &         p = summary.at("parameters");
  AnalysisResults      results;
  AnalysisParameters & used = results.parameters;
  const auto           range = [&p](const char * name) { return p.at(name).get<std::array<double, 2>>(); };
  used.dynamicsAnnulus = Annulus{ range("dynamics_annulus")[0], range("dynamics_annulus")[1] };
  used.structureAnnulus = Annulus{ range("structure_annulus")[0], range("structure_annulus")[1] };
  p.at("detector_bin").get_to(used.detectorBin);
  p.at("time_bin").get_to(used.timeBin);
  used.blur = p.at("blur").get<double>();
  if (p.at("gamma").is_number())
  {
    used.fit.fixedGamma = p.at("gamma").get<double>();
  }
  used.fit.tauLow = range("tau_bounds")[0];
  used.fit.tauHigh = range("tau_bounds")[1];
  used.fit.gammaLow = range("gamma_bounds")[0];
  used.fit.gammaHigh = range("gamma_bounds")[1];
  used.firstDelay = p.at("delays").at(0).get<std::size_t>();
  used.lastDelay = p.at("delays").at(1).get<std::size_t>();
  used.pooledVariance = p.at("variance") == "pooled";
  used.normalisation = TwoTimeNormalisationOf(p.at("normalisation").get<std::string>());
  used.estimator = KWWEstimatorOf(p.at("estimator").get<std::string>());
  p.at("sectors").get_to(used.partition.sectors);
  p.at("halves").get_to(used.partition.halves);
  used.guardBand = p.at("guard_band").get<double>();
  used.scanRegion = p.at("scan_region").get<std::array<std::size_t, 4>>();
  if (p.at("region_of_interest").is_array())
  {
    used.regionOfInterest = p.at("region_of_interest").get<std::array<std::size_t, 4>>();
  }
  p.at("q_unit").get_to(results.qUnit);
  results.frames = p.at("frames").at(1).get<std::size_t>();
  p.at("frame_period").get_to(results.framePeriod);
  const auto number = [](const json & value) { return value.is_number() ? value.get<double>() : ScanStatistic::NaN; };
  results.gain = { number(summary.at("gain").at("value")), number(summary.at("gain").at("standard_error")) };
  for (const json & described : summary.at("statistics"))
  {
    ScanStatistic & statistic = results.statistics.emplace_back();
    described.at("name").get_to(statistic.name);
    statistic.unit = described.at("unit") == "1" ? "" : described.at("unit").get<std::string>();
    statistic.value = number(described.at("value"));
    statistic.error = number(described.at("standard_error"));
    statistic.count = number(described.at("points"));
    statistic.effectiveCount = number(described.at("effective_points"));
    statistic.pValue = number(described.at("p_value"));
    statistic.shiftPValue = number(described.at("p_value_by_shifts"));
    statistic.remark = described.at("remark").is_string() ? described.at("remark").get<std::string>() : "";
    if (described.at("null").is_object())
    {
      statistic.null = NullDistribution{ described.at("null").at("values").get<std::vector<double>>() };
    }
  }
  summary.at("warnings").get_to(results.warnings);
  return results;
}

nlohmann::json
DescribeAsJson(const SeriesDescription & series)
{
  json axes = json::array();
  for (const Axis & axis : series.axes)
  {
    axes.push_back({ { "name", axis.name },
                     { "unit", axis.unit },
                     { "size", axis.size },
                     { "spacing", NumberOrNull(axis.spacing) },
                     { "origin", NumberOrNull(axis.origin) } });
  }
  return { { "file", series.file },
           { "dataset", series.dataset },
           { "format", series.format },
           { "axes", axes },
           { "component_type", series.componentType },
           { "byte_order", series.bigEndian ? "big" : "little" },
           { "chunk", series.chunk.empty() ? json(nullptr) : json(series.chunk) },
           { "compression", series.filters },
           { "bytes", series.bytes },
           { "missing", series.missing },
           { "notes", series.notes } };
}

nlohmann::json
Summarise(const AnalysisResults & results)
{
  json maps;
  for (const ScanMap & map : results.maps)
  {
    maps[map.name] = DescribeMap(map);
  }
  return { { "software", { { "name", "STEM5D" }, { "version", STEM5D_VERSION } } },
           { "input", DescribeAsJson(results.series) },
           { "parameters", DescribeParameters(results) },
           { "errors", DescribeErrors(results) },
           { "points", CountPoints(results) },
           { "maps", maps },
           { "statistics", DescribeStatistics(results.statistics) },
           { "verdict", Verdict(results.statistics) },
           { "gain",
             { { "value", NumberOrNull(results.gain.value) },
               { "standard_error", NumberOrNull(results.gain.error) },
               { "unit", "counts/electron" },
               { "source", results.parameters.gain ? "given" : "estimated" } } },
           { "error_factors", results.errorFactors },
           { "average_curve", DescribeFit(results.averageFit) },
           { "warnings", results.warnings },
           { "run", DescribeRun(results) } };
}
} // namespace stem5d

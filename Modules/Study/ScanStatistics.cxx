/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ScanStatistics.h"

#include "Drift.h"
#include "EffectiveSampleSize.h"
#include "PartialRankCorrelation.h"
#include "Percentile.h"
#include "SplitHalf.h"
#include "ToroidalShift.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace stem5d
{
namespace
{

constexpr const char * RelaxationTime = "relaxation_time";
constexpr const char * StretchExponent = "stretch_exponent";
constexpr const char * RawVariance = "fluctuation_variance";
constexpr const char * CorrectedVariance = "corrected_variance";

std::string
Text(const char * format, double a)
{
  char text[64];
  std::snprintf(text, sizeof(text), format, a);
  return text;
}

class Statistician
{
public:
  Statistician(const AnalysisResults & results, const std::vector<ScanMap> & fixed, bool withShifts)
    : m_Results(results)
    , m_WithShifts(withShifts)
    , m_RecordLength(results.framePeriod * static_cast<double>(results.frames))
  {
    for (const ScanMap & map : fixed)
    {
      m_Fixed.push_back(AsMapArray(map.values, results.curves.scanSize));
    }
  }

  ScanStatistics
  Compute()
  {
    std::vector<std::string> names{ RelaxationTime };
    if (!m_Results.parameters.fit.fixedGamma)
    {
      names.emplace_back(StretchExponent);
    }
    names.insert(names.end(), { "contrast", CorrectedVariance, RawVariance });
    for (const std::string & name : names)
    {
      this->DescribeMap(name);
    }
    this->DescribeCensoring();
    this->Add("mean.mean_intensity", this->Map("mean_intensity"), "counts/pixel");
    for (std::size_t i = 0; i < names.size(); ++i)
    {
      for (std::size_t j = i + 1; j < names.size(); ++j)
      {
        if (names[i] != CorrectedVariance) // with the raw one: the same quantity
        {
          this->RelateMaps(names[i], names[j]);
        }
      }
    }
    this->Add("ageing", this->Map("ageing"), "");
    if (m_WithShifts)
    {
      this->DescribeDrift();
    }
    return std::move(m_Statistics);
  }

private:
  MapArray
  Map(const std::string & name) const
  {
    return AsMapArray(m_Results.Map(name).values, m_Results.curves.scanSize);
  }

  /** A map to be ranked: relaxation times beyond the record are tied. */
  MapArray
  MapToRank(const std::string & name) const
  {
    const MapArray map = this->Map(name);
    return name.compare(0, std::string(RelaxationTime).size(), RelaxationTime) == 0
             ? MapArray((map > m_RecordLength).select(m_RecordLength, map))
             : map;
  }

  HalfMaps
  Halves(const std::string & name) const
  {
    return { this->MapToRank(name + "_a"), this->MapToRank(name + "_b") };
  }

  ScanStatistic &
  Add(const std::string & name, const std::string & unit = "")
  {
    ScanStatistic & statistic = m_Statistics.emplace_back();
    statistic.name = name;
    statistic.unit = unit;
    return statistic;
  }

  ScanStatistic &
  Add(const std::string & name, const SpatialCorrelation & correlation)
  {
    ScanStatistic & statistic = this->Add(name);
    statistic.value = correlation.coefficient;
    statistic.error = correlation.error;
    statistic.count = static_cast<double>(correlation.count);
    statistic.effectiveCount = correlation.effectiveCount;
    statistic.pValue = correlation.pValue;
    return statistic;
  }

  /** The mean of a map, with the error of as many independent points as it is worth. */
  ScanStatistic &
  Add(const std::string & name, const MapArray & map, const std::string & unit)
  {
    const MeanWithError average = MeanAndError(map);
    ScanStatistic &     statistic = this->Add(name, unit);
    statistic.value = average.mean;
    statistic.count = static_cast<double>(average.count);
    statistic.effectiveCount = EffectiveSampleSizeOfMean(map);
    statistic.error = average.error * std::sqrt(statistic.count / statistic.effectiveCount);
    statistic.remark = average.count == 0 ? "no point has a value" : "";
    return statistic;
  }

  void
  DescribeMap(const std::string & name)
  {
    const MapArray    map = this->Map(name);
    const std::string unit = m_Results.Map(name).unit;
    this->Add("mean." + name, map, unit);

    std::vector<double> values;
    std::copy_if(
      map.data(), map.data() + map.size(), std::back_inserter(values), [](double v) { return std::isfinite(v); });
    std::sort(values.begin(), values.end());
    ScanStatistic & median = this->Add("median." + name, unit);
    median.value = Percentile(values, 50.0);
    median.count = static_cast<double>(values.size());

    if (m_Results.parameters.partition.halves)
    {
      const HalfMaps halves = this->Halves(name);
      this->Add("reliability." + name, SpatialRankCorrelation(halves.a, halves.b)).remark =
        "0 for a homogeneous sample";
      const bool      isTime = name == RelaxationTime;
      const auto      variance = DeconvolvedVariance(isTime ? HalfMaps{ halves.a.log(), halves.b.log() } : halves);
      ScanStatistic & heterogeneity = this->Add("heterogeneity." + name);
      heterogeneity.value = variance.covariance;
      heterogeneity.error = variance.error;
      heterogeneity.count = static_cast<double>(variance.count);
      heterogeneity.remark = isTime ? "variance of ln tau over the sample" : "variance over the sample";
    }
  }

  /** The log-normal distribution of the relaxation times, with those at the bound or beyond the record censored. */
  void
  DescribeCensoring()
  {
    const CensoredLogNormalResult result = DistributionOfTimes(m_Results, this->Map(RelaxationTime));
    ScanStatistic &               fraction = this->Add("censored.relaxation_time");
    fraction.count = static_cast<double>(result.count);
    fraction.value = static_cast<double>(result.censored) / static_cast<double>(result.count);
    const double width = EffectiveSampleSizeOfMean(this->MapToRank(RelaxationTime).log());
    fraction.effectiveCount = width;
    fraction.error = std::sqrt(fraction.value * (1.0 - fraction.value) / width);

    const double      dilution = std::sqrt(static_cast<double>(result.count) / width);
    const std::string remark =
      result.status == CensoringStatus::AllCensored                      ? "all relaxation times are beyond the record"
      : result.status != CensoringStatus::Estimated || result.count == 0 ? "too few relaxation times within the record"
                                                                         : "";
    const auto add = [&](const char * name, double value, double error) {
      ScanStatistic & statistic = this->Add(name, "s");
      statistic.value = value;
      statistic.error = error * dilution;
      statistic.count = static_cast<double>(result.count);
      statistic.effectiveCount = width;
      statistic.remark = remark;
    };
    add("geometric_mean.relaxation_time", result.geometricMean, result.geometricMeanError);
    add("arithmetic_mean.relaxation_time", result.arithmeticMean, result.arithmeticMeanError);
  }

  /** The drift of the sample, from the intensity of the structure annulus over the scan, frame by frame. */
  void
  DescribeDrift()
  {
    const auto & curves = m_Results.curves;
    const bool   isStack = curves.scanSize.size() > 2;
    Drift        drift;
    if (!isStack && m_Results.frames > 0)
    {
      VirtualImageSeries images;
      const auto         columns = static_cast<Eigen::Index>(curves.scanSize[0]);
      const auto         rows = static_cast<Eigen::Index>(curves.scanSize[1]);
      for (std::size_t frame = 0; frame < m_Results.frames; ++frame)
      {
        const float * first = m_Results.frameIntensity.data() + frame * curves.scanSize[0] * curves.scanSize[1];
        images.emplace_back(ConstPatternMap<float>(first, rows, columns));
      }
      drift = MeasureDrift({ images }, { curves.scanSpacing[0], curves.scanSpacing[1] }, m_Results.framePeriod);
    }
    constexpr const char * reasons[] = { "",
                                         "not measured: fewer than 8 points along the axis",
                                         "not measured: fewer than 25 frames",
                                         "not measured: successive frames have nothing in common" };
    for (const unsigned int axis : { 0U, 1U })
    {
      ScanStatistic & velocity = this->Add(axis == 0 ? "drift.x" : "drift.y", "nm/s");
      velocity.value = drift.velocity[axis];
      velocity.error = drift.error[axis];
      velocity.remark = isStack ? "not measured for a stack" : reasons[static_cast<int>(drift.status[axis])];
    }
    ScanStatistic & total = this->Add("drift.total", "nm");
    total.value = drift.Total();
    total.error = drift.SpeedError() * drift.recordLength;
    total.remark = drift.IsSignificant() ? "significant: beyond three errors" : "not significant";
    ScanStatistic & feigned = this->Add("drift.feigned_relaxation_time", "s");
    feigned.value = drift.FeignedRelaxationTime();
    feigned.remark = "the relaxation time that drift alone would feign; with the drift two errors higher " +
                     Text("%.3g s", drift.LeastFeignedRelaxationTime());
  }

  void
  RelateMaps(const std::string & nameX, const std::string & nameY)
  {
    constexpr std::uint32_t seed = 1;
    constexpr const char *  sameSpeckles = "both from the same speckles: not 0 for a homogeneous sample";
    const std::string       pair = '.' + nameX + '.' + nameY;
    const MapArray          x = this->MapToRank(nameX);
    const MapArray          y = this->MapToRank(nameY);
    ScanStatistic &         same = this->Add("same_half" + pair, SpatialRankCorrelation(x, y));
    same.shiftPValue = m_WithShifts ? ToroidalShiftTest({ { x, y } }, seed).pValue : ScanStatistic::NaN;
    same.remark = sameSpeckles;
    if (!m_Fixed.empty())
    {
      this->Add("partial" + pair, PartialRankCorrelation(x, y, m_Fixed)).remark = sameSpeckles;
    }
    if (!m_Results.parameters.partition.halves)
    {
      return;
    }
    const HalfMaps        halvesX = this->Halves(nameX);
    const HalfMaps        halvesY = this->Halves(nameY);
    const CrossHalfResult result = CrossHalfCorrelation(halvesX, halvesY);
    ScanStatistic &       cross = this->Add("cross_half" + pair, result.crossHalf);
    if (m_WithShifts)
    {
      cross.shiftPValue = ToroidalShiftTest({ { halvesX.a, halvesY.b }, { halvesX.b, halvesY.a } }, seed).pValue;
    }
    cross.remark = "lowered by the noise of the estimates";
    ScanStatistic & disattenuated = this->Add("disattenuated" + pair);
    disattenuated.value = result.disattenuated;
    disattenuated.error = result.disattenuatedError;
    disattenuated.count = static_cast<double>(result.crossHalf.count);
    if (result.status != HALVES_AGREE)
    {
      disattenuated.remark = "not given: the halves of";
      disattenuated.remark += (result.status & FIRST_NOT_RELIABLE) ? ' ' + nameX : "";
      disattenuated.remark += result.status == (FIRST_NOT_RELIABLE | SECOND_NOT_RELIABLE) ? " and of" : "";
      disattenuated.remark += (result.status & SECOND_NOT_RELIABLE) ? ' ' + nameY : "";
      disattenuated.remark += " do not agree";
    }
  }

  const AnalysisResults & m_Results;
  bool                    m_WithShifts;
  double                  m_RecordLength;
  std::vector<MapArray>   m_Fixed;
  ScanStatistics          m_Statistics;
};

/** "0.12 +- 0.03 (p = 0.002)", with the interval of the null model if there is one. */
std::string
WithError(const ScanStatistic & statistic)
{
  std::string text = Text("%.2f", statistic.value) + Text(" +- %.2f", statistic.error);
  if (std::isfinite(statistic.pValue))
  {
    text += Text(" (p = %.2g", statistic.pValue);
    text += std::isfinite(statistic.shiftPValue) ? Text(", by shifts %.2g)", statistic.shiftPValue) : ")";
  }
  if (statistic.null)
  {
    const auto interval = statistic.null->Interval();
    text += Text(", homogeneous %.2f", interval[0]) + Text(" .. %.2f", interval[1]);
  }
  return text;
}

bool
IsHeterogeneous(const ScanStatistic & reliability)
{
  constexpr double level = 0.01;
  return reliability.value > 0.0 && 0.5 * reliability.pValue < level &&
         !(reliability.null && reliability.value <= reliability.null->Interval()[1]);
}

bool
IsRelated(const ScanStatistic & cross)
{
  constexpr double level = 0.05;
  const auto       inside = [&cross](const std::array<double, 2> & interval) {
    return cross.value >= interval[0] && cross.value <= interval[1];
  };
  return cross.pValue < level && cross.shiftPValue < level && !(cross.null && inside(cross.null->Interval()));
}

} // namespace

CensoredLogNormalResult
DistributionOfTimes(const AnalysisResults & results, const MapArray & times)
{
  const double        record = results.framePeriod * static_cast<double>(results.frames);
  const double        limit = std::min(record, results.parameters.fit.tauHigh);
  std::vector<double> values;
  std::vector<bool>   censored;
  for (const double tau : times.reshaped())
  {
    if (std::isfinite(tau))
    {
      censored.push_back(tau >= limit);
      values.push_back(std::min(tau, limit));
    }
  }
  return values.empty() ? CensoredLogNormalResult{} : CensoredLogNormal(values, censored);
}

MapArray
AsMapArray(const std::vector<float> & values, const std::vector<std::size_t> & size)
{
  const auto         columns = static_cast<Eigen::Index>(size[0]);
  const auto         rows = static_cast<Eigen::Index>(size.size() > 1 ? size[1] : 1);
  const auto         sections = static_cast<Eigen::Index>(values.size()) / (columns * rows);
  const Eigen::Index stride = sections > 1 ? 2 * rows : rows;
  MapArray map = MapArray::Constant((sections - 1) * stride + rows, columns, std::numeric_limits<double>::quiet_NaN());
  for (Eigen::Index section = 0; section < sections; ++section)
  {
    const ConstPatternMap<float> from(values.data() + section * rows * columns, rows, columns);
    map.middleRows(section * stride, rows) = from.cast<double>();
  }
  return map;
}

double
NullDistribution::Mean() const
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::array<double, 2>
NullDistribution::Interval() const
{
  const auto n = static_cast<double>(values.size());
  if (n < 2.0)
  {
    return { ScanStatistic::NaN, ScanStatistic::NaN };
  }
  const MeanWithError average = MeanAndError(Eigen::Map<const Eigen::ArrayXd>(values.data(), values.size()));
  const double        quantile = boost::math::quantile(boost::math::students_t(n - 1.0), 0.975);
  const double        width = quantile * average.error * std::sqrt(n + 1.0); // the error is s / sqrt(n)
  return { average.mean - width, average.mean + width };
}

ScanStatistics
ComputeScanStatistics(const AnalysisResults & results, const std::vector<ScanMap> & fixed, bool withShifts)
{
  return Statistician(results, fixed, withShifts).Compute();
}

const ScanStatistic *
FindStatistic(const ScanStatistics & statistics, const std::string & name)
{
  const auto found =
    std::find_if(statistics.begin(), statistics.end(), [&](const ScanStatistic & s) { return s.name == name; });
  return found != statistics.end() ? &*found : nullptr;
}

std::string
Verdict(const ScanStatistics & statistics)
{
  const auto statistic = [&](const std::string & name) { return FindStatistic(statistics, name); };
  const auto describe = [](const ScanStatistic & reliability, const std::string & quantity) {
    return quantity + ": " +
           (IsHeterogeneous(reliability) ? "heterogeneity established" : "no heterogeneity established") +
           "; the two halves of the detector correlate by " + WithError(reliability) + ". ";
  };
  const ScanStatistic * tau = statistic("reliability.relaxation_time");
  const ScanStatistic * variance = statistic("reliability.corrected_variance");
  const ScanStatistic * same = statistic("same_half.relaxation_time.corrected_variance");
  const ScanStatistic * cross = statistic("cross_half.relaxation_time.corrected_variance");
  if (!tau || !variance || !same || !cross)
  {
    return "Without the two halves of the detector neither a heterogeneity nor a relation of structure and dynamics "
           "can "
           "be established: a homogeneous sample shows both.";
  }
  std::string text = describe(*tau, "Relaxation time") + describe(*variance, "Fluctuation variance");
  text += "Relation of the two: ";
  if (!IsHeterogeneous(*tau) || !IsHeterogeneous(*variance))
  {
    text += "none established, since not both are heterogeneous";
  }
  else
  {
    text += IsRelated(*cross) ? "established" : "none established";
  }
  text += "; across the halves they correlate by " + WithError(*cross);
  if (const ScanStatistic * disattenuated = statistic("disattenuated.relaxation_time.corrected_variance");
      disattenuated && std::isfinite(disattenuated->value))
  {
    text += ", and without the noise of the estimates by " + WithError(*disattenuated);
  }
  text += ". The correlation " + WithError(*same) +
          " of the maps themselves holds what both estimates owe to the same few speckles and is no evidence.";
  text += same->null ? "" : " No null model was computed.";
  const ScanStatistic * drift = statistic("drift.total");
  if (drift && std::abs(drift->value) > 3.0 * drift->error)
  {
    text += " The sample drifts by " + Text("%.2g nm", drift->value) +
            " in the record, which alone would feign a relaxation time of " +
            Text("%.3g s.", statistic("drift.feigned_relaxation_time")->value);
  }
  return text;
}

} // namespace stem5d

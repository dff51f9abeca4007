/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "StudyNumbers.h"

#include "ArrheniusFit.h"
#include "Jackknife.h"
#include "JsonValue.h"
#include "RankCorrelation.h"
#include "RegionOfInterest.h"
#include "ScanStatistics.h"

#include <cmath>
#include <sstream>

namespace stem5d
{
namespace
{

using nlohmann::json;

/** A number that is a statistic of the scan. */
struct NumberOfStatistic
{
  const char * name;
  const char * label;
  bool         isFixed; ///< of the analysis with a fixed stretch exponent
  const char * statistic;
};

constexpr NumberOfStatistic NumbersOfStatistics[] = {
  { "mean_relaxation_time", "mean relaxation time", true, "mean.relaxation_time" },
  { "median_relaxation_time", "median relaxation time", true, "median.relaxation_time" },
  { "geometric_mean_relaxation_time",
    "geometric mean relaxation time, long ones censored",
    true,
    "geometric_mean.relaxation_time" },
  { "censored_fraction", "fraction of relaxation times beyond the record", true, "censored.relaxation_time" },
  { "mean_stretch_exponent", "mean stretch exponent", false, "mean.stretch_exponent" },
  { "mean_variance", "mean V, with the noise of counting", true, "mean.fluctuation_variance" },
  { "mean_corrected_variance", "mean V, without the noise of counting", true, "mean.corrected_variance" },
  { "reliability_tau", "agreement of the halves on the relaxation time", true, "reliability.relaxation_time" },
  { "reliability_variance", "agreement of the halves on V", true, "reliability.corrected_variance" },
  { "correlation_tau_raw_variance",
    "Spearman of relaxation time and V, with the noise of counting",
    true,
    "same_half.relaxation_time.fluctuation_variance" },
  { "correlation_tau_variance",
    "Spearman of relaxation time and V",
    true,
    "same_half.relaxation_time.corrected_variance" },
  { "cross_half_tau_variance",
    "Spearman of relaxation time and V from different halves",
    true,
    "cross_half.relaxation_time.corrected_variance" },
  { "disattenuated_tau_variance",
    "Spearman of relaxation time and V, corrected for the noise of the estimates",
    true,
    "disattenuated.relaxation_time.corrected_variance" },
  { "free_correlation_tau_variance",
    "Spearman of relaxation time and V, stretch exponent free",
    false,
    "same_half.relaxation_time.corrected_variance" },
  { "free_correlation_gamma_variance",
    "Spearman of stretch exponent and V",
    false,
    "same_half.stretch_exponent.corrected_variance" },
  { "free_correlation_tau_gamma",
    "Spearman of relaxation time and stretch exponent",
    false,
    "same_half.relaxation_time.stretch_exponent" },
  { "free_cross_half_tau_gamma",
    "Spearman of relaxation time and stretch exponent from different halves",
    false,
    "cross_half.relaxation_time.stretch_exponent" },
  { "drift", "drift of the sample over the record", true, "drift.total" }
};

StudyNumber
MakeNumber(const char * name, const char * label, const char * unit, double temperature)
{
  StudyNumber number;
  number.name = name;
  number.label = label;
  number.unit = unit;
  number.temperature = temperature;
  return number;
}

/** What is found over what is true in a simulation, as a logarithm. */
ValueWithError
LogBias(const EstimatorCheck & check, const std::string & statistic)
{
  for (const EstimatorBias & bias : check.biases)
  {
    if (bias.statistic == statistic && bias.found > 0.0 && bias.truth > 0.0)
    {
      return { std::log(bias.found / bias.truth), bias.error / bias.found };
    }
  }
  return {};
}

/** The numbers of one temperature that are not statistics as they are. */
class UnbiasedMeans
{
public:
  explicit UnbiasedMeans(const StudySetResults & set)
    : m_Set(set)
  {}

  /** ln of the geometric mean of the relaxation times. */
  ValueWithError
  LogRelaxationTime() const
  {
    return this->LogMean(m_Set.fixed, "geometric_mean.relaxation_time");
  }

  void
  AddTo(std::vector<StudyNumber> & numbers) const
  {
    const double temperature = m_Set.set.temperature;
    const auto   add = [&](const char * name, const char * label, const char * unit, const ValueWithError & log) {
      StudyNumber & number = numbers.emplace_back(MakeNumber(name, label, unit, temperature));
      number.value = std::exp(log.value);
      number.error = number.value * log.error;
      number.remark = std::isfinite(number.value) ? "" : "not given: no simulated points to take the bias from";
    };
    ValueWithError        tau = this->LogRelaxationTime();
    const ScanStatistic * spread =
      FindStatistic(m_Set.fixed.results.statistics, "heterogeneity.relaxation_time"); // variance of ln tau
    const bool isKnown = spread && std::isfinite(spread->value) && std::isfinite(spread->error);
    tau.value += isKnown ? 0.5 * std::max(0.0, spread->value) : ScanStatistic::NaN;
    tau.error = isKnown ? std::hypot(tau.error, 0.5 * spread->error) : ScanStatistic::NaN;
    add("unbiased_mean_relaxation_time", "mean relaxation time, unbiased", "s", tau);
    add("unbiased_mean_stretch_exponent",
        "mean stretch exponent, unbiased",
        "",
        this->LogMean(m_Set.free, "mean.stretch_exponent"));
    add("unbiased_mean_variance", "mean V, unbiased", "", this->LogMean(m_Set.fixed, "mean.corrected_variance"));
  }

private:
  /** ln of a mean less its bias. */
  static ValueWithError
  LogMean(const StudyAnalysis & analysis, const std::string & name)
  {
    const ScanStatistic * statistic = FindStatistic(analysis.results.statistics, name);
    if (!statistic || !(statistic->value > 0.0))
    {
      return {};
    }
    const ValueWithError bias = LogBias(analysis.check, name);
    return { std::log(statistic->value) - bias.value, std::hypot(statistic->error / statistic->value, bias.error) };
  }

  const StudySetResults & m_Set;
};

/** What is to be said of a length that was fitted. */
std::string
RemarkOf(const SeparableFitResult & fit)
{
  if (!fit.converged)
  {
    return "not given: the fit did not converge";
  }
  if (fit.atBound)
  {
    return "a parameter of the fit is at its bound: the error means little";
  }
  return std::isnan(fit.length.error)
           ? "no error: the region has too few rows for parts that are longer than the correlation"
           : "";
}

/** The lengths of the correlation of neighbours, beside those that the overlap of probes alone gives. */
void
AddLengths(const StudySetResults & set, std::vector<StudyNumber> & numbers)
{
  const FourPointResults &     fourPoint = *set.fourPoint;
  const ProbeReferenceResult & probe = fourPoint.probe;
  const auto                   add =
    [&](const char * name, const char * label, const ValueWithError & length, const std::string & remark) {
      StudyNumber & number = numbers.emplace_back(MakeNumber(name, label, "nm", set.set.temperature));
      number.value = length.value;
      number.error = length.error;
      number.remark = remark;
    };
  const ValueWithError & found = fourPoint.twoPointFit.length;
  const double           unbiased = probe.twoPointOfManySpeckles.length.value / probe.twoPoint.length.value;
  std::ostringstream     speckles;
  speckles.precision(3);
  speckles << "of " << probe.speckles << " speckles in the annulus";
  add("two_point_length", "length of the two-point correlation G2", found, RemarkOf(fourPoint.twoPointFit));
  add(
    "two_point_length_of_probe", "length of G2 by the overlap of probes alone", probe.twoPoint.length, speckles.str());
  add("unbiased_two_point_length",
      "length of G2, unbiased",
      { found.value * unbiased, found.error * unbiased },
      RemarkOf(fourPoint.twoPointFit));
  add("unbiased_two_point_length_of_probe",
      "length of G2 by the overlap of probes alone, unbiased",
      probe.twoPointOfManySpeckles.length,
      "");
  add("four_point_length",
      "length of the four-point correlation G4",
      fourPoint.fourPointFit.length,
      RemarkOf(fourPoint.fourPointFit));
  add("four_point_length_of_probe", "length of G4 by the overlap of probes alone", probe.fourPoint.length, "");
}

/** \brief ln of the geometric mean of the relaxation times of a region without each of its blocks, less that with all.
 * \return nothing for a region that is not of six blocks or more, of eight points along both sides: longer than what
 * the overlap of probes correlates */
Eigen::ArrayXd
ChangesWithoutBlocks(const AnalysisResults & region)
{
  constexpr Eigen::Index longest = 6; // blocks along a side
  const MapArray         times = AsMapArray(region.Map("relaxation_time").values, region.curves.scanSize);
  const Eigen::Index     columns = std::min(times.cols() / 8, longest);
  const Eigen::Index     rows = std::min(times.rows() / 8, longest);
  if (columns * rows < longest)
  {
    return {};
  }
  Eigen::ArrayXd changes(columns * rows);
  const double   all = DistributionOfTimes(region, times).logMean;
  for (Eigen::Index block = 0; block < changes.size(); ++block)
  {
    const auto first = [](Eigen::Index size, Eigen::Index count, Eigen::Index part) { return size * part / count; };
    const Eigen::Index x = first(times.cols(), columns, block % columns);
    const Eigen::Index y = first(times.rows(), rows, block / columns);
    const Eigen::Index width = first(times.cols(), columns, block % columns + 1) - x;
    const Eigen::Index height = first(times.rows(), rows, block / columns + 1) - y;
    MapArray           others = times;
    others.block(y, x, height, width).setConstant(ScanStatistic::NaN);
    changes[block] = DistributionOfTimes(region, others).logMean - all;
  }
  return changes;
}

/** \brief The activation energy of the part of the sample that the scans show.
 *
 * Its error is by a jackknife that leaves the same block of the region out at all temperatures at once, and by the
 * errors of the biases. What the scans have in common, if they show the same part of the sample, cancels; what they do
 * not, adds up as if it were independent. */
StudyNumber
EnergyOfRegion(const StudyResults & results, const std::vector<RelaxationAtTemperature> & points)
{
  StudyNumber energy = MakeNumber(
    "activation_energy_of_region", "activation energy of the region, if it is the same", "kJ/mol", ScanStatistic::NaN);
  energy.remark = "not given: needs two temperatures, and regions of the same six or more blocks of 8 x 8 points";
  const auto energyWith = [&points](const Eigen::ArrayXd & changes) {
    std::vector<RelaxationAtTemperature> changed = points;
    for (std::size_t i = 0; i < changed.size(); ++i)
    {
      changed[i].logTime += changes[static_cast<Eigen::Index>(i)];
    }
    return ArrheniusFit(changed).ActivationEnergy().value;
  };
  const auto                  count = static_cast<Eigen::Index>(points.size());
  std::vector<Eigen::ArrayXd> withoutBlocks; // of every temperature
  Eigen::ArrayXd              biasErrors(count);
  for (const StudySetResults & set : results.sets)
  {
    const auto isOfSet = [&set](const auto & point) { return point.temperature == set.set.temperature; };
    if (std::any_of(points.begin(), points.end(), isOfSet))
    {
      biasErrors[static_cast<Eigen::Index>(withoutBlocks.size())] =
        LogBias(set.fixed.check, "geometric_mean.relaxation_time").error;
      withoutBlocks.push_back(ChangesWithoutBlocks(WithinRegionOfInterest(set.fixed.results)));
    }
  }
  const auto isAlike = [&](const Eigen::ArrayXd & c) { return c.size() > 0 && c.size() == withoutBlocks[0].size(); };
  if (count < 2 || !std::all_of(withoutBlocks.begin(), withoutBlocks.end(), isAlike))
  {
    return energy;
  }
  Eigen::VectorXd leaveOut(withoutBlocks[0].size());
  for (Eigen::Index block = 0; block < leaveOut.size(); ++block)
  {
    leaveOut[block] =
      energyWith(Eigen::ArrayXd::NullaryExpr(count, [&](Eigen::Index i) { return withoutBlocks[i][block]; }));
  }
  energy.value = energyWith(Eigen::ArrayXd::Zero(count));
  double variance = std::pow(JackknifeErrors(leaveOut)[0], 2);
  for (Eigen::Index i = 0; i < count; ++i)
  {
    const Eigen::VectorXd one = biasErrors[i] * Eigen::VectorXd::Unit(count, i);
    variance += std::pow(energyWith(one.array()) - energy.value, 2);
  }
  energy.error = std::sqrt(variance);
  energy.effectiveCount = static_cast<double>(count);
  energy.remark =
    "the error holds for the part of the sample that the scans show, and is small where they show the same";
  return energy;
}

/** An Arrhenius fit as numbers. */
void
AddArrhenius(const std::vector<RelaxationAtTemperature> & points,
             const char *                                 energyName,
             const char *                                 energyLabel,
             const char *                                 prefactorName,
             const char *                                 prefactorLabel,
             std::vector<StudyNumber> &                   numbers)
{
  StudyNumber energy = MakeNumber(energyName, energyLabel, "kJ/mol", ScanStatistic::NaN);
  StudyNumber prefactor = MakeNumber(prefactorName, prefactorLabel, "", ScanStatistic::NaN);
  if (points.size() < 2)
  {
    energy.remark = "not given: fewer than two temperatures with a mean relaxation time and its error";
    prefactor.remark = energy.remark;
  }
  else
  {
    const ArrheniusFit fit(points);
    energy.value = fit.ActivationEnergy().value;
    energy.error = fit.ActivationEnergy().error;
    prefactor.value = fit.LogPrefactor().value;
    prefactor.error = fit.LogPrefactor().error;
    std::ostringstream remark;
    remark << "chi-square " << fit.ChiSquare() << " for " << fit.DegreesOfFreedom() << " degrees of freedom";
    energy.remark = remark.str();
  }
  energy.effectiveCount = static_cast<double>(points.size());
  numbers.push_back(energy);
  numbers.push_back(prefactor);
}

/** Spearman's correlation of tau and V over the points of all temperatures. */
StudyNumber
OverlaidCorrelation(const StudyResults & results)
{
  std::vector<double> tau;
  std::vector<double> variance;
  for (const StudySetResults & set : results.sets)
  {
    const AnalysisResults region = WithinRegionOfInterest(set.fixed.results);
    const auto &          x = region.Map("relaxation_time").values;
    const auto &          y = region.Map("corrected_variance").values;
    tau.insert(tau.end(), x.begin(), x.end());
    variance.insert(variance.end(), y.begin(), y.end());
  }
  StudyNumber number = MakeNumber(
    "overlaid_correlation", "Spearman of relaxation time and V, all temperatures together", "", ScanStatistic::NaN);
  number.value = RankCorrelation(std::move(tau), std::move(variance)).coefficient;
  number.remark = "holds the change of both with temperature too, and what both owe to the same speckles";
  return number;
}

void
AddPublished(const StudySettings & settings, std::vector<StudyNumber> & numbers)
{
  for (StudyNumber & number : numbers)
  {
    for (const PublishedNumber & published : settings.published)
    {
      const bool isSame =
        published.temperature ? *published.temperature == number.temperature : std::isnan(number.temperature);
      number.published = published.number == number.name && isSame ? published.value : number.published;
    }
  }
}

std::string
Field(double value)
{
  std::ostringstream text;
  text.precision(10);
  text << value;
  return std::isfinite(value) ? text.str() : "";
}

std::string
Quoted(const std::string & text)
{
  std::string quoted = "\"";
  for (const char c : text)
  {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + '"';
}

} // namespace

std::vector<StudyNumber>
ComputeStudyNumbers(const StudyResults & results)
{
  std::vector<StudyNumber>             numbers;
  std::vector<RelaxationAtTemperature> geometric;
  std::vector<RelaxationAtTemperature> arithmetic;
  for (const StudySetResults & set : results.sets)
  {
    const double temperature = set.set.temperature;
    for (const NumberOfStatistic & entry : NumbersOfStatistics)
    {
      const StudyAnalysis & analysis = entry.isFixed ? set.fixed : set.free;
      if (const ScanStatistic * statistic = FindStatistic(analysis.results.statistics, entry.statistic))
      {
        StudyNumber & number =
          numbers.emplace_back(MakeNumber(entry.name, entry.label, statistic->unit.c_str(), temperature));
        number.value = statistic->value;
        number.error = statistic->error;
        number.effectiveCount = statistic->effectiveCount;
        number.null = statistic->null;
        number.remark = statistic->remark;
      }
    }
    const UnbiasedMeans unbiased(set);
    unbiased.AddTo(numbers);
    if (set.fourPoint)
    {
      AddLengths(set, numbers);
    }
    const auto addTime = [temperature](std::vector<RelaxationAtTemperature> & times, const ValueWithError & log) {
      if (std::isfinite(log.value) && log.error > 0.0 && std::isfinite(log.error))
      {
        times.push_back({ temperature, log.value, log.error });
      }
    };
    addTime(geometric, unbiased.LogRelaxationTime());
    if (const ScanStatistic * mean = FindStatistic(set.fixed.results.statistics, "mean.relaxation_time"))
    {
      addTime(arithmetic, { std::log(mean->value), mean->error / mean->value });
    }
  }
  AddArrhenius(geometric, "activation_energy", "activation energy", "prefactor", "ln(tau_0 / s)", numbers);
  numbers.push_back(EnergyOfRegion(results, geometric));
  AddArrhenius(arithmetic,
               "activation_energy_of_means",
               "activation energy, from arithmetic means",
               "prefactor_of_means",
               "ln(tau_0 / s), from arithmetic means",
               numbers);
  numbers.push_back(OverlaidCorrelation(results));
  AddPublished(results.settings, numbers);
  return numbers;
}

const StudyNumber *
FindNumber(const std::vector<StudyNumber> & numbers, const std::string & name, double temperature)
{
  const auto found = std::find_if(numbers.begin(), numbers.end(), [&](const StudyNumber & number) {
    return number.name == name &&
           (number.temperature == temperature || (std::isnan(number.temperature) && std::isnan(temperature)));
  });
  return found != numbers.end() ? &*found : nullptr;
}

json
DescribeNumbers(const std::vector<StudyNumber> & numbers)
{
  json described = json::array();
  for (const StudyNumber & number : numbers)
  {
    json null;
    if (number.null)
    {
      const auto interval = number.null->Interval();
      null = { { "mean", NumberOrNull(number.null->Mean()) },
               { "interval_95", { NumberOrNull(interval[0]), NumberOrNull(interval[1]) } } };
    }
    described.push_back({ { "name", number.name },
                          { "label", number.label },
                          { "unit", number.unit.empty() ? "1" : number.unit },
                          { "temperature", NumberOrNull(number.temperature) },
                          { "value", NumberOrNull(number.value) },
                          { "standard_error", NumberOrNull(number.error) },
                          { "effective_points", NumberOrNull(number.effectiveCount) },
                          { "published", NumberOrNull(number.published) },
                          { "null", null },
                          { "remark", number.remark.empty() ? json(nullptr) : json(number.remark) } });
  }
  return described;
}

std::string
NumbersAsCsv(const std::vector<StudyNumber> & numbers)
{
  std::string text = "name,label,unit,temperature (K),published,value,standard error,effective points,null mean,"
                     "null 2.5 %,null 97.5 %,remark\n";
  for (const StudyNumber & number : numbers)
  {
    const auto interval =
      number.null ? number.null->Interval() : std::array<double, 2>{ ScanStatistic::NaN, ScanStatistic::NaN };
    text += number.name + ',' + Quoted(number.label) + ',' + number.unit + ',' + Field(number.temperature) + ',' +
            Field(number.published) + ',' + Field(number.value) + ',' + Field(number.error) + ',' +
            Field(number.effectiveCount) + ',' + Field(number.null ? number.null->Mean() : ScanStatistic::NaN) + ',' +
            Field(interval[0]) + ',' + Field(interval[1]) + ',' + Quoted(number.remark) + '\n';
  }
  return text;
}

} // namespace stem5d

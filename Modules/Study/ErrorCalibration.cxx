/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ErrorCalibration.h"

#include "Percentile.h"
#include "SectorQuantity.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace stem5d
{
namespace
{

constexpr double OneSigma = 68.27; // percent within one standard deviation

struct CalibratedMap
{
  SectorQuantity quantity;
  const char *   name;
  bool           isLogarithmic;
};

constexpr CalibratedMap CalibratedMaps[] = { { SectorQuantity::Contrast, "contrast", false },
                                             { SectorQuantity::LogRelaxationTime, "relaxation_time", true },
                                             { SectorQuantity::StretchExponent, "stretch_exponent", false },
                                             { SectorQuantity::FluctuationVariance, "fluctuation_variance", false },
                                             { SectorQuantity::FluctuationVariance, "corrected_variance", false },
                                             { SectorQuantity::Ageing, "ageing", false } };

/** From the variances by sectors far apart and by the jackknife, and Student's distribution. */
std::optional<double>
FactorOfSectors(const std::vector<float> & sectorVariance, SectorQuantity quantity, std::size_t sectors)
{
  constexpr std::size_t leastPoints = 20;
  constexpr std::size_t stride = 2 * NumberOfSectorQuantities;
  double                jackknife = 0.0;
  double                separated = 0.0;
  std::size_t           count = 0;
  for (std::size_t i = static_cast<std::size_t>(quantity); i < sectorVariance.size(); i += stride)
  {
    const float both[] = { sectorVariance[i], sectorVariance[i + NumberOfSectorQuantities] };
    if (std::isfinite(both[0]) && std::isfinite(both[1]))
    {
      jackknife += both[0];
      separated += both[1];
      ++count;
    }
  }
  if (count < leastPoints || !(jackknife > 0.0))
  {
    return std::nullopt;
  }
  const double                  excess = std::max(1.0, separated / jackknife);
  const boost::math::students_t student(static_cast<double>(sectors - 1) / excess); // sectors that are alike count less
  return boost::math::quantile(student, 0.5 + 0.005 * OneSigma) * std::sqrt(excess);
}

/** From the difference of the halves. */
std::optional<double>
FactorOfHalves(const AnalysisResults & results, const CalibratedMap & map)
{
  constexpr std::size_t leastPoints = 50;
  if (!results.parameters.partition.halves || map.quantity == SectorQuantity::Ageing)
  {
    return std::nullopt;
  }
  const std::string   name = map.name;
  const auto &        whole = results.Map(name).values;
  const auto &        error = results.Map(name + "_error").values;
  const auto &        a = results.Map(name + "_a").values;
  const auto &        b = results.Map(name + "_b").values;
  std::vector<double> ratios;
  for (std::size_t i = 0; i < whole.size(); ++i)
  {
    const double difference = map.isLogarithmic ? std::log(a[i] / b[i]) : static_cast<double>(a[i]) - b[i];
    const double width = map.isLogarithmic ? static_cast<double>(error[i]) / whole[i] : error[i];
    if (std::isfinite(difference) && width > 0.0)
    {
      ratios.push_back(0.5 * std::abs(difference) / width);
    }
  }
  if (ratios.size() < leastPoints)
  {
    return std::nullopt;
  }
  std::sort(ratios.begin(), ratios.end());
  return Percentile(ratios, OneSigma);
}

void
Multiply(std::vector<float> & values, double factor)
{
  std::transform(
    values.begin(), values.end(), values.begin(), [factor](float v) { return static_cast<float>(v * factor); });
}

/** Sets what depends on an error: contrast and ageing are significant beyond three of them. */
void
FlagByErrors(AnalysisResults & results)
{
  constexpr float significant = 3.0F;
  const auto &    contrast = results.Map("contrast").values;
  const auto &    contrastError = results.Map("contrast_error").values;
  const auto &    ageing = results.Map("ageing").values;
  const auto &    ageingError = results.Map("ageing_error").values;
  for (std::size_t i = 0; i < results.status.size(); ++i)
  {
    if (std::isfinite(contrast[i]) && std::isfinite(contrastError[i])) // else the fit has said so
    {
      const bool isLow = contrast[i] < significant * contrastError[i];
      results.status[i] =
        static_cast<std::uint16_t>(isLow ? results.status[i] | LOW_CONTRAST : results.status[i] & ~LOW_CONTRAST);
    }
    if (std::abs(ageing[i]) > significant * ageingError[i])
    {
      results.status[i] |= NON_STATIONARY;
    }
  }
}

} // namespace

void
CalibrateErrors(const std::vector<float> & sectorVariance, AnalysisResults & results)
{
  const std::size_t sectors = results.parameters.partition.sectors;
  if (sectors == 0)
  {
    return;
  }
  bool isCalibrated = true;
  for (const CalibratedMap & map : CalibratedMaps)
  {
    const auto ofSectors = FactorOfSectors(sectorVariance, map.quantity, sectors);
    const auto ofHalves = FactorOfHalves(results, map);
    if (map.quantity == SectorQuantity::StretchExponent && results.parameters.fit.fixedGamma)
    {
      continue;
    }
    isCalibrated = isCalibrated && ofSectors;
    const double factor = std::max(ofSectors.value_or(1.0), ofHalves.value_or(1.0));
    results.errorFactors[map.name] = factor;
    Multiply(results.Map(std::string(map.name) + "_error").values, factor);
  }
  Multiply(results.curves.correlationError, results.errorFactors.at("contrast"));
  if (!isCalibrated)
  {
    results.warnings.push_back(
      "too few points to calibrate all standard errors: those of neighbouring sectors that are "
      "alike are too small");
  }
  FlagByErrors(results);
}

} // namespace stem5d

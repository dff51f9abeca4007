/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "VarianceCorrection.h"

#include "FluctuationVariance.h"

#include <algorithm>
#include <cmath>

namespace stem5d
{
namespace
{

/** The gain from V with and without the noise of counting, over all points where both are known. */
ValueWithError
EstimateGain(const AnalysisResults & results)
{
  const auto & variance = results.Map("fluctuation_variance").values;
  const auto & zeroDelay = results.Map("zero_delay_variance").values;
  const auto & noise = results.Map("noise_per_gain").values;
  const auto   known = [&](std::size_t i) {
    return std::isfinite(variance[i]) && std::isfinite(zeroDelay[i]) && std::isfinite(noise[i]);
  };
  double excess = 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < noise.size(); ++i)
  {
    excess += known(i) ? static_cast<double>(variance[i]) - zeroDelay[i] : 0.0;
    sum += known(i) ? noise[i] : 0.0;
  }
  ValueWithError gain;
  gain.value = excess / sum; // 0 / 0 is NaN: no point
  double squares = 0.0;
  for (std::size_t i = 0; i < noise.size(); ++i)
  {
    squares += known(i) ? std::pow(static_cast<double>(variance[i]) - zeroDelay[i] - gain.value * noise[i], 2) : 0.0;
  }
  gain.error = std::sqrt(squares) / sum; // the noise of every point is its own
  return gain;
}

ScanMap
CorrectedVariance(const AnalysisResults & results, const std::string & half)
{
  const auto &       variance = results.Map("fluctuation_variance" + half).values;
  const auto &       noise = results.Map("noise_per_gain" + half).values;
  std::vector<float> values(variance.size());
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    values[i] = static_cast<float>(VarianceAndNoise{ variance[i], noise[i] }.Corrected(results.gain.value));
  }
  return { "corrected_variance" + half, "", values };
}

/** From the errors of V and its noise and their covariance. */
ScanMap
CorrectedVarianceError(const AnalysisResults & results)
{
  const double gain = results.gain.value;
  const auto & variance = results.Map("fluctuation_variance_error").values;
  const auto & noise = results.Map("noise_per_gain_error").values;
  const auto & covariance = results.Map("variance_noise_covariance").values;
  ScanMap      error{ "corrected_variance_error", "", std::vector<float>(variance.size()) };
  for (std::size_t i = 0; i < variance.size(); ++i)
  {
    const double square = std::pow(variance[i], 2) - 2.0 * gain * covariance[i] + std::pow(gain * noise[i], 2);
    error.values[i] = static_cast<float>(std::sqrt(std::max(0.0, square))); // not below 0 but for rounding
  }
  return error;
}

} // namespace

void
CorrectVariance(AnalysisResults & results)
{
  results.gain = results.parameters.gain ? ValueWithError{ *results.parameters.gain, 0.0 } : EstimateGain(results);
  if (!(results.gain.value >= 0.0))
  {
    results.warnings.push_back("no noise of counting was found (gain " + std::to_string(results.gain.value) + " +- " +
                               std::to_string(results.gain.error) +
                               " counts an electron): V is not corrected for it; give --gain if it is known");
    results.gain.value = 0.0;
  }
  const ScanMap corrected = CorrectedVariance(results, "");
  const auto &  noise = results.Map("noise_per_gain").values;
  for (std::size_t i = 0; i < noise.size(); ++i)
  {
    if (results.gain.value * noise[i] > corrected.values[i])
    {
      results.status[i] |= LOW_COUNTS;
    }
  }
  std::vector<ScanMap> added{ corrected, CorrectedVarianceError(results) };
  if (results.parameters.partition.halves)
  {
    added.push_back(CorrectedVariance(results, "_a"));
    added.push_back(CorrectedVariance(results, "_b"));
  }
  results.maps.insert(results.maps.end(), added.begin(), added.end());
  results.maps.erase(std::remove_if(results.maps.begin(),
                                    results.maps.end(),
                                    [](const ScanMap & map) {
                                      return map.name == "noise_per_gain_error" ||
                                             map.name == "variance_noise_covariance";
                                    }),
                     results.maps.end());
}

} // namespace stem5d

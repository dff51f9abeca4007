/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StructureDynamicsMaps_h
#define StructureDynamicsMaps_h

#include "StructureDynamics.h"

#include <cmath>

namespace stem5d
{

/** The maps of the analysis, in the order of StructureDynamicsMaps. */
enum class StructureDynamicsMap
{
  RelaxationTime,
  RelaxationTimeError,
  StretchExponent,
  StretchExponentError,
  Contrast,
  ContrastError,
  FitResidual,
  FluctuationVariance,
  FluctuationVarianceError,
  NoisePerGain,
  NoisePerGainError,
  VarianceNoiseCovariance,
  ZeroDelayVariance,
  MeanIntensity,
  Ageing,
  AgeingError,
  RelaxationTimeA,
  RelaxationTimeB,
  StretchExponentA,
  StretchExponentB,
  ContrastA,
  ContrastB,
  FluctuationVarianceA,
  FluctuationVarianceB,
  NoisePerGainA,
  NoisePerGainB
};

/** A map: its name in results, its unit (empty: dimensionless) and its value at a scan point. */
struct StructureDynamicsMapDescription
{
  const char * name;
  const char * unit;
  double (*valueOf)(const StructureDynamicsResult &);
};

inline constexpr StructureDynamicsMapDescription StructureDynamicsMaps[] = {
  { "relaxation_time", "s", [](const StructureDynamicsResult & r) { return r.fit.relaxationTime; } },
  { "relaxation_time_error", "s", [](const StructureDynamicsResult & r) { return r.fit.relaxationTimeError; } },
  { "stretch_exponent", "", [](const StructureDynamicsResult & r) { return r.fit.stretchExponent; } },
  { "stretch_exponent_error", "", [](const StructureDynamicsResult & r) { return r.fit.stretchExponentError; } },
  { "contrast", "", [](const StructureDynamicsResult & r) { return r.fit.contrast; } },
  { "contrast_error", "", [](const StructureDynamicsResult & r) { return r.fit.contrastError; } },
  { "fit_residual", "", [](const StructureDynamicsResult & r) { return r.fit.residual; } },
  { "fluctuation_variance", "", [](const StructureDynamicsResult & r) { return r.variance.variance; } },
  { "fluctuation_variance_error",
    "",
    [](const StructureDynamicsResult & r) { return std::sqrt(r.varianceCovariance(0, 0)); } },
  { "noise_per_gain", "1/counts", [](const StructureDynamicsResult & r) { return r.variance.noisePerGain; } },
  { "noise_per_gain_error",
    "1/counts",
    [](const StructureDynamicsResult & r) { return std::sqrt(r.varianceCovariance(1, 1)); } },
  { "variance_noise_covariance",
    "1/counts",
    [](const StructureDynamicsResult & r) { return r.varianceCovariance(0, 1); } },
  { "zero_delay_variance", "", [](const StructureDynamicsResult & r) { return r.zeroDelayVariance; } },
  { "mean_intensity", "counts/pixel", [](const StructureDynamicsResult & r) { return r.meanIntensity.mean; } },
  { "ageing", "", [](const StructureDynamicsResult & r) { return r.ageing.value; } },
  { "ageing_error", "", [](const StructureDynamicsResult & r) { return r.ageing.error; } },
  { "relaxation_time_a", "s", [](const StructureDynamicsResult & r) { return r.halves[0].fit.relaxationTime; } },
  { "relaxation_time_b", "s", [](const StructureDynamicsResult & r) { return r.halves[1].fit.relaxationTime; } },
  { "stretch_exponent_a", "", [](const StructureDynamicsResult & r) { return r.halves[0].fit.stretchExponent; } },
  { "stretch_exponent_b", "", [](const StructureDynamicsResult & r) { return r.halves[1].fit.stretchExponent; } },
  { "contrast_a", "", [](const StructureDynamicsResult & r) { return r.halves[0].fit.contrast; } },
  { "contrast_b", "", [](const StructureDynamicsResult & r) { return r.halves[1].fit.contrast; } },
  { "fluctuation_variance_a", "", [](const StructureDynamicsResult & r) { return r.halves[0].variance.variance; } },
  { "fluctuation_variance_b", "", [](const StructureDynamicsResult & r) { return r.halves[1].variance.variance; } },
  { "noise_per_gain_a",
    "1/counts",
    [](const StructureDynamicsResult & r) { return r.halves[0].variance.noisePerGain; } },
  { "noise_per_gain_b",
    "1/counts",
    [](const StructureDynamicsResult & r) { return r.halves[1].variance.noisePerGain; } }
};

inline constexpr unsigned int NumberOfStructureDynamicsMaps = std::size(StructureDynamicsMaps);
static_assert(NumberOfStructureDynamicsMaps == static_cast<unsigned int>(StructureDynamicsMap::NoisePerGainB) + 1);

} // namespace stem5d

#endif

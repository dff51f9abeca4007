/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AnalysisParametersJson.h"

namespace stem5d
{
namespace
{

using nlohmann::json;

template <typename TValue>
json
AsJson(const TValue & value)
{
  return value;
}

json
AsJson(const Annulus & annulus)
{
  return { annulus.low, annulus.high };
}

json
AsJson(TwoTimeNormalisation normalisation)
{
  return ToString(normalisation);
}

json
AsJson(KWWEstimator estimator)
{
  return ToString(estimator);
}

template <typename TValue>
json
AsJson(const std::optional<TValue> & value)
{
  return value ? AsJson(*value) : json(nullptr);
}

template <typename TValue>
void
FromJson(const json & found, TValue & value)
{
  found.get_to(value);
}

void
FromJson(const json & found, Annulus & annulus)
{
  annulus = { found.at(0).get<double>(), found.at(1).get<double>() };
}

void
FromJson(const json & found, TwoTimeNormalisation & normalisation)
{
  normalisation = TwoTimeNormalisationOf(found.get<std::string>());
}

void
FromJson(const json & found, KWWEstimator & estimator)
{
  estimator = KWWEstimatorOf(found.get<std::string>());
}

template <typename TValue>
void
FromJson(const json & found, std::optional<TValue> & value)
{
  value.reset();
  if (!found.is_null())
  {
    FromJson(found, value.emplace());
  }
}

/** The one list of the parameters: calls visit(name, member). */
template <typename TParameters, typename TVisit>
void
VisitParameters(TParameters & p, TVisit && visit)
{
  visit("input", p.input);
  visit("axes", p.series.axes);
  visit("q_pixel", p.series.qPixel);
  visit("q_unit", p.series.qUnit);
  visit("centre", p.series.centre);
  visit("scan_step", p.series.scanStep);
  visit("frame_period", p.series.framePeriod);
  visit("beam_energy", p.series.beamEnergy);
  visit("dynamics_annulus", p.dynamicsAnnulus);
  visit("structure_annulus", p.structureAnnulus);
  visit("blur", p.blur);
  visit("detector_bin", p.detectorBin);
  visit("time_bin", p.timeBin);
  visit("mask", p.maskFile);
  visit("pooled_variance", p.pooledVariance);
  visit("normalisation", p.normalisation);
  visit("first_delay", p.firstDelay);
  visit("last_delay", p.lastDelay);
  visit("tau_low", p.fit.tauLow);
  visit("tau_high", p.fit.tauHigh);
  visit("gamma_low", p.fit.gammaLow);
  visit("gamma_high", p.fit.gammaHigh);
  visit("gamma", p.fit.fixedGamma);
  visit("baseline", p.fit.baseline);
  visit("estimator", p.estimator);
  visit("sectors", p.partition.sectors);
  visit("halves", p.partition.halves);
  visit("guard_band", p.guardBand);
  visit("gain", p.gain);
  visit("two_time_regions", p.twoTimeRegions);
  visit("region_of_interest", p.regionOfInterest);
  visit("fixed_maps", p.fixedMaps);
  visit("first_frame", p.firstFrame);
  visit("frames", p.numberOfFrames);
}

} // namespace

json
ToJson(const AnalysisParameters & parameters)
{
  json described;
  VisitParameters(parameters,
                  [&described](const char * name, const auto & member) { described[name] = AsJson(member); });
  return described;
}

AnalysisParameters
AnalysisParametersFromJson(const json & described)
{
  AnalysisParameters parameters;
  VisitParameters(parameters, [&described](const char * name, auto & member) { FromJson(described.at(name), member); });
  return parameters;
}

} // namespace stem5d

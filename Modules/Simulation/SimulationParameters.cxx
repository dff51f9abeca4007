/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "JsonValue.h"
#include "Simulation.h"

#include <cmath>
#include <stdexcept>

namespace stem5d
{
namespace
{

using nlohmann::json;

/** What a parameter may be, for messages. */
template <typename TValue>
std::string
Remedy(const TValue & value)
{
  const std::string example = json(value).dump();
  return IsWholeNumber<TValue>
           ? "give a whole number 0 .. " + std::to_string(LargestWholeNumber) + ", such as " + example
           : "give a value like " + example;
}

/** Takes the named values of an object; every name must be that of a parameter. */
template <typename TVisit>
void
ReadObject(const json & object, const std::string & path, TVisit visitParameters)
{
  json unknown = object;
  visitParameters([&](const char * name, auto & value, const char *) {
    const auto found = object.find(name);
    if (found == object.end())
    {
      return;
    }
    unknown.erase(name);
    const std::string remedy = Remedy(value);
    if (!ReadJsonValue(*found, value))
    {
      throw std::invalid_argument("the parameter " + path + name + " is " + found->dump() + ": " + remedy);
    }
  });
  if (!unknown.empty())
  {
    throw std::invalid_argument("there is no parameter " + path + unknown.begin().key() +
                                ": see the parameters in the file of a simulation, or stem5d simulate --help");
  }
}

} // namespace

std::vector<std::string>
SimulationPresets()
{
  return { "homogeneous", "zr50cu40al10" };
}

json
SimulationPreset(const std::string & preset, std::optional<int> temperature)
{
  if (preset == "homogeneous")
  {
    if (temperature)
    {
      throw std::invalid_argument("the preset homogeneous has no temperature (" + std::to_string(*temperature) +
                                  " K): give --preset zr50cu40al10");
    }
    return json::object();
  }
  if (preset != "zr50cu40al10")
  {
    throw std::invalid_argument("there is no preset " + preset + ": give homogeneous or zr50cu40al10");
  }
  struct Sample
  {
    int    temperature;
    double meanRelaxationTime, meanContrast, framePeriod, dose;
  };
  constexpr Sample samples[] = { { 633, 900.0, 0.56, 9.887, 10.0 },
                                 { 643, 676.0, 0.55, 9.887, 10.0 },
                                 { 653, 512.0, 0.54, 4.943, 5.0 },
                                 { 663, 391.0, 0.53, 4.943, 5.0 },
                                 { 673, 301.0, 0.52, 4.943, 5.0 } };
  const int        wanted = temperature.value_or(samples[0].temperature);
  for (const Sample & sample : samples)
  {
    if (sample.temperature == wanted)
    {
      constexpr double spread = 0.6;
      const double     scale = sample.meanRelaxationTime / samples[0].meanRelaxationTime;
      return { { "framePeriod", sample.framePeriod },
               { "dose", sample.dose },
               { "vacuumWidth", 1.0 },
               { "edgeThickness", 8.0 },
               { "beamStopRadius", 1.5 },
               { "beamStopBarWidth", 0.8 },
               { "beamStopBarAngle", 2.6 },
               { "heterogeneity",
                 { { "rankCorrelation", 0.39 },
                   // the mean of a log-normal is its median times exp(spread^2 / 2)
                   { "medianRelaxationTime", sample.meanRelaxationTime * std::exp(-0.5 * spread * spread) },
                   { "logRelaxationTimeSpread", spread },
                   { "relaxationTimeLimits", { 200.0 * scale, 5000.0 * scale } },
                   { "meanContrast", sample.meanContrast } } } };
    }
  }
  throw std::invalid_argument("the preset zr50cu40al10 has no temperature " + std::to_string(wanted) +
                              " K: give 633, 643, 653, 663 or 673");
}

json
SimulationParametersToJson(const SimulationParameters & parameters)
{
  json       object;
  const auto write = [](json & target) {
    return [&target](const char * name, const auto & value, const char *) { target[name] = value; };
  };
  VisitParameters(parameters.series, write(object));
  object["heterogeneity"] = nullptr;
  if (parameters.heterogeneity)
  {
    VisitParameters(*parameters.heterogeneity, write(object["heterogeneity"]));
  }
  return object;
}

SimulationParameters
SimulationParametersFromJson(const json & object)
{
  SimulationParameters parameters;
  json                 series = object;
  const json           heterogeneity = object.value("heterogeneity", json());
  series.erase("heterogeneity");
  ReadObject(series, "", [&](auto visit) { VisitParameters(parameters.series, visit); });
  if (!heterogeneity.is_null())
  {
    if (!heterogeneity.is_object())
    {
      throw std::invalid_argument("the parameter heterogeneity is " + heterogeneity.dump() +
                                  ": give its parameters, { \"name\": value, ... }");
    }
    GaussianCopulaSettings & copula = parameters.heterogeneity.emplace();
    copula.seed = parameters.series.seed;
    copula.size = parameters.series.scanSize;
    copula.step = parameters.series.scanStep;
    ReadObject(heterogeneity, "heterogeneity.", [&](auto visit) { VisitParameters(copula, visit); });
  }
  return parameters;
}

} // namespace stem5d

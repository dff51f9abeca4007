/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FourPointJson.h"

#include "JsonValue.h"

namespace stem5d
{
namespace
{

nlohmann::json
JsonOf(const ValueWithError & value)
{
  return { { "value", NumberOrNull(value.value) }, { "error", NumberOrNull(value.error) } };
}

ValueWithError
ValueFromJson(const nlohmann::json & json)
{
  return { NumberOrNaN(json.at("value")), NumberOrNaN(json.at("error")) };
}

nlohmann::json
JsonOf(const SeparableFitResult & fit)
{
  return { { "contrast", JsonOf(fit.contrast) },
           { "relaxation_time", JsonOf(fit.relaxationTime) },
           { "time_exponent", JsonOf(fit.timeExponent) },
           { "length", JsonOf(fit.length) },
           { "length_exponent", JsonOf(fit.lengthExponent) },
           { "residual", NumberOrNull(fit.residual) },
           { "converged", fit.converged },
           { "at_bound", fit.atBound } };
}

SeparableFitResult
FitFromJson(const nlohmann::json & json)
{
  SeparableFitResult fit;
  fit.contrast = ValueFromJson(json.at("contrast"));
  fit.relaxationTime = ValueFromJson(json.at("relaxation_time"));
  fit.timeExponent = ValueFromJson(json.at("time_exponent"));
  fit.length = ValueFromJson(json.at("length"));
  fit.lengthExponent = ValueFromJson(json.at("length_exponent"));
  fit.residual = NumberOrNaN(json.at("residual"));
  json.at("converged").get_to(fit.converged);
  json.at("at_bound").get_to(fit.atBound);
  return fit;
}

nlohmann::json
JsonOf(const ProbeReferenceResult & probe)
{
  return { { "two_point", JsonOf(probe.twoPoint) },
           { "two_point_of_many_speckles", JsonOf(probe.twoPointOfManySpeckles) },
           { "four_point", JsonOf(probe.fourPoint) },
           { "speckles", NumberOrNull(probe.speckles) } };
}

ProbeReferenceResult
ProbeFromJson(const nlohmann::json & json)
{
  return { FitFromJson(json.at("two_point")),
           FitFromJson(json.at("two_point_of_many_speckles")),
           FitFromJson(json.at("four_point")),
           NumberOrNaN(json.at("speckles")) };
}

/** A list of the rows. */
nlohmann::json
JsonOf(const Eigen::ArrayXXd & array)
{
  nlohmann::json rows = nlohmann::json::array();
  for (Eigen::Index row = 0; row < array.rows(); ++row)
  {
    nlohmann::json values = nlohmann::json::array();
    for (Eigen::Index column = 0; column < array.cols(); ++column)
    {
      values.push_back(NumberOrNull(array(row, column)));
    }
    rows.push_back(values);
  }
  return rows;
}

Eigen::ArrayXXd
ArrayFromJson(const nlohmann::json & json)
{
  const auto      rows = static_cast<Eigen::Index>(json.size());
  Eigen::ArrayXXd array(rows, rows > 0 ? static_cast<Eigen::Index>(json.at(0).size()) : 0);
  for (Eigen::Index row = 0; row < rows; ++row)
  {
    for (Eigen::Index column = 0; column < array.cols(); ++column)
    {
      array(row, column) = NumberOrNaN(json.at(static_cast<std::size_t>(row)).at(static_cast<std::size_t>(column)));
    }
  }
  return array;
}

} // namespace

nlohmann::json
ToJson(const FourPointResults & results)
{
  return { { "longest", results.parameters.longest },
           { "aperture", results.parameters.aperture },
           { "scan_region", results.scanRegion },
           { "annulus", { results.annulus.low, results.annulus.high } },
           { "blur", results.blur },
           { "pixels", results.pixels },
           { "length", results.length },
           { "pairs", results.pairs },
           { "delay", results.delay },
           { "four_point", JsonOf(results.fourPoint) },
           { "four_point_error", JsonOf(results.fourPointError) },
           { "two_point", JsonOf(results.twoPoint) },
           { "two_point_error", JsonOf(results.twoPointError) },
           { "first_fitted_delay", results.firstFittedDelay },
           { "four_point_fit", JsonOf(results.fourPointFit) },
           { "two_point_fit", JsonOf(results.twoPointFit) },
           { "probe", JsonOf(results.probe) },
           { "warnings", results.warnings } };
}

FourPointResults
FourPointResultsFromJson(const nlohmann::json & json)
{
  FourPointResults results;
  json.at("longest").get_to(results.parameters.longest);
  json.at("aperture").get_to(results.parameters.aperture);
  json.at("scan_region").get_to(results.scanRegion);
  json.at("annulus").at(0).get_to(results.annulus.low);
  json.at("annulus").at(1).get_to(results.annulus.high);
  json.at("blur").get_to(results.blur);
  json.at("pixels").get_to(results.pixels);
  json.at("length").get_to(results.length);
  json.at("pairs").get_to(results.pairs);
  json.at("delay").get_to(results.delay);
  results.fourPoint = ArrayFromJson(json.at("four_point"));
  results.fourPointError = ArrayFromJson(json.at("four_point_error"));
  results.twoPoint = ArrayFromJson(json.at("two_point"));
  results.twoPointError = ArrayFromJson(json.at("two_point_error"));
  json.at("first_fitted_delay").get_to(results.firstFittedDelay);
  results.fourPointFit = FitFromJson(json.at("four_point_fit"));
  results.twoPointFit = FitFromJson(json.at("two_point_fit"));
  results.probe = ProbeFromJson(json.at("probe"));
  json.at("warnings").get_to(results.warnings);
  return results;
}

} // namespace stem5d

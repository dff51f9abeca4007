/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "StudySettings.h"

#include "FileError.h"
#include "JsonObject.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace stem5d
{
namespace
{

using nlohmann::json;
using Path = std::filesystem::path;

/** "633K", "633.5K". */
std::string
NameOf(double temperature)
{
  std::ostringstream name;
  name << temperature << 'K';
  return name.str();
}

/** A file that must be there, relative to the study file. */
std::string
ExistingFile(JsonObject & object, const std::string & name, const Path & directory)
{
  const auto given = object.Get<std::string>(name, "the name of a file");
  const Path path = directory / given;
  if (given.empty() || !std::filesystem::is_regular_file(path.string().substr(0, path.string().find(":/"))))
  {
    object.Refuse(name, "there is no file " + path.string() + "; names are relative to the study file");
  }
  return path.lexically_normal().string();
}

Annulus
ReadAnnulus(JsonObject & object, const std::string & name)
{
  const auto range = object.Get<std::array<double, 2>>(name, "[low, high] of |Q|");
  if (!(range[0] >= 0.0 && range[0] < range[1]))
  {
    object.Refuse(name, "give [low, high] of |Q| with 0 <= low < high");
  }
  return { range[0], range[1] };
}

std::size_t
ReadPositive(JsonObject & object, const std::string & name)
{
  const auto value = object.Get<std::size_t>(name, "a whole number from 1 on");
  if (value < 1)
  {
    object.Refuse(name, "give a whole number from 1 on");
  }
  return value;
}

/** A number above 0, if it is there. */
template <typename TValue>
void
UpdatePositive(JsonObject & object, const std::string & name, TValue & value, const std::string & remedy)
{
  object.Update(name, value, remedy);
  if (object.Has(name) && !(value > 0.0))
  {
    object.Refuse(name, "give " + remedy + ", above 0");
  }
}

void
UpdatePositive(JsonObject & object, const std::string & name, std::optional<double> & value, const std::string & remedy)
{
  double found = value.value_or(0.0);
  UpdatePositive(object, name, found, remedy);
  value = object.Has(name) ? found : value;
}

/** One of several choices, by its name. \param choiceOf throws for a name that is none */
template <typename TChoice>
void
UpdateNamed(JsonObject & object, const std::string & name, TChoice & choice, TChoice (*choiceOf)(const std::string &))
{
  try
  {
    if (const auto text = object.Find<std::string>(name, "a name in quotes"))
    {
      choice = choiceOf(*text);
    }
  }
  catch (const std::invalid_argument & error)
  {
    object.Refuse(name, error.what());
  }
}

void
ReadSeriesOptions(JsonObject & object, SeriesOptions & series)
{
  object.Update("axes", series.axes, "the names of the axes, slowest first, [\"t\", \"y\", \"x\", \"ky\", \"kx\"]");
  object.Update("q_unit", series.qUnit, "a unit such as \"1/nm\"");
  UpdatePositive(object, "q_pixel", series.qPixel, "the size of a detector pixel in the unit of q_unit");
  UpdatePositive(object, "scan_step", series.scanStep, "the distance of scan points in nm");
  UpdatePositive(object, "frame_period", series.framePeriod, "the time from frame to frame in s");
  UpdatePositive(object, "beam_energy", series.beamEnergy, "the beam energy in keV");
  if (const auto centre = object.Find<std::array<double, 2>>("centre", "[kx, ky] in pixels"))
  {
    series.centre = *centre;
  }
}

/** What of the parameters an object gives. */
void
ReadParameters(JsonObject & object, const Path & directory, AnalysisParameters & p)
{
  if (object.Has("dynamics_annulus"))
  {
    p.dynamicsAnnulus = ReadAnnulus(object, "dynamics_annulus");
  }
  if (object.Has("structure_annulus"))
  {
    p.structureAnnulus = ReadAnnulus(object, "structure_annulus");
  }
  if (object.Has("blur"))
  {
    p.blur = object.Get<double>("blur", "a standard deviation in the unit of Q, 0 for none");
  }
  p.detectorBin = object.Has("detector_bin") ? ReadPositive(object, "detector_bin") : p.detectorBin;
  p.timeBin = object.Has("time_bin") ? ReadPositive(object, "time_bin") : p.timeBin;
  p.maskFile = object.Has("mask") ? ExistingFile(object, "mask", directory) : p.maskFile;
  if (const auto variance = object.Find<std::string>("variance", "\"rings\" or \"pooled\""))
  {
    p.pooledVariance = *variance == "pooled";
    if (*variance != "rings" && *variance != "pooled")
    {
      object.Refuse("variance", "give \"rings\" or \"pooled\"");
    }
  }
  UpdateNamed(object, "normalisation", p.normalisation, &TwoTimeNormalisationOf);
  UpdateNamed(object, "estimator", p.estimator, &KWWEstimatorOf);
  if (const auto delays = object.Find<std::array<std::size_t, 2>>("delays", "[first, last] in binned frames"))
  {
    p.firstDelay = (*delays)[0];
    p.lastDelay = (*delays)[1];
  }
  if (const auto bounds = object.Find<std::array<double, 2>>("tau_bounds", "[low, high] in s"))
  {
    p.fit.tauLow = (*bounds)[0];
    p.fit.tauHigh = (*bounds)[1];
  }
  object.Update("sectors", p.partition.sectors, "an even number of azimuthal sectors");
  if (object.Has("guard_band"))
  {
    p.guardBand = object.Get<double>("guard_band", "a width in the unit of Q");
  }
  if (object.Has("gain"))
  {
    p.gain = object.Get<double>("gain", "the counts of an electron");
  }
  if (const auto frames = object.Find<std::array<std::size_t, 2>>("frames", "[first, count]"))
  {
    p.firstFrame = (*frames)[0];
    p.numberOfFrames = (*frames)[1];
  }
  object.Update("two_time", p.twoTimeRegions, "boxes of scan points, [[x0, y0, columns, rows], ...]");
  ReadSeriesOptions(object, p.series);
  object.CheckNames();
}

ThicknessInput
ReadThickness(JsonObject object, const Path & directory)
{
  ThicknessInput thickness;
  if (object.Has("map"))
  {
    thickness.map = ExistingFile(object, "map", directory);
  }
  else
  {
    thickness.total = ExistingFile(object, "total", directory);
    thickness.zeroLoss = ExistingFile(object, "zero_loss", directory);
    UpdatePositive(object, "mean_free_path", thickness.meanFreePath, "the inelastic mean free path in nm");
  }
  object.CheckNames();
  return thickness;
}

/** The parts of two descriptions of parameters, those of the set before the shared ones. */
json
Merged(json shared, const json & own)
{
  shared.merge_patch(own);
  return shared;
}

StudyDataSet
ReadDataSet(JsonObject & object, const AnalysisParameters & shared, const json & sharedJson, const Path & directory)
{
  StudyDataSet set;
  set.parameters = shared;
  set.temperature = object.Get<double>("temperature", "the temperature in K");
  if (!(set.temperature > 0.0))
  {
    object.Refuse("temperature", "give the temperature in K, above 0 (0 degrees C is 273.15 K)");
  }
  set.name = NameOf(set.temperature);
  if (const auto simulation = object.FindObject("simulation"))
  {
    try
    {
      set.simulation = SimulationParametersFromJson(simulation->Value());
    }
    catch (const std::invalid_argument & error)
    {
      object.Refuse("simulation", error.what());
    }
    if (object.Has("file"))
    {
      object.Refuse("file", "give a file or a simulation, not both");
    }
  }
  else
  {
    set.file = ExistingFile(object, "file", directory);
  }
  if (auto own = object.FindObject("parameters"))
  {
    ReadParameters(*own, directory, set.parameters);
  }
  UpdatePositive(object, "exposure", set.exposure, "the exposure of a frame in s");
  if (set.exposure && set.parameters.series.framePeriod && *set.exposure > *set.parameters.series.framePeriod)
  {
    object.Refuse("exposure", "a frame cannot be longer than the frame period: give both in s");
  }
  if (const auto thickness = object.FindObject("thickness"))
  {
    set.thickness = ReadThickness(*thickness, directory);
  }
  object.CheckNames();

  const json own = object.Value().value("parameters", json::object());
  set.description = object.Value();
  set.description["parameters"] = Merged(sharedJson, own);
  return set;
}

std::array<ScanInterval, 2>
ReadRegionOfInterest(JsonObject object)
{
  std::array<ScanInterval, 2> region;
  for (const unsigned int axis : { 0U, 1U })
  {
    const char *      name = axis == 0 ? "x" : "y";
    const std::string remedy = "give [low, high] in nm, null for no limit";
    const json *      range = object.FindJson(name);
    if (!range)
    {
      continue;
    }
    const auto isLimit = [](const json & limit) { return limit.is_number() || limit.is_null(); };
    if (!range->is_array() || range->size() != 2 || !isLimit((*range)[0]) || !isLimit((*range)[1]))
    {
      object.Refuse(name, remedy);
    }
    const auto limit = [](const json & value) {
      return value.is_number() ? std::optional<double>(value.get<double>()) : std::nullopt;
    };
    region[axis] = { limit((*range)[0]), limit((*range)[1]) };
    if (region[axis].low && region[axis].high && !(*region[axis].low < *region[axis].high))
    {
      object.Refuse(name, remedy + ", low < high");
    }
  }
  object.CheckNames();
  return region;
}

std::vector<PublishedNumber>
ReadPublished(JsonObject & study)
{
  std::vector<PublishedNumber> published;
  for (JsonObject & object : study.Objects("published"))
  {
    PublishedNumber & number = published.emplace_back();
    number.number = object.Get<std::string>("number", "the name of a number of the study");
    number.temperature = object.Find<double>("temperature", "a temperature in K");
    number.value = object.Get<double>("value", "a number");
    object.CheckNames();
  }
  return published;
}

/** Refuses temperatures that are there twice, and doubts those in another unit. */
void
CheckTemperatures(JsonObject & study, StudySettings & settings)
{
  auto & sets = settings.dataSets;
  std::sort(sets.begin(), sets.end(), [](const auto & a, const auto & b) { return a.temperature < b.temperature; });
  const auto same =
    std::adjacent_find(sets.begin(), sets.end(), [](const auto & a, const auto & b) { return a.name == b.name; });
  if (same != sets.end())
  {
    throw FileError("the study has two data sets at " + same->name +
                    ": give every temperature once, or put the other into a study of its own");
  }
  if (sets.size() < 3)
  {
    settings.warnings.push_back(std::to_string(sets.size()) +
                                " temperatures: an activation energy from fewer than 3 cannot be checked against the "
                                "Arrhenius law");
  }
  const auto glassTransition = study.Find<double>("glass_transition", "a temperature in K");
  const auto doubt = [&](const StudyDataSet & set) {
    return glassTransition ? set.temperature < 0.7 * *glassTransition || set.temperature > 1.5 * *glassTransition
                           : set.temperature < 200.0;
  };
  for (const StudyDataSet & set : sets)
  {
    if (doubt(set))
    {
      settings.warnings.push_back("the temperature " + set.name + " is far from " +
                                  (glassTransition ? "the glass transition" : "where metallic glasses relax") +
                                  ": temperatures are in K; " + NameOf(set.temperature + 273.15) +
                                  " if it was meant in degrees C");
    }
  }
}

} // namespace

StudySettings
ReadStudySettings(const std::string & file)
{
  JsonObject    study(file);
  const Path    directory = Path(file).parent_path();
  StudySettings settings;
  settings.title = study.Find<std::string>("title", "a text").value_or("Structure and dynamics");
  AnalysisParameters shared;
  json               sharedJson = json::object();
  if (auto parameters = study.FindObject("parameters"))
  {
    ReadParameters(*parameters, directory, shared);
    sharedJson = parameters->Value();
  }
  UpdatePositive(study, "stretch_exponent", settings.stretchExponent, "the fixed stretch exponent");
  if (const auto region = study.FindObject("region_of_interest"))
  {
    settings.regionOfInterest = ReadRegionOfInterest(*region);
  }
  study.Update("null_realisations", settings.nullRealisations, "a whole number, 0 for none");
  study.Update("null_points", settings.nullPoints, "a whole number, 0 for none");
  if (settings.nullPoints != 0 && settings.nullPoints < 50)
  {
    study.Refuse("null_points", "give 50 or more, or 0 for none");
  }
  study.Update("four_point_distance", settings.fourPointDistance, "a distance in nm, 0 for none");
  if (!(settings.fourPointDistance >= 0.0))
  {
    study.Refuse("four_point_distance", "give the largest distance in nm, 0 for none");
  }
  UpdatePositive(study, "aperture", settings.aperture, "the radius of the aperture in 1/nm");
  settings.published = ReadPublished(study);
  for (JsonObject & object : study.Objects("data_sets"))
  {
    settings.dataSets.push_back(ReadDataSet(object, shared, sharedJson, directory));
  }
  if (settings.dataSets.empty())
  {
    study.Refuse("data_sets", "give an array of objects with a temperature and a file each");
  }
  CheckTemperatures(study, settings);
  study.CheckNames();
  return settings;
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Commands.h"
#include "ProgressBar.h"
#include "Simulation.h"

#include "itkMultiThreaderBase.h"

#include <cctype>
#include <fstream>
#include <iostream>
#include <memory>

namespace stem5d
{
namespace
{

using nlohmann::json;

struct SimulateOptions
{
  SimulationOutput      output;
  std::string           parameterFile;
  std::string           preset = "homogeneous";
  std::optional<int>    temperature;
  std::optional<double> detector;
  unsigned              threads = 0;

  /** Values of options that stand for one parameter each, by the name of the parameter. */
  std::map<std::string, std::vector<double>> values;
};

/** pixelSize -> --pixel-size. */
std::string
OptionName(const std::string & parameter)
{
  std::string option = "--";
  for (const char c : parameter)
  {
    if (std::isupper(static_cast<unsigned char>(c)))
    {
      option += '-';
    }
    option += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return option;
}

/** An option for every parameter of the series, named after it, with its default and unit. */
void
AddParameterOptions(CLI::App & command, SimulateOptions & options)
{
  SpeckleSeriesSettings defaults;
  VisitParameters(defaults, [&](const std::string & name, const auto & value, const std::string & unit) {
    const std::string option = name == "scanSize" ? "--scan,--scan-size" : OptionName(name);
    const std::string shown = "[" + json(value).dump() + (unit.empty() ? "" : " " + unit) + "]";
    command.add_option(option, options.values[name], shown)
      ->expected(json(value).is_array() ? 2 : 1)
      ->type_name(json(value).is_array() ? "A B" : "VALUE")
      ->group("Parameters");
  });
}

json
ReadParameterFile(const std::string & fileName)
{
  std::ifstream stream(fileName);
  if (!stream)
  {
    throw std::invalid_argument("the parameters " + fileName + " cannot be read: give a JSON file");
  }
  try
  {
    const json parameters = json::parse(stream);
    if (!parameters.is_object())
    {
      throw std::invalid_argument("the parameters " + fileName + " are no JSON object: give { \"name\": value, ... }");
    }
    return parameters;
  }
  catch (const json::exception & error)
  {
    throw std::invalid_argument("the parameters " + fileName + " are not JSON: " + error.what());
  }
}

/** The preset, changed by the file, changed by the options. */
SimulationParameters
ParametersOf(const SimulateOptions & options)
{
  json parameters = SimulationPreset(options.preset, options.temperature);
  if (!options.parameterFile.empty())
  {
    parameters.merge_patch(ReadParameterFile(options.parameterFile));
  }
  const SpeckleSeriesSettings defaults;
  if (options.detector)
  {
    // the same field in other pixels
    parameters["detectorSize"] = { *options.detector, *options.detector };
    parameters["pixelSize"] = defaults.pixelSize * static_cast<double>(defaults.detectorSize[0]) / *options.detector;
  }
  VisitParameters(defaults, [&](const char * name, const auto & value, const char *) {
    const std::vector<double> & given = options.values.at(name);
    if (!given.empty())
    {
      constexpr bool isSwitch = std::is_same_v<std::decay_t<decltype(value)>, bool>;
      const bool     isYesOrNo = isSwitch && (given[0] == 0.0 || given[0] == 1.0);
      parameters[name] = given.size() == 2 ? json(given) : isYesOrNo ? json(given[0] == 1.0) : json(given[0]);
    }
  });
  const auto has = [&](const char * name) { return !options.values.at(name).empty(); };
  if (!parameters.value("heterogeneity", json()).is_null() && (has("relaxationTime") || has("contrast")))
  {
    throw std::invalid_argument("the sample is heterogeneous, so that --relaxation-time and --contrast mean nothing: "
                                "give medianRelaxationTime and meanContrast of \"heterogeneity\" in --parameters FILE");
  }
  return SimulationParametersFromJson(parameters);
}

void
RunSimulate(const SimulateOptions & options)
{
  if (options.threads > 0)
  {
    itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(options.threads);
  }
  ProgressBar bar;
  Simulate(ParametersOf(options), options.output, [&bar](std::size_t done, std::size_t total, std::uint64_t bytes) {
    bar.Show(done, total, bytes);
  });
  std::cout << "series and truth in " << options.output.series << '\n';
}

} // namespace

void
AddSimulateCommand(CLI::App & program)
{
  auto options = std::make_shared<SimulateOptions>();
  auto command = program.add_subcommand("simulate", "Make a series with known relaxation times and variance");
  command->add_option("-o,--output", options->output.series, "EMD file for the series and its truth")
    ->required()
    ->type_name("FILE");
  command->add_option("--preset", options->preset, "Where to start from [homogeneous]")
    ->check(CLI::IsMember(SimulationPresets()));
  command->add_option("--temperature", options->temperature, "Temperature of zr50cu40al10 in K: 633, 643 .. 673 [633]")
    ->type_name("K");
  command->add_option("--parameters", options->parameterFile, "JSON file with parameters by name; options go before it")
    ->type_name("FILE");
  command->add_option("--write-mask", options->output.mask, "PNG image for the beam stop and bad pixels")
    ->type_name("FILE");
  command
    ->add_option("--compress",
                 options->output.compression,
                 "Compress the series: 1 (fast) to 9 (small) [0, none]. Any HDF5 library reads it")
    ->type_name("LEVEL");
  command->add_option("--detector", options->detector, "Detector of N x N pixels over the same field [66]")
    ->type_name("N");
  command->add_option("--threads", options->threads, "Number of threads [one for each processor]")
    ->type_name("N")
    ->check(CLI::Range(1, 65536));
  AddParameterOptions(*command, *options);
  command->footer(
    "Parameters go by the names of --parameters FILE too: pixelSize for --pixel-size. Yes and no are 1 and 0.\n\n"
    "Example\n"
    "  stem5d simulate --preset zr50cu40al10 --temperature 653 --scan 48 24 --seed 7 -o series.emd \\\n"
    "      --write-mask beamstop.png");
  command->callback([options] { RunSimulate(*options); });
}

} // namespace stem5d

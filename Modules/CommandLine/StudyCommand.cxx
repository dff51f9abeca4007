/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AtomicFile.h"
#include "Commands.h"
#include "ProgressBar.h"
#include "StudyOutput.h"
#include "Summary.h"

#include <cmath>
#include <iostream>
#include <memory>

namespace stem5d
{
namespace
{

using nlohmann::json;

const std::vector<std::size_t> FullScan{ 120, 60 }; // of the paper

struct StudyOptions
{
  std::string              file;
  std::string              output;
  std::string              example;
  std::vector<std::size_t> scan{ 120, 20 };
  bool                     full = false;
  bool                     noFigures = false;
  unsigned int             threads = 0;
  std::uint64_t            memory = 2ull << 30;
};

/** The simulated study of the paper's sample, with its published numbers, which are the truth of the simulation. */
json
ExampleStudy(const std::vector<std::size_t> & scan)
{
  constexpr double step = 0.16;       // nm, the paper's
  constexpr double regionFrom = 10.0; // nm
  if (static_cast<double>(scan[0]) * step <= regionFrom || scan[1] < 1)
  {
    throw std::invalid_argument("--scan is " + std::to_string(scan[0]) + " x " + std::to_string(scan[1]) +
                                ": give more than 62 columns, which reach the region of interest beyond 10 nm");
  }
  json       published = json::array();
  json       sets = json::array();
  const auto publish = [&published](const char * number, int temperature, double value) {
    published.push_back({ { "number", number }, { "temperature", temperature }, { "value", value } });
  };
  for (const int temperature : { 633, 643, 653, 663, 673 })
  {
    json simulation = SimulationPreset("zr50cu40al10", temperature);
    simulation["scanSize"] = scan;
    simulation["scanStep"] = step;
    simulation["seed"] = temperature;
    json & sample = simulation["heterogeneity"];
    sample["seed"] = 1; // the same part of the sample at all temperatures
    const double exposure = temperature < 650 ? 1e-3 : 0.5e-3;
    const double spread = sample["logRelaxationTimeSpread"];
    const double time = sample["medianRelaxationTime"].get<double>() * std::exp(0.5 * spread * spread); // log-normal
    const double variance = sample["meanContrast"];
    for (const char * name : { "mean_relaxation_time", "unbiased_mean_relaxation_time" })
    {
      publish(name, temperature, std::round(time));
    }
    for (const char * name : { "mean_variance", "mean_corrected_variance", "unbiased_mean_variance" })
    {
      publish(name, temperature, variance);
    }
    publish("unbiased_mean_stretch_exponent", temperature, 1.0);
    publish("two_point_length", temperature, 0.646);
    publish("disattenuated_tau_variance", temperature, sample["rankCorrelation"]);
    sets.push_back({ { "temperature", temperature }, { "exposure", exposure }, { "simulation", simulation } });
  }
  published.push_back({ { "number", "activation_energy" }, { "value", 97.0 } });
  published.push_back({ { "number", "activation_energy_of_means" }, { "value", 97.0 } });
  const std::size_t middle = scan[1] / 2;
  return { { "title", "Simulated Zr50Cu40Al10 from 633 to 673 K" },
           { "glass_transition", 673.0 },
           { "region_of_interest", { { "x", { regionFrom, nullptr } } } },
           { "null_realisations", 4 },
           { "parameters", { { "two_time", { { scan[0] * 3 / 4, middle, 1, 1 } } } } },
           { "published", published },
           { "data_sets", sets } };
}

void
WriteExample(const StudyOptions & options)
{
  const std::filesystem::path directory(options.example);
  std::filesystem::create_directories(directory);
  const std::string text = JsonAsText(ExampleStudy(options.full ? FullScan : options.scan)) + '\n';
  AtomicFile        file(directory / "STUDY.json");
  file.Write(text.data(), text.size());
  file.Commit();
  std::cout << "Run it with: stem5d study " << (directory / "STUDY.json").string() << " -o DIR\n";
}

void
RunStudy(const StudyOptions & options)
{
  if (!options.example.empty())
  {
    WriteExample(options);
    return;
  }
  if (options.file.empty() || options.output.empty())
  {
    throw std::invalid_argument("a study needs a file and -o DIR: stem5d study STUDY.json -o DIR, or --example DIR");
  }
  StudySettings settings = ReadStudySettings(options.file);
  for (StudyDataSet & set : settings.dataSets)
  {
    set.parameters.threads = options.threads;
    set.parameters.memory = options.memory;
  }
  StudyRun                     run(settings, options.output);
  std::string                  current;
  std::unique_ptr<ProgressBar> bar;
  const StudyResults           results =
    run.Execute([&](const std::string & step, std::size_t done, std::size_t total, std::uint64_t bytes) {
      if (step != current)
      {
        bar.reset();
        std::cerr << step << '\n';
        bar = std::make_unique<ProgressBar>();
        current = step;
      }
      bar->Show(done, total, bytes);
    });
  const std::filesystem::path file(options.file);
  bar.reset();
  const std::vector<StudyNumber> numbers = ComputeStudyNumbers(results);
  const std::string              noFigures = WriteStudy(
    results, numbers, options.output, { "stem5d study", file.filename().string(), "-o DIR" }, !options.noFigures);
  if (!noFigures.empty())
  {
    std::cerr << "stem5d: warning: no figure was drawn: " << noFigures << "; the data are complete\n";
  }
  for (const char * name : { "activation_energy", "activation_energy_of_means" })
  {
    const StudyNumber * energy = FindNumber(numbers, name);
    std::cout << energy->label << ": " << energy->value << " +- " << energy->error << ' ' << energy->unit << '\n';
  }
  for (const std::string & warning : results.warnings)
  {
    std::cout << "  warning: " << warning << '\n';
  }
  std::cout << "report in " << (std::filesystem::path(options.output) / "report.html").string() << '\n';
}

} // namespace

void
AddStudyCommand(CLI::App & program)
{
  auto options = std::make_shared<StudyOptions>();
  auto command =
    program.add_subcommand("study", "Analyse a temperature series and write its figures, tables and report");
  command->add_option("FILE", options->file, "Study file, JSON");
  command->add_option("-o,--output", options->output, "Directory for results, figures, tables and report")
    ->type_name("DIR");
  command->add_option("--example", options->example, "Write the study file of a simulated sample into DIR")
    ->type_name("DIR");
  auto scan = command->add_option("--scan", options->scan, "Scan points of the example, COLUMNS ROWS [120 20]")
                ->expected(2)
                ->type_name("C R");
  command->add_flag("--full", options->full, "The example with the 120 x 60 scan points of the paper")->excludes(scan);
  command->add_flag("--no-figures", options->noFigures, "Write data and a report without figures");
  command->add_option("--threads", options->threads, "Number of threads [one for each processor]")->type_name("N");
  command->add_option("--memory", options->memory, "Most memory to use, such as 512MB or 4GB [2GB]")
    ->transform(CLI::AsSizeValue(false))
    ->type_name("SIZE");
  command->footer("A study that was stopped goes on where it was; what is done is not done again.\n\n"
                  "Example\n"
                  "  stem5d study --example example\n"
                  "  stem5d study example/STUDY.json -o example/results");
  command->callback([options] { RunStudy(*options); });
}

} // namespace stem5d

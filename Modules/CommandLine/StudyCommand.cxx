/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Commands.h"
#include "ProgressBar.h"
#include "StudyExample.h"
#include "StudyOutput.h"

#include <iostream>
#include <memory>

namespace stem5d
{
namespace
{

constexpr std::array<std::size_t, 2> FullScan{ 120, 60 }; // of the paper

struct StudyOptions
{
  std::string                file;
  std::string                output;
  std::string                example;
  std::array<std::size_t, 2> scan{ 120, 20 };
  bool                       full = false;
  bool                       noFigures = false;
  unsigned int               threads = 0;
  std::uint64_t              memory = 2ull << 30;
};

void
RunStudy(const StudyOptions & options)
{
  if (!options.example.empty())
  {
    const auto file = WriteStudyExample(options.example, options.full ? FullScan : options.scan);
    std::cout << "Run it with: stem5d study " << file.string() << " -o DIR\n";
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
  StudyRun                       run(settings, options.output);
  std::string                    current;
  std::unique_ptr<ProgressBar>   bar;
  ProgressBar::Clock::time_point end = ProgressBar::Clock::now(); // of the step before
  const StudyResults             results =
    run.Execute([&](const std::string & step, std::size_t done, std::size_t total, std::uint64_t bytes) {
      if (step != current)
      {
        bar.reset();
        std::cerr << step << '\n';
        bar = std::make_unique<ProgressBar>(end);
        current = step;
      }
      bar->Show(done, total, bytes);
      end = ProgressBar::Clock::now();
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
  auto scan = command
                ->add_option("--scan", options->scan, "Scan points of the example, COLUMNS ROWS [120 20]")

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

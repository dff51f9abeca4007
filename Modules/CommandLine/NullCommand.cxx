/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "NullCommand.h"

#include "Commands.h"
#include "ProgressBar.h"
#include "ScanStatistics.h"

#include <cstdio>
#include <iostream>
#include <memory>

namespace stem5d
{
namespace
{

struct NullOptions
{
  std::string         directory;
  NullModelParameters parameters;
  std::size_t         points = 400;
  unsigned int        threads = 0;
};

AnalysisResults
ReadResults(const NullOptions & options)
{
  AnalysisResults results = ResultsDirectory(options.directory).Read();
  results.parameters.threads = options.threads;
  return results;
}

void
PrintNullModel(const ScanStatistics & statistics)
{
  std::printf("%-58s %10s %8s   %10s %s\n", "statistic", "measured", "error", "homogeneous", "95 % interval");
  for (const ScanStatistic & statistic : statistics)
  {
    if (statistic.null)
    {
      const auto interval = statistic.null->Interval();
      std::printf("%-58s %10.4g %8.2g   %10.4g  %.4g .. %.4g\n",
                  statistic.name.c_str(),
                  statistic.value,
                  statistic.error,
                  statistic.null->Mean(),
                  interval[0],
                  interval[1]);
    }
  }
}

void
RunBootstrap(const NullOptions & options)
{
  const std::vector<AnalysisResults> analyses{ ReadResults(options) };
  ProgressBar                        bar;
  const EstimatorCheck               check =
    CheckEstimators(analyses,
                    options.parameters,
                    options.points,
                    [&bar](std::size_t done, std::size_t total, std::uint64_t bytes) { bar.Show(done, total, bytes); })
      .front();
  std::printf("%-24s %10s %14s %10s\n", "quantity", "scatter", "median error", "coverage");
  for (const ErrorCheck & error : check.errors)
  {
    const std::string name = error.quantity == "relaxation_time" ? "ln relaxation_time" : error.quantity;
    std::printf("%-24s %10.4g %14.4g %9.1f %%\n", name.c_str(), error.scatter, error.error, 100.0 * error.coverage);
  }
  std::printf("\n%-32s %10s %10s %10s\n", "mean", "true", "found", "error");
  for (const EstimatorBias & bias : check.biases)
  {
    std::printf("%-32s %10.4g %10.4g %10.2g\n", bias.statistic.c_str(), bias.truth, bias.found, bias.error);
  }
}

void
AddCommonOptions(CLI::App & command, NullOptions & options)
{
  command.add_option("DIR", options.directory, "Output directory of stem5d analyze")->required();
  command.add_option("--seed", options.parameters.seed, "Seed of the random numbers [1]")->type_name("N");
  command.add_option("--aperture", options.parameters.aperture, "Radius of the probe-forming aperture [0.638 1/nm]")
    ->type_name("A");
  command.add_option("--threads", options.threads, "Number of threads [one for each processor]")->type_name("N");
}

} // namespace

void
RunNullModel(AnalysisResults & results, const NullModelParameters & parameters, const ResultsDirectory & directory)
{
  {
    std::vector<AnalysisResults> analyses{ std::move(results) };
    ProgressBar                  bar;
    ComputeNullModel(analyses, parameters, [&bar](std::size_t done, std::size_t total, std::uint64_t bytes) {
      bar.Show(done, total, bytes);
    });
    results = std::move(analyses.front());
  }
  directory.WriteStatistics(results.statistics);
  PrintNullModel(results.statistics);
}

void
AddNullCommand(CLI::App & program)
{
  auto options = std::make_shared<NullOptions>();
  auto command = program.add_subcommand(
    "null", "What chance makes of a homogeneous sample like the one analysed: null distributions of all statistics");
  AddCommonOptions(*command, *options);
  command->add_option("--realisations", options->parameters.realisations, "Simulations to analyse [8]")->type_name("N");
  command->footer(
    "Simulates the homogeneous sample with the mean relaxation time, V, pattern, dose, mask and scan of the\n"
    "data, analyses it in the same way, prints what comes out beside what was measured, and adds it to\n"
    "summary.json.");
  command->callback([options] {
    AnalysisResults results = ReadResults(*options);
    RunNullModel(results, options->parameters, ResultsDirectory(options->directory));
    std::cout << Verdict(results.statistics) << '\n';
  });
}

void
AddBootstrapCommand(CLI::App & program)
{
  auto options = std::make_shared<NullOptions>();
  auto command = program.add_subcommand("bootstrap", "Check the standard errors of an analysis by simulation");
  AddCommonOptions(*command, *options);
  command->add_option("--points", options->points, "Independent scan points to simulate [400]")->type_name("N");
  command->footer(
    "Simulates scan points like the data that share no scatterers, analyses them in the same way, and prints\n"
    "how the estimates scatter beside their standard errors, how many lie within theirs of the median\n"
    "(68 % should), and how far the means are from the truth of the simulation.");
  command->callback([options] { RunBootstrap(*options); });
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AnalysisOutput.h"
#include "Commands.h"
#include "ResultsDirectory.h"

#include <algorithm>
#include <memory>

namespace stem5d
{
namespace
{

struct MergeOptions
{
  std::vector<std::string> parts;
  std::string              output;
  std::vector<std::size_t> scanRegion;
  bool                     noFigures = false;
};

void
RunMerge(const MergeOptions & options)
{
  std::vector<std::string> files;
  for (const std::string & part : options.parts)
  {
    files.push_back(ResultsDirectory(part).PartPath());
  }
  std::optional<std::array<std::size_t, 4>> region;
  if (!options.scanRegion.empty())
  {
    std::copy_n(options.scanRegion.begin(), 4, region.emplace().begin());
  }
  const ResultsDirectory directory(options.output);
  directory.Prepare();
  directory.Write(MergeParts(files, region));
  PrintResults(directory.ReadSummary(), options.output);
  if (!options.noFigures)
  {
    DrawFigures(options.output);
  }
}

} // namespace

void
AddMergeCommand(CLI::App & program)
{
  auto options = std::make_shared<MergeOptions>();
  auto command = program.add_subcommand("merge", "Join the results of analyze --partial over the parts of one scan");
  command->add_option("DIR", options->parts, "Output directories of analyze --partial, in any order")->required();
  command->add_option("-o,--output", options->output, "Directory for maps, curves, summary and figures")
    ->required()
    ->type_name("DIR");
  command->add_option("--scan-region", options->scanRegion, "What the parts make up [the whole scan]")
    ->expected(4)
    ->type_name("X0 Y0 NX NY");
  command->add_flag("--no-figures", options->noFigures, "Write data only");
  command->footer("The results are those of one analyze over the whole scan, to the last bit (on processors of one "
                  "generation). The series must be where the\n"
                  "parts found it: its description is read again.\n\n"
                  "Example\n"
                  "  stem5d analyze series.emd -o part1 --partial --scan-region 0 0 120 30\n"
                  "  stem5d analyze series.emd -o part2 --partial --scan-region 0 30 120 30\n"
                  "  stem5d merge part1 part2 -o results");
  command->callback([options] { RunMerge(*options); });
}

} // namespace stem5d

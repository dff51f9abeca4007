/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Analysis.h"
#include "Commands.h"
#include "Memory.h"
#include "ReadingCost.h"
#include "SeriesDescription.h"
#include "SeriesOptionsGroup.h"
#include "Summary.h"

#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>

namespace stem5d
{
namespace
{

struct InfoOptions
{
  std::string   file;
  SeriesOptions series;
  bool          json = false;
};

std::string
Short(double number)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%.3g", number);
  return text;
}

std::string
Join(const std::vector<std::string> & words)
{
  std::string text;
  for (const std::string & word : words)
  {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

/** The cost of the chunks at the default memory limit; nothing where there are none or the series cannot be analysed.
 */
std::optional<ReadingCost>
CostOf(const SeriesDescription & series)
{
  const bool isSeries = series.missing.empty() && series.axes.back().role == AxisRole::Time;
  try
  {
    return isSeries && !series.chunk.empty() ? std::optional(EstimateReadingCost(series, AnalysisParameters{}.memory))
                                             : std::nullopt;
  }
  catch (const std::invalid_argument &)
  {
    return std::nullopt; // more than the default is needed in any case, and analyze will say how much
  }
}

void
PrintCost(const ReadingCost & cost, const SeriesDescription & series)
{
  std::cout << "  reading    each chunk " << (cost.timesRead > 1.0 ? Short(cost.timesRead) + " times" : "once")
            << " within " << BytesAsString(static_cast<double>(AnalysisParameters{}.memory));
  if (cost.timesRead > 1.0)
  {
    std::cout << ", as it spans many scan points; once with --memory " << (cost.memoryForOnce >> 20) + 1
              << "MB,\n             or of a copy: h5repack -l " << series.dataset << ":CHUNK=" << cost.betterChunk
              << ' ' << series.file << " COPY";
  }
  std::cout << '\n';
}

void
PrintDescription(const SeriesDescription & series)
{
  std::cout << series.file << ':' << series.dataset << "\n  format     " << series.format << "\n  values     "
            << series.componentType << (series.bigEndian ? ", big-endian" : "") << ", "
            << BytesAsString(static_cast<double>(series.bytes)) << "\n  storage    "
            << (series.chunk.empty() ? "contiguous"
                                     : "chunks of " + ShapeAsString({ series.chunk.rbegin(), series.chunk.rend() }))
            << (series.filters.empty() ? "" : ", " + Join(series.filters)) << '\n';
  if (const auto cost = CostOf(series))
  {
    PrintCost(*cost, series);
  }
  std::cout << "  axes, slowest first:\n";
  for (auto axis = series.axes.rbegin(); axis != series.axes.rend(); ++axis)
  {
    std::cout << "    " << (axis->name.empty() ? "(no name)" : axis->name) << ": " << axis->size << " x "
              << axis->spacing << ' ' << axis->unit << " from " << axis->origin << '\n';
  }
  for (const std::string & note : series.notes)
  {
    std::cout << "  note: " << note << '\n';
  }
  for (const std::string & sentence : series.missing)
  {
    std::cout << "  missing: " << sentence << '\n';
  }
}

void
PrintJson(const SeriesDescription & series)
{
  nlohmann::json description = DescribeAsJson(series);
  const auto     cost = CostOf(series);
  description["times_read"] = cost ? nlohmann::json(cost->timesRead) : nlohmann::json(nullptr);
  std::cout << JsonAsText(description) << '\n';
}

} // namespace

void
AddInfoCommand(CLI::App & program)
{
  auto options = std::make_shared<InfoOptions>();
  auto command = program.add_subcommand("info", "Say what a file holds: axes, units, storage, and what is missing");
  command->add_option("FILE", options->file, "EMD or HDF5 file; FILE:/path/to/dataset chooses a data set")->required();
  command->add_flag("--json", options->json, "Print JSON");
  AddSeriesOptions(*command, options->series);
  command->callback([options] {
    const SeriesDescription series = DescribeSeries(options->file, options->series);
    options->json ? PrintJson(series) : PrintDescription(series);
  });
}

} // namespace stem5d

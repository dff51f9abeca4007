/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Commands.h"
#include "Memory.h"
#include "SeriesDescription.h"
#include "SeriesOptionsGroup.h"
#include "Summary.h"

#include <iostream>
#include <memory>

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
Join(const std::vector<std::string> & words)
{
  std::string text;
  for (const std::string & word : words)
  {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

void
PrintDescription(const SeriesDescription & series)
{
  std::cout << series.file << ':' << series.dataset << "\n  format     " << series.format << "\n  values     "
            << series.componentType << (series.bigEndian ? ", big-endian" : "") << ", "
            << BytesAsString(static_cast<double>(series.bytes)) << "\n  storage    "
            << (series.chunk.empty() ? "contiguous"
                                     : "chunks of " + ShapeAsString({ series.chunk.rbegin(), series.chunk.rend() }))
            << (series.filters.empty() ? "" : ", " + Join(series.filters)) << "\n  axes, slowest first:\n";
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
    options->json ? void(std::cout << JsonAsText(DescribeAsJson(series)) << '\n') : PrintDescription(series);
  });
}

} // namespace stem5d

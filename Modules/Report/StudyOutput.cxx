/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "StudyOutput.h"

#include "AtomicFile.h"
#include "StudyFigures.h"
#include "StudyFile.h"
#include "StudyReport.h"
#include "Summary.h"
#include "VirtualDisplay.h"

namespace stem5d
{
namespace
{

using Path = std::filesystem::path;

void
WriteText(const Path & path, const std::string & text)
{
  AtomicFile file(path);
  file.Write(text.data(), text.size());
  file.Commit();
}

/** Draws the figures and writes their data. */
std::vector<ReportFigure>
DrawFigures(const StudyResults & results, const std::vector<StudyNumber> & numbers, const Path & directory)
{
  std::vector<ReportFigure> drawn;
  for (const StudyFigure & figure : MakeStudyFigures(results, numbers))
  {
    const Path file = directory / "figures" / figure.name;
    Render(figure.panels, file.string() + ".png");
    Render(figure.panels, file.string() + ".svg");
    WriteCsv(figure.panels, file.string() + ".csv");
    drawn.push_back({ file.string() + ".png",
                      figure.caption,
                      { "figures/" + figure.name + ".svg", "figures/" + figure.name + "_*.csv" } });
  }
  return drawn;
}

} // namespace

std::string
WriteStudy(const StudyResults &             results,
           const std::vector<StudyNumber> & numbers,
           const Path &                     directory,
           const std::vector<std::string> & command,
           bool                             withFigures)
{
  nlohmann::json summary{ { "software", { { "name", "STEM5D" }, { "version", STEM5D_VERSION } } },
                          { "title", results.settings.title },
                          { "numbers", DescribeNumbers(numbers) },
                          { "warnings", results.warnings } };
  std::filesystem::create_directories(directory / "tables");
  WriteText(directory / "summary.json", JsonAsText(summary) + '\n');
  WriteText(directory / "tables" / "numbers.csv", NumbersAsCsv(numbers));
  WriteStudyFile((directory / "results.h5").string(), results, numbers);

  std::string               reason;
  std::vector<ReportFigure> figures;
  std::filesystem::remove_all(directory / "figures");
  if (withFigures)
  {
    const VirtualDisplay display;
    reason = display.Reason();
    if (display.IsAvailable())
    {
      std::filesystem::create_directories(directory / "figures");
      figures = DrawFigures(results, numbers, directory);
    }
  }
  WriteText(directory / "report.html", AsHtml(MakeStudyReport(results, numbers, figures, command)));
  return reason;
}

} // namespace stem5d

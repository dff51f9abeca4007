/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "StudyReport.h"

#include "ScanStatistics.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <set>
#include <utility>

namespace stem5d
{
namespace
{

std::string
Format(const char * format, double value)
{
  char text[64];
  std::snprintf(text, sizeof(text), format, value);
  return text;
}

std::string
Kelvin(double temperature)
{
  return Format("%g K", temperature);
}

std::string
OrDash(double value, const char * format = "%.4g")
{
  return std::isfinite(value) ? Format(format, value) : "\u2013";
}

std::string
LabelWithUnit(const StudyNumber & number)
{
  return number.label + (number.unit.empty() ? "" : " (" + number.unit + ")");
}

std::string
NullOf(const StudyNumber & number)
{
  if (!number.null)
  {
    return "\u2013";
  }
  const auto   interval = number.null->Interval();
  const char * format = std::abs(number.null->Mean()) < 1.0 ? "%.2f" : "%.4g";
  return OrDash(number.null->Mean(), format) +
         (std::isfinite(interval[0]) ? " [" + Format(format, interval[0]) + ", " + Format(format, interval[1]) + "]"
                                     : "");
}

/** \brief The remarks of the numbers of a table, each once, as notes with marks: \u00b9, \u00b2, ... */
class Notes
{
public:
  /** A cell with the mark of its number's remark. */
  std::string
  Marked(const std::string & cell, const StudyNumber & number)
  {
    if (number.remark.empty())
    {
      return cell;
    }
    const auto found = std::find(m_Remarks.begin(), m_Remarks.end(), number.remark);
    const auto mark = static_cast<std::size_t>(found - m_Remarks.begin()) + 1;
    if (found == m_Remarks.end())
    {
      m_Remarks.push_back(number.remark);
    }
    return cell + "\u00a0" + Raised(mark);
  }

  std::vector<std::string>
  Texts() const
  {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < m_Remarks.size(); ++i)
    {
      texts.push_back(Raised(i + 1) + ' ' + m_Remarks[i]);
    }
    return texts;
  }

private:
  static std::string
  Raised(std::size_t mark)
  {
    constexpr const char * digits[] = { "\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                                        "\u2075", "\u2076", "\u2077", "\u2078", "\u2079" };
    std::string            text;
    for (const char digit : std::to_string(mark))
    {
      text += digits[digit - '0'];
    }
    return text;
  }

  std::vector<std::string> m_Remarks;
};

/** The numbers of all temperatures together, and those that were published. */
ReportTable
MainTable(const std::vector<StudyNumber> & numbers)
{
  ReportTable table;
  table.caption =
    "Numbers of the study and those published. An error in brackets is one standard error in units of the "
    "last digits. Null: mean over simulations of a homogeneous sample and, in brackets, the interval that "
    "a further one lies in with 95 %.";
  table.header = { "number", "temperature", "published", "this study", "independent points", "null" };
  std::vector<StudyNumber> shown;
  std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(shown), [](const StudyNumber & number) {
    return std::isnan(number.temperature) || std::isfinite(number.published);
  });
  // those of all temperatures first, then number by number, the temperatures in their order
  std::stable_sort(shown.begin(), shown.end(), [](const StudyNumber & a, const StudyNumber & b) {
    return std::make_pair(!std::isnan(a.temperature), a.name) < std::make_pair(!std::isnan(b.temperature), b.name);
  });
  Notes notes;
  for (const StudyNumber & number : shown)
  {
    table.rows.push_back({ LabelWithUnit(number),
                           std::isnan(number.temperature) ? "all" : Kelvin(number.temperature),
                           OrDash(number.published),
                           notes.Marked(WithError(number.value, number.error), number),
                           OrDash(number.effectiveCount, "%.0f"),
                           NullOf(number) });
  }
  table.notes = notes.Texts();
  return table;
}

/** One row a number, one column a temperature. */
template <typename TCell>
ReportTable
TableByTemperature(const StudyResults &             results,
                   const std::vector<StudyNumber> & numbers,
                   const std::string &              caption,
                   const TCell &                    cellOf)
{
  ReportTable table;
  table.caption = caption;
  table.header = { "number" };
  for (const StudySetResults & set : results.sets)
  {
    table.header.push_back(Kelvin(set.set.temperature));
  }
  std::set<std::string> done;
  for (const StudyNumber & first : numbers)
  {
    if (std::isnan(first.temperature) || !done.insert(first.name).second)
    {
      continue;
    }
    std::vector<std::string> row{ LabelWithUnit(first) };
    bool                     isEmpty = true;
    for (const StudySetResults & set : results.sets)
    {
      const StudyNumber * number = FindNumber(numbers, first.name, set.set.temperature);
      row.push_back(number ? cellOf(*number) : "\u2013");
      isEmpty = isEmpty && row.back() == "\u2013";
    }
    if (!isEmpty)
    {
      table.rows.push_back(row);
    }
  }
  return table;
}

/** What was recorded and how it was analysed. */
ReportTable
AcquisitionTable(const StudyResults & results)
{
  ReportTable table;
  table.caption = "Acquisition and parameters.";
  table.header = { "" };
  std::vector<std::vector<std::string>> columns;
  const auto                            rows = { "scan points",
                                                 "step (nm)",
                                                 "region of interest (x0, y0, columns, rows)",
                                                 "frames",
                                                 "frame period (s)",
                                                 "exposure (s)",
                                                 "detector pixels",
                                                 "pixel (1/nm)",
                                                 "annulus of the dynamics (1/nm)",
                                                 "annulus of the structure (1/nm)",
                                                 "blur (1/nm)",
                                                 "time bin",
                                                 "estimator",
                                                 "gain (counts/electron)",
                                                 "record / median relaxation time" };
  for (const StudySetResults & set : results.sets)
  {
    const AnalysisResults &    r = set.fixed.results;
    const AnalysisParameters & p = r.parameters;
    const Curves &             c = r.curves;
    const double               record = r.framePeriod * static_cast<double>(r.frames);
    const ScanStatistic *      median = FindStatistic(r.statistics, "median.relaxation_time");
    std::string                region = "all";
    if (p.regionOfInterest)
    {
      region.clear();
      for (const std::size_t value : *p.regionOfInterest)
      {
        region += (region.empty() ? "" : ", ") + std::to_string(value);
      }
    }
    const auto annulus = [](const Annulus & a) { return Format("%g", a.low) + " \u2013 " + Format("%g", a.high); };
    table.header.push_back(Kelvin(set.set.temperature));
    columns.push_back({ std::to_string(c.scanSize[0]) + " \u00d7 " + std::to_string(c.scanSize[1]),
                        Format("%g", c.scanSpacing[0]),
                        region,
                        std::to_string(r.frames),
                        Format("%g", r.framePeriod),
                        set.set.exposure ? Format("%g", *set.set.exposure) : "\u2013",
                        std::to_string(c.patternSize[0]) + " \u00d7 " + std::to_string(c.patternSize[1]),
                        Format("%g", c.patternSpacing[0]),
                        annulus(*p.dynamicsAnnulus),
                        annulus(*p.structureAnnulus),
                        Format("%g", *p.blur),
                        std::to_string(p.timeBin),
                        ToString(p.estimator),
                        WithError(r.gain.value, r.gain.error),
                        median ? Format("%.3g", record / median->value) : "\u2013" });
  }
  std::size_t row = 0;
  for (const char * name : rows)
  {
    auto & cells = table.rows.emplace_back(std::vector<std::string>{ name });
    for (const auto & column : columns)
    {
      cells.push_back(column[row]);
    }
    ++row;
  }
  return table;
}

ReportSection
ReproduceSection(const StudyResults & results, const std::vector<std::string> & command)
{
  ReportSection section;
  section.heading = "How to do it again";
  section.paragraphs = { "STEM5D " STEM5D_VERSION ". The same input, study file and version give the same numbers, for "
                         "any number of threads and any memory limit." };
  std::string line;
  for (const std::string & word : command)
  {
    line += (line.empty() ? "" : " ") + word;
  }
  section.code = { line, "" };
  for (const StudySetResults & set : results.sets)
  {
    section.code.push_back(set.set.name + ": " + set.input.dump());
  }
  return section;
}

} // namespace

std::string
WithError(double value, double error)
{
  if (!std::isfinite(value))
  {
    return "\u2013";
  }
  if (!std::isfinite(error) || !(error > 0.0))
  {
    return Format("%.4g", value);
  }
  const int decimals = 1 - static_cast<int>(std::floor(std::log10(error))); // two digits of the error
  if (decimals <= 0)
  {
    return Format("%.0f", value) + '(' + Format("%.0f", error) + ')';
  }
  char text[64];
  std::snprintf(text, sizeof(text), "%.*f(%.0f)", decimals, value, error * std::pow(10.0, decimals));
  return text;
}

Report
MakeStudyReport(const StudyResults &              results,
                const std::vector<StudyNumber> &  numbers,
                const std::vector<ReportFigure> & figures,
                const std::vector<std::string> &  command)
{
  Report report;
  report.title = results.settings.title;
  report.subtitle = std::to_string(results.sets.size()) + " temperatures. Relaxation times, fluctuation variance and "
                                                          "what relates them, by STEM5D " STEM5D_VERSION ".";

  ReportSection summary;
  summary.heading = "Numbers";
  summary.tables.push_back(MainTable(numbers));
  Notes notes;
  summary.tables.push_back(TableByTemperature(
    results, numbers, "By temperature, over the region of interest, with standard errors.", [&notes](const auto & n) {
      return notes.Marked(WithError(n.value, n.error), n);
    }));
  summary.tables.back().notes = notes.Texts();
  summary.tables.push_back(TableByTemperature(
    results,
    numbers,
    "The same in simulations of a homogeneous sample: mean and interval of 95 %. A measured number inside of the "
    "interval is no evidence of anything.",
    NullOf));

  ReportSection established;
  established.heading = "What is established";
  for (const StudySetResults & set : results.sets)
  {
    established.list.push_back(Kelvin(set.set.temperature) + ". " + Verdict(set.fixed.results.statistics));
  }

  ReportSection pictures;
  pictures.heading = "Figures";
  pictures.figures = figures;
  if (figures.empty())
  {
    pictures.paragraphs = { "None were drawn." };
  }

  ReportSection acquisition;
  acquisition.heading = "Acquisition and parameters";
  acquisition.tables.push_back(AcquisitionTable(results));

  ReportSection warnings;
  warnings.heading = "Warnings";
  warnings.list = results.warnings;
  if (warnings.list.empty())
  {
    warnings.paragraphs = { "None." };
  }

  report.sections = { summary, established, pictures, acquisition, warnings, ReproduceSection(results, command) };
  return report;
}

} // namespace stem5d

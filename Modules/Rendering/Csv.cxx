/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CheckFigure.h"
#include "PanelLetter.h"
#include "SaveFile.h"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>

namespace stem5d
{
namespace
{

constexpr double NotKnown = std::numeric_limits<double>::quiet_NaN();

/** A text as a field: quoted where it must be. */
std::string
ToField(const std::string & text)
{
  if (text.find_first_of(",\"\r\n") == std::string::npos)
  {
    return text;
  }
  std::string quoted = "\"";
  for (const char letter : text)
  {
    quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  }
  return quoted + "\"";
}

/** The shortest number that is read back as the same one; nothing for NaN. */
template <typename TNumber>
std::string
ToNumber(TNumber value)
{
  if (std::isnan(value))
  {
    return "";
  }
  char text[64];
  return { text, std::to_chars(text, text + sizeof(text), value).ptr };
}

std::string
ToField(float value)
{
  return ToNumber(value);
}

std::string
ToField(double value)
{
  return ToNumber(value);
}

std::string
ToField(std::size_t value)
{
  return std::to_string(value);
}

/** A coordinate of a grid, without the rounding of the multiplication beyond its twelfth digit. */
double
GetCoordinate(double origin, double spacing, std::size_t index)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%.12g", origin + spacing * static_cast<double>(index));
  return std::strtod(text, nullptr);
}

class Table
{
public:
  template <typename... TFields>
  void
  AddRow(const TFields &... fields)
  {
    std::string row;
    ((row += "," + ToField(fields)), ...);
    m_Text += row.substr(1) + "\n";
  }

  void
  AddRow(const std::vector<std::string> & fields)
  {
    std::string row;
    for (const std::string & field : fields)
    {
      row += "," + field;
    }
    m_Text += row.substr(1) + "\n";
  }

  const std::string &
  GetText() const
  {
    return m_Text;
  }

private:
  std::string m_Text;
};

std::size_t
At(const std::vector<std::uint8_t> & flags, std::size_t index)
{
  return flags.empty() ? 0 : static_cast<std::size_t>(flags[index] != 0);
}

float
At(const std::vector<float> & values, std::size_t index)
{
  return values.empty() ? std::numeric_limits<float>::quiet_NaN() : values[index];
}

std::string
Or(const std::string & text, const std::string & replacement)
{
  return text.empty() ? replacement : text;
}

Table
MakeTable(const MapFigure & figure)
{
  Table table;
  table.AddRow(
    Or(figure.axisLabels[0], "x (nm)"), Or(figure.axisLabels[1], "y (nm)"), Or(figure.quantity, "value"), "flagged");
  for (std::size_t i = 0; i < figure.values.size(); ++i)
  {
    table.AddRow(GetCoordinate(figure.origin[0], figure.spacing[0], i % figure.columns),
                 GetCoordinate(figure.origin[1], figure.spacing[1], i / figure.columns),
                 figure.values[i],
                 At(figure.flagged, i));
  }
  return table;
}

Table
MakeTable(const StatusMapFigure & figure)
{
  Table table;
  table.AddRow("x (nm)", "y (nm)", "category");
  for (std::size_t i = 0; i < figure.categories.size(); ++i)
  {
    table.AddRow(GetCoordinate(0.0, figure.spacing[0], i % figure.columns),
                 GetCoordinate(0.0, figure.spacing[1], i / figure.columns),
                 figure.labels[figure.categories[i]]);
  }
  return table;
}

Table
MakeTable(const ScatterFigure & figure)
{
  Table table;
  table.AddRow(Or(figure.xLabel, "x"), Or(figure.yLabel, "y"), "flagged");
  for (std::size_t i = 0; i < figure.x.size(); ++i)
  {
    table.AddRow(figure.x[i], figure.y[i], At(figure.flagged, i));
  }
  return table;
}

Table
MakeTable(const HistogramFigure & figure)
{
  Table table;
  table.AddRow(Or(figure.xLabel, "value"));
  for (const float value : figure.values)
  {
    table.AddRow(value);
  }
  return table;
}

Table
MakeTable(const HistogramsFigure & figure)
{
  Table                    table;
  const std::string        name = Or(figure.xLabel, "value");
  std::vector<std::string> header{ ToField(name + " from"), ToField(name + " to") };
  for (const HistogramsFigure::Sample & sample : figure.samples)
  {
    header.push_back(ToField(sample.label));
  }
  table.AddRow(header);
  for (std::size_t bin = 0; bin + 1 < figure.edges.size(); ++bin)
  {
    std::vector<std::string> row{ ToField(figure.edges[bin]), ToField(figure.edges[bin + 1]) };
    for (const HistogramsFigure::Sample & sample : figure.samples)
    {
      row.push_back(ToField(sample.counts[bin]));
    }
    table.AddRow(row);
  }
  return table;
}

Table
MakeTable(const SeriesFigure & figure)
{
  Table table;
  table.AddRow(
    "series", Or(figure.xLabel, "x"), Or(figure.yLabel, "y"), "standard error", "interval from", "interval to");
  for (const SeriesFigure::Series & series : figure.series)
  {
    for (std::size_t i = 0; i < series.x.size(); ++i)
    {
      table.AddRow(series.label, series.x[i], series.y[i], At(series.yError, i), NotKnown, NotKnown);
    }
  }
  for (const SeriesFigure::Band & band : figure.bands)
  {
    for (std::size_t i = 0; i < band.x.size(); ++i)
    {
      table.AddRow(band.label, band.x[i], At(band.middle, i), NotKnown, band.low[i], band.high[i]);
    }
  }
  for (const SeriesFigure::Level & level : figure.levels)
  {
    table.AddRow(level.label, NotKnown, level.y, NotKnown, NotKnown, NotKnown);
  }
  return table;
}

Table
MakeTable(const NullFigure & figure)
{
  Table table;
  table.AddRow("statistic", "kind", Or(figure.xLabel, "value"), "standard error", "interval from", "interval to");
  for (const NullFigure::Statistic & statistic : figure.statistics)
  {
    table.AddRow(statistic.label, "measured", statistic.value, statistic.error, NotKnown, NotKnown);
    table.AddRow(
      statistic.label, "null interval", NotKnown, NotKnown, statistic.nullInterval.low, statistic.nullInterval.high);
    for (const float value : statistic.nullValues)
    {
      table.AddRow(statistic.label, "null value", value, NotKnown, NotKnown, NotKnown);
    }
  }
  return table;
}

Table
MakeTable(const CurveFigure & figure)
{
  Table table;
  table.AddRow("series", Or(figure.xLabel, "x"), Or(figure.yLabel, "y"), "standard error");
  for (std::size_t i = 0; i < figure.x.size(); ++i)
  {
    table.AddRow(figure.dataLabel, figure.x[i], figure.y[i], At(figure.yError, i));
  }
  for (std::size_t i = 0; i < figure.modelX.size(); ++i)
  {
    table.AddRow(figure.modelLabel, figure.modelX[i], figure.modelY[i], NotKnown);
  }
  return table;
}

Table
MakeTable(const PatternFigure & figure)
{
  Table table;
  table.AddRow("Qx (" + figure.unit + ")", "Qy (" + figure.unit + ")", Or(figure.quantity, "intensity"), "masked");
  for (std::size_t i = 0; i < figure.intensity.size(); ++i)
  {
    table.AddRow(GetCoordinate(figure.origin[0], figure.spacing[0], i % figure.columns),
                 GetCoordinate(figure.origin[1], figure.spacing[1], i / figure.columns),
                 figure.intensity[i],
                 At(figure.masked, i));
  }
  return table;
}

void
Save(const Figure & figure, const std::string & path)
{
  SaveFile(std::visit([](const auto & any) { return MakeTable(any); }, figure).GetText(), path);
}

} // namespace

void
WriteCsv(const Figure & figure, const std::string & path)
{
  CheckFigure(figure);
  Save(figure, path);
}

void
WriteCsv(const Panels & panels, const std::string & path)
{
  CheckPanels(panels);
  const std::filesystem::path all = path;
  for (std::size_t i = 0; i < panels.figures.size(); ++i)
  {
    std::filesystem::path one = all;
    one.replace_filename(all.stem().string() + "_" + PanelLetter(i) + all.extension().string());
    Save(panels.figures[i], one.string());
  }
}

} // namespace stem5d

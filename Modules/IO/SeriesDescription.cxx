/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SeriesDescription.h"

#include "HDF5Series.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

namespace stem5d
{
namespace
{
std::string
Number(double value)
{
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string
Join(const std::vector<std::string> & words, const std::string & separator)
{
  std::string text;
  for (const auto & word : words)
  {
    text += (text.empty() ? "" : separator) + word;
  }
  return text;
}

std::string
LowerCase(std::string text)
{
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::optional<AxisRole>
RoleOfName(const std::string & name)
{
  static const std::map<std::string, AxisRole> roles{ { "kx", AxisRole::DiffractionX },
                                                      { "ky", AxisRole::DiffractionY },
                                                      { "qx", AxisRole::DiffractionX },
                                                      { "qy", AxisRole::DiffractionY },
                                                      { "detx", AxisRole::DiffractionX },
                                                      { "dety", AxisRole::DiffractionY },
                                                      { "x", AxisRole::Scan },
                                                      { "y", AxisRole::Scan },
                                                      { "z", AxisRole::Scan },
                                                      { "w", AxisRole::Scan },
                                                      { "rx", AxisRole::Scan },
                                                      { "ry", AxisRole::Scan },
                                                      { "rz", AxisRole::Scan },
                                                      { "scanx", AxisRole::Scan },
                                                      { "scany", AxisRole::Scan },
                                                      { "scanz", AxisRole::Scan },
                                                      { "depth", AxisRole::Scan },
                                                      { "tilt", AxisRole::Scan },
                                                      { "temperature", AxisRole::Scan },
                                                      { "t", AxisRole::Time },
                                                      { "time", AxisRole::Time },
                                                      { "frame", AxisRole::Time } };
  const auto                                   found = roles.find(LowerCase(name));
  return found == roles.end() ? std::nullopt : std::make_optional(found->second);
}

/** Coordinates as a straight line: coordinate of element n = origin + n * spacing. */
struct Line
{
  double spacing = 0.0;
  double origin = 0.0;
  /** Why the coordinates are no line; empty where they are one. */
  std::string problem;
};

Line
FitLine(const std::vector<double> & values)
{
  if (values.size() < 2)
  {
    return { 0.0, 0.0, "has no coordinates" };
  }
  const double spacing = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
  if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }))
  {
    return { spacing, values.front(), "has coordinates that are not finite" };
  }
  double deviation = 0.0;
  for (std::size_t n = 1; n < values.size(); ++n)
  {
    deviation = std::max(deviation, std::abs(values[n] - values[n - 1] - spacing));
  }
  constexpr double tolerance = 1e-3;
  if (deviation > tolerance * std::abs(spacing))
  {
    return { spacing,
             values.front(),
             "is not evenly spaced (a step differs by " + Number(deviation) + " from the mean step of " +
               Number(spacing) + ')' };
  }
  return { spacing, values.front(), {} };
}

/** Finds the meaning of a stored series, writing what is not to be found into the description. */
class Interpreter
{
public:
  Interpreter(const StoredSeries & stored, const SeriesOptions & options, SeriesDescription & description)
    : m_Stored(stored)
    , m_Options(options)
    , m_Description(description)
  {}

  void
  Interpret()
  {
    const auto rank = m_Stored.shape.size();
    if (!m_Options.axes.empty() && m_Options.axes.size() != rank)
    {
      this->Miss("--axes names " + std::to_string(m_Options.axes.size()) + " axes, but the data set has " +
                 std::to_string(rank) + " (" + ShapeAsString(m_Stored.shape) + ").");
    }
    this->FindRoles();
    if (m_Description.missing.empty())
    {
      this->CheckOrder();
    }
    if (m_Description.missing.empty())
    {
      this->Calibrate();
    }
    std::reverse(m_Description.axes.begin(), m_Description.axes.end());
  }

private:
  void
  Miss(const std::string & sentence)
  {
    m_Description.missing.push_back(sentence);
  }

  void
  FindRoles();

  std::optional<AxisRole>
  RoleOf(std::size_t axis) const;

  void
  CheckOrder();

  void
  Calibrate();

  void
  ScaleDiffraction(Axis & axis, const StoredDimension & dimension);

  void
  CentreDiffraction(Axis & axis, const StoredDimension & dimension);

  void
  CalibrateFromFile(Axis & axis, const StoredDimension & dimension, Quantity quantity, const std::string & remedy);

  void
  CalibrateStack(Axis & axis, const StoredDimension & dimension);

  void
  CheckSpacing(const Axis & axis, const std::string & remedy);

  void
  CheckDiffractionUnits();

  const StoredSeries &  m_Stored;
  const SeriesOptions & m_Options;
  SeriesDescription &   m_Description;
};

std::optional<AxisRole>
Interpreter::RoleOf(std::size_t axis) const
{
  const auto rank = m_Stored.shape.size();
  if (m_Options.axes.size() == rank)
  {
    return RoleOfName(m_Options.axes[axis]).value_or(AxisRole::Scan);
  }
  const auto & dimension = m_Stored.dimensions[axis];
  if (const auto role = RoleOfName(dimension.name))
  {
    return role;
  }
  switch (ParseUnit(dimension.unit).quantity)
  {
    case Quantity::Time:
      return AxisRole::Time;
    case Quantity::Length:
      return AxisRole::Scan;
    case Quantity::ReciprocalLength:
    case Quantity::OtherReciprocal:
    case Quantity::Angle:
      return axis + 1 == rank ? AxisRole::DiffractionX : AxisRole::DiffractionY;
    case Quantity::None:
      break;
  }
  return m_Stored.shape[axis] == 1 ? std::make_optional(AxisRole::Scan) : std::nullopt;
}

void
Interpreter::FindRoles()
{
  const auto               rank = m_Stored.shape.size();
  std::vector<std::string> unknown;
  for (std::size_t n = 0; n < rank; ++n)
  {
    Axis axis;
    axis.size = m_Stored.shape[n];
    axis.name = m_Options.axes.size() == rank ? m_Options.axes[n] : m_Stored.dimensions[n].name;
    if (const auto role = this->RoleOf(n))
    {
      axis.role = *role;
    }
    else
    {
      unknown.push_back(axis.name.empty() ? "?" : axis.name);
    }
    axis.name = axis.name.empty() ? "?" : axis.name;
    m_Description.axes.push_back(axis);
  }
  if (!unknown.empty())
  {
    static const std::map<std::size_t, std::string> examples{
      { 3, "t,ky,kx" }, { 4, "t,x,ky,kx" }, { 5, "t,y,x,ky,kx" }, { 6, "t,z,y,x,ky,kx" }
    };
    this->Miss("The file does not say what " +
               (unknown.size() == rank ? "its axes are" : "the axes " + Join(unknown, ", ") + " are") + " (shape " +
               ShapeAsString(m_Stored.shape) + "): name all axes, slowest first, with --axes, for example --axes " +
               examples.at(rank) + ", and scale them with --q-pixel, --centre, --scan-step and --frame-period.");
  }
}

void
Interpreter::CheckOrder()
{
  std::vector<std::string> found;
  bool                     isRight = true;
  const auto               rank = m_Description.axes.size();
  for (std::size_t n = 0; n < rank; ++n)
  {
    const auto role = m_Description.axes[n].role;
    isRight = isRight && (role == AxisRole::DiffractionX) == (n + 1 == rank) &&
              (role == AxisRole::DiffractionY) == (n + 2 == rank) && (role != AxisRole::Time || n == 0);
    found.push_back(m_Description.axes[n].name);
  }
  if (!isRight)
  {
    this->Miss("The axes are in the order (" + Join(found, ", ") +
               "), slowest first, but must be in the order (t, scan axes, ky, kx), t being optional: name them with "
               "--axes if these names are wrong, else transpose the data.");
  }
}

void
Interpreter::CheckSpacing(const Axis & axis, const std::string & remedy)
{
  if (!(axis.spacing >= 1e-12 && axis.spacing <= 1e12))
  {
    this->Miss("The spacing of " + axis.name + " is " + Number(axis.spacing) + ' ' + axis.unit +
               ", but must be positive and of a sensible size: give it with " + remedy + '.');
  }
}

void
Interpreter::CalibrateFromFile(Axis &                  axis,
                               const StoredDimension & dimension,
                               Quantity                quantity,
                               const std::string &     remedy)
{
  const auto unit = ParseUnit(dimension.unit);
  const auto line = FitLine(dimension.values);
  if (unit.quantity != quantity)
  {
    this->Miss("The unit of " + axis.name + " is '" + dimension.unit + "', which is no unit of " +
               (quantity == Quantity::Time ? "time" : "length") + ": give its spacing with " + remedy + '.');
  }
  else if (!line.problem.empty())
  {
    this->Miss("The axis " + axis.name + ' ' + line.problem + ": give its spacing with " + remedy + '.');
  }
  else
  {
    axis.unit = unit.name;
    axis.spacing = line.spacing * unit.factor;
    axis.origin = line.origin * unit.factor;
    this->CheckSpacing(axis, remedy);
  }
}

void
Interpreter::CalibrateStack(Axis & axis, const StoredDimension & dimension)
{
  const auto unit = ParseUnit(dimension.unit);
  const auto line = FitLine(dimension.values);
  if (axis.size > 1 && line.problem.empty() && line.spacing > 0.0)
  {
    axis.unit = unit.quantity == Quantity::None ? dimension.unit : unit.name;
    axis.spacing = line.spacing * unit.factor;
    axis.origin = line.origin * unit.factor;
  }
  else if (axis.size > 1)
  {
    m_Description.notes.push_back("The elements of " + axis.name + " are numbered from 0, for it has no even scale.");
  }
}

void
Interpreter::ScaleDiffraction(Axis & axis, const StoredDimension & dimension)
{
  const auto line = FitLine(dimension.values);
  const auto spelling = !m_Options.qPixel ? dimension.unit : m_Options.qUnit.empty() ? "1/nm" : m_Options.qUnit;
  auto       unit = ParseUnit(spelling);
  if (unit.quantity == Quantity::None || unit.quantity == Quantity::Length || unit.quantity == Quantity::Time)
  {
    this->Miss("The unit of " + axis.name + " is '" + spelling +
               "', which is no unit of Q (1/nm, 1/A, mrad, rad/um, ...): give the pixel's size with --q-pixel and "
               "--q-unit.");
    return;
  }
  if (!m_Options.qPixel && !line.problem.empty())
  {
    this->Miss("The axis " + axis.name + ' ' + line.problem + ": give the pixel's size with --q-pixel.");
    return;
  }
  if (unit.quantity == Quantity::Angle)
  {
    if (!m_Options.beamEnergy || !(*m_Options.beamEnergy > 0.0))
    {
      this->Miss("The unit of " + axis.name + " is '" + spelling +
                 "', an angle, and 1/nm follows from it by the electron wavelength: give the beam energy in keV, a "
                 "positive number, with --beam-energy.");
      return;
    }
    unit = { Quantity::ReciprocalLength, "1/nm", unit.factor / ElectronWavelength(*m_Options.beamEnergy) };
  }
  axis.unit = unit.name;
  axis.spacing = unit.factor * m_Options.qPixel.value_or(line.spacing);
  this->CheckSpacing(axis, "--q-pixel");
}

void
Interpreter::CentreDiffraction(Axis & axis, const StoredDimension & dimension)
{
  const auto line = FitLine(dimension.values);
  const bool fileHasCentre = line.problem.empty() && dimension.values.front() * dimension.values.back() < 0.0;
  if (m_Options.centre)
  {
    axis.origin = -axis.spacing * (*m_Options.centre)[axis.role == AxisRole::DiffractionX ? 0 : 1];
  }
  else if (fileHasCentre)
  {
    axis.origin = axis.spacing * line.origin / line.spacing;
  }
  else
  {
    this->Miss("The coordinates of " + axis.name +
               " do not pass through 0, so the diffraction centre is unknown: give it in pixels with --centre.");
  }
}

void
Interpreter::CheckDiffractionUnits()
{
  const auto   rank = m_Description.axes.size();
  const auto & ky = m_Description.axes[rank - 2];
  const auto & kx = m_Description.axes[rank - 1];
  if (kx.unit != ky.unit)
  {
    this->Miss("The units of " + kx.name + " and " + ky.name + " differ (" + kx.unit + ", " + ky.unit +
               "): give the pixel's size with --q-pixel.");
  }
  else if (kx.unit != "1/nm")
  {
    m_Description.notes.push_back("The unit " + kx.unit + " of " + kx.name + " and " + ky.name +
                                  " is kept as it is, not converted to 1/nm.");
  }
}

void
Interpreter::Calibrate()
{
  std::size_t inPlane = 0;
  for (auto n = m_Description.axes.size(); n-- > 0;)
  {
    auto &       axis = m_Description.axes[n];
    const auto & dimension = m_Stored.dimensions[n];
    const bool   isSingle = axis.size == 1;
    switch (axis.role)
    {
      case AxisRole::DiffractionX:
      case AxisRole::DiffractionY:
        this->ScaleDiffraction(axis, dimension);
        this->CentreDiffraction(axis, dimension);
        break;
      case AxisRole::Time:
        axis.unit = "s";
        axis.spacing = m_Options.framePeriod.value_or(1.0);
        if (m_Options.framePeriod)
        {
          this->CheckSpacing(axis, "--frame-period");
        }
        else if (!isSingle)
        {
          this->CalibrateFromFile(axis, dimension, Quantity::Time, "--frame-period");
        }
        break;
      case AxisRole::Scan:
        axis.unit = "nm";
        if (isSingle || inPlane == 2)
        {
          this->CalibrateStack(axis, dimension);
          break;
        }
        ++inPlane;
        axis.spacing = m_Options.scanStep.value_or(1.0);
        if (m_Options.scanStep)
        {
          this->CheckSpacing(axis, "--scan-step");
        }
        else
        {
          this->CalibrateFromFile(axis, dimension, Quantity::Length, "--scan-step");
        }
        break;
    }
  }
  if (m_Description.missing.empty())
  {
    this->CheckDiffractionUnits();
  }
}
} // namespace

SeriesDescription
DescribeSeries(const std::string & fileName, const SeriesOptions & options)
{
  const auto stored = FindSeries(fileName);

  SeriesDescription description;
  description.file = stored.file;
  description.dataset = stored.dataset;
  description.format = stored.format;
  description.componentType = stored.componentType;
  description.bigEndian = stored.bigEndian;
  description.chunk.assign(stored.chunk.rbegin(), stored.chunk.rend());
  description.filters = stored.filters;
  description.bytes = stored.componentSize;
  for (const auto size : stored.shape)
  {
    description.bytes *= size;
  }
  Interpreter(stored, options, description).Interpret();
  for (const auto & filter : stored.unavailableFilters)
  {
    description.missing.push_back("The data are packed by the HDF5 filter '" + filter +
                                  "', which is not installed: install its plugin and point HDF5_PLUGIN_PATH to it.");
  }
  return description;
}

std::string
ShapeAsString(const std::vector<std::size_t> & shape)
{
  std::vector<std::string> sizes;
  std::transform(shape.begin(), shape.end(), std::back_inserter(sizes), [](auto size) { return std::to_string(size); });
  return Join(sizes, " x ");
}
} // namespace stem5d

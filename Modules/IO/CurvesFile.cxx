/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CurvesFile.h"

#include "HDF5Arrays.h"

#include <itkMacro.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace stem5d
{
namespace
{
template <typename TSizes>
std::size_t
Product(const TSizes & sizes)
{
  return std::accumulate(sizes.begin(), sizes.end(), std::size_t(1), std::multiplies<>());
}

template <typename TValues>
std::vector<double>
Reversed(const TValues & values)
{
  return { values.rbegin(), values.rend() };
}

/** Where the two-time correlation of a region is. */
std::string
TwoTimePath(std::size_t number)
{
  return "/two_time/" + std::to_string(number);
}

void
CheckSizes(const Curves & curves)
{
  const auto numberOfValues = Product(curves.scanSize) * curves.delay.size();
  const auto numberOfPixels = Product(curves.patternSize);
  const auto isComplete = [&](const Curves::TwoTime & matrix) {
    return matrix.values.size() == curves.twoTimeFrames * curves.twoTimeFrames;
  };
  const bool agree =
    curves.scanSpacing.size() == curves.scanSize.size() && curves.scanOrigin.size() == curves.scanSize.size() &&
    curves.correlation.size() == numberOfValues && curves.correlationError.size() == numberOfValues &&
    curves.ageCorrelation.size() == 2 * curves.ageDelay.size() && curves.ringVariance.size() == curves.ringQ.size() &&
    curves.profileIntensity.size() == curves.profileQ.size() && curves.meanPattern.size() == numberOfPixels &&
    curves.badPixels.size() == numberOfPixels && std::all_of(curves.twoTime.begin(), curves.twoTime.end(), isComplete);
  if (!agree)
  {
    itkGenericExceptionMacro("The sizes of the arrays of the curves disagree.");
  }
}

} // namespace

void
WriteCurves(HDF5Arrays & file, const std::string & group, const Curves & curves)
{
  CheckSizes(curves);
  std::vector<std::size_t> correlationShape(curves.scanSize.rbegin(), curves.scanSize.rend());
  correlationShape.push_back(curves.delay.size());
  std::string correlationAxes = "delay";
  for (std::size_t n = 0; n < curves.scanSize.size(); ++n)
  {
    const auto name = n < 3 ? std::string(1, "xyz"[n]) : "scan" + std::to_string(n);
    correlationAxes = name + ' ' + correlationAxes;
  }
  const std::string g = group + "/correlation/g";
  file.Write(g, curves.correlation, correlationShape, correlationAxes, "1");
  file.SetAttribute(g, "scan_spacing", Reversed(curves.scanSpacing));
  file.SetAttribute(g, "scan_origin", Reversed(curves.scanOrigin));
  file.Write(group + "/correlation/g_error", curves.correlationError, correlationShape, correlationAxes, "1");
  file.Write(group + "/correlation/delay", curves.delay, { curves.delay.size() }, "delay", "s");

  const std::string ages = group + "/ages/g";
  file.Write(ages, curves.ageCorrelation, { 2, curves.ageDelay.size() }, "window delay", "1");
  file.SetAttribute(ages, "window_length", std::vector<double>{ curves.ageWindow });
  file.Write(group + "/ages/delay", curves.ageDelay, { curves.ageDelay.size() }, "delay", "s");
  for (std::size_t i = 0; i < curves.twoTime.size(); ++i)
  {
    const auto & [region, values] = curves.twoTime[i];
    const std::string matrix = group + TwoTimePath(i);
    file.Write(matrix, values, { curves.twoTimeFrames, curves.twoTimeFrames }, "t2 t1", "1");
    file.SetAttribute(matrix, "region", std::vector<double>(region.begin(), region.end()));
    file.SetAttribute(matrix, "period", std::vector<double>{ curves.twoTimePeriod });
  }

  file.Write(group + "/variance/V", curves.ringVariance, { curves.ringQ.size() }, "q", "1");
  file.Write(group + "/variance/q", curves.ringQ, { curves.ringQ.size() }, "q", curves.qUnit);

  const std::vector<std::size_t> profileShape{ curves.profileQ.size() };
  file.Write(group + "/radial_profile/intensity", curves.profileIntensity, profileShape, "q", "counts");
  file.Write(group + "/radial_profile/q", curves.profileQ, profileShape, "q", curves.qUnit);

  const std::vector<std::size_t> patternShape(curves.patternSize.rbegin(), curves.patternSize.rend());
  const std::string              mean = group + "/pattern/mean";
  file.Write(mean, curves.meanPattern, patternShape, "ky kx", "counts");
  file.SetAttribute(mean, "spacing", Reversed(curves.patternSpacing));
  file.SetAttribute(mean, "origin", Reversed(curves.patternOrigin));
  file.Write(group + "/pattern/bad_pixels", curves.badPixels, patternShape, "ky kx", "1");

  file.SetAttribute(group.empty() ? "/" : group, "q_unit", curves.qUnit);
}

void
WriteCurves(const std::string & path, const Curves & curves)
{
  HDF5Arrays file(path);
  WriteCurves(file, "", curves);
  file.Commit();
}

Curves
ReadCurves(const std::string & path)
{
  const HDF5ArraysReader   reader(path, "the curves");
  Curves                   curves;
  std::vector<std::size_t> shape;
  curves.correlation = reader.Read<float>("/correlation/g", &shape);
  curves.scanSize.assign(shape.rbegin() + 1, shape.rend());
  curves.scanSpacing = Reversed(reader.ReadNumbers("/correlation/g", "scan_spacing"));
  curves.scanOrigin = Reversed(reader.ReadNumbers("/correlation/g", "scan_origin"));
  curves.correlationError = reader.Read<float>("/correlation/g_error");
  curves.delay = reader.Read<double>("/correlation/delay");
  curves.ageCorrelation = reader.Read<float>("/ages/g");
  curves.ageDelay = reader.Read<double>("/ages/delay");
  curves.ageWindow = reader.ReadNumbers("/ages/g", "window_length").at(0);
  for (std::size_t i = 0; reader.Has(TwoTimePath(i)); ++i)
  {
    const std::string path = TwoTimePath(i);
    Curves::TwoTime   matrix;
    matrix.values = reader.Read<float>(path, &shape);
    const auto region = reader.ReadNumbers(path, "region");
    for (std::size_t n = 0; n < matrix.region.size(); ++n)
    {
      matrix.region[n] = static_cast<std::size_t>(region.at(n));
    }
    curves.twoTimeFrames = shape.at(0);
    curves.twoTimePeriod = reader.ReadNumbers(path, "period").at(0);
    curves.twoTime.push_back(matrix);
  }
  curves.ringVariance = reader.Read<float>("/variance/V");
  curves.ringQ = reader.Read<double>("/variance/q");
  curves.profileIntensity = reader.Read<double>("/radial_profile/intensity");
  curves.profileQ = reader.Read<double>("/radial_profile/q");

  curves.meanPattern = reader.Read<float>("/pattern/mean", &shape);
  const auto spacing = Reversed(reader.ReadNumbers("/pattern/mean", "spacing"));
  const auto origin = Reversed(reader.ReadNumbers("/pattern/mean", "origin"));
  curves.patternSize = { shape.at(1), shape.at(0) };
  curves.patternSpacing = { spacing.at(0), spacing.at(1) };
  curves.patternOrigin = { origin.at(0), origin.at(1) };
  curves.badPixels = reader.Read<std::uint8_t>("/pattern/bad_pixels");
  curves.qUnit = reader.ReadText("/", "q_unit");
  return curves;
}
} // namespace stem5d

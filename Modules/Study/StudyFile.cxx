/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "StudyFile.h"

#include "HDF5Arrays.h"

namespace stem5d
{
namespace
{

void
WriteNumbers(HDF5Arrays & file, const std::vector<StudyNumber> & numbers)
{
  const auto texts = [&](const std::string & column, const auto & textOf) {
    std::vector<std::string> values;
    std::transform(numbers.begin(), numbers.end(), std::back_inserter(values), textOf);
    file.Write("/numbers/" + column, values, "number");
  };
  const auto values = [&](const std::string & column, const auto & valueOf, const std::string & units = "1") {
    std::vector<double> array;
    std::transform(numbers.begin(), numbers.end(), std::back_inserter(array), valueOf);
    file.Write("/numbers/" + column, array, { array.size() }, "number", units);
  };
  const auto nullOf = [](const StudyNumber & number) { return number.null.value_or(NullDistribution{}); };
  texts("name", [](const StudyNumber & number) { return number.name; });
  texts("label", [](const StudyNumber & number) { return number.label; });
  texts("unit", [](const StudyNumber & number) { return number.unit.empty() ? "1" : number.unit; });
  texts("remark", [](const StudyNumber & number) { return number.remark; });
  values(
    "temperature", [](const StudyNumber & number) { return number.temperature; }, "K");
  values(
    "value", [](const StudyNumber & number) { return number.value; }, "as in unit");
  values(
    "standard_error", [](const StudyNumber & number) { return number.error; }, "as in unit");
  values("effective_points", [](const StudyNumber & number) { return number.effectiveCount; });
  values(
    "published", [](const StudyNumber & number) { return number.published; }, "as in unit");
  values(
    "null_mean", [&](const StudyNumber & number) { return nullOf(number).Mean(); }, "as in unit");
  values(
    "null_low", [&](const StudyNumber & number) { return nullOf(number).Interval()[0]; }, "as in unit");
  values(
    "null_high", [&](const StudyNumber & number) { return nullOf(number).Interval()[1]; }, "as in unit");
}

void
WriteAnalysis(HDF5Arrays & file, const std::string & group, const AnalysisResults & results)
{
  WriteCurves(file, group, results.curves);
  const auto &                   size = results.curves.scanSize;
  const std::vector<std::size_t> shape(size.rbegin(), size.rend());
  const std::string              axes = shape.size() == 3 ? "z y x" : "y x";
  for (const ScanMap & map : results.maps)
  {
    file.Write(group + "/maps/" + map.name, map.values, shape, axes, map.unit.empty() ? "1" : map.unit);
  }
  file.Write(group + "/maps/fit_status", results.status, shape, axes, "bits of FitStatus");
}

void
WriteFourPoint(HDF5Arrays & file, const std::string & group, const FourPointResults & results)
{
  const std::size_t lengths = results.length.size();
  const std::size_t delays = results.delay.size();
  const auto        write = [&](const std::string & name, const Eigen::ArrayXXd & array) {
    const Pattern<double> rows = array; // row by row
    file.Write(group + name,
               std::vector<double>(rows.data(), rows.data() + rows.size()),
               { lengths, delays },
               "length delay",
               "1");
  };
  file.Write(group + "/length", results.length, { lengths }, "length", "nm");
  file.Write(group + "/pairs", results.pairs, { lengths }, "length", "1");
  file.Write(group + "/delay", results.delay, { delays }, "delay", "s");
  write("/G4", results.fourPoint);
  write("/G4_error", results.fourPointError);
  write("/G2", results.twoPoint);
  write("/G2_error", results.twoPointError);
}

} // namespace

void
WriteStudyFile(const std::string & path, const StudyResults & results, const std::vector<StudyNumber> & numbers)
{
  HDF5Arrays file(path);
  file.SetAttribute("/", "software", "STEM5D " STEM5D_VERSION);
  file.SetAttribute("/", "title", results.settings.title);
  WriteNumbers(file, numbers);
  for (const StudySetResults & set : results.sets)
  {
    const std::string group = "/sets/" + set.set.name;
    WriteAnalysis(file, group + "/gamma_fixed", set.fixed.results);
    WriteAnalysis(file, group + "/gamma_free", set.free.results);
    file.SetAttribute(group, "temperature", std::vector<double>{ set.set.temperature });
    if (!set.thickness.empty())
    {
      const auto & size = set.fixed.results.curves.scanSize;
      file.Write(group + "/thickness", set.thickness, { size.rbegin(), size.rend() }, "y x", "nm");
    }
    if (set.fourPoint)
    {
      WriteFourPoint(file, group + "/four_point", *set.fourPoint);
    }
  }
  file.Commit();
}

} // namespace stem5d

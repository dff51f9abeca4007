/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Study.h"

#include "AtomicFile.h"
#include "Checksum.h"
#include "FileError.h"
#include "FourPointJson.h"
#include "RegionOfInterest.h"
#include "ResultsDirectory.h"
#include "ScanMapFile.h"
#include "ScanStatistics.h"
#include "Summary.h"
#include "itkThicknessImageFilter.h"

#include <cmath>
#include <fstream>

namespace stem5d
{
namespace
{

using nlohmann::json;
using Path = std::filesystem::path;

void
WriteJson(const Path & path, const json & value)
{
  const std::string text = JsonAsText(value) + '\n';
  AtomicFile        file(path);
  file.Write(text.data(), text.size());
  file.Commit();
}

/** What a file holds; null where it is not there or was damaged. */
json
ReadJsonOrNull(const Path & path)
{
  std::ifstream stream(path);
  return stream ? json::parse(stream, nullptr, false) : json();
}

/** What tells whether a file has changed. */
json
StampOf(const std::string & file)
{
  const Path path = file.substr(0, file.find(":/")); // FILE:/path/to/dataset
  return { { "file", path.filename().string() },
           { "bytes", std::filesystem::file_size(path) },
           { "modified", std::filesystem::last_write_time(path).time_since_epoch().count() } };
}

/** The scan points whose positions are in the region of interest. */
std::array<std::size_t, 4>
PointsWithin(const std::array<ScanInterval, 2> & region, const SeriesDescription & series, const std::string & name)
{
  std::array<std::size_t, 4> points{};
  for (const unsigned int axis : { 0U, 1U })
  {
    constexpr double tolerance = 1e-6; // of a step
    const Axis &     scan = series.axes.at(axis + 2);
    const auto       last = static_cast<double>(scan.size) - 1.0;
    const auto       position = [&scan](double nm) { return (nm - scan.origin) / scan.spacing; };
    const double     from = region[axis].low ? std::ceil(position(*region[axis].low) - tolerance) : 0.0;
    const double     to = region[axis].high ? std::floor(position(*region[axis].high) + tolerance) : last;
    const double     first = std::max(from, 0.0);
    const double     end = std::min(to, last);
    if (first > end)
    {
      throw FileError("/region_of_interest holds no point of the data set " + name + ", whose scan has " +
                      std::to_string(scan.size) + " points from " + std::to_string(scan.origin) + " to " +
                      std::to_string(scan.origin + last * scan.spacing) + " nm along " + (axis == 0 ? "x" : "y"));
    }
    points[axis] = static_cast<std::size_t>(first);
    points[axis + 2] = static_cast<std::size_t>(end - first) + 1;
  }
  return points;
}

/** Says before anything is done whether the four-point correlation can be. */
void
CheckFourPoint(const SeriesDescription & series, const std::string & name)
{
  try
  {
    CheckFourPointSeries(series);
  }
  catch (const std::invalid_argument & error)
  {
    throw FileError("the data set " + name + ": " + error.what() + ", or set /four_point_distance to 0");
  }
}

/** The thickness in nm over the scan of a data set; empty where it is not known. */
std::vector<float>
ReadThickness(const StudyDataSet & set, const std::vector<std::size_t> & scanSize)
{
  if (!set.thickness)
  {
    return {};
  }
  const ThicknessInput & input = *set.thickness;
  if (!input.map.empty())
  {
    return ReadScanMap(input.map, scanSize).values;
  }
  auto filter = itk::ThicknessImageFilter<itk::Image<float, 3>>::New();
  filter->SetTotalImage(ReadScanImage(input.total, scanSize));
  filter->SetZeroLossImage(ReadScanImage(input.zeroLoss, scanSize));
  filter->SetMeanFreePath(input.meanFreePath);
  filter->Update();
  const float * values = filter->GetOutput()->GetBufferPointer();
  return { values, values + filter->GetOutput()->GetBufferedRegion().GetNumberOfPixels() };
}

json
DescribeCheck(const EstimatorCheck & check)
{
  json errors = json::array();
  for (const ErrorCheck & error : check.errors)
  {
    errors.push_back({ { "quantity", error.quantity },
                       { "scatter", error.scatter },
                       { "error", error.error },
                       { "coverage", error.coverage } });
  }
  json biases = json::array();
  for (const EstimatorBias & bias : check.biases)
  {
    biases.push_back({ { "statistic", bias.statistic },
                       { "truth", bias.truth },
                       { "found", bias.found },
                       { "standard_error", bias.error } });
  }
  return { { "errors", errors }, { "biases", biases } };
}

/** What an earlier step wrote. */
json
ReadJson(const Path & path, const Path & setDirectory)
{
  json described = ReadJsonOrNull(path);
  if (!described.is_object())
  {
    throw FileError("The earlier results " + path.string() + " are missing or damaged: remove the directory " +
                    setDirectory.string() + " and run the study again");
  }
  return described;
}

EstimatorCheck
CheckFromJson(const json & described)
{
  EstimatorCheck check;
  for (const json & error : described.at("errors"))
  {
    check.errors.push_back({ error.at("quantity"), error.at("scatter"), error.at("error"), error.at("coverage") });
  }
  for (const json & bias : described.at("biases"))
  {
    check.biases.push_back({ bias.at("statistic"), bias.at("truth"), bias.at("found"), bias.at("standard_error") });
  }
  return check;
}

/** Says if the annulus of the dynamics is not on the maximum of the halo. */
void
CheckHalo(const std::string & name, const AnalysisResults & results, std::vector<std::string> & warnings)
{
  const Annulus & annulus = *results.parameters.dynamicsAnnulus;
  const double    width = annulus.high - annulus.low;
  const Curves &  curves = results.curves;
  const auto      meanOf = [&](double low, double high) {
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t i = 0; i < curves.profileQ.size(); ++i)
    {
      if (curves.profileQ[i] >= low && curves.profileQ[i] < high && std::isfinite(curves.profileIntensity[i]))
      {
        sum += curves.profileIntensity[i];
        count += 1.0;
      }
    }
    return sum / count; // NaN where there is none
  };
  const double inside = meanOf(annulus.low, annulus.high);
  if (meanOf(annulus.low - width, annulus.low) > inside || meanOf(annulus.high, annulus.high + width) > inside)
  {
    std::ostringstream text;
    text << name << ": the annulus of the dynamics, " << annulus.low << " to " << annulus.high << ' ' << results.qUnit
         << ", is not on a maximum of the mean pattern: does it miss the halo?";
    warnings.push_back(text.str());
  }
}

/** Files that a process which was stopped left unfinished. */
void
RemoveUnfinished(const Path & directory)
{
  std::vector<Path> unfinished;
  for (const auto & entry : std::filesystem::recursive_directory_iterator(directory))
  {
    if (IsUnfinished(entry.path()))
    {
      unfinished.push_back(entry.path());
    }
  }
  std::for_each(unfinished.begin(), unfinished.end(), [](const Path & path) { std::filesystem::remove(path); });
}

} // namespace

/** One temperature. */
class StudyRun::SetRun
{
public:
  SetRun(const StudySettings & settings, const StudyDataSet & set, const Path & directory, StudyProgress progress)
    : m_Settings(settings)
    , m_Set(set)
    , m_Directory(directory / "sets" / set.name)
    , m_Progress(std::move(progress))
  {
    std::filesystem::create_directories(m_Directory);
    m_State = ReadJsonOrNull(m_Directory / "state.json");
    if (!m_State.is_object())
    {
      m_State = json::object();
    }
    m_Series = m_Set.simulation ? (m_Directory / "series.emd").string() : m_Set.file;
    m_Parameters = m_Set.parameters;
    m_Parameters.input = m_Series;
    if (m_Set.simulation && m_Parameters.maskFile.empty())
    {
      m_Parameters.maskFile = (m_Directory / SimulatedMask).string();
    }
  }

  StudySetResults
  Execute()
  {
    StudySetResults results;
    results.set = m_Set;
    results.input = this->DescribeInput();
    this->Analyse();
    results.fixed = this->ReadAnalysis("gamma_fixed");
    results.free = this->ReadAnalysis("gamma_free");
    results.fourPoint = this->FourPoint();
    results.thickness = ReadThickness(m_Set, results.fixed.results.curves.scanSize);
    std::filesystem::remove(m_Directory / "series.emd"); // only simulated ones are there
    return results;
  }

private:
  static constexpr const char * SimulatedMask = "beamstop.png";

  /** Whether a step was done with the same. */
  bool
  IsDone(const std::string & step, const json & with) const
  {
    return m_State.value(step, json()) == with;
  }

  void
  SetDone(const std::string & step, const json & with)
  {
    m_State[step] = with;
    WriteJson(m_Directory / "state.json", m_State);
  }

  ProgressFunction
  ProgressOf(const std::string & step) const
  {
    return [this, step](std::size_t done, std::size_t total, std::uint64_t bytes) {
      if (m_Progress)
      {
        m_Progress(m_Set.name + ", " + step, done, total, bytes);
      }
    };
  }

  /** What every step of this set depends on. */
  json
  Dependencies() const
  {
    json with{ { "version", STEM5D_VERSION }, { "set", m_Set.description } };
    with["set"].erase("thickness"); // is only shown
    if (!m_Set.simulation)
    {
      with["series"] = StampOf(m_Set.file);
    }
    if (!m_Set.parameters.maskFile.empty())
    {
      with["mask"] = StampOf(m_Set.parameters.maskFile);
    }
    return with;
  }

  /** The file, or the simulation, that the series is. */
  json
  DescribeInput()
  {
    if (m_Set.simulation)
    {
      return { { "simulation", SimulationParametersToJson(*m_Set.simulation) } };
    }
    const json with = StampOf(m_Set.file);
    if (!this->IsDone("input", with))
    {
      const std::string file = m_Set.file.substr(0, m_Set.file.find(":/"));
      m_State["sha256"] = ChecksumOfFile(file, this->ProgressOf("checksum"));
      this->SetDone("input", with);
    }
    return { { "file", with.at("file") }, { "bytes", with.at("bytes") }, { "sha256", m_State.at("sha256") } };
  }

  /** Simulates the series if it is not there, or is that of other parameters. */
  void
  ProvideSeries()
  {
    if (!m_Set.simulation)
    {
      return;
    }
    const json with = SimulationParametersToJson(*m_Set.simulation);
    if (!this->IsDone("simulation", with) || !std::filesystem::exists(m_Series))
    {
      SimulationOutput output;
      output.series = m_Series;
      output.mask = (m_Directory / SimulatedMask).string();
      Simulate(*m_Set.simulation, output, this->ProgressOf("simulation"));
      this->SetDone("simulation", with);
    }
  }

  /** Analyses the series with the stretch exponent fixed and free, in one pass, unless that was done. */
  void
  Analyse()
  {
    json with = this->Dependencies();
    with["stretch_exponent"] = m_Settings.stretchExponent;
    with["null"] = { m_Settings.nullRealisations, m_Settings.nullPoints, m_Settings.aperture };
    with["region_of_interest"] = this->DescribeRegion();
    if (this->IsDone("analyses", with))
    {
      return;
    }
    this->ProvideSeries();
    AnalysisParameters parameters = m_Parameters;
    parameters.regionOfInterest = this->RegionOfInterest();
    std::vector<AnalysisParameters> both{ parameters, parameters };
    both.front().fit.fixedGamma = m_Settings.stretchExponent;
    const std::array<Path, 2> paths{ m_Directory / "gamma_fixed", m_Directory / "gamma_free" };
    for (const Path & path : paths)
    {
      ResultsDirectory(path).Prepare();
    }
    std::vector<AnalysisResults> results = stem5d::Analyse(both, this->ProgressOf("analysis"));
    for (AnalysisResults & result : results)
    {
      result.series.file = Path(result.series.file).filename().string(); // wherever the study is
      result.parameters.maskFile = Path(result.parameters.maskFile).filename().string();
      result.wallTime = 0.0; // a study that is done again is the same
    }
    const std::vector<EstimatorCheck> checks = this->AddNullModel(results);
    for (std::size_t i = 0; i < results.size(); ++i)
    {
      ResultsDirectory(paths[i]).Write(results[i]);
      WriteJson(paths[i] / "estimators.json", DescribeCheck(checks[i]));
    }
    this->SetDone("analyses", with);
  }

  StudyAnalysis
  ReadAnalysis(const std::string & name) const
  {
    const Path path = m_Directory / name;
    return { ResultsDirectory(path).Read(), CheckFromJson(ReadJson(path / "estimators.json", m_Directory)) };
  }

  /** The points of the region of interest. */
  std::array<std::size_t, 4>
  RegionOfInterest() const
  {
    return PointsWithin(m_Settings.regionOfInterest, DescribeSeries(m_Series, m_Parameters.series), m_Set.name);
  }

  std::optional<FourPointResults>
  FourPoint()
  {
    const FourPointParameters parameters{ m_Settings.fourPointDistance, m_Settings.aperture };
    const Path                path = m_Directory / "four_point.json";
    if (parameters.longest == 0.0)
    {
      std::filesystem::remove(path); // of an earlier study file
      return std::nullopt;
    }
    json with = this->Dependencies();
    with["four_point"] = { parameters.longest, parameters.aperture };
    with["region_of_interest"] = this->DescribeRegion();
    if (!this->IsDone("four_point", with) || !std::filesystem::exists(path))
    {
      this->ProvideSeries();
      AnalysisParameters analysis = m_Parameters;
      analysis.blur = 0.0;
      analysis.scanRegion = this->RegionOfInterest();
      WriteJson(path, ToJson(AnalyseFourPoint(analysis, parameters, this->ProgressOf("four-point correlation"))));
      this->SetDone("four_point", with);
    }
    return FourPointResultsFromJson(ReadJson(path, m_Directory));
  }

  /** The null models of the statistics, and biases and errors of independent points. */
  std::vector<EstimatorCheck>
  AddNullModel(std::vector<AnalysisResults> & results) const
  {
    NullModelParameters null;
    null.aperture = m_Settings.aperture;
    null.realisations = m_Settings.nullRealisations;
    if (null.realisations > 0)
    {
      ComputeNullModel(results, null, this->ProgressOf("homogeneous sample"));
    }
    return m_Settings.nullPoints > 0
             ? CheckEstimators(results, null, m_Settings.nullPoints, this->ProgressOf("independent points"))
             : std::vector<EstimatorCheck>(results.size());
  }

  json
  DescribeRegion() const
  {
    json described = json::array();
    for (const ScanInterval & interval : m_Settings.regionOfInterest)
    {
      described.push_back(
        { interval.low ? json(*interval.low) : json(nullptr), interval.high ? json(*interval.high) : json(nullptr) });
    }
    return described;
  }

  const StudySettings & m_Settings;
  const StudyDataSet &  m_Set;
  Path                  m_Directory;
  StudyProgress         m_Progress;
  json                  m_State;
  std::string           m_Series;
  AnalysisParameters    m_Parameters;
};

StudyRun::StudyRun(const StudySettings & settings, std::filesystem::path directory)
  : m_Settings(settings)
  , m_Directory(std::move(directory))
{
  for (const StudyDataSet & set : m_Settings.dataSets)
  {
    std::vector<std::size_t> scanSize;
    if (set.simulation)
    {
      scanSize.assign(set.simulation->series.scanSize.begin(), set.simulation->series.scanSize.end());
    }
    else
    {
      const SeriesDescription series = DescribeSeries(set.file, set.parameters.series);
      if (!series.missing.empty())
      {
        throw FileError("the data set " + set.name + ", " + set.file + ": " + series.missing.front());
      }
      PointsWithin(m_Settings.regionOfInterest, series, set.name);
      if (m_Settings.fourPointDistance > 0.0)
      {
        CheckFourPoint(series, set.name);
      }
      for (std::size_t axis = 2; axis + 1 < series.axes.size(); ++axis)
      {
        scanSize.push_back(series.axes[axis].size);
      }
    }
    ReadThickness(set, scanSize); // throws, before anything is done
  }
}

StudyResults
StudyRun::Execute(const StudyProgress & progress)
{
  std::filesystem::create_directories(m_Directory);
  RemoveUnfinished(m_Directory);
  StudyResults results;
  results.settings = m_Settings;
  results.warnings = m_Settings.warnings;
  for (const StudyDataSet & set : m_Settings.dataSets)
  {
    results.sets.push_back(SetRun(m_Settings, set, m_Directory, progress).Execute());
    const AnalysisResults & analysis = results.sets.back().fixed.results;
    for (const std::string & warning : analysis.warnings)
    {
      results.warnings.push_back(set.name + ": " + warning);
    }
    if (const auto & fourPoint = results.sets.back().fourPoint)
    {
      for (const std::string & warning : fourPoint->warnings)
      {
        results.warnings.push_back(set.name + ": four-point correlation: " + warning);
      }
    }
    CheckHalo(set.name, analysis, results.warnings);
  }
  return results;
}

} // namespace stem5d

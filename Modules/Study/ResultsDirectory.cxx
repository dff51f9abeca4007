/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ResultsDirectory.h"

#include "AtomicFile.h"
#include "FileError.h"
#include "ScanMapFile.h"
#include "ScanStatistics.h"
#include "Summary.h"
#include "itkImageFileReader.h"
#include "itkNrrdImageIO.h"

#include <fstream>

namespace stem5d
{
namespace
{

template <typename TImage>
typename TImage::Pointer
ReadNrrd(const std::string & path)
{
  auto reader = itk::ImageFileReader<TImage>::New();
  reader->SetImageIO(itk::NrrdImageIO::New());
  reader->SetFileName(path);
  reader->Update();
  return reader->GetOutput();
}

template <typename TPixel>
std::vector<TPixel>
ReadMapValues(const std::filesystem::path & path)
{
  try
  {
    const auto image = ReadNrrd<itk::Image<TPixel, 3>>(path.string());
    return { image->GetBufferPointer(), image->GetBufferPointer() + image->GetBufferedRegion().GetNumberOfPixels() };
  }
  catch (const itk::ExceptionObject &)
  {
    throw FileError("The map " + path.string() + " cannot be read: run stem5d analyze again");
  }
}

void
CreateDirectory(const std::filesystem::path & path)
{
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error)
  {
    throw FileError("The output directory " + path.string() + " cannot be created: " + error.message() +
                    "; give a directory that can be written to");
  }
}

void
Remove(const std::filesystem::path & path)
{
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error)
  {
    throw FileError("The earlier results " + path.string() + " cannot be removed: " + error.message());
  }
}

} // namespace

void
ResultsDirectory::Prepare() const
{
  CreateDirectory(m_Path / "maps");
  AtomicFile(m_Path / "summary.json"); // throws where nothing can be written; removed unless committed
}

void
ResultsDirectory::PreparePart() const
{
  CreateDirectory(m_Path);
  Remove(this->PartPath()); // an earlier part must not be merged if this one fails
  AtomicFile(this->PartPath());
}

void
ResultsDirectory::Write(const AnalysisResults & results) const
{
  // from here on the earlier results, if any, are none: their figures would not belong to the new maps either, nor
  // would their maps of what is not asked for any more
  Remove(m_Path / "summary.json");
  Remove(this->FiguresPath());
  Remove(m_Path / "maps");
  CreateDirectory(m_Path / "maps");
  for (const ScanMap & map : results.maps)
  {
    WriteScanMap(this->MapPath(map.name), results.curves, map.values, map.unit);
  }
  WriteScanMap(this->MapPath("fit_status"), results.curves, results.status, "bits of FitStatus");
  WriteCurves((m_Path / "curves.h5").string(), results.curves);

  this->WriteSummary(Summarise(results));
}

void
ResultsDirectory::WriteStatistics(const ScanStatistics & statistics) const
{
  nlohmann::json summary = this->ReadSummary();
  summary["statistics"] = DescribeStatistics(statistics);
  summary["verdict"] = Verdict(statistics);
  this->WriteSummary(summary);
}

void
ResultsDirectory::WriteSummary(const nlohmann::json & summary) const
{
  const std::string text = JsonAsText(summary) + '\n';
  AtomicFile        file(m_Path / "summary.json");
  file.Write(text.data(), text.size());
  file.Commit();
}

AnalysisResults
ResultsDirectory::Read() const
{
  const nlohmann::json summary = this->ReadSummary();
  AnalysisResults      results;
  try
  {
    results = stem5d::ReadSummary(summary);
    for (const auto & [name, map] : summary.at("maps").items())
    {
      const std::string unit = map.at("unit");
      results.maps.push_back({ name, unit == "1" ? "" : unit, this->ReadMap(name) });
    }
  }
  catch (const nlohmann::json::exception & error)
  {
    throw FileError("The summary in " + m_Path.string() + " is not of this version (" + error.what() +
                    "): run stem5d analyze again");
  }
  results.status = this->ReadStatus();
  results.curves = this->ReadCurves();
  return results;
}

nlohmann::json
ResultsDirectory::ReadSummary() const
{
  const auto    path = m_Path / "summary.json";
  std::ifstream stream(path);
  if (!stream)
  {
    throw FileError("There are no complete results in " + m_Path.string() +
                    " (no summary.json): give the output directory of stem5d analyze");
  }
  try
  {
    return nlohmann::json::parse(stream);
  }
  catch (const nlohmann::json::exception & error)
  {
    throw FileError("The summary " + path.string() + " cannot be read: " + error.what());
  }
}

Curves
ResultsDirectory::ReadCurves() const
{
  return stem5d::ReadCurves((m_Path / "curves.h5").string());
}

std::vector<float>
ResultsDirectory::ReadMap(const std::string & name) const
{
  return ReadMapValues<float>(this->MapPath(name));
}

std::vector<std::uint16_t>
ResultsDirectory::ReadStatus() const
{
  return ReadMapValues<std::uint16_t>(this->MapPath("fit_status"));
}

} // namespace stem5d

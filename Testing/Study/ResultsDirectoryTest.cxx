/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FileError.h"
#include "ResultsDirectory.h"
#include "SpeckleFile.h"
#include "TemporaryDirectory.h"
#include "itkImageFileReader.h"
#include "itkNrrdImageIO.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstring>
#include <fstream>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace
{

stem5d::AnalysisResults
SmallResults(const std::vector<std::size_t> & scan)
{
  const stem5d::TemporaryDirectory directory;
  stem5d::AnalysisParameters       parameters;
  parameters.input = test::WriteSpeckles<std::uint16_t>(directory / "series.emd", scan);
  parameters.dynamicsAnnulus = stem5d::Annulus{ 3.0, 4.0 };
  parameters.structureAnnulus = stem5d::Annulus{ 2.5, 4.5 };
  return stem5d::Analyse(parameters);
}

/** Names of all regular files below a directory. */
std::vector<std::string>
FilesBelow(const std::string & path)
{
  std::vector<std::string> files;
  for (const auto & entry : std::filesystem::recursive_directory_iterator(path))
  {
    if (entry.is_regular_file())
    {
      files.push_back(std::filesystem::relative(entry.path(), path).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

} // namespace

TEST(ResultsDirectory, GivesBackWhatWasWritten)
{
  const stem5d::TemporaryDirectory temporary;
  const auto                       results = SmallResults({ 4, 3 });
  const stem5d::ResultsDirectory   directory(temporary / "results");
  directory.Prepare();
  EXPECT_THROW(directory.ReadSummary(), stem5d::FileError);
  directory.Write(results);
  for (const auto & map : results.maps)
  {
    const auto values = directory.ReadMap(map.name);
    ASSERT_EQ(values.size(), 12u);
    EXPECT_EQ(std::memcmp(values.data(), map.values.data(), sizeof(float) * 12), 0) << map.name;
  }
  EXPECT_EQ(directory.ReadStatus(), results.status);
  EXPECT_EQ(directory.ReadCurves().correlation, results.curves.correlation);
  // the maps, that of the status, curves, summary: no temporary file is left
  EXPECT_EQ(FilesBelow(temporary / "results").size(), results.maps.size() + 3);

  auto reader = itk::ImageFileReader<itk::Image<float, 2>>::New();
  reader->SetImageIO(itk::NrrdImageIO::New());
  reader->SetFileName(temporary / "results/maps/relaxation_time.nrrd");
  reader->Update();
  EXPECT_EQ(reader->GetImageIO()->GetNumberOfDimensions(), 2u);
  EXPECT_EQ(reader->GetOutput()->GetBufferedRegion().GetSize(), (itk::Size<2>{ { 4, 3 } }));
  EXPECT_NEAR(reader->GetOutput()->GetSpacing()[0], 0.16, 1e-12);
}

TEST(ResultsDirectory, KeepsTheThirdAxisOfAStack)
{
  const stem5d::TemporaryDirectory temporary;
  const stem5d::ResultsDirectory   directory(temporary / "results");
  directory.Prepare();
  directory.Write(SmallResults({ 3, 2, 2 }));
  auto reader = itk::ImageFileReader<itk::Image<float, 3>>::New();
  reader->SetImageIO(itk::NrrdImageIO::New());
  reader->SetFileName(temporary / "results/maps/contrast.nrrd");
  reader->Update();
  EXPECT_EQ(reader->GetOutput()->GetBufferedRegion().GetSize(), (itk::Size<3>{ { 3, 2, 2 } }));
}

TEST(ResultsDirectory, SummarisesEverything)
{
  const stem5d::TemporaryDirectory temporary;
  const auto                       results = SmallResults({ 4, 3 });
  const stem5d::ResultsDirectory   directory(temporary / "results");
  directory.Prepare();
  directory.Write(results);
  const auto summary = directory.ReadSummary();
  EXPECT_EQ(summary["software"]["name"], "STEM5D");
  EXPECT_EQ(summary["points"]["total"], 12);
  EXPECT_EQ(summary["points"]["status"].size(), 10u);
  EXPECT_EQ(summary["parameters"]["dynamics_annulus"], (std::vector<double>{ 3.0, 4.0 }));
  EXPECT_EQ(summary["parameters"]["blur"], 0.464);
  EXPECT_EQ(summary["parameters"]["gamma"], "free");
  EXPECT_EQ(summary["parameters"]["delay_times"], (std::vector<double>{ 10.0, 60.0 }));
  EXPECT_EQ(summary["maps"].size(), results.maps.size());
  EXPECT_EQ(summary["statistics"].size(), results.statistics.size());
  EXPECT_EQ(summary["statistics"][0]["name"], results.statistics[0].name);
  EXPECT_GT(summary["run"]["peak_memory"].get<double>(), 1e6);
  EXPECT_GT(summary["run"]["rate"].get<double>(), 0.0);
  // mean and median of V against the map itself
  const auto          map = directory.ReadMap("fluctuation_variance");
  std::vector<double> sorted(map.begin(), map.end());
  std::sort(sorted.begin(), sorted.end());
  EXPECT_NEAR(summary["maps"]["fluctuation_variance"]["median"], 0.5 * (sorted[5] + sorted[6]), 1e-12);
  EXPECT_NEAR(
    summary["maps"]["fluctuation_variance"]["mean"], std::accumulate(sorted.begin(), sorted.end(), 0.0) / 12.0, 1e-12);
}

TEST(ResultsDirectory, RefusesADirectoryThatCannotBeMade)
{
  const stem5d::TemporaryDirectory temporary;
  std::ofstream(temporary / "file") << "not a directory";
  try
  {
    stem5d::ResultsDirectory(temporary / "file/results").Prepare();
    FAIL() << "no error";
  }
  catch (const stem5d::FileError & error)
  {
    EXPECT_NE(std::string(error.what()).find("file/results"), std::string::npos);
  }
}

/** A limit on the size of files stands for a disk that is full after so many bytes. */
TEST(ResultsDirectory, LeavesNoHalfWrittenFileOnAFullDisk)
{
  const auto results = SmallResults({ 40, 30 });
  for (const rlim_t limit : { 100, 1000, 4000, 20000 })
  {
    const stem5d::TemporaryDirectory temporary;
    const pid_t                      child = fork();
    if (child == 0)
    {
      const rlimit size{ limit, limit };
      std::signal(SIGXFSZ, SIG_IGN);
      setrlimit(RLIMIT_FSIZE, &size);
      try
      {
        const stem5d::ResultsDirectory directory(temporary / "results");
        directory.Prepare();
        directory.Write(results);
        _exit(1);
      }
      catch (const stem5d::FileError &)
      {
        _exit(0);
      }
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0) << "no FileError at " << limit << " bytes";
    for (const std::string & file : FilesBelow(temporary / "results"))
    {
      EXPECT_EQ(file.find("partial"), std::string::npos) << file;
      EXPECT_NE(file, "summary.json");
      EXPECT_GE(std::filesystem::file_size(temporary / ("results/" + file)), 1200 * 2u) << file; // whole maps only
    }
  }
}

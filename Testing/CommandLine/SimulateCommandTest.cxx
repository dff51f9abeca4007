/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RunProgram.h"
#include "Simulation.h"
#include "TemporaryDirectory.h"
#include "TestSeries.h"
#include "itkImage.h"
#include "itkImageFileReader.h"
#include "itkSeriesImageIOFactory.h"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace
{

using test::Outcome;
using test::RunProgram;

const std::string Small = " --scan 5 4 --frames 12 --detector-size 24 24 --dose 8 ";

std::string
BytesOf(const std::string & fileName)
{
  std::ifstream      stream(fileName, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

std::vector<float>
FloatsOf(const std::string & fileName, const std::string & path)
{
  const hid_t        file = H5Fopen(fileName.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t        data = H5Dopen2(file, path.c_str(), H5P_DEFAULT);
  const hid_t        space = H5Dget_space(data);
  std::vector<float> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  H5Dread(data, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  H5Sclose(space);
  H5Dclose(data);
  H5Fclose(file);
  return values;
}

template <typename TImage>
typename TImage::Pointer
Read(const std::string & fileName)
{
  itk::SeriesImageIOFactory::RegisterOneFactory();
  auto reader = itk::ImageFileReader<TImage>::New();
  reader->SetFileName(fileName);
  reader->Update();
  return reader->GetOutput();
}

} // namespace

TEST(SimulateCommand, WritesASeriesThatIsItsOwnAtAnyNumberOfThreads)
{
  const stem5d::TemporaryDirectory directory;
  for (const std::string threads : { "1", "2", "8" })
  {
    const Outcome outcome = RunProgram("simulate --preset zr50cu40al10 --seed 3 --vacuum-width 0.1 --threads " +
                                       threads + Small + "-o " + (directory / threads + ".emd"));
    ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
  }
  EXPECT_TRUE(BytesOf(directory / "1.emd") == BytesOf(directory / "2.emd"));
  EXPECT_TRUE(BytesOf(directory / "1.emd") == BytesOf(directory / "8.emd"));
  EXPECT_EQ(directory.GetNumberOfFiles(), 3u); // no temporary file is left

  using SeriesType = itk::Image<std::uint16_t, 5>;
  const auto series = Read<SeriesType>(directory / "1.emd");
  EXPECT_EQ(series->GetBufferedRegion().GetSize(), (SeriesType::SizeType{ { 24, 24, 5, 4, 12 } }));
  EXPECT_NEAR(series->GetOrigin()[0], -11.5 * 0.232, 1e-9);
  EXPECT_NEAR(series->GetSpacing()[2], 0.16, 1e-9);
  EXPECT_NEAR(series->GetSpacing()[4], 9.887, 1e-9);
}

TEST(SimulateCommand, WritesThePatternsOfTheSource)
{
  const stem5d::TemporaryDirectory directory;
  ASSERT_EQ(RunProgram("simulate --seed 5" + Small + "-o " + (directory / "a.emd")).exitCode, 0);
  ASSERT_EQ(RunProgram("simulate --seed 6" + Small + "-o " + (directory / "b.emd")).exitCode, 0);
  using SeriesType = itk::Image<std::uint16_t, 5>;
  const auto  a = Read<SeriesType>(directory / "a.emd");
  const auto  b = Read<SeriesType>(directory / "b.emd");
  double      sum = 0.0;
  std::size_t different = 0;
  const auto  pixels = a->GetBufferedRegion().GetNumberOfPixels();
  for (std::size_t i = 0; i < pixels; ++i)
  {
    sum += a->GetBufferPointer()[i];
    different += a->GetBufferPointer()[i] != b->GetBufferPointer()[i] ? 1 : 0;
  }
  EXPECT_GT(sum / static_cast<double>(pixels), 1.0); // electrons at 8 at the peak of the halo
  EXPECT_LT(sum / static_cast<double>(pixels), 8.0);
  EXPECT_GT(different, pixels / 2);
}

TEST(SimulateCommand, AnalysesItsOwnSeriesWithItsMask)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                file = directory / "series.emd";
  const std::string                mask = directory / "mask.png";
  const std::string                size = " --scan 3 2 --frames 24 --dose 20 --vacuum-width 0 --edge-thickness 50 ";
  ASSERT_EQ(RunProgram("simulate --preset zr50cu40al10 -o " + file + " --write-mask " + mask + size).exitCode, 0);
  const Outcome outcome =
    RunProgram("analyze " + file + " --mask " + mask + " --no-figures -o " + (directory / "results"));
  EXPECT_EQ(outcome.exitCode, 0) << outcome.output;
  EXPECT_NE(outcome.output.find("6 scan points"), std::string::npos) << outcome.output;
}

TEST(SimulateCommand, CompressesTheSameSeries)
{
  const stem5d::TemporaryDirectory directory;
  const std::string                size = "--scan 5 4 --frames 24 --dose 20 --seed 4 ";
  ASSERT_EQ(RunProgram("simulate " + size + "-o " + (directory / "plain.emd")).exitCode, 0);
  for (const std::string threads : { "1", "2", "8" })
  {
    const Outcome outcome =
      RunProgram("simulate " + size + "--compress 2 --threads " + threads + " -o " + (directory / threads + ".emd"));
    ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
    EXPECT_TRUE(BytesOf(directory / "1.emd") == BytesOf(directory / threads + ".emd")) << threads;
  }
  EXPECT_LT(BytesOf(directory / "1.emd").size(), BytesOf(directory / "plain.emd").size() / 2);

  for (const std::string name : { "plain", "1" })
  {
    const Outcome outcome =
      RunProgram("analyze " + (directory / name + ".emd") + " --no-figures -o " + (directory / name));
    ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
  }
  for (const auto & map : std::filesystem::directory_iterator(directory / "plain/maps"))
  {
    const auto name = map.path().filename().string();
    EXPECT_TRUE(BytesOf(map.path()) == BytesOf(directory / "1/maps/" + name)) << name;
  }
  using SeriesType = itk::Image<std::uint16_t, 5>;
  const auto compressed = Read<SeriesType>(directory / "1.emd");
  EXPECT_TRUE(test::Identical<SeriesType>(compressed, Read<SeriesType>(directory / "plain.emd")));
  for (const char * map : { "relaxation_time", "effective_relaxation_time", "contrast", "squared_correlation" })
  {
    const auto path = std::string("/truth/") + map + "/data";
    EXPECT_EQ(FloatsOf(directory / "1.emd", path), FloatsOf(directory / "plain.emd", path)) << map;
  }
}

TEST(SimulateCommand, LeavesNothingOnAFullDisk)
{
  // no file may exceed a number of blocks of 512 bytes, in a shell that lets the program see the error
  const stem5d::TemporaryDirectory directory;
  const std::string command = STEM5D_PROGRAM " simulate --scan 8 8 --frames 20 -o " + (directory / "a.emd");
  for (const std::string room : { "0", "1", "2000", "5000" })
  {
    for (const std::string compression : { "0", "1" })
    {
      const Outcome outcome =
        test::RunShell("trap '' XFSZ; ulimit -f " + room + "; exec " + command + " --compress " + compression);
      EXPECT_EQ(outcome.exitCode, 1) << room << ' ' << compression;
      EXPECT_NE(outcome.output.find("a.emd: File too large. Make room"), std::string::npos) << outcome.output;
      EXPECT_EQ(directory.GetNumberOfFiles(), 0u) << room << ' ' << compression;
    }
  }
}

TEST(SimulateCommand, TakesParametersByFileAndOption)
{
  const stem5d::TemporaryDirectory directory;
  std::ofstream(directory / "parameters.json")
    << R"({"dose": 3, "frames": 7, "heterogeneity": {"rankCorrelation": 0.2}})";
  const Outcome outcome = RunProgram("simulate --parameters " + (directory / "parameters.json") +
                                     " --scan 3 2 --detector-size 24 24 --dose 4 -o " + (directory / "a.emd"));
  ASSERT_EQ(outcome.exitCode, 0) << outcome.output;
  // the parameters as used are in the file, as JSON
  const std::string bytes = BytesOf(directory / "a.emd");
  const std::size_t begin = bytes.find("{\"aperture\"");
  ASSERT_NE(begin, std::string::npos);
  const auto used =
    stem5d::SimulationParametersFromJson(nlohmann::json::parse(bytes.substr(begin, bytes.find('\0', begin) - begin)));
  EXPECT_EQ(used.series.dose, 4.0);
  EXPECT_EQ(used.series.frames, 7u);
  ASSERT_TRUE(used.heterogeneity);
  EXPECT_EQ(used.heterogeneity->rankCorrelation, 0.2);
  EXPECT_EQ(used.heterogeneity->size, (std::array<std::size_t, 2>{ 3, 2 }));
}

TEST(SimulateCommand, RefusesWhatCannotBe)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       refuses = [&](const std::string & options, const std::string & words) {
    const Outcome outcome = RunProgram("simulate -o " + (directory / "a.emd") + " " + options);
    EXPECT_EQ(outcome.exitCode, 1) << options << outcome.output;
    EXPECT_NE(outcome.output.find(words), std::string::npos) << options << ": " << outcome.output;
    EXPECT_EQ(directory.GetNumberOfFiles(), 0u) << options;
  };
  refuses("--stretch-exponent 2.5", "stretch exponent is 2.5");
  refuses("--contrast 1.5", "contrast V is 1.5");
  refuses("--dose 0", "dose is 0");
  refuses("--relaxation-time -3", "relaxation time is -3");
  refuses("--frame-period -1", "frame period is -1");
  refuses("--aperture 0.05", "probe");
  refuses("--contrast -0.1", "contrast V is -0.1");
  refuses("--compress 10", "level of compression is 10");
  refuses("--scan 2 2 --frames 2 --write-mask /nowhere/mask.png", "/nowhere/mask.png");
  refuses("--detector 0", "detector size is 0");
  refuses("--detector -3", "detectorSize is [-3.0,-3.0]");
  refuses("--scan -2 5", "scanSize is [-2.0,5.0]: give a value like [120,60]");
  refuses("--scan 2.5 3", "scanSize is [2.5,3.0]");
  refuses("--scan 100000000 2", "scan size is 100000000");
  refuses("--seed 5000000000", "seed is 5000000000.0: give a whole number 0 .. 4294967295");
  refuses("--poisson 3", "poisson is 3.0: give a value like true");
  refuses("--temperature 653", "homogeneous has no temperature");
  refuses("--preset zr50cu40al10 --relaxation-time 500", "--relaxation-time and --contrast mean nothing");
  refuses("--frames 2.5", "frames is 2.5");
  refuses("--preset zr50cu40al10 --temperature 640", "640 K");
  refuses("--parameters /nowhere.json", "/nowhere.json");
  EXPECT_NE(RunProgram("simulate -o /nowhere/a.emd --scan 2 2 --frames 2").exitCode, 0);
}

TEST(SimulationParameters, SurviveJson)
{
  for (const int temperature : { 633, 673 })
  {
    const auto parameters = stem5d::SimulationParametersFromJson(stem5d::SimulationPreset("zr50cu40al10", temperature));
    const auto json = stem5d::SimulationParametersToJson(parameters);
    EXPECT_EQ(stem5d::SimulationParametersToJson(stem5d::SimulationParametersFromJson(json)), json);
    // the mean of ln-normal relaxation times
    EXPECT_NEAR(
      parameters.heterogeneity->medianRelaxationTime * std::exp(0.18), temperature == 633 ? 900.0 : 301.0, 1e-9);
  }
  EXPECT_THROW(stem5d::SimulationParametersFromJson({ { "doze", 3 } }), std::invalid_argument);
  EXPECT_THROW(stem5d::SimulationParametersFromJson({ { "friedel", "yes" } }), std::invalid_argument);
  EXPECT_THROW(stem5d::SimulationParametersFromJson({ { "dose", true } }), std::invalid_argument);
  EXPECT_THROW(stem5d::SimulationParametersFromJson({ { "scanSize", { 3 } } }), std::invalid_argument);
  EXPECT_THROW(stem5d::SimulationParametersFromJson({ { "heterogeneity", 3 } }), std::invalid_argument);
}

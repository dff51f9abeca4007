/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AnalysisOutput.h"
#include "Commands.h"
#include "NullCommand.h"
#include "ProgressBar.h"
#include "ResultsDirectory.h"
#include "SeriesOptionsGroup.h"

#include <iostream>
#include <memory>

namespace stem5d
{
namespace
{

struct AnalyzeOptions
{
  AnalysisParameters  parameters;
  std::string         output;
  std::string         preset;
  std::vector<double> dynamicsAnnulus;
  std::vector<double> structureAnnulus;
  std::string         gamma = "free";
  std::string         variance = "rings";
  std::string         normalisation = "frame";
  std::string         estimator = "ols";
  std::optional<long> sectors;
  bool                noHalves = false;
  std::vector<long>   twoTime;
  std::vector<double> tauBounds{ 0.0, 5000.0 };
  std::vector<long>   delays;
  std::vector<long>   scanRegion;
  std::vector<long>   regionOfInterest;
  std::vector<long>   frames;
  std::optional<long> detectorBin;
  std::optional<long> timeBin;
  std::optional<long> threads;
  std::uint64_t       memory = 2ull << 30;
  bool                noFigures = false;
  bool                partial = false;
  std::optional<long> nullRealisations;
};

const std::map<std::string, TwoTimeNormalisation> &
Normalisations()
{
  static const auto names = [] {
    std::map<std::string, TwoTimeNormalisation> map;
    for (const TwoTimeNormalisation normalisation : TwoTimeNormalisations)
    {
      map[ToString(normalisation)] = normalisation;
    }
    return map;
  }();
  return names;
}

std::optional<double>
ParseGamma(const std::string & text)
{
  if (text == "free")
  {
    return std::nullopt;
  }
  double value = 0.0;
  if (!CLI::detail::lexical_cast(text, value))
  {
    throw std::invalid_argument("--gamma is " + text + ": give free or a number");
  }
  return value;
}

/** A count or position given on the command line. */
std::size_t
Unsigned(long value, const char * option)
{
  if (value < 0)
  {
    throw std::invalid_argument(std::string(option) + " has the value " + std::to_string(value) +
                                ": give whole numbers from 0 on");
  }
  return static_cast<std::size_t>(value);
}

/** A number of something, 1 or more; `none` where the option is not given. */
std::size_t
Positive(const std::optional<long> & value, const char * option, std::size_t none)
{
  if (value && *value < 1)
  {
    throw std::invalid_argument(std::string(option) + " is " + std::to_string(*value) +
                                ": give a whole number from 1 on");
  }
  return value ? static_cast<std::size_t>(*value) : none;
}

/** Points of the scan, if any are given. */
std::optional<std::array<std::size_t, 4>>
Box(const std::vector<long> & given, const char * option)
{
  if (given.empty())
  {
    return std::nullopt;
  }
  std::array<std::size_t, 4> box{};
  std::transform(given.begin(), given.end(), box.begin(), [option](long value) { return Unsigned(value, option); });
  return box;
}

/** What the options mean together. */
AnalysisParameters
ParametersOf(const AnalyzeOptions & options)
{
  AnalysisParameters p = options.parameters;
  p.detectorBin = Positive(options.detectorBin, "--detector-bin", options.preset == "nakazawa" ? 4 : 1);
  p.timeBin = Positive(options.timeBin, "--time-bin", p.timeBin);
  p.threads = static_cast<unsigned int>(std::min<std::size_t>(Positive(options.threads, "--threads", 0), 65536));
  if (!options.dynamicsAnnulus.empty())
  {
    p.dynamicsAnnulus = Annulus{ options.dynamicsAnnulus[0], options.dynamicsAnnulus[1] };
  }
  if (!options.structureAnnulus.empty())
  {
    p.structureAnnulus = Annulus{ options.structureAnnulus[0], options.structureAnnulus[1] };
  }
  p.fit.fixedGamma = ParseGamma(options.gamma);
  p.fit.tauLow = options.tauBounds[0];
  p.fit.tauHigh = options.tauBounds[1];
  if (!options.delays.empty())
  {
    p.firstDelay = Unsigned(options.delays[0], "--delays");
    p.lastDelay = Unsigned(options.delays[1], "--delays");
    if (p.lastDelay < 1)
    {
      throw std::invalid_argument("--delays ends at 0: give FIRST LAST with 1 <= FIRST <= LAST");
    }
  }
  if (!options.frames.empty())
  {
    p.firstFrame = Unsigned(options.frames[0], "--frames");
    p.numberOfFrames = Unsigned(options.frames[1], "--frames");
    if (p.numberOfFrames < 1)
    {
      throw std::invalid_argument("--frames has the count 0: give FIRST COUNT with a COUNT of 1 or more");
    }
  }
  p.scanRegion = Box(options.scanRegion, "--scan-region");
  p.regionOfInterest = Box(options.regionOfInterest, "--region-of-interest");
  if (options.sectors)
  {
    p.partition.sectors = Unsigned(*options.sectors, "--sectors");
    if (p.partition.sectors % 2 != 0)
    {
      throw std::invalid_argument("--sectors is " + std::to_string(p.partition.sectors) +
                                  ": give an even number, so that the halves are made of them, or 0 for none");
    }
  }
  p.partition.halves = !options.noHalves;
  if (p.guardBand && !(*p.guardBand >= 0.0))
  {
    throw std::invalid_argument("--guard-band is " + std::to_string(*p.guardBand) +
                                ": give a width, 0 or more, in the file's unit of Q");
  }
  if (p.gain && !(*p.gain >= 0.0 && std::isfinite(*p.gain)))
  {
    throw std::invalid_argument("--gain is " + std::to_string(*p.gain) +
                                ": give the counts of an electron, 0 or more (0 corrects nothing)");
  }
  if (options.twoTime.size() % 4 != 0)
  {
    throw std::invalid_argument("--two-time has " + std::to_string(options.twoTime.size()) +
                                " numbers: give four a region, X0 Y0 NX NY");
  }
  for (std::size_t i = 0; i < options.twoTime.size(); i += 4)
  {
    auto & region = p.twoTimeRegions.emplace_back();
    for (std::size_t n = 0; n < 4; ++n)
    {
      region[n] = Unsigned(options.twoTime[i + n], "--two-time");
    }
  }
  p.estimator = KWWEstimatorOf(options.estimator);
  p.pooledVariance = options.variance == "pooled";
  p.normalisation = Normalisations().at(options.normalisation);
  p.memory = options.memory;
  if (p.memory > 1ull << 50)
  {
    throw std::invalid_argument("--memory is not a size of memory: give one such as 512MB or 4GB");
  }
  return p;
}

void
RunAnalyze(const AnalyzeOptions & options)
{
  if (options.output.empty())
  {
    throw std::invalid_argument("--output is empty: give a directory");
  }
  const AnalysisParameters parameters = ParametersOf(options);
  const ResultsDirectory   directory(options.output);
  ProgressBar              bar;
  const auto show = [&bar](std::size_t done, std::size_t total, std::uint64_t bytes) { bar.Show(done, total, bytes); };
  if (options.partial)
  {
    directory.PreparePart();
    AnalysePart(parameters, directory.PartPath(), show);
    std::cout << "partial results in " << options.output << ": join them with the others by stem5d merge\n";
    return;
  }
  directory.Prepare();
  AnalysisResults results = Analyse(parameters, show);
  directory.Write(results);
  if (options.nullRealisations)
  {
    NullModelParameters null;
    null.realisations = Positive(options.nullRealisations, "--null", 0);
    RunNullModel(results, null, directory);
  }
  PrintResults(directory.ReadSummary(), options.output);
  if (!options.noFigures)
  {
    DrawFigures(options.output);
  }
}

} // namespace

void
AddAnalyzeCommand(CLI::App & program)
{
  auto   options = std::make_shared<AnalyzeOptions>();
  auto   command = program.add_subcommand("analyze", "Map relaxation time and fluctuation variance of a series");
  auto & p = options->parameters;
  command->add_option("FILE", p.input, "EMD or HDF5 file; FILE:/path/to/dataset chooses a data set")->required();
  command->add_option("-o,--output", options->output, "Directory for maps, curves, summary and figures")
    ->required()
    ->type_name("DIR");
  command->add_option("--preset", options->preset, "nakazawa: the paper's raw data, binned 4 x 4 on the detector")
    ->check(CLI::IsMember({ "nakazawa" }));

  const auto annuli = "Annuli and masks, in the file's unit of Q";
  command->add_option("--dynamics-annulus", options->dynamicsAnnulus, "Range of |Q| for the dynamics [4.2 4.6 1/nm]")
    ->expected(2)
    ->type_name("LO HI")
    ->group(annuli);
  command->add_option("--structure-annulus", options->structureAnnulus, "Range of |Q| for the variance [3.0 5.8 1/nm]")
    ->expected(2)
    ->type_name("LO HI")
    ->group(annuli);
  command->add_option("--mask", p.maskFile, "2-D image of the recorded detector, not 0 at beam stop and bad pixels")
    ->type_name("FILE")
    ->group(annuli);

  const auto preparation = "Preparation";
  command->add_option("--detector-bin", options->detectorBin, "Detector pixels to sum, N x N [1]")
    ->type_name("N")
    ->group(preparation);
  command->add_option("--time-bin", options->timeBin, "Frames to sum for the dynamics [2]")
    ->type_name("N")
    ->group(preparation);
  command
    ->add_option("--blur", p.blur, "Standard deviation of the Gaussian blur for the dynamics, 0 = none [0.464 1/nm]")
    ->type_name("SIGMA")
    ->group(preparation);
  command->add_option("--scan-region", options->scanRegion, "Analyse only these scan points")
    ->expected(4)
    ->type_name("X0 Y0 NX NY")
    ->group(preparation);
  command->add_option("--frames", options->frames, "Analyse only these frames")
    ->expected(2)
    ->type_name("FIRST COUNT")
    ->group(preparation);

  const auto analysis = "Correlation, fit and variance";
  command->add_option("--delays", options->delays, "Delays to fit, in binned frames [1 to half the record]")
    ->expected(2)
    ->type_name("FIRST LAST")
    ->group(analysis);
  command->add_option("--gamma", options->gamma, "Stretch exponent: free, or a fixed value [free]")
    ->type_name("free|VALUE")
    ->group(analysis);
  command->add_option("--tau-bounds", options->tauBounds, "Range of the relaxation time in s [0 5000]")
    ->expected(2)
    ->type_name("LO HI")
    ->group(analysis);
  command->add_option("--normalisation", options->normalisation, "What the two-time correlation is divided by [frame]")
    ->check(CLI::IsMember(Normalisations()))
    ->group(analysis);
  command
    ->add_option(
      "--variance", options->variance, "V of rings one pixel wide, averaged, or of the pooled annulus [rings]")
    ->check(CLI::IsMember({ "rings", "pooled" }))
    ->group(analysis);

  command
    ->add_option("--estimator",
                 options->estimator,
                 "Least squares: ols, ordinary, the paper's; gls, generalised, with the covariance of speckle [ols]")
    ->check(CLI::IsMember({ "ols", "gls" }))
    ->group(analysis);

  const auto errors = "Errors, halves and noise";
  command
    ->add_option("--sectors",
                 options->sectors,
                 "Azimuthal sectors of the jackknife for standard errors, 0 = asymptotic errors [12]")
    ->type_name("N")
    ->group(errors);
  command->add_flag("--no-halves", options->noHalves, "No maps of the two halves of the detector")->group(errors);
  command
    ->add_option("--guard-band",
                 p.guardBand,
                 "Width of the strips between the halves that are in neither, in the unit of Q [0.35 1/nm]")
    ->type_name("WIDTH")
    ->group(errors);
  command->add_option("--gain", p.gain, "Counts an electron, for the noise of counting in V [estimated]")
    ->type_name("GAIN")
    ->group(errors);
  command
    ->add_option("--two-time",
                 options->twoTime,
                 "Keep G(t1, t2) of scan points, or its average over boxes of them; any number of regions")
    ->type_name("X0 Y0 NX NY")
    ->group(errors);

  command
    ->add_option("--region-of-interest",
                 options->regionOfInterest,
                 "Scan points that the statistics and the null model are of [all]; the maps are of all")
    ->expected(4)
    ->type_name("X0 Y0 NX NY")
    ->group(errors);
  command
    ->add_option("--null",
                 options->nullRealisations,
                 "Simulate the homogeneous sample like the data so many times for null distributions, see stem5d null")
    ->type_name("N")
    ->group(errors);
  command
    ->add_option("--given",
                 p.fixedMaps,
                 "Map over the scan, such as a thickness, to hold fixed in partial correlations; any number of them")
    ->type_name("FILE")
    ->group(errors);

  const auto run = "Run";
  command->add_option("--threads", options->threads, "Number of threads [one for each processor]")
    ->type_name("N")
    ->group(run);
  command->add_option("--memory", options->memory, "Most memory to use, such as 512MB or 4GB [2GB]")
    ->transform(CLI::AsSizeValue(false))
    ->type_name("SIZE")
    ->group(run);
  command
    ->add_flag("--partial",
               options->partial,
               "Of a part of the scan, given by --scan-region, write only what stem5d merge joins to results")
    ->group(run)
    ->excludes("--null");
  command->add_flag("--no-figures", options->noFigures, "Write data only")->group(run);
  AddSeriesOptions(*command, p.series);

  command->footer(
    "Writes maps/NAME.nrrd (relaxation_time, stretch_exponent, contrast, fluctuation_variance, ... with their\n"
    "standard errors, and fit_status), curves.h5, summary.json and figures/*.png into DIR.\n\n"
    "Examples\n"
    "  stem5d analyze series.emd -o results\n"
    "  stem5d analyze raw.emd -o results --preset nakazawa --mask beamstop.png\n"
    "  stem5d analyze video.emd -o results --dynamics-annulus 2.6 3.4 --structure-annulus 2.6 3.4 \\\n"
    "      --time-bin 1 --blur 0 --delays 1 100 --gamma 1");
  command->callback([options] { RunAnalyze(*options); });
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "StudyExample.h"

#include "AtomicFile.h"
#include "ScanMapFile.h"
#include "Simulation.h"
#include "Summary.h"
#include "Thickness.h"

#include <cmath>
#include <random>

namespace stem5d
{
namespace
{

using nlohmann::json;

constexpr const char * TotalImage = "eels_total.nrrd";
constexpr const char * ZeroLossImage = "eels_zero_loss.nrrd";

/** The simulated study of the paper's sample, with its published numbers, which are the truth of the simulation. */
json
ExampleStudy(const std::array<std::size_t, 2> & scan)
{
  constexpr double step = 0.16;       // nm, the paper's
  constexpr double regionFrom = 10.0; // nm
  if (static_cast<double>(scan[0]) * step <= regionFrom || scan[1] < 1)
  {
    throw std::invalid_argument("--scan is " + std::to_string(scan[0]) + " x " + std::to_string(scan[1]) +
                                ": give more than 62 columns, which reach the region of interest beyond 10 nm");
  }
  json       published = json::array();
  json       sets = json::array();
  const auto publish = [&published](const char * number, int temperature, double value) {
    published.push_back({ { "number", number }, { "temperature", temperature }, { "value", value } });
  };
  for (const int temperature : { 633, 643, 653, 663, 673 })
  {
    json simulation = SimulationPreset("zr50cu40al10", temperature);
    simulation["scanSize"] = scan;
    simulation["scanStep"] = step;
    simulation["seed"] = temperature;
    json & sample = simulation["heterogeneity"];
    sample["seed"] = 1; // the same part of the sample at all temperatures
    const double exposure = temperature < 650 ? 1e-3 : 0.5e-3;
    const double spread = sample["logRelaxationTimeSpread"];
    const double time = sample["medianRelaxationTime"].get<double>() * std::exp(0.5 * spread * spread); // log-normal
    const double variance = sample["meanContrast"];
    for (const char * name : { "mean_relaxation_time", "unbiased_mean_relaxation_time" })
    {
      publish(name, temperature, std::round(time));
    }
    for (const char * name : { "mean_variance", "mean_corrected_variance", "unbiased_mean_variance" })
    {
      publish(name, temperature, variance);
    }
    publish("unbiased_mean_stretch_exponent", temperature, 1.0);
    publish("unbiased_two_point_length", temperature, 0.646);
    publish("disattenuated_tau_variance", temperature, sample["rankCorrelation"]);
    sets.push_back({ { "temperature", temperature },
                     { "exposure", exposure },
                     { "simulation", simulation },
                     { "thickness", { { "total", TotalImage }, { "zero_loss", ZeroLossImage } } } });
  }
  published.push_back({ { "number", "activation_energy" }, { "value", 97.0 } });
  published.push_back({ { "number", "activation_energy_of_means" }, { "value", 97.0 } });
  const std::size_t middle = scan[1] / 2;
  return { { "title", "Simulated Zr50Cu40Al10 from 633 to 673 K" },
           { "glass_transition", 673.0 },
           { "region_of_interest", { { "x", { regionFrom, nullptr } } } },
           { "null_realisations", 4 },
           { "parameters", { { "two_time", { { scan[0] * 3 / 4, middle, 1, 1 } } } } },
           { "published", published },
           { "data_sets", sets } };
}

/** \brief The counts of energy loss spectra over a scan, with and without loss: of the electrons that reach a point a
 * part exp(-t / lambda) loses no energy. */
struct EnergyLossImages
{
  std::vector<float> total;
  std::vector<float> zeroLoss;
};

EnergyLossImages
SimulateEnergyLoss(const SpeckleSeriesSettings & sample)
{
  constexpr double electrons = 2e5; // a spectrum
  std::mt19937     generator(sample.seed);
  const auto       count = [&generator](double mean) {
    return mean > 0.0 ? std::max(0.0, std::round(std::normal_distribution<>(mean, std::sqrt(mean))(generator))) : 0.0;
  };
  EnergyLossImages images;
  for (std::size_t point = 0; point < sample.scanSize[0] * sample.scanSize[1]; ++point)
  {
    const double part = std::exp(-sample.Thickness(point % sample.scanSize[0]) / ZrCuAlMeanFreePath);
    const double zeroLoss = count(electrons * part);
    images.zeroLoss.push_back(static_cast<float>(zeroLoss));
    images.total.push_back(static_cast<float>(zeroLoss + count(electrons * (1.0 - part))));
  }
  return images;
}

} // namespace

std::filesystem::path
WriteStudyExample(const std::filesystem::path & directory, const std::array<std::size_t, 2> & scan)
{
  const json study = ExampleStudy(scan);
  std::filesystem::create_directories(directory);
  const SpeckleSeriesSettings sample =
    SimulationParametersFromJson(study.at("data_sets").front().at("simulation")).series;
  const EnergyLossImages images = SimulateEnergyLoss(sample);
  Curves                 points;
  points.scanSize = { scan[0], scan[1] };
  points.scanSpacing = { sample.scanStep, sample.scanStep };
  points.scanOrigin = { 0.0, 0.0 };
  WriteScanMap(directory / TotalImage, points, images.total, "counts");
  WriteScanMap(directory / ZeroLossImage, points, images.zeroLoss, "counts");
  const std::filesystem::path path = directory / "STUDY.json";
  const std::string           text = JsonAsText(study) + '\n';
  AtomicFile                  file(path);
  file.Write(text.data(), text.size());
  file.Commit();
  return path;
}

} // namespace stem5d

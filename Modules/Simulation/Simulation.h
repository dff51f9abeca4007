/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Simulation_h
#define Simulation_h

#include "GaussianCopulaMaps.h"
#include "SpeckleSeriesSettings.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace stem5d
{

/** \brief A series to simulate: homogeneous, or with maps of relaxation time and V by a Gaussian copula.
 *
 * From JSON, the size, step and seed of the copula's maps are by default those of the series. */
struct SimulationParameters
{
  SpeckleSeriesSettings                 series;
  std::optional<GaussianCopulaSettings> heterogeneity;
};

/** The names of the presets: homogeneous, zr50cu40al10. */
std::vector<std::string>
SimulationPresets();

/** \brief The parameters of a preset as JSON.
 *
 * homogeneous: the defaults. zr50cu40al10: the measured sample of Nakazawa et al. 2024 at one of its temperatures, 633
 * (if none is given) to 673 K in steps of 10 K: mean relaxation time 900, 676, 512, 391, 301 s (97 kJ/mol) with a
 * spread of ln tau of 0.6, mean V 0.56 ... 0.52, Spearman's correlation 0.39 of the two, frame period 9.887 or 4.943 s,
 * 10 or 5 electrons a pixel, a vacuum of 1 nm and a wedge from 8 to 50 nm, beam stop. \exception
 * std::invalid_argument for an unknown preset or temperature, or a temperature of the homogeneous sample */
nlohmann::json
SimulationPreset(const std::string & preset, std::optional<int> temperature = {});

/** Every parameter, by name, with the copula's under "heterogeneity" (null for a homogeneous sample). */
nlohmann::json
SimulationParametersToJson(const SimulationParameters & parameters);

/** \brief The parameters of a JSON object; what it does not name keeps its default.
 * \exception std::invalid_argument for a name that is none or a value of another type */
SimulationParameters
SimulationParametersFromJson(const nlohmann::json & json);

/** Told of the scan points done, of all of them, and of the bytes written so far. */
using SimulationProgress = std::function<void(std::size_t done, std::size_t total, std::uint64_t bytes)>;

/** \brief Where a simulated series goes, and how. */
struct SimulationOutput
{
  std::string series;          ///< EMD file
  std::string mask;            ///< PNG image for the beam stop and bad pixels; empty for nowhere
  int         compression = 0; ///< level of deflate, 1 (fast) to 9 (small); 0 for none
};

/** \brief Simulates a series and writes it as an EMD file, with the truth beside it: maps of the local relaxation time,
 * stretch exponent and V, the effective relaxation time under the probe, g1^2(t) under the probe, and the parameters.
 * \exception itk::ExceptionObject for impossible parameters \exception FileError when a file cannot be written
 * \exception std::invalid_argument for a level of compression that is none */
void
Simulate(const SimulationParameters & parameters,
         const SimulationOutput &     output,
         const SimulationProgress &   progress = {});

} // namespace stem5d

#endif

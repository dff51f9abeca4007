/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StudySettings_h
#define StudySettings_h

#include "Analysis.h"
#include "Simulation.h"
#include "Thickness.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stem5d
{

/** Where the thickness of the sample comes from: a map in nm, or two EELS images for the log-ratio. */
struct ThicknessInput
{
  std::string map;
  std::string total;
  std::string zeroLoss;
  double      meanFreePath = ZrCuAlMeanFreePath; ///< nm
};

/** One temperature of a study. */
struct StudyDataSet
{
  std::string                         name;              ///< of its directory: "633K"
  double                              temperature = 0.0; ///< K
  std::string                         file;              ///< the series; empty where it is simulated
  std::optional<SimulationParameters> simulation;
  AnalysisParameters                  parameters; ///< those shared by all sets, changed by its own
  std::optional<double>               exposure;   ///< s, of a frame
  std::optional<ThicknessInput>       thickness;

  /** What of the study file this set's results depend on. */
  nlohmann::json description;
};

/** A number that was published, to be shown beside that of the study. */
struct PublishedNumber
{
  std::string           number; ///< as the study names it: "activation_energy"
  std::optional<double> temperature;
  double                value = 0.0;
};

/** A part of the scan in nm; what has no value is unbounded. */
struct ScanInterval
{
  std::optional<double> low;
  std::optional<double> high;
};

/** \brief A temperature series to analyse, as a study file describes it. */
struct StudySettings
{
  std::string                  title;
  double                       stretchExponent = 1.0; ///< of the analysis where it is fixed; the other leaves it free
  std::array<ScanInterval, 2>  regionOfInterest;      ///< x, y: of the statistics
  std::size_t                  nullRealisations = 8;
  std::size_t                  nullPoints = 400;      ///< independent points for biases and the check of errors
  double                       fourPointDistance = 2; ///< nm, largest of the four-point correlation; 0 for none
  double                       aperture = 0.638;      ///< 1/nm, of the probe
  std::vector<PublishedNumber> published;
  std::vector<StudyDataSet>    dataSets; ///< by temperature
  std::vector<std::string>     warnings;
};

/** \brief Reads a study file (JSON; // comments are allowed). Documentation/study.schema.json describes it for editors
 * and validators (JSON schema, draft 7).
 *
 * | path                           | value                                                                          |
 * |--------------------------------|--------------------------------------------------------------------------------|
 * | /title                         | text                                                                           |
 * | /parameters                    | shared by all data sets, see below                                             |
 * | /stretch_exponent              | fixed in one of the two analyses [1]                                           |
 * | /region_of_interest/x, y       | [low, high] in nm, null for no limit                                           |
 * | /null_realisations             | homogeneous simulations a temperature [8], 0 for none                          |
 * | /null_points                   | independent points for biases and errors [400], 0 for none                     |
 * | /four_point_distance           | largest distance in nm [2], 0 for no four-point correlation                    |
 * | /aperture                      | of the probe, 1/nm [0.638]                                                     |
 * | /glass_transition              | K; temperatures far from it are doubted                                        |
 * | /published/N                   | number, temperature (K, where it has one), value                               |
 * | /data_sets/N/temperature       | K                                                                              |
 * | /data_sets/N/file              | the series; or instead                                                         |
 * | /data_sets/N/simulation        | parameters of stem5d simulate, by name                                         |
 * | /data_sets/N/exposure          | s, of a frame                                                                  |
 * | /data_sets/N/thickness         | map (nm), or total and zero_loss (EELS images) and mean_free_path [110 nm]     |
 * | /data_sets/N/parameters        | of this set, before the shared ones                                            |
 *
 * Parameters are those of `stem5d analyze`, by the names of its summary: dynamics_annulus, structure_annulus, blur,
 * detector_bin, time_bin, mask, variance, normalisation, delays, tau_bounds, estimator, sectors, guard_band, gain,
 * frames, two_time, axes, q_pixel, q_unit, centre, scan_step, frame_period, beam_energy. Files are relative to the
 * study file.
 *
 * \exception FileError for what is missing, unknown, of a wrong type or impossible, with its path in the file */
StudySettings
ReadStudySettings(const std::string & file);

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Study_h
#define Study_h

#include "FourPointAnalysis.h"
#include "NullModel.h"
#include "StudySettings.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace stem5d
{

/** An analysis of one temperature, as it was written. */
struct StudyAnalysis
{
  AnalysisResults results; ///< of the whole scan; its statistics, with their null model, of the region of interest
  EstimatorCheck  check;   ///< empty where none was asked for
};

/** The results of one temperature. */
struct StudySetResults
{
  StudyDataSet  set;
  StudyAnalysis fixed; ///< with the stretch exponent fixed
  StudyAnalysis free;  ///< with the stretch exponent free
  /** Of the region of interest, without a blur, for which the paper gives none; nothing where it is not wanted. */
  std::optional<FourPointResults> fourPoint;
  std::vector<float>              thickness; ///< nm, over the scan; empty where unknown
  nlohmann::json                  input;     ///< file, size, SHA-256 of the series, or the parameters of its simulation
};

/** The results of all temperatures, in their order. */
struct StudyResults
{
  StudySettings                settings;
  std::vector<StudySetResults> sets;
  std::vector<std::string>     warnings;
};

/** Told of the step under way, of what is done of it and of all of it, and of the bytes gone through. */
using StudyProgress =
  std::function<void(const std::string & step, std::size_t done, std::size_t total, std::uint64_t bytes)>;

/** \class StudyRun
 * \brief Carries a study out, one temperature after the other.
 *
 * In the directory of a study, `sets/NAME/` has the results of a temperature: `gamma_fixed/` and `gamma_free/`, each as
 * `stem5d analyze` writes them, of one pass over the series and over the simulations of their null models, which are
 * like the former; `estimators.json` (CheckEstimators) in both; `four_point.json` (AnalyseFourPoint); and
 * `state.json`, which says for every step what it was done with. A step that was done with the same is not done again,
 * so that a study which was stopped at any moment goes on where it was and ends with the same bytes. Simulated series
 * are written beside and removed when their set is done. */
class StudyRun
{
public:
  /** Opens every series and checks that it can be analysed.
   * \exception FileError for a series that cannot be read or does not say enough */
  StudyRun(const StudySettings & settings, std::filesystem::path directory);

  /** The results, of which what is there already is read. \exception as Analyse() and ComputeNullModel() */
  StudyResults
  Execute(const StudyProgress & progress);

private:
  class SetRun;

  StudySettings         m_Settings;
  std::filesystem::path m_Directory;
};

} // namespace stem5d

#endif

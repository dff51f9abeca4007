/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StudyNumbers_h
#define StudyNumbers_h

#include "Study.h"

#include <nlohmann/json.hpp>

namespace stem5d
{

/** One number of a study. What does not apply is NaN. */
struct StudyNumber
{
  std::string                     name; ///< as `published` of the study file refers to it
  std::string                     label;
  std::string                     unit;                             ///< empty: dimensionless
  double                          temperature = ScanStatistic::NaN; ///< K
  double                          value = ScanStatistic::NaN;
  double                          error = ScanStatistic::NaN; ///< standard error
  double                          effectiveCount = ScanStatistic::NaN;
  double                          published = ScanStatistic::NaN;
  std::optional<NullDistribution> null;
  std::string                     remark;
};

/** \brief The numbers of a study, those of the paper and what tells how far they can be believed.
 *
 * Of every temperature the statistics of both analyses (ComputeScanStatistics), named after what the paper calls them,
 * and `unbiased_mean_relaxation_time`, `unbiased_mean_stretch_exponent`, `unbiased_mean_variance`: the means without
 * what independent points of a simulation with known truth are found off (CheckEstimators), and that of the relaxation
 * time without the scatter of the estimates,
 *
 * \f[ \bar\tau = \tau_g b \exp(\sigma^2 / 2) \f]
 *
 * with the geometric mean \f$ \tau_g \f$, the ratio b of true to found and the variance \f$ \sigma^2 \f$ of ln tau over
 * the sample by the halves of the detector. `two_point_length` and `four_point_length` are the lengths of the separable
 * fits to G2 - 1 and, as the paper has it, G4 - 1, and `..._of_probe` those of the ProbeReference(): a length that is
 * not above that is none of the sample. `unbiased_two_point_length` is that of G2 without what the finite number of
 * speckles in the annulus takes away, by the ratio of the references with and without it. Of all temperatures
 * `activation_energy` and `prefactor` from the unbiased geometric means, `activation_energy_of_means` from the
 * arithmetic means as the paper has it, and `overlaid_correlation`, Spearman's correlation of tau and V over the points
 * of all temperatures.
 *
 * An energy from fewer than two temperatures is NaN, with a remark. */
std::vector<StudyNumber>
ComputeStudyNumbers(const StudyResults & results);

/** The number of a name at a temperature (NaN: of all), or nothing. */
const StudyNumber *
FindNumber(const std::vector<StudyNumber> & numbers, const std::string & name, double temperature = ScanStatistic::NaN);

/** The numbers as an array of objects; what does not apply is null. */
nlohmann::json
DescribeNumbers(const std::vector<StudyNumber> & numbers);

/** The numbers as comma-separated values with a header; what does not apply is empty. */
std::string
NumbersAsCsv(const std::vector<StudyNumber> & numbers);

} // namespace stem5d

#endif

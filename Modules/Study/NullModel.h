/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef NullModel_h
#define NullModel_h

#include "Analysis.h"
#include "SpeckleSeriesSettings.h"

namespace stem5d
{

/** How a null model is computed. */
struct NullModelParameters
{
  std::size_t   realisations = 8;
  std::uint32_t seed = 1;         ///< of the first realisation; the others follow
  double        aperture = 0.638; ///< of the probe that took the data, in 1/nm
};

/** \brief The settings of a homogeneous simulation that is like the data: their scan, frames, detector, gain, the
 * geometric mean of their relaxation times (CensoredLogNormal), the fixed or the median stretch exponent and the mean
 * of V without the noise of counting.
 * \exception std::invalid_argument when Q is not in 1/nm, the pixels are not square, the scan is a stack, or no
 * relaxation time or V was found */
SpeckleSeriesSettings
HomogeneousSettings(const AnalysisResults & results, const NullModelParameters & parameters);

/** Told of the realisations done, of all of them, and of the bytes simulated so far. */
using NullModelProgress = ProgressFunction;

/** \brief What chance makes of a homogeneous sample: simulations like the data, analysed as the data were, and what
 * comes out of them for every statistic of the scan, as its null distribution.
 *
 * In a simulation the expected electrons of a pixel are the mean pattern of the data over the gain, times the mean
 * intensity of the scan point over that of the scan; bad pixels are those of the data. Only the pixels that the
 * analysis looks at are simulated, and nothing is written.
 *
 * \param analyses of one series, with their statistics, of which the `null` is set: a simulation is like the first, and
 * goes through all of them
 * \exception std::invalid_argument as HomogeneousSettings(), itk::ExceptionObject from the filters */
void
ComputeNullModel(std::vector<AnalysisResults> & analyses,
                 const NullModelParameters &    parameters,
                 const NullModelProgress &      progress);

/** A quantity of independent points: how it scatters, and what the analysis says. */
struct ErrorCheck
{
  std::string quantity; ///< of the relaxation time its logarithm
  double      scatter;  ///< half of what lies between the 16th and the 84th percentile over independent points
  double      error;    ///< median of the standard errors of these points
  double      coverage; ///< fraction of them within their error of the median
};

/** A mean over independent points of a simulation, and its truth. */
struct EstimatorBias
{
  std::string statistic; ///< as ComputeScanStatistics() names it
  double      truth;
  double      found;
  double      error; ///< standard error of what is found
};

/** What CheckEstimators() finds. */
struct EstimatorCheck
{
  std::vector<ErrorCheck>    errors;
  std::vector<EstimatorBias> biases;
};

/** \brief Parametric bootstrap, a check of values and standard errors: simulates scan points like the data that share
 * no scatterers, analyses them as the data were, and compares the scatter of the estimates with their errors, and their
 * means with the truth.
 * \param analyses of one series: the points are like the first, and go through all of them
 * \param points how many, in a square as nearly as may be
 * \return of every analysis \exception as ComputeNullModel() */
std::vector<EstimatorCheck>
CheckEstimators(const std::vector<AnalysisResults> & analyses,
                const NullModelParameters &          parameters,
                std::size_t                          points,
                const NullModelProgress &            progress);

} // namespace stem5d

#endif

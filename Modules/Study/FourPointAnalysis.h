/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FourPointAnalysis_h
#define FourPointAnalysis_h

#include "Analysis.h"
#include "SeparableFitResult.h"

namespace stem5d
{

/** How far points are correlated, and under which probe. */
struct FourPointParameters
{
  double longest = 2.0;    ///< displacement, nm
  double aperture = 0.638; ///< radius of the aperture that forms the probe, 1/nm
};

/** Correlation of pairs of scan points over lengths and delays, averaged over directions. */
struct FourPointResults
{
  FourPointParameters        parameters;
  std::array<std::size_t, 4> scanRegion{}; ///< x0, y0, columns, rows
  Annulus                    annulus{};    ///< 1/nm
  double                     blur = 0.0;   ///< standard deviation, 1/nm
  std::size_t                pixels = 0;   ///< of the annulus

  std::vector<double> length;    ///< of the displacements, nm: every distinct one
  std::vector<double> pairs;     ///< of points, of each length
  std::vector<double> delay;     ///< s, from 0 on
  Eigen::ArrayXXd     fourPoint; ///< G4, a row for each length, a column for each delay
  Eigen::ArrayXXd     fourPointError;
  Eigen::ArrayXXd     twoPoint; ///< G2
  Eigen::ArrayXXd     twoPointError;

  std::size_t          firstFittedDelay = 1; ///< the delays before are not fitted
  SeparableFitResult   fourPointFit;         ///< to G4 - 1: the paper's
  SeparableFitResult   twoPointFit;          ///< to G2 - 1: separable by construction
  ProbeReferenceResult probe; ///< what the overlap of probes alone gives, in patterns blurred as these are

  std::vector<std::string> warnings;
};

/** \exception std::invalid_argument for a series that AnalyseFourPoint() does not take: of a stack of scans, or with
 * units other than nm and 1/nm, in which its lengths would mean nothing */
void
CheckFourPointSeries(const SeriesDescription & series);

/** \brief Four-point correlation of the annulus for the dynamics (Nakazawa et al. 2024, supplement, "Characteristic
 * length"), of a series that is binned, blurred and masked as Analyse() does it, in one streaming pass.
 *
 * The noise of counting adds to G4 of a point with itself at every delay, as <I^2> of a frame holds it, but to no other
 * pair, and not to G2. The paper has it so, and the fit needs that point: without it, the separable form ends in a
 * power law at its bounds, as G4 does not fall to 1.
 *
 * \param analysis what Analyse() takes; of it are used the file, the annulus for the dynamics, blur, bins, mask, delays
 *   (from the first on, but not 0, they are fitted), bounds of the fit, frames, scan region, memory and threads
 * \param progress told of the scan points read
 * \exception FileError when the input or the mask cannot be read or interpreted
 * \exception std::invalid_argument for parameters that do not fit the series, a stack of scans, units other than nm and
 *   1/nm, and a memory limit that does not hold the rows that the longest displacement reaches
 * \exception itk::ExceptionObject from the filter, likewise */
FourPointResults
AnalyseFourPoint(const AnalysisParameters &  analysis,
                 const FourPointParameters & parameters,
                 const ProgressFunction &    progress = {});

} // namespace stem5d

#endif

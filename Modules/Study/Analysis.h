/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Analysis_h
#define Analysis_h

#include "AzimuthalPartition.h"
#include "CurvesFile.h"
#include "KWWFitResult.h"
#include "KWWFitSettings.h"
#include "RadialMask.h"
#include "ScanStatistic.h"
#include "SeriesDescription.h"
#include "TwoTimeCorrelation.h"
#include "ValueWithError.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace stem5d
{

/** What is to be analysed and how. The members are named after the options of `stem5d analyze`. */
struct AnalysisParameters
{
  std::string   input;
  SeriesOptions series;

  /** In the file's unit of Q. Without a value, 4.2 - 4.6 and 3.0 - 5.8 1/nm where the file's unit is 1/nm and they lie
   * on the detector. */
  std::optional<Annulus> dynamicsAnnulus;
  std::optional<Annulus> structureAnnulus;
  /** Standard deviation in the file's unit of Q. Without a value, 0.464 1/nm where that is the file's unit. */
  std::optional<double> blur;

  std::size_t          detectorBin = 1;
  std::size_t          timeBin = 2;
  std::string          maskFile; ///< 2-D image of the recorded detector, non-zero at the beam stop and bad pixels
  bool                 pooledVariance = false;
  TwoTimeNormalisation normalisation = TwoTimeNormalisation::Frame;
  std::size_t          firstDelay = 1; ///< in binned frames
  std::size_t          lastDelay = 0;  ///< in binned frames; 0: half of the record
  KWWFitSettings       fit;
  KWWEstimator         estimator = KWWEstimator::OrdinaryLeastSquares;

  AzimuthalPartitionSettings partition; ///< sectors for errors, halves; the guard band is that below
  /** Width of the strips between the halves that are in neither, in the file's unit of Q. Without a value 0.35 1/nm,
   * half of a speckle, where that is the file's unit, else 0. A speckle on the border of the halves is in both and
   * makes the estimates of a homogeneous sample agree a little. */
  std::optional<double> guardBand;
  std::optional<double> gain; ///< counts an electron; without a value it is estimated from the series

  /** Points and boxes of the scan of which G(t1, t2) is kept, the average of a box: x0, y0, columns, rows. */
  std::vector<std::array<std::size_t, 4>> twoTimeRegions;

  std::optional<std::array<std::size_t, 4>> scanRegion; ///< x0, y0, columns, rows

  /** x0, y0, columns, rows in the same points: the part of them that the statistics and the null model are of. */
  std::optional<std::array<std::size_t, 4>> regionOfInterest;

  std::vector<std::string> fixedMaps; ///< files of maps over the analysed points, for partial correlations
  std::size_t              firstFrame = 0;
  std::size_t              numberOfFrames = 0; ///< 0: all to the end

  unsigned int  threads = 0;         ///< 0: one for each processor
  std::uint64_t memory = 2ull << 30; ///< bytes, of the whole process
};

/** One quantity over the scan. */
struct ScanMap
{
  std::string        name;
  std::string        unit;   ///< empty: dimensionless
  std::vector<float> values; ///< x fastest
};

/** What came out of an analysis. */
struct AnalysisResults
{
  /** The map of a name. \exception std::out_of_range when there is none */
  const ScanMap &
  Map(const std::string & name) const;
  ScanMap &
  Map(const std::string & name);

  SeriesDescription             series;
  std::vector<ScanMap>          maps;
  std::vector<std::uint16_t>    status;     ///< bits of FitStatus, x fastest
  Curves                        curves;     ///< with the scan's size, spacing and origin
  KWWFitResult                  averageFit; ///< of g(t) averaged over the scan
  ValueWithError                gain;       ///< counts an electron, as given (error 0) or estimated; NaN where neither
  std::map<std::string, double> errorFactors; ///< see CalibrateErrors(), by map of errors
  ScanStatistics                statistics;   ///< see ComputeScanStatistics()
  std::vector<std::string>      warnings;

  /** Mean intensity of the structure annulus, of every frame and in it of every point, x fastest. */
  std::vector<float> frameIntensity;

  /** The parameters with every default resolved. */
  AnalysisParameters parameters;
  std::string        qUnit;
  double             framePeriod = 0.0; ///< s, as recorded
  std::size_t        frames = 0;
  std::size_t        dynamicsPixels = 0;
  std::size_t        structurePixels = 0;
  std::size_t        rings = 0;

  double        wallTime = 0.0; ///< s
  std::uint64_t bytesRead = 0;
};

/** Told of the scan points done, of all of them, and of the bytes read so far. */
using ProgressFunction = std::function<void(std::size_t done, std::size_t total, std::uint64_t bytes)>;

/** \brief Analyses a series in one streaming pass (Nakazawa et al. 2024): relaxation time, stretch exponent, contrast
 * and fluctuation variance of every scan point.
 *
 * Beside the maps of the filter there are those of V without the noise of counting (CorrectVariance), and the errors
 * are calibrated (CalibrateErrors).
 *
 * The series is read in blocks of scan points with all of their frames, as large as the memory limit allows; memory
 * does not grow with the file but for the results.
 *
 * \exception FileError when the input or the mask cannot be read or interpreted
 * \exception std::invalid_argument for parameters that do not fit the series
 * \exception itk::ExceptionObject from the filters, likewise */
AnalysisResults
Analyse(const AnalysisParameters & parameters, const ProgressFunction & progress = {});

/** \brief Several analyses of one series in one pass, so that it is read once; each with the results that it has by
 * itself, to the last bit.
 * \exception std::invalid_argument also for another file, other options to read it, other frames, another memory limit
 * or another scan region than those of the first */
std::vector<AnalysisResults>
Analyse(const std::vector<AnalysisParameters> & parameters, const ProgressFunction & progress = {});

/** \brief Does of Analyse() what concerns the scan points of the scan region one by one, and writes it to a file of
 * partial results, for MergeParts().
 *
 * A two-time region need not be inside of the scan region; maps to hold fixed and the region of interest are left to
 * the merging. \exception as Analyse() */
void
AnalysePart(const AnalysisParameters & parameters, const std::string & file, const ProgressFunction & progress = {});

/** \brief The results of Analyse() over a scan from partial results of its parts, which may be cut anywhere: the same
 * to the last bit.
 *
 * \param files of AnalysePart(), in any order \param scanRegion that the parts make up; all of the scan where nothing
 * is given \exception FileError naming parts that overlap, leave a point out or were analysed differently, and as
 * Analyse(): the series must still be where it was */
AnalysisResults
MergeParts(const std::vector<std::string> & files, const std::optional<std::array<std::size_t, 4>> & scanRegion = {});

} // namespace stem5d

#endif

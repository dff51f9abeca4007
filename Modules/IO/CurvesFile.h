/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef CurvesFile_h
#define CurvesFile_h

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stem5d
{
class HDF5Arrays;

/** Curves of an analysis, one for each scan point or for the whole scan. */
struct Curves
{
  std::vector<std::size_t> scanSize;    ///< x, y[, z]
  std::vector<double>      scanSpacing; ///< nm
  std::vector<double>      scanOrigin;  ///< nm

  std::vector<double> delay;            ///< s
  std::vector<float>  correlation;      ///< g(t) of every scan point: delay fastest, then x, y[, z]
  std::vector<float>  correlationError; ///< standard error, likewise

  std::vector<double> ageDelay;       ///< s; may be empty
  std::vector<float>  ageCorrelation; ///< g(t) of the first, then of the second window of ages, mean over the scan
  double              ageWindow = 0;  ///< s, length of a window

  /** G(t1, t2), mean over a box of the scan: x0, y0, columns, rows. */
  struct TwoTime
  {
    std::array<std::size_t, 4> region{};
    std::vector<float>         values; ///< t1 fastest
  };
  std::vector<TwoTime> twoTime;
  std::size_t          twoTimeFrames = 0; ///< along t1 and t2
  double               twoTimePeriod = 0; ///< s, between them

  std::vector<double> ringQ;        ///< qUnit; may be empty
  std::vector<float>  ringVariance; ///< V(Q), mean over the scan

  std::vector<double> profileQ;         ///< qUnit; may be empty
  std::vector<double> profileIntensity; ///< azimuthal mean of the mean pattern

  std::array<std::size_t, 2> patternSize{};    ///< kx, ky
  std::array<double, 2>      patternSpacing{}; ///< qUnit
  std::array<double, 2>      patternOrigin{};  ///< qUnit; 0 is the diffraction centre
  std::vector<float>         meanPattern;      ///< kx fastest
  std::vector<std::uint8_t>  badPixels;        ///< kx fastest; not 0 where masked

  std::string qUnit;
};

/** Write curves as an HDF5 file, complete under its final name or not there.
 *
 * | data set                  | type    | shape (slowest first) | attributes                                       |
 * |---------------------------|---------|-----------------------|--------------------------------------------------|
 * | /correlation/g            | float32 | (z,) y, x, delay      | scan_spacing, scan_origin (nm; order of axes)    |
 * | /correlation/g_error      | float32 | (z,) y, x, delay      |                                                  |
 * | /correlation/delay        | float64 | delay                 |                                                  |
 * | /ages/g                   | float32 | window, delay         | window_length (s)                                |
 * | /ages/delay               | float64 | delay                 |                                                  |
 * | /two_time/N               | float32 | t2, t1                | region (x0, y0, columns, rows), period (s)       |
 * | /variance/V               | float32 | q                     |                                                  |
 * | /variance/q               | float64 | q                     |                                                  |
 * | /radial_profile/intensity | float64 | q                     |                                                  |
 * | /radial_profile/q         | float64 | q                     |                                                  |
 * | /pattern/mean             | float32 | ky, kx                | spacing, origin (q_unit of the root; order of axes) |
 * | /pattern/bad_pixels       | uint8   | ky, kx                |                                                  |
 *
 * Every data set has the attributes `units` and `axes`, the latter naming the axes, slowest first, parted by blanks.
 *
 * \exception FileError where the file cannot be written, itk::ExceptionObject where the sizes of the arrays disagree.
 */
void
WriteCurves(const std::string & path, const Curves & curves);

/** The same into a group of a file ("/a/b"; empty: the root). \exception itk::ExceptionObject likewise */
void
WriteCurves(HDF5Arrays & file, const std::string & group, const Curves & curves);

/** Read what WriteCurves wrote into a file. \exception FileError */
Curves
ReadCurves(const std::string & path);
} // namespace stem5d

#endif

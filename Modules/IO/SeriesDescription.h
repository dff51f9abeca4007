/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SeriesDescription_h
#define SeriesDescription_h

#include "Axis.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stem5d
{
/** What the user says about a file beyond, or against, what the file says. Each member is named after the command-line
 *  option that the messages of SeriesDescription refer to. */
struct SeriesOptions
{
  /** Names of the axes in C order, slowest first, e.g. {"t", "y", "x", "ky", "kx"}; any other name is a scan axis.
   *  Empty: from the file. (--axes) */
  std::vector<std::string> axes;
  /** Spacing of kx and ky in qUnit. (--q-pixel) */
  std::optional<double> qPixel;
  /** Unit of qPixel; 1/nm when empty. (--q-unit) */
  std::string qUnit;
  /** Diffraction centre (kx, ky) in pixels; pixel centres are integers from 0. (--centre) */
  std::optional<std::array<double, 2>> centre;
  /** Spacing of the scan in nm. (--scan-step) */
  std::optional<double> scanStep;
  /** Time from frame to frame in s. (--frame-period) */
  std::optional<double> framePeriod;
  /** Beam energy in keV, for diffraction axes in mrad. (--beam-energy) */
  std::optional<double> beamEnergy;
};

/** What a file holds, as far as it can be interpreted, and what is missing. */
struct SeriesDescription
{
  std::string file;
  std::string dataset; ///< absolute path in the file
  std::string format;  ///< "EMD 0.2" or "HDF5"

  /** Axes in ITK's order: kx, ky, scan, time; the reverse of the file's C order. Role, spacing and origin mean
   * something only where nothing is missing. */
  std::vector<Axis> axes;

  std::string              componentType; ///< "uint16", "float32", ...
  bool                     bigEndian = false;
  std::vector<std::size_t> chunk;     ///< in ITK's order; empty for contiguous storage
  std::vector<std::string> filters;   ///< compression and checksums, in the order of their application
  std::uint64_t            bytes = 0; ///< of all components, uncompressed

  /** One sentence for each piece that is missing or cannot be interpreted: what was found, which option supplies it. */
  std::vector<std::string> missing;
  /** Assumptions made. */
  std::vector<std::string> notes;
};

/** Describe a diffraction series: `file.emd`, `file.h5` or `file.h5:/path/to/dataset`.
 *
 * An EMD 0.x file is read by its own conventions; without a path its largest data set of rank 3 to 6 is taken. Of any
 * other HDF5 file it is the only data set of rank 3 to 6. Axes must be in the order (t, scan..., ky, kx), slowest
 * first, with t optional. Q is zero where the file's coordinates, or the option centre, say. An axis in the scan plane
 * (the two fastest scan axes with more than one element) needs a length; slower scan axes may be in any unit.
 *
 * \exception FileError where no file, no data set, several candidates, another rank, or no real numbers are found. */
SeriesDescription
DescribeSeries(const std::string & fileName, const SeriesOptions & options = {});

/** "512 x 4 x 4 x 64 x 64". */
std::string
ShapeAsString(const std::vector<std::size_t> & shape);
} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef HDF5Series_h
#define HDF5Series_h

#include "HDF5Access.h"

#include <cstddef>
#include <string>
#include <vector>

namespace stem5d
{
/** What an EMD file says about one dimension. */
struct StoredDimension
{
  std::string         name;
  std::string         unit;
  std::vector<double> values; ///< coordinates of the elements; empty where there is not one for each
};

/** A data set as it is stored, before any interpretation. All is in C order. */
struct StoredSeries
{
  std::string                  file;
  std::string                  dataset;
  std::string                  format;
  std::vector<std::size_t>     shape;
  std::vector<StoredDimension> dimensions;
  std::string                  componentType;
  std::size_t                  componentSize = 0;
  bool                         bigEndian = false;
  std::vector<std::size_t>     chunk;
  std::vector<std::string>     filters;
  std::vector<std::string>     unavailableFilters;
};

/** `file` and `/path` of `file:/path`; the second is empty where none is given. */
std::pair<std::string, std::string>
SplitSeriesName(const std::string & fileName);

/** Find the series in a file, or the one that the name points to. \exception FileError */
StoredSeries
FindSeries(const std::string & fileName);
} // namespace stem5d

#endif

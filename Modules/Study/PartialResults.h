/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef PartialResults_h
#define PartialResults_h

#include "HDF5Arrays.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace stem5d
{

/** Points of a scan: x0, y0, columns, rows. */
using ScanBox = std::array<std::size_t, 4>;

/** What partial results are of. */
struct PartialHeader
{
  nlohmann::json parameters; ///< see ToJson(AnalysisParameters)
  nlohmann::json series;     ///< see DescribeAsJson()
  ScanBox        region{};
  std::uint64_t  bytesRead = 0;
};

/** \class PartialResultsWriter
 * \brief Writes what is known of a part of a scan before anything is made of the whole: an HDF5 file of named arrays,
 * complete under its final name or not there. */
class PartialResultsWriter
{
public:
  /** \exception FileError where there is no memory */
  PartialResultsWriter(const std::string & path, const PartialHeader & header);

  /** Adds an array of float, double or uint16. */
  template <typename T>
  void
  Write(const std::string & name, const std::vector<T> & values)
  {
    m_File.Write('/' + name, values, { values.size() }, "element", "1");
  }

  /** \exception FileError where it cannot be written */
  void
  Commit()
  {
    m_File.Commit();
  }

private:
  HDF5Arrays m_File;
};

/** \class PartialResults
 * \brief Reads what PartialResultsWriter wrote. */
class PartialResults
{
public:
  /** \exception FileError where the file cannot be read or is not of this version */
  explicit PartialResults(const std::string & path);

  const std::string &
  GetPath() const
  {
    return m_Path;
  }
  const PartialHeader &
  GetHeader() const
  {
    return m_Header;
  }

  /** An array. \exception FileError where it is not there, or has not \a size elements */
  template <typename T>
  std::vector<T>
  Read(const std::string & name, std::size_t size) const
  {
    std::vector<T> values = m_File.Read<T>('/' + name);
    this->CheckSize(name, values.size(), size);
    return values;
  }

private:
  void
  CheckSize(const std::string & name, std::size_t found, std::size_t expected) const;

  std::string      m_Path;
  HDF5ArraysReader m_File;
  PartialHeader    m_Header;
};

/** Refuses parts that are not of one analysis of one series. \exception FileError naming the parts and what differs */
void
CheckPartsAgree(const std::vector<PartialResults> & parts);

/** Refuses parts that do not hold every point of a region of the scan once, and no other. \exception FileError naming
 * the parts and the point */
void
CheckPartsCover(const std::vector<PartialResults> & parts, const ScanBox & region);

} // namespace stem5d

#endif

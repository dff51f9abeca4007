/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "PartialResults.h"

#include "FileError.h"

#include <sstream>

namespace stem5d
{
namespace
{

constexpr char Format[] = "STEM5D partial results " STEM5D_VERSION;

/** "(12, 4)". */
std::string
PointAsString(std::size_t x, std::size_t y)
{
  return '(' + std::to_string(x) + ", " + std::to_string(y) + ')';
}

/** "30 x 15 points from (0, 15)". */
std::string
BoxAsString(const ScanBox & box)
{
  return std::to_string(box[2]) + " x " + std::to_string(box[3]) + " points from " + PointAsString(box[0], box[1]);
}

/** Refuses parts of which an entry differs. */
void
CheckEqual(const PartialResults & a, const PartialResults & b, const nlohmann::json & ofA, const nlohmann::json & ofB)
{
  for (const auto & [name, value] : ofA.items())
  {
    const nlohmann::json other = ofB.value(name, nlohmann::json());
    if (other != value)
    {
      throw FileError("The parts " + a.GetPath() + " and " + b.GetPath() + " are not of one analysis: " + name +
                      " is " + value.dump() + " in the one and " + other.dump() +
                      " in the other. Analyse all parts with the same options but --scan-region.");
    }
  }
}

} // namespace

PartialResultsWriter::PartialResultsWriter(const std::string & path, const PartialHeader & header)
  : m_File(path)
{
  m_File.SetAttribute("/", "format", Format);
  m_File.SetAttribute("/", "parameters", header.parameters.dump());
  m_File.SetAttribute("/", "series", header.series.dump());
  m_File.SetAttribute("/", "scan_region", std::vector<double>(header.region.begin(), header.region.end()));
  m_File.SetAttribute("/", "bytes_read", std::vector<double>{ static_cast<double>(header.bytesRead) });
}

PartialResults::PartialResults(const std::string & path)
  : m_Path(path)
  , m_File(path, "the partial results")
{
  try
  {
    if (m_File.ReadText("/", "format") != Format)
    {
      throw FileError("it is of another version of the program");
    }
    m_Header.parameters = nlohmann::json::parse(m_File.ReadText("/", "parameters"));
    m_Header.series = nlohmann::json::parse(m_File.ReadText("/", "series"));
    if (!m_Header.parameters.is_object() || !m_Header.series.is_object())
    {
      throw FileError("its parameters or its description of the series are damaged");
    }
    const std::vector<double> region = m_File.ReadNumbers("/", "scan_region");
    for (std::size_t i = 0; i < m_Header.region.size(); ++i)
    {
      const double number = region.at(i);
      if (!(number >= (i < 2 ? 0.0 : 1.0) && number <= 1e9))
      {
        throw FileError("its scan region is damaged");
      }
      m_Header.region[i] = static_cast<std::size_t>(number);
    }
    m_Header.bytesRead = static_cast<std::uint64_t>(m_File.ReadNumbers("/", "bytes_read").at(0));
  }
  catch (const std::exception & error)
  {
    throw FileError(path + " is no file of partial results that can be merged (" + error.what() +
                    "): give directories that this stem5d analyze --partial wrote");
  }
}

void
PartialResults::CheckSize(const std::string & name, std::size_t found, std::size_t expected) const
{
  if (found != expected)
  {
    throw FileError(m_Path + " has " + std::to_string(found) + " values of " + name + " instead of " +
                    std::to_string(expected) + ": analyse this part again");
  }
}

void
CheckPartsAgree(const std::vector<PartialResults> & parts)
{
  for (const PartialResults & part : parts)
  {
    const PartialResults & first = parts.front();
    CheckEqual(first, part, first.GetHeader().parameters, part.GetHeader().parameters);
    CheckEqual(first, part, first.GetHeader().series, part.GetHeader().series);
  }
}

void
CheckPartsCover(const std::vector<PartialResults> & parts, const ScanBox & region)
{
  std::vector<const PartialResults *> owners(region[2] * region[3]);
  for (const PartialResults & part : parts)
  {
    const ScanBox & box = part.GetHeader().region;
    for (const unsigned int axis : { 0U, 1U })
    {
      if (box[axis] < region[axis] || box[axis] + box[axis + 2] > region[axis] + region[axis + 2])
      {
        throw FileError("The part " + part.GetPath() + " has " + BoxAsString(box) + ", which are not all among the " +
                        BoxAsString(region) + " to merge: leave it out, or give another --scan-region X0 Y0 NX NY");
      }
    }
    for (std::size_t y = box[1]; y < box[1] + box[3]; ++y)
    {
      for (std::size_t x = box[0]; x < box[0] + box[2]; ++x)
      {
        const PartialResults *& owner = owners[(y - region[1]) * region[2] + x - region[0]];
        if (owner != nullptr)
        {
          throw FileError("The parts " + owner->GetPath() + " and " + part.GetPath() +
                          " overlap: both have the point " + PointAsString(x, y) + ". Give parts that do not");
        }
        owner = &part;
      }
    }
  }
  const auto missing = std::find(owners.begin(), owners.end(), nullptr);
  if (missing != owners.end())
  {
    const auto number = static_cast<std::size_t>(missing - owners.begin());
    throw FileError(
      "No part has the point " + PointAsString(region[0] + number % region[2], region[1] + number / region[2]) +
      " of the " + BoxAsString(region) +
      " to merge: give the directory of the part that has it, or --scan-region X0 Y0 NX NY of what there is");
  }
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ResultsDirectory_h
#define ResultsDirectory_h

#include "Analysis.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace stem5d
{

/** \brief The directory that an analysis leaves behind: maps/NAME.nrrd, curves.h5, summary.json.
 *
 * Every file is written to a temporary name and renamed when it is complete. The summary comes last: where there is
 * one, the other files are there and belong to it. */
class ResultsDirectory
{
public:
  explicit ResultsDirectory(std::filesystem::path path)
    : m_Path(std::move(path))
  {}

  /** Creates the directory and checks that it can be written to. Earlier results stay until Write() replaces them.
   * \exception FileError when that is not possible. */
  void
  Prepare() const;

  /** The same for partial results. \exception FileError likewise */
  void
  PreparePart() const;

  /** The file of partial results. */
  std::string
  PartPath() const
  {
    return (m_Path / "partial.h5").string();
  }

  /** Writes the results and their summary. \exception FileError when a file cannot be written. */
  void
  Write(const AnalysisResults & results) const;

  /** Puts statistics, with their null model, and what they establish into the summary. \exception FileError */
  void
  WriteStatistics(const ScanStatistics & statistics) const;

  /** Complete results as they were written, but for the intensity of every frame. \exception FileError */
  AnalysisResults
  Read() const;

  /** The summary of complete results. \exception FileError when there is none. */
  nlohmann::json
  ReadSummary() const;

  /** The curves. \exception FileError */
  Curves
  ReadCurves() const;

  /** A float map, x fastest. \exception FileError */
  std::vector<float>
  ReadMap(const std::string & name) const;

  /** The status map, bits of FitStatus. \exception FileError */
  std::vector<std::uint16_t>
  ReadStatus() const;

  std::filesystem::path
  FiguresPath() const
  {
    return m_Path / "figures";
  }

private:
  void
  WriteSummary(const nlohmann::json & summary) const;

  std::filesystem::path
  MapPath(const std::string & name) const
  {
    return m_Path / "maps" / (name + ".nrrd");
  }

  std::filesystem::path m_Path;
};

} // namespace stem5d

#endif

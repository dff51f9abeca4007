/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef HtmlReport_h
#define HtmlReport_h

#include <filesystem>
#include <string>
#include <vector>

namespace stem5d
{

/** Rows of texts below a header, and notes to them. */
struct ReportTable
{
  std::string                           caption;
  std::vector<std::string>              header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string>              notes; ///< below the rows
};

/** A picture and the files it can be taken from. */
struct ReportFigure
{
  std::filesystem::path    picture; ///< PNG file that becomes part of the report
  std::string              caption;
  std::vector<std::string> files; ///< names to show, relative to the report: vector form, data
};

/** A heading and what is below it, in this order. */
struct ReportSection
{
  std::string               heading;
  std::vector<std::string>  paragraphs;
  std::vector<std::string>  list;
  std::vector<ReportTable>  tables;
  std::vector<ReportFigure> figures;
  std::vector<std::string>  code; ///< lines as they are
};

/** A document of sections. All texts are plain: nothing in them is taken for markup. */
struct Report
{
  std::string                title;
  std::string                subtitle;
  std::vector<ReportSection> sections;
};

/** \brief The report as one HTML file that needs no other: the pictures are in it. It fits narrow and wide windows and
 * paper; wide tables scroll. The same report is the same bytes.
 * \exception FileError when a picture cannot be read */
std::string
AsHtml(const Report & report);

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "HtmlReport.h"

#include "FileError.h"

#include <openssl/evp.h>

#include <fstream>
#include <iterator>

namespace stem5d
{
namespace
{

constexpr const char * Style = R"(
:root { --ink: #1c1e21; --faint: #5c6470; --line: #d5d9df; --accent: #00608f; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: #fff;
  font: 16px/1.55 "Source Sans 3", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .2rem; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .6rem; padding-bottom: .2rem; border-bottom: 2px solid var(--line); }
p.subtitle { color: var(--faint); margin: 0 0 1.5rem; }
nav { font-size: .9rem; columns: 16rem; margin: 1rem 0; }
nav a { color: var(--accent); text-decoration: none; display: block; padding: .1rem 0; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; width: 100%; }
p.caption { color: var(--faint); font-size: .9rem; margin: 1.6rem 0 -.6rem; }
p.note { color: var(--faint); font-size: .85rem; margin: .15rem 0; }
th, td { text-align: right; padding: .28rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { border-bottom: 2px solid var(--ink); vertical-align: bottom; white-space: normal; }
th:first-child, td:first-child { text-align: left; white-space: normal; min-width: 13rem; }
figure { margin: 1.6rem 0; break-inside: avoid; }
figure img { max-width: 100%; height: auto; border: 1px solid var(--line); }
figcaption { font-size: .9rem; color: var(--ink); margin-top: .4rem; }
figcaption .files { color: var(--faint); display: block; overflow-wrap: anywhere; }
pre { background: #f4f6f8; padding: .8rem; overflow-x: auto; font-size: .82rem; }
li { margin: .25rem 0; }
@media print { body { max-width: none; font-size: 10pt; padding: 0; } nav { display: none; } h2 { break-after: avoid; }
  .scroll { overflow: visible; } table { font-size: 7.5pt; } th, td { padding: .12rem .25rem; white-space: normal; } }
)";

std::string
Escaped(const std::string & text)
{
  std::string escaped;
  for (const char c : text)
  {
    switch (c)
    {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string
Element(const std::string & name, const std::string & text)
{
  return '<' + name + '>' + Escaped(text) + "</" + name + ">\n";
}

/** The bytes of a file as text of the base 64. */
std::string
Base64OfFile(const std::filesystem::path & path)
{
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
  {
    throw FileError("The picture " + path.string() + " cannot be read");
  }
  const std::vector<unsigned char> bytes{ std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>() };
  std::string                      text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  text.resize(static_cast<std::size_t>(
    EVP_EncodeBlock(reinterpret_cast<unsigned char *>(text.data()), bytes.data(), static_cast<int>(bytes.size()))));
  return text;
}

std::string
AsHtml(const ReportTable & table)
{
  std::string html =
    "<p class=\"caption\">" + Escaped(table.caption) + "</p>\n<div class=\"scroll\"><table>\n<thead><tr>";
  for (const std::string & cell : table.header)
  {
    html += Element("th", cell);
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const auto & row : table.rows)
  {
    html += "<tr>";
    for (const std::string & cell : row)
    {
      html += Element("td", cell);
    }
    html += "</tr>\n";
  }
  html += "</tbody></table></div>\n";
  for (const std::string & note : table.notes)
  {
    html += "<p class=\"note\">" + Escaped(note) + "</p>\n";
  }
  return html;
}

std::string
AsHtml(const ReportFigure & figure)
{
  std::string files;
  for (const std::string & file : figure.files)
  {
    files += (files.empty() ? "" : ", ") + file;
  }
  return "<figure><img alt=\"" + Escaped(figure.caption) + "\" src=\"data:image/png;base64," +
         Base64OfFile(figure.picture) + "\">\n<figcaption>" + Escaped(figure.caption) +
         (files.empty() ? "" : "\n<span class=\"files\">" + Escaped(files) + "</span>") + "</figcaption></figure>\n";
}

std::string
AnchorOf(std::size_t section)
{
  return "section-" + std::to_string(section + 1);
}

std::string
AsHtml(const ReportSection & section, std::size_t number)
{
  std::string html = "<section id=\"" + AnchorOf(number) + "\">\n" + Element("h2", section.heading);
  for (const std::string & paragraph : section.paragraphs)
  {
    html += Element("p", paragraph);
  }
  if (!section.list.empty())
  {
    html += "<ul>\n";
    for (const std::string & item : section.list)
    {
      html += Element("li", item);
    }
    html += "</ul>\n";
  }
  for (const ReportTable & table : section.tables)
  {
    html += AsHtml(table);
  }
  for (const ReportFigure & figure : section.figures)
  {
    html += AsHtml(figure);
  }
  if (!section.code.empty())
  {
    html += "<pre>";
    for (const std::string & line : section.code)
    {
      html += Escaped(line) + '\n';
    }
    html += "</pre>\n";
  }
  return html + "</section>\n";
}

} // namespace

std::string
AsHtml(const Report & report)
{
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                     "content=\"width=device-width, initial-scale=1\">\n" +
                     Element("title", report.title) + "<style>" + Style + "</style>\n</head>\n<body>\n" +
                     Element("h1", report.title) + "<p class=\"subtitle\">" + Escaped(report.subtitle) +
                     "</p>\n<nav>\n";
  for (std::size_t i = 0; i < report.sections.size(); ++i)
  {
    html += "<a href=\"#" + AnchorOf(i) + "\">" + Escaped(report.sections[i].heading) + "</a>\n";
  }
  html += "</nav>\n";
  for (std::size_t i = 0; i < report.sections.size(); ++i)
  {
    html += AsHtml(report.sections[i], i);
  }
  return html + "</body>\n</html>\n";
}

} // namespace stem5d

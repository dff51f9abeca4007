/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "AnalysisOutput.h"

#include <cmath>
#include <cstdio>
#include <iostream>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stem5d
{
namespace
{

/** A number of the summary with four digits. */
std::string
Short(const nlohmann::json & number)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%.4g", number.is_number() ? number.get<double>() : std::nan(""));
  return text;
}

} // namespace

void
PrintResults(const nlohmann::json & summary, const std::string & directory)
{
  std::cout << summary["points"]["total"] << " scan points, " << summary["points"]["OK"] << " without a flag";
  for (const auto & [name, count] : summary["points"]["status"].items())
  {
    if (count > 0)
    {
      std::cout << ", " << count << ' ' << name;
    }
  }
  std::cout << '\n';
  for (const char * name : { "relaxation_time", "stretch_exponent", "contrast", "fluctuation_variance" })
  {
    const auto &      map = summary["maps"][name];
    const std::string unit = map["unit"] == "1" ? "" : " " + map["unit"].get<std::string>();
    std::cout << "  " << name << ": median " << Short(map["median"]) << unit << ", mean " << Short(map["mean"]) << unit
              << " (" << map["points"] << " points)\n";
  }
  std::cout << summary["verdict"].get<std::string>() << '\n';
  for (const auto & warning : summary["warnings"])
  {
    std::cout << "  warning: " << warning.get<std::string>() << '\n';
  }
  std::cout << "maps, curves and summary in " << directory << '\n';
}

void
DrawFigures(const std::string & directory)
{
  std::string program = "stem5d";
  std::string figures = "figures";
  std::string endOfOptions = "--";
  std::string argument = directory;
  char *      arguments[] = { program.data(), figures.data(), endOfOptions.data(), argument.data(), nullptr };
  pid_t       child = 0;
  int         status = 0;
  const int   error = posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, arguments, environ);
  if (error != 0 || waitpid(child, &status, 0) != child || status != 0)
  {
    std::cerr << "stem5d: warning: figures are missing; the data are complete. Draw them later with: stem5d figures -- "
              << directory << '\n';
  }
}

} // namespace stem5d

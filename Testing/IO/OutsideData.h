/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef OutsideData_h
#define OutsideData_h

#include <cstdlib>
#include <filesystem>
#include <string>

namespace stem5d
{
/** Path of a file of data from outside the project: in $STEM5D_TEST_DATA, else beside the sources in ../shared/data;
 * empty where it is absent. */
inline std::string
OutsideData(const std::string & name)
{
  const char * directory = std::getenv("STEM5D_TEST_DATA");
  const auto   path = std::filesystem::path(directory ? directory : STEM5D_SOURCE_DIR "/../shared/data") / name;
  return std::filesystem::exists(path) ? path.string() : std::string();
}
} // namespace stem5d

/** Fetch outside data, or skip the test. */
#define STEM5D_OUTSIDE_DATA(variable, name)                                                                \
  const std::string variable = stem5d::OutsideData(name);                                                  \
  if (variable.empty())                                                                                    \
  {                                                                                                        \
    GTEST_SKIP() << "The outside data " << name << " is absent; point STEM5D_TEST_DATA to its directory."; \
  }                                                                                                        \
  static_assert(true, "")

#endif

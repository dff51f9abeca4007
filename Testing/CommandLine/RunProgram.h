/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef RunProgram_h
#define RunProgram_h

#include <array>
#include <cstdio>
#include <string>

#include <sys/wait.h>

namespace test
{

/** How a command ended and what it printed, on standard output and standard error together. */
struct Outcome
{
  int         exitCode;
  std::string output;
};

inline Outcome
RunShell(const std::string & command)
{
  Outcome                outcome{ -1, "" };
  std::FILE *            pipe = popen(("(" + command + ") 2>&1").c_str(), "r");
  std::array<char, 4096> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
  {
    outcome.output.append(buffer.data(), count);
  }
  const int status = pclose(pipe);
  outcome.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

/** Runs stem5d. */
inline Outcome
RunProgram(const std::string & arguments)
{
  return RunShell(STEM5D_PROGRAM " " + arguments);
}

} // namespace test

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ProgressBar.h"

#include "Memory.h"

#include <cstdio>
#include <string>

#include <unistd.h>

namespace stem5d
{

void
ProgressBar::Show(std::size_t done, std::size_t total, std::uint64_t bytes)
{
  const double seconds = std::chrono::duration<double>(Clock::now() - m_Start).count();
  const double fraction = static_cast<double>(done) / static_cast<double>(total);
  const double left = seconds * (1.0 - fraction) / fraction;
  const auto   rate = BytesAsString(static_cast<double>(bytes) / seconds) + "/s";
  if (isatty(STDERR_FILENO))
  {
    constexpr std::size_t width = 40;
    const auto            filled = static_cast<std::size_t>(fraction * width);
    const std::string     bar = std::string(filled, '#') + std::string(width - filled, '.');
    std::fprintf(stderr,
                 "\r[%s] %3.0f %%  %s  %.0f s left   %s",
                 bar.c_str(),
                 100.0 * fraction,
                 rate.c_str(),
                 left,
                 done == total ? "\n" : "");
  }
  else if (const std::size_t tenth = 10 * done / total; tenth > m_LastTenth)
  {
    m_LastTenth = tenth;
    std::fprintf(
      stderr, "%zu of %zu scan points (%.0f %%), %s, %.0f s left\n", done, total, 100.0 * fraction, rate.c_str(), left);
  }
  std::fflush(stderr);
}

} // namespace stem5d

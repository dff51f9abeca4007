/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ProgressBar_h
#define ProgressBar_h

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace stem5d
{

/** \brief Shows on standard error how far a run has come, how fast it is and how long it will take: a bar on a
 * terminal, a line every tenth of the way elsewhere. */
class ProgressBar
{
public:
  using Clock = std::chrono::steady_clock;

  /** \param start of the run; it may have begun before anything can be shown */
  explicit ProgressBar(Clock::time_point start = Clock::now())
    : m_Start(start)
  {}

  void
  Show(std::size_t done, std::size_t total, std::uint64_t bytes);

private:
  Clock::time_point m_Start;
  std::size_t       m_LastTenth = 0;
};

} // namespace stem5d

#endif

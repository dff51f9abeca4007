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
  void
  Show(std::size_t done, std::size_t total, std::uint64_t bytes);

private:
  std::chrono::steady_clock::time_point m_Start = std::chrono::steady_clock::now();
  std::size_t                           m_LastTenth = 0;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef VirtualDisplay_h
#define VirtualDisplay_h

#include <optional>
#include <string>

#include <sys/types.h>

namespace stem5d
{

/** \class VirtualDisplay
 * \brief A display to render on, for as long as the object lives, also on a machine that has none.
 *
 * If DISPLAY leads to an X server nothing is done. Otherwise Xvfb is started on a free display number, DISPLAY points
 * there until the destructor stops the server and restores the variable. The server also ends with the thread that made
 * the object. Because the environment is changed, make it while no other thread reads the environment.
 *
 * \sa Render */
class VirtualDisplay
{
public:
  VirtualDisplay();
  ~VirtualDisplay();
  VirtualDisplay(const VirtualDisplay &) = delete;
  void
  operator=(const VirtualDisplay &) = delete;

  /** Whether there is a display to render on. */
  bool
  IsAvailable() const
  {
    return m_Reason.empty();
  }

  /** Why there is none, and the remedy; empty if there is one. */
  const std::string &
  Reason() const
  {
    return m_Reason;
  }

  /** Whether DISPLAY leads to an X server now. */
  static bool
  IsReachable();

private:
  void
  StartServer();
  void
  StopServer();

  pid_t                      m_Server{ 0 };
  std::optional<std::string> m_PreviousDisplay;
  std::string                m_Reason;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "VirtualDisplay.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <X11/Xlib.h>

namespace stem5d
{
namespace
{

constexpr int StartTimeout = 10000; // ms
constexpr int CommandNotFound = 127;

/** The child's part: becomes Xvfb, which writes its display number to the descriptor. Only plain system calls, because
 * the parent may have threads. */
[[noreturn]] void
BecomeServer(int numberDescriptor, const char * numberArgument, pid_t parent)
{
  setsid(); // an interrupt from the terminal is the parent's business
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent)
  {
    _exit(CommandNotFound);
  }
  const int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  dup2(null, STDERR_FILENO);
  fcntl(numberDescriptor, F_SETFD, 0);
  execlp("Xvfb",
         "Xvfb",
         "-displayfd",
         numberArgument,
         "-screen",
         "0",
         "1280x1024x24",
         "-noreset",
         "-nolisten",
         "tcp",
         static_cast<char *>(nullptr));
  _exit(CommandNotFound);
}

/** The line that the server writes when it is ready; empty if it ends or takes too long. */
std::string
ReadLine(int descriptor)
{
  std::string line;
  pollfd      waiting{ descriptor, POLLIN, 0 };
  char        letter = 0;
  while (poll(&waiting, 1, StartTimeout) == 1 && read(descriptor, &letter, 1) == 1)
  {
    if (letter == '\n')
    {
      return line;
    }
    line += letter;
  }
  return {};
}

} // namespace

VirtualDisplay::VirtualDisplay()
{
  if (!IsReachable())
  {
    StartServer();
  }
}

VirtualDisplay::~VirtualDisplay()
{
  if (m_Server == 0)
  {
    return;
  }
  StopServer();
  if (m_PreviousDisplay)
  {
    setenv("DISPLAY", m_PreviousDisplay->c_str(), 1);
  }
  else
  {
    unsetenv("DISPLAY");
  }
}

bool
VirtualDisplay::IsReachable()
{
  Display * const display = XOpenDisplay(nullptr);
  if (display)
  {
    XCloseDisplay(display);
  }
  return display != nullptr;
}

void
VirtualDisplay::StartServer()
{
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
  {
    m_Reason = std::string("Xvfb could not be started: ") + std::strerror(errno);
    return;
  }
  const std::string numberArgument = std::to_string(ends[1]);
  const pid_t       parent = getpid();
  m_Server = fork();
  if (m_Server == 0)
  {
    BecomeServer(ends[1], numberArgument.c_str(), parent);
  }
  close(ends[1]);
  const std::string number = m_Server > 0 ? ReadLine(ends[0]) : std::string();
  close(ends[0]);

  if (number.empty())
  {
    StopServer();
    return;
  }
  if (const char * const previous = std::getenv("DISPLAY"))
  {
    m_PreviousDisplay = previous;
  }
  setenv("DISPLAY", (":" + number).c_str(), 1);
}

void
VirtualDisplay::StopServer()
{
  int status = 0;
  if (m_Server > 0)
  {
    kill(m_Server, SIGTERM);
    waitpid(m_Server, &status, 0);
  }
  m_Server = 0;
  m_Reason = WIFEXITED(status) && WEXITSTATUS(status) == CommandNotFound
               ? "Xvfb was not found: install the Debian package xvfb"
               : "Xvfb did not start";
}

} // namespace stem5d

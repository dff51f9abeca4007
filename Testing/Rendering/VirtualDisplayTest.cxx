/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Figures.h"
#include "VirtualDisplay.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace
{

/** Sets or removes an environment variable for as long as it lives. */
class Variable
{
public:
  Variable(const char * name, const char * value)
    : m_Name(name)
  {
    if (const char * const previous = std::getenv(name))
    {
      m_Previous = previous;
    }
    Set(value);
  }
  ~Variable() { Set(m_Previous ? m_Previous->c_str() : nullptr); }

private:
  void
  Set(const char * value)
  {
    value ? setenv(m_Name, value, 1) : unsetenv(m_Name);
  }

  const char *               m_Name;
  std::optional<std::string> m_Previous;
};

TEST(VirtualDisplay, StartsAServerAndRestoresTheEnvironment)
{
  const Variable noDisplay("DISPLAY", nullptr);
  ASSERT_FALSE(stem5d::VirtualDisplay::IsReachable());
  {
    const stem5d::VirtualDisplay display;
    EXPECT_TRUE(display.IsAvailable()) << display.Reason();
    EXPECT_TRUE(stem5d::VirtualDisplay::IsReachable());
  }
  EXPECT_EQ(std::getenv("DISPLAY"), nullptr);
}

TEST(VirtualDisplay, ReplacesADisplayThatDoesNotAnswer)
{
  const Variable deadDisplay("DISPLAY", ":54321");
  {
    const stem5d::VirtualDisplay display;
    EXPECT_TRUE(display.IsAvailable()) << display.Reason();
    EXPECT_STRNE(std::getenv("DISPLAY"), ":54321");
  }
  EXPECT_STREQ(std::getenv("DISPLAY"), ":54321");
}

TEST(VirtualDisplay, UsesADisplayThatIsThere)
{
  const Variable               noDisplay("DISPLAY", nullptr);
  const stem5d::VirtualDisplay outer;
  const std::string            number = std::getenv("DISPLAY");
  {
    const stem5d::VirtualDisplay inner;
    EXPECT_TRUE(inner.IsAvailable());
    EXPECT_EQ(std::getenv("DISPLAY"), number);
  }
  EXPECT_TRUE(stem5d::VirtualDisplay::IsReachable());
}

TEST(VirtualDisplay, SaysWhatToInstallWhenThereIsNoServer)
{
  const Variable               noDisplay("DISPLAY", nullptr);
  const Variable               noPath("PATH", "");
  const stem5d::VirtualDisplay display;
  EXPECT_FALSE(display.IsAvailable());
  EXPECT_NE(display.Reason().find("install the Debian package xvfb"), std::string::npos) << display.Reason();
  EXPECT_THROW(stem5d::Render(stem5d::HistogramFigure{}, testing::TempDir() + "nowhere.png"), std::runtime_error);
}

TEST(VirtualDisplay, ManyProcessesHaveOneEach)
{
  const Variable     noDisplay("DISPLAY", nullptr);
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i)
  {
    children.push_back(fork());
    if (children.back() == 0)
    {
      const stem5d::VirtualDisplay display;
      _exit(display.IsAvailable() && stem5d::VirtualDisplay::IsReachable() ? 0 : 1);
    }
  }
  for (const pid_t child : children)
  {
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
}

TEST(VirtualDisplay, TheServerEndsWithAProcessThatIsKilled)
{
  const Variable noDisplay("DISPLAY", nullptr);
  int            ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0)
  {
    const stem5d::VirtualDisplay display;
    const std::string            number = std::getenv("DISPLAY") ? std::getenv("DISPLAY") : "";
    const auto                   written = write(ends[1], number.c_str(), number.size() + 1);
    static_cast<void>(written);
    pause();
  }
  char number[32] = {};
  ASSERT_GT(read(ends[0], number, sizeof(number) - 1), 1);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(ends[0]);
  close(ends[1]);

  const Variable orphan("DISPLAY", number);
  bool           reachable = true;
  for (int attempt = 0; reachable && attempt < 100; ++attempt)
  {
    usleep(50000);
    reachable = stem5d::VirtualDisplay::IsReachable();
  }
  EXPECT_FALSE(reachable);
}

} // namespace

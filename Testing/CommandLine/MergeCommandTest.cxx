/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ResultsDirectory.h"
#include "RunProgram.h"
#include "SpeckleFile.h"
#include "TemporaryDirectory.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace
{

const std::string Options = " --dynamics-annulus 3 4 --structure-annulus 2.5 4.5 --blur 0.3 ";

class MergeCommand : public testing::Test
{
protected:
  std::string
  Path(const std::string & name) const
  {
    return m_Directory / name;
  }

  nlohmann::json
  Summary(const std::string & name) const
  {
    auto summary = stem5d::ResultsDirectory(this->Path(name)).ReadSummary();
    summary.erase("run");
    return summary;
  }

  stem5d::TemporaryDirectory m_Directory;
  const std::string          m_Series = test::WriteSpeckles<std::uint16_t>(m_Directory / "series.emd", { 6, 5 });
};

} // namespace

/** The example for a cluster: seven tasks, of which two have no row. */
TEST_F(MergeCommand, JoinsWhatAnArrayOfJobsLeaves)
{
  const auto whole = test::RunProgram("analyze " + m_Series + " -o " + this->Path("whole") + " --no-figures" + Options);
  ASSERT_EQ(whole.exitCode, 0) << whole.output;
  for (int task = 0; task < 7; ++task)
  {
    const auto job = test::RunShell("PATH=$(dirname " STEM5D_PROGRAM "):$PATH SLURM_CPUS_PER_TASK=1 "
                                    "SLURM_ARRAY_TASK_COUNT=7 SLURM_ARRAY_TASK_ID=" +
                                    std::to_string(task) + " sh " STEM5D_SOURCE_DIR "/Examples/slurm_array.sh " +
                                    m_Series + ' ' + this->Path("jobs") + Options);
    ASSERT_EQ(job.exitCode, 0) << job.output;
  }
  const auto merge =
    test::RunProgram("merge " + this->Path("jobs/part_*") + " --no-figures -o " + this->Path("merged"));
  ASSERT_EQ(merge.exitCode, 0) << merge.output;
  EXPECT_NE(merge.output.find("30 scan points"), std::string::npos) << merge.output;
  const auto compare =
    test::RunShell("diff -r --exclude summary.json " + this->Path("merged") + ' ' + this->Path("whole"));
  EXPECT_EQ(compare.exitCode, 0) << compare.output;
  EXPECT_EQ(this->Summary("merged"), this->Summary("whole"));
}

TEST_F(MergeCommand, LeavesNothingWhereAPartIsMissing)
{
  const auto part = test::RunProgram("analyze " + m_Series + " -o " + this->Path("part") + " --partial" + Options +
                                     "--scan-region 0 0 6 2");
  ASSERT_EQ(part.exitCode, 0) << part.output;
  EXPECT_NE(part.output.find("stem5d merge"), std::string::npos) << part.output;
  EXPECT_FALSE(std::filesystem::exists(this->Path("part/summary.json")));

  const auto merge = test::RunProgram("merge " + this->Path("part") + " -o " + this->Path("merged"));
  EXPECT_EQ(merge.exitCode, 1);
  EXPECT_NE(merge.output.find("No part has the point (0, 2)"), std::string::npos) << merge.output;
  EXPECT_FALSE(std::filesystem::exists(this->Path("merged/summary.json")));
  EXPECT_FALSE(std::filesystem::exists(this->Path("merged/curves.h5")));

  const auto some = test::RunProgram("merge " + this->Path("part") + " -o " + this->Path("merged") +
                                     " --no-figures --scan-region 0 0 6 2");
  EXPECT_EQ(some.exitCode, 0) << some.output;
}

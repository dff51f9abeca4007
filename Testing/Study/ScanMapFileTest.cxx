/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FileError.h"
#include "ScanMapFile.h"
#include "TemporaryDirectory.h"

#include <gtest/gtest.h>

#include <fstream>

TEST(ScanMapFile, ReadsWhatItWrites)
{
  const stem5d::TemporaryDirectory directory;
  stem5d::Curves                   scan;
  scan.scanSize = { 3, 2 };
  scan.scanSpacing = { 0.16, 0.2 };
  scan.scanOrigin = { 1.0, -2.0 };
  const std::vector<float> values{ 1.0F, 2.5F, -3.0F, 4.0F, 5.0F, 6.25F };
  const std::string        path = directory / "thickness.nrrd";
  stem5d::WriteScanMap(path, scan, values, "nm");
  EXPECT_EQ(stem5d::ReadScanMap(path, scan.scanSize).values, values);
  const auto image = stem5d::ReadScanImage(path, scan.scanSize);
  EXPECT_NEAR(image->GetSpacing()[1], 0.2, 1e-12);
  EXPECT_NEAR(image->GetOrigin()[0], 1.0, 1e-12);
  EXPECT_THROW(stem5d::ReadScanMap(path, { 3, 3 }), stem5d::FileError);
  EXPECT_THROW(stem5d::ReadScanMap(directory / "none.nrrd", { 3, 2 }), stem5d::FileError);
  std::ofstream(directory / "text.nrrd") << "this is no image";
  EXPECT_THROW(stem5d::ReadScanMap(directory / "text.nrrd", { 3, 2 }), stem5d::FileError);
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FourPointAnalysis.h"
#include "HomogeneousSeries.h"
#include "TemporaryDirectory.h"

#include <gtest/gtest.h>

// What correlates neighbours in a homogeneous sample is the overlap of probes, which a blur widens
TEST(FourPointAnalysis, OfAHomogeneousSampleFindsTheProbe)
{
  const stem5d::TemporaryDirectory directory;
  const auto                       input = test::WriteHomogeneousSeries(directory / "s.emd", 40, 40, 24);
  for (const double blur : { 0.0, 0.464 })
  {
    const auto   results = stem5d::AnalyseFourPoint(test::HomogeneousParameters(input, blur), { 1.28, test::Aperture });
    const auto & fit = results.twoPointFit;
    ASSERT_TRUE(fit.converged);
    ASSERT_TRUE(results.fourPointFit.converged);
    EXPECT_NEAR(fit.length.value, results.probe.twoPoint.length.value, 3.0 * fit.length.error) << blur;
    EXPECT_LT(fit.length.error, 0.06) << blur;
    EXPECT_NEAR(fit.relaxationTime.value, 60.0, 4.0 * fit.relaxationTime.error) << blur;
    EXPECT_NEAR(results.probe.twoPointOfManySpeckles.length.value, blur == 0.0 ? 0.645 : 0.86, 0.005);
    EXPECT_NEAR(results.probe.speckles, blur == 0.0 ? 37.0 : 10.3, 0.1);
    EXPECT_NEAR(results.fourPointFit.length.value, results.probe.fourPoint.length.value, 0.25) << blur;
    EXPECT_EQ(results.delay[1], 10.0);
    EXPECT_EQ(results.delay.size(), 13u);
    EXPECT_EQ(results.pairs[0], 1600.0);
  }
}

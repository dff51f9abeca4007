/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Axis.h"

#include <gtest/gtest.h>

#include <cmath>

using stem5d::ParseUnit;
using stem5d::Quantity;

namespace
{
struct Expectation
{
  std::string spelling;
  Quantity    quantity;
  std::string name;
  double      factor;
};

void
ExpectUnit(const Expectation & expected)
{
  SCOPED_TRACE(expected.spelling);
  const auto unit = ParseUnit(expected.spelling);
  EXPECT_EQ(unit.quantity, expected.quantity);
  EXPECT_EQ(unit.name, expected.name);
  EXPECT_DOUBLE_EQ(unit.factor, expected.factor);
}
} // namespace

TEST(Axis, ParsesUnitsOfQ)
{
  for (const auto * spelling :
       { "1/nm", "[1/nm]", "[1_/_nm]", "nm^-1", "nm-1", "[n_m^-1]", " 1 / nm ", "nm⁻¹", "nm^{-1}" })
  {
    ExpectUnit({ spelling, Quantity::ReciprocalLength, "1/nm", 1.0 });
  }
  for (const auto * spelling : { "1/A", "A^-1", "1/Å", "1/\u212B", "A\u030A^-1", "[1_/_Å]", "1/Angstrom" })
  {
    ExpectUnit({ spelling, Quantity::ReciprocalLength, "1/nm", 10.0 });
  }
  ExpectUnit({ "mrad", Quantity::Angle, "rad", 1e-3 });
  ExpectUnit({ "[rad]", Quantity::Angle, "rad", 1.0 });
}

TEST(Axis, KeepsOtherUnitsOfQ)
{
  ExpectUnit({ "[1_/_um]", Quantity::OtherReciprocal, "1/um", 1.0 });
  ExpectUnit({ "µm^-1", Quantity::OtherReciprocal, "1/um", 1.0 });
  ExpectUnit({ "rad/\u03BCm", Quantity::OtherReciprocal, "rad/um", 1.0 });
  ExpectUnit({ "rad/nm", Quantity::OtherReciprocal, "rad/nm", 1.0 });
}

TEST(Axis, ParsesLengthsAndTimes)
{
  ExpectUnit({ "pm", Quantity::Length, "nm", 1e-3 });
  ExpectUnit({ "Å", Quantity::Length, "nm", 0.1 });
  ExpectUnit({ "[n_m]", Quantity::Length, "nm", 1.0 });
  ExpectUnit({ "µm", Quantity::Length, "nm", 1e3 });
  ExpectUnit({ "mm", Quantity::Length, "nm", 1e6 });
  ExpectUnit({ "[m]", Quantity::Length, "nm", 1e9 });
  ExpectUnit({ "ns", Quantity::Time, "s", 1e-9 });
  ExpectUnit({ "µs", Quantity::Time, "s", 1e-6 });
  ExpectUnit({ "[ms]", Quantity::Time, "s", 1e-3 });
  ExpectUnit({ "s", Quantity::Time, "s", 1.0 });
  ExpectUnit({ "min", Quantity::Time, "s", 60.0 });
  ExpectUnit({ "h", Quantity::Time, "s", 3600.0 });
}

TEST(Axis, TakesEverythingElseAsNoUnit)
{
  for (const auto * spelling : { "", "pixel", "px", "?/m", "[_None_]", "1/", "1/pixel", "K", "-1", "rad/s", "counts" })
  {
    ExpectUnit({ spelling, Quantity::None, "", 1.0 });
  }
}

TEST(Axis, KnowsTheElectronWavelength)
{
  EXPECT_NEAR(stem5d::ElectronWavelength(100.0), 3.7014e-3, 1e-7);
  EXPECT_NEAR(stem5d::ElectronWavelength(200.0), 2.5079e-3, 1e-7);
  EXPECT_NEAR(stem5d::ElectronWavelength(300.0), 1.9687e-3, 1e-7);
  EXPECT_TRUE(std::isnan(stem5d::ElectronWavelength(0.0)));
  EXPECT_TRUE(std::isnan(stem5d::ElectronWavelength(-200.0)));
}

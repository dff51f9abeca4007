/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Axis_h
#define Axis_h

#include <cstddef>
#include <string>

namespace stem5d
{
/** What an axis of a series runs over. */
enum class AxisRole
{
  DiffractionX,
  DiffractionY,
  Scan,
  Time
};

/** One axis of a series, in canonical units: 1/nm for diffraction, nm for the scan, s for time. A reciprocal unit that
 *  is not converted (see ParseUnit) keeps its name. */
struct Axis
{
  AxisRole    role = AxisRole::Scan;
  std::string name;
  std::string unit;
  double      spacing = 1.0;
  double      origin = 0.0; ///< coordinate of element 0
  std::size_t size = 1;
};

/** What a unit measures, as far as an axis of a series is concerned. */
enum class Quantity
{
  None,             ///< no unit, "pixel", or a unit of something else
  Length,           ///< canonical unit nm
  ReciprocalLength, ///< canonical unit 1/nm
  Angle,            ///< canonical unit rad; Q is the angle divided by the electron wavelength
  OtherReciprocal,  ///< rad/nm, rad/um, 1/um, ...: kept as it is, since files mix up Q with and without 2 pi
  Time              ///< canonical unit s
};

/** A unit: a value in it times the factor is the value in the canonical unit `name`. */
struct Unit
{
  Quantity    quantity = Quantity::None;
  std::string name;
  double      factor = 1.0;
};

/** The meaning of a unit's spelling. Blanks, underscores and brackets do not count (EMD writes "[1_/_nm]"), nor does
 * the choice between 1/x, x^-1 and x-1 or between the spellings of micro and angstrom. Unknown spellings measure None.
 */
Unit
ParseUnit(const std::string & spelling);

/** Relativistic wavelength of electrons in nm, lambda = h / sqrt(2 m e V (1 + e V / (2 m c^2))); 0.002508 nm at 200
 * keV. \param beamEnergy e V in keV, positive; NaN results otherwise. */
double
ElectronWavelength(double beamEnergy);
} // namespace stem5d

#endif

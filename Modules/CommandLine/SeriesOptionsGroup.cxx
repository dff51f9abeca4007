/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SeriesOptionsGroup.h"

namespace stem5d
{

void
AddSeriesOptions(CLI::App & command, SeriesOptions & options)
{
  const auto group = "What the file does not say, or says wrongly";
  command.add_option("--axes", options.axes, "Names of the axes, slowest first: t,y,x,ky,kx")
    ->delimiter(',')
    ->type_name("NAMES")
    ->group(group);
  command.add_option("--q-pixel", options.qPixel, "Size of a recorded detector pixel, in the unit of --q-unit")
    ->type_name("SIZE")
    ->group(group);
  command
    .add_option("--q-unit", options.qUnit, "Unit of Q: 1/nm (default), 1/A, mrad (with --beam-energy), or another")
    ->type_name("UNIT")
    ->group(group);
  command
    .add_option(
      "--centre", options.centre, "Diffraction centre in recorded pixels; the centre of the first pixel is 0 0")
    ->type_name("KX KY")
    ->group(group);
  command.add_option("--scan-step", options.scanStep, "Distance of scan points in nm")->type_name("NM")->group(group);
  command.add_option("--frame-period", options.framePeriod, "Time from frame to frame in s")
    ->type_name("S")
    ->group(group);
  command.add_option("--beam-energy", options.beamEnergy, "Beam energy in keV, for a detector in mrad")
    ->type_name("KEV")
    ->group(group);
}

} // namespace stem5d

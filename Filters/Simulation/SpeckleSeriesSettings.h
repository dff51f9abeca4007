/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SpeckleSeriesSettings_h
#define SpeckleSeriesSettings_h

#include "DetectorGrid.h"
#include "RadialMask.h"
#include "Require.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <ostream>
#include <string>
#include <type_traits>

namespace stem5d
{

/** \brief The halo of a glass: mean intensity against Q in 1/nm, 1 at its maximum by the default parameters,
 * peak exp(-(Q - position)^2 / (2 width^2)) + (1 - peak) exp(-(Q - position) / decay). */
struct Halo
{
  double peak = 0.75;    ///< height of the first maximum above the smooth part
  double position = 4.4; ///< in 1/nm
  double width = 0.5;    ///< standard deviation of the maximum in 1/nm
  double decay = 3.0;    ///< decay length of the smooth part in 1/nm

  double
  operator()(double q) const
  {
    const double x = q - position;
    return peak * std::exp(-x * x / (2.0 * width * width)) + (1.0 - peak) * std::exp(-x / decay);
  }
};

/** The shadow of a beam stop: a disc on the diffraction centre, held by a bar that leaves the detector. */
struct BeamStop
{
  double radius = 0.0;   ///< of the disc in 1/nm; 0 for no disc
  double barWidth = 0.0; ///< full width in 1/nm; 0 for no bar
  double barAngle = 0.0; ///< direction from the centre along the bar, in radians from the kx axis

  bool
  Covers(double kx, double ky) const
  {
    const double along = kx * std::cos(barAngle) + ky * std::sin(barAngle);
    const double across = ky * std::cos(barAngle) - kx * std::sin(barAngle);
    return std::hypot(kx, ky) < radius || (along > 0.0 && std::abs(across) < 0.5 * barWidth);
  }
};

/** \brief Everything that a simulated series depends on, besides maps of its dynamics and contrast.
 *
 * The defaults are the binned series of Nakazawa et al. (2024) at 633 K, homogeneous, with nothing but the halo and
 * Poisson noise. */
struct SpeckleSeriesSettings
{
  std::uint32_t seed = 1;

  // acquisition
  std::array<std::size_t, 2> detectorSize{ { 66, 66 } }; ///< pixels along kx and ky
  double                     pixelSize = 0.232;          ///< in 1/nm
  std::array<double, 2>      centreOffset{};             ///< diffraction centre from the middle of the detector, 1/nm
  std::array<double, 2>      calibrationError{};         ///< where the image puts its (0, 0) from that centre, 1/nm
  std::array<std::size_t, 2> scanSize{ { 120, 60 } };    ///< scan points along x and y
  double                     scanStep = 0.16;            ///< in nm
  std::size_t                frames = 106;
  double                     framePeriod = 9.887; ///< in s
  double                     aperture = 0.638;    ///< radius of the probe-forming aperture in 1/nm

  // sample
  double                relaxationTime = 900.0; ///< in s, where no map is given
  double                stretchExponent = 1.0;  ///< 0 < gamma <= 2, where no map is given
  double                contrast = 0.55;        ///< V, the normalised variance of the intensity, where no map is given
  std::size_t           modes = 1;              ///< M independent speckle patterns that add up; V <= 1 / M
  bool                  friedel = false;        ///< I(-Q) = I(Q): a phase object in place of any object
  double                vacuumWidth = 0.0;      ///< the part of the scan before the edge of the sample, in nm along x
  double                edgeThickness = 50.0;   ///< in nm where the sample begins
  double                lastThickness = 50.0;   ///< in nm at the last column of the scan
  std::array<double, 2> drift{};                ///< motion of the sample from frame to frame, in nm along x and y

  // detector
  double   dose = 10.0; ///< electrons a pixel and frame that a halo of 1 stands for, at lastThickness
  Halo     halo;
  Ellipse  ellipse; ///< distortion of the halo
  BeamStop beamStop;
  bool     poisson = true;       ///< false gives the expected electrons
  double   gain = 1.0;           ///< counts an electron
  double   offset = 0.0;         ///< dark level in counts
  double   readNoise = 0.0;      ///< standard deviation in counts
  double   deadFraction = 0.0;   ///< of the pixels: they count 0
  double   hotFraction = 0.0;    ///< of the pixels: they count hotElectrons in addition
  double   hotElectrons = 100.0; ///< expected electrons a frame

  /** The pixels relative to the true diffraction centre. */
  DetectorGrid
  TrueGrid() const
  {
    DetectorGrid grid;
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      grid.size[axis] = detectorSize[axis];
      grid.spacing[axis] = pixelSize;
      grid.first[axis] = -0.5 * (static_cast<double>(detectorSize[axis]) - 1.0) * pixelSize - centreOffset[axis];
    }
    return grid;
  }

  /** The pixels as the image describes them. */
  DetectorGrid
  CalibratedGrid() const
  {
    DetectorGrid grid = this->TrueGrid();
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      grid.first[axis] -= calibrationError[axis];
    }
    return grid;
  }

  /** Thickness of the sample at a column of the scan in nm: a wedge behind the vacuum. */
  double
  Thickness(std::size_t column) const
  {
    const double x = static_cast<double>(column) * scanStep;
    const double last = static_cast<double>(scanSize[0] - 1) * scanStep;
    if (x < vacuumWidth)
    {
      return 0.0;
    }
    return last > vacuumWidth
             ? edgeThickness + (lastThickness - edgeThickness) * (x - vacuumWidth) / (last - vacuumWidth)
             : lastThickness;
  }

  /** The factor of the expected electrons at a column of the scan, 1 at lastThickness. */
  double
  Illumination(std::size_t column) const
  {
    return this->Thickness(column) / lastThickness;
  }
};

/** \brief Calls visit(name, value, unit) for every parameter: to print them, to read and write them, to make options of
 * them. A value is a number, a truth value or an array of two; \a settings may be const. */
template <typename TSettings, typename TVisitor>
std::enable_if_t<std::is_same_v<std::remove_const_t<TSettings>, SpeckleSeriesSettings>>
VisitParameters(TSettings & settings, TVisitor && visit)
{
  visit("seed", settings.seed, "");
  visit("detectorSize", settings.detectorSize, "pixels");
  visit("pixelSize", settings.pixelSize, "1/nm");
  visit("centreOffset", settings.centreOffset, "1/nm");
  visit("calibrationError", settings.calibrationError, "1/nm");
  visit("scanSize", settings.scanSize, "points");
  visit("scanStep", settings.scanStep, "nm");
  visit("frames", settings.frames, "");
  visit("framePeriod", settings.framePeriod, "s");
  visit("aperture", settings.aperture, "1/nm");
  visit("relaxationTime", settings.relaxationTime, "s");
  visit("stretchExponent", settings.stretchExponent, "");
  visit("contrast", settings.contrast, "");
  visit("modes", settings.modes, "");
  visit("friedel", settings.friedel, "");
  visit("vacuumWidth", settings.vacuumWidth, "nm");
  visit("edgeThickness", settings.edgeThickness, "nm");
  visit("lastThickness", settings.lastThickness, "nm");
  visit("drift", settings.drift, "nm/frame");
  visit("dose", settings.dose, "electrons/pixel");
  visit("haloPeak", settings.halo.peak, "");
  visit("haloPosition", settings.halo.position, "1/nm");
  visit("haloWidth", settings.halo.width, "1/nm");
  visit("haloDecay", settings.halo.decay, "1/nm");
  visit("ellipseAxisRatio", settings.ellipse.axisRatio, "");
  visit("ellipseMajorAxisAngle", settings.ellipse.majorAxisAngle, "rad");
  visit("beamStopRadius", settings.beamStop.radius, "1/nm");
  visit("beamStopBarWidth", settings.beamStop.barWidth, "1/nm");
  visit("beamStopBarAngle", settings.beamStop.barAngle, "rad");
  visit("poisson", settings.poisson, "");
  visit("gain", settings.gain, "counts/electron");
  visit("offset", settings.offset, "counts");
  visit("readNoise", settings.readNoise, "counts");
  visit("deadFraction", settings.deadFraction, "");
  visit("hotFraction", settings.hotFraction, "");
  visit("hotElectrons", settings.hotElectrons, "electrons");
}

/** Prints every parameter that VisitParameters() visits, one a line. */
template <typename TSettings>
void
PrintParameters(std::ostream & os, const TSettings & settings)
{
  VisitParameters(settings, [&os](const char * name, const auto & value, const char * unit) {
    os << name << ": ";
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>)
    {
      os << value;
    }
    else
    {
      os << value[0] << ", " << value[1];
    }
    os << ' ' << unit << '\n';
  });
}

inline std::ostream &
operator<<(std::ostream & os, const SpeckleSeriesSettings & settings)
{
  PrintParameters(os, settings);
  return os;
}

inline void
VerifyRelaxationTime(double value)
{
  Require(value > 0.0 && std::isfinite(value),
          "the relaxation time",
          value,
          "give a positive, finite time in s (1e9 for a static sample)");
}

inline void
VerifyStretchExponent(double value)
{
  Require(value > 0.0 && value <= 2.0,
          "the stretch exponent",
          value,
          "give 0 < gamma <= 2, beyond which exp(-(t/tau)^gamma) is the correlation of no process");
}

inline void
VerifyContrast(double value, std::size_t modes)
{
  Require(value >= 0.0 && value <= 1.0, "the contrast V", value, "give 0 <= V <= 1");
  Require(value * static_cast<double>(modes) <= 1.0 + 1e-6,
          "the contrast V times the number of modes",
          value * static_cast<double>(modes),
          "M modes have a contrast of at most 1 / M: give a smaller V or fewer modes");
}

inline void
VerifyIllumination(double value)
{
  Require(
    value >= 0.0 && value <= 1e6, "the illumination", value, "give the factor of the expected electrons, 0 .. 1e6");
}

/** \brief Refuses impossible settings. \exception std::invalid_argument with the name, the value, the limit and the
 * remedy */
inline void
Verify(const SpeckleSeriesSettings & s)
{
  const auto positive = [](double value) { return value > 0.0 && std::isfinite(value); };
  const auto fraction = [](double value) { return value >= 0.0 && value <= 1.0; };
  const auto size = [](std::size_t value) {
    return value >= 1 && value <= std::size_t{ 1 } << 24;
  }; // as readers have it
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    Require(size(s.detectorSize[axis]), "the detector size", s.detectorSize[axis], "give 1 .. 16777216 pixels");
    Require(size(s.scanSize[axis]), "the scan size", s.scanSize[axis], "give 1 .. 16777216 scan points");
    Require(std::isfinite(s.drift[axis]), "the drift", s.drift[axis], "give a finite length in nm");
    Require(std::isfinite(s.centreOffset[axis]), "the centre offset", s.centreOffset[axis], "give it in 1/nm");
    Require(std::isfinite(s.calibrationError[axis]), "the calibration error", s.calibrationError[axis], "give 1/nm");
  }
  Require(positive(s.pixelSize), "the pixel size", s.pixelSize, "give a positive size in 1/nm");
  Require(positive(s.scanStep), "the scan step", s.scanStep, "give a positive length in nm");
  Require(size(s.frames), "the number of frames", s.frames, "give 1 .. 16777216");
  Require(positive(s.framePeriod), "the frame period", s.framePeriod, "give a positive time in s");
  Require(positive(s.aperture), "the aperture", s.aperture, "give a positive radius in 1/nm");
  const double airyDisc = 1.22 / s.aperture; // nm, between the first zeros
  const double field = 1.0 / s.pixelSize;
  Require(airyDisc <= field,
          "the probe (diameter of its Airy disc in nm)",
          airyDisc,
          ("it must fit into the field 1 / pixel size of " + std::to_string(field) +
           " nm, or else a pixel holds more than a speckle: give a wider aperture or smaller pixels")
            .c_str());
  for (const std::size_t pixels : s.detectorSize)
  {
    const double extent = static_cast<double>(pixels) * s.pixelSize;
    Require(extent >= 4.0 * s.aperture,
            "the extent of the detector in 1/nm",
            extent,
            ("a speckle and its neighbour need 4 apertures, " + std::to_string(4.0 * s.aperture) +
             " 1/nm: give more pixels or a smaller aperture")
              .c_str());
  }

  VerifyRelaxationTime(s.relaxationTime);
  VerifyStretchExponent(s.stretchExponent);
  Require(s.modes > 0, "the number of modes", s.modes, "give at least one");
  VerifyContrast(s.contrast, s.modes);
  Require(s.vacuumWidth >= 0.0, "the width of the vacuum", s.vacuumWidth, "give a length >= 0 in nm");
  Require(s.edgeThickness >= 0.0, "the thickness at the edge", s.edgeThickness, "give a length >= 0 in nm");
  Require(positive(s.lastThickness), "the last thickness", s.lastThickness, "give a positive length in nm");

  Require(positive(s.dose), "the dose", s.dose, "give a positive number of electrons a pixel");
  const double brightest = s.dose * s.halo(0.0);
  Require(brightest <= 1e7, "the dose at the centre of the halo", brightest, "give at most 1e7 electrons a pixel");
  Require(fraction(s.halo.peak), "the peak of the halo", s.halo.peak, "give 0 <= peak <= 1");
  Require(positive(s.halo.width), "the width of the halo", s.halo.width, "give a positive width in 1/nm");
  Require(positive(s.halo.decay), "the decay of the halo", s.halo.decay, "give a positive length in 1/nm");
  Require(positive(s.ellipse.axisRatio), "the axis ratio of the ellipse", s.ellipse.axisRatio, "give a positive ratio");
  Require(s.beamStop.radius >= 0.0, "the radius of the beam stop", s.beamStop.radius, "give it >= 0 in 1/nm");
  Require(s.beamStop.barWidth >= 0.0, "the bar of the beam stop", s.beamStop.barWidth, "give a width >= 0 in 1/nm");
  Require(positive(s.gain), "the gain", s.gain, "give a positive number of counts an electron");
  Require(s.offset >= 0.0, "the offset", s.offset, "give a number of counts >= 0");
  Require(s.readNoise >= 0.0, "the read noise", s.readNoise, "give a standard deviation >= 0 in counts");
  Require(fraction(s.deadFraction), "the fraction of dead pixels", s.deadFraction, "give 0 .. 1");
  Require(fraction(s.hotFraction), "the fraction of hot pixels", s.hotFraction, "give 0 .. 1");
  Require(fraction(s.deadFraction + s.hotFraction),
          "the fraction of dead and hot pixels",
          s.deadFraction + s.hotFraction,
          "give at most 1 in all");
  Require(s.hotElectrons >= 0.0 && s.hotElectrons <= 1e7,
          "the level of hot pixels",
          s.hotElectrons,
          "give a number of electrons 0 .. 1e7");
}

} // namespace stem5d

#endif

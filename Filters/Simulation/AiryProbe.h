/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AiryProbe_h
#define AiryProbe_h

#include <algorithm>
#include <cmath>
#include <vector>

namespace stem5d
{

/** 2 J1(u) / u, the amplitude of an aberration-free probe at u = 2 pi a r, for an aperture of radius a. */
inline double
AiryAmplitude(double u)
{
  return std::abs(u) < 1e-6 ? 1.0 : 2.0 * std::cyl_bessel_j(1.0, std::abs(u)) / std::abs(u);
}

/** The fraction of the probe's power beyond u (Rayleigh). */
inline double
AiryPowerBeyond(double u)
{
  return std::pow(std::cyl_bessel_j(0.0, u), 2) + std::pow(std::cyl_bessel_j(1.0, u), 2);
}

/** \brief The amplitude of the probe, on a support that it leaves but little.
 *
 * The power beyond a radius falls as 1 / r only: cut at 6 nm, the probe of 0.638 1/nm loses 2.7 % and all its
 * correlations are wrong by as much. So the outer part of the support, 0.4 to 1 of its radius, carries the power of
 * all that lies beyond. Correlations |c|^2 between neighbouring points are then within 0.002 of (2 J1(u) / u)^2, and
 * those between pixels 0.232 1/nm apart and more within 0.003 of the transfer function's. */
class AiryProbe
{
public:
  /** \param aperture radius of the aperture in 1/nm */
  explicit AiryProbe(double aperture)
    : m_Radius(SupportPhase / (2.0 * Pi * aperture))
    , m_Amplitude(Samples + 1)
  {
    const double innerPhase = 0.4 * SupportPhase;
    const double outerGain =
      std::sqrt(AiryPowerBeyond(innerPhase) / (AiryPowerBeyond(innerPhase) - AiryPowerBeyond(SupportPhase)));
    for (std::size_t i = 0; i <= Samples; ++i)
    {
      const double u = SupportPhase * std::sqrt(static_cast<double>(i) / static_cast<double>(Samples));
      m_Amplitude[i] = static_cast<float>(AiryAmplitude(u) * (u < innerPhase ? 1.0 : outerGain));
    }
  }

  /** Radius of the support in nm. */
  double
  Radius() const
  {
    return m_Radius;
  }

  /** Amplitude at the squared distance from the axis of the probe, 1 in its middle, 0 outside of the support. */
  float
  operator()(double squaredDistance) const
  {
    const double position = squaredDistance / (m_Radius * m_Radius) * static_cast<double>(Samples);
    if (position >= static_cast<double>(Samples))
    {
      return 0.0F;
    }
    const auto  sample = static_cast<std::size_t>(position);
    const float fraction = static_cast<float>(position - static_cast<double>(sample));
    return m_Amplitude[sample] + fraction * (m_Amplitude[sample + 1] - m_Amplitude[sample]);
  }

private:
  static constexpr double      Pi = 3.14159265358979323846;
  static constexpr double      SupportPhase = 24.0; // the support is 6 nm for 0.638 1/nm
  static constexpr std::size_t Samples = 1 << 15;   // of the squared distance: linear interpolation is good to 1e-6

  double             m_Radius;
  std::vector<float> m_Amplitude;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ProbeReference_h
#define ProbeReference_h

#include "FourPointSpeckle.h"
#include "SeparableCorrelationFit.h"

namespace stem5d
{

/** \brief The separable form fitted, over the same lengths and delays, to what independent scatterers under an
 * overlapping probe give: the length that it finds is no length of the sample.
 *
 * G2 - 1 is `ofG2`.contrast exp(-2 (t / tau)^gamma) (2 J1(u) / u)^2, u = 2 pi a r. For an aperture a of 0.638 1/nm and
 * steps of 0.16 nm its length is 0.645 nm with an exponent of 2.28 over all distinct lengths, and 0.646 nm along a
 * line, whether the lengths end at 1, 1.6, 2 or 2.5 nm (beyond the first minimum of the overlap at 0.956 nm little is
 * left). \param ofG2 the fit to G2 - 1, for the decay in time */
inline SeparableFitResult
TwoPointProbeReference(const SeparableCorrelationFit & fit,
                       const Eigen::ArrayXd &          lengths,
                       const Eigen::ArrayXd &          delays,
                       double                          aperture,
                       const SeparableFitResult &      ofG2)
{
  Eigen::ArrayXXd correlation(lengths.size(), delays.size());
  for (Eigen::Index delay = 0; delay < delays.size(); ++delay)
  {
    for (Eigen::Index length = 0; length < lengths.size(); ++length)
    {
      correlation(length, delay) =
        ofG2.contrast.value *
        std::exp(-2.0 * std::pow(delays[delay] / ofG2.relaxationTime.value, ofG2.timeExponent.value)) *
        std::pow(ProbeOverlap(lengths[length], aperture), 2);
    }
  }
  return fit(correlation);
}

/** \brief The same for G4 - 1, FourPointSpeckle() of the probe's overlap and of the field correlation in time that the
 * fit to G2 found, with as many modes as make its contrast: a blur over speckles adds modes up. */
inline SeparableFitResult
FourPointProbeReference(const SeparableCorrelationFit & fit,
                        const Eigen::ArrayXd &          lengths,
                        const Eigen::ArrayXd &          delays,
                        double                          aperture,
                        const SeparableFitResult &      ofG2)
{
  Eigen::ArrayXXd       correlation(lengths.size(), delays.size());
  const SpeckleContrast contrast{ 1.0 / ofG2.contrast.value, 1.0 };
  for (Eigen::Index delay = 0; delay < delays.size(); ++delay)
  {
    const double time = std::exp(-std::pow(delays[delay] / ofG2.relaxationTime.value, ofG2.timeExponent.value));
    for (Eigen::Index length = 0; length < lengths.size(); ++length)
    {
      correlation(length, delay) = FourPointSpeckle(ProbeOverlap(lengths[length], aperture), time, contrast);
    }
  }
  return fit(correlation);
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ProbeReference_h
#define ProbeReference_h

#include "AnnulusSpeckle.h"
#include "FourPointSpeckle.h"
#include "ProbeCorrelation.h"
#include "SeparableCorrelationFit.h"

namespace stem5d
{

/** \exception std::invalid_argument for a probe that ProbeReference() does not do */
inline void
CheckProbe(double aperture, double blur)
{
  constexpr double widest = 20.0; // blur over aperture
  Require(aperture > 0.0 && std::isfinite(aperture), "the aperture", aperture, "give its radius in 1/nm, above 0");
  Require(blur >= 0.0 && blur <= widest * aperture,
          "the blur",
          blur,
          "give a standard deviation in 1/nm of at most 20 times the aperture, 0 for none");
}

/** \brief The separable form fitted, over the same lengths and delays, to what independent scatterers under an
 * overlapping probe give: the length that it finds is no length of the sample.
 *
 * G2 - 1 is beta exp(-2 (t / tau)^gamma) times ProbeCorrelation(). Without a blur, for an aperture of 0.638 1/nm and
 * steps of 0.16 nm its length is 0.645 nm with an exponent of 2.28 over all distinct lengths, and 0.646 nm along a
 * line, whether the lengths end at 1, 1.6, 2 or 2.5 nm: beyond the first minimum of the overlap, at 0.956 nm, little is
 * left. A blur of 0.464 1/nm makes it 0.862 nm with an exponent of 1.96.
 *
 * That is of an annulus with very many speckles. One of few shows less (AnnulusSpeckle), and what is measured is to be
 * compared with this: of 4.2 - 4.6 1/nm, with 44 speckles, 0.640 nm for a contrast of 0.5; of 2.4 - 3.2 1/nm, with 37
 * (10 with the blur), 0.638 nm and 0.854 nm. In 14 simulated homogeneous scans of 40 x 40 points with the latter
 * annulus the length of G2 was 0.637 +- 0.002 nm in the mean, and 0.851 +- 0.006 nm with the blur. The lengths
 * scattered by 0.0084 and 0.021 nm where their errors were 0.0067 and 0.024.
 *
 * G4 - 1 is FourPointSpeckle() of the roots of both factors, with as many modes as make the contrast beta: a blur adds
 * the speckles up that it averages. (That takes all cycles of four to be damped by the blur as M^-3, which is exact for
 * independent modes of one overlap, and an approximation where the blur changes the overlap; and it is of very many
 * speckles.) It does not fall to 0, and the length grows with the longest displacement: 1.10, 1.87, 2.34 nm for 0.96,
 * 1.6, 1.92 nm of it, tau 900 s and beta 0.07.
 *
 * \param aperture, blur in 1/nm \param speckle of the annulus, for the same aperture and blur
 * \param ofG2 the fit to the G2 - 1 measured, for the contrast and the decay in time
 * \exception std::invalid_argument as CheckProbe() */
inline ProbeReferenceResult
ProbeReference(const SeparableCorrelationFit & fit,
               double                          aperture,
               double                          blur,
               const AnnulusSpeckle &          speckle,
               const SeparableFitResult &      ofG2)
{
  CheckProbe(aperture, blur);
  if (!ofG2.converged)
  {
    return {};
  }
  const double         beta = ofG2.contrast.value;
  const Eigen::ArrayXd space =
    fit.GetLengths().unaryExpr([=](double length) { return ProbeCorrelation(aperture, blur, length); });
  const Eigen::ArrayXd time = (-2.0 * (fit.GetDelays() / ofG2.relaxationTime.value).pow(ofG2.timeExponent.value)).exp();
  Eigen::ArrayXXd      twoPoint(space.size(), time.size());
  Eigen::ArrayXXd      fourPoint(space.size(), time.size());
  for (Eigen::Index length = 0; length < space.size(); ++length)
  {
    twoPoint.row(length) = speckle.TwoPoint(fit.GetLengths()[length], beta, time).transpose();
    for (Eigen::Index delay = 0; delay < time.size(); ++delay)
    {
      fourPoint(length, delay) =
        FourPointSpeckle(std::sqrt(space[length]), std::sqrt(time[delay]), { 1.0 / beta, 1.0 });
    }
  }
  const Eigen::ArrayXXd ofMany = beta * space.matrix() * time.matrix().transpose();
  return { fit(twoPoint), fit(ofMany), fit(fourPoint), speckle.Speckles() };
}

} // namespace stem5d

#endif

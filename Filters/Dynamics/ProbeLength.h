/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ProbeLength_h
#define ProbeLength_h

#include "AiryProbe.h"
#include "SeparableCorrelationFit.h"

namespace stem5d
{

/** \brief How speckle intensities of points at a distance correlate because their probes overlap, 1 at distance 0.
 *
 * Without a blur of the patterns it is \f$ (2 J_1(u) / u)^2, u = 2 \pi a r \f$. A Gaussian blur of standard deviation
 * s (1/nm) correlates pixels at different q = Q - Q' as well, whose fields have the covariance
 * \f$ A(r, q) = \int f(x) e^{-2 \pi i q x} dx, f(x) = P(x - r / 2) P(x + r / 2) \f$, so that it becomes
 *
 * \f[ \frac{C(r)}{C(0)}, \quad C(r) = \int w(q) |A(r, q)|^2 dq
 *     = \iint f(x) f(x') \exp(-4 \pi^2 s^2 |x - x'|^2) \, dx \, dx', \f]
 *
 * w the Gaussian of variance 2 s^2: a wider function of r, up to the autocorrelation of the probe's intensity.
 *
 * \param aperture a, in 1/nm \param blur s, in 1/nm \param distance r, in nm */
inline double
ProbeCorrelation(double aperture, double blur, double distance)
{
  constexpr double pi = 3.14159265358979323846;
  if (blur <= 0.0)
  {
    return std::pow(AiryAmplitude(2.0 * pi * aperture * distance), 2);
  }
  // f f' has no frequencies above 4 a, so the sums are integrals. The support ends at 5 / a: the tail of f that this
  // cuts is worth 0.006 of the correlation for a blur of 0.005 1/nm, and the less the larger the blur
  const double          step = 1.0 / (8.0 * std::max(aperture, blur));
  const auto            half = static_cast<Eigen::Index>(std::ceil(5.0 / aperture / step));
  const Eigen::ArrayXd  x = step * Eigen::ArrayXd::LinSpaced(2 * half + 1, -1.0 * half, 1.0 * half);
  const Eigen::MatrixXd kernel =
    (-std::pow(2.0 * pi * blur, 2) * (x.replicate(1, x.size()) - x.transpose().replicate(x.size(), 1)).square())
      .exp()
      .matrix();
  const auto integral = [&](double r) {
    Eigen::MatrixXd f(x.size(), x.size());
    for (Eigen::Index i = 0; i < x.size(); ++i)
    {
      for (Eigen::Index j = 0; j < x.size(); ++j)
      {
        f(i, j) = AiryAmplitude(2.0 * pi * aperture * std::hypot(x[i] - 0.5 * r, x[j])) *
                  AiryAmplitude(2.0 * pi * aperture * std::hypot(x[i] + 0.5 * r, x[j]));
      }
    }
    return (kernel * f * kernel).cwiseProduct(f).sum();
  };
  return integral(distance) / integral(0.0);
}

/** \brief The length xi that the overlap of probes alone gives, whatever the sample: the spatial factor of
 * SeparableCorrelationFit(), with a free height, fitted to ProbeCorrelation() at the same lengths with the same
 * weights. A measured xi is to be compared with it before it is called a dynamic length.
 *
 * \param aperture in 1/nm \param lengths in nm \param blur of the patterns, in 1/nm
 * \return in nm; NaN without convergence
 * \exception std::invalid_argument for an aperture that is not positive, a blur that is negative, fewer than two
 * positive lengths */
inline double
ProbeLength(double                       aperture,
            const std::vector<double> &  lengths,
            const std::vector<double> &  weights,
            double                       blur = 0.0,
            const SeparableFitSettings & settings = {})
{
  using namespace detail;
  Require(aperture > 0.0 && std::isfinite(aperture), "the aperture", aperture, "give its radius in 1/nm, above 0");
  Require(blur >= 0.0 && std::isfinite(blur), "the blur", blur, "give a standard deviation in 1/nm, 0 for none");
  Require(weights.size() == lengths.size(), "the number of weights", weights.size(), "give one for each length");
  double          shortest = std::numeric_limits<double>::infinity();
  Eigen::MatrixXd correlation(lengths.size(), 1);
  for (std::size_t i = 0; i < lengths.size(); ++i)
  {
    shortest = lengths[i] > 0.0 ? std::min(shortest, lengths[i]) : shortest;
    correlation(static_cast<Eigen::Index>(i), 0) =
      std::isnan(lengths[i]) ? lengths[i] : 1.0 + ProbeCorrelation(aperture, blur, lengths[i]);
  }
  const auto data = SeparableData(lengths, { 1.0 }, correlation, weights);
  Require(data.size() > 2, "the number of lengths", data.size(), "a length needs three or more");
  constexpr double          never = 50.0; // ln tau, held: no decay in time
  const SeparableParameters lower{ 0.0, never, 1.0, std::log(shortest / 5), 0.02 };
  const SeparableParameters upper{ 1e3, never, 1.0, std::log(settings.lengthHigh), settings.lengthExponentHigh };
  const auto optimum = MinimiseSeparable(data, { 1.0, never, 1.0, std::log(0.4 / aperture), 2.0 }, lower, upper, true);
  return optimum.converged ? std::exp(optimum.parameters[3]) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef KWWFitSettings_h
#define KWWFitSettings_h

#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

namespace stem5d
{

/** What to fit. Bounds are inclusive, except that a lower bound of 0 stands for "above 0" and is replaced by the least
 *  value that a curve can show: KWWFit::GetTauLow(), KWWFit::GetGammaLow(). */
struct KWWFitSettings
{
  double                tauLow = 0;     ///< s
  double                tauHigh = 5000; ///< s
  double                gammaLow = 0;
  double                gammaHigh = 3;
  std::optional<double> fixedGamma;       ///< stretch exponent, if it is not to be fitted
  bool                  baseline = false; ///< fit a constant as well
  double                recordLength = std::numeric_limits<double>::infinity(); ///< s, of the whole series
  double                framePeriod = 0;                                        ///< s
};

/** How the KWW function is fitted. */
enum class KWWEstimator
{
  OrdinaryLeastSquares,   ///< the paper's
  GeneralisedLeastSquares ///< with the covariance of the delays that speckle has
};

/** The name of an estimator on the command line and in results. */
inline const char *
ToString(KWWEstimator estimator)
{
  return estimator == KWWEstimator::OrdinaryLeastSquares ? "ols" : "gls";
}

/** The estimator of a name. \exception std::invalid_argument for another name */
inline KWWEstimator
KWWEstimatorOf(const std::string & name)
{
  for (const KWWEstimator estimator : { KWWEstimator::OrdinaryLeastSquares, KWWEstimator::GeneralisedLeastSquares })
  {
    if (name == ToString(estimator))
    {
      return estimator;
    }
  }
  throw std::invalid_argument("there is no estimator " + name + ": give ols or gls");
}

} // namespace stem5d

#endif

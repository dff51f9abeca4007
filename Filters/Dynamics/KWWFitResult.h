/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef KWWFitResult_h
#define KWWFitResult_h

#include <cstdint>
#include <limits>

namespace stem5d
{

/** Bits of a fit's status; 0 is a fit with nothing to be said against it. */
enum FitStatus : std::uint16_t
{
  OK = 0,
  NOT_CONVERGED = 1,    ///< no optimum, or one where the parameters cannot be told apart: all of them are NaN
  AT_TAU_BOUND = 2,     ///< the relaxation time is a bound of its range, not an optimum
  AT_GAMMA_BOUND = 4,   ///< the stretch exponent is a bound of its range, not an optimum
  CENSORED = 8,         ///< relaxation time longer than the record
  TOO_FAST = 16,        ///< relaxation time shorter than two frames
  LOW_CONTRAST = 32,    ///< contrast less than three standard errors
  BASELINE = 64,        ///< a baseline was fitted, but tau > record / 2 makes it degenerate with the contrast
  NON_STATIONARY = 128, ///< the dynamics change with age (set where two ages are compared)
  LOW_COUNTS = 256,     ///< too few electrons (set where they are counted)
  MASKED = 512          ///< too few finite values to fit: everything is NaN
};

/** What came out; a value that could not be determined is NaN and the status says why. The residual is that of the best
 *  curve even if its parameters could not be determined.
 *
 *  The errors are the asymptotic ones of least squares. Without a covariance they take the residuals at different
 * delays as independent. Those of a g(t) are not (neighbouring delays correlate by 0.99 and more), so they are too
 * small: what replaces them is the scatter of the parameters over parts of the data, by KWWSensitivity.
 *
 *  The error of a value at its bound is NaN, and the others are those of a fit where it is held there; that of a
 *  parameter that was not fitted is 0. */
struct KWWFitResult
{
  static constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

  double        contrast = NaN;
  double        relaxationTime = NaN; ///< s
  double        stretchExponent = NaN;
  double        baseline = NaN; ///< 0 if not fitted
  double        contrastError = NaN;
  double        relaxationTimeError = NaN; ///< s
  double        stretchExponentError = NaN;
  double        baselineError = NaN;
  double        residual = NaN; ///< root mean square of data - model
  std::uint16_t status = OK;
};

} // namespace stem5d

#endif

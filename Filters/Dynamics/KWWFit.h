/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef KWWFit_h
#define KWWFit_h

#include "KWWFitResult.h"
#include "KWWFitSettings.h"
#include "LeastSquaresReduction.h"

#include <Eigen/Core>
#include <Eigen/LU>
#include <ceres/tiny_solver.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace stem5d
{

/** How contrast, ln tau and gamma (the rows) follow a small change of the curve at every delay, to first order. The row
 *  of a parameter that is held at a bound or fixed is zero; without parameters there is no row. */
using KWWSensitivity = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic>;

/** The residual of a curve as a function of (ln tau, gamma) alone, for ceres::TinySolver.
 *
 *  The contrast is everywhere the best one that is not negative (variable projection):
 *
 *      beta = max(0, <f, y> / <f, f>),  r = y - beta f
 *
 *      dr = -(beta df + f dbeta),  dbeta = (<df, r> - beta <df, f>) / <f, f>
 *
 *  y and f are the curve and the model after the reduction. Outside its box the model is that of the nearest point
 *  inside, and its derivative across the face is zero. */
class KWWResidual
{
public:
  using Scalar = double;
  using Parameters = Eigen::Vector2d;                     ///< ln tau, gamma
  using Basis = Eigen::Matrix<double, Eigen::Dynamic, 3>; ///< f and its derivatives by the parameters
  enum
  {
    NUM_RESIDUALS = Eigen::Dynamic,
    NUM_PARAMETERS = 2
  };

  /** f = exp(-2 (t/tau)^gamma), df/d(ln tau), df/dgamma at every delay. */
  static void
  ComputeBasis(const Eigen::ArrayXd & logDelays, const Parameters & parameters, Basis & basis)
  {
    constexpr double nothingLeft = 7; // exp(-2 exp(7)) is 0 in double precision: no 0 times infinity in the slopes
    basis.col(2) = logDelays - parameters[0];
    basis.col(1) = (parameters[1] * basis.col(2).array()).min(nothingLeft).exp();
    basis.col(0) = (-2 * basis.col(1).array()).exp();
    basis.col(1).array() *= 2 * basis.col(0).array();
    basis.col(2).array() *= -basis.col(1).array();
    basis.col(1) *= parameters[1];
  }

  /** \param curve values of g(t) - 1, reduced. */
  KWWResidual(const Eigen::ArrayXd & logDelays, const Eigen::VectorXd & curve, const LeastSquaresReduction & reduction)
    : m_LogDelays(logDelays)
    , m_Curve(curve)
    , m_Reduction(reduction)
    , m_Basis(logDelays.size(), 3)
  {}

  /** Bounds of the parameters; equal ones hold a parameter. */
  void
  SetBox(const Parameters & lower, const Parameters & upper)
  {
    m_Lower = lower;
    m_Upper = upper;
  }

  int
  NumResiduals() const
  {
    return static_cast<int>(m_LogDelays.size());
  }

  bool
  operator()(const double * parameters, double * residuals, double * jacobian) const
  {
    const Eigen::Map<const Parameters> wanted(parameters);
    const Parameters                   inside = this->Clamp(wanted);
    this->UpdateBasis(inside);
    const auto                  shape = m_Basis.col(0);
    const double                power = shape.squaredNorm();
    const double                contrast = power > 0 ? std::max(0.0, shape.dot(m_Curve) / power) : 0.0;
    Eigen::Map<Eigen::VectorXd> residual(residuals, m_Curve.size());
    residual = m_Curve - contrast * shape;
    for (int p = 0; jacobian && p < 2; ++p)
    {
      Eigen::Map<Eigen::VectorXd> derivative(jacobian + p * m_Curve.size(), m_Curve.size());
      if (contrast == 0 || inside[p] != wanted[p] || m_Lower[p] == m_Upper[p])
      {
        derivative.setZero();
        continue;
      }
      const auto   slope = m_Basis.col(p + 1);
      const double contrastSlope = (slope.dot(residual) - contrast * slope.dot(shape)) / power;
      derivative = -contrast * slope - contrastSlope * shape;
    }
    return true;
  }

  Parameters
  Clamp(const Parameters & parameters) const
  {
    return parameters.cwiseMax(m_Lower).cwiseMin(m_Upper);
  }

private:
  /** Once for every step, though the solver asks twice: without derivatives and with them. */
  void
  UpdateBasis(const Parameters & parameters) const
  {
    if (parameters != m_BasisParameters)
    {
      m_BasisParameters = parameters;
      ComputeBasis(m_LogDelays, parameters, m_Basis);
      m_Reduction.Apply(m_Basis);
    }
  }

  const Eigen::ArrayXd &        m_LogDelays;
  const Eigen::VectorXd &       m_Curve;
  const LeastSquaresReduction & m_Reduction;
  Parameters                    m_Lower = Parameters::Constant(-std::numeric_limits<double>::infinity());
  Parameters                    m_Upper = Parameters::Constant(std::numeric_limits<double>::infinity());
  mutable Basis                 m_Basis;
  mutable Parameters            m_BasisParameters = Parameters::Constant(std::numeric_limits<double>::quiet_NaN());
};

/** Fit of the Kohlrausch-Williams-Watts function to the g(t) of one scan point (Nakazawa et al. 2024, second equation),
 *
 *      g(t) - 1 = beta exp(-2 (t/tau)^gamma) [+ C]
 *
 *  by least squares within bounds of tau and gamma, beta not negative: ordinary, or generalised with a covariance of
 * the delays, (y - f)^T C^-1 (y - f), of which only the shape matters.
 *
 *  No start is asked for: the local optima of a coarse grid over (ln tau, gamma) are all followed to their ends and the
 *  best is kept, which is the global optimum. One object serves any number of threads. */
class KWWFit
{
public:
  /** \param delays s, positive and increasing. \param covariance of g(t) at the delays, up to a factor; empty for
   *  ordinary least squares. Throws std::invalid_argument for settings that cannot be fitted. */
  explicit KWWFit(const std::vector<double> & delays,
                  const KWWFitSettings &      settings = {},
                  const Eigen::MatrixXd &     covariance = {});

  /** \param curve g(t) at the delays, a vector of any real type. Values that are not finite are left out.
   *  \param sensitivity if given, what the parameters owe to the curve. */
  template <typename TDerived>
  KWWFitResult
  operator()(const Eigen::MatrixBase<TDerived> & curve, KWWSensitivity * sensitivity = nullptr) const;

  /** The bounds in use: those of the settings, or what stands for a lower bound of 0. */
  double
  GetTauLow() const
  {
    return m_Settings.tauLow;
  }
  double
  GetTauHigh() const
  {
    return m_Settings.tauHigh;
  }
  double
  GetGammaLow() const
  {
    return m_Settings.gammaLow;
  }
  double
  GetGammaHigh() const
  {
    return m_Settings.gammaHigh;
  }

  /** The least number of finite values that a fit takes: one more than the parameters, and four. */
  Eigen::Index
  GetMinimumNumberOfDelays() const
  {
    return m_Settings.baseline && !m_Settings.fixedGamma ? 5 : 4;
  }

private:
  using Parameters = KWWResidual::Parameters;

  struct Optimum
  {
    Parameters parameters = Parameters::Zero();
    double     cost = std::numeric_limits<double>::infinity();
    bool       converged = false;

    Eigen::Array<bool, 2, 1> crossed{ false, false }; ///< the bounds that the solver went beyond
  };
  using Solver = ceres::TinySolver<KWWResidual>;

  static void
  Check(bool valid, const char * name, double value, const char * remedy);
  void
  CheckDelays(const std::vector<double> & delays) const;
  void
  CheckBounds() const;
  void
  BuildGrid();

  KWWFitResult
  Fit(const Eigen::VectorXd & curve, double rounding, KWWSensitivity * sensitivity) const;
  Optimum
  Minimise(const Eigen::VectorXd & curve, const std::vector<Parameters> & starts) const;
  std::vector<Parameters>
  FindStarts(const Eigen::VectorXd & curve) const;
  static void
  SetTolerance(Solver & solver, double tolerance);
  Optimum
  Refine(Solver & solver, KWWResidual & residual, const Parameters & start) const;
  static Optimum
  Solve(Solver & solver, const KWWResidual & residual, const Parameters & start);

  KWWFitResult
  Describe(const Optimum & optimum, const Eigen::VectorXd & curve, KWWSensitivity * sensitivity) const;
  KWWFitResult
  DescribeNoContrast(const Eigen::VectorXd & curve) const;
  void
  HoldAtBounds(KWWFitResult & result) const;
  bool
  EstimateErrors(const KWWResidual::Basis & jacobian,
                 const Eigen::RowVector3d & means,
                 double                     reducedCost,
                 KWWFitResult &             result,
                 KWWSensitivity *           sensitivity) const;
  void
  SetFlags(KWWFitResult & result) const;

  KWWFitSettings        m_Settings;
  Eigen::ArrayXd        m_LogDelays;
  Eigen::MatrixXd       m_Covariance;
  LeastSquaresReduction m_Reduction;
  Parameters            m_Lower;
  Parameters            m_Upper;
  Eigen::VectorXd       m_LogTauNodes;
  Eigen::VectorXd       m_GammaNodes;
  Eigen::MatrixXd       m_Grid; ///< a row per node (tau fastest): its model at every delay, scaled to unit norm
};

inline KWWFit::KWWFit(const std::vector<double> & delays,
                      const KWWFitSettings &      settings,
                      const Eigen::MatrixXd &     covariance)
  : m_Settings(settings)
  , m_LogDelays(Eigen::Map<const Eigen::ArrayXd>(delays.data(), delays.size()).log())
  , m_Covariance(covariance)
{
  this->CheckDelays(delays);
  Check(covariance.size() == 0 || (covariance.rows() == m_LogDelays.size() && covariance.cols() == m_LogDelays.size()),
        "number of rows of the covariance",
        covariance.rows(),
        "give one row and column for every delay");
  m_Reduction = LeastSquaresReduction(m_LogDelays.size(), covariance, settings.baseline);
  if (settings.fixedGamma)
  {
    Check(*settings.fixedGamma > 0, "fixed stretch exponent", *settings.fixedGamma, "give a value above 0");
    m_Settings.gammaLow = m_Settings.gammaHigh = *settings.fixedGamma;
  }
  this->CheckBounds();
  // With a fifth of the first delay exp(-10) of the contrast is left there at gamma = 1, and with an exponent of 0.02
  // a curve changes by a tenth in a decade of time: nothing beyond these can be told from g(t).
  if (m_Settings.tauLow == 0)
  {
    m_Settings.tauLow = std::min(delays.front() / 5, m_Settings.tauHigh / 2);
  }
  if (m_Settings.gammaLow == 0)
  {
    m_Settings.gammaLow = std::min(0.02, m_Settings.gammaHigh / 2);
  }
  m_Lower = { std::log(m_Settings.tauLow), m_Settings.gammaLow };
  m_Upper = { std::log(m_Settings.tauHigh), m_Settings.gammaHigh };
  this->BuildGrid();
}

inline void
KWWFit::Check(bool valid, const char * name, double value, const char * remedy)
{
  if (!valid)
  {
    std::ostringstream message;
    message << "KWW fit: " << name << " is " << value << "; " << remedy << '.';
    throw std::invalid_argument(message.str());
  }
}

inline void
KWWFit::CheckDelays(const std::vector<double> & delays) const
{
  const auto needed = this->GetMinimumNumberOfDelays();
  Check(static_cast<Eigen::Index>(delays.size()) >= needed,
        "number of delays",
        delays.size(),
        ("this model needs " + std::to_string(needed) + " or more: take longer delays or record more frames").c_str());
  double previous = 0;
  for (const double delay : delays)
  {
    Check(delay > previous && std::isfinite(delay),
          "a delay (s)",
          delay,
          "delays must be above 0 and each longer than the one before; leave delay 0 out and sort them");
    previous = delay;
  }
}

inline void
KWWFit::CheckBounds() const
{
  const auto & s = m_Settings;
  Check(s.tauLow >= 0, "lower bound of the relaxation time (s)", s.tauLow, "give 0 or more");
  Check(s.tauHigh > s.tauLow && std::isfinite(s.tauHigh),
        "upper bound of the relaxation time (s)",
        s.tauHigh,
        "give a finite value above the lower bound");
  Check(s.gammaLow >= 0, "lower bound of the stretch exponent", s.gammaLow, "give 0 or more");
  Check((s.fixedGamma || s.gammaHigh > s.gammaLow) && std::isfinite(s.gammaHigh),
        "upper bound of the stretch exponent",
        s.gammaHigh,
        "give a finite value above the lower bound, or fix the exponent");
  Check(s.recordLength > 0, "length of the record (s)", s.recordLength, "give a value above 0");
  Check(s.framePeriod >= 0 && std::isfinite(s.framePeriod), "frame period (s)", s.framePeriod, "give 0 or more");
}

/** Nodes equidistant in ln tau and ln gamma, close enough for every valley of the residual to have one. */
inline void
KWWFit::BuildGrid()
{
  const auto nodes = [](double low, double high, double spacing) -> Eigen::VectorXd {
    return Eigen::VectorXd::LinSpaced(1 + static_cast<Eigen::Index>(std::ceil((high - low) / spacing)), low, high);
  };
  m_LogTauNodes = nodes(m_Lower[0], m_Upper[0], 0.25);
  m_GammaNodes = nodes(std::log(m_Lower[1]), std::log(m_Upper[1]), 0.4).array().exp();
  m_Grid.resize(m_LogTauNodes.size() * m_GammaNodes.size(), m_LogDelays.size());
  KWWResidual::Basis basis(m_LogDelays.size(), 3);
  for (Eigen::Index node = 0; node < m_Grid.rows(); ++node)
  {
    const Parameters parameters(m_LogTauNodes[node % m_LogTauNodes.size()], m_GammaNodes[node / m_LogTauNodes.size()]);
    KWWResidual::ComputeBasis(m_LogDelays, parameters, basis);
    m_Reduction.Apply(basis);
    m_Grid.row(node) = basis.col(0).stableNormalized();
  }
}

template <typename TDerived>
KWWFitResult
KWWFit::operator()(const Eigen::MatrixBase<TDerived> & curve, KWWSensitivity * sensitivity) const
{
  if (sensitivity)
  {
    sensitivity->resize(0, curve.size());
  }
  Check(curve.size() == m_LogDelays.size(), "number of values of a curve", curve.size(), "give one for every delay");
  if (curve.allFinite())
  {
    constexpr double rounding = 4 * std::numeric_limits<typename TDerived::Scalar>::epsilon();
    return this->Fit(curve.template cast<double>().array() - 1, rounding, sensitivity);
  }
  std::vector<Eigen::Index> finite;
  for (Eigen::Index k = 0; k < curve.size(); ++k)
  {
    if (std::isfinite(curve[k]))
    {
      finite.push_back(k);
    }
  }
  if (static_cast<Eigen::Index>(finite.size()) < this->GetMinimumNumberOfDelays())
  {
    KWWFitResult masked;
    masked.status = MASKED;
    return masked;
  }
  const Eigen::VectorXd delays = m_LogDelays(finite).exp();
  const Eigen::MatrixXd covariance =
    m_Covariance.size() > 0 ? Eigen::MatrixXd(m_Covariance(finite, finite)) : m_Covariance;
  KWWSensitivity     ofFinite;
  const KWWFitResult result = KWWFit({ delays.begin(), delays.end() }, m_Settings, covariance)(
    curve.derived()(finite).eval(), sensitivity ? &ofFinite : nullptr);
  if (sensitivity)
  {
    sensitivity->setZero(ofFinite.rows(), curve.size());
    (*sensitivity)(Eigen::all, finite) = ofFinite;
  }
  return result;
}

/** \param curve g(t) - 1 at every delay. \param rounding of its values. */
inline KWWFitResult
KWWFit::Fit(const Eigen::VectorXd & curve, double rounding, KWWSensitivity * sensitivity) const
{
  const double contrast = (curve.array() - (m_Settings.baseline ? curve.mean() : 0.0)).matrix().norm();
  if (contrast > rounding * std::sqrt(curve.size()))
  {
    Eigen::VectorXd normalised = curve;
    m_Reduction.Apply(normalised);
    normalised.normalize(); // makes the solver's absolute tolerances relative
    const auto starts = this->FindStarts(normalised);
    if (!starts.empty())
    {
      return this->Describe(this->Minimise(normalised, starts), curve, sensitivity);
    }
  }
  return this->DescribeNoContrast(curve);
}

/** The best of the optima that the starts lead to: all are followed until it is known which, and that one to the end.
 */
inline KWWFit::Optimum
KWWFit::Minimise(const Eigen::VectorXd & curve, const std::vector<Parameters> & starts) const
{
  KWWResidual residual(m_LogDelays, curve, m_Reduction);
  Solver      solver;
  solver.options.max_num_iterations = 500;
  solver.options.cost_threshold = 1e-30;
  SetTolerance(solver, 1e-6);
  Optimum best;
  for (const auto & start : starts)
  {
    const Optimum optimum = this->Refine(solver, residual, start);
    if (optimum.cost < best.cost)
    {
      best = optimum;
    }
  }
  SetTolerance(solver, 1e-10);
  return this->Refine(solver, residual, best.parameters);
}

/** \param tolerance of parameters, to which the cost is quadratic. */
inline void
KWWFit::SetTolerance(Solver & solver, double tolerance)
{
  solver.options.parameter_tolerance = tolerance;
  solver.options.gradient_tolerance = tolerance * tolerance;
  solver.options.function_tolerance = tolerance * tolerance;
}

/** For every gamma of the grid the best tau; of these nodes, those that fit better than their neighbours do, with a
 *  contrast above 0. Of a plateau, the first. */
inline std::vector<KWWFit::Parameters>
KWWFit::FindStarts(const Eigen::VectorXd & curve) const
{
  const Eigen::VectorXd cosines = m_Grid * curve; // 1 is a perfect fit
  const auto            cosine = Eigen::MatrixXd::Map(cosines.data(), m_LogTauNodes.size(), m_GammaNodes.size());
  const Eigen::VectorXd best = cosine.colwise().maxCoeff();

  std::vector<Parameters> starts;
  for (Eigen::Index i = 0; i < best.size(); ++i)
  {
    const double before = i > 0 ? best[i - 1] : 0.0;
    const double after = i + 1 < best.size() ? best[i + 1] : 0.0;
    if (best[i] > 0 && best[i] > before && best[i] >= after)
    {
      Eigen::Index j;
      cosine.col(i).maxCoeff(&j);
      starts.emplace_back(m_LogTauNodes[j], m_GammaNodes[i]);
    }
  }
  return starts;
}

/** Follows a start to its optimum. Where that leads out of the box the optimum on the crossed face is found, and from
 *  there it is tried again, until nothing is gained. */
inline KWWFit::Optimum
KWWFit::Refine(Solver & solver, KWWResidual & residual, const Parameters & start) const
{
  constexpr int    maximumNumberOfReturns = 10;
  constexpr double leastGain = 1e-12;
  Optimum          best;
  best.parameters = start;
  for (int i = 0; i < maximumNumberOfReturns; ++i)
  {
    residual.SetBox(m_Lower, m_Upper);
    Optimum    next = Solve(solver, residual, best.parameters);
    const auto crossed = next.crossed;
    if (crossed.any())
    {
      residual.SetBox(crossed.select(next.parameters, m_Lower), crossed.select(next.parameters, m_Upper));
      next = Solve(solver, residual, next.parameters);
    }
    const bool gained = next.cost < (1 - leastGain) * best.cost;
    best = gained ? next : best;
    if (!gained || !crossed.any())
    {
      break;
    }
  }
  return best;
}

/** One run of the solver within the box of the residual. */
inline KWWFit::Optimum
KWWFit::Solve(Solver & solver, const KWWResidual & residual, const Parameters & start)
{
  Parameters   end = residual.Clamp(start);
  const auto & summary = solver.Solve(residual, &end);
  Optimum      optimum;
  optimum.parameters = residual.Clamp(end);
  optimum.crossed = optimum.parameters.array() != end.array();
  optimum.cost = summary.final_cost;
  optimum.converged = summary.status != Solver::HIT_MAX_ITERATIONS;
  return optimum;
}

/** A curve that no contrast above 0 explains: tau and gamma mean nothing. */
inline KWWFitResult
KWWFit::DescribeNoContrast(const Eigen::VectorXd & curve) const
{
  KWWFitResult result;
  result.contrast = 0;
  result.baseline = m_Settings.baseline ? curve.mean() : 0.0;
  result.residual = std::sqrt((curve.array() - result.baseline).square().mean());
  result.status = LOW_CONTRAST;
  return result;
}

/** Values, flags and errors at an optimum. */
inline KWWFitResult
KWWFit::Describe(const Optimum & optimum, const Eigen::VectorXd & curve, KWWSensitivity * sensitivity) const
{
  KWWResidual::Basis basis(curve.size(), 3);
  KWWResidual::ComputeBasis(m_LogDelays, optimum.parameters, basis);
  const Eigen::VectorXd    shape = basis.col(0);
  const Eigen::RowVector3d means = m_Reduction.BaselineOf(basis);
  Eigen::VectorXd          reduced = curve;
  m_Reduction.Apply(reduced);
  m_Reduction.Apply(basis);

  KWWFitResult result;
  result.contrast = basis.col(0).dot(reduced) / basis.col(0).squaredNorm();
  result.relaxationTime = std::exp(optimum.parameters[0]);
  result.stretchExponent = optimum.parameters[1];
  result.baseline = m_Reduction.BaselineOf(curve)[0] - result.contrast * means[0];
  result.residual = std::sqrt((curve.array() - result.contrast * shape.array() - result.baseline).square().mean());
  this->HoldAtBounds(result);

  const double             reducedCost = (reduced - result.contrast * basis.col(0)).squaredNorm();
  const Eigen::RowVector3d scale(1, result.contrast, result.contrast);
  const bool               determined =
    this->EstimateErrors(basis * scale.asDiagonal(), means.cwiseProduct(scale), reducedCost, result, sensitivity);
  this->SetFlags(result);
  if (!determined || !optimum.converged)
  {
    KWWFitResult failed;
    failed.residual = result.residual;
    failed.status = result.status | NOT_CONVERGED;
    if (sensitivity)
    {
      sensitivity->resize(0, curve.size());
    }
    return failed;
  }
  return result;
}

/** Flags the values that are bounds, to the precision of the solver. */
inline void
KWWFit::HoldAtBounds(KWWFitResult & result) const
{
  const auto hold = [&result](double & value, double bound, FitStatus flag) {
    if (std::abs(value - bound) <= 1e-7 * bound)
    {
      value = bound;
      result.status |= flag;
    }
  };
  hold(result.relaxationTime, m_Settings.tauLow, AT_TAU_BOUND);
  hold(result.relaxationTime, m_Settings.tauHigh, AT_TAU_BOUND);
  if (!m_Settings.fixedGamma)
  {
    hold(result.stretchExponent, m_Settings.gammaLow, AT_GAMMA_BOUND);
    hold(result.stretchExponent, m_Settings.gammaHigh, AT_GAMMA_BOUND);
  }
}

/** Standard errors from sigma^2 (J^T J)^-1 of the parameters that are not held, and (J^T J)^-1 J^T, by which they
 * follow the curve. \param jacobian of the model by contrast, ln tau and gamma, reduced. \param means best constants of
 * its columns. \param reducedCost sum of the squared residuals, reduced. \return false if the parameters cannot be told
 * apart. */
inline bool
KWWFit::EstimateErrors(const KWWResidual::Basis & jacobian,
                       const Eigen::RowVector3d & means,
                       double                     reducedCost,
                       KWWFitResult &             result,
                       KWWSensitivity *           sensitivity) const
{
  // Columns of unit length condition the matrix; held ones are left out of it by zeros.
  const bool         timeHeld = result.status & AT_TAU_BOUND;
  const bool         exponentHeld = m_Settings.fixedGamma || (result.status & AT_GAMMA_BOUND);
  Eigen::RowVector3d scale = jacobian.colwise().norm().cwiseInverse();
  scale[1] = timeHeld ? 0 : scale[1];
  scale[2] = exponentHeld ? 0 : scale[2];
  const KWWResidual::Basis directions = jacobian * scale.asDiagonal();
  Eigen::Matrix3d          normal = directions.transpose() * directions;
  normal.diagonal().setOnes();
  const Eigen::Matrix3d inverse = normal.inverse();
  constexpr double      greatestInflation = 0.01 / std::numeric_limits<double>::epsilon();
  if (!(inverse.diagonal().array() > 0 && inverse.diagonal().array() < greatestInflation).all())
  {
    return false;
  }
  const auto               n = static_cast<double>(jacobian.rows());
  const int                numberFitted = 3 - timeHeld - exponentHeld + m_Settings.baseline;
  const double             variance = reducedCost / (n - numberFitted);
  const Eigen::RowVector3d error = (variance * inverse.diagonal().transpose()).cwiseSqrt().cwiseProduct(scale);
  const Eigen::RowVector3d meanScaled = means.cwiseProduct(scale);
  result.contrastError = error[0];
  result.relaxationTimeError = timeHeld ? KWWFitResult::NaN : result.relaxationTime * error[1];
  result.stretchExponentError = m_Settings.fixedGamma ? 0 : exponentHeld ? KWWFitResult::NaN : error[2];
  result.baselineError =
    m_Settings.baseline ? std::sqrt(variance * (m_Reduction.BaselineVariance() + meanScaled.dot(meanScaled * inverse)))
                        : 0.0;
  if (sensitivity)
  {
    *sensitivity = m_Reduction.After(scale.asDiagonal() * inverse * directions.transpose());
  }
  return true;
}

/** The flags that compare the values with the record and with their errors. */
inline void
KWWFit::SetFlags(KWWFitResult & result) const
{
  const auto flag = [&result](bool raised, FitStatus bit) { result.status |= raised ? bit : OK; };
  flag(result.relaxationTime > m_Settings.recordLength, CENSORED);
  flag(result.relaxationTime < 2 * m_Settings.framePeriod, TOO_FAST);
  flag(!(result.contrast >= 3 * result.contrastError), LOW_CONTRAST);
  flag(m_Settings.baseline && result.relaxationTime > m_Settings.recordLength / 2, BASELINE);
}

} // namespace stem5d

#endif

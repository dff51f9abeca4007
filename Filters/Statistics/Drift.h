/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Drift_h
#define Drift_h

#include "MeanAndError.h"
#include "Pattern.h"
#include "ShiftedCorrelation.h"

#include <Eigen/QR>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace stem5d
{

/** One virtual image over the scan for each frame: rows are y, columns x; NaN where a scan point is left out. */
using VirtualImageSeries = std::vector<Pattern<float>>;

/** Whether the drift along an axis could be measured. */
enum class DriftStatus
{
  Measured,
  ScanTooSmall, ///< fewer points along the axis than Drift::FewestPoints
  TooFewFrames, ///< fewer than Drift::FewestFrames
  Uncorrelated  ///< the images of successive frames have nothing in common
};

/** The drift of the sample over a record. */
struct Drift
{
  static constexpr Eigen::Index FewestPoints = 8;
  static constexpr std::size_t  FewestFrames = 25;

  static constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

  std::array<DriftStatus, 2>         status{ DriftStatus::Measured, DriftStatus::Measured }; ///< along x and y
  std::array<double, 2>              velocity{ NaN, NaN }; ///< of the sample along x and y, in nm/s
  std::array<double, 2>              error{ NaN, NaN };    ///< its standard error
  std::vector<std::array<double, 2>> path; ///< for each frame, the displacement from the first along x and y, in nm
  double                             recordLength = NaN; ///< from the first frame to the last, in s
  double correlationLength = NaN;                        ///< distance at which the images correlate by exp(-2), in nm

  /** Speed in nm/s, along the axes that were measured; NaN if there is none. */
  double
  Speed() const
  {
    return Norm(velocity);
  }

  /** The root of the mean square of the speed that a sample at rest would show, in nm/s. */
  double
  SpeedError() const
  {
    return Norm(error);
  }

  /** Whether the sample moved: the speed is beyond three errors. */
  bool
  IsSignificant() const
  {
    return this->Speed() > 3.0 * this->SpeedError();
  }

  /** Distance from the first frame to the last in nm. */
  double
  Total() const
  {
    return this->Speed() * recordLength;
  }

  /** \brief The relaxation time in s that the drift alone would feign: where it leaves a correlation C(v t) = exp(-2),
   * as exp(-2 (t / tau)^gamma) has at t = tau. Infinite if the drift is not significant. */
  double
  FeignedRelaxationTime() const
  {
    return std::isnan(this->Speed()) ? NaN
           : this->IsSignificant()   ? correlationLength / this->Speed()
                                     : std::numeric_limits<double>::infinity();
  }

  /** The least relaxation time in s that the drift could feign: that of a speed two errors above the measured. */
  double
  LeastFeignedRelaxationTime() const
  {
    return correlationLength / (this->Speed() + 2.0 * this->SpeedError());
  }

private:
  static double
  Norm(const std::array<double, 2> & vector)
  {
    return std::isnan(vector[0])   ? std::abs(vector[1])
           : std::isnan(vector[1]) ? std::abs(vector[0])
                                   : std::hypot(vector[0], vector[1]);
  }
};

/** Images of mean 0 over some of the scan points: rows are y, columns x. */
struct FlatImageSeries
{
  std::vector<Eigen::ArrayXXd> images; ///< one for each frame; 0 at the points left out
  Eigen::ArrayXXd              weight; ///< 1 at a point, 0 where it is left out
};

/** \brief Virtual images prepared for registration: at each point I / S - 1, S a surface of second order through the
 * mean of all frames, and so free of a wedge; then of mean 0 in each frame. A point that is NaN in any frame is left
 * out. */
inline FlatImageSeries
FlattenImages(const VirtualImageSeries & series)
{
  const Eigen::Index rows = series.front().rows();
  const Eigen::Index columns = series.front().cols();
  Eigen::ArrayXXd    mean = Eigen::ArrayXXd::Zero(rows, columns);
  for (const Pattern<float> & image : series)
  {
    mean += image.cast<double>();
  }
  mean /= static_cast<double>(series.size());
  FlatImageSeries   flat{ {}, mean.isFinite().cast<double>() };
  Eigen::ArrayXXd & weight = flat.weight;

  Eigen::MatrixXd basis(rows * columns, 6);
  for (Eigen::Index point = 0; point < basis.rows(); ++point)
  {
    const double x = 2.0 * static_cast<double>(point / rows) / static_cast<double>(columns) - 1.0;
    const double y = 2.0 * static_cast<double>(point % rows) / static_cast<double>(rows) - 1.0;
    basis.row(point) << 1.0, x, y, x * x, x * y, y * y;
  }
  const Eigen::VectorXd values = (weight > 0.0).select(mean, 0.0).reshaped();
  const Eigen::VectorXd coefficients =
    (weight.reshaped().matrix().asDiagonal() * basis).completeOrthogonalDecomposition().solve(values);
  const Eigen::ArrayXXd surface = (basis * coefficients).array().reshaped(rows, columns);
  weight *= (surface > 0.0).cast<double>();

  for (const Pattern<float> & image : series)
  {
    const Eigen::ArrayXXd relative = (weight > 0.0).select(image.cast<double>() / surface, 0.0);
    const double          level = relative.sum() / weight.sum();
    flat.images.push_back((relative / level - 1.0) * weight);
  }
  return flat;
}

/** \brief The motion of what the images show, in points: see MeasureDrift(). */
class ImageMotion
{
public:
  using Vector = std::array<double, 2>; // along x and y

  /** \param isMeasured whether motion along x and along y is looked for */
  ImageMotion(std::vector<FlatImageSeries> channels, const std::array<bool, 2> & isMeasured)
    : m_Channels(std::move(channels))
    , m_IsMeasured(isMeasured)
    , m_Steps(static_cast<Eigen::Index>(m_Channels.front().images.size()) - 1)
    , m_Blocks(std::min<Eigen::Index>(m_Steps / StepsOfBlock, MostBlocks))
  {
    PointShift expected{};
    for (Eigen::Index lag = 1; lag * m_Blocks <= m_Steps; lag *= 2)
    {
      const std::optional<LagMotion> motion = this->MotionIn(lag, expected);
      if (!motion || (!m_Lags.empty() && motion->height < std::exp(-1.0) * m_Lags.front().height))
      {
        break; // the speckles do not live as long
      }
      m_Lags.push_back(*motion);
      for (unsigned int axis = 0; axis < 2; ++axis)
      {
        expected[axis] = std::lround(2.0 * static_cast<double>(lag) * motion->all[axis]);
      }
    }
  }

  /** Whether successive images have anything in common. */
  bool
  IsFound() const
  {
    return !m_Lags.empty();
  }

  /** Points a frame. */
  double
  Velocity(unsigned int axis) const
  {
    return this->FitOverLags([axis](const LagMotion & motion) { return motion.all[axis]; });
  }

  /** The standard error of the velocity. */
  double
  Error(unsigned int axis) const
  {
    Eigen::ArrayXd samples(m_Blocks);
    for (Eigen::Index block = 0; block < m_Blocks; ++block)
    {
      samples[block] = this->FitOverLags([&](const LagMotion & motion) { return motion.without[block][axis]; });
    }
    const auto n = static_cast<double>(m_Blocks);
    return std::sqrt((samples - samples.mean()).square().sum() * (n - 1.0) / n);
  }

  /** The motion from a frame to the next, by the frames of their block; NaN if these show none. */
  double
  Step(unsigned int axis, Eigen::Index frame) const
  {
    const Eigen::Index block = this->BlockOf(frame);
    return this->FitOverLags([&](const LagMotion & motion) { return motion.within[block][axis]; });
  }

  /** The distance from their maximum at which successive images correlate by exp(-2) of it: the mean of what is found
   * along the axes, NaN if the scan does not reach as far. \param step of a point along x and y, in the unit wanted */
  double
  CorrelationLength(const Vector & step) const
  {
    std::vector<double> distances;
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      for (const Eigen::Index direction : { -1, 1 })
      {
        distances.push_back(m_IsMeasured[axis] ? this->DistanceOfDecay(axis, direction, step) : Drift::NaN);
      }
    }
    return MeanAndError(Eigen::Map<const Eigen::Array4d>(distances.data())).mean;
  }

private:
  static constexpr Eigen::Index StepsOfBlock = 4;
  static constexpr Eigen::Index MostBlocks = 16;
  static constexpr Eigen::Index SearchRadius = 4; // about the shift that half the lag lets expect

  /** The motion by the images of one lag, in points a frame. */
  struct LagMotion
  {
    Eigen::Index        lag; ///< in frames
    Vector              all;
    std::vector<Vector> without; ///< each of the blocks
    std::vector<Vector> within;  ///< each of the blocks alone; NaN where there is no maximum
    double              height;  ///< of the maximum of the correlation
  };

  /** The block of a pair of frames, by the first of them. */
  Eigen::Index
  BlockOf(Eigen::Index frame) const
  {
    return frame * m_Blocks / m_Steps;
  }

  /** The correlation of two frames at a shift, in the mean of the channels. */
  double
  Correlation(Eigen::Index frame, Eigen::Index lag, const PointShift & shift) const
  {
    double sum = 0.0;
    for (const FlatImageSeries & channel : m_Channels)
    {
      sum += ShiftedCorrelation(channel.images[frame], channel.images[frame + lag], channel.weight, shift);
    }
    return sum / static_cast<double>(m_Channels.size());
  }

  /** The motion by the images of one lag; nothing where the correlation has no maximum about the expected shift. */
  std::optional<LagMotion>
  MotionIn(Eigen::Index lag, const PointShift & expected) const
  {
    PointShift reach{};
    for (unsigned int axis = 0; axis < 2; ++axis)
    {
      reach[axis] = m_IsMeasured[axis] ? SearchRadius : 0;
    }
    const Eigen::ArrayXXd        zero = Eigen::ArrayXXd::Zero(2 * reach[1] + 1, 2 * reach[0] + 1);
    std::vector<Eigen::ArrayXXd> sum(m_Blocks, zero); // of the pairs of a block, against shift
    Eigen::ArrayXd               count = Eigen::ArrayXd::Zero(m_Blocks);
    for (Eigen::Index frame = 0; frame + lag <= m_Steps; ++frame)
    {
      const auto correlation = [&](Eigen::Index row, Eigen::Index column) {
        return this->Correlation(frame, lag, { { expected[0] - reach[0] + column, expected[1] - reach[1] + row } });
      };
      sum[this->BlockOf(frame)] += Eigen::ArrayXXd::NullaryExpr(zero.rows(), zero.cols(), correlation);
      count[this->BlockOf(frame)] += 1.0;
    }
    const Eigen::ArrayXXd total = std::accumulate(sum.begin(), sum.end(), zero);

    const auto velocity = [&](const CorrelationPeak & peak) {
      Vector result;
      for (unsigned int axis = 0; axis < 2; ++axis)
      {
        result[axis] =
          (static_cast<double>(expected[axis] - reach[axis]) + peak.position[axis]) / static_cast<double>(lag);
      }
      return result;
    };
    const auto all = FindCorrelationPeak(total / count.sum());
    if (!all)
    {
      return std::nullopt;
    }
    LagMotion motion{ lag, velocity(*all), {}, {}, all->height };
    for (Eigen::Index block = 0; block < m_Blocks; ++block)
    {
      const auto without = FindCorrelationPeak((total - sum[block]) / (count.sum() - count[block]));
      const auto within = FindCorrelationPeak(sum[block] / count[block]);
      if (!without)
      {
        return std::nullopt;
      }
      motion.without.push_back(velocity(*without));
      motion.within.push_back(within ? velocity(*within) : Vector{ Drift::NaN, Drift::NaN });
    }
    return motion;
  }

  /** The velocity by all lags that have one: displacements by times, the least-squares fit of displacement = v t where
   * the variance is in proportion to t. So it is for speckles that come and go. */
  template <typename TVelocityOf>
  double
  FitOverLags(TVelocityOf velocityOf) const
  {
    double displacement = 0.0;
    double time = 0.0;
    for (const LagMotion & motion : m_Lags)
    {
      if (!std::isnan(velocityOf(motion)))
      {
        displacement += static_cast<double>(motion.lag) * velocityOf(motion);
        time += static_cast<double>(motion.lag);
      }
    }
    return displacement / time;
  }

  /** The distance at which the mean correlation of successive images is down to exp(-2) of its maximum. */
  double
  DistanceOfDecay(unsigned int axis, Eigen::Index direction, const Vector & step) const
  {
    const Vector & maximum = m_Lags.front().all;
    const auto     size = axis == 0 ? m_Channels.front().weight.cols() : m_Channels.front().weight.rows();
    PointShift     shift{ { std::lround(maximum[0]), std::lround(maximum[1]) } };
    double         nearer = 0.0;
    double         nearerLog = 0.0;
    while (std::abs(shift[axis]) < size / 2)
    {
      shift[axis] += direction;
      double mean = 0.0;
      for (Eigen::Index frame = 0; frame < m_Steps; ++frame)
      {
        mean += this->Correlation(frame, 1, shift) / static_cast<double>(m_Steps);
      }
      const double distance = std::hypot((static_cast<double>(shift[0]) - maximum[0]) * step[0],
                                         (static_cast<double>(shift[1]) - maximum[1]) * step[1]);
      const double logarithm = std::log(std::max(mean, 1e-3) / m_Lags.front().height);
      if (logarithm <= -2.0)
      {
        return nearer + (distance - nearer) * (-2.0 - nearerLog) / (logarithm - nearerLog);
      }
      nearer = distance;
      nearerLog = logarithm;
    }
    return Drift::NaN;
  }

  std::vector<FlatImageSeries> m_Channels;
  std::array<bool, 2>          m_IsMeasured;
  Eigen::Index                 m_Steps; // from frame to frame
  Eigen::Index                 m_Blocks;
  std::vector<LagMotion>       m_Lags;
};

/** \brief Refuses what MeasureDrift() cannot use. \exception std::invalid_argument */
inline void
VerifyVirtualImages(const std::vector<VirtualImageSeries> & channels,
                    const std::array<double, 2> &           scanStep,
                    double                                  framePeriod)
{
  if (channels.empty() || channels.front().empty() || channels.front().front().size() == 0)
  {
    throw std::invalid_argument("there is no virtual image: give one for each frame");
  }
  const auto & first = channels.front().front();
  for (const VirtualImageSeries & channel : channels)
  {
    if (channel.size() != channels.front().size())
    {
      throw std::invalid_argument("a channel has " + std::to_string(channel.size()) + " virtual images but another " +
                                  std::to_string(channels.front().size()) + ": give one for each frame");
    }
    for (const Pattern<float> & image : channel)
    {
      if (image.rows() != first.rows() || image.cols() != first.cols())
      {
        throw std::invalid_argument("a virtual image has " + std::to_string(image.cols()) + " x " +
                                    std::to_string(image.rows()) + " points but the first " +
                                    std::to_string(first.cols()) + " x " + std::to_string(first.rows()) +
                                    ": give images of one scan");
      }
    }
  }
  for (const double length : { scanStep[0], scanStep[1], framePeriod })
  {
    if (!(length > 0.0 && std::isfinite(length)))
    {
      throw std::invalid_argument("a scan step or frame period is " + std::to_string(length) +
                                  ": give positive, finite steps in nm and a period in s");
    }
  }
}

/** \brief Measures the drift of the sample from virtual images: the intensity in a part of the detector over the scan.
 *
 * Even a homogeneous glass has a texture in them, for the intensity is a sum of few speckles, and the probes of
 * neighbouring points share scatterers. It moves with the sample, and lives as long as the speckles do.
 *
 * The correlation of the images of frames m apart against shift, in the mean over the pairs of frames, has its maximum
 * at the displacement in m frames. The velocity is the fit of displacement = v t for m = 1, 2, 4 .. as long as the
 * images keep 1/e of their correlation and m fits into a block of frames, 1/16 of the record (4 steps at least). The
 * error is by a jackknife that leaves out one block after the other; speckles that outlive the record are the same in
 * all blocks, and their chance is not in it. The path is that of the velocities in the blocks.
 *
 * The distance at which C(r) is exp(-2) is that of the overlap of two probes, and is read off successive frames, for
 * there is no counting noise in their correlation. The sum over an annulus brings C(r) nearer to the autocorrelation of
 * the probe's intensity, which for an aberration-free probe is wider than the overlap (2 J1(u) / u)^2 that a pixel
 * sees: 0.90 in place of 0.65 nm for an aperture of 0.638 1/nm. In simulations it was 0.72 nm for an annulus 0.4 1/nm
 * wide, and 0.69 nm for its eighths: the relaxation time that the drift feigns is too long by as much.
 *
 * \param channels series of images from different parts of the detector, which move together: one will do, but more,
 * such as the sectors of an annulus, have a smaller error
 * \param scanStep in nm along x and y
 * \param framePeriod in s
 * \return for an axis of fewer than 8 points, fewer than 25 frames, or images that have nothing in common: a status
 * that says so, and NaN
 * \exception std::invalid_argument where there is no image, images differ in size or number, or a step or period is not
 * positive */
inline Drift
MeasureDrift(const std::vector<VirtualImageSeries> & channels,
             const std::array<double, 2> &           scanStep,
             double                                  framePeriod)
{
  VerifyVirtualImages(channels, scanStep, framePeriod);
  const VirtualImageSeries & series = channels.front();
  Drift                      drift;
  drift.recordLength = static_cast<double>(series.size() - 1) * framePeriod;
  drift.path.resize(series.size());
  std::array<bool, 2> isMeasured{};
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    const Eigen::Index points = axis == 0 ? series.front().cols() : series.front().rows();
    drift.status[axis] = points < Drift::FewestPoints          ? DriftStatus::ScanTooSmall
                         : series.size() < Drift::FewestFrames ? DriftStatus::TooFewFrames
                                                               : DriftStatus::Measured;
    isMeasured[axis] = drift.status[axis] == DriftStatus::Measured;
  }
  if (!isMeasured[0] && !isMeasured[1])
  {
    std::fill(drift.path.begin(), drift.path.end(), std::array<double, 2>{ Drift::NaN, Drift::NaN });
    return drift;
  }

  std::vector<FlatImageSeries> flat;
  std::transform(channels.begin(), channels.end(), std::back_inserter(flat), FlattenImages);
  const ImageMotion motion(std::move(flat), isMeasured);
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    if (isMeasured[axis] && !motion.IsFound())
    {
      drift.status[axis] = DriftStatus::Uncorrelated;
    }
    const bool   isKnown = drift.status[axis] == DriftStatus::Measured;
    const double step = scanStep[axis];
    if (isKnown)
    {
      drift.velocity[axis] = motion.Velocity(axis) * step / framePeriod;
      drift.error[axis] = motion.Error(axis) * step / framePeriod;
    }
    for (std::size_t frame = 0; frame < series.size(); ++frame)
    {
      drift.path[frame][axis] =
        !isKnown     ? Drift::NaN
        : frame == 0 ? 0.0
                     : drift.path[frame - 1][axis] + motion.Step(axis, static_cast<Eigen::Index>(frame) - 1) * step;
    }
  }
  drift.correlationLength = motion.IsFound() ? motion.CorrelationLength(scanStep) : Drift::NaN;
  return drift;
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef StructureDynamicsFits_h
#define StructureDynamicsFits_h

#include "AgeWindows.h"
#include "GeneralisedKWWFit.h"
#include "StructureDynamicsSettings.h"

#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace stem5d
{

/** \brief The delays of the analysis in binned frames, for `frames` recorded ones.
 * \exception std::invalid_argument when time bins or delays do not fit into the frames. */
inline std::vector<Eigen::Index>
DelaysOf(const StructureDynamicsSettings & settings, std::size_t frames)
{
  if (settings.timeBin < 1 || settings.timeBin > frames)
  {
    throw std::invalid_argument("the time bin of " + std::to_string(settings.timeBin) +
                                " frames is not between 1 and the " + std::to_string(frames) + " frames recorded");
  }
  const std::size_t binned = frames / settings.timeBin;
  const std::size_t last = settings.lastDelay > 0 ? settings.lastDelay : binned / 2;
  if (settings.firstDelay > last || last >= binned)
  {
    throw std::invalid_argument("the delays " + std::to_string(settings.firstDelay) + " .. " + std::to_string(last) +
                                " do not fit into " + std::to_string(binned) + " frames (" + std::to_string(frames) +
                                " recorded, binned by " + std::to_string(settings.timeBin) +
                                "): give 1 <= first <= last < number of frames");
  }
  std::vector<Eigen::Index> delays(last - settings.firstDelay + 1);
  std::iota(delays.begin(), delays.end(), static_cast<Eigen::Index>(settings.firstDelay));
  return delays;
}

/** \brief What all scan points share: the delays and the fits, made once for all threads. */
struct StructureDynamicsFits
{
  std::vector<Eigen::Index>        delays; ///< in binned frames
  GeneralisedKWWFit                whole;  ///< of g(t)
  AgeWindows                       ages;
  std::optional<GeneralisedKWWFit> window; ///< of g(t) in one window of ages, if that has delays enough

  /** \exception std::invalid_argument as DelaysOf() and KWWFit */
  StructureDynamicsFits(const StructureDynamicsSettings & settings, std::size_t frames, double framePeriod)
    : delays(DelaysOf(settings, frames))
    , whole(settings.estimator,
            delays,
            static_cast<Eigen::Index>(frames / settings.timeBin),
            static_cast<double>(settings.timeBin) * framePeriod,
            FitSettings(settings, frames, framePeriod))
    , ages(delays, static_cast<Eigen::Index>(frames / settings.timeBin))
  {
    if (static_cast<Eigen::Index>(ages.delays.size()) >= whole.GetOrdinary().GetMinimumNumberOfDelays())
    {
      window.emplace(settings.estimator,
                     ages.delays,
                     ages.frames,
                     static_cast<double>(settings.timeBin) * framePeriod,
                     FitSettings(settings, frames, framePeriod));
    }
  }

private:
  static KWWFitSettings
  FitSettings(const StructureDynamicsSettings & settings, std::size_t frames, double framePeriod)
  {
    KWWFitSettings fit = settings.fit;
    fit.recordLength = static_cast<double>(frames) * framePeriod;
    fit.framePeriod = static_cast<double>(settings.timeBin) * framePeriod;
    return fit;
  }
};

} // namespace stem5d

#endif

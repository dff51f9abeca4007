/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AnnulusSeries_h
#define AnnulusSeries_h

#include "AxisBinning.h"
#include "DetectorGrid.h"
#include "DiffractionBlur.h"
#include "RadialMask.h"

namespace stem5d
{

/** \brief The series of an annulus in one part of the detector: blurred over the good pixels of that part alone. */
class AnnulusSeries
{
public:
  /** \param pixels, bad of the patterns on \a grid \param blurSigma in the unit of Q \param frames of the series */
  AnnulusSeries(const RingPixels &            pixels,
                const DetectorGrid &          grid,
                double                        blurSigma,
                const Pattern<std::uint8_t> & bad,
                std::size_t                   frames)
    : m_Pixels(pixels)
    , m_Blur(grid.size[1], grid.size[0], blurSigma / grid.spacing[0], blurSigma / grid.spacing[1], bad, pixels.offsets)
    , m_Intensity(frames, pixels.NumberOfPixels())
  {}

  void
  SetPattern(Eigen::Index frame, const Pattern<float> & pattern)
  {
    m_Blur(pattern, m_Intensity.row(frame).array());
  }

  const Series<float> &
  Intensity() const
  {
    return m_Intensity;
  }
  const RingPixels &
  Pixels() const
  {
    return m_Pixels;
  }

private:
  RingPixels             m_Pixels;
  DiffractionBlur<float> m_Blur;
  Series<float>          m_Intensity;
};

/** How recorded patterns become the series of an annulus. */
struct PreparationSettings
{
  std::size_t detectorBin = 1;   ///< pixels of kx and ky that are summed
  std::size_t timeBin = 2;       ///< frames that are summed
  double      blurSigma = 0.464; ///< standard deviation in the unit of Q; 0 does not blur
};

/** \brief The series of an annulus from recorded patterns: detector binning, time binning, blur (Nakazawa et al. 2024,
 * supplement, "Measurement of relaxation time"). Frames that fill no whole time bin are left out.
 *
 * An object holds the work space; each thread has its own. */
template <typename TPixel>
class PreparedSeries
{
public:
  /** \param recorded, frames of the recorded patterns \param pixels, bad on the binned detector */
  PreparedSeries(const PreparationSettings &   settings,
                 const DetectorGrid &          recorded,
                 std::size_t                   frames,
                 const RingPixels &            pixels,
                 const Pattern<std::uint8_t> & bad)
    : m_Settings(settings)
    , m_Recorded(recorded)
    , m_Annulus(pixels, recorded.Binned(settings.detectorBin), settings.blurSigma, bad, frames / settings.timeBin)
    , m_Sum(recorded.size[1] / settings.detectorBin, recorded.size[0] / settings.detectorBin)
  {}

  /** \param patternOf gives the first pixel of the pattern of a frame \return (binned) frames x pixels */
  template <typename TPatternOf>
  const Series<float> &
  operator()(const TPatternOf & patternOf)
  {
    const auto timeBin = static_cast<Eigen::Index>(m_Settings.timeBin);
    for (Eigen::Index bin = 0; bin < m_Annulus.Intensity().rows(); ++bin)
    {
      m_Sum.setZero();
      for (Eigen::Index frame = bin * timeBin; frame < (bin + 1) * timeBin; ++frame)
      {
        AccumulateBinned<ConstPatternMap<TPixel>, float>(
          ConstPatternMap<TPixel>(patternOf(frame), m_Recorded.size[1], m_Recorded.size[0]),
          m_Settings.detectorBin,
          m_Settings.detectorBin,
          m_Sum);
      }
      m_Annulus.SetPattern(bin, m_Sum);
    }
    return m_Annulus.Intensity();
  }

private:
  PreparationSettings m_Settings;
  DetectorGrid        m_Recorded;
  AnnulusSeries       m_Annulus;
  Pattern<float>      m_Sum;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkSpeckleSeriesImageSource_h
#define itkSpeckleSeriesImageSource_h

#include "ElectronDetector.h"
#include "SpecklePattern.h"
#include "itkSpeckleSource.h"

namespace itk
{

/** \class SpeckleSeriesImageSource
 * \brief Simulates a series of diffraction patterns with exactly known dynamics and contrast.
 *
 * The sample is a sheet of complex Gaussian scatterers c(x, t) that relax as
 * \f[ \langle c(x, t_1) c^*(x, t_2) \rangle = \exp\left(-(|t_1 - t_2| / \tau(x))^{\gamma(x)}\right). \f] A probe
 * \f$ P = 2 J_1(u) / u \f$, \f$ u = 2 \pi a |x - r| \f$, makes the speckle \f$ |E|^2 \f$ of
 * \f[ E(Q; r, t) = \sum_x c(x, t) P(x - r) e^{-2 \pi i Q x} \f] (the mean over M modes, if there are), and the expected
 * intensity is \f$ halo(|Q|) (b + (1 - b) |E|^2) \f$ with \f$ b = 1 - \sqrt{M V(r)} \f$. So at each scan point, with
 * sample dynamics that are uniform under the probe,
 * \f[ g_2(t) - 1 = V \exp(-2 (t / \tau)^\gamma), \f] the width of a speckle is that of the probe's transfer function,
 * and the fields of two scan points correlate as \f$ 2 J_1(u) / u \f$ at their distance, for they share scatterers. The
 * detector then counts electrons: see stem5d::ElectronDetector.
 *
 * A pixel is the intensity at its centre; to integrate over it, simulate smaller ones and bin. Patterns repeat beyond
 * the detector: speckles leave it on one side and enter on the other.
 *
 * Random numbers are drawn by counter: the numbers of scatterers belong to their site, those of the detection to scan
 * point and frame (the choice of the recorded pixels changes them). Any requested region has the bytes that it has in
 * the whole, for any number of work units. A region of scan points needs the scatterers up to 6 nm (at the default
 * aperture) around it, for the frames requested: ask for several scan rows at a time.
 *
 * Inputs: what is known of sample and detector, see SpeckleSource. A site of the sample has the dynamics of the nearest
 * scan point. SpeckleTruthImageSource gives what a probe averages of them. Output: N-D series (kx, ky, scan..., t), in
 * 1/nm, nm and s from 0, the diffraction centre at (0, 0) but for calibrationError.
 *
 * \exception ExceptionObject see SpeckleSource.
 *
 * \tparam TOutputImage image of N = 4 (line scan) or 5 (area scan) dimensions; integer pixels saturate
 * \sa SpeckleTruthImageSource, stem5d::SpeckleSeriesSettings
 * \ingroup STEM5DSimulation
 */
template <typename TOutputImage>
class ITK_TEMPLATE_EXPORT SpeckleSeriesImageSource
  : public SpeckleSource<TOutputImage, TOutputImage::ImageDimension - 3>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(SpeckleSeriesImageSource);

  using Self = SpeckleSeriesImageSource;
  using Superclass = SpeckleSource<TOutputImage, TOutputImage::ImageDimension - 3>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using ScanRegionType = typename Superclass::ScanRegionType;
  using ScanIndexType = typename Superclass::ScanIndexType;
  using PixelType = typename TOutputImage::PixelType;

  static constexpr unsigned int ImageDimension = TOutputImage::ImageDimension;
  static constexpr unsigned int ScanAxis = 2;
  static constexpr unsigned int TimeAxis = ImageDimension - 1;

  itkNewMacro(Self);
  itkTypeMacro(SpeckleSeriesImageSource, SpeckleSource);

protected:
  SpeckleSeriesImageSource() = default;
  ~SpeckleSeriesImageSource() override = default;

  void
  GenerateOutputInformation() override;

  void
  EnlargeOutputRequestedRegion(DataObject * output) override;

  void
  GenerateData() override;

private:
  /** The scatterers that the requested scan points and frames need. */
  stem5d::ScattererSheet
  GenerateScatterers(const stem5d::SampleLattice & lattice, const stem5d::SampleMaps & maps);

  /** Simulates and records the requested frames of scan points; called from several threads. */
  void
  SimulateScanRegion(const ScanRegionType &           scan,
                     const stem5d::SampleMaps &       maps,
                     stem5d::SpecklePattern &         speckle,
                     const stem5d::ElectronDetector & detector);

  ScanRegionType
  RequestedScan() const;
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkSpeckleSeriesImageSource.hxx"
#endif

#endif

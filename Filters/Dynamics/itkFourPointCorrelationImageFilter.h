/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkFourPointCorrelationImageFilter_h
#define itkFourPointCorrelationImageFilter_h

#include "AnnulusSeries.h"
#include "FourPointScan.h"
#include "itkImageSink.h"
#include "itkPatternAccess.h"

#include <memory>
#include <optional>

namespace itk
{

/** \class FourPointCorrelationImageFilter
 * \brief Four-point (and two-point) correlation of the intensity of an annulus over displacements and delays.
 *
 * \f[ G_4(\Delta r, \Delta t) = \frac{\langle I(r, t) I(r + \Delta r, t) I(r, t + \Delta t) I(r + \Delta r, t + \Delta
 * t) \rangle_{k,r,t}}{\langle I(r, t) \rangle_k \langle I(r + \Delta r, t) \rangle_k \langle I(r, t + \Delta t)
 * \rangle_k \langle I(r + \Delta r, t + \Delta t) \rangle_k}, \quad G_2 = \frac{\langle I(r, t) I(r + \Delta r, t +
 * \Delta t) \rangle_{k,r,t}}{\langle I(r, t) \rangle_k \langle I(r + \Delta r, t + \Delta t) \rangle_k} \f] for all
 * displacements up to a length and all delays up to half of the record, G_2 as the mean of both orders in time, over
 * the labelled pixels k of patterns that are binned, time-binned and blurred. The ratio is taken in every frame, before
 * the mean.
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024, supplement, "Characteristic length".
 *
 * Inputs: 4-D or 5-D series (kx, ky, x[, y], t) with identity direction; Labels, 2-D, on the binned detector, 0 outside
 * of the annulus and at bad pixels; optionally BadPixels, 2-D, on the binned detector. Results: GetSums(), over pairs
 * of points by displacement and delay, apart for blocks of the scan, of which stem5d::AverageFourPoint() and
 * AverageTwoPoint() make correlations with errors; and images of G4 and G2 over (dx, dy, dt) in nm and s, NaN where
 * there is no pair. Points with a frame without intensity or a NaN are left out.
 *
 * It is a sink that streams: the series is asked for in pieces of at most PointsPerPiece scan points (0, the default,
 * for one scan row), with all frames; the annulus of as many rows is held as the longest displacement reaches, twice.
 * Results do not depend on the pieces or on the number of threads.
 *
 * \exception ExceptionObject for inputs that do not lie on the (binned) detector, no labelled pixel, settings that do
 * not fit the series.
 *
 * \sa stem5d::FourPointScan, stem5d::SeparableCorrelationFit
 * \ingroup STEM5DDynamics
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT FourPointCorrelationImageFilter : public ImageSink<TInputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(FourPointCorrelationImageFilter);

  using Self = FourPointCorrelationImageFilter;
  using Superclass = ImageSink<TInputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;
  using InputPixelType = typename TInputImage::PixelType;
  using InputImageRegionType = typename TInputImage::RegionType;
  using CorrelationImageType = Image<float, 3>;

  static constexpr unsigned int TimeAxis = TInputImage::ImageDimension - 1;
  static constexpr unsigned int ScanDimension = TInputImage::ImageDimension - 3;
  static_assert(ScanDimension == 1 || ScanDimension == 2, "points of a line or an area are correlated");
  using ScanRegionType = ImageRegion<ScanDimension>;

  itkNewMacro(Self);
  itkTypeMacro(FourPointCorrelationImageFilter, ImageSink);

  itkSetInputMacro(Labels, DetectorLabelImageType);
  itkGetInputMacro(Labels, DetectorLabelImageType);
  itkSetInputMacro(BadPixels, BadPixelImageType);
  itkGetInputMacro(BadPixels, BadPixelImageType);

  /** Binning and blur before the correlation. */
  void
  SetPreparation(const stem5d::PreparationSettings & preparation)
  {
    m_Preparation = preparation;
    this->Modified();
  }

  /** Displacements, delays and blocks. */
  void
  SetSettings(const stem5d::FourPointSettings & settings)
  {
    m_Settings = settings;
    this->Modified();
  }

  /** The part of the scan that is correlated; all of it by default. */
  void
  SetScanRegion(const ScanRegionType & region)
  {
    m_ScanRegion = region;
    this->Modified();
  }

  itkSetMacro(PointsPerPiece, SizeValueType);
  itkGetConstMacro(PointsPerPiece, SizeValueType);

  /** What is correlated, of the input as it is described. */
  stem5d::FourPointSize
  GetSize() const;

  /** After Update(). */
  const stem5d::PairCorrelationSums &
  GetSums() const
  {
    return m_Sums;
  }

  /** Delays of the columns of the sums, in s, from 0 on, of the input as it is described.
   * \exception std::invalid_argument for settings that do not fit it */
  std::vector<double>
  GetDelays() const;

  /** G4 and G2 over displacements and delays. \exception itk::ExceptionObject before Update() */
  CorrelationImageType::Pointer
  MakeFourPointImage() const
  {
    return this->MakeImage(&stem5d::PairSums::FourPoint);
  }
  CorrelationImageType::Pointer
  MakeTwoPointImage() const
  {
    return this->MakeImage(&stem5d::PairSums::TwoPoint);
  }

protected:
  FourPointCorrelationImageFilter();
  ~FourPointCorrelationImageFilter() override = default;

  void
  VerifyInputInformation() ITKv5_CONST override;

  unsigned int
  GetNumberOfInputRequestedRegions() override;

  void
  GenerateNthInputRequestedRegion(unsigned int number) override;

  void
  BeforeStreamedGenerateData() override;

  void
  StreamedGenerateData(unsigned int number) override;

  void
  AfterStreamedGenerateData() override;

  void
  ThreadedStreamedGenerateData(const InputImageRegionType &) override
  {}

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  using PreparedSeriesType = stem5d::PreparedSeries<InputPixelType>;

  ScanRegionType
  GetScanRegion() const;

  ScanRegionType
  PieceOf(unsigned int number) const;

  void
  Parallelize(Eigen::Index count, const std::function<void(Eigen::Index)> & task);

  CorrelationImageType::Pointer
  MakeImage(Eigen::ArrayXXd (stem5d::PairSums::*correlationOf)() const) const;

  stem5d::PreparationSettings                      m_Preparation;
  stem5d::FourPointSettings                        m_Settings;
  std::optional<ScanRegionType>                    m_ScanRegion;
  SizeValueType                                    m_PointsPerPiece{ 0 };
  stem5d::RingPixels                               m_Pixels;
  std::vector<std::unique_ptr<PreparedSeriesType>> m_Prepared; ///< one for each work unit
  std::unique_ptr<stem5d::FourPointScan>           m_Scan;
  stem5d::PairCorrelationSums                      m_Sums;
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkFourPointCorrelationImageFilter.hxx"
#endif

#endif

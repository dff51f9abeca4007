/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkRadialMaskImageSource_h
#define itkRadialMaskImageSource_h

#include "RadialMask.h"
#include "itkImageSource.h"
#include "itkPatternAccess.h"

namespace itk
{

/** \class RadialMaskImageSource
 * \brief Labels the detector pixels by annulus of |Q|.
 *
 * A pixel has the label n of the first annulus that contains its centre, \f[ Q_{min,n} \le |Q| \le Q_{max,n} \f] (both
 * ends included), and 0 outside of all annuli, outside of the azimuth sectors, and at bad pixels. With an ellipse, |Q|
 * is taken after the ellipse is made round at equal area.
 *
 * Source: Nakazawa et al., NPG Asia Materials 2024, supplement (annuli 4.2 - 4.6 and 3.0 - 5.8 1/nm).
 *
 * Input: optionally BadPixels, 2-D, non-zero at the beam stop and bad pixels, on the same pixels.
 * Output: 2-D labels on the pixels of the grid, spacing and origin in the unit of Q.
 *
 * Parameters: Grid, required (SetGridFrom() copies it from a series); Annuli, required, in the unit of Q;
 * DistortionEllipse, default round; Sectors, default the full circle.
 *
 * \exception ExceptionObject when the grid is empty, an annulus is not 0 <= low < high, no annulus holds a usable
 * pixel, the axis ratio is not positive, or BadPixels lies on other pixels.
 *
 * \sa stem5d::RadialMask, stem5d::DivideIntoRings
 * \ingroup STEM5DPreparation
 */
class RadialMaskImageSource : public ImageSource<DetectorLabelImageType>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(RadialMaskImageSource);

  using Self = RadialMaskImageSource;
  using Superclass = ImageSource<DetectorLabelImageType>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkTypeMacro(RadialMaskImageSource, ImageSource);

  /** The detector pixels. */
  void
  SetGrid(const stem5d::DetectorGrid & grid)
  {
    m_Grid = grid;
    this->Modified();
  }
  itkGetConstReferenceMacro(Grid, stem5d::DetectorGrid);

  /** Copies the detector pixels of a series, whose information must be up to date. */
  template <typename TImageBase>
  void
  SetGridFrom(const TImageBase * series)
  {
    this->SetGrid(stem5d::DetectorGridOf(*series));
  }

  /** The annuli, first label first. */
  void
  SetAnnuli(const std::vector<stem5d::Annulus> & annuli)
  {
    m_Annuli = annuli;
    this->Modified();
  }
  const std::vector<stem5d::Annulus> &
  GetAnnuli() const
  {
    return m_Annuli;
  }

  /** The elliptical distortion of the halo. */
  void
  SetDistortionEllipse(const stem5d::Ellipse & ellipse)
  {
    m_DistortionEllipse = ellipse;
    this->Modified();
  }
  itkGetConstReferenceMacro(DistortionEllipse, stem5d::Ellipse);

  /** The azimuth sectors; none means the full circle. */
  void
  SetSectors(const std::vector<stem5d::AzimuthSector> & sectors)
  {
    m_Sectors = sectors;
    this->Modified();
  }
  const std::vector<stem5d::AzimuthSector> &
  GetSectors() const
  {
    return m_Sectors;
  }

  itkSetInputMacro(BadPixels, BadPixelImageType);
  itkGetInputMacro(BadPixels, BadPixelImageType);

protected:
  RadialMaskImageSource() = default;
  ~RadialMaskImageSource() override = default;

  void
  VerifyPreconditions() ITKv5_CONST override
  {
    Superclass::VerifyPreconditions();
    if (m_Grid.NumberOfPixels() == 0)
    {
      itkExceptionMacro("the grid has no pixels (" << m_Grid << "): call SetGrid or SetGridFrom");
    }
    if (m_Annuli.empty() || m_Annuli.size() > NumericTraits<DetectorLabelImageType::PixelType>::max())
    {
      itkExceptionMacro(<< m_Annuli.size() << " annuli are given: give 1 to "
                        << NumericTraits<DetectorLabelImageType::PixelType>::max());
    }
    for (const stem5d::Annulus & annulus : m_Annuli)
    {
      if (!(annulus.low >= 0.0 && annulus.low < annulus.high))
      {
        itkExceptionMacro("the annulus " << annulus.low << " - " << annulus.high
                                         << " is not a range of |Q|: give 0 <= low < high");
      }
    }
    if (!(m_DistortionEllipse.axisRatio > 0.0))
    {
      itkExceptionMacro("the axis ratio of the ellipse is " << m_DistortionEllipse.axisRatio
                                                            << ": it must be positive");
    }
  }

  void
  GenerateOutputInformation() override
  {
    DetectorLabelImageType *          output = this->GetOutput();
    DetectorLabelImageType::SizeType  size = { { m_Grid.size[0], m_Grid.size[1] } };
    DetectorLabelImageType::PointType origin;
    origin[0] = m_Grid.first[0];
    origin[1] = m_Grid.first[1];
    output->SetLargestPossibleRegion(size);
    output->SetSpacing(m_Grid.spacing.data());
    output->SetOrigin(origin);
  }

  void
  GenerateInputRequestedRegion() override
  {
    ProcessObject::GenerateInputRequestedRegion();
  }

  void
  EnlargeOutputRequestedRegion(DataObject * output) override
  {
    output->SetRequestedRegionToLargestPossibleRegion();
  }

  void
  GenerateData() override
  {
    this->AllocateOutputs();
    stem5d::Pattern<unsigned char> bad;
    if (const BadPixelImageType * badPixels = this->GetBadPixels())
    {
      const stem5d::DetectorGrid own = stem5d::DetectorGridOf(*badPixels);
      if (!own.IsCongruent(m_Grid))
      {
        itkExceptionMacro("input BadPixels has " << own << " but the detector has " << m_Grid
                                                 << ": give a mask on the pixels of the detector");
      }
      bad = CopyPattern(*badPixels);
    }
    const auto labels = stem5d::RadialMask(m_Grid, m_Annuli, m_DistortionEllipse, m_Sectors, bad);
    this->VerifyNotEmpty(labels);
    std::copy_n(labels.data(), labels.size(), this->GetOutput()->GetBufferPointer());
  }

  void
  PrintSelf(std::ostream & os, Indent indent) const override
  {
    Superclass::PrintSelf(os, indent);
    os << indent << "Grid: " << m_Grid << '\n';
    for (const stem5d::Annulus & annulus : m_Annuli)
    {
      os << indent << "Annulus: " << annulus.low << " - " << annulus.high << '\n';
    }
    os << indent << "DistortionEllipse: axis ratio " << m_DistortionEllipse.axisRatio << ", major axis at "
       << m_DistortionEllipse.majorAxisAngle << " rad\n";
    for (const stem5d::AzimuthSector & sector : m_Sectors)
    {
      os << indent << "Sector: " << sector.low << " - " << sector.high << " rad\n";
    }
  }

private:
  /** Single rings of a divided annulus may be empty; all of them may not. */
  void
  VerifyNotEmpty(const stem5d::Pattern<std::uint16_t> & labels) const
  {
    if ((labels == 0).all())
    {
      const auto reach = [this](unsigned int axis) {
        return std::max(std::abs(m_Grid.Coordinate(axis, 0)), std::abs(m_Grid.Coordinate(axis, m_Grid.size[axis] - 1)));
      };
      itkExceptionMacro("the annulus " << m_Annuli.front().low << " - " << m_Annuli.back().high
                                       << " holds no usable pixel: the detector reaches |Q| = "
                                       << std::hypot(reach(0), reach(1)) << " in its corner, with pixels of "
                                       << m_Grid.spacing[0]
                                       << "; give an annulus inside of it, wider than a pixel and not masked");
    }
  }

  stem5d::DetectorGrid               m_Grid;
  std::vector<stem5d::Annulus>       m_Annuli;
  stem5d::Ellipse                    m_DistortionEllipse;
  std::vector<stem5d::AzimuthSector> m_Sectors;
};

} // namespace itk

#endif

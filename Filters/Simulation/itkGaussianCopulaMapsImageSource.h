/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkGaussianCopulaMapsImageSource_h
#define itkGaussianCopulaMapsImageSource_h

#include "GaussianCopulaMaps.h"
#include "itkImage.h"
#include "itkImageSource.h"

#include <stdexcept>

namespace itk
{

/** \class GaussianCopulaMapsImageSource
 * \brief Maps of relaxation time and contrast of a heterogeneous sample, with a prescribed rank correlation.
 *
 * Two smoothed Gaussian fields of correlation \f$ r = 2 \sin(\pi \rho_S / 6) \f$ are made ln tau and V: see
 * stem5d::GaussianCopulaMaps.
 *
 * Outputs, 2-D over the scan with its step in nm from 0, always whole: relaxation time in s, and contrast V.
 *
 * Parameters: Settings, see stem5d::GaussianCopulaSettings.
 *
 * \exception ExceptionObject when a parameter is impossible.
 *
 * \sa SpeckleSeriesImageSource
 * \ingroup STEM5DSimulation
 */
class GaussianCopulaMapsImageSource : public ImageSource<Image<float, 2>>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(GaussianCopulaMapsImageSource);

  using Self = GaussianCopulaMapsImageSource;
  using MapType = Image<float, 2>;
  using Superclass = ImageSource<MapType>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkTypeMacro(GaussianCopulaMapsImageSource, ImageSource);

  void
  SetSettings(const stem5d::GaussianCopulaSettings & settings)
  {
    m_Settings = settings;
    this->Modified();
  }
  itkGetConstReferenceMacro(Settings, stem5d::GaussianCopulaSettings);

  MapType *
  GetRelaxationTimeOutput()
  {
    return this->GetOutput(0);
  }
  MapType *
  GetContrastOutput()
  {
    return this->GetOutput(1);
  }

protected:
  GaussianCopulaMapsImageSource()
  {
    this->SetNumberOfRequiredOutputs(2);
    this->SetNthOutput(1, this->MakeOutput(1));
  }
  ~GaussianCopulaMapsImageSource() override = default;

  void
  VerifyPreconditions() ITKv5_CONST override
  {
    Superclass::VerifyPreconditions();
    try
    {
      stem5d::Verify(m_Settings);
    }
    catch (const std::invalid_argument & refusal)
    {
      itkExceptionMacro(<< refusal.what());
    }
  }

  void
  GenerateOutputInformation() override
  {
    MapType::SizeType    size = { { m_Settings.size[0], m_Settings.size[1] } };
    MapType::SpacingType spacing(m_Settings.step);
    for (unsigned int output = 0; output < 2; ++output)
    {
      this->GetOutput(output)->SetLargestPossibleRegion(size);
      this->GetOutput(output)->SetSpacing(spacing);
    }
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
    const stem5d::HeterogeneousMaps maps = stem5d::GaussianCopulaMaps(m_Settings);
    std::copy_n(
      maps.relaxationTime.data(), maps.relaxationTime.size(), this->GetRelaxationTimeOutput()->GetBufferPointer());
    std::copy_n(maps.contrast.data(), maps.contrast.size(), this->GetContrastOutput()->GetBufferPointer());
  }

  void
  PrintSelf(std::ostream & os, Indent indent) const override
  {
    Superclass::PrintSelf(os, indent);
    os << indent << "Settings:\n" << m_Settings;
  }

private:
  stem5d::GaussianCopulaSettings m_Settings;
};

} // namespace itk

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkReadAheadImageSource_h
#define itkReadAheadImageSource_h

#include "itkSeriesImageIO.h"

#include <itkImageSource.h>

#include <future>
#include <vector>

namespace itk
{

/** \class ReadAheadImageSource
 * \brief Reads a series, the next region in a thread of its own while the present one is used.
 *
 * As itk::ImageFileReader of the same SeriesImageIO, but told beforehand which regions will be asked for: as soon as
 * one of them is handed out, reading of the one that follows it in the plan begins. Any other region may be asked for
 * and is then waited for. What comes out is the same with every plan.
 *
 * Two buffers of the size of the largest region are held and used in turn, so that no memory is obtained for a region
 * but the first two. The output's buffer is therefore read into anew as soon as the region after the next one is begun:
 * copy what is to be kept.
 *
 * Inputs: ImageIO, its information read. It belongs to this source from the first update on, the plan too.
 *
 * \exception ExceptionObject where the image's dimension or pixel type is not that of the ImageIO. What the ImageIO
 * throws reaches the update that asked for the region.
 *
 * \tparam TOutputImage image of the ImageIO's dimension and component type
 * \sa SeriesImageIO
 * \ingroup STEM5DIO
 */
template <typename TOutputImage>
class ITK_TEMPLATE_EXPORT ReadAheadImageSource : public ImageSource<TOutputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(ReadAheadImageSource);

  using Self = ReadAheadImageSource;
  using Superclass = ImageSource<TOutputImage>;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkTypeMacro(ReadAheadImageSource, ImageSource);

  using RegionType = typename TOutputImage::RegionType;
  static constexpr unsigned int ImageDimension = TOutputImage::ImageDimension;

  itkSetObjectMacro(ImageIO, SeriesImageIO);
  itkGetModifiableObjectMacro(ImageIO, SeriesImageIO);

  /** The regions that will be asked for, in this order. Default: none, nothing is read ahead. */
  void
  SetPlannedRegions(std::vector<RegionType> regions)
  {
    m_PlannedRegions = std::move(regions);
  }
  const std::vector<RegionType> &
  GetPlannedRegions() const
  {
    return m_PlannedRegions;
  }

protected:
  ReadAheadImageSource() = default;
  ~ReadAheadImageSource() override = default; // m_Reading waits for its thread

  void
  VerifyPreconditions() ITKv5_CONST override;

  void
  GenerateOutputInformation() override;

  void
  GenerateData() override;

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  using BufferType = typename TOutputImage::PixelContainer;

  /** Begins to read a region into the spare buffer. */
  void
  StartReading(const RegionType & region);

  SeriesImageIO::Pointer       m_ImageIO;
  std::vector<RegionType>      m_PlannedRegions;
  typename BufferType::Pointer m_Spare = BufferType::New();
  RegionType                   m_RegionBeingRead;
  std::future<void>            m_Reading; // the last member: its thread uses the others
};

} // namespace itk

#ifndef ITK_MANUAL_INSTANTIATION
#  include "itkReadAheadImageSource.hxx"
#endif

#endif

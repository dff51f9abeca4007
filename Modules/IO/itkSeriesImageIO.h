/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkSeriesImageIO_h
#define itkSeriesImageIO_h

#include "Axis.h"
#include "SeriesDescription.h"

#include <itkImageIOBase.h>

#include <memory>
#include <string>
#include <vector>

namespace itk
{
/** \class SeriesImageIO
 * \brief Reads time-resolved diffraction series (4D-STEM, 5D-STEM, XPCS) from EMD 0.x and other HDF5 files.
 *
 * File names are `file.emd`, `file.h5` or `file.h5:/path/to/dataset`; stem5d::DescribeSeries says what is found under
 * them. The image has the axes (kx, ky, scan..., t), kx fastest, with spacings in 1/nm (or the file's own reciprocal
 * unit), nm and s, and the diffraction centre at physical (0, 0); the direction is the identity. Pixels are scalars of
 * the file's own component type, in the machine's byte order.
 *
 * Any box is read by itself, straight into the caller's buffer, so that itk::ImageFileReader streams over any axis. The
 * file stays open from ReadImageInformation on. All instances share one lock: HDF5 is called by one thread at a time.
 * Contiguous data are read past it, compressed chunks unpacked by several threads (stem5d::BoxReader).
 *
 * Set options before the first update of the reader that uses them.
 *
 * \exception stem5d::FileError from ReadImageInformation where a piece of the description is missing, naming all of
 * them and the options that supply them; from Read where the box is not of the series' rank (surplus axes of size 1 are
 * accepted) or the data cannot be read.
 *
 * \sa stem5d::DescribeSeries SeriesImageIOFactory
 * \ingroup IOFilters STEM5DIO
 */
class SeriesImageIO : public ImageIOBase
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(SeriesImageIO);

  using Self = SeriesImageIO;
  using Superclass = ImageIOBase;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkSimpleNewMacro(Self); // itkNewMacro of ITK 5.2 ends in one semicolon too many for -Wpedantic
  itkCreateAnotherMacro(Self);
  itkTypeMacro(SeriesImageIO, ImageIOBase);

  /** What the user says about the file. Default: nothing. */
  void
  SetOptions(const stem5d::SeriesOptions & options);
  const stem5d::SeriesOptions &
  GetOptions() const
  {
    return m_Options;
  }

  /** Number of axes to present, the last being t: axes of one element are added for a missing t and missing scan axes,
   *  and scan axes of one element are left out where there are too many. 3 to 6; default 0, the axes of the file. */
  itkSetMacro(SeriesDimension, unsigned int);
  itkGetConstMacro(SeriesDimension, unsigned int);

  /** Present every component type other than uint8, uint16 and float as float, converted while reading: the pipeline
   *  then needs no second copy. Default: off. */
  itkSetMacro(ConvertToFloat, bool);
  itkGetConstMacro(ConvertToFloat, bool);
  itkBooleanMacro(ConvertToFloat);

  /** Present only \a count frames from \a first on, as if the others were not in the file; a count of 0 means all to
   * the end. Default: all. */
  void
  SetFrames(std::size_t first, std::size_t count)
  {
    m_FirstFrame = first;
    m_NumberOfFrames = count;
    this->Modified();
  }

  /** Threads that unpack compressed chunks. Default: ITK's, one for each processor. */
  itkSetMacro(NumberOfThreads, unsigned int);
  itkGetConstMacro(NumberOfThreads, unsigned int);

  /** Bytes that Read() needs beside the buffer, as far as they are known; valid after ReadImageInformation. */
  std::size_t
  GetWorkBytes() const;

  /** The series as it is in the file; valid after ReadImageInformation. */
  const stem5d::SeriesDescription &
  GetDescription() const
  {
    return m_Description;
  }

  /** The axes of the image; valid after ReadImageInformation. */
  std::vector<stem5d::Axis>
  GetAxes() const;

  /** Every rank that a series can have. */
  bool
  SupportsDimension(unsigned long dimension) override
  {
    return dimension >= 3 && dimension <= 6;
  }

  bool
  CanReadFile(const char * fileName) override;

  bool
  CanStreamRead() override
  {
    return true;
  }

  void
  ReadImageInformation() override;

  void
  Read(void * buffer) override;

  /** The requested region itself. */
  ImageIORegion
  GenerateStreamableReadRegionFromRequestedRegion(const ImageIORegion & requested) const override
  {
    return requested;
  }

  bool
  CanWriteFile(const char *) override
  {
    return false;
  }

  /** \exception ExceptionObject always. */
  void
  WriteImageInformation() override;

  /** \exception ExceptionObject always. */
  void
  Write(const void * buffer) override;

protected:
  SeriesImageIO();
  ~SeriesImageIO() override;

  void
  PrintSelf(std::ostream & os, Indent indent) const override;

private:
  struct Source;

  void
  ChoosePresentedAxes();

  void
  CheckFrames() const;

  void
  CheckRegion() const;

  std::string
  GetShapeAsString() const;

  stem5d::SeriesOptions     m_Options;
  unsigned int              m_SeriesDimension{ 0 };
  bool                      m_ConvertToFloat{ false };
  unsigned int              m_NumberOfThreads;
  std::size_t               m_FirstFrame{ 0 };
  std::size_t               m_NumberOfFrames{ 0 };
  stem5d::SeriesDescription m_Description;
  std::vector<int>          m_PresentedAxes; // position in m_Description.axes, or -1 for an added axis
  std::unique_ptr<Source>   m_Source;
};
} // namespace itk

#endif

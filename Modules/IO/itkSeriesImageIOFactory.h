/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkSeriesImageIOFactory_h
#define itkSeriesImageIOFactory_h

#include <itkObjectFactoryBase.h>

namespace itk
{
/** \class SeriesImageIOFactory
 * \brief Makes SeriesImageIO known to itk::ImageFileReader.
 *
 * \sa SeriesImageIO
 * \ingroup IOFilters STEM5DIO
 */
class SeriesImageIOFactory : public ObjectFactoryBase
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(SeriesImageIOFactory);

  using Self = SeriesImageIOFactory;
  using Superclass = ObjectFactoryBase;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkFactorylessNewMacro(Self);
  itkTypeMacro(SeriesImageIOFactory, ObjectFactoryBase);

  /** Register one factory of this type; further calls do nothing. */
  static void
  RegisterOneFactory();

  const char *
  GetITKSourceVersion() const override;

  const char *
  GetDescription() const override;

protected:
  SeriesImageIOFactory();
  ~SeriesImageIOFactory() override = default;
};
} // namespace itk

#endif

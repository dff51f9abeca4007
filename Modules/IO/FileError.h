/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FileError_h
#define FileError_h

#include <itkMacro.h>

#include <string>

namespace stem5d
{
/** \class FileError
 * \brief A file cannot be read, interpreted or written.
 *
 * The description, which what() repeats, is written for the user: what was found, why it is wrong, what to do.
 *
 * \ingroup STEM5DIO
 */
class FileError : public itk::ExceptionObject
{
public:
  explicit FileError(const std::string & message)
    : ExceptionObject(std::string(), 0, message)
  {}

  itkTypeMacro(FileError, ExceptionObject);

  const char *
  what() const noexcept override
  {
    return this->GetDescription();
  }
};
} // namespace stem5d

#endif

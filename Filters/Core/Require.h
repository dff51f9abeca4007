/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Require_h
#define Require_h

#include <sstream>
#include <stdexcept>

namespace stem5d
{

/** \brief Throws std::invalid_argument if not `holds`, with the name, the value and what to do. */
template <typename TValue>
void
Require(bool holds, const char * name, const TValue & value, const char * remedy)
{
  if (!holds)
  {
    std::ostringstream message;
    message << name << " is " << value << ": " << remedy;
    throw std::invalid_argument(message.str());
  }
}

} // namespace stem5d

#endif

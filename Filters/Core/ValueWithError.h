/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef ValueWithError_h
#define ValueWithError_h

#include <limits>

namespace stem5d
{

/** A value and its standard error. */
struct ValueWithError
{
  double value = std::numeric_limits<double>::quiet_NaN();
  double error = std::numeric_limits<double>::quiet_NaN();
};

} // namespace stem5d

#endif

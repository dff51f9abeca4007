/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Colour_h
#define Colour_h

namespace stem5d
{

/** A colour of the standard RGB space. */
struct Colour
{
  unsigned char red;
  unsigned char green;
  unsigned char blue;
};

constexpr Colour Black{ 0, 0, 0 };
constexpr Colour Grey{ 153, 153, 153 };

/** Colours that colour-blind readers can tell apart (M. Okabe and K. Ito). */
constexpr Colour Blue{ 0, 114, 178 };
constexpr Colour Vermillion{ 213, 94, 0 };
constexpr Colour SkyBlue{ 86, 180, 233 };
constexpr Colour Orange{ 230, 159, 0 };
constexpr Colour BluishGreen{ 0, 158, 115 };
constexpr Colour ReddishPurple{ 204, 121, 167 };

} // namespace stem5d

#endif

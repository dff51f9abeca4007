/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef CheckFigure_h
#define CheckFigure_h

#include "Figures.h"

namespace stem5d
{

/** \throw std::invalid_argument if the lengths of a figure's arrays disagree, or a number of it makes no sense. */
void
CheckFigure(const Figure & figure);

/** The same for every panel, of which there must be one. */
void
CheckPanels(const Panels & panels);

} // namespace stem5d

#endif

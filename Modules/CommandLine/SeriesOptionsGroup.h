/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SeriesOptionsGroup_h
#define SeriesOptionsGroup_h

#include "SeriesDescription.h"

#include <CLI/CLI.hpp>

namespace stem5d
{

/** Adds the options that say about a file what it does not say itself, shared by the commands that read one. */
void
AddSeriesOptions(CLI::App & command, SeriesOptions & options);

} // namespace stem5d

#endif

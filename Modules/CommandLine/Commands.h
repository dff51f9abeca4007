/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Commands_h
#define Commands_h

#include <CLI/CLI.hpp>

namespace stem5d
{

/** Adds `stem5d info`: what a file holds and what is missing. */
void
AddInfoCommand(CLI::App & program);

/** Adds `stem5d analyze`: maps, curves, summary and figures of one series. */
void
AddAnalyzeCommand(CLI::App & program);

/** Adds `stem5d merge`: the results of one analysis from those of its parts. */
void
AddMergeCommand(CLI::App & program);

/** Adds `stem5d figures`: the figures of results that are there. */
void
AddFiguresCommand(CLI::App & program);

/** Adds `stem5d null`: null distributions for results that are there. */
void
AddNullCommand(CLI::App & program);

/** Adds `stem5d bootstrap`: a check of the errors of results that are there. */
void
AddBootstrapCommand(CLI::App & program);

/** Adds `stem5d simulate`: a series with known truth. */
void
AddSimulateCommand(CLI::App & program);

/** Adds `stem5d study`: a temperature series, its numbers, figures and report. */
void
AddStudyCommand(CLI::App & program);

} // namespace stem5d

#endif

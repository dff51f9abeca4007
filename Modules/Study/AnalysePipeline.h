/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AnalysePipeline_h
#define AnalysePipeline_h

#include "Analysis.h"
#include "itkImage.h"
#include "itkImageSource.h"

namespace stem5d
{

/** \brief Analyses what a pipeline yields, such as a simulation, as Analyse() does a file; without the statistics of
 * the scan. \param bad bad pixels of the detector, not 0 where bad; empty for none \param blockBytes how much of the
 * series is asked for at a time, if the memory limit allows \param parameters of the analyses that it goes through
 * \exception std::invalid_argument, itk::ExceptionObject as
 * Analyse() */
std::vector<AnalysisResults>
AnalysePipeline(itk::ImageSource<itk::Image<float, 5>> * series,
                const Pattern<std::uint8_t> &            bad,
                const std::string &                      qUnit,
                std::size_t                              blockBytes,
                const std::vector<AnalysisParameters> &  parameters,
                const ProgressFunction &                 progress = {});

} // namespace stem5d

#endif

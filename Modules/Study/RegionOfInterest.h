/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef RegionOfInterest_h
#define RegionOfInterest_h

#include "Analysis.h"

namespace stem5d
{

/** \brief Maps over the scan, cut to the region of interest of an analysis; as they are where it has none.
 * \exception std::invalid_argument when it is not inside of the scan points that were analysed */
std::vector<ScanMap>
WithinRegionOfInterest(std::vector<ScanMap> maps, const AnalysisResults & results);

/** \brief Results as if only the scan points of the region of interest had been analysed: maps, status, curves and
 * the intensity of every frame. What the analysis took from the whole scan stays: error factors, gain, the fit to the
 * average g(t); the mean pattern is brought to the mean intensity of the region.
 * \exception std::invalid_argument as above */
AnalysisResults
WithinRegionOfInterest(const AnalysisResults & results);

} // namespace stem5d

#endif

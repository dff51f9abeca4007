/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SeriesPreparation_h
#define SeriesPreparation_h

#include "Analysis.h"
#include "itkPatternAccess.h"
#include "itkSeriesImageIO.h"

namespace stem5d
{

// What the analyses of a series have in common before their filter: its file, and how the parameters of an analysis
// become annuli and masks on its detector, with every default resolved.

/** \brief The file of a series, its information read. \exception FileError for one without a time axis */
itk::SeriesImageIO::Pointer
OpenSeries(const AnalysisParameters & parameters);

/** The detector bin. \exception std::invalid_argument when it exceeds the detector */
std::size_t
CheckedDetectorBin(std::size_t bin, const DetectorGrid & recorded);

/** The part of the scan to use: x0, y0, columns, rows; all of it where nothing is given.
 * \exception std::invalid_argument when it leaves the scan */
std::array<std::size_t, 4>
ResolveScanRegion(const std::optional<std::array<std::size_t, 4>> & given, const std::array<std::size_t, 2> & scanSize);

/** The annulus to use, ending at the detector's corner. A default that does not fit the file, or an annulus without any
 * pixel on the detector, is an error; one that is partly beyond the detector's edge a warning.
 * \exception std::invalid_argument for the errors */
Annulus
ResolveAnnulus(const std::optional<Annulus> & given,
               const Annulus &                preset,
               const std::string &            option,
               const std::string &            qUnit,
               const DetectorGrid &           grid,
               std::vector<std::string> &     warnings);

/** The blur to use. \exception std::invalid_argument when the default does not fit the file's unit */
double
ResolveBlur(const std::optional<double> & given, const std::string & qUnit);

/** Bad pixels as an image on the detector. */
itk::BadPixelImageType::Pointer
MakeBadPixelImage(const Pattern<std::uint8_t> & bad, const DetectorGrid & grid);

/** The labels of annuli. \exception std::invalid_argument when no usable pixel is in them */
itk::DetectorLabelImageType::Pointer
MakeLabels(const DetectorGrid &         grid,
           const std::vector<Annulus> & annuli,
           itk::BadPixelImageType *     bad,
           const std::string &          option);

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "SeriesPreparation.h"

#include "FileError.h"
#include "StructureDynamicsSettings.h"
#include "itkRadialMaskImageSource.h"

#include <sstream>

namespace stem5d
{
namespace
{

/** |Q| at the detector's edge that is nearest to the diffraction centre (0 where that is not on the detector) and at
 * its farthest corner. */
struct DetectorReach
{
  double edge;
  double corner;
};

DetectorReach
ReachOf(const DetectorGrid & grid)
{
  double edge = std::numeric_limits<double>::infinity();
  double far[2];
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    const double first = grid.Coordinate(axis, 0);
    const double last = grid.Coordinate(axis, grid.size[axis] - 1);
    edge = std::min({ edge, -first, last });
    far[axis] = std::max(std::abs(first), std::abs(last));
  }
  return { std::max(edge, 0.0), std::hypot(far[0], far[1]) };
}

/** "4.2 - 4.6 1/nm". */
std::string
AnnulusAsString(const Annulus & annulus, const std::string & qUnit)
{
  std::ostringstream text;
  text << annulus.low << " - " << annulus.high << ' ' << qUnit;
  return text.str();
}

} // namespace

itk::SeriesImageIO::Pointer
OpenSeries(const AnalysisParameters & parameters)
{
  auto io = itk::SeriesImageIO::New();
  io->SetFileName(parameters.input);
  io->SetOptions(parameters.series);
  io->SetFrames(parameters.firstFrame, parameters.numberOfFrames);
  io->SetConvertToFloat(true);
  io->ReadImageInformation();
  const SeriesDescription & series = io->GetDescription();
  if (series.axes.back().role != AxisRole::Time)
  {
    throw FileError(series.file + ':' + series.dataset +
                    " has no time axis, but dynamics need one: name the axes with --axes if one of them is time");
  }
  return io;
}

std::size_t
CheckedDetectorBin(std::size_t bin, const DetectorGrid & recorded)
{
  const std::size_t smallest = std::min(recorded.size[0], recorded.size[1]);
  if (bin < 1 || bin > smallest)
  {
    throw std::invalid_argument("the detector bin " + std::to_string(bin) + " is not between 1 and the " +
                                std::to_string(smallest) + " pixels of the detector");
  }
  return bin;
}

std::array<std::size_t, 4>
ResolveScanRegion(const std::optional<std::array<std::size_t, 4>> & given, const std::array<std::size_t, 2> & scanSize)
{
  if (!given)
  {
    return { { 0, 0, scanSize[0], scanSize[1] } };
  }
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    const std::size_t first = (*given)[axis];
    const std::size_t count = (*given)[axis + 2];
    const std::size_t size = scanSize[axis];
    if (count < 1 || first >= size || count > size - first)
    {
      throw std::invalid_argument("the scan region has " + std::to_string(count) + " points from " +
                                  std::to_string(first) + " along " + (axis == 0 ? "x" : "y") +
                                  ", where the scan has " + std::to_string(size) +
                                  ": give --scan-region X0 Y0 NX NY inside of the scan");
    }
  }
  return *given;
}

Annulus
ResolveAnnulus(const std::optional<Annulus> & given,
               const Annulus &                preset,
               const std::string &            option,
               const std::string &            qUnit,
               const DetectorGrid &           grid,
               std::vector<std::string> &     warnings)
{
  if (!given && qUnit != "1/nm")
  {
    throw std::invalid_argument("the default annulus " + AnnulusAsString(preset, "1/nm") +
                                " does not fit the file's unit of Q, " + qUnit + ": give " + option + " LO HI in " +
                                qUnit);
  }
  Annulus           annulus = given.value_or(preset);
  const std::string name = "the annulus " + AnnulusAsString(annulus, qUnit);
  if (!(annulus.low >= 0.0 && annulus.low < annulus.high))
  {
    throw std::invalid_argument(name + " is not a range of |Q|: give " + option + " LO HI with 0 <= LO < HI");
  }
  const DetectorReach reach = ReachOf(grid);
  if (annulus.high > reach.edge)
  {
    std::ostringstream message;
    message << name << " leaves the detector, on which |Q| ends at " << reach.edge << " (nearest edge) to "
            << reach.corner << ' ' << qUnit << " (farthest corner)";
    if (!given || annulus.low > reach.corner)
    {
      throw std::invalid_argument(message.str() + ": give " + option + " LO HI on the detector");
    }
    warnings.push_back(message.str() + "; only the pixels on the detector are used");
    annulus.high = std::min(annulus.high, reach.corner);
  }
  return annulus;
}

double
ResolveBlur(const std::optional<double> & given, const std::string & qUnit)
{
  if (!given && qUnit != "1/nm")
  {
    throw std::invalid_argument("the default blur of 0.464 1/nm does not fit the file's unit of Q, " + qUnit +
                                ": give --blur SIGMA in " + qUnit + " (0 = none)");
  }
  return given.value_or(StructureDynamicsSettings{}.blurSigma);
}

itk::BadPixelImageType::Pointer
MakeBadPixelImage(const Pattern<std::uint8_t> & bad, const DetectorGrid & grid)
{
  auto image = itk::BadPixelImageType::New();
  image->SetRegions(itk::BadPixelImageType::SizeType{ { grid.size[0], grid.size[1] } });
  image->SetSpacing(grid.spacing.data());
  image->SetOrigin(grid.first.data());
  image->Allocate();
  std::copy_n(bad.data(), bad.size(), image->GetBufferPointer());
  return image;
}

itk::DetectorLabelImageType::Pointer
MakeLabels(const DetectorGrid &         grid,
           const std::vector<Annulus> & annuli,
           itk::BadPixelImageType *     bad,
           const std::string &          option)
{
  auto source = itk::RadialMaskImageSource::New();
  source->SetGrid(grid);
  source->SetAnnuli(annuli);
  source->SetBadPixels(bad);
  try
  {
    source->Update();
  }
  catch (const itk::ExceptionObject &)
  {
    throw std::invalid_argument("the annulus of " + option + ", " +
                                AnnulusAsString({ annuli.front().low, annuli.back().high }, "") + "(" +
                                std::to_string(annuli.size()) +
                                " rings), holds no usable pixel: give one that is wider than a pixel and not masked");
  }
  return source->GetOutput();
}

} // namespace stem5d

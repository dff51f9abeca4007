/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Simulation.h"

#include "AtomicFile.h"
#include "SeriesWriter.h"
#include "itkImageFileWriter.h"
#include "itkPNGImageIO.h"
#include "itkSpeckleSeriesImageSource.h"
#include "itkSpeckleTruthImageSource.h"

namespace stem5d
{
namespace
{

using SeriesSourceType = itk::SpeckleSeriesImageSource<itk::Image<std::uint16_t, 5>>;
using TruthSourceType = itk::SpeckleTruthImageSource<2>;
using MapType = SeriesSourceType::MapType;

MapType::Pointer
MakeMap(const Pattern<float> & values)
{
  auto map = MapType::New();
  map->SetRegions(MapType::SizeType{
    { static_cast<itk::SizeValueType>(values.cols()), static_cast<itk::SizeValueType>(values.rows()) } });
  map->Allocate();
  std::copy_n(values.data(), values.size(), map->GetBufferPointer());
  return map;
}

/** Gives a source its settings and maps. */
template <typename TSource>
typename TSource::Pointer
MakeSource(const SimulationParameters & parameters)
{
  auto source = TSource::New();
  source->SetSettings(parameters.series);
  if (parameters.heterogeneity)
  {
    const HeterogeneousMaps maps = GaussianCopulaMaps(*parameters.heterogeneity);
    source->SetRelaxationTime(MakeMap(maps.relaxationTime));
    source->SetContrast(MakeMap(maps.contrast));
  }
  return source;
}

/** kx, ky, x, y, t as the file has them. */
std::vector<Axis>
AxesOf(const SpeckleSeriesSettings & s)
{
  const DetectorGrid grid = s.CalibratedGrid();
  return { { AxisRole::DiffractionX, "kx", "1/nm", grid.spacing[0], grid.first[0], grid.size[0] },
           { AxisRole::DiffractionY, "ky", "1/nm", grid.spacing[1], grid.first[1], grid.size[1] },
           { AxisRole::Scan, "x", "nm", s.scanStep, 0.0, s.scanSize[0] },
           { AxisRole::Scan, "y", "nm", s.scanStep, 0.0, s.scanSize[1] },
           { AxisRole::Time, "t", "s", s.framePeriod, 0.0, s.frames } };
}

std::vector<StoredMap>
TruthOf(TruthSourceType & truth, const std::vector<Axis> & axes)
{
  using MapEnum = TruthSourceType::MapEnum;
  const std::vector<Axis> scan{ axes[2], axes[3] };
  std::vector<StoredMap>  stored;
  const auto add = [&](const auto * image, const char * name, const char * unit, std::vector<Axis> mapAxes) {
    const auto * values = image->GetBufferPointer();
    const auto   count = image->GetBufferedRegion().GetNumberOfPixels() * image->GetNumberOfComponentsPerPixel();
    stored.push_back({ name, unit, std::move(mapAxes), { values, values + count } });
  };
  add(truth.GetMap(MapEnum::RelaxationTime), "relaxation_time", "s", scan);
  add(truth.GetMap(MapEnum::EffectiveRelaxationTime), "effective_relaxation_time", "s", scan);
  add(truth.GetMap(MapEnum::StretchExponent), "stretch_exponent", "", scan);
  add(truth.GetMap(MapEnum::Contrast), "contrast", "", scan);
  add(truth.GetSquaredCorrelationOutput(), "squared_correlation", "", { axes[4], axes[2], axes[3] });
  add(truth.GetBadPixelsOutput(), "bad_pixels", "", { axes[0], axes[1] });
  return stored;
}

void
WriteMask(const itk::BadPixelImageType * mask, const AtomicFile & file)
{
  auto writer = itk::ImageFileWriter<itk::BadPixelImageType>::New();
  writer->SetImageIO(itk::PNGImageIO::New());
  writer->SetFileName(file.GetTemporaryPath());
  writer->SetInput(mask);
  writer->Update();
}

std::uint64_t
BytesOfPatterns(const SpeckleSeriesSettings & s, std::size_t rows)
{
  return sizeof(std::uint16_t) * s.detectorSize[0] * s.detectorSize[1] * s.scanSize[0] * rows * s.frames;
}

/** What the scatterers around some rows of the scan take: much where the scan points are far apart. */
std::uint64_t
BytesOfScatterers(const SpeckleSeriesSettings & s, std::size_t rows)
{
  const auto       last = [](std::size_t size) { return static_cast<Eigen::Index>(size) - 1; };
  const LatticeBox box = SampleLattice(s).WindowsOf({ 0, 0 }, { last(s.scanSize[0]), last(rows) }, 0, last(s.frames));
  return sizeof(ScattererSheet::Complex) * s.modes * s.frames * static_cast<std::uint64_t>(box.size[0] * box.size[1]);
}

/** The rows of the scan that are generated together, since they share the scatterers around them. */
std::size_t
RowsOfBlock(const SpeckleSeriesSettings & s)
{
  constexpr std::uint64_t mostPatterns = 256ull << 20;
  constexpr std::uint64_t mostScatterers = 512ull << 20;
  std::size_t             rows = 1;
  while (rows < s.scanSize[1] && BytesOfPatterns(s, rows + 1) <= mostPatterns &&
         BytesOfScatterers(s, rows + 1) <= mostScatterers)
  {
    ++rows;
  }
  return rows;
}

/** Generates and writes the series block by block. */
void
WriteSeries(const SimulationParameters & parameters, SeriesWriter & writer, const SimulationProgress & progress)
{
  const SpeckleSeriesSettings & settings = parameters.series;
  const std::size_t             rows = RowsOfBlock(settings);
  const auto                    source = MakeSource<SeriesSourceType>(parameters);
  source->UpdateOutputInformation();
  for (std::size_t y = 0; y < settings.scanSize[1]; y += rows)
  {
    const std::size_t count = std::min(rows, settings.scanSize[1] - y);
    auto              region = source->GetOutput()->GetLargestPossibleRegion();
    region.SetIndex(3, static_cast<itk::IndexValueType>(y));
    region.SetSize(3, count);
    source->GetOutput()->SetRequestedRegion(region);
    source->Update();
    writer.WriteBlock({ 0, y }, { settings.scanSize[0], count }, source->GetOutput()->GetBufferPointer());
    if (progress)
    {
      progress((y + count) * settings.scanSize[0],
               settings.scanSize[0] * settings.scanSize[1],
               BytesOfPatterns(settings, y + count));
    }
  }
}

} // namespace

void
Simulate(const SimulationParameters & parameters, const SimulationOutput & output, const SimulationProgress & progress)
{
  const auto truth = MakeSource<TruthSourceType>(parameters);
  truth->Update();
  const auto                axes = AxesOf(parameters.series);
  SeriesWriter              writer(output.series,
                      "simulation",
                      axes,
                      TruthOf(*truth, axes),
                      { { "parameters", SimulationParametersToJson(parameters).dump() } },
                      output.compression);
  std::optional<AtomicFile> mask;
  if (!output.mask.empty())
  {
    mask.emplace(output.mask);
    WriteMask(truth->GetBadPixelsOutput(), *mask);
  }
  WriteSeries(parameters, writer, progress);
  writer.Commit();
  if (mask)
  {
    mask->Commit();
  }
}

} // namespace stem5d

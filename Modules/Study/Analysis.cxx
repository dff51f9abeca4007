/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Analysis.h"

#include "AnalysePipeline.h"
#include "AnalysisParametersJson.h"
#include "ErrorCalibration.h"
#include "ExactSum.h"
#include "FileError.h"
#include "Memory.h"
#include "PartialResults.h"
#include "PixelMask.h"
#include "RadialProfile.h"
#include "RegionOfInterest.h"
#include "ScanBlocks.h"
#include "ScanMapFile.h"
#include "ScanStatistics.h"
#include "SeriesPreparation.h"
#include "Summary.h"
#include "VarianceCorrection.h"
#include "itkMultiThreaderBase.h"
#include "itkReadAheadImageSource.h"
#include "itkStructureDynamicsImageFilter.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <sstream>
#include <tuple>
#include <utility>

namespace stem5d
{
namespace
{

double
ResolveGuardBand(const std::optional<double> & given, const std::string & qUnit)
{
  constexpr double halfSpeckle = 0.35; // 1/nm
  return given.value_or(qUnit == "1/nm" ? halfSpeckle : 0.0);
}

std::size_t
CountLabelled(const itk::DetectorLabelImageType * labels)
{
  return (itk::CopyPattern(*labels) > 0).count();
}

/** Sectors without pixels and halves without pixels say nothing. */
void
CheckPartition(const Pattern<std::uint16_t> &     dynamicsLabels,
               const DetectorGrid &               grid,
               const AzimuthalPartitionSettings & settings)
{
  const RingPixels         pixels = PixelsOfLabels(dynamicsLabels);
  const AzimuthalPartition partition(pixels, grid, settings);
  if (settings.sectors > pixels.offsets.size())
  {
    throw std::invalid_argument("the number of azimuthal sectors is " + std::to_string(settings.sectors) +
                                ", more than the " + std::to_string(pixels.offsets.size()) +
                                " pixels of the annulus for the dynamics: give --sectors N with some pixels in each");
  }
  const auto isIn = [&](int half) {
    return std::find(partition.half.begin(), partition.half.end(), half) != partition.half.end();
  };
  if (settings.halves && settings.guardBand > 0.0 && !(isIn(0) && isIn(1)))
  {
    std::ostringstream message;
    message << "the guard band of " << settings.guardBand
            << " leaves a half of the annulus for the dynamics without pixels: give --guard-band a smaller width";
    throw std::invalid_argument(message.str());
  }
}

/** Where what is known of scan points comes from and goes to, other than from a series to results. */
struct ScanParts
{
  std::vector<PartialResults> inputs; ///< to be joined instead of reading the series; may be empty
  std::string output; ///< file of partial results, written instead of anything made of them; may be empty
};

/** Adds values to sums, and 1 to their counts, where they are numbers. */
void
AddFinite(const Eigen::Map<const Eigen::ArrayXf> & values, ExactSum & sum, ExactSum & count)
{
  sum.Add(values.unaryExpr([](float value) { return std::isfinite(value) ? value : 0.0F; }));
  count.Add(values.unaryExpr([](float value) { return std::isfinite(value) ? 1.0F : 0.0F; }));
}

/** An analysis of a series of one pixel type and dimension: Prepare(), ProcessBlock() for all of PlanBlocks(),
 * Finish().
 */
template <typename TPixel, unsigned int VDimension>
class AnalysisRun
{
public:
  using SeriesType = itk::Image<TPixel, VDimension>;
  using SourceType = itk::ImageSource<SeriesType>;
  using ReaderType = itk::ReadAheadImageSource<SeriesType>;
  using FilterType = itk::StructureDynamicsImageFilter<SeriesType>;
  using MapEnum = typename FilterType::MapEnum;
  using MapType = typename FilterType::OutputImageType;
  using ScanRegionType = typename FilterType::ScanRegionType;
  static constexpr unsigned int ScanDimension = FilterType::ScanDimension;

  /** \param bad bad pixels of the detector as recorded */
  AnalysisRun(SourceType *                  source,
              const Pattern<std::uint8_t> & bad,
              const ScanParts &             parts,
              AnalysisResults &             results)
    : m_Parameters(results.parameters)
    , m_GivenParameters(ToJson(results.parameters))
    , m_Parts(parts)
    , m_Results(results)
    , m_Source(source)
    , m_Reader(dynamic_cast<ReaderType *>(source))
    , m_RecordedBad(bad)
  {
    m_Source->UpdateOutputInformation();
    m_Grid = DetectorGridOf(*m_Source->GetOutput());
  }

  void
  Prepare()
  {
    this->ChooseScanRegion();
    this->Configure();
    this->AllocateResults();
  }

  const ScanRegionType &
  GetScan() const
  {
    return m_Scan;
  }

  /** Tells the reader of a file which blocks will be asked for. */
  void
  AnnounceBlocks(const std::vector<ScanRegionType> & blocks)
  {
    if (m_Reader)
    {
      std::vector<typename SeriesType::RegionType> regions;
      std::transform(blocks.begin(), blocks.end(), std::back_inserter(regions), [this](const ScanRegionType & block) {
        return this->SeriesRegion(block);
      });
      m_Reader->SetPlannedRegions(std::move(regions));
    }
  }

  void
  ProcessBlock(const ScanRegionType & block)
  {
    m_Filter->GetOutput()->SetRequestedRegion(block);
    m_Filter->Update();
    this->CollectBlock(block);
    m_Results.bytesRead += this->SeriesRegion(block).GetNumberOfPixels() * sizeof(TPixel);
  }

  void
  Finish()
  {
    if (!m_Parts.output.empty())
    {
      this->WritePart();
      return;
    }
    CorrectVariance(m_Results);
    CalibrateErrors(m_SectorVariance, m_Results);
    this->RemoveMapsNotAskedFor();
    this->AverageOverScan();
    this->FinishMeanPattern();
  }

private:
  void
  ChooseScanRegion()
  {
    const auto & size = m_Source->GetOutput()->GetLargestPossibleRegion().GetSize();
    const auto   region = ResolveScanRegion(m_Parameters.scanRegion, { { size[2], size[3] } });
    for (unsigned int axis = 0; axis < ScanDimension; ++axis)
    {
      m_Scan.SetIndex(axis, axis < 2 ? static_cast<itk::IndexValueType>(region[axis]) : 0);
      m_Scan.SetSize(axis, axis < 2 ? region[axis + 2] : size[axis + 2]);
    }
    m_Results.parameters.scanRegion = region;
  }

  /** Labels, masks and settings of the filter, with every default resolved. */
  void
  Configure()
  {
    AnalysisParameters & used = m_Results.parameters;
    const DetectorGrid   binned = m_Grid.Binned(CheckedDetectorBin(m_Parameters.detectorBin, m_Grid));
    used.dynamicsAnnulus = ResolveAnnulus(
      used.dynamicsAnnulus, { 4.2, 4.6 }, "--dynamics-annulus", m_Results.qUnit, binned, m_Results.warnings);
    used.structureAnnulus = ResolveAnnulus(
      used.structureAnnulus, { 3.0, 5.8 }, "--structure-annulus", m_Results.qUnit, binned, m_Results.warnings);
    used.blur = ResolveBlur(used.blur, m_Results.qUnit);
    used.partition.guardBand = ResolveGuardBand(used.guardBand, m_Results.qUnit);

    m_Bad = BinBadPixels(m_RecordedBad, used.detectorBin);
    const auto bad = MakeBadPixelImage(m_Bad, binned);
    const auto ringsOf = [&](const Annulus & annulus, bool divide) {
      return divide ? DivideIntoRings(annulus, binned.spacing[0]) : std::vector<Annulus>{ annulus };
    };
    const auto dynamicsRings = ringsOf(*used.dynamicsAnnulus, used.normalisation == TwoTimeNormalisation::Rings);
    const auto structureRings = ringsOf(*used.structureAnnulus, !used.pooledVariance);
    const auto dynamics = MakeLabels(binned, dynamicsRings, bad, "--dynamics-annulus");
    const auto structure = MakeLabels(binned, structureRings, bad, "--structure-annulus");

    CheckPartition(itk::CopyPattern(*dynamics), binned, used.partition);

    m_Filter->SetInput(m_Source->GetOutput());
    m_Filter->SetDynamicsLabels(dynamics);
    m_Filter->SetStructureLabels(structure);
    m_Filter->SetBadPixels(bad);
    m_Filter->SetSettings({ used.detectorBin,
                            used.timeBin,
                            *used.blur,
                            used.normalisation,
                            used.firstDelay,
                            used.lastDelay,
                            used.fit,
                            used.estimator,
                            used.partition });
    m_Filter->SetKeepTwoTime(!used.twoTimeRegions.empty());
    m_Filter->SetNumberOfWorkUnits(used.threads);
    m_Filter->UpdateOutputInformation();

    used.lastDelay = used.firstDelay + m_Filter->GetDelays().size() - 1;
    const KWWFit & fit = m_Filter->GetFits().whole.GetOrdinary();
    used.fit.tauLow = fit.GetTauLow();
    used.fit.gammaLow = fit.GetGammaLow();
    used.fit.gammaHigh = fit.GetGammaHigh();
    m_Results.dynamicsPixels = CountLabelled(dynamics);
    m_Results.structurePixels = CountLabelled(structure);
    m_Results.rings = m_Filter->GetRingVarianceOutput()->GetNumberOfComponentsPerPixel();
    for (std::size_t ring = 0; ring < m_Results.rings; ++ring)
    {
      m_Results.curves.ringQ.push_back(0.5 * (structureRings[ring].low + structureRings[ring].high));
    }
  }

  ScanRegionType
  WholeScan() const
  {
    const auto &   region = m_Source->GetOutput()->GetLargestPossibleRegion();
    ScanRegionType scan;
    for (unsigned int axis = 0; axis < ScanDimension; ++axis)
    {
      scan.SetIndex(axis, region.GetIndex(axis + 2));
      scan.SetSize(axis, region.GetSize(axis + 2));
    }
    return scan;
  }

  /** The region of the series at some scan points, with all pixels and frames. */
  typename SeriesType::RegionType
  SeriesRegion(const ScanRegionType & scan) const
  {
    auto region = m_Source->GetOutput()->GetLargestPossibleRegion();
    for (unsigned int axis = 0; axis < ScanDimension; ++axis)
    {
      region.SetIndex(axis + 2, scan.GetIndex(axis));
      region.SetSize(axis + 2, scan.GetSize(axis));
    }
    return region;
  }

  void
  AllocateResults()
  {
    const std::size_t points = m_Scan.GetNumberOfPixels();
    for (const auto & map : StructureDynamicsMaps)
    {
      m_Results.maps.push_back({ map.name, map.unit, std::vector<float>(points) });
    }
    m_Results.status.resize(points);

    const auto * map = m_Filter->GetMap(MapEnum::RelaxationTime);
    Curves &     curves = m_Results.curves;
    for (unsigned int axis = 0; axis < ScanDimension; ++axis)
    {
      const double spacing = map->GetSpacing()[axis];
      curves.scanSize.push_back(m_Scan.GetSize(axis));
      curves.scanSpacing.push_back(spacing);
      curves.scanOrigin.push_back(map->GetOrigin()[axis] + static_cast<double>(m_Scan.GetIndex(axis)) * spacing);
    }
    curves.qUnit = m_Results.qUnit;
    curves.delay = m_Filter->GetDelays();
    curves.correlation.resize(points * curves.delay.size());
    curves.correlationError.resize(points * curves.delay.size());
    const auto & ages = m_Filter->GetFits().ages;
    for (const Eigen::Index delay : ages.delays)
    {
      curves.ageDelay.push_back(static_cast<double>(delay) * m_Results.framePeriod *
                                static_cast<double>(m_Results.parameters.timeBin));
    }
    curves.ageWindow =
      static_cast<double>(ages.frames) * m_Results.framePeriod * static_cast<double>(m_Results.parameters.timeBin);
    m_SectorVariance.resize(points * 2 * NumberOfSectorQuantities);
    m_AgeCorrelation.resize(points * 2 * ages.delays.size());
    m_Results.frameIntensity.resize(points * m_Results.frames);
    this->AllocateTwoTime();
    m_RingVariance.resize(points * m_Results.rings);
    const DetectorGrid binned = m_Grid.Binned(m_Parameters.detectorBin);
    m_PatternSum = ExactSum(static_cast<Eigen::Index>(binned.NumberOfPixels()));
    m_PatternCount = m_PatternSum;
  }

  /** Everything that is kept of every scan point: calls visit(name, values, planes, components) for values of so many
   * numbers for each point, x fastest, so many times. */
  template <typename TVisit>
  void
  VisitPoints(TVisit && visit)
  {
    for (ScanMap & map : m_Results.maps)
    {
      visit("maps/" + map.name, map.values, 1, 1);
    }
    Curves & curves = m_Results.curves;
    visit("fit_status", m_Results.status, 1, 1);
    visit("g", curves.correlation, 1, curves.delay.size());
    visit("g_error", curves.correlationError, 1, curves.delay.size());
    visit("ages", m_AgeCorrelation, 1, 2 * curves.ageDelay.size());
    visit("rings", m_RingVariance, 1, m_Results.rings);
    visit("sectors", m_SectorVariance, 1, 2 * NumberOfSectorQuantities);
    visit("frames", m_Results.frameIntensity, m_Results.frames, 1);
  }

  /** All sums over scan points: calls visit(name, sum). */
  template <typename TVisit>
  void
  VisitSums(TVisit && visit)
  {
    visit("pattern", m_PatternSum);
    visit("pattern_count", m_PatternCount);
    for (std::size_t i = 0; i < m_TwoTimeSum.size(); ++i)
    {
      visit("two_time/" + std::to_string(i), m_TwoTimeSum[i]);
      visit("two_time_count/" + std::to_string(i), m_TwoTimeCount[i]);
    }
  }

  void
  WritePart()
  {
    PartialResultsWriter file(
      m_Parts.output,
      { m_GivenParameters, DescribeAsJson(m_Results.series), *m_Parameters.scanRegion, m_Results.bytesRead });
    this->VisitPoints(
      [&file](const std::string & name, const auto & values, std::size_t, std::size_t) { file.Write(name, values); });
    this->VisitSums([&file](const std::string & name, const ExactSum & sum) {
      file.Write(name, std::vector<double>(sum.Rounded().begin(), sum.Rounded().end()));
      file.Write(name + "_rest", std::vector<double>(sum.Rest().begin(), sum.Rest().end()));
    });
    file.Commit();
  }

public:
  /** Takes all points from the parts. */
  void
  JoinParts()
  {
    const ScanBox & whole = *m_Parameters.scanRegion;
    CheckPartsAgree(m_Parts.inputs);
    CheckPartsCover(m_Parts.inputs, whole);
    if (m_Parts.inputs.front().GetHeader().series != DescribeAsJson(m_Results.series))
    {
      throw FileError(m_Parameters.input + " is not any more the series that the parts were of: analyse them again");
    }
    const std::size_t sections = m_Scan.GetNumberOfPixels() / (whole[2] * whole[3]);
    for (const PartialResults & part : m_Parts.inputs)
    {
      const ScanBox & box = part.GetHeader().region;
      this->VisitPoints([&](const std::string & name, auto & values, std::size_t planes, std::size_t components) {
        using ValueType = typename std::decay_t<decltype(values)>::value_type;
        const std::size_t run = box[2] * components;
        const auto        found = part.Read<ValueType>(name, planes * sections * box[3] * run);
        auto              from = found.begin();
        for (std::size_t plane = 0; plane < planes * sections; ++plane)
        {
          for (std::size_t y = box[1] - whole[1]; y < box[1] - whole[1] + box[3]; ++y, from += run)
          {
            const std::size_t to = (plane * whole[3] + y) * whole[2] + box[0] - whole[0];
            std::copy_n(from, run, values.begin() + to * components);
          }
        }
      });
      this->VisitSums([&](const std::string & name, ExactSum & sum) {
        for (const char * rest : { "", "_rest" })
        {
          const auto found = part.Read<double>(name + rest, static_cast<std::size_t>(sum.Rounded().size()));
          sum.Add(Eigen::Map<const Eigen::ArrayXd>(found.data(), sum.Rounded().size()));
        }
      });
      m_Results.bytesRead += part.GetHeader().bytesRead;
    }
  }

  /** The blocks to take one by one, within the memory limit; a warning where chunks are read several times for it.
   * \param blockBytes of the series that are taken at a time, if memory allows
   * \param outputBytes, workBytes of all that is done with a block */
  std::vector<ScanRegionType>
  PlanBlocks(std::size_t blockBytes, std::size_t outputBytes, std::size_t workBytes)
  {
    const std::size_t pointBytes =
      this->SeriesRegion(m_Scan).GetNumberOfPixels() / m_Scan.GetNumberOfPixels() * sizeof(TPixel);
    const std::size_t most =
      PointsInMemory(m_Parameters.memory, (m_Reader ? 2 : 1) * pointBytes + outputBytes, workBytes);
    const std::size_t wanted = std::max<std::size_t>(blockBytes / pointBytes, 1);
    const auto        granule = ScanGranule<ScanDimension>(m_Results.series.chunk);
    auto              blocks = PlanScanBlocks(m_Scan, granule, wanted, most);
    const double      times = TimesRead(m_Scan, blocks, granule);
    if (times > 1.0)
    {
      std::ostringstream warning;
      warning << "the file's chunks span more scan points than the memory limit holds and are read " << times
              << " times each: see stem5d info";
      m_Results.warnings.push_back(warning.str());
    }
    return blocks;
  }

  /** What the filter writes for a scan point. */
  std::size_t
  OutputBytesOfPoint() const
  {
    return sizeof(float) *
           (FilterType::NumberOfMaps + 1 + 2 * m_Results.curves.delay.size() + 2 * m_Results.curves.ageDelay.size() +
            m_Results.rings + m_Results.frames + m_Filter->GetMeanPatternOutput()->GetNumberOfComponentsPerPixel() +
            m_Filter->GetTwoTimeOutput()->GetNumberOfComponentsPerPixel());
  }

  /** What the threads need beside, or what is needed to write the curves or the partial results when they are done; and
   * what unpacking chunks takes. */
  std::size_t
  WorkBytes()
  {
    const std::size_t frames = m_Results.frames / m_Parameters.timeBin;
    const std::size_t pattern = m_Filter->GetMeanPatternOutput()->GetNumberOfComponentsPerPixel();
    const std::size_t parts = 3 + m_Parameters.partition.sectors;
    const bool        allPairs =
      m_Parameters.normalisation != TwoTimeNormalisation::Frame || !m_Parameters.twoTimeRegions.empty();
    // a block of frames, and grids for the blur of the whole and of both halves, which reach beyond the pattern
    const auto        sums = static_cast<std::size_t>(BlockOfSums(m_Parameters.timeBin));
    const std::size_t block = pattern * (sums * (m_Parameters.timeBin + 9) + 48);
    const std::size_t series =
      (frames + 32) * (4 * m_Results.dynamicsPixels + 3 * parts) + (allPairs ? 3 : 0) * frames * frames;
    const std::size_t thread =
      sizeof(float) * (block + series) + sizeof(double) * m_Results.frames * (m_Results.rings + 2 * parts);
    std::size_t written = 2 * sizeof(float) * 2 * m_Results.curves.correlation.size();
    if (!m_Parts.output.empty())
    {
      written = 0;
      this->VisitPoints([&written](const std::string &, const auto & values, std::size_t, std::size_t) {
        written += 2 * sizeof(values[0]) * values.size();
      });
      this->VisitSums([&written](const std::string &, const ExactSum & sum) {
        written += 4 * sizeof(double) * static_cast<std::size_t>(sum.Rounded().size()); // and what rounding left out
      });
    }
    const std::size_t reading = m_Reader ? m_Reader->GetImageIO()->GetWorkBytes() : 0;
    return std::max(m_Parameters.threads * thread, written) + reading;
  }

private:
  void
  CollectBlock(const ScanRegionType & block)
  {
    // runs along x are contiguous in the filter's outputs and in the results
    auto rows = block;
    rows.SetSize(0, 1);
    for (auto index : itk::ImageRegionIndexRange<ScanDimension>(rows))
    {
      std::size_t to = 0;
      for (unsigned int axis = ScanDimension; axis-- > 0;)
      {
        to = to * m_Scan.GetSize(axis) + static_cast<std::size_t>(index[axis] - m_Scan.GetIndex(axis));
      }
      const auto copyRun = [&](const auto * output, auto & values, std::size_t components) {
        const auto * from = output->GetBufferPointer() + output->ComputeOffset(index) * components;
        std::copy_n(from, block.GetSize(0) * components, values.begin() + to * components);
      };
      for (unsigned int map = 0; map < FilterType::NumberOfMaps; ++map)
      {
        copyRun(m_Filter->GetMap(static_cast<MapEnum>(map)), m_Results.maps[map].values, 1);
      }
      copyRun(m_Filter->GetStatusOutput(), m_Results.status, 1);
      copyRun(m_Filter->GetCorrelationOutput(), m_Results.curves.correlation, m_Results.curves.delay.size());
      copyRun(m_Filter->GetCorrelationErrorOutput(), m_Results.curves.correlationError, m_Results.curves.delay.size());
      copyRun(m_Filter->GetAgeCorrelationOutput(), m_AgeCorrelation, 2 * m_Results.curves.ageDelay.size());
      copyRun(m_Filter->GetRingVarianceOutput(), m_RingVariance, m_Results.rings);
      copyRun(m_Filter->GetSectorVarianceOutput(), m_SectorVariance, 2 * NumberOfSectorQuantities);
      const auto * intensity = m_Filter->GetFrameIntensityOutput();
      for (std::size_t x = 0; x < block.GetSize(0); ++x, ++index[0], ++to)
      {
        for (std::size_t frame = 0; frame < m_Results.frames; ++frame)
        {
          m_Results.frameIntensity[frame * m_Scan.GetNumberOfPixels() + to] =
            intensity->GetBufferPointer()[intensity->ComputeOffset(index) * m_Results.frames + frame];
        }
        this->AddPattern(index);
        this->AddTwoTime(index);
      }
    }
  }

  /** Adds the mean pattern of a scan point to that of the scan, where it has a number. */
  void
  AddPattern(const typename ScanRegionType::IndexType & index)
  {
    const auto *                           output = m_Filter->GetMeanPatternOutput();
    const Eigen::Index                     pixels = m_PatternSum.Rounded().size();
    const Eigen::Map<const Eigen::ArrayXf> pattern(output->GetBufferPointer() + output->ComputeOffset(index) * pixels,
                                                   pixels);
    AddFinite(pattern, m_PatternSum, m_PatternCount);
  }

  /** Maps that have no value anywhere: of the halves where there are none, of errors that only sectors give. */
  void
  RemoveMapsNotAskedFor()
  {
    const AzimuthalPartitionSettings & partition = m_Results.parameters.partition;
    const auto                         isNotAskedFor = [&partition](const ScanMap & map) {
      const std::string end = map.name.substr(map.name.size() - 2);
      return (!partition.halves && (end == "_a" || end == "_b")) ||
             (partition.sectors == 0 && map.name == "ageing_error");
    };
    auto & maps = m_Results.maps;
    maps.erase(std::remove_if(maps.begin(), maps.end(), isNotAskedFor), maps.end());
  }

  void
  AllocateTwoTime()
  {
    const std::size_t frames = m_Results.frames / m_Results.parameters.timeBin;
    // a part of a scan has its share of regions that other parts are in too
    const ScanRegionType bounds = m_Parts.output.empty() ? m_Scan : this->WholeScan();
    for (const auto & box : m_Results.parameters.twoTimeRegions)
    {
      for (unsigned int axis = 0; axis < 2; ++axis)
      {
        const auto first = static_cast<std::size_t>(bounds.GetIndex(axis));
        if (box[axis] < first || box[axis + 2] < 1 || box[axis] + box[axis + 2] > first + bounds.GetSize(axis))
        {
          throw std::invalid_argument("the region of --two-time has " + std::to_string(box[axis + 2]) +
                                      " points from " + std::to_string(box[axis]) + " along " +
                                      (axis == 0 ? "x" : "y") + ", but analysed are " +
                                      std::to_string(bounds.GetSize(axis)) + " from " + std::to_string(first) +
                                      ": give a point or a box of these");
        }
      }
      m_Results.curves.twoTime.push_back({ box, std::vector<float>(frames * frames) });
      m_TwoTimeSum.emplace_back(static_cast<Eigen::Index>(frames * frames));
      m_TwoTimeCount.emplace_back(static_cast<Eigen::Index>(frames * frames));
    }
    m_Results.curves.twoTimeFrames = frames;
    m_Results.curves.twoTimePeriod = m_Results.framePeriod * static_cast<double>(m_Results.parameters.timeBin);
  }

  /** Adds G(t1, t2) of a scan point to the regions that it lies in (in every section of a stack). */
  void
  AddTwoTime(const typename ScanRegionType::IndexType & index)
  {
    for (std::size_t i = 0; i < m_TwoTimeSum.size(); ++i)
    {
      const auto & box = m_Results.curves.twoTime[i].region;
      const auto   inside = [&](unsigned int axis) {
        const auto position = static_cast<std::size_t>(index[axis]);
        return box[axis] <= position && position < box[axis] + box[axis + 2];
      };
      if (inside(0) && (ScanDimension < 2 || inside(1)))
      {
        const auto *                           output = m_Filter->GetTwoTimeOutput();
        const Eigen::Index                     size = m_TwoTimeSum[i].Rounded().size();
        const Eigen::Map<const Eigen::ArrayXf> g(output->GetBufferPointer() + output->ComputeOffset(index) * size,
                                                 size);
        AddFinite(g, m_TwoTimeSum[i], m_TwoTimeCount[i]);
      }
    }
  }

  void
  FinishMeanPattern()
  {
    const DetectorGrid    binned = m_Grid.Binned(m_Parameters.detectorBin);
    const Eigen::ArrayXd  mean1D = m_PatternSum.Rounded() / m_PatternCount.Rounded(); // NaN where no point has a number
    const Pattern<double> mean = ConstPatternMap<double>(mean1D.data(), binned.size[1], binned.size[0]);
    const RadialCurve     profile = RadialProfile(mean, binned, m_Bad);

    Curves & curves = m_Results.curves;
    curves.meanPattern.assign(mean.data(), mean.data() + mean.size());
    curves.badPixels.assign(m_Bad.data(), m_Bad.data() + m_Bad.size());
    curves.patternSize = binned.size;
    curves.patternSpacing = binned.spacing;
    curves.patternOrigin = binned.first;
    curves.profileQ = profile.q;
    curves.profileIntensity = profile.intensity;
  }

  /** V(Q) of the scan, and the fit to its mean g(t). */
  void
  AverageOverScan()
  {
    const auto meanOverScan = [](const std::vector<float> & curves, std::size_t components) {
      const Eigen::Map<const Series<float>> values(curves.data(), curves.size() / components, components);
      Eigen::VectorXf                       mean(components);
      for (std::size_t i = 0; i < components; ++i)
      {
        mean[i] = static_cast<float>(MeanAndError(values.col(i)).mean);
      }
      return mean;
    };
    const Eigen::VectorXf ringVariance = meanOverScan(m_RingVariance, m_Results.rings);
    m_Results.curves.ringVariance.assign(ringVariance.begin(), ringVariance.end());
    const Eigen::VectorXf ages = meanOverScan(m_AgeCorrelation, 2 * m_Results.curves.ageDelay.size());
    m_Results.curves.ageCorrelation.assign(ages.begin(), ages.end());
    m_Results.averageFit =
      m_Filter->GetFits().whole(meanOverScan(m_Results.curves.correlation, m_Results.curves.delay.size()));
    for (std::size_t i = 0; i < m_TwoTimeSum.size(); ++i)
    {
      const Eigen::ArrayXf mean = (m_TwoTimeSum[i].Rounded() / m_TwoTimeCount[i].Rounded()).template cast<float>();
      m_Results.curves.twoTime[i].values.assign(mean.begin(), mean.end());
    }
  }

  const AnalysisParameters &   m_Parameters;
  const nlohmann::json         m_GivenParameters; ///< before the defaults are resolved
  const ScanParts &            m_Parts;
  AnalysisResults &            m_Results;
  typename SourceType::Pointer m_Source;
  typename ReaderType::Pointer m_Reader; ///< the source, where it reads a file
  Pattern<std::uint8_t>        m_RecordedBad;
  typename FilterType::Pointer m_Filter = FilterType::New();
  DetectorGrid                 m_Grid;
  ScanRegionType               m_Scan;
  Pattern<std::uint8_t>        m_Bad;
  std::vector<float>           m_RingVariance;
  std::vector<float>           m_AgeCorrelation;
  std::vector<float>           m_SectorVariance;
  std::vector<ExactSum>        m_TwoTimeSum;
  std::vector<ExactSum>        m_TwoTimeCount;
  ExactSum                     m_PatternSum;
  ExactSum                     m_PatternCount;
};

/** \brief Analyses of one series in one pass: every block of it is asked for once and goes through all of them.
 * \param bad of each, bad pixels of the detector as recorded
 * \param blockBytes of the series that are taken at a time, if memory allows */
template <typename TPixel, unsigned int VDimension>
void
ExecutePass(itk::ImageSource<itk::Image<TPixel, VDimension>> * source,
            const std::vector<Pattern<std::uint8_t>> &         bad,
            std::size_t                                        blockBytes,
            const ScanParts &                                  parts,
            const ProgressFunction &                           progress,
            std::vector<AnalysisResults> &                     results)
{
  using RunType = AnalysisRun<TPixel, VDimension>;
  std::vector<std::unique_ptr<RunType>> runs;
  std::size_t                           outputBytes = 0;
  std::size_t                           workBytes = 0;
  for (std::size_t i = 0; i < results.size(); ++i)
  {
    runs.push_back(std::make_unique<RunType>(source, bad[i], parts, results[i]));
    runs[i]->Prepare();
    if (runs[i]->GetScan() != runs[0]->GetScan())
    {
      throw std::invalid_argument("analyses in one pass need the same scan region: give one to all of them");
    }
    outputBytes += runs[i]->OutputBytesOfPoint();
    workBytes = std::max(workBytes, runs[i]->WorkBytes()); // one run after the other
  }
  if (parts.inputs.empty())
  {
    std::vector<typename RunType::ScanRegionType> blocks;
    for (const auto & run : runs) // the same of all, each with its warnings
    {
      blocks = run->PlanBlocks(blockBytes, outputBytes, workBytes);
    }
    runs[0]->AnnounceBlocks(blocks);
    std::size_t done = 0;
    for (const auto & block : blocks)
    {
      for (const auto & run : runs)
      {
        run->ProcessBlock(block);
      }
      done += block.GetNumberOfPixels();
      if (progress)
      {
        progress(done, runs[0]->GetScan().GetNumberOfPixels(), results[0].bytesRead);
      }
    }
  }
  else
  {
    for (const auto & run : runs)
    {
      run->JoinParts();
    }
  }
  for (const auto & run : runs)
  {
    run->Finish();
  }
}

template <typename TPixel, unsigned int VDimension>
void
ExecuteReader(itk::SeriesImageIO *           io,
              const ScanParts &              parts,
              const ProgressFunction &       progress,
              std::vector<AnalysisResults> & results)
{
  auto reader = itk::ReadAheadImageSource<itk::Image<TPixel, VDimension>>::New();
  reader->SetImageIO(io);
  reader->UpdateOutputInformation();
  std::vector<Pattern<std::uint8_t>> bad;
  for (const AnalysisResults & result : results)
  {
    bad.push_back(ReadPixelMask(result.parameters.maskFile, DetectorGridOf(*reader->GetOutput())));
  }
  ExecutePass<TPixel, VDimension>(reader, bad, BlockBytes, parts, progress, results);
}

template <unsigned int VDimension>
void
ExecuteFor(itk::SeriesImageIO *           io,
           const ScanParts &              parts,
           const ProgressFunction &       progress,
           std::vector<AnalysisResults> & results)
{
  switch (io->GetComponentType())
  {
    case itk::IOComponentEnum::UCHAR:
      ExecuteReader<std::uint8_t, VDimension>(io, parts, progress, results);
      break;
    case itk::IOComponentEnum::USHORT:
      ExecuteReader<std::uint16_t, VDimension>(io, parts, progress, results);
      break;
    default: // everything else is presented as float
      ExecuteReader<float, VDimension>(io, parts, progress, results);
  }
}

/** Warns where the record is too short or the frames too long for the relaxation times found: the rule of electron
 * correlation microscopy is a record of at least 40 and frames of at most 0.1 of them (He et al., Microsc. Microanal.
 * 21, 1026 (2015)). */
void
CheckTimeScales(AnalysisResults & results)
{
  const double tau = FindStatistic(results.statistics, "median.relaxation_time")->value;
  const double record = results.framePeriod * static_cast<double>(results.frames);
  const double frame = results.framePeriod * static_cast<double>(results.parameters.timeBin);
  const auto   warn = [&](const char * what, double length, const char * limit) {
    std::ostringstream text;
    text << what << " of " << length << " s is " << length / tau << " of the median relaxation time, and should be "
         << limit;
    results.warnings.push_back(text.str());
  };
  if (record < 40.0 * tau)
  {
    warn("the record", record, "at least 40: relaxation times are uncertain, and long ones censored");
  }
  if (frame > 0.1 * tau)
  {
    warn("a (binned) frame", frame, "at most 0.1: the patterns change while they are taken");
  }
}

/** Results to be, with the parameters and the threads that are there. */
AnalysisResults
StartResults(const AnalysisParameters & parameters)
{
  AnalysisResults results;
  results.parameters = parameters;
  auto &             threads = results.parameters.threads;
  const unsigned int available = itk::MultiThreaderBase::GetGlobalDefaultNumberOfThreads();
  threads = threads > 0 ? std::min(threads, available) : available;
  return results;
}

/** What decides how a series is read. */
auto
ReadingOf(const AnalysisParameters & p)
{
  const SeriesOptions & s = p.series;
  return std::tie(p.input,
                  p.firstFrame,
                  p.numberOfFrames,
                  p.memory,
                  s.axes,
                  s.qPixel,
                  s.qUnit,
                  s.centre,
                  s.scanStep,
                  s.framePeriod,
                  s.beamEnergy);
}

/** What can be said of the points of a series without the statistics of the scan, for each of the parameters. */
std::vector<AnalysisResults>
AnalyseSeries(const std::vector<AnalysisParameters> & parameters,
              const ScanParts &                       parts,
              const ProgressFunction &                progress)
{
  Require(!parameters.empty(), "the number of analyses", parameters.size(), "give one or more");
  const AnalysisParameters &   first = parameters.front();
  const auto                   io = OpenSeries(first);
  const Axis                   time = io->GetAxes().back();
  std::vector<AnalysisResults> results;
  for (const AnalysisParameters & one : parameters)
  {
    if (ReadingOf(one) != ReadingOf(first))
    {
      throw std::invalid_argument("analyses in one pass need the same frames of the same series, read with the same "
                                  "options and the same memory limit: analyse " +
                                  one.input + " by itself");
    }
    AnalysisResults & result = results.emplace_back(StartResults(one));
    result.series = io->GetDescription();
    result.qUnit = result.series.axes.front().unit;
    result.frames = time.size;
    result.framePeriod = time.spacing;
  }

  const bool isStack = io->GetDescription().axes.size() > 5;
  io->SetSeriesDimension(isStack ? 6 : 5);
  io->SetNumberOfThreads(results.front().parameters.threads);
  io->ReadImageInformation();
  isStack ? ExecuteFor<6>(io, parts, progress, results) : ExecuteFor<5>(io, parts, progress, results);
  return results;
}

std::vector<AnalysisResults>
AnalyseWhole(const std::vector<AnalysisParameters> & parameters,
             const ScanParts &                       parts,
             const ProgressFunction &                progress)
{
  const auto start = std::chrono::steady_clock::now();
  auto       results = AnalyseSeries(parameters, parts, progress);
  for (AnalysisResults & result : results)
  {
    std::vector<ScanMap> fixed;
    for (const std::string & file : result.parameters.fixedMaps)
    {
      fixed.push_back(ReadScanMap(file, result.curves.scanSize));
    }
    result.statistics =
      result.parameters.regionOfInterest
        ? ComputeScanStatistics(WithinRegionOfInterest(result), WithinRegionOfInterest(std::move(fixed), result), true)
        : ComputeScanStatistics(result, fixed, true);
    CheckTimeScales(result);
    result.wallTime = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  return results;
}

} // namespace

const ScanMap &
AnalysisResults::Map(const std::string & name) const
{
  const auto found = std::find_if(maps.begin(), maps.end(), [&](const ScanMap & map) { return map.name == name; });
  if (found == maps.end())
  {
    throw std::out_of_range("there is no map " + name + " among the results");
  }
  return *found;
}

ScanMap &
AnalysisResults::Map(const std::string & name)
{
  return const_cast<ScanMap &>(std::as_const(*this).Map(name));
}

std::vector<AnalysisResults>
Analyse(const std::vector<AnalysisParameters> & parameters, const ProgressFunction & progress)
{
  return AnalyseWhole(parameters, {}, progress);
}

void
AnalysePart(const AnalysisParameters & parameters, const std::string & file, const ProgressFunction & progress)
{
  AnalyseSeries({ parameters }, { {}, file }, progress);
}

AnalysisResults
MergeParts(const std::vector<std::string> & files, const std::optional<std::array<std::size_t, 4>> & scanRegion)
{
  ScanParts parts;
  for (const std::string & file : files)
  {
    parts.inputs.emplace_back(file);
  }
  if (parts.inputs.empty())
  {
    throw std::invalid_argument("there are no parts to merge: give the directories of stem5d analyze --partial");
  }
  AnalysisParameters parameters = AnalysisParametersFromJson(parts.inputs.front().GetHeader().parameters);
  parameters.scanRegion = scanRegion;
  return std::move(AnalyseWhole({ parameters }, parts, {}).front());
}

AnalysisResults
Analyse(const AnalysisParameters & parameters, const ProgressFunction & progress)
{
  return std::move(Analyse(std::vector<AnalysisParameters>{ parameters }, progress).front());
}

std::vector<AnalysisResults>
AnalysePipeline(itk::ImageSource<itk::Image<float, 5>> * series,
                const Pattern<std::uint8_t> &            bad,
                const std::string &                      qUnit,
                std::size_t                              blockBytes,
                const std::vector<AnalysisParameters> &  parameters,
                const ProgressFunction &                 progress)
{
  series->UpdateOutputInformation();
  std::vector<AnalysisResults> results;
  for (const AnalysisParameters & one : parameters)
  {
    AnalysisResults & result = results.emplace_back(StartResults(one));
    result.qUnit = qUnit;
    result.frames = series->GetOutput()->GetLargestPossibleRegion().GetSize(4);
    result.framePeriod = series->GetOutput()->GetSpacing()[4];
  }
  const std::vector<Pattern<std::uint8_t>> masks(results.size(), bad);
  ExecutePass<float, 5>(series, masks, blockBytes, {}, progress, results);
  return results;
}

} // namespace stem5d

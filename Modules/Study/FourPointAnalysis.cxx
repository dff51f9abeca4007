/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FourPointAnalysis.h"

#include "Memory.h"
#include "PixelMask.h"
#include "ProbeReference.h"
#include "SeriesPreparation.h"
#include "itkCommand.h"
#include "itkFourPointCorrelationImageFilter.h"
#include "itkImageFileReader.h"
#include "itkMultiThreaderBase.h"

namespace stem5d
{
namespace
{

/** A series of one pixel type, streamed through the filter into the results. */
template <typename TPixel>
class FourPointRun
{
public:
  using SeriesType = itk::Image<TPixel, 5>;
  using FilterType = itk::FourPointCorrelationImageFilter<SeriesType>;

  FourPointRun(itk::SeriesImageIO * io, const AnalysisParameters & analysis, FourPointResults & results)
    : m_Analysis(analysis)
    , m_Results(results)
  {
    const auto & chunk = io->GetDescription().chunk;
    m_ChunkRows = chunk.size() == SeriesType::ImageDimension ? chunk[3] : 1;
    m_Reader->SetFileName(analysis.input);
    m_Reader->SetImageIO(io);
    m_Reader->UpdateOutputInformation();
  }

  void
  Execute(const ProgressFunction & progress)
  {
    this->Configure();
    this->ReportTo(progress);
    m_Filter->Update();
    this->Collect();
  }

private:
  void
  Configure()
  {
    const DetectorGrid recorded = DetectorGridOf(*m_Reader->GetOutput());
    const auto &       size = m_Reader->GetOutput()->GetLargestPossibleRegion().GetSize();
    const DetectorGrid binned = recorded.Binned(CheckedDetectorBin(m_Analysis.detectorBin, recorded));
    m_Results.annulus = ResolveAnnulus(
      m_Analysis.dynamicsAnnulus, { 4.2, 4.6 }, "--dynamics-annulus", "1/nm", binned, m_Results.warnings);
    m_Results.blur = ResolveBlur(m_Analysis.blur, "1/nm");
    CheckProbe(m_Results.parameters.aperture, m_Results.blur);
    m_Results.scanRegion = ResolveScanRegion(m_Analysis.scanRegion, { { size[2], size[3] } });
    m_Results.firstFittedDelay = std::max<std::size_t>(m_Analysis.firstDelay, 1);
    const auto bad = MakeBadPixelImage(
      BinBadPixels(ReadPixelMask(m_Analysis.maskFile, recorded), static_cast<Eigen::Index>(m_Analysis.detectorBin)),
      binned);
    const auto labels = MakeLabels(binned, { m_Results.annulus }, bad, "--dynamics-annulus");
    m_Results.pixels = static_cast<std::size_t>((itk::CopyPattern(*labels) > 0).count());

    const auto & region = m_Results.scanRegion;
    m_Filter->SetInput(m_Reader->GetOutput());
    m_Filter->SetLabels(labels);
    m_Filter->SetBadPixels(bad);
    m_Filter->SetPreparation({ m_Analysis.detectorBin, m_Analysis.timeBin, m_Results.blur });
    m_Filter->SetScanRegion(
      { { { static_cast<itk::IndexValueType>(region[0]), static_cast<itk::IndexValueType>(region[1]) } },
        { { region[2], region[3] } } });
    FourPointSettings settings;
    settings.longest = m_Results.parameters.longest;
    settings.lastDelay = static_cast<Eigen::Index>(m_Analysis.lastDelay);
    m_Filter->SetSettings(settings);
    if (m_Analysis.threads > 0)
    {
      m_Filter->SetNumberOfWorkUnits(
        std::min<unsigned int>(m_Analysis.threads, itk::MultiThreaderBase::GetGlobalDefaultNumberOfThreads()));
    }
    m_Filter->UpdateOutputInformation();
    m_Filter->SetPointsPerPiece(this->PointsPerPiece(settings));
    this->PrepareFit(settings);
  }

  /** Lengths, delays and what fits them, before anything is read. */
  void
  PrepareFit(const FourPointSettings & settings)
  {
    const FourPointSize size = m_Filter->GetSize();
    m_Results.length = LengthsOf(ScanDisplacements(size.columns, size.rows, size.spacing, settings.longest));
    m_Results.delay = m_Filter->GetDelays();
    const std::size_t first = m_Results.firstFittedDelay;
    Require(first < m_Results.delay.size(), "the first delay", first, "give one that is at most the last");
    SeparableFitSettings bounds;
    bounds.tauHigh = m_Analysis.fit.tauHigh;
    bounds.gammaHigh = m_Analysis.fit.gammaHigh;
    const auto asArray = [](const std::vector<double> & values) -> Eigen::ArrayXd {
      return Eigen::ArrayXd::Map(values.data(), static_cast<Eigen::Index>(values.size()));
    };
    const Eigen::ArrayXd delays = asArray(m_Results.delay);
    m_Fit.emplace(asArray(m_Results.length), delays.tail(delays.size() - static_cast<Eigen::Index>(first)), bounds);
  }

  /** As many points as are quick to read and fit into memory. */
  std::size_t
  PointsPerPiece(const FourPointSettings & settings) const
  {
    constexpr std::size_t wanted = 64ull << 20; // bytes: so that there is progress to see
    const auto &          size = m_Reader->GetOutput()->GetLargestPossibleRegion().GetSize();
    const std::size_t     pointBytes = size[0] * size[1] * size[4] * sizeof(TPixel);
    FourPointSize         scan = m_Filter->GetSize();
    scan.pixels = static_cast<Eigen::Index>(m_Results.pixels);
    const std::uint64_t work = FourPointScan::BytesOf(settings, scan, m_Filter->GetNumberOfWorkUnits());
    const std::size_t   most = PointsInMemory(m_Analysis.memory, pointBytes, work);
    const std::size_t   points = std::clamp<std::size_t>(wanted / pointBytes, 1, most);
    const std::size_t   layer = m_ChunkRows * m_Results.scanRegion[2]; // that chunks of several rows are read once
    return m_ChunkRows > 1 && layer <= most ? std::max<std::size_t>(points / layer, 1) * layer : points;
  }

  void
  ReportTo(const ProgressFunction & progress)
  {
    if (!progress)
    {
      return;
    }
    const auto &      size = m_Reader->GetOutput()->GetLargestPossibleRegion().GetSize();
    const std::size_t pointBytes = size[0] * size[1] * size[4] * sizeof(TPixel);
    const std::size_t total = m_Results.scanRegion[2] * m_Results.scanRegion[3];
    auto              command = itk::FunctionCommand::New();
    command->SetCallback([this, progress, pointBytes, total](const itk::EventObject &) {
      const auto done = static_cast<std::size_t>(std::lround(m_Filter->GetProgress() * static_cast<double>(total)));
      progress(done, total, done * pointBytes);
    });
    m_Filter->AddObserver(itk::ProgressEvent(), command);
  }

  void
  Collect()
  {
    const PairCorrelationSums sums = m_Filter->GetSums().ByLength();
    const PairSums            total = sums.Total();
    m_Results.pairs.assign(total.pairs.begin(), total.pairs.end());
    const PairCorrelation four = AverageFourPoint(sums);
    const PairCorrelation two = AverageTwoPoint(sums);
    m_Results.fourPoint = 1.0 + four.value;
    m_Results.fourPointError = four.error;
    m_Results.twoPoint = 1.0 + two.value;
    m_Results.twoPointError = two.error;
    const auto first = static_cast<Eigen::Index>(m_Results.firstFittedDelay);
    m_Results.fourPointFit = (*m_Fit)(four.FromDelay(first));
    m_Results.twoPointFit = (*m_Fit)(two.FromDelay(first));
    const double         aperture = m_Results.parameters.aperture;
    const RingPixels     pixels = PixelsOfLabels(itk::CopyPattern(*m_Filter->GetLabels()));
    const AnnulusSpeckle speckle(aperture, m_Results.blur, DetectorGridOf(*m_Filter->GetLabels()), pixels.offsets);
    m_Results.probe = ProbeReference(*m_Fit, aperture, m_Results.blur, speckle, m_Results.twoPointFit);
  }

  const AnalysisParameters &                         m_Analysis;
  FourPointResults &                                 m_Results;
  typename itk::ImageFileReader<SeriesType>::Pointer m_Reader = itk::ImageFileReader<SeriesType>::New();
  typename FilterType::Pointer                       m_Filter = FilterType::New();
  std::optional<SeparableCorrelationFit>             m_Fit;
  std::size_t                                        m_ChunkRows; ///< of the scan, in a chunk of the file
};

} // namespace

void
CheckFourPointSeries(const SeriesDescription & series)
{
  Require(series.axes.size() <= 5,
          "the number of axes",
          series.axes.size(),
          "points of one area are correlated: give a series of one section of the stack");
  Require(series.axes.front().unit == "1/nm",
          "the unit of Q",
          series.axes.front().unit,
          "the length of the probe follows from its aperture in 1/nm: give --axes with that unit");
  for (const Axis & axis : series.axes)
  {
    Require(axis.role != AxisRole::Scan || axis.unit == "nm",
            "the unit of the scan",
            axis.unit,
            "the longest displacement is in nm: give --axes with that unit");
  }
}

FourPointResults
AnalyseFourPoint(const AnalysisParameters &  analysis,
                 const FourPointParameters & parameters,
                 const ProgressFunction &    progress)
{
  FourPointResults results;
  results.parameters = parameters;
  const auto io = OpenSeries(analysis);
  CheckFourPointSeries(io->GetDescription());
  io->SetSeriesDimension(5);
  io->ReadImageInformation();
  switch (io->GetComponentType())
  {
    case itk::IOComponentEnum::UCHAR:
      FourPointRun<std::uint8_t>(io, analysis, results).Execute(progress);
      break;
    case itk::IOComponentEnum::USHORT:
      FourPointRun<std::uint16_t>(io, analysis, results).Execute(progress);
      break;
    default: // everything else is presented as float
      FourPointRun<float>(io, analysis, results).Execute(progress);
  }
  return results;
}

} // namespace stem5d

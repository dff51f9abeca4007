/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef itkFourPointCorrelationImageFilter_hxx
#define itkFourPointCorrelationImageFilter_hxx

#include "itkFourPointCorrelationImageFilter.h"

namespace itk
{

template <typename TInputImage>
FourPointCorrelationImageFilter<TInputImage>::FourPointCorrelationImageFilter()
{
  this->AddRequiredInputName("Labels");
}

template <typename TInputImage>
auto
FourPointCorrelationImageFilter<TInputImage>::GetScanRegion() const -> ScanRegionType
{
  if (m_ScanRegion)
  {
    return *m_ScanRegion;
  }
  const auto &   whole = this->GetInput()->GetLargestPossibleRegion();
  ScanRegionType scan;
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    scan.SetIndex(axis, whole.GetIndex(axis + 2));
    scan.SetSize(axis, whole.GetSize(axis + 2));
  }
  return scan;
}

template <typename TInputImage>
stem5d::FourPointSize
FourPointCorrelationImageFilter<TInputImage>::GetSize() const
{
  const TInputImage *   input = this->GetInput();
  const ScanRegionType  scan = this->GetScanRegion();
  stem5d::FourPointSize size;
  size.columns = static_cast<Eigen::Index>(scan.GetSize(0));
  size.rows = ScanDimension > 1 ? static_cast<Eigen::Index>(scan.GetSize(ScanDimension - 1)) : 1;
  size.spacing = { { input->GetSpacing()[2], input->GetSpacing()[1 + ScanDimension] } };
  size.frames = static_cast<Eigen::Index>(input->GetLargestPossibleRegion().GetSize(TimeAxis) / m_Preparation.timeBin);
  size.pixels = m_Pixels.NumberOfPixels();
  return size;
}

template <typename TInputImage>
void
FourPointCorrelationImageFilter<TInputImage>::VerifyInputInformation() ITKv5_CONST
{
  const TInputImage * input = this->GetInput();
  const auto &        whole = input->GetLargestPossibleRegion();
  VerifyIdentityDirection(*input);
  const stem5d::DetectorGrid recorded = stem5d::DetectorGridOf(*input);
  VerifyPreparation(recorded, m_Preparation.detectorBin, m_Preparation.blurSigma);
  if (m_Preparation.timeBin < 1 || m_Preparation.timeBin > whole.GetSize(TimeAxis))
  {
    itkExceptionMacro("the time binning " << m_Preparation.timeBin << " is not between 1 and the "
                                          << whole.GetSize(TimeAxis) << " frames");
  }
  const stem5d::DetectorGrid binned = recorded.Binned(m_Preparation.detectorBin);
  VerifyDetectorImage(*this->GetLabels(), "Labels", binned);
  if (const BadPixelImageType * bad = this->GetBadPixels())
  {
    VerifyDetectorImage(*bad, "BadPixels", binned);
  }
  const ScanRegionType scan = this->GetScanRegion();
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    const auto first = whole.GetIndex(axis + 2);
    if (scan.GetSize(axis) < 1 || scan.GetIndex(axis) < first ||
        scan.GetUpperIndex()[axis] >= first + static_cast<IndexValueType>(whole.GetSize(axis + 2)))
    {
      itkExceptionMacro("the scan region has " << scan.GetSize(axis) << " points from " << scan.GetIndex(axis)
                                               << " along axis " << axis << ", where the scan has "
                                               << whole.GetSize(axis + 2) << " from " << first
                                               << ": give a region inside of the scan");
    }
  }
}

/** Whole rows, or parts of one row. */
template <typename TInputImage>
auto
FourPointCorrelationImageFilter<TInputImage>::PieceOf(unsigned int number) const -> ScanRegionType
{
  ScanRegionType      piece = this->GetScanRegion();
  const SizeValueType columns = piece.GetSize(0);
  const SizeValueType points = m_PointsPerPiece > 0 ? m_PointsPerPiece : columns;
  const SizeValueType width = std::min(points, columns);
  const SizeValueType perRow = (columns + width - 1) / width;
  const SizeValueType first = number % perRow * width;
  piece.SetIndex(0, piece.GetIndex(0) + static_cast<IndexValueType>(first));
  piece.SetSize(0, std::min(width, columns - first));
  if (ScanDimension > 1)
  {
    constexpr unsigned int y = ScanDimension - 1;
    const SizeValueType    rows = std::max<SizeValueType>(points / columns, 1);
    const SizeValueType    firstRow = number / perRow * rows;
    const SizeValueType    all = piece.GetSize(y);
    piece.SetIndex(y, piece.GetIndex(y) + static_cast<IndexValueType>(firstRow));
    piece.SetSize(y, std::min(rows, all - std::min(firstRow, all)));
  }
  return piece;
}

template <typename TInputImage>
unsigned int
FourPointCorrelationImageFilter<TInputImage>::GetNumberOfInputRequestedRegions()
{
  const ScanRegionType scan = this->GetScanRegion();
  const ScanRegionType piece = this->PieceOf(0); // none is larger
  SizeValueType        pieces = 1;
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    pieces *= (scan.GetSize(axis) + piece.GetSize(axis) - 1) / piece.GetSize(axis);
  }
  return static_cast<unsigned int>(pieces);
}

template <typename TInputImage>
void
FourPointCorrelationImageFilter<TInputImage>::GenerateNthInputRequestedRegion(unsigned int number)
{
  ProcessObject::GenerateInputRequestedRegion(); // every input whole
  const ScanRegionType piece = this->PieceOf(number);
  auto *               input = const_cast<TInputImage *>(this->GetInput());
  InputImageRegionType region = input->GetLargestPossibleRegion();
  for (unsigned int axis = 0; axis < ScanDimension; ++axis)
  {
    region.SetIndex(axis + 2, piece.GetIndex(axis));
    region.SetSize(axis + 2, piece.GetSize(axis));
  }
  input->SetRequestedRegion(region);
}

template <typename TInputImage>
void
FourPointCorrelationImageFilter<TInputImage>::BeforeStreamedGenerateData()
{
  const TInputImage * input = this->GetInput();
  auto *              labels = const_cast<DetectorLabelImageType *>(this->GetLabels());
  labels->Update();
  m_Pixels = stem5d::PixelsOfLabels(CopyPattern(*labels));
  stem5d::Pattern<std::uint8_t> bad;
  if (auto * badPixels = const_cast<BadPixelImageType *>(this->GetBadPixels()))
  {
    badPixels->Update();
    bad = CopyPattern(*badPixels);
  }
  try
  {
    m_Scan = std::make_unique<stem5d::FourPointScan>(
      m_Settings, this->GetSize(), [this](Eigen::Index count, const std::function<void(Eigen::Index)> & task) {
        this->Parallelize(count, task);
      });
  }
  catch (const std::invalid_argument & error)
  {
    itkExceptionMacro(<< error.what());
  }
  m_Prepared.clear();
  for (ThreadIdType unit = 0; unit < this->GetNumberOfWorkUnits(); ++unit)
  {
    m_Prepared.push_back(std::make_unique<PreparedSeriesType>(m_Preparation,
                                                              stem5d::DetectorGridOf(*input),
                                                              input->GetLargestPossibleRegion().GetSize(TimeAxis),
                                                              m_Pixels,
                                                              bad));
  }
}

template <typename TInputImage>
void
FourPointCorrelationImageFilter<TInputImage>::StreamedGenerateData(unsigned int number)
{
  const TInputImage *  input = this->GetInput();
  const ScanRegionType scan = this->GetScanRegion();
  const ScanRegionType piece = this->PieceOf(number);
  const auto           columns = static_cast<Eigen::Index>(piece.GetSize(0));
  const auto           units = static_cast<Eigen::Index>(m_Prepared.size());
  const auto           first = static_cast<Eigen::Index>(piece.GetIndex(0) - scan.GetIndex(0));
  const SizeValueType  rows = piece.GetNumberOfPixels() / piece.GetSize(0);
  for (SizeValueType row = 0; row < rows; ++row)
  {
    this->Parallelize(units, [&](Eigen::Index unit) {
      for (Eigen::Index column = unit * columns / units; column < (unit + 1) * columns / units; ++column)
      {
        auto index = piece.GetIndex();
        index[ScanDimension - 1] += ScanDimension > 1 ? static_cast<IndexValueType>(row) : 0;
        index[0] += static_cast<IndexValueType>(column);
        m_Scan->SetPoint(first + column, (*m_Prepared[unit])([&](Eigen::Index frame) {
                           return input->GetBufferPointer() + ScanPointOffset<2>(*input, index, frame);
                         }));
      }
    });
    if (piece.GetUpperIndex()[0] == scan.GetUpperIndex()[0])
    {
      m_Scan->FinishRow();
    }
  }
  this->UpdateProgress(static_cast<float>(number + 1) / static_cast<float>(this->GetNumberOfInputRequestedRegions()));
}

template <typename TInputImage>
void
FourPointCorrelationImageFilter<TInputImage>::AfterStreamedGenerateData()
{
  m_Sums = m_Scan->Finish();
  m_Scan.reset();
  m_Prepared.clear();
}

template <typename TInputImage>
void
FourPointCorrelationImageFilter<TInputImage>::Parallelize(Eigen::Index                              count,
                                                          const std::function<void(Eigen::Index)> & task)
{
  MultiThreaderBase * threader = this->GetMultiThreader();
  threader->SetNumberOfWorkUnits(this->GetNumberOfWorkUnits());
  threader->ParallelizeArray(
    0, static_cast<SizeValueType>(count), [&task](SizeValueType i) { task(static_cast<Eigen::Index>(i)); }, nullptr);
}

template <typename TInputImage>
std::vector<double>
FourPointCorrelationImageFilter<TInputImage>::GetDelays() const
{
  const double          period = this->GetInput()->GetSpacing()[TimeAxis] * static_cast<double>(m_Preparation.timeBin);
  stem5d::FourPointSize size = this->GetSize();
  size.pixels = std::max<Eigen::Index>(size.pixels, 1); // which the labels tell when they are there
  const Eigen::Index  last = stem5d::FourPointScan::LastDelayOf(m_Settings, size);
  std::vector<double> delays;
  for (Eigen::Index delay = 0; delay <= last; ++delay)
  {
    delays.push_back(static_cast<double>(delay) * period);
  }
  return delays;
}

template <typename TInputImage>
auto
FourPointCorrelationImageFilter<TInputImage>::MakeImage(Eigen::ArrayXXd (stem5d::PairSums::*correlationOf)()
                                                          const) const -> CorrelationImageType::Pointer
{
  if (m_Sums.blocks.empty())
  {
    itkExceptionMacro("There is no correlation yet: call Update() first");
  }
  const stem5d::PairSums          total = m_Sums.Total();
  const Eigen::ArrayXXd           correlation = (total.*correlationOf)();
  const stem5d::FourPointSize     size = this->GetSize();
  CorrelationImageType::IndexType reach{ { 0, 0, 0 } };
  for (const auto & displacement : m_Sums.displacements)
  {
    reach[0] = std::max<IndexValueType>(reach[0], displacement.x);
    reach[1] = std::max<IndexValueType>(reach[1], displacement.y);
  }
  CorrelationImageType::SizeType    extent;
  CorrelationImageType::PointType   origin;
  CorrelationImageType::SpacingType spacing;
  for (unsigned int axis = 0; axis < 2; ++axis)
  {
    extent[axis] = 2 * static_cast<SizeValueType>(reach[axis]) + 1;
    spacing[axis] = size.spacing[axis];
    origin[axis] = -static_cast<double>(reach[axis]) * spacing[axis];
  }
  extent[2] = static_cast<SizeValueType>(correlation.cols());
  spacing[2] = this->GetInput()->GetSpacing()[TimeAxis] * static_cast<double>(m_Preparation.timeBin);
  origin[2] = 0.0;
  auto image = CorrelationImageType::New();
  image->SetRegions(extent);
  image->SetSpacing(spacing);
  image->SetOrigin(origin);
  image->Allocate();
  image->FillBuffer(std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 0; i < m_Sums.displacements.size(); ++i)
  {
    const auto & displacement = m_Sums.displacements[i];
    for (Eigen::Index delay = 0; delay < correlation.cols(); ++delay)
    {
      const auto value = static_cast<float>(1.0 + correlation(static_cast<Eigen::Index>(i), delay));
      image->SetPixel({ { reach[0] + displacement.x, reach[1] + displacement.y, delay } }, value);
      image->SetPixel({ { reach[0] - displacement.x, reach[1] - displacement.y, delay } }, value);
    }
  }
  return image;
}

template <typename TInputImage>
void
FourPointCorrelationImageFilter<TInputImage>::PrintSelf(std::ostream & os, Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "DetectorBin: " << m_Preparation.detectorBin << '\n';
  os << indent << "TimeBin: " << m_Preparation.timeBin << '\n';
  os << indent << "BlurSigma: " << m_Preparation.blurSigma << '\n';
  os << indent << "Longest displacement: " << m_Settings.longest << '\n';
  os << indent << "Last delay: " << m_Settings.lastDelay << '\n';
  os << indent << "Blocks: " << m_Settings.blocks << '\n';
  os << indent << "Scan region: " << (m_ScanRegion ? "set" : "all") << '\n';
  os << indent << "PointsPerPiece: " << m_PointsPerPiece << '\n';
  os << indent << "Number of pixels: " << m_Pixels.NumberOfPixels() << '\n';
}

} // namespace itk

#endif

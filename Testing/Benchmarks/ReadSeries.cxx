/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// ReadSeries SERIES: reads a series of unsigned short, scan row after scan row, and does nothing with it: what reading
// and decoding alone take.
#include "itkImageFileReader.h"
#include "itkSeriesImageIOFactory.h"

int
main(int, char * argv[])
{
  using SeriesType = itk::Image<unsigned short, 5>; // kx, ky, x, y, t
  itk::SeriesImageIOFactory::RegisterOneFactory();
  auto reader = itk::ImageFileReader<SeriesType>::New();
  reader->SetFileName(argv[1]);
  reader->UpdateOutputInformation();
  auto       row = reader->GetOutput()->GetLargestPossibleRegion();
  const auto rows = static_cast<itk::IndexValueType>(row.GetSize(3));
  row.SetSize(3, 1);
  for (itk::IndexValueType y = 0; y < rows; ++y)
  {
    row.SetIndex(3, y);
    reader->GetOutput()->SetRequestedRegion(row);
    reader->Update();
  }
}

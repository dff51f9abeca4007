/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
// StructureDynamics SERIES MAP: the whole analysis, streamed from the file row by row; writes the relaxation times.
#include "itkImageFileReader.h"
#include "itkImageFileWriter.h"
#include "itkNrrdImageIO.h"
#include "itkRadialMaskImageSource.h"
#include "itkSeriesImageIOFactory.h"
#include "itkStreamingImageFilter.h"
#include "itkStructureDynamicsImageFilter.h"

#include <iostream>

int
main(int, char * argv[])
{
  using SeriesType = itk::Image<unsigned short, 5>; // kx, ky, x, y, t
  using AnalysisType = itk::StructureDynamicsImageFilter<SeriesType>;
  using MapType = AnalysisType::OutputImageType;

  itk::SeriesImageIOFactory::RegisterOneFactory();
  auto reader = itk::ImageFileReader<SeriesType>::New();
  reader->SetFileName(argv[1]);
  reader->UpdateOutputInformation();
  const double pixel = reader->GetOutput()->GetSpacing()[0];

  auto dynamicsAnnulus = itk::RadialMaskImageSource::New();
  dynamicsAnnulus->SetGridFrom(reader->GetOutput());
  dynamicsAnnulus->SetAnnuli({ { 4.0, 4.8 } }); // 1/nm
  auto structureRings = itk::RadialMaskImageSource::New();
  structureRings->SetGridFrom(reader->GetOutput());
  structureRings->SetAnnuli(stem5d::DivideIntoRings({ 3.0, 5.8 }, pixel));

  auto analysis = AnalysisType::New();
  analysis->SetInput(reader->GetOutput());
  analysis->SetDynamicsLabels(dynamicsAnnulus->GetOutput());
  analysis->SetStructureLabels(structureRings->GetOutput());
  stem5d::StructureDynamicsSettings settings;
  settings.timeBin = 1;
  settings.blurSigma = 0.0;
  analysis->SetSettings(settings);

  auto rows = itk::StreamingImageFilter<MapType, MapType>::New();
  rows->SetInput(analysis->GetMap(AnalysisType::MapEnum::RelaxationTime));
  rows->SetNumberOfStreamDivisions(2);

  auto writer = itk::ImageFileWriter<MapType>::New();
  writer->SetInput(rows->GetOutput());
  writer->SetImageIO(itk::NrrdImageIO::New());
  writer->SetFileName(argv[2]);
  writer->Update();
  std::cout << argv[2] << ": " << rows->GetOutput()->GetLargestPossibleRegion().GetNumberOfPixels()
            << " relaxation times\n";
}

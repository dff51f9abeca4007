#include "itkSpeckleSeriesImageSource.h"
#include "itkSpeckleTruthImageSource.h"
#include "GaussianCopulaMaps.h"
#include <gtest/gtest.h>
#include <chrono>
TEST(S, Speed){
  auto s=itk::SpeckleSeriesImageSource<itk::Image<unsigned short,5>>::New();
  stem5d::SpeckleSeriesSettings p; p.scanSize={{20,10}};
  s->SetSettings(p); s->SetNumberOfWorkUnits(1);
  auto t=std::chrono::steady_clock::now();
  s->Update();
  double sec=std::chrono::duration<double>(std::chrono::steady_clock::now()-t).count();
  std::cout<<sec<<" s "<<s->GetOutput()->GetBufferedRegion().GetNumberOfPixels()*2e-6/sec<<" MB/s\n";
  stem5d::SampleLattice l(p); 
  auto u=itk::SpeckleTruthImageSource<2>::New(); u->SetSettings(p); 
  t=std::chrono::steady_clock::now(); u->Update();
  std::cout<<std::chrono::duration<double>(std::chrono::steady_clock::now()-t).count()<<"\n"<<u->GetMap(itk::SpeckleTruthImageSource<2>::MapEnum::EffectiveRelaxationTime)->GetPixel({{3,4}})<<"\n";
  u->Print(std::cout);
}

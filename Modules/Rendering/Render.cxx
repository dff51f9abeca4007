/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CheckFigure.h"
#include "Drawing.h"
#include "DrawingDevice.h"
#include "Figures.h"
#include "Page.h"
#include "SaveFile.h"
#include "VirtualDisplay.h"

#include <vtkContext2D.h>
#include <vtkContextActor.h>
#include <vtkContextScene.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>
#include <vtkWindowToImageFilter.h>

#include <filesystem>
#include <stdexcept>

namespace stem5d
{
namespace
{

/** The page as the bytes of a PNG file. */
std::string
DrawPng(const Page & page)
{
  vtkNew<vtkContextActor> actor;
  for (const auto & item : page.GetItems())
  {
    actor->GetScene()->AddItem(item);
  }
  vtkNew<vtkRenderer> renderer;
  renderer->SetBackground(1.0, 1.0, 1.0);
  renderer->AddActor(actor);
  actor->GetScene()->SetRenderer(renderer);
  vtkNew<vtkRenderWindow> window;
  window->SetOffScreenRendering(1);
  window->SetMultiSamples(8);
  window->SetSize(page.GetWidth(), page.GetHeight());
  window->AddRenderer(renderer);
  window->Render();

  vtkNew<vtkWindowToImageFilter> image;
  image->SetInput(window);
  image->ReadFrontBufferOff();
  image->ShouldRerenderOff();
  vtkNew<vtkPNGWriter> writer;
  writer->SetInputConnection(image->GetOutputPort());
  writer->WriteToMemoryOn();
  writer->Write();
  vtkUnsignedCharArray * const bytes = writer->GetResult();
  return { bytes->GetPointer(0), bytes->GetPointer(0) + bytes->GetNumberOfValues() };
}

/** The page as lines, areas and images. */
Drawing
Draw(const Page & page)
{
  Drawing               drawing{ page.GetWidth(), page.GetHeight(), {} };
  vtkNew<DrawingDevice> device;
  device->SetDrawing(&drawing);
  vtkNew<vtkContext2D> painter;
  painter->Begin(device);
  for (const auto & item : page.GetItems())
  {
    item->Paint(painter);
  }
  painter->End();
  return drawing;
}

template <typename TFigures>
void
RenderPage(const TFigures & figures, const std::string & path)
{
  const std::string extension = std::filesystem::path(path).extension().string();
  if (extension == ".png")
  {
    if (!VirtualDisplay::IsReachable()) // VTK would end the process
    {
      throw std::runtime_error("cannot render the figure " + path + ": no display can be reached");
    }
    SaveFile(DrawPng(Page(figures)), path);
  }
  else if (extension == ".svg")
  {
    SaveFile(ToSvg(Draw(Page(figures))), path);
  }
  else if (extension == ".pdf")
  {
    SaveFile(ToPdf(Draw(Page(figures))), path);
  }
  else
  {
    throw std::invalid_argument("cannot render the figure " + path + ": its extension is not .png, .svg or .pdf");
  }
}

} // namespace

void
Render(const Figure & figure, const std::string & path)
{
  CheckFigure(figure);
  RenderPage(figure, path);
}

void
Render(const Panels & panels, const std::string & path)
{
  CheckPanels(panels);
  RenderPage(panels, path);
}

} // namespace stem5d

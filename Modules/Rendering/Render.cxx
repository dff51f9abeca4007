/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "CairoDevice.h"
#include "CheckFigure.h"
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

#include <cairo-pdf.h>
#include <cairo-svg.h>

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

cairo_status_t
Append(void * text, const unsigned char * bytes, unsigned int count)
{
  static_cast<std::string *>(text)->append(reinterpret_cast<const char *>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

/** The page as the bytes of a vector format. \param create makes a surface of it, of a size in points */
std::string
DrawVector(const Page & page, decltype(&cairo_pdf_surface_create_for_stream) create)
{
  std::string             bytes;
  cairo_surface_t * const surface =
    create(Append, &bytes, page.GetWidth() / PixelsPerPoint, page.GetHeight() / PixelsPerPoint);
  if (cairo_surface_get_type(surface) == CAIRO_SURFACE_TYPE_PDF)
  {
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, nullptr); // the same figure, the same bytes
  }
  cairo_t * const context = cairo_create(surface);
  cairo_set_source_rgb(context, 1.0, 1.0, 1.0);
  cairo_paint(context);
  cairo_scale(context, 1.0 / PixelsPerPoint, -1.0 / PixelsPerPoint); // y is upwards in a scene
  cairo_translate(context, 0.0, -page.GetHeight());
  vtkNew<CairoDevice> device;
  device->SetContext(context);
  vtkNew<vtkContext2D> painter;
  painter->Begin(device);
  for (const auto & item : page.GetItems())
  {
    item->Paint(painter);
  }
  painter->End();
  cairo_surface_finish(surface);
  const cairo_status_t status = cairo_status(context);
  cairo_destroy(context);
  cairo_surface_destroy(surface);
  if (status != CAIRO_STATUS_SUCCESS)
  {
    throw std::runtime_error(std::string("cannot draw a figure: ") + cairo_status_to_string(status));
  }
  return bytes;
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
    SaveFile(DrawVector(Page(figures), &cairo_svg_surface_create_for_stream), path);
  }
  else if (extension == ".pdf")
  {
    SaveFile(DrawVector(Page(figures), &cairo_pdf_surface_create_for_stream), path);
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

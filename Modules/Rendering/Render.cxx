/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "FigureItem.h"
#include "Figures.h"
#include "VirtualDisplay.h"

#include <vtkContextActor.h>
#include <vtkContextScene.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>
#include <vtkWindowToImageFilter.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <unistd.h>

namespace stem5d
{
namespace
{

constexpr int Width = 1300; // pixels; 85 mm at 390 dots per inch

void
CheckLength(const char * name, std::size_t length, std::size_t expected)
{
  if (length != expected)
  {
    throw std::invalid_argument(std::string("a figure's ") + name + " has " + std::to_string(length) +
                                " elements where " + std::to_string(expected) + " belong");
  }
}

void
CheckOptionalLength(const char * name, std::size_t length, std::size_t expected)
{
  if (length != 0)
  {
    CheckLength(name, length, expected);
  }
}

template <typename TGrid>
void
CheckGrid(const TGrid & grid)
{
  if (grid.columns == 0 || grid.rows == 0)
  {
    throw std::invalid_argument("a figure's grid has no columns or no rows");
  }
  for (const double spacing : grid.spacing)
  {
    if (!(spacing > 0.0) || !std::isfinite(spacing))
    {
      throw std::invalid_argument("a figure's spacing is " + std::to_string(spacing) + ", which is not positive");
    }
  }
}

void
Check(const MapFigure & figure)
{
  CheckGrid(figure);
  CheckLength("values", figure.values.size(), figure.columns * figure.rows);
  CheckOptionalLength("flagged", figure.flagged.size(), figure.values.size());
}

void
Check(const ScatterFigure & figure)
{
  CheckLength("y", figure.y.size(), figure.x.size());
  CheckOptionalLength("flagged", figure.flagged.size(), figure.x.size());
}

void
Check(const HistogramFigure &)
{}

void
Check(const CurveFigure & figure)
{
  CheckLength("y", figure.y.size(), figure.x.size());
  CheckOptionalLength("yError", figure.yError.size(), figure.x.size());
  CheckLength("modelY", figure.modelY.size(), figure.modelX.size());
}

void
Check(const PatternFigure & figure)
{
  CheckGrid(figure);
  CheckLength("intensity", figure.intensity.size(), figure.columns * figure.rows);
  CheckOptionalLength("masked", figure.masked.size(), figure.intensity.size());
}

/** The scene with the one item, as the bytes of a PNG file. */
vtkSmartPointer<vtkUnsignedCharArray>
Draw(FigureItem * item)
{
  const int height = static_cast<int>(std::lround(item->GetHeight(Width)));
  item->SetRectangle({ 0.0F, 0.0F, Width, static_cast<float>(height) });

  vtkNew<vtkContextActor> actor;
  actor->GetScene()->AddItem(item);
  vtkNew<vtkRenderer> renderer;
  renderer->SetBackground(1.0, 1.0, 1.0);
  renderer->AddActor(actor);
  actor->GetScene()->SetRenderer(renderer);
  vtkNew<vtkRenderWindow> window;
  window->SetOffScreenRendering(1);
  window->SetMultiSamples(8);
  window->SetSize(Width, height);
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
  return writer->GetResult();
}

/** Writes a temporary file beside the path and renames it. */
void
Save(const vtkUnsignedCharArray * bytes, const std::filesystem::path & path)
{
  std::filesystem::path temporary = path;
  temporary.replace_filename(path.stem().string() + "." + std::to_string(getpid()) + path.extension().string());

  std::ofstream file(temporary, std::ios::binary);
  file.write(reinterpret_cast<const char *>(const_cast<vtkUnsignedCharArray *>(bytes)->GetPointer(0)),
             bytes->GetNumberOfValues());
  file.close();
  std::error_code error;
  if (file)
  {
    std::filesystem::rename(temporary, path, error);
  }
  else
  {
    error = std::error_code(errno, std::generic_category());
  }
  if (error)
  {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw std::runtime_error("cannot write the figure " + path.string() + ": " + error.message());
  }
}

} // namespace

void
Render(const Figure & figure, const std::string & pngPath)
{
  std::visit([](const auto & any) { Check(any); }, figure);
  if (!VirtualDisplay::IsReachable()) // VTK would end the process
  {
    throw std::runtime_error("cannot render the figure " + pngPath + ": no display can be reached");
  }
  const vtkSmartPointer<FigureItem> item = std::visit([](const auto & any) { return MakeItem(any); }, figure);
  Save(Draw(item), pngPath);
}

} // namespace stem5d

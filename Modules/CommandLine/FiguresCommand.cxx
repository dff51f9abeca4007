/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Commands.h"
#include "ResultFigures.h"
#include "VirtualDisplay.h"

#include <iostream>
#include <memory>

namespace stem5d
{
namespace
{

void
RenderFigures(const std::string & path)
{
  const ResultsDirectory directory(path);
  const auto             figures = MakeFigures(directory);
  const VirtualDisplay   display;
  if (!display.IsAvailable())
  {
    throw std::runtime_error("no figure was drawn: " + display.Reason());
  }
  std::filesystem::create_directories(directory.FiguresPath());
  for (const auto & [name, figure] : figures)
  {
    Render(figure, (directory.FiguresPath() / (name + ".png")).string());
  }
  std::cout << figures.size() << " figures in " << directory.FiguresPath().string() << '\n';
}

} // namespace

void
AddFiguresCommand(CLI::App & program)
{
  auto path = std::make_shared<std::string>();
  auto command = program.add_subcommand("figures", "Draw the figures of results that are there");
  command->add_option("DIR", *path, "Output directory of stem5d analyze")->required();
  command->callback([path] { RenderFigures(*path); });
}

} // namespace stem5d

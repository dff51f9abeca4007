/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "Commands.h"

#include "itkMacro.h"

#include <iostream>
#include <new>

namespace
{

constexpr char outOfMemory[] = "stem5d: error: out of memory: give a lower --memory or a smaller series\n";

/** The message of an ITK exception without the name and address of the object that ITK puts before it. */
std::string
MessageOf(const itk::ExceptionObject & error)
{
  const std::string description = error.GetDescription();
  const std::size_t object = description.find("ITK ERROR: ");
  const std::size_t message = description.find("): ");
  return object == std::string::npos || message == std::string::npos ? description : description.substr(message + 3);
}

} // namespace

int
main(int argc, char * argv[])
{
  CLI::App program("Structure and dynamics of glasses from time-resolved diffraction (5D-STEM)", "stem5d");
  program.set_version_flag("--version", "stem5d " STEM5D_VERSION);
  program.require_subcommand(1);
  program.footer("stem5d COMMAND --help tells more. Start with: stem5d info FILE");
  stem5d::AddInfoCommand(program);
  stem5d::AddAnalyzeCommand(program);
  stem5d::AddMergeCommand(program);
  stem5d::AddFiguresCommand(program);
  stem5d::AddSimulateCommand(program);
  stem5d::AddNullCommand(program);
  stem5d::AddBootstrapCommand(program);
  stem5d::AddStudyCommand(program);
  try
  {
    program.parse(argc, argv);
    return EXIT_SUCCESS;
  }
  catch (const CLI::ParseError & error)
  {
    return program.exit(error);
  }
  catch (const itk::MemoryAllocationError &)
  {
    std::cerr << outOfMemory;
  }
  catch (const itk::ExceptionObject & error)
  {
    std::cerr << "stem5d: error: " << MessageOf(error) << '\n';
  }
  catch (const std::bad_alloc &)
  {
    std::cerr << outOfMemory;
  }
  catch (const std::exception & error)
  {
    std::cerr << "stem5d: error: " << error.what() << '\n';
  }
  return EXIT_FAILURE;
}

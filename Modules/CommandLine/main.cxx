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
  // "ITK ERROR: CLASS(ADDRESS): MESSAGE", or "ITK ERROR: MESSAGE" of a function
  const std::string prefix = "ITK ERROR: ";
  std::string       message = error.GetDescription();
  const std::size_t start = message.find(prefix);
  if (start != std::string::npos)
  {
    message.erase(0, start + prefix.size());
    const std::size_t object = message.find("(0x");
    const std::size_t end = message.find("): ");
    message.erase(0, object < end && end != std::string::npos ? end + 3 : 0);
  }
  return message;
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

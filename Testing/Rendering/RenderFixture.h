/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef RenderFixture_h
#define RenderFixture_h

#include "Figures.h"
#include "VirtualDisplay.h"
#include "Viridis.h"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>
#include <vtkSmartPointer.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

using stem5d::Colour;

constexpr float NaN = std::numeric_limits<float>::quiet_NaN();

/** Each test renders into a directory of its own, which is removed after it. */
class RenderTest : public testing::Test
{
protected:
  static void
  SetUpTestSuite()
  {
    display = std::make_unique<stem5d::VirtualDisplay>();
  }
  static void
  TearDownTestSuite()
  {
    display.reset();
  }

  void
  SetUp() override
  {
    ASSERT_TRUE(display->IsAvailable()) << display->Reason();
    const testing::TestInfo * const info = testing::UnitTest::GetInstance()->current_test_info();
    m_Directory = std::filesystem::path(testing::TempDir()) /
                  (std::string("stem5d-") + info->name() + "-" + std::to_string(getpid()));
    std::filesystem::remove_all(m_Directory);
    std::filesystem::create_directories(m_Directory);
  }
  void
  TearDown() override
  {
    std::filesystem::remove_all(m_Directory);
  }

  std::string
  GetPath(const std::string & name) const
  {
    return (m_Directory / name).string();
  }

  static std::string
  Read(const std::string & path)
  {
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
  }

  template <typename TFigures>
  vtkSmartPointer<vtkImageData>
  RenderAndRead(const TFigures & figure) const
  {
    const std::string path = this->GetPath("figure.png");
    stem5d::Render(figure, path);
    vtkNew<vtkPNGReader> reader;
    reader->SetFileName(path.c_str());
    reader->Update();
    return reader->GetOutput();
  }

  std::filesystem::path                                 m_Directory;
  inline static std::unique_ptr<stem5d::VirtualDisplay> display;
};

inline bool
HasColour(vtkImageData * image, int x, int y, const Colour & colour)
{
  const auto * const pixel = static_cast<const unsigned char *>(image->GetScalarPointer(x, y, 0));
  return pixel[0] == colour.red && pixel[1] == colour.green && pixel[2] == colour.blue;
}

/** The pixels of exactly a colour: their number and the box around them; y points up. */
struct Patch
{
  int count{ 0 };
  int left{ std::numeric_limits<int>::max() };
  int right{ -1 };
  int bottom{ std::numeric_limits<int>::max() };
  int top{ -1 };
};

inline Patch
Find(vtkImageData * image,
     const Colour & colour,
     int            fromX = 0,
     int            toX = std::numeric_limits<int>::max(),
     int            toY = std::numeric_limits<int>::max())
{
  Patch             patch;
  const int * const size = image->GetDimensions();
  for (int y = 0; y < std::min(size[1], toY); ++y)
  {
    for (int x = fromX; x < std::min(size[0], toX); ++x)
    {
      if (HasColour(image, x, y, colour))
      {
        ++patch.count;
        patch.left = std::min(patch.left, x);
        patch.right = std::max(patch.right, x);
        patch.bottom = std::min(patch.bottom, y);
        patch.top = std::max(patch.top, y);
      }
    }
  }
  return patch;
}

constexpr Colour White{ 255, 255, 255 };

/** What is drawn keeps away from the edges: nothing is clipped. */
inline void
ExpectWhiteEdges(vtkImageData * image)
{
  const int * const size = image->GetDimensions();
  for (int x = 0; x < size[0]; ++x)
  {
    EXPECT_TRUE(HasColour(image, x, 0, White) && HasColour(image, x, size[1] - 1, White)) << "column " << x;
  }
  for (int y = 0; y < size[1]; ++y)
  {
    EXPECT_TRUE(HasColour(image, 0, y, White) && HasColour(image, size[0] - 1, y, White)) << "row " << y;
  }
}

inline stem5d::MapFigure
MakeMap(std::size_t columns, std::size_t rows, const std::vector<float> & values)
{
  stem5d::MapFigure figure;
  figure.title = "Relaxation time";
  figure.quantity = "relaxation time (s)";
  figure.columns = columns;
  figure.rows = rows;
  figure.spacing = { { 0.16, 0.16 } };
  figure.values = values;
  return figure;
}

inline stem5d::PatternFigure
MakePattern(std::size_t size)
{
  stem5d::PatternFigure figure;
  figure.title = "Mean pattern";
  figure.quantity = "intensity (counts)";
  figure.columns = figure.rows = size;
  figure.spacing = { { 0.232, 0.232 } };
  figure.origin = { { -0.116 * static_cast<double>(size - 1), -0.116 * static_cast<double>(size - 1) } };
  for (std::size_t i = 0; i < size * size; ++i)
  {
    figure.intensity.push_back(static_cast<float>(i % size));
  }
  figure.annuli = { { 4.2, 4.6, "dynamics" }, { 3.0, 5.8, "structure" } };
  return figure;
}

#endif

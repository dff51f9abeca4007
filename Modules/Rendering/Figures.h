/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Figures_h
#define Figures_h

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace stem5d
{

/** An interval of values, low <= high. */
struct Range
{
  double low;
  double high;
};

/** A quantity over a 2-D scan, in colours. NaN and flagged points are grey and are counted in the key. */
struct MapFigure
{
  std::string               title;
  std::string               quantity; /**< label of the colour bar, with unit: "relaxation time (s)" */
  std::size_t               columns{ 0 };
  std::size_t               rows{ 0 };
  std::array<double, 2>     spacing{ { 1.0, 1.0 } }; /**< nm between columns, between rows */
  std::vector<float>        values;                  /**< row by row, the first row on top */
  std::vector<std::uint8_t> flagged;                 /**< non-zero: not to be believed; empty: none */
  std::string               flaggedLabel{ "no valid fit" };
  std::optional<Range>      range; /**< of the colours; default: 2nd to 98th percentile of the valid values */
};

/** One quantity against another, a point each. Pairs with a NaN, or not positive on a logarithmic axis, are left out.
 */
struct ScatterFigure
{
  std::string               title;
  std::string               xLabel;
  std::string               yLabel;
  std::vector<float>        x;
  std::vector<float>        y;
  std::vector<std::uint8_t> flagged; /**< non-zero: drawn grey; empty: none */
  std::string               flaggedLabel{ "flagged" };
  std::string               annotation; /**< shown above the points: "Spearman 0.39 (n = 3600)" */
  bool                      logX{ false };
  bool                      logY{ false };
};

/** The distribution of the finite values, in 10 to 60 bins by the rule of Freedman and Diaconis, with mean and median.
 */
struct HistogramFigure
{
  std::string        title;
  std::string        xLabel;
  std::vector<float> values;
  std::string        yLabel{ "number of scan points" };
};

/** A measured curve with error bars and the model that describes it. */
struct CurveFigure
{
  std::string              title;
  std::string              xLabel;
  std::string              yLabel;
  std::vector<float>       x;
  std::vector<float>       y;
  std::vector<float>       yError; /**< standard error of y; empty: no error bars */
  std::vector<float>       modelX; /**< ascending, as dense as the line shall be smooth; empty: no model */
  std::vector<float>       modelY;
  std::string              dataLabel{ "measured" };
  std::string              modelLabel{ "fit" };
  std::vector<std::string> annotations; /**< shown above the curve: "relaxation time 812(31) s" */
  bool                     logX{ false };
};

/** Scattering vectors low <= |Q| <= high. */
struct AnnulusMark
{
  double      low;
  double      high;
  std::string label;
};

/** A diffraction pattern on a square-root intensity scale, with annuli drawn on it and masked pixels in a flat colour.
 */
struct PatternFigure
{
  std::string               title;
  std::string               quantity{ "intensity" }; /**< label of the colour bar, with unit */
  std::string               unit{ "1/nm" };          /**< of spacing, origin and annuli */
  std::size_t               columns{ 0 };
  std::size_t               rows{ 0 };
  std::array<double, 2>     spacing{ { 1.0, 1.0 } };
  std::array<double, 2>     origin{ { 0.0, 0.0 } }; /**< Q of the first pixel's centre; the direct beam is at 0 */
  std::vector<float>        intensity;              /**< row by row, the first row on top */
  std::vector<std::uint8_t> masked;                 /**< non-zero: masked; empty: none */
  std::vector<AnnulusMark>  annuli;
  std::optional<Range>      range; /**< of the greys; default: 0 to the 99.5th percentile of the unmasked values */
};

/** Anything that can be drawn. */
using Figure = std::variant<MapFigure, ScatterFigure, HistogramFigure, CurveFigure, PatternFigure>;

/** Draws a figure for a journal's column (85 mm at 390 dots per inch) into a PNG file, which appears complete or not at
 * all. A figure without a single valid point says so.
 * \throw std::invalid_argument if the lengths of a figure's arrays disagree.
 * \throw std::runtime_error if no display can be reached (\sa VirtualDisplay) or the file cannot be written. */
void
Render(const Figure & figure, const std::string & pngPath);

} // namespace stem5d

#endif

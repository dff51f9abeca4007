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
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace stem5d
{

/** An interval of values, low <= high; of an axis that is logarithmic it is of the values too, not of their logarithms.
 */
struct Range
{
  double low;
  double high;
};

/** A quantity over a 2-D scan, in colours. NaN and flagged points are grey and are counted in the key. With labels of
 * its axes it is any function of two coordinates, as G(t1, t2), and has axes in place of the scale bar. */
struct MapFigure
{
  std::string               title;
  std::string               quantity; /**< label of the colour bar, with unit: "relaxation time (s)" */
  std::size_t               columns{ 0 };
  std::size_t               rows{ 0 };
  std::array<double, 2>     spacing{ { 1.0, 1.0 } }; /**< nm or the unit of the labels, between columns, between rows */
  std::vector<float>        values;                  /**< row by row, the first row on top */
  std::vector<std::uint8_t> flagged;                 /**< non-zero: not to be believed; empty: none */
  std::string               flaggedLabel{ "no valid fit" };
  std::optional<Range>      range;       /**< of the colours; default: 2nd to 98th percentile of the valid values */
  std::array<std::string, 2> axisLabels; /**< with units: "t1 (s)"; empty: a scan in nm */
  std::array<double, 2>      origin{ { 0.0, 0.0 } }; /**< coordinates of the first value */
  bool                       upwards{ false };       /**< the first row at the bottom */
};

/** The category of each point of a 2-D scan, as the status of its fit, with a key of those that occur. */
struct StatusMapFigure
{
  std::string               title;
  std::size_t               columns{ 0 };
  std::size_t               rows{ 0 };
  std::array<double, 2>     spacing{ { 1.0, 1.0 } }; /**< nm between columns, between rows */
  std::vector<std::uint8_t> categories;              /**< indices into the labels, row by row, the first row on top */
  std::vector<std::string>  labels;                  /**< at most 8; the first means that all is well */
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
  std::optional<Range>      xRange; /**< of the axis; default: of the points; points beyond it are not drawn */
  std::optional<Range>      yRange;
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

/** Distributions of several samples in common bins, as steps, in the order of the samples' colours. */
struct HistogramsFigure
{
  /** One distribution. */
  struct Sample
  {
    std::string        label;
    std::vector<float> counts; /**< of each bin */
  };

  std::string         title;
  std::string         xLabel;
  std::string         yLabel{ "number of scan points" };
  std::vector<float>  edges; /**< ascending, one more than there are bins */
  std::vector<Sample> samples;
};

/** Values against a quantity, with error bars: of one or more samples, models and references. */
struct SeriesFigure
{
  /** How a series is drawn. The error of a line is a ribbon, that of dots are bars. */
  enum class Style
  {
    Dots,
    Line,
    DotsAndLine
  };

  /** Points; those with a NaN, or not positive on a logarithmic axis, are left out. */
  struct Series
  {
    std::string        label; /**< empty: not in the key */
    std::vector<float> x;
    std::vector<float> y;
    std::vector<float> yError; /**< standard error of y; empty: none; NaN: none at that point */
    Style              style{ Style::Dots };
  };

  /** An interval at each x, grey, as that of a null hypothesis. */
  struct Band
  {
    std::string        label;
    std::vector<float> x;
    std::vector<float> low;
    std::vector<float> high;
    std::vector<float> middle; /**< empty: none */
  };

  /** A dashed horizontal line. */
  struct Level
  {
    std::string label;
    float       y;
  };

  std::string              title;
  std::string              xLabel;
  std::string              yLabel;
  std::vector<Series>      series;
  std::vector<Band>        bands;
  std::vector<Level>       levels;
  std::vector<std::string> annotations;  /**< shown above the chart */
  bool                 ordered{ false }; /**< the series have an order, as temperatures, and so have their colours */
  bool                 logX{ false };
  bool                 logY{ false };
  std::optional<Range> xRange; /**< of the axis; default: of all that is drawn */
  std::optional<Range> yRange;
};

/** Measured statistics, each beside its distribution under a null hypothesis: a row each. */
struct NullFigure
{
  /** One statistic. */
  struct Statistic
  {
    static constexpr float NotKnown = std::numeric_limits<float>::quiet_NaN();

    std::string        label;
    std::vector<float> nullValues;
    Range              nullInterval{ NotKnown, NotKnown }; /**< 95 % of the null values; NaN: not drawn */
    float              value{ NotKnown };
    float              error{ NotKnown }; /**< standard error of the value */
  };

  std::string            title;
  std::string            xLabel;
  std::vector<Statistic> statistics; /**< from top to bottom */
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

/** Anything that can be drawn. Labels are of the letters of Western Europe (Latin-1): the font has no Greek. */
using Figure = std::variant<MapFigure,
                            StatusMapFigure,
                            ScatterFigure,
                            HistogramFigure,
                            HistogramsFigure,
                            SeriesFigure,
                            NullFigure,
                            CurveFigure,
                            PatternFigure>;

/** Several figures as panels (a), (b), (c) ... of one size, row by row. */
struct Panels
{
  std::size_t         columns{ 3 };
  std::vector<Figure> figures;
};

/** Gives maps the same range of colours: the 2nd to 98th percentile of the valid values of all. */
void
ShareColours(std::vector<MapFigure> & maps);

/** Gives scatter plots the same axes, which hold the points of all. */
void
ShareAxes(std::vector<ScatterFigure> & plots);

/** Draws a figure for a journal's column (85 mm) or panels for its page (178 mm) into a file, which appears complete or
 * not at all: PNG (390 dots per inch), SVG or PDF by the path's extension. SVG and PDF are of lines, areas and outlined
 * letters, and need no display. The same figure gives the same bytes, but that the identifiers in an SVG count
 * what the process has drawn before. A figure without a single valid point says so.
 * \throw std::invalid_argument if the lengths of a figure's arrays disagree, there are no panels, or the extension is
 * another.
 * \throw std::runtime_error if no display can be reached for a PNG (\sa VirtualDisplay) or the file cannot be written.
 */
void
Render(const Figure & figure, const std::string & path);
void
Render(const Panels & panels, const std::string & path);

/** Writes what a figure shows as comma-separated values: a line of names with units, then a line for each point, and an
 * empty field for NaN. Of panels each has a file of its own: "figure.csv" becomes "figure_a.csv", "figure_b.csv" ...
 * \throw std::invalid_argument if the lengths of a figure's arrays disagree or there are no panels.
 * \throw std::runtime_error if a file cannot be written. */
void
WriteCsv(const Figure & figure, const std::string & path);
void
WriteCsv(const Panels & panels, const std::string & path);

} // namespace stem5d

#endif

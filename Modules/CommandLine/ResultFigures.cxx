/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "ResultFigures.h"

#include "JsonValue.h"
#include "KWWFitResult.h"
#include "MeanAndError.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace stem5d
{
namespace
{

using nlohmann::json;

/** How a map is called in figures. */
struct MapText
{
  const char * name;
  const char * title;
  const char * quantity;
  bool         isFitted; ///< grey where the fit is flagged
};

constexpr MapText MapTexts[] = {
  { "relaxation_time", "Relaxation time", "relaxation time (s)", true },
  { "relaxation_time_error", "Standard error of the relaxation time", "standard error (s)", true },
  { "stretch_exponent", "Stretch exponent", "stretch exponent", true },
  { "stretch_exponent_error", "Standard error of the stretch exponent", "standard error", true },
  { "contrast", "Contrast", "contrast", true },
  { "contrast_error", "Standard error of the contrast", "standard error", true },
  { "fit_residual", "Residual of the fit", "rms residual of g(t)", true },
  { "fluctuation_variance", "Fluctuation variance", "V", false },
  { "fluctuation_variance_error", "Standard error of the fluctuation variance", "standard error of V", false },
  { "mean_intensity", "Mean intensity", "counts per pixel", false }
};

std::string
Format(const char * format, double value)
{
  char text[64];
  std::snprintf(text, sizeof(text), format, value);
  return text;
}

class FigureMaker
{
public:
  explicit FigureMaker(const ResultsDirectory & directory)
    : m_Directory(directory)
    , m_Summary(directory.ReadSummary())
    , m_Curves(directory.ReadCurves())
  {
    for (const std::uint16_t status : directory.ReadStatus())
    {
      m_Flagged.push_back(status != OK);
    }
  }

  std::map<std::string, Figure>
  Make()
  {
    for (const MapText & text : MapTexts)
    {
      this->AddMap(text);
    }
    this->AddScatter();
    for (const char * name : { "relaxation_time", "stretch_exponent", "fluctuation_variance" })
    {
      this->AddHistogram(name);
    }
    this->AddCurve();
    this->AddPattern();
    return std::move(m_Figures);
  }

private:
  static const MapText &
  TextOf(const std::string & name)
  {
    return *std::find_if(
      std::begin(MapTexts), std::end(MapTexts), [&](const MapText & text) { return text.name == name; });
  }

  /** One figure for each section of a stack. */
  void
  AddMap(const MapText & text)
  {
    const std::vector<float> values = m_Directory.ReadMap(text.name);
    const std::size_t        section = m_Curves.scanSize[0] * m_Curves.scanSize[1];
    const std::size_t        sections = values.size() / section;
    for (std::size_t z = 0; z < sections; ++z)
    {
      MapFigure figure;
      figure.title = text.title;
      figure.quantity = text.quantity;
      figure.columns = m_Curves.scanSize[0];
      figure.rows = m_Curves.scanSize[1];
      figure.spacing = { m_Curves.scanSpacing[0], m_Curves.scanSpacing[1] };
      figure.values.assign(values.begin() + z * section, values.begin() + (z + 1) * section);
      if (text.isFitted)
      {
        figure.flagged.assign(m_Flagged.begin() + z * section, m_Flagged.begin() + (z + 1) * section);
      }
      figure.flaggedLabel = text.isFitted ? "flagged or no fit" : "no data";
      const std::string suffix = sections > 1 ? "_section_" + std::to_string(z) : "";
      m_Figures.emplace(text.name + suffix, figure);
    }
  }

  void
  AddScatter()
  {
    ScatterFigure figure;
    figure.title = "Structure and dynamics";
    figure.xLabel = TextOf("relaxation_time").quantity;
    figure.yLabel = "fluctuation variance V";
    figure.x = m_Directory.ReadMap("relaxation_time");
    figure.y = m_Directory.ReadMap("fluctuation_variance");
    figure.flagged = m_Flagged;
    figure.annotation = "Spearman " + this->StatisticText("same_half.relaxation_time.fluctuation_variance") +
                        ", across the halves " + this->StatisticText("cross_half.relaxation_time.corrected_variance");
    figure.logX = true;
    m_Figures.emplace("relaxation_time_against_variance", figure);
  }

  /** "0.33 +- 0.05", or "not known". */
  std::string
  StatisticText(const std::string & name) const
  {
    for (const json & statistic : m_Summary.at("statistics"))
    {
      if (statistic.at("name") == name && statistic.at("value").is_number())
      {
        return Format("%.2f", NumberOrNaN(statistic.at("value"))) +
               Format(" +- %.2f", NumberOrNaN(statistic.at("standard_error")));
      }
    }
    return "not known";
  }

  void
  AddHistogram(const std::string & name)
  {
    HistogramFigure figure;
    figure.title = TextOf(name).title;
    figure.xLabel = TextOf(name).quantity;
    figure.values = m_Directory.ReadMap(name);
    m_Figures.emplace("histogram_" + name, figure);
  }

  void
  AddCurve()
  {
    const json &      fit = m_Summary.at("average_curve");
    const double      contrast = NumberOrNaN(fit.at("contrast"));
    const double      tau = NumberOrNaN(fit.at("relaxation_time"));
    const double      gamma = NumberOrNaN(fit.at("stretch_exponent"));
    const std::size_t delays = m_Curves.delay.size();

    CurveFigure figure;
    figure.title = "Average over the scan";
    figure.xLabel = "delay (s)";
    figure.yLabel = "g(t) - 1";
    figure.dataLabel = "mean over points, with standard error";
    for (std::size_t i = 0; i < delays; ++i)
    {
      const Eigen::Map<const Eigen::VectorXf, 0, Eigen::InnerStride<>> values(
        m_Curves.correlation.data() + i, m_Curves.correlation.size() / delays, Eigen::InnerStride<>(delays));
      const MeanWithError average = MeanAndError(values);
      figure.x.push_back(static_cast<float>(m_Curves.delay[i]));
      figure.y.push_back(static_cast<float>(average.mean - 1.0));
      figure.yError.push_back(static_cast<float>(average.error));
    }
    if (std::isfinite(tau))
    {
      constexpr int points = 200;
      for (int i = 0; i <= points; ++i)
      {
        const double t =
          m_Curves.delay.front() + (m_Curves.delay.back() - m_Curves.delay.front()) * static_cast<double>(i) / points;
        figure.modelX.push_back(static_cast<float>(t));
        figure.modelY.push_back(static_cast<float>(contrast * std::exp(-2.0 * std::pow(t / tau, gamma))));
      }
      figure.modelLabel = "KWW fit";
      figure.annotations = { Format("relaxation time %.4g s", tau) + Format(", stretch exponent %.3g", gamma) +
                             Format(", contrast %.3g", contrast) };
    }
    for (const json & status : fit.at("status"))
    {
      figure.annotations.push_back("flagged " + status.get<std::string>());
    }
    m_Figures.emplace("average_correlation", figure);
  }

  void
  AddPattern()
  {
    const json &      parameters = m_Summary.at("parameters");
    const std::string unit = parameters.at("q_unit");
    PatternFigure     figure;
    figure.title = "Mean pattern of the scan";
    figure.quantity = "counts per pixel";
    figure.unit = unit;
    figure.columns = m_Curves.patternSize[0];
    figure.rows = m_Curves.patternSize[1];
    figure.spacing = m_Curves.patternSpacing;
    figure.origin = m_Curves.patternOrigin;
    figure.intensity = m_Curves.meanPattern;
    figure.masked = m_Curves.badPixels;
    for (const char * kind : { "dynamics", "structure" })
    {
      const auto range = parameters.at(std::string(kind) + "_annulus").get<std::array<double, 2>>();
      figure.annuli.push_back({ range[0], range[1], kind });
    }
    m_Figures.emplace("mean_pattern", figure);
  }

  const ResultsDirectory &      m_Directory;
  json                          m_Summary;
  Curves                        m_Curves;
  std::vector<std::uint8_t>     m_Flagged;
  std::map<std::string, Figure> m_Figures;
};

} // namespace

std::map<std::string, Figure>
MakeFigures(const ResultsDirectory & directory)
{
  return FigureMaker(directory).Make();
}

} // namespace stem5d

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "StudyFigures.h"

#include "ArrheniusFit.h"
#include "Histogram.h"
#include "MapProfile.h"
#include "RegionOfInterest.h"
#include "ScanStatistics.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace stem5d
{
namespace
{

constexpr std::uint16_t NoRelaxationTime = NOT_CONVERGED | AT_TAU_BOUND | MASKED;

constexpr const char * TimeLabel = "relaxation time (s)";
constexpr const char * VarianceLabel = "fluctuation variance V";
constexpr const char * GammaLabel = "stretch exponent";

std::string
Kelvin(double temperature)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%g K", temperature);
  return text;
}

std::vector<float>
AsFloat(const std::vector<double> & values)
{
  return { values.begin(), values.end() };
}

/** Makes the figures of a study. */
class FigureMaker
{
public:
  FigureMaker(const StudyResults & results, const std::vector<StudyNumber> & numbers)
    : m_Results(results)
    , m_Numbers(numbers)
  {
    for (const StudySetResults & set : results.sets)
    {
      m_Fixed.push_back(WithinRegionOfInterest(set.fixed.results));
      m_Free.push_back(WithinRegionOfInterest(set.free.results));
      m_Temperatures.push_back(Kelvin(set.set.temperature));
    }
    m_Points = std::to_string(m_Fixed.front().status.size()) + " scan points of the region of interest a temperature";
    this->DescribeMethods();
  }

  std::vector<StudyFigure>
  Make()
  {
    this->AddRelaxationTimes();
    this->AddVariance();
    this->AddScatter();
    this->AddProfiles();
    this->AddStretchExponents();
    this->AddHistograms();
    this->AddCorrelations();
    this->AddLengths();
    this->AddArrhenius();
    this->AddErrors();
    this->AddStatus();
    this->AddHalves();
    this->AddNullModels();
    this->AddTwoTime();
    return std::move(m_Figures);
  }

private:
  /** What the captions say of annuli, masks, estimator and halves: those of the first temperature. */
  void
  DescribeMethods()
  {
    const AnalysisResults &    first = m_Results.sets.front().fixed.results;
    const AnalysisParameters & p = first.parameters;
    const std::string          q = ' ' + first.qUnit;
    m_Dynamics = " g(t) of the " + std::to_string(first.dynamicsPixels) + " pixels of " + RangeOf(*p.dynamicsAnnulus) +
                 q + ", without beam stop and bad pixels, blurred by " + Short(*p.blur) + q + ", frames binned by " +
                 std::to_string(p.timeBin) + ", fitted by " +
                 (p.estimator == KWWEstimator::OrdinaryLeastSquares ? "ordinary" : "generalised") + " least squares.";
    m_Structure = " V of the " + std::to_string(first.structurePixels) + " pixels of " + RangeOf(*p.structureAnnulus) +
                  q + ", without beam stop and bad pixels, " +
                  (p.pooledVariance ? "pooled" : "mean over " + std::to_string(first.rings) + " rings") +
                  ", not blurred, mean over " + std::to_string(first.frames) + " frames.";
    m_Halves = !p.partition.halves ? ""
                                   : " Halves: two pairs of opposite quadrants of the detector, without strips of " +
                                       Short(p.partition.guardBand) + q + " between them.";
  }

  static std::string
  Short(double value)
  {
    char text[32];
    std::snprintf(text, sizeof(text), "%.3g", value);
    return text;
  }

  static std::string
  RangeOf(const Annulus & annulus)
  {
    return Short(annulus.low) + " \u2013 " + Short(annulus.high);
  }

  /** The maps of all temperatures, in the same colours. */
  std::vector<MapFigure>
  Maps(bool isFixed, const std::string & name, const std::string & quantity, bool isFitted) const
  {
    std::vector<MapFigure> maps;
    for (std::size_t i = 0; i < m_Results.sets.size(); ++i)
    {
      const StudySetResults & set = m_Results.sets[i];
      const AnalysisResults & analysis = isFixed ? set.fixed.results : set.free.results;
      const Curves &          scan = analysis.curves;
      MapFigure &             map = maps.emplace_back();
      map.title = m_Temperatures[i];
      map.quantity = quantity;
      map.columns = scan.scanSize[0];
      map.rows = analysis.status.size() / map.columns;
      map.spacing = { scan.scanSpacing[0], scan.scanSpacing[1] };
      map.values = analysis.Map(name).values;
      map.flaggedLabel = isFitted ? "no relaxation time" : "no data";
      for (const std::uint16_t status : analysis.status)
      {
        map.flagged.push_back(isFitted && (status & NoRelaxationTime) != 0 ? 1 : 0);
      }
    }
    ShareColours(maps);
    return maps;
  }

  /** Numbers of a name against temperature. */
  SeriesFigure::Series
  SeriesOf(const std::string & name, const std::string & label, SeriesFigure::Style style) const
  {
    SeriesFigure::Series series;
    series.label = label;
    series.style = style;
    for (const StudySetResults & set : m_Results.sets)
    {
      if (const StudyNumber * number = FindNumber(m_Numbers, name, set.set.temperature))
      {
        series.x.push_back(static_cast<float>(set.set.temperature));
        series.y.push_back(static_cast<float>(number->value));
        series.yError.push_back(static_cast<float>(number->error));
      }
    }
    return series;
  }

  /** What was published of a number, if anything. */
  void
  AddPublished(const std::string & name, SeriesFigure & figure) const
  {
    SeriesFigure::Series series;
    series.label = "published";
    series.style = SeriesFigure::Style::Line;
    for (const StudyNumber & number : m_Numbers)
    {
      if (number.name == name && std::isfinite(number.published) && std::isfinite(number.temperature))
      {
        series.x.push_back(static_cast<float>(number.temperature));
        series.y.push_back(static_cast<float>(number.published));
      }
    }
    if (!series.x.empty())
    {
      figure.series.push_back(series);
    }
  }

  /** The intervals of the null models of a number, if there are any. */
  void
  AddNullBand(const std::string & name, SeriesFigure & figure) const
  {
    SeriesFigure::Band band;
    band.label = "homogeneous sample, 95 %";
    for (const StudySetResults & set : m_Results.sets)
    {
      const StudyNumber * number = FindNumber(m_Numbers, name, set.set.temperature);
      if (number && number->null && std::isfinite(number->null->Interval()[0]))
      {
        const auto interval = number->null->Interval();
        band.x.push_back(static_cast<float>(set.set.temperature));
        band.low.push_back(static_cast<float>(interval[0]));
        band.high.push_back(static_cast<float>(interval[1]));
        band.middle.push_back(static_cast<float>(number->null->Mean()));
      }
    }
    if (!band.x.empty())
    {
      figure.bands.push_back(band);
    }
  }

  SeriesFigure
  AgainstTemperature(const std::string & yLabel) const
  {
    SeriesFigure figure;
    figure.xLabel = "temperature (K)";
    figure.yLabel = yLabel;
    return figure;
  }

  void
  Add(const std::string & name, const std::string & caption, std::vector<Figure> figures, std::size_t columns = 3)
  {
    m_Figures.push_back({ name, caption, { columns, std::move(figures) } });
  }

  template <typename TFigure>
  static std::vector<Figure>
  AsFigures(const std::vector<TFigure> & figures)
  {
    return { figures.begin(), figures.end() };
  }

  void
  AddRelaxationTimes()
  {
    std::vector<Figure> panels = AsFigures(this->Maps(true, "relaxation_time", TimeLabel, true));
    SeriesFigure        means = this->AgainstTemperature("mean relaxation time (s)");
    means.series = {
      this->SeriesOf("mean_relaxation_time", "arithmetic mean", SeriesFigure::Style::Dots),
      this->SeriesOf("unbiased_mean_relaxation_time", "unbiased", SeriesFigure::Style::Dots),
    };
    this->AddPublished("mean_relaxation_time", means);
    panels.push_back(means);
    this->Add("figure_2",
              "Figure 2. Maps of the relaxation time, stretch exponent fixed, of the whole scan; grey where there is "
              "none. Last panel: mean over " +
                m_Points + ", with standard errors from the effective number of independent points." + m_Dynamics,
              std::move(panels));
  }

  void
  AddVariance()
  {
    std::vector<Figure> panels = AsFigures(this->Maps(true, "corrected_variance", VarianceLabel, false));
    SeriesFigure        means = this->AgainstTemperature("mean V");
    means.series = { this->SeriesOf("mean_variance", "with noise of counting", SeriesFigure::Style::Dots),
                     this->SeriesOf("mean_corrected_variance", "without", SeriesFigure::Style::Dots),
                     this->SeriesOf("unbiased_mean_variance", "unbiased", SeriesFigure::Style::Dots) };
    this->AddPublished("mean_corrected_variance", means);
    panels.push_back(means);
    this->Add("figure_3",
              "Figure 3. Maps of the fluctuation variance V without the noise of counting. Last panel: mean over " +
                m_Points +
                ", with standard errors; with the noise of counting V steps where the exposure does; unbiased is "
                "without what the finite number of speckles takes away." +
                m_Structure,
              std::move(panels));
  }

  void
  AddScatter()
  {
    std::vector<ScatterFigure> plots;
    SeriesFigure               overlay;
    overlay.title = "all temperatures";
    overlay.xLabel = TimeLabel;
    overlay.yLabel = VarianceLabel;
    overlay.ordered = true;
    overlay.logX = true;
    for (std::size_t i = 0; i < m_Fixed.size(); ++i)
    {
      ScatterFigure & plot = plots.emplace_back();
      plot.title = m_Temperatures[i];
      plot.xLabel = TimeLabel;
      plot.yLabel = VarianceLabel;
      plot.x = m_Fixed[i].Map("relaxation_time").values;
      plot.y = m_Fixed[i].Map("corrected_variance").values;
      plot.logX = true;
      plot.annotation = "Spearman " + this->TextOf("correlation_tau_variance", i) + ", across halves " +
                        this->TextOf("cross_half_tau_variance", i);
      for (const std::uint16_t status : m_Fixed[i].status)
      {
        plot.flagged.push_back((status & (NoRelaxationTime | CENSORED)) != 0 ? 1 : 0);
      }
      plot.flaggedLabel = "beyond the record or no fit";
      overlay.series.push_back({ m_Temperatures[i], plot.x, plot.y, {}, SeriesFigure::Style::Dots });
    }
    ShareAxes(plots);
    overlay.xRange = plots.front().xRange;
    overlay.yRange = plots.front().yRange;
    std::vector<Figure> panels = AsFigures(plots);
    panels.push_back(overlay);
    this->Add("figure_4",
              "Figure 4. Relaxation time and V of " + m_Points +
                ". Spearman's correlation of both from the same speckles, which is not zero for a homogeneous sample, "
                "and across the halves of the detector, which is." +
                m_Dynamics + m_Structure + m_Halves,
              std::move(panels));
  }

  /** A number of a temperature with its error, in text. */
  std::string
  TextOf(const std::string & name, std::size_t set) const
  {
    const StudyNumber * number = FindNumber(m_Numbers, name, m_Results.sets[set].set.temperature);
    if (!number || !std::isfinite(number->value))
    {
      return "not known";
    }
    char text[64];
    std::snprintf(text, sizeof(text), "%.2f \u00b1 %.2f", number->value, number->error);
    return text;
  }

  SeriesFigure
  ProfileAlongX(const std::string & yLabel, const std::vector<const ScanMap *> & maps) const
  {
    SeriesFigure figure;
    figure.xLabel = "x (nm)";
    figure.yLabel = yLabel;
    figure.ordered = true;
    for (std::size_t i = 0; i < maps.size(); ++i)
    {
      const Curves & scan = m_Results.sets[i].fixed.results.curves;
      const auto     profile =
        MapProfile(AsMapArray(maps[i]->values, scan.scanSize), ProfileAxis::X, scan.scanOrigin[0], scan.scanSpacing[0]);
      figure.series.push_back({ m_Temperatures[i],
                                AsFloat(profile.position),
                                AsFloat(profile.mean),
                                AsFloat(profile.error),
                                SeriesFigure::Style::Line });
    }
    return figure;
  }

  void
  AddProfiles()
  {
    const auto mapsOf = [this](bool isFixed, const std::string & name) {
      std::vector<const ScanMap *> maps;
      for (const StudySetResults & set : m_Results.sets)
      {
        maps.push_back(&(isFixed ? set.fixed : set.free).results.Map(name));
      }
      return maps;
    };
    std::vector<Figure>  panels;
    std::vector<ScanMap> thickness;
    for (const StudySetResults & set : m_Results.sets)
    {
      thickness.push_back({ "thickness", "nm", set.thickness });
    }
    const bool isKnown =
      std::all_of(thickness.begin(), thickness.end(), [](const ScanMap & map) { return !map.values.empty(); });
    if (isKnown)
    {
      std::vector<const ScanMap *> maps;
      std::transform(
        thickness.begin(), thickness.end(), std::back_inserter(maps), [](const ScanMap & map) { return &map; });
      panels.push_back(this->ProfileAlongX("thickness (nm)", maps));
    }
    else
    {
      panels.push_back(this->ProfileAlongX("mean intensity (counts/pixel)", mapsOf(true, "mean_intensity")));
    }
    panels.push_back(this->ProfileAlongX(VarianceLabel, mapsOf(true, "corrected_variance")));
    panels.push_back(this->ProfileAlongX(TimeLabel, mapsOf(true, "relaxation_time")));
    panels.push_back(this->ProfileAlongX(GammaLabel, mapsOf(false, "stretch_exponent")));
    const Curves & curves = m_Results.sets.front().fixed.results.curves;
    PatternFigure  pattern;
    pattern.title = "mean pattern, " + m_Temperatures.front();
    pattern.quantity = "counts/pixel";
    pattern.unit = curves.qUnit;
    pattern.columns = curves.patternSize[0];
    pattern.rows = curves.patternSize[1];
    pattern.spacing = curves.patternSpacing;
    pattern.origin = curves.patternOrigin;
    pattern.intensity = curves.meanPattern;
    pattern.masked = curves.badPixels;
    const AnalysisParameters & parameters = m_Results.sets.front().fixed.results.parameters;
    pattern.annuli = { { parameters.dynamicsAnnulus->low, parameters.dynamicsAnnulus->high, "dynamics" },
                       { parameters.structureAnnulus->low, parameters.structureAnnulus->high, "structure" } };
    panels.push_back(pattern);
    this->Add("figure_S1",
              "Figure S1. Means along y of the whole scan against x, in ribbons of their standard errors" +
                std::string(isKnown ? "." : "; the thickness is not known, the mean intensity stands for it.") +
                " Last panel: mean pattern with the annuli. Stretch exponent free in its panel, fixed in that of the "
                "relaxation time." +
                m_Dynamics + m_Structure,
              std::move(panels));
  }

  void
  AddStretchExponents()
  {
    std::vector<Figure> panels = AsFigures(this->Maps(false, "stretch_exponent", GammaLabel, true));
    SeriesFigure        means = this->AgainstTemperature("mean stretch exponent");
    means.series = { this->SeriesOf("mean_stretch_exponent", "mean", SeriesFigure::Style::Dots),
                     this->SeriesOf("unbiased_mean_stretch_exponent", "unbiased", SeriesFigure::Style::Dots) };
    this->AddPublished("mean_stretch_exponent", means);
    panels.push_back(means);
    this->Add(
      "figure_S2",
      "Figure S2. Maps of the stretch exponent, free in the fit. A single point may be wrong by 0.4. Last panel: "
      "mean over " +
        m_Points + ", with standard errors." + m_Dynamics,
      std::move(panels));
  }

  HistogramsFigure
  HistogramsOf(const std::vector<AnalysisResults> & analyses,
               const std::string &                  name,
               const std::string &                  label,
               bool                                 isDivided) const
  {
    std::vector<std::vector<double>> samples;
    for (const AnalysisResults & analysis : analyses)
    {
      const auto &        values = analysis.Map(name).values;
      std::vector<double> sample(values.begin(), values.end());
      samples.push_back(isDivided ? DividedByMean(sample) : sample);
    }
    const Histogram  histogram = CommonHistogram(samples);
    HistogramsFigure figure;
    figure.xLabel = label + (isDivided ? " / mean" : "");
    figure.edges = AsFloat(histogram.edges);
    for (std::size_t i = 0; i < histogram.counts.size(); ++i)
    {
      figure.samples.push_back({ m_Temperatures[i], { histogram.counts[i].begin(), histogram.counts[i].end() } });
    }
    return figure;
  }

  void
  AddHistograms()
  {
    std::vector<Figure> panels;
    for (const bool isDivided : { false, true })
    {
      panels.push_back(
        this->HistogramsOf(m_Fixed, "relaxation_time", isDivided ? "relaxation time" : TimeLabel, isDivided));
      panels.push_back(this->HistogramsOf(m_Free, "stretch_exponent", GammaLabel, isDivided));
      panels.push_back(this->HistogramsOf(m_Fixed, "corrected_variance", "V", isDivided));
    }
    this->Add("figure_S3",
              "Figure S3. Distributions of relaxation time (stretch exponent fixed), stretch exponent and V over " +
                m_Points + "; below, divided by their means." + m_Dynamics + m_Structure,
              std::move(panels));
  }

  void
  AddCorrelations()
  {
    const auto panel = [this](const char * title, const char * same, const char * cross) {
      SeriesFigure figure = this->AgainstTemperature("Spearman's correlation");
      figure.title = title;
      figure.series = { this->SeriesOf(same, "same speckles", SeriesFigure::Style::DotsAndLine) };
      if (cross)
      {
        figure.series.push_back(this->SeriesOf(cross, "across halves", SeriesFigure::Style::DotsAndLine));
      }
      this->AddNullBand(same, figure);
      this->AddPublished(same, figure);
      figure.levels = { { "no relation", 0.0F } };
      return figure;
    };
    this->Add(
      "figure_S4",
      "Figure S4. Spearman's correlations over " + m_Points +
        ", with standard errors, beside those of simulations of a homogeneous sample, in which nothing is "
        "related. The first panel is of the fit with fixed stretch exponent, the others of that with a free one." +
        m_Dynamics + m_Structure + m_Halves,
      { panel("relaxation time and V, exponent fixed", "correlation_tau_variance", "cross_half_tau_variance"),
        panel("relaxation time and V", "free_correlation_tau_variance", nullptr),
        panel("stretch exponent and V", "free_correlation_gamma_variance", nullptr),
        panel("relaxation time and stretch exponent", "free_correlation_tau_gamma", "free_cross_half_tau_gamma") },
      2);
  }

  /** The correlation of neighbours, at a delay that the fit uses. */
  SeriesFigure
  AgainstLength(const std::string &   title,
                const std::string &   yLabel,
                const Eigen::ArrayXXd FourPointResults::*value,
                const Eigen::ArrayXXd FourPointResults::*error) const
  {
    SeriesFigure figure;
    figure.title = title;
    figure.xLabel = "distance (nm)";
    figure.yLabel = yLabel;
    figure.ordered = true;
    for (std::size_t i = 0; i < m_Results.sets.size(); ++i)
    {
      const FourPointResults & fourPoint = *m_Results.sets[i].fourPoint;
      const auto               delay = static_cast<Eigen::Index>(fourPoint.firstFittedDelay);
      const Eigen::ArrayXf     y = ((fourPoint.*value).col(delay) - 1.0).cast<float>();
      const Eigen::ArrayXf     yError = (fourPoint.*error).col(delay).cast<float>();
      figure.series.push_back({ m_Temperatures[i],
                                AsFloat(fourPoint.length),
                                { y.begin(), y.end() },
                                { yError.begin(), yError.end() },
                                SeriesFigure::Style::DotsAndLine });
    }
    return figure;
  }

  void
  AddLengths()
  {
    const auto isThere = [](const StudySetResults & set) { return set.fourPoint.has_value(); };
    if (!std::all_of(m_Results.sets.begin(), m_Results.sets.end(), isThere))
    {
      return;
    }
    const auto lengths = [this](const char * title, const std::string & name, const char * measured) {
      SeriesFigure figure = this->AgainstTemperature("length (nm)");
      figure.title = title;
      figure.series = { this->SeriesOf(name, measured, SeriesFigure::Style::Dots),
                        this->SeriesOf(name + "_of_probe", "overlap of probes alone", SeriesFigure::Style::Line) };
      this->AddPublished(name, figure);
      return figure;
    };
    const FourPointResults & first = *m_Results.sets.front().fourPoint;
    this->Add(
      "figure_S5",
      "Figure S5. Lengths of the separable fits to the two-point correlation G2, which is separable, and to the "
      "four-point correlation G4 of the paper, which is not: it does not fall to 1 for independent points, and its "
      "length depends on the largest distance, here " +
        Short(first.parameters.longest) +
        " nm. The lines are what a sample without any length gives: only above them is there a dynamic length. The "
        "length of G2 is without what the finite number of speckles in the annulus, about " +
        Short(std::round(first.probe.speckles)) + ", takes away. Below, the correlations after " +
        Short(first.delay[first.firstFittedDelay]) + " s. Over " + m_Points + ", the " + std::to_string(first.pixels) +
        " pixels of " + RangeOf(first.annulus) +
        " 1/nm without beam stop and bad pixels, patterns not blurred, ordinary least squares; standard errors by a "
        "jackknife over rows, none where a third of the rows does not reach over half of the largest distance.",
      { lengths("two-point, G2", "unbiased_two_point_length", "measured, unbiased"),
        lengths("four-point, G4", "four_point_length", "measured"),
        this->AgainstLength("two-point", "G2 - 1", &FourPointResults::twoPoint, &FourPointResults::twoPointError),
        this->AgainstLength("four-point", "G4 - 1", &FourPointResults::fourPoint, &FourPointResults::fourPointError) },
      2);
  }

  /** ln tau on 1 / T with the fits. */
  void
  AddArrhenius()
  {
    SeriesFigure figure;
    figure.xLabel = "1000 / temperature (1/K)";
    figure.yLabel = TimeLabel;
    figure.logY = true;
    const auto addFit = [&](const char * mean, const char * label, const char * energyName) {
      SeriesFigure::Series                 points = this->SeriesOf(mean, label, SeriesFigure::Style::Dots);
      std::vector<RelaxationAtTemperature> times;
      for (std::size_t i = 0; i < points.x.size(); ++i)
      {
        if (std::isfinite(points.y[i]) && points.yError[i] > 0.0F)
        {
          times.push_back({ points.x[i], std::log(points.y[i]), points.yError[i] / points.y[i] });
        }
        points.x[i] = 1000.0F / points.x[i];
      }
      figure.series.push_back(points);
      if (times.size() < 2)
      {
        return;
      }
      const ArrheniusFit   fit(times);
      SeriesFigure::Series line;
      line.style = SeriesFigure::Style::Line;
      for (const RelaxationAtTemperature & end : { times.front(), times.back() })
      {
        line.x.push_back(static_cast<float>(1000.0 / end.temperature));
        line.y.push_back(static_cast<float>(std::exp(fit.LogTime(end.temperature).value)));
      }
      figure.series.push_back(line);
      if (const StudyNumber * energy = FindNumber(m_Numbers, energyName))
      {
        char text[96];
        std::snprintf(text, sizeof(text), "%s: %.0f \u00b1 %.0f kJ/mol", label, energy->value, energy->error);
        figure.annotations.push_back(text);
      }
    };
    addFit("geometric_mean_relaxation_time", "geometric mean", "activation_energy");
    addFit("mean_relaxation_time", "arithmetic mean", "activation_energy_of_means");
    this->Add("arrhenius",
              "Arrhenius plot of the mean relaxation times over " + m_Points +
                ", with standard errors and weighted fits. The energy of the geometric mean is of times corrected for "
                "their bias, those shown are as found." +
                m_Dynamics,
              { figure },
              1);
  }

  void
  AddErrors()
  {
    std::vector<Figure> panels = AsFigures(this->Maps(true, "relaxation_time_error", "standard error (s)", true));
    this->Add(
      "relaxation_time_error",
      "Standard error of the relaxation time of every scan point, stretch exponent fixed, by a jackknife over " +
        std::to_string(m_Fixed.front().parameters.partition.sectors) + " azimuthal sectors of the detector." +
        m_Dynamics,
      std::move(panels));
  }

  void
  AddStatus()
  {
    struct Category
    {
      std::uint16_t bits;
      const char *  label;
    };
    constexpr Category  categories[] = { { MASKED, "no data" },
                                         { NOT_CONVERGED, "not converged" },
                                         { AT_TAU_BOUND | AT_GAMMA_BOUND, "at a bound" },
                                         { CENSORED, "beyond the record" },
                                         { TOO_FAST, "below two frames" },
                                         { LOW_CONTRAST | LOW_COUNTS, "low contrast or counts" },
                                         { NON_STATIONARY, "not stationary" } };
    std::vector<Figure> panels;
    for (std::size_t i = 0; i < m_Results.sets.size(); ++i)
    {
      const AnalysisResults & analysis = m_Results.sets[i].fixed.results;
      StatusMapFigure         map;
      map.title = m_Temperatures[i];
      map.columns = analysis.curves.scanSize[0];
      map.rows = analysis.status.size() / map.columns;
      map.spacing = { analysis.curves.scanSpacing[0], analysis.curves.scanSpacing[1] };
      map.labels = { "no flag" };
      for (const Category & category : categories)
      {
        map.labels.push_back(category.label);
      }
      for (const std::uint16_t status : analysis.status)
      {
        const auto found = std::find_if(std::begin(categories), std::end(categories), [status](const Category & c) {
          return (status & c.bits) != 0;
        });
        map.categories.push_back(
          found == std::end(categories) ? 0 : static_cast<std::uint8_t>(found - std::begin(categories) + 1));
      }
      panels.push_back(map);
    }
    this->Add("fit_status",
              "Status of every scan point, stretch exponent fixed: the first flag that applies." + m_Dynamics,
              panels);
  }

  void
  AddHalves()
  {
    std::vector<ScatterFigure> plots;
    for (std::size_t i = 0; i < m_Fixed.size(); ++i)
    {
      const auto & maps = m_Fixed[i].maps;
      const bool   hasHalves =
        std::any_of(maps.begin(), maps.end(), [](const ScanMap & map) { return map.name == "relaxation_time_a"; });
      if (!hasHalves)
      {
        return;
      }
      ScatterFigure & plot = plots.emplace_back();
      plot.title = m_Temperatures[i];
      plot.xLabel = "relaxation time of half A (s)";
      plot.yLabel = "of half B (s)";
      plot.x = m_Fixed[i].Map("relaxation_time_a").values;
      plot.y = m_Fixed[i].Map("relaxation_time_b").values;
      plot.logX = plot.logY = true;
      plot.annotation = "Spearman " + this->TextOf("reliability_tau", i);
    }
    ShareAxes(plots);
    this->Add("halves",
              "Relaxation times of " + m_Points +
                " from the two halves of the detector, which share no speckles: for a homogeneous sample they do not "
                "agree." +
                m_Dynamics + m_Halves,
              AsFigures(plots));
  }

  void
  AddNullModels()
  {
    std::vector<Figure> panels;
    for (std::size_t i = 0; i < m_Results.sets.size(); ++i)
    {
      NullFigure figure;
      figure.title = m_Temperatures[i];
      figure.xLabel = "Spearman's correlation";
      for (const StudyNumber & number : m_Numbers)
      {
        if (number.temperature == m_Results.sets[i].set.temperature && number.null && number.unit.empty() &&
            number.name.find("_tau") != std::string::npos)
        {
          const auto interval = number.null->Interval();
          figure.statistics.push_back({ number.label,
                                        AsFloat(number.null->values),
                                        { interval[0], interval[1] },
                                        static_cast<float>(number.value),
                                        static_cast<float>(number.error) });
        }
      }
      if (!figure.statistics.empty())
      {
        panels.push_back(figure);
      }
    }
    if (!panels.empty())
    {
      this->Add(
        "null_models",
        "Correlations beside their distribution over simulations of a homogeneous sample like the one measured: "
        "grey dots are simulations, the band holds a further one with 95 %; blue, with standard errors, is measured. "
        "The simulations have the fixed stretch exponent. Over " +
          m_Points + "." + m_Halves,
        std::move(panels),
        2);
    }
  }

  void
  AddTwoTime()
  {
    std::vector<MapFigure> maps;
    for (std::size_t i = 0; i < m_Results.sets.size(); ++i)
    {
      const Curves & curves = m_Results.sets[i].fixed.results.curves;
      for (const Curves::TwoTime & twoTime : curves.twoTime)
      {
        MapFigure & map = maps.emplace_back();
        map.title =
          m_Temperatures[i] + ", x " + std::to_string(twoTime.region[0]) + " y " + std::to_string(twoTime.region[1]);
        map.quantity = "G(t1, t2)";
        map.columns = map.rows = curves.twoTimeFrames;
        map.spacing = { curves.twoTimePeriod, curves.twoTimePeriod };
        map.axisLabels = { "t1 (s)", "t2 (s)" };
        map.upwards = true;
        map.values = twoTime.values;
      }
    }
    if (!maps.empty())
    {
      ShareColours(maps);
      this->Add("two_time",
                "Two-time correlation G(t1, t2), mean over boxes of the scan, of the pixels and frames as fitted." +
                  m_Dynamics,
                AsFigures(maps));
    }
  }

  const StudyResults &             m_Results;
  const std::vector<StudyNumber> & m_Numbers;
  std::vector<AnalysisResults>     m_Fixed; ///< of the region of interest
  std::vector<AnalysisResults>     m_Free;
  std::vector<std::string>         m_Temperatures;
  std::string                      m_Points;
  std::string                      m_Dynamics;
  std::string                      m_Structure;
  std::string                      m_Halves;
  std::vector<StudyFigure>         m_Figures;
};

} // namespace

std::vector<StudyFigure>
MakeStudyFigures(const StudyResults & results, const std::vector<StudyNumber> & numbers)
{
  return FigureMaker(results, numbers).Make();
}

} // namespace stem5d

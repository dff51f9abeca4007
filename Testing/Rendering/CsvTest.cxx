/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "RenderFixture.h"

#include <stdexcept>

namespace
{

class Csv : public RenderTest
{
protected:
  std::string
  WriteAndRead(const stem5d::Figure & figure) const
  {
    stem5d::WriteCsv(figure, GetPath("figure.csv"));
    return Read(GetPath("figure.csv"));
  }
};

TEST_F(Csv, AMapHasItsCoordinates)
{
  auto figure = MakeMap(2, 2, { 1.5F, NaN, 0.1F, 1e-30F });
  figure.flagged = { 0, 0, 1, 0 };
  EXPECT_EQ(WriteAndRead(figure),
            "x (nm),y (nm),relaxation time (s),flagged\n"
            "0,0,1.5,0\n"
            "0.16,0,,0\n"
            "0,0.16,0.1,1\n"
            "0.16,0.16,1e-30,0\n");
  figure.axisLabels = { { "t1 (s)", "t2 (s)" } };
  figure.quantity = "G(t1, t2)";
  figure.origin = { { 10.0, 20.0 } };
  EXPECT_EQ(WriteAndRead(figure).substr(0, 58), "t1 (s),t2 (s),\"G(t1, t2)\",flagged\n10,20,1.5,0\n10.16,20,,0\n");
}

TEST_F(Csv, NumbersAreReadBackTheSame)
{
  stem5d::HistogramFigure figure;
  figure.xLabel = "tau (s)";
  figure.values = { 0.1F, 16777217.0F, 1.0F / 3.0F, std::numeric_limits<float>::denorm_min() };
  EXPECT_EQ(WriteAndRead(figure), "tau (s)\n0.1\n16777216\n0.33333334\n1e-45\n");
}

TEST_F(Csv, ASeriesHasItsReferences)
{
  stem5d::SeriesFigure figure;
  figure.xLabel = "T (K)";
  figure.yLabel = "rho";
  figure.series = { { "the \"same\" half", { 633.0F }, { 0.4F }, { 0.05F }, stem5d::SeriesFigure::Style::Dots },
                    { "fit", { 633.0F }, { 0.5F }, {}, stem5d::SeriesFigure::Style::Line } };
  figure.bands = { { "null", { 633.0F }, { -0.1F }, { 0.1F }, {} } };
  figure.levels = { { "probe, alone", 0.6F } };
  EXPECT_EQ(WriteAndRead(figure),
            "series,T (K),rho,standard error,interval from,interval to\n"
            "\"the \"\"same\"\" half\",633,0.4,0.05,,\n"
            "fit,633,0.5,,,\n"
            "null,633,,,-0.1,0.1\n"
            "\"probe, alone\",,0.6,,,\n");
}

TEST_F(Csv, OtherFiguresHaveTheirTables)
{
  stem5d::HistogramsFigure histograms;
  histograms.edges = { 0.0F, 0.5F, 1.0F };
  histograms.samples = { { "a", { 1.0F, 2.0F } }, { "b", { 3.0F, 4.0F } } };
  EXPECT_EQ(WriteAndRead(histograms), "value from,value to,a,b\n0,0.5,1,3\n0.5,1,2,4\n");

  stem5d::NullFigure null;
  null.statistics = { { "s", { 0.5F }, { -1.0, 1.0 }, 2.0F, 0.25F } };
  EXPECT_EQ(WriteAndRead(null),
            "statistic,kind,value,standard error,interval from,interval to\n"
            "s,measured,2,0.25,,\ns,null interval,,,-1,1\ns,null value,0.5,,,\n");

  stem5d::StatusMapFigure status;
  status.columns = 1;
  status.rows = 1;
  status.categories = { 0 };
  status.labels = { "fit" };
  EXPECT_EQ(WriteAndRead(status), "x (nm),y (nm),category\n0,0,fit\n");

  stem5d::ScatterFigure scatter;
  scatter.x = { 1.0F };
  scatter.y = { 2.0F };
  EXPECT_EQ(WriteAndRead(scatter), "x,y,flagged\n1,2,0\n");

  stem5d::CurveFigure curve;
  curve.x = curve.y = { 1.0F };
  curve.modelX = curve.modelY = { 2.0F };
  EXPECT_EQ(WriteAndRead(curve), "series,x,y,standard error\nmeasured,1,1,\nfit,2,2,\n");

  EXPECT_EQ(WriteAndRead(MakePattern(1)), "Qx (1/nm),Qy (1/nm),intensity (counts),masked\n0,0,0,0\n");
}

TEST_F(Csv, EachPanelHasItsFile)
{
  stem5d::WriteCsv(stem5d::Panels{ 2, { MakePattern(1), MakeMap(1, 1, { 1.0F }) } }, GetPath("figure.csv"));
  EXPECT_EQ(Read(GetPath("figure_a.csv")).substr(0, 2), "Qx");
  EXPECT_EQ(Read(GetPath("figure_b.csv")).substr(0, 1), "x");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(m_Directory), {}), 2);
}

TEST_F(Csv, FailuresLeaveNothing)
{
  EXPECT_THROW(stem5d::WriteCsv(MakeMap(2, 2, {}), GetPath("figure.csv")), std::invalid_argument);
  EXPECT_THROW(stem5d::WriteCsv(MakePattern(1), GetPath("missing/figure.csv")), std::runtime_error);
  EXPECT_TRUE(std::filesystem::is_empty(m_Directory));
}

} // namespace

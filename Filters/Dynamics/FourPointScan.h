/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FourPointScan_h
#define FourPointScan_h

#include "FourPointCorrelation.h"
#include "PairCorrelation.h"
#include "RealFourierTransform.h"
#include "Require.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace stem5d
{

/** What is correlated with what. */
struct FourPointSettings
{
  double       longest = 2.0; ///< displacement in nm
  Eigen::Index lastDelay = 0; ///< in frames; 0 for half of them
  Eigen::Index blocks = 24;   ///< of rows of the scan, for the errors; fewer where there are fewer rows
};

/** The series that are correlated: scan points (x fastest) of frames x pixels. */
struct FourPointSize
{
  Eigen::Index          columns;
  Eigen::Index          rows;
  std::array<double, 2> spacing; ///< of the scan along x and y, nm
  Eigen::Index          frames;
  Eigen::Index          pixels;
};

/** Calls a function for 0 .. count - 1, possibly from several threads. */
using ParallelFor = std::function<void(Eigen::Index count, const std::function<void(Eigen::Index)> & task)>;

/** \brief FourPointCorrelation() and TwoPointCorrelation() of all pairs of points of a scan that are up to a distance
 * apart, summed for every displacement and delay, while the scan streams by row after row.
 *
 * Written out, 60 x 60 points of 53 frames x 212 pixels are 0.73 million pairs within 2 nm and 1 Tflop. But for a
 * delay, a pixel k and a frame t the products q(x, y) = i(x, y, t) i(x, y, t + dt) are an image, and
 *
 * \f[ \sum_{x} q(x, y)\, q(x + \Delta x, y + \Delta y) \f]
 *
 * is the correlation of two of its rows, for all dx at once by the Fourier transform along x, padded with zeros so that
 * it is not periodic. The transforms of pairs of rows are multiplied and summed over k, t and y, and only the sum is
 * transformed back, in double precision. Likewise the two-point correlation, where the transform runs along t, too.
 * That takes 4.3 s on two cores (7.0 s on one) with SSE2, a rate of 232 Gflop/s of the sums written out, and 170 MB: of
 * the series only as many rows are held as the longest displacement reaches, twice.
 *
 * A point with a frame that has no intensity, or a NaN, is left out, with all pairs that it is in.
 *
 * The work is divided by pixels into parts that do not depend on the number of threads and are added in their order, so
 * that the result does not depend on it either, to the last bit. */
class FourPointScan
{
public:
  /** \exception std::invalid_argument for settings that do not fit the scan */
  FourPointScan(const FourPointSettings & settings, const FourPointSize & size, ParallelFor parallelFor)
    : m_Size(size)
    , m_LastDelay(LastDelayOf(settings, size))
    , m_ParallelFor(std::move(parallelFor))
    , m_Valid(Pattern<double>::Zero(size.rows, size.columns))
  {
    m_Sums.displacements = ScanDisplacements(size.columns, size.rows, size.spacing, settings.longest);
    m_Sums.blocks.resize(std::min(settings.blocks, size.rows),
                         PairSums(static_cast<Eigen::Index>(m_Sums.displacements.size()), m_LastDelay + 1));
    m_Sums.window = this->WindowOf(settings.longest);
    m_ReachX = ScanReach(settings.longest, size.spacing[0], size.columns);
    m_ReachY = ScanReach(settings.longest, size.spacing[1], size.rows);
    m_StripRows = std::max<Eigen::Index>(m_ReachY, 1);
    m_HeldRows = m_StripRows + m_ReachY;
    m_Width = static_cast<Eigen::Index>(FastFourierSize(size.columns + m_ReachX));
    m_Length = static_cast<Eigen::Index>(FastFourierSize(size.frames + m_LastDelay));
    m_Intensity = Eigen::ArrayXf::Zero(size.pixels * size.frames * this->ImageSize());
    m_Mask = Eigen::ArrayXf::Zero(this->ImageSize());
  }

  /** The last delay in frames. \exception std::invalid_argument for settings that do not fit the scan */
  static Eigen::Index
  LastDelayOf(const FourPointSettings & settings, const FourPointSize & size)
  {
    Require(size.pixels > 0, "the number of pixels", size.pixels, "give an annulus with pixels that are not masked");
    Require(size.columns > 0 && size.rows > 0, "the number of scan points", size.columns * size.rows, "give some");
    for (const double spacing : size.spacing)
    {
      Require(spacing > 0.0 && std::isfinite(spacing), "the step of the scan", spacing, "give a positive one in nm");
    }
    Require(settings.longest >= 0.0 && std::isfinite(settings.longest),
            "the longest displacement",
            settings.longest,
            "give a length >= 0 in nm");
    Require(settings.blocks > 0, "the number of blocks", settings.blocks, "give 1 or more");
    const Eigen::Index last = settings.lastDelay > 0 ? settings.lastDelay : size.frames / 2;
    Require(last > 0 && last < size.frames,
            "the last delay",
            last,
            ("it must be at least 1 and less than the " + std::to_string(size.frames) + " (binned) frames").c_str());
    return last;
  }

  /** \brief The bytes that an object holds, but for the results: of the rows, and of the work of `threads` threads.
   * \exception std::invalid_argument as the constructor */
  static std::uint64_t
  BytesOf(const FourPointSettings & settings, const FourPointSize & size, unsigned int threads)
  {
    const Eigen::Index  lastDelay = LastDelayOf(settings, size);
    const Eigen::Index  reachY = ScanReach(settings.longest, size.spacing[1], size.rows);
    const Eigen::Index  reachX = ScanReach(settings.longest, size.spacing[0], size.columns);
    const auto          held = static_cast<std::uint64_t>(reachY + std::max<Eigen::Index>(reachY, 1));
    const auto          width = static_cast<std::uint64_t>(FastFourierSize(size.columns + reachX));
    const auto          length = static_cast<std::uint64_t>(FastFourierSize(size.frames + lastDelay));
    const auto          delays = static_cast<std::uint64_t>(lastDelay + 1);
    const std::uint64_t series = static_cast<std::uint64_t>(size.frames * size.pixels) * held * width * sizeof(float);
    const Eigen::Index  strip = std::max<Eigen::Index>(reachY, 1);
    const Eigen::Index  all = std::min(settings.blocks, size.rows);
    const auto          blocks = // that a strip is in, at most
      static_cast<std::uint64_t>(std::min(all, ((strip - 1) * all + size.rows - 1) / size.rows + 1));
    const std::uint64_t spectra = blocks * static_cast<std::uint64_t>(reachY + 1) * (length + delays) * width;
    return series + Parts * spectra * sizeof(double) + threads * (spectra + 2 * held * width * length) * sizeof(float);
  }

  /** Takes a point of the current row; for different points from different threads. \param intensity frames x pixels */
  void
  SetPoint(Eigen::Index column, const Series<float> & intensity)
  {
    Series<float> normalised;
    const bool    isValid = NormaliseFrames(intensity, normalised);
    m_Valid(m_Row, column) = isValid ? 1.0 : 0.0;
    m_Mask[m_Held * m_Width + column] = isValid ? 1.0F : 0.0F;
    for (Eigen::Index pixel = 0; pixel < m_Size.pixels; ++pixel)
    {
      for (Eigen::Index frame = 0; frame < m_Size.frames; ++frame)
      {
        this->Image(pixel, frame)[m_Held * m_Width + column] = isValid ? normalised(frame, pixel) : 0.0F;
      }
    }
  }

  /** Ends the current row. */
  void
  FinishRow()
  {
    ++m_Row;
    ++m_Held;
    if (m_Held == m_HeldRows)
    {
      this->CorrelateStrip(m_StripRows);
      this->DropStrip();
    }
  }

  /** The sums, after the last row. */
  const PairCorrelationSums &
  Finish()
  {
    while (m_Held > 0)
    {
      this->CorrelateStrip(std::min(m_StripRows, m_Held));
      this->DropStrip();
    }
    this->CountPairs();
    return m_Sums;
  }

private:
  static constexpr Eigen::Index Parts = 16; // into which the pixels are divided

  /** Sums of cross spectra: a row for each block of the strip, displacement along y and (G4) delay or (G2) frequency.
   */
  struct Spectra
  {
    Pattern<double> real;
    Pattern<double> imaginary;

    Spectra(Eigen::Index rows, Eigen::Index columns)
      : real(Pattern<double>::Zero(rows, columns))
      , imaginary(Pattern<double>::Zero(rows, columns))
    {}
  };

  /** What a part of the pixels adds to the sums of a strip. */
  struct StripSums
  {
    Spectra fourPoint;
    Spectra twoPoint;
  };

  /** The blocks that are left out together for the errors: as many as the longest displacement reaches over, so that
   * windows are longer than what correlates points, but at most a third; all, for no errors, where a third does not
   * reach over half of it. */
  std::size_t
  WindowOf(double longest) const
  {
    const auto   blocks = m_Sums.blocks.size();
    const double height = static_cast<double>(m_Size.rows) * m_Size.spacing[1] / static_cast<double>(blocks);
    const auto   wanted = static_cast<std::size_t>(std::min(std::ceil(longest / height), static_cast<double>(blocks)));
    const auto   most = std::max<std::size_t>(blocks / 3, 1);
    return 2 * most < wanted ? blocks : std::clamp<std::size_t>(wanted, 1, most);
  }

  Eigen::Index
  ImageSize() const
  {
    return m_HeldRows * m_Width;
  }

  /** The normalised intensity of a pixel in a frame, at all points held: m_HeldRows x m_Width, 0 where there is none.
   */
  float *
  Image(Eigen::Index pixel, Eigen::Index frame)
  {
    return m_Intensity.data() + (pixel * m_Size.frames + frame) * this->ImageSize();
  }

  Eigen::Index
  BlockOfRow(Eigen::Index row) const
  {
    return row * static_cast<Eigen::Index>(m_Sums.blocks.size()) / m_Size.rows;
  }

  /** Correlates the first rows of those held with themselves and all below. */
  void
  CorrelateStrip(Eigen::Index rows)
  {
    const Eigen::Index     firstRow = m_Row - m_Held;
    const Eigen::Index     firstBlock = this->BlockOfRow(firstRow);
    const Eigen::Index     blocks = this->BlockOfRow(firstRow + rows - 1) - firstBlock + 1;
    const Eigen::Index     parts = std::min(Parts, m_Size.pixels);
    std::vector<StripSums> sums(parts, StripSums{ { 0, 0 }, { 0, 0 } });
    m_ParallelFor(parts, [&](Eigen::Index part) {
      sums[part] =
        this->CorrelatePixels(part * m_Size.pixels / parts, (part + 1) * m_Size.pixels / parts, rows, blocks);
    });
    for (Eigen::Index part = 1; part < parts; ++part)
    {
      sums[0].fourPoint.real += sums[part].fourPoint.real;
      sums[0].fourPoint.imaginary += sums[part].fourPoint.imaginary;
      sums[0].twoPoint.real += sums[part].twoPoint.real;
      sums[0].twoPoint.imaginary += sums[part].twoPoint.imaginary;
    }
    for (Eigen::Index block = 0; block < blocks; ++block)
    {
      this->AddToBlock(sums[0], block, m_Sums.blocks[firstBlock + block]);
    }
  }

  /** The sums of a strip over some pixels. */
  StripSums
  CorrelatePixels(Eigen::Index firstPixel, Eigen::Index endPixel, Eigen::Index rows, Eigen::Index blocks)
  {
    RealFourierTransform ofProducts(m_HeldRows, 1, m_Width);
    RealFourierTransform ofSeries(m_HeldRows, m_Length, m_Width);
    const Eigen::Index   delays = m_LastDelay + 1;
    const auto           frequencies = static_cast<Eigen::Index>(ofProducts.Stride());
    const Eigen::Index   shifts = m_ReachY + 1;
    StripSums            sums{ { blocks * delays * shifts, frequencies }, { blocks * shifts * m_Length, frequencies } };
    // In single precision over what a pixel adds, which is many but not too many terms
    Pattern<float> real(blocks * shifts, frequencies);
    Pattern<float> imaginary(blocks * shifts, frequencies);
    Pattern<float> seriesReal(blocks * shifts, m_Length * frequencies);
    Pattern<float> seriesImaginary(blocks * shifts, m_Length * frequencies);
    for (Eigen::Index pixel = firstPixel; pixel < endPixel; ++pixel)
    {
      for (Eigen::Index delay = 0; delay < delays; ++delay)
      {
        real.setZero();
        imaginary.setZero();
        for (Eigen::Index frame = 0; frame + delay < m_Size.frames; ++frame)
        {
          Eigen::ArrayXf::Map(ofProducts.Input(0), this->ImageSize()) =
            Eigen::ArrayXf::Map(this->Image(pixel, frame), this->ImageSize()) *
            Eigen::ArrayXf::Map(this->Image(pixel, frame + delay), this->ImageSize());
          ofProducts.Execute();
          this->AddCrossSpectra(ofProducts, rows, real, imaginary);
        }
        for (Eigen::Index block = 0; block < blocks; ++block)
        {
          const Eigen::Index to = (block * delays + delay) * shifts;
          sums.fourPoint.real.middleRows(to, shifts) += real.middleRows(block * shifts, shifts).cast<double>();
          sums.fourPoint.imaginary.middleRows(to, shifts) +=
            imaginary.middleRows(block * shifts, shifts).cast<double>();
        }
      }
      this->TakeDeviations(pixel, ofSeries);
      ofSeries.Execute();
      seriesReal.setZero();
      seriesImaginary.setZero();
      this->AddCrossSpectra(ofSeries, rows, seriesReal, seriesImaginary);
      sums.twoPoint.real += seriesReal.reshaped<Eigen::RowMajor>(sums.twoPoint.real.rows(), frequencies).cast<double>();
      sums.twoPoint.imaginary +=
        seriesImaginary.reshaped<Eigen::RowMajor>(sums.twoPoint.real.rows(), frequencies).cast<double>();
    }
    return sums;
  }

  /** I / <I>_k - 1 of a pixel as images (t, x) for every row, followed by zeros. */
  void
  TakeDeviations(Eigen::Index pixel, RealFourierTransform & transform)
  {
    for (Eigen::Index row = 0; row < m_HeldRows; ++row)
    {
      const auto mask = m_Mask.segment(row * m_Width, m_Width);
      for (Eigen::Index frame = 0; frame < m_Size.frames; ++frame)
      {
        Eigen::ArrayXf::Map(transform.Input(row) + frame * m_Width, m_Width) =
          Eigen::ArrayXf::Map(this->Image(pixel, frame) + row * m_Width, m_Width) - mask;
      }
    }
  }

  /** Adds conj(U(y)) U(y + dy) of the first rows to the sums of their block, a row of which is a displacement dy. */
  void
  AddCrossSpectra(const RealFourierTransform & transform,
                  Eigen::Index                 rows,
                  Pattern<float> &             real,
                  Pattern<float> &             imaginary) const
  {
    const Eigen::Index firstRow = m_Row - m_Held;
    const Eigen::Index firstBlock = this->BlockOfRow(firstRow);
    const Eigen::Index size = real.cols();
    for (Eigen::Index y = 0; y < rows; ++y)
    {
      const Eigen::Index to = (this->BlockOfRow(firstRow + y) - firstBlock) * (m_ReachY + 1);
      for (Eigen::Index shift = 0; shift <= m_ReachY && y + shift < m_Held; ++shift)
      {
        AddCrossSpectrum(transform.Real(y),
                         transform.Imaginary(y),
                         transform.Real(y + shift),
                         transform.Imaginary(y + shift),
                         size,
                         real.row(to + shift).data(),
                         imaginary.row(to + shift).data());
      }
    }
  }

  static void
  AddCrossSpectrum(const float * __restrict uReal,
                   const float * __restrict uImaginary,
                   const float * __restrict vReal,
                   const float * __restrict vImaginary,
                   Eigen::Index size,
                   float * __restrict real,
                   float * __restrict imaginary)
  {
    for (Eigen::Index i = 0; i < size; ++i)
    {
      real[i] += uReal[i] * vReal[i] + uImaginary[i] * vImaginary[i];
      imaginary[i] += uReal[i] * vImaginary[i] - uImaginary[i] * vReal[i];
    }
  }

  /** Transforms the spectra of a block of the strip back and adds them to its sums, as means over pixels and frames. */
  void
  AddToBlock(const StripSums & sums, Eigen::Index block, PairSums & to) const
  {
    constexpr double      pi = 3.14159265358979323846;
    const Eigen::Index    delays = m_LastDelay + 1;
    const Eigen::Index    shifts = m_ReachY + 1;
    const Eigen::Index    frequencies = sums.fourPoint.real.cols();
    const Eigen::MatrixXd timeCosine = Eigen::MatrixXd::NullaryExpr(
      delays, m_Length, [this, pi](Eigen::Index k, Eigen::Index g) { // the mean of both orders in time
        return std::cos(2.0 * pi * static_cast<double>(k * g % m_Length) / static_cast<double>(m_Length)) /
               static_cast<double>(m_Length);
      });
    const Eigen::MatrixXd cosine = this->BackwardMatrix(frequencies, [](double phase) { return std::cos(phase); });
    const Eigen::MatrixXd sine = this->BackwardMatrix(frequencies, [](double phase) { return -std::sin(phase); });
    for (Eigen::Index shift = 0; shift < shifts; ++shift)
    {
      Eigen::MatrixXd fourReal(delays, frequencies);
      Eigen::MatrixXd fourImaginary(delays, frequencies);
      for (Eigen::Index delay = 0; delay < delays; ++delay)
      {
        fourReal.row(delay) = sums.fourPoint.real.row((block * delays + delay) * shifts + shift).matrix();
        fourImaginary.row(delay) = sums.fourPoint.imaginary.row((block * delays + delay) * shifts + shift).matrix();
      }
      const Eigen::Index    at = (block * shifts + shift) * m_Length;
      const Eigen::MatrixXd twoReal = timeCosine * sums.twoPoint.real.middleRows(at, m_Length).matrix();
      const Eigen::MatrixXd twoImaginary = timeCosine * sums.twoPoint.imaginary.middleRows(at, m_Length).matrix();
      const Eigen::MatrixXd four = fourReal * cosine + fourImaginary * sine; // delays x displacements along x
      const Eigen::MatrixXd two = twoReal * cosine + twoImaginary * sine;
      for (std::size_t i = 0; i < m_Sums.displacements.size(); ++i)
      {
        const ScanDisplacement & displacement = m_Sums.displacements[i];
        for (Eigen::Index delay = 0; displacement.y == shift && delay < delays; ++delay)
        {
          const auto terms = static_cast<double>(m_Size.pixels * (m_Size.frames - delay));
          const auto row = static_cast<Eigen::Index>(i);
          to.fourPoint(row, delay) += four(delay, displacement.x + m_ReachX) / terms;
          to.twoPoint(row, delay) += two(delay, displacement.x + m_ReachX) / terms;
        }
      }
    }
  }

  /** Takes a half spectrum along x to the displacements -m_ReachX .. m_ReachX. */
  template <typename TFunction>
  Eigen::MatrixXd
  BackwardMatrix(Eigen::Index frequencies, const TFunction & function) const
  {
    constexpr double pi = 3.14159265358979323846;
    return Eigen::MatrixXd::NullaryExpr(frequencies, 2 * m_ReachX + 1, [&](Eigen::Index f, Eigen::Index column) {
      const double phase =
        2.0 * pi * static_cast<double>(f * (column - m_ReachX) % m_Width) / static_cast<double>(m_Width);
      const double halves = f == 0 || 2 * f == m_Width ? 1.0 : 2.0;
      return 2 * f <= m_Width ? halves * function(phase) / static_cast<double>(m_Width) : 0.0;
    });
  }

  /** Forgets the rows of the first strip held. */
  void
  DropStrip()
  {
    const Eigen::Index dropped = std::min(m_StripRows, m_Held);
    const Eigen::Index kept = m_Held - dropped;
    const auto         shift = [this, dropped, kept](float * image) {
      std::copy_n(image + dropped * m_Width, kept * m_Width, image);
      std::fill_n(image + kept * m_Width, dropped * m_Width, 0.0F);
    };
    for (Eigen::Index image = 0; image < m_Size.pixels * m_Size.frames; ++image)
    {
      shift(m_Intensity.data() + image * this->ImageSize());
    }
    shift(m_Mask.data());
    m_Held = kept;
  }

  void
  CountPairs()
  {
    for (Eigen::Index row = 0; row < m_Size.rows; ++row)
    {
      PairSums & block = m_Sums.blocks[this->BlockOfRow(row)];
      for (std::size_t i = 0; i < m_Sums.displacements.size(); ++i)
      {
        const ScanDisplacement & d = m_Sums.displacements[i];
        if (row + d.y < m_Size.rows)
        {
          const Eigen::Index count = m_Size.columns - std::abs(d.x);
          block.pairs[static_cast<Eigen::Index>(i)] +=
            (m_Valid.row(row).segment(std::max<Eigen::Index>(0, -d.x), count) *
             m_Valid.row(row + d.y).segment(std::max<Eigen::Index>(0, d.x), count))
              .sum();
        }
      }
    }
  }

  FourPointSize       m_Size;
  Eigen::Index        m_LastDelay;
  ParallelFor         m_ParallelFor;
  Pattern<double>     m_Valid; ///< 1 at points that are not left out, of the whole scan
  PairCorrelationSums m_Sums;
  Eigen::Index        m_ReachX; ///< of the longest displacement, points
  Eigen::Index        m_ReachY;
  Eigen::Index        m_StripRows; ///< rows that are correlated at a time
  Eigen::Index        m_HeldRows;  ///< these and those that they reach
  Eigen::Index        m_Width;     ///< of a row followed by zeros
  Eigen::Index        m_Length;    ///< of a series followed by zeros
  Eigen::ArrayXf      m_Intensity;
  Eigen::ArrayXf      m_Mask;
  Eigen::Index        m_Row = 0;  ///< the current one of the scan
  Eigen::Index        m_Held = 0; ///< rows that are held, without the current
};

} // namespace stem5d

#endif

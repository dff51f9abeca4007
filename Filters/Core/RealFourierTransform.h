/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef RealFourierTransform_h
#define RealFourierTransform_h

#include "FourierPlan.h"

#include <algorithm>

namespace stem5d
{

/** The least number of at least `size` that has no prime factor above 7: FFTW is fast for these. */
inline std::size_t
FastFourierSize(std::size_t size)
{
  const auto isFast = [](std::size_t n) {
    for (const std::size_t factor : { 2, 3, 5, 7 })
    {
      while (n % factor == 0)
      {
        n /= factor;
      }
    }
    return n == 1;
  };
  size = std::max<std::size_t>(size, 1);
  while (!isFast(size))
  {
    ++size;
  }
  return size;
}

/** \brief The two-dimensional discrete Fourier transforms, sum over (y, x) of f(y, x) exp(-2 pi i (g y / rows +
 * j x / columns)), of many real images at once.
 *
 * Of each, the half j = 0 .. columns / 2 is computed, real and imaginary parts apart so that their products need no
 * shuffling. An object holds its work space; each thread has its own. */
class RealFourierTransform
{
public:
  RealFourierTransform(std::size_t images, std::size_t rows, std::size_t columns)
    : m_ImageSize(rows * columns)
    , m_Stride((columns / 2 + 8) / 8 * 8)
    , m_SpectrumSize(rows * m_Stride)
    , m_Input(MakeFourierArray<float>(images * m_ImageSize))
    , m_ImaginaryOffset(images * m_SpectrumSize)
    , m_Spectra(MakeFourierArray<float>(2 * m_ImaginaryOffset))
  {
    std::fill_n(m_Input.get(), images * m_ImageSize, 0.0F);
    std::fill_n(m_Spectra.get(), 2 * m_ImaginaryOffset, 0.0F);
    const fftwf_iodim size[] = {
      { static_cast<int>(rows), static_cast<int>(columns), static_cast<int>(m_Stride) },
      { static_cast<int>(columns), 1, 1 },
    };
    const fftwf_iodim many = { static_cast<int>(images),
                               static_cast<int>(m_ImageSize),
                               static_cast<int>(m_SpectrumSize) };

    const std::lock_guard<std::mutex> lock(FourierPlannerMutex());
    m_Plan.reset(fftwf_plan_guru_split_dft_r2c(2,
                                               size,
                                               1,
                                               &many,
                                               m_Input.get(),
                                               m_Spectra.get(),
                                               m_Spectra.get() + m_ImaginaryOffset,
                                               FFTW_ESTIMATE | FFTW_PRESERVE_INPUT));
  }

  /** An image, rows one after the other; all 0 in the beginning. */
  float *
  Input(std::size_t image)
  {
    return m_Input.get() + image * m_ImageSize;
  }

  /** Real and imaginary part of the transform of an image, rows of Stride() values of which the last are 0. */
  const float *
  Real(std::size_t image) const
  {
    return m_Spectra.get() + image * m_SpectrumSize;
  }
  const float *
  Imaginary(std::size_t image) const
  {
    return m_Spectra.get() + m_ImaginaryOffset + image * m_SpectrumSize;
  }
  std::size_t
  Stride() const
  {
    return m_Stride;
  }
  std::size_t
  SpectrumSize() const
  {
    return m_SpectrumSize;
  }

  void
  Execute()
  {
    fftwf_execute(m_Plan.get());
  }

private:
  std::size_t         m_ImageSize;
  std::size_t         m_Stride;
  std::size_t         m_SpectrumSize;
  FourierArray<float> m_Input;
  std::size_t         m_ImaginaryOffset;
  FourierArray<float>
              m_Spectra; ///< the real parts, then the imaginary ones: the plan depends on how far these are away
  FourierPlan m_Plan;
};

} // namespace stem5d

#endif

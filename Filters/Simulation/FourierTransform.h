/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FourierTransform_h
#define FourierTransform_h

#include "FourierPlan.h"

#include <complex>

namespace stem5d
{

/** \brief The two-dimensional discrete Fourier transform, sum over x of f(x) exp(-2 pi i j x / n), in place.
 *
 * An object holds its work space; each thread has its own. */
class FourierTransform
{
public:
  using Complex = std::complex<float>;

  FourierTransform(std::size_t columns, std::size_t rows)
    : m_Size(columns * rows)
    , m_Data(MakeFourierArray<fftwf_complex>(m_Size))
  {
    const std::lock_guard<std::mutex> lock(FourierPlannerMutex());
    m_Plan.reset(fftwf_plan_dft_2d(
      static_cast<int>(rows), static_cast<int>(columns), m_Data.get(), m_Data.get(), FFTW_FORWARD, FFTW_ESTIMATE));
  }

  std::size_t
  Size() const
  {
    return m_Size;
  }

  /** The work space, rows one after the other: the function before, its transform after Execute(). */
  Complex *
  Data() const
  {
    return reinterpret_cast<Complex *>(m_Data.get()); // the same layout, by the C++ standard
  }

  void
  Execute() const
  {
    fftwf_execute(m_Plan.get());
  }

private:
  std::size_t                 m_Size;
  FourierArray<fftwf_complex> m_Data;
  FourierPlan                 m_Plan;
};

} // namespace stem5d

#endif

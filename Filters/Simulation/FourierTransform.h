/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FourierTransform_h
#define FourierTransform_h

#include <fftw3.h>

#include <complex>
#include <cstddef>
#include <memory>
#include <mutex>
#include <new>

namespace stem5d
{

/** \brief The two-dimensional discrete Fourier transform, sum over x of f(x) exp(-2 pi i j x / n), in place.
 *
 * An object holds its work space; each thread has its own. FFTW's plan is estimated, not measured: a measured one
 * depends on the moment, and with it the last bit of the result. */
class FourierTransform
{
public:
  using Complex = std::complex<float>;

  FourierTransform(std::size_t columns, std::size_t rows)
    : m_Size(columns * rows)
    , m_Data(fftwf_alloc_complex(m_Size))
  {
    if (m_Data == nullptr)
    {
      throw std::bad_alloc();
    }
    const std::lock_guard<std::mutex> lock(PlannerMutex());
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
  /** FFTW plans from one thread at a time. */
  static std::mutex &
  PlannerMutex()
  {
    static std::mutex mutex;
    return mutex;
  }

  struct FreeData
  {
    void
    operator()(fftwf_complex * data) const
    {
      fftwf_free(data);
    }
  };
  struct DestroyPlan
  {
    void
    operator()(fftwf_plan plan) const
    {
      const std::lock_guard<std::mutex> lock(PlannerMutex());
      fftwf_destroy_plan(plan);
    }
  };

  std::size_t                                                     m_Size;
  std::unique_ptr<fftwf_complex, FreeData>                        m_Data;
  std::unique_ptr<std::remove_pointer_t<fftwf_plan>, DestroyPlan> m_Plan;
};

} // namespace stem5d

#endif

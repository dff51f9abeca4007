/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef FourierPlan_h
#define FourierPlan_h

#include <fftw3.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <type_traits>

namespace stem5d
{

/** FFTW plans from one thread at a time. */
inline std::mutex &
FourierPlannerMutex()
{
  static std::mutex mutex;
  return mutex;
}

struct DestroyFourierPlan
{
  void
  operator()(fftwf_plan plan) const
  {
    const std::lock_guard<std::mutex> lock(FourierPlannerMutex());
    fftwf_destroy_plan(plan);
  }
};

/** A plan of FFTW. Make it with FFTW_ESTIMATE: a measured one depends on the moment, and with it the last bit of the
 * result. */
using FourierPlan = std::unique_ptr<std::remove_pointer_t<fftwf_plan>, DestroyFourierPlan>;

struct FreeFourierArray
{
  void
  operator()(void * data) const
  {
    fftwf_free(data);
  }
};

/** Memory with the alignment that FFTW likes best. */
template <typename TValue>
using FourierArray = std::unique_ptr<TValue[], FreeFourierArray>;

/** \exception std::bad_alloc */
template <typename TValue>
FourierArray<TValue>
MakeFourierArray(std::size_t size)
{
  FourierArray<TValue> array(static_cast<TValue *>(fftwf_malloc(size * sizeof(TValue))));
  if (!array)
  {
    throw std::bad_alloc();
  }
  return array;
}

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef Multiversion_h
#define Multiversion_h

/** \def STEM5D_MULTIVERSION
 * Before a function that is a loop over numbers: it is compiled for the vector units of several generations of x86-64
 * processors, and the version for the one at hand is chosen when the program is loaded. Everywhere else, and under the
 * sanitizers, which start later than that choice, it does nothing.
 *
 * Versions differ in rounding, by fused multiply-adds: results are the same bits on processors of one generation. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12 && defined(__x86_64__) && defined(__gnu_linux__) && \
  !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#  define STEM5D_MULTIVERSION __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#  define STEM5D_MULTIVERSION
#endif

#endif

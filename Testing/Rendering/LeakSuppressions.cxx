/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/

/** The OpenGL driver keeps memory. It stays loaded so that the leak checker can name it, and is then passed over. */
extern "C" int
dlclose(void *) noexcept
{
  return 0;
}

extern "C" const char *
__lsan_default_suppressions()
{
  return "leak:swrast_dri.so\nleak:libGLX\n";
}

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef CopyElements_h
#define CopyElements_h

#include <hdf5.h>

#include <cstddef>

namespace stem5d
{

/** Copies elements, converted where the types differ. */
using CopyElements = void (*)(const unsigned char * from, unsigned char * to, std::size_t count);

/** \brief How elements of a type in the file become those of a type in memory, bit for bit as HDF5 would have them;
 * null where that is left to HDF5: all but equal types, and numbers of the machine's byte order for float. */
CopyElements
CopyElementsFor(hid_t fileType, hid_t memoryType);

} // namespace stem5d

#endif

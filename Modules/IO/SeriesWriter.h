/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef SeriesWriter_h
#define SeriesWriter_h

#include "AtomicFile.h"
#include "Axis.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stem5d
{

/** A quantity over some of the axes of a series, stored beside it. */
struct StoredMap
{
  std::string        name;
  std::string        unit;   ///< empty: dimensionless
  std::vector<Axis>  axes;   ///< ITK order, fastest first
  std::vector<float> values; ///< fastest axis first
};

/** \class SeriesWriter
 * \brief Writes a series of uint16 as an EMD 0.2 file, block by block.
 *
 * The series is /data/NAME with dim1 .. dimN, stored contiguously; maps are /truth/NAME likewise, texts attributes of
 * /truth. The room on the disk is reserved before the first block is written, so that a disk that is too small is known
 * at once. The file is complete under its final name or not there.
 *
 * \exception FileError when the file cannot be written */
class SeriesWriter
{
public:
  /** \param axes kx, ky, x, y, t, in this order
   * \param texts attributes: name and text */
  SeriesWriter(const std::string &                                      fileName,
               const std::string &                                      name,
               const std::vector<Axis> &                                axes,
               const std::vector<StoredMap> &                           maps,
               const std::vector<std::pair<std::string, std::string>> & texts);

  /** Writes all patterns and frames of a box of scan points. \param first, count x and y
   * \param values kx, ky, x, y, t, kx fastest */
  void
  WriteBlock(const std::array<std::size_t, 2> & first,
             const std::array<std::size_t, 2> & count,
             const std::uint16_t *              values);

  /** Gives the file its final name. */
  void
  Commit()
  {
    m_File.Commit();
  }

private:
  AtomicFile               m_File;
  std::vector<std::size_t> m_Size;
  std::uint64_t            m_Offset = 0; ///< of the series in the file
};

} // namespace stem5d

#endif

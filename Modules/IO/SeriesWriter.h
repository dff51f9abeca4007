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
#include <memory>
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
 * The series is /data/NAME with dim1 .. dimN; maps are /truth/NAME likewise, texts attributes of /truth. The file is
 * complete under its final name or not there.
 *
 * Without compression the series is stored contiguously, and its room on the disk is reserved before the first block is
 * written, so that a disk that is too small is known at once. With compression (HDF5's filters shuffle and deflate) all
 * frames of one scan point are a chunk, or a few where they exceed 1 MiB: whatever box of scan points is analysed, each
 * of its chunks is read once and nothing else is. Room is then reserved row by row.
 *
 * The bytes of the file do not depend on the number of threads or on how the scan is divided into blocks of whole rows.
 *
 * \exception FileError when the file cannot be written
 * \exception std::invalid_argument for a level of compression that is none */
class SeriesWriter
{
public:
  /** \param axes kx, ky, x, y, t, in this order
   * \param texts attributes: name and text
   * \param compression level of deflate, 1 (fast) to 9 (small); 0 for none */
  SeriesWriter(const std::string &                                      fileName,
               const std::string &                                      name,
               const std::vector<Axis> &                                axes,
               const std::vector<StoredMap> &                           maps,
               const std::vector<std::pair<std::string, std::string>> & texts,
               int                                                      compression = 0);
  ~SeriesWriter();

  /** Writes all patterns and frames of a box of scan points. \param first, count x and y
   * \param values kx, ky, x, y, t, kx fastest */
  void
  WriteBlock(const std::array<std::size_t, 2> & first,
             const std::array<std::size_t, 2> & count,
             const std::uint16_t *              values);

  /** Gives the file its final name. */
  void
  Commit();

private:
  struct Chunks;

  void
  WriteRow(std::size_t x, std::size_t y, std::size_t count, const std::uint16_t * values, std::size_t frameStride);

  AtomicFile               m_File;
  std::vector<std::size_t> m_Size;
  std::uint64_t            m_Offset = 0; ///< of a contiguous series in the file
  std::unique_ptr<Chunks>  m_Chunks;     ///< of a compressed one
};

} // namespace stem5d

#endif

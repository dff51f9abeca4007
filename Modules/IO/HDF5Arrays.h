/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef HDF5Arrays_h
#define HDF5Arrays_h

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace stem5d
{
/** \class HDF5Arrays
 * \brief Named arrays with axes and units, built in memory and written as one HDF5 file, complete under its final name
 * or not there. The same arrays are the same bytes.
 *
 * Every data set has the attributes `units` and `axes`, the latter naming the axes, slowest first, parted by blanks.
 *
 * \ingroup STEM5DIO
 */
class HDF5Arrays
{
public:
  /** \exception FileError where HDF5 has no memory */
  explicit HDF5Arrays(const std::string & path);
  ~HDF5Arrays();
  HDF5Arrays(const HDF5Arrays &) = delete;
  HDF5Arrays &
  operator=(const HDF5Arrays &) = delete;

  /** Adds an array of double, float, uint8 or uint16. \param name with the groups that it is in: "/pattern/mean"
   * \param shape slowest first \exception FileError for a name that is there \exception itk::ExceptionObject where the
   * shape is not that of the values */
  template <typename T>
  void
  Write(const std::string &              name,
        const std::vector<T> &           values,
        const std::vector<std::size_t> & shape,
        const std::string &              axes,
        const std::string &              units);

  /** Adds a list of texts. \exception FileError likewise */
  void
  Write(const std::string & name, const std::vector<std::string> & texts, const std::string & axis);

  /** Gives an array or group, or "/", an attribute. \exception FileError where it is not there */
  void
  SetAttribute(const std::string & object, const std::string & name, const std::vector<double> & numbers);
  void
  SetAttribute(const std::string & object, const std::string & name, const std::string & text);

  /** Writes the file. \exception FileError where that is not possible */
  void
  Commit();

private:
  class Implementation;
  std::unique_ptr<Implementation> m_Implementation;
};

/** \class HDF5ArraysReader
 * \brief Reads what HDF5Arrays wrote.
 *
 * \ingroup STEM5DIO
 */
class HDF5ArraysReader
{
public:
  /** \param what the file is, for messages: "the curves" \exception FileError where it cannot be opened */
  HDF5ArraysReader(const std::string & path, const std::string & what);
  HDF5ArraysReader(HDF5ArraysReader &&) noexcept;
  ~HDF5ArraysReader();

  /** An array of double, float, uint8 or uint16 and, where it is wanted, its shape, slowest first. \exception FileError
   * where it is not there */
  template <typename T>
  std::vector<T>
  Read(const std::string & name, std::vector<std::size_t> * shape = nullptr) const;

  /** Attributes of an array or group, or of "/". \exception FileError where they are not there */
  std::vector<double>
  ReadNumbers(const std::string & object, const std::string & name) const;
  std::string
  ReadText(const std::string & object, const std::string & name) const;

  bool
  Has(const std::string & name) const;

private:
  class Implementation;
  std::unique_ptr<Implementation> m_Implementation;
};
} // namespace stem5d

#endif

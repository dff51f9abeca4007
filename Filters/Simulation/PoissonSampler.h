/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef PoissonSampler_h
#define PoissonSampler_h

#include <boost/random/poisson_distribution.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace stem5d
{

/** \brief Numbers of Poisson's distribution, of a mean that is another for every number.
 *
 * A number of mean m is the sum of one of mean floor(4 m) / 4, by inversion of a tabled distribution (its search begins
 * where a guide of 256 entries says: Chen and Asau, AIIE Transactions 6, 1974), and one of the rest, below 1/4, by
 * sequential inversion, which nearly always ends at once. Probabilities are exact to 2^-32. From a mean of 32 on
 * numbers are Boost's, by Hoermann's transformed rejection (Insurance: Mathematics and Economics 12, 1993). */
class PoissonSampler
{
public:
  PoissonSampler()
  {
    for (std::size_t i = 0; i < m_Tables.size(); ++i)
    {
      m_Tables[i] = MakeTable(static_cast<double>(i) / TablesOfOne);
    }
  }

  /** \param mean >= 0 \param random gives independent words of 32 bits: two up to a mean of 32 */
  template <typename TRandom>
  double
  operator()(double mean, TRandom & random) const
  {
    const double scaled = mean * TablesOfOne;
    if (!(scaled < static_cast<double>(NumberOfTables)))
    {
      return static_cast<double>(boost::random::poisson_distribution<std::int64_t, double>(mean)(random));
    }
    const auto    index = static_cast<std::size_t>(scaled);
    const Table & table = m_Tables[index];
    const auto    word = random();
    unsigned      number = table.guide[word >> 24];
    while (word > table.last[number])
    {
      ++number;
    }
    return number + SequentialInversion(mean - static_cast<double>(index) / TablesOfOne, random());
  }

private:
  static constexpr double      TablesOfOne = 4.0; // tables between one whole mean and the next
  static constexpr std::size_t NumberOfTables = 128;

  struct Table
  {
    std::array<std::uint8_t, 256> guide; ///< the least number for words with these first eight bits
    std::vector<std::uint32_t>    last;  ///< the last word for each number
  };

  static Table
  MakeTable(double mean)
  {
    Table  table;
    double probability = std::exp(-mean);
    double sum = 0.0;
    for (int number = 0; number == 0 || table.last.back() < 0xffffffffU; ++number)
    {
      probability *= number > 0 ? mean / number : 1.0;
      sum += probability;
      const double words = std::ceil(sum * 0x1p32 - 0.5);
      // what rounding leaves over belongs to the largest number
      const bool isLast = words >= 0x1p32 || (number > mean && probability < 0x1p-40);
      table.last.push_back(isLast ? 0xffffffffU : static_cast<std::uint32_t>(std::max(words, 1.0)) - 1);
    }
    std::uint8_t number = 0;
    for (std::uint32_t begin = 0; begin < 256; ++begin)
    {
      while ((begin << 24) > table.last[number])
      {
        ++number;
      }
      table.guide[begin] = number;
    }
    return table;
  }

  static unsigned
  SequentialInversion(double mean, std::uint32_t word)
  {
    const double uniform = static_cast<double>(word) * 0x1p-32;
    if (uniform < 1.0 - mean) // which is below exp(-mean)
    {
      return 0;
    }
    unsigned number = 0;
    double   probability = std::exp(-mean);
    for (double sum = probability; uniform >= sum; sum += probability)
    {
      ++number;
      probability *= mean / number;
    }
    return number;
  }

  std::array<Table, NumberOfTables> m_Tables;
};

} // namespace stem5d

#endif

/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef AnnulusSpeckle_h
#define AnnulusSpeckle_h

#include "DetectorGrid.h"
#include "Pattern.h"
#include "ProbeOverlap.h"
#include "Require.h"

#include <algorithm>
#include <vector>

namespace stem5d
{

/** \brief The two-point correlation that overlapping probes alone give, as the finite number of speckles of an annulus
 * shows it.
 *
 * A frame is divided by its mean over the P pixels of the annulus, m = 1 + e, which fluctuates with its speckles; and
 * it fluctuates alike at two points whose probes overlap. With d = I - 1 the deviations, k = <d_a d_b> their mean
 * product over pixels, of points a and b at two moments,
 *
 * \f[ G_2 - 1 = E \left[ \frac{1 + e_a + e_b + k}{(1 + e_a)(1 + e_b)} \right] - 1 \approx E[k] - E[e_a e_b] - E[k (e_a
 *     + e_b)] + E[k (e_a^2 + e_b^2 + e_a e_b)] \f]
 *
 * to first order in 1 / N. The cumulants of Gaussian speckle (FourPointSpeckle.h) of contrast beta, with the field
 * correlations A of ProbeOverlap.h between points r and pixels q apart and the decay T between the moments, make of it
 *
 * \f[ G_2 - 1 = \beta T \left[ C - D - 4 \beta F + \beta C (2 D(0) + T D) \right], \f]
 * \f[ C = |A(r, 0)|^2, \quad D = \frac{1}{P^2} \sum_{ij} |A(r, q_{ij})|^2, \quad
 *     F = \frac{1}{P^2} \sum_{ij} A(r, 0) A(r, q_{ij}) A(0, q_{ij}) \cos(\pi q_{ij} r). \f]
 *
 * N = 1 / D(0) is the number of speckles. D falls more slowly than C, as the autocorrelation of the probe's intensity:
 * a mean over many pixels is alike even where the pixels are not. So G2 - 1 narrows. Without a blur the annulus of 4.2
 * - 4.6 1/nm in pixels of 0.232 1/nm holds 44 speckles of an aperture of 0.638 1/nm, and the length of the separable
 * form (ProbeReference.h) is 0.639 - 0.640 nm for 0.645.
 *
 * A blur of the patterns adds |A|^2 of the pixels around up, in C and D, with a Gaussian of twice its variance. In F,
 * where the sum would be over three pixels, D's is taken, which is exact without a blur; with one, beta is small and so
 * is the term.
 *
 * The means over directions of r are those of r along both axes of the detector, exact but for a fourfold part. */
class AnnulusSpeckle
{
public:
  /** \param aperture, blur in 1/nm \param grid of the detector \param pixels of the annulus, offsets in the grid
   * \exception std::invalid_argument without pixels */
  AnnulusSpeckle(double aperture, double blur, const DetectorGrid & grid, const std::vector<Eigen::Index> & pixels)
    : m_Aperture(aperture)
  {
    Require(!pixels.empty(), "the number of pixels", pixels.size(), "give an annulus with pixels that are not masked");
    const double sigma = std::max(blur, 1e-3 * grid.spacing[0]); // of that little, no other pixel
    const auto   pairs = CountPairs(grid, pixels, 2.0 * aperture + 9.0 * sigma);
    this->AddNodes(grid.spacing);
    for (Node & node : m_Nodes)
    {
      const auto weight = [&](const Vector & q) {
        return std::exp(-(std::pow(q[0] - node.q[0], 2) + std::pow(q[1] - node.q[1], 2)) / (4.0 * sigma * sigma));
      };
      node.same = weight({ 0.0, 0.0 });
      for (const Difference & pair : pairs)
      {
        node.annulus += pair.share * weight(pair.q);
      }
      node.still = this->OverlapAt(node, { 0.0, 0.0 });
    }
    m_Still = this->SumsAt({ 0.0, 0.0 });
  }

  /** N, how many speckles the annulus holds. */
  double
  Speckles() const
  {
    return m_Still.same / m_Still.annulus;
  }

  /** G2 - 1 between points at a distance in nm, for a contrast beta and decays T. */
  Eigen::ArrayXd
  TwoPoint(double distance, double contrast, const Eigen::ArrayXd & decay) const
  {
    const Sums   sums = this->MeanOver(distance);
    const double c = sums.same / m_Still.same;
    const double d = sums.annulus / m_Still.same;
    const double f = sums.cycle / m_Still.same;
    return contrast * decay * (c - d - 4.0 * contrast * f + contrast * c * (2.0 / this->Speckles() + decay * d));
  }

private:
  using Vector = std::array<double, 2>;

  /** Of two pixels, and the share of all pairs that are so far apart. */
  struct Difference
  {
    Vector q;
    double share;
  };

  /** Of the sums over q: what it counts for a pixel with itself, and for pairs of pixels of the annulus. */
  struct Node
  {
    Vector q;
    double same = 0.0;
    double annulus = 0.0;
    double still = 0.0; ///< A(0, q)
  };

  /** C, D and F, not normalised. */
  struct Sums
  {
    double same = 0.0;
    double annulus = 0.0;
    double cycle = 0.0;
  };

  static std::vector<Difference>
  CountPairs(const DetectorGrid & grid, const std::vector<Eigen::Index> & pixels, double reach)
  {
    const auto      columns = static_cast<Eigen::Index>(grid.size[0]);
    const auto      rows = static_cast<Eigen::Index>(grid.size[1]);
    Pattern<double> count = Pattern<double>::Zero(2 * rows - 1, 2 * columns - 1);
    for (const Eigen::Index a : pixels)
    {
      for (const Eigen::Index b : pixels)
      {
        count(b / columns - a / columns + rows - 1, b % columns - a % columns + columns - 1) += 1.0;
      }
    }
    count /= static_cast<double>(pixels.size()) * static_cast<double>(pixels.size());
    std::vector<Difference> pairs;
    for (Eigen::Index y = 0; y < count.rows(); ++y)
    {
      for (Eigen::Index x = 0; x < count.cols(); ++x)
      {
        const Vector q{ static_cast<double>(x - columns + 1) * grid.spacing[0],
                        static_cast<double>(y - rows + 1) * grid.spacing[1] };
        if (count(y, x) > 0.0 && std::hypot(q[0], q[1]) < reach)
        {
          pairs.push_back({ q, count(y, x) });
        }
      }
    }
    return pairs;
  }

  /** All differences of pixels for which the probe's transfer function is not 0. */
  void
  AddNodes(const Vector & pixel)
  {
    const auto reach = [&](unsigned int axis) { return static_cast<int>(2.0 * m_Aperture / pixel[axis]); };
    for (int y = -reach(1); y <= reach(1); ++y)
    {
      for (int x = -reach(0); x <= reach(0); ++x)
      {
        const Vector q{ x * pixel[0], y * pixel[1] };
        if (std::hypot(q[0], q[1]) < 2.0 * m_Aperture)
        {
          m_Nodes.push_back({ q });
        }
      }
    }
  }

  double
  OverlapAt(const Node & node, const Vector & r) const
  {
    const double q = std::hypot(node.q[0], node.q[1]);
    if (q == 0.0)
    {
      return ProbeOverlap(m_Aperture, std::hypot(r[0], r[1]), 0.0, 0.0);
    }
    return ProbeOverlap(
      m_Aperture, (r[0] * node.q[0] + r[1] * node.q[1]) / q, (r[1] * node.q[0] - r[0] * node.q[1]) / q, q);
  }

  Sums
  SumsAt(const Vector & r) const
  {
    constexpr double pi = 3.14159265358979323846;
    Sums             sums;
    for (const Node & node : m_Nodes)
    {
      const double overlap = this->OverlapAt(node, r);
      sums.same += node.same * overlap * overlap;
      sums.annulus += node.annulus * overlap * overlap;
      sums.cycle += node.annulus * overlap * node.still * std::cos(pi * (node.q[0] * r[0] + node.q[1] * r[1]));
    }
    return sums;
  }

  Sums
  MeanOver(double distance) const
  {
    Sums mean;
    for (const Vector & r : { Vector{ distance, 0.0 }, Vector{ 0.0, distance } })
    {
      const Sums   sums = this->SumsAt(r);
      const double field = std::copysign(std::sqrt(sums.same / m_Still.same), ProbeOverlap(m_Aperture, distance, 0, 0));
      mean.same += 0.5 * sums.same;
      mean.annulus += 0.5 * sums.annulus;
      mean.cycle += 0.5 * field * sums.cycle;
    }
    return mean;
  }

  double            m_Aperture;
  std::vector<Node> m_Nodes;
  Sums              m_Still; ///< at distance 0
};

} // namespace stem5d

#endif

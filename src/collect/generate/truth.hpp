// The exact totals of a bill, counted while it is generated.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "collect/generate/charge.hpp"
#include "collect/generate/generate_bill.hpp"

namespace farthing::generate {

/// Sums by CostBasis.
struct CostSums {
  std::array<Decimal, kCostBases.size()> sums{};
  void add(const Costs& costs) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += Decimal::from_units(costs[i]);
  }
};

/// What counting a bill gives, by the names under which an import knows the groups.
class Truth {
 public:
  explicit Truth(const World& world);
  /// Counts a line's charges.
  void add(const BillLine& line, const Charges& charges);
  [[nodiscard]] const CostSums& totals() const { return totals_; }
  [[nodiscard]] std::int64_t split_rows() const { return split_rows_; }

  struct Header {
    std::int64_t rows;      ///< records in the files
    std::int64_t cur_rows;  ///< lines of the CUR of this seed
    BillFormat format;
    std::string assembly_id;
  };
  /// truth.json: rows, lines, ..., totals {basis: "decimal"}, and the same by service, account, day of the charge's
  /// begin, charge category, and for a CUR line item type. Groups without a line are left out.
  [[nodiscard]] std::string json(const Header& header) const;

 private:
  struct Group {
    CostSums costs;
    bool any = false;
    void add(const Costs& more) {
      costs.add(more);
      any = true;
    }
  };
  const World& world_;
  CostSums totals_;
  std::int64_t split_rows_ = 0;
  std::map<std::string, Group> by_service_;
  std::map<const Service*, Group*> service_groups_;
  std::vector<Group> by_account_;
  std::map<std::int64_t, Group> by_day_;  ///< by days since 1970
  std::array<Group, kLineTypes> by_type_;
  std::array<Group, kChargeCategories> by_category_;
};

/// Text as a JSON string, with its quotes. Valid UTF-8 stays as it is.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace farthing::generate

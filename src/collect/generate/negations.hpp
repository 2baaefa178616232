// What a Savings Plan takes back of the usage that it covers: AWS bills covered usage at the on-demand price and, per
// hour, plan, operation, usage type and zone, one negative line with the sum of it.
#pragma once
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "collect/generate/bill_line.hpp"

namespace farthing::generate {

class Negations {
 public:
  /// Would this thing's line begin a new group of the current hour?
  [[nodiscard]] bool is_new(std::size_t plan, const Sku& sku, char zone) const;
  void add(std::size_t plan, const BillLine& covered);
  [[nodiscard]] std::size_t groups() const { return groups_.size(); }
  /// The negation of group `number`.
  void write(std::size_t number, BillLine& line) const;
  void begin_hour();

 private:
  struct Group {
    const SavingsPlan* plan;
    const Sku* sku;
    const Account* account;  ///< of the first covered line
    char zone;
    Timestamp begin, end;
    Picos cost = 0;
    Picos amount = 0;  ///< in 10^-12 of the unit
  };
  std::vector<Group> groups_;
  std::unordered_map<std::uint64_t, std::size_t> number_of_;  ///< by key_of()
};

}  // namespace farthing::generate

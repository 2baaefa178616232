#include "opencost/configs.hpp"

#include "opencost/envelope.hpp"

namespace farthing {

Result<std::string> configs_body(LakeView& view) {
  TRY(const auto rows, view.engine().query("SELECT min(currency), max(currency) FROM node_hours"));
  const auto& row = rows.rows.at(0);
  const bool is_one = row.at(0) && row.at(0) == row.at(1);
  return opencost_answer(
      [&](JsonWriter& json) {
        json.open('{');
        json.field("currencyCode", is_one ? *row.at(0) : std::string("XXX"));
        json.close('}');
      },
      {});
}

}  // namespace farthing

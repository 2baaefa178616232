#include "collect/generate/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <numeric>
#include <set>

#include "collect/generate/commitments.hpp"
#include "collect/generate/random.hpp"
#include "collect/generate/truth.hpp"

namespace farthing::generate {
namespace {

TEST(GeneratedWorld, IsTheMonthInUtc) {
  const World september = make_world(1, 100, "2026-09");
  EXPECT_EQ(september.hours, 720);
  EXPECT_EQ(format_timestamp(september.at_hour(719)), "2026-09-30T23:00:00Z");
  EXPECT_EQ(make_world(1, 100, "2024-02").hours, 29 * 24);
}

TEST(GeneratedWorld, HasMoreAccountsInBiggerBills) {
  EXPECT_EQ(make_world(1, 100, "2026-09").accounts.size(), 50U);
  EXPECT_EQ(make_world(1, 1'000'000, "2026-09").accounts.size(), 500U);
  EXPECT_EQ(make_world(1, 40'000'000, "2026-09").accounts.size(), 3'000U);
}

TEST(GeneratedWorld, AccountsAreOfTwelveDigitsAndDiffer) {
  const World world = make_world(2, 1'000'000, "2026-09");
  std::set<std::string> ids;
  for (const auto& account : world.accounts) {
    EXPECT_EQ(account.id.size(), 12U);
    EXPECT_EQ(account.id.find_first_not_of("0123456789"), std::string::npos);
    ids.insert(account.id);
  }
  EXPECT_EQ(ids.size(), world.accounts.size());
  EXPECT_EQ(world.accounts.front().id, world.payer_id);
}

TEST(GeneratedWorld, TagsHaveCommasQuotesNewlinesAndUtf8ThatIsValid) {
  const World world = make_world(3, 100, "2026-09");
  std::string all;
  for (const auto& tags : world.tag_sets) {
    for (const auto& value : tags.values) all += value + "|";
  }
  for (const char* part : {",", "\"", "\n", "größe", "広告", "PROD", "Prod", "stgaing"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part;
  }
  boost::json::error_code error;
  boost::json::parse(json_string(all), error);  // refuses invalid UTF-8
  EXPECT_FALSE(error) << error.message();
}

TEST(GeneratedWorld, EverySkuHasItsOwnNameAndItsRegionsPrice) {
  const World world = make_world(4, 100, "2026-09");
  std::set<std::string> skus;
  for (const auto& sku : world.skus) {
    skus.insert(sku.sku);
    EXPECT_EQ(sku.list_rate.decimals, 10);
    EXPECT_LE(sku.contract_rate.digits, sku.list_rate.digits);
    if (!sku.price_details.empty()) EXPECT_TRUE(boost::json::parse(sku.price_details).is_object());
  }
  EXPECT_EQ(skus.size(), world.skus.size());
  EXPECT_EQ(plain_text(world.skus.front().list_rate), "0.096");
  EXPECT_EQ(world.skus[offers().size()].usage_type, "USW2-BoxUsage:m5.large");
  EXPECT_EQ(plain_text(world.skus[2 * offers().size()].list_rate), "0.11328");  // 18 % more in Frankfurt
}

TEST(GeneratedWorld, TenServicesHaveNineTenthsOfTheUsage) {
  const World world = make_world(5, 100, "2026-09");
  std::map<std::string, int> lines;
  Dice dice(9);
  for (int i = 0; i < 50'000; ++i) ++lines[world.skus[world.usage_sku.at(dice.next())].offer->service->product_name];
  std::vector<int> sizes;
  for (const auto& [service, count] : lines) sizes.push_back(count);
  std::sort(sizes.rbegin(), sizes.rend());
  EXPECT_GT(sizes.size(), 12U);
  EXPECT_GT(std::accumulate(sizes.begin(), sizes.begin() + 10, 0), 45'000);
}

TEST(WeightedChoiceTest, DrawsByWeight) {
  WeightedChoice choice;
  choice.add(7, 1);
  choice.add(8, 3);
  EXPECT_EQ(choice.at(0), 7U);
  EXPECT_EQ(choice.at(~std::uint64_t{0}), 8U);
  int eights = 0;
  Dice dice(2);
  for (int i = 0; i < 10'000; ++i) eights += choice.at(dice.next()) == 8 ? 1 : 0;
  EXPECT_NEAR(eights, 7'500, 200);
}

TEST(GeneratedCommitments, APlanCostsMoreThanWasUsedInWholeMillidollarsAnHour) {
  for (const Picos used : {Picos{0}, Picos{1}, kPicosPerDollar, 123'456 * kPicosPerDollar + 789}) {
    for (const Payment payment : {Payment::kNoUpfront, Payment::kPartialUpfront, Payment::kAllUpfront}) {
      SavingsPlan plan{.payment = payment, .used = used};
      const MonthlyCommitment month = plan.month(720);
      EXPECT_GT(month.total, used);
      EXPECT_EQ(month.total % (720 * (kPicosPerDollar / 1'000)), 0);
      EXPECT_EQ(month.amortized_upfront + month.recurring, month.total);
      EXPECT_EQ(month.recurring == 0, payment == Payment::kAllUpfront);
      EXPECT_EQ(month.amortized_upfront == 0, payment == Payment::kNoUpfront);
    }
  }
}

TEST(GeneratedCommitments, AReservationIsAsBigAsItsBusiestHour) {
  Commitments commitments;
  commitments.reservations.emplace_back();
  Reservation& reservation = commitments.reservations.front();
  reservation.use(2);
  reservation.use(1);
  commitments.begin_hour();
  reservation.use(2);
  EXPECT_EQ(reservation.most_used, 2);  // one and a half instances
  EXPECT_EQ(reservation.used_halves, 5);
}

TEST(GeneratedCommitments, ASmallBillHasNone) {
  const World world = make_world(1, 99, "2026-09");
  EXPECT_TRUE(make_commitments(world, 99).plans.empty());
  EXPECT_EQ(make_commitments(world, 100).plans.size(), 3U);
}

TEST(GeneratedJson, QuotesWhatMustBeQuoted) { EXPECT_EQ(json_string("a\"b\\c\nd\x01 ü"), R"("a\"b\\c\nd\u0001 ü")"); }

}  // namespace
}  // namespace farthing::generate

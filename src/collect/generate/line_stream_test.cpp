#include "collect/generate/line_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "collect/generate/charge.hpp"

namespace farthing::generate {
namespace {

template <typename Use>
std::int64_t each_line(std::uint64_t seed, std::int64_t rows, Use use) {
  LineStream stream(seed, rows, "2026-09");
  BillLine line;
  std::int64_t count = 0;
  while (stream.next(line)) {
    use(line);
    ++count;
  }
  EXPECT_FALSE(stream.next(line)) << "the end stays the end";
  return count;
}

TEST(LineStream, GivesExactlyTheRowsAskedFor) {
  for (const std::int64_t rows : {1, 2, 17, 99, 100, 101, 500, 12'345, 100'000}) {
    EXPECT_EQ(each_line(5, rows, [](const BillLine&) {}), rows);
  }
}

TEST(LineStream, HasEveryTypeOfLineInItsShare) {
  std::map<LineType, int> types;
  int split = 0;
  each_line(5, 100'000, [&](const BillLine& line) {
    ++types[line.type];
    split += line.split ? 1 : 0;
  });
  EXPECT_EQ(types.size(), kLineTypes);
  EXPECT_NEAR(types[LineType::kUsage], 82'000, 5'000);
  EXPECT_NEAR(types[LineType::kDiscounted], 9'000, 3'000);
  EXPECT_NEAR(types[LineType::kCovered], 5'000, 1'000);
  EXPECT_GT(split, 1'000);
}

TEST(LineStream, HasEveryTypeOfLineInASmallBillToo) {
  std::set<LineType> types;
  each_line(1, 1'000, [&](const BillLine& line) { types.insert(line.type); });
  EXPECT_EQ(types.size(), kLineTypes);
}

TEST(LineStream, LinesWithoutAUsageTypeAreBookedUnderEc2NotEbs) {
  int sundry = 0;
  each_line(2, 100'000, [&](const BillLine& line) {
    if (line.type != LineType::kRefund && line.type != LineType::kCredit && line.type != LineType::kTax) return;
    ++sundry;
    EXPECT_STRNE(line.service->name, "Amazon Elastic Block Store");
  });
  EXPECT_GT(sundry, 50);
}

TEST(LineStream, NegationsTakeBackWhatIsCoveredPerHourPlanOperationUsageTypeAndZone) {
  using Key = std::tuple<std::int64_t, std::string, std::string, std::string, char>;
  std::map<Key, Picos> open;
  std::map<Key, int> negations;
  each_line(6, 50'000, [&](const BillLine& line) {
    if (line.type != LineType::kCovered && line.type != LineType::kNegation) return;
    const Key key{line.begin.micros, line.plan->arn, line.sku->offer->operation, line.sku->usage_type, line.zone};
    open[key] += line.cost.plain;
    if (line.type == LineType::kNegation) ++negations[key];
  });
  ASSERT_FALSE(open.empty());
  for (const auto& [key, rest] : open) {
    EXPECT_EQ(rest, 0) << std::get<1>(key);
    EXPECT_EQ(negations[key], 1);
  }
}

// used + unused = amortised upfront + recurring of the month, for each plan and reservation, whatever its payment.
TEST(LineStream, EachCommitmentIsUsedAndUnusedToTheLastDigit) {
  struct Book {
    int128 used = 0, net_used = 0, unused = 0, net_unused = 0, owed = 0, net_owed = 0;
    int fees = 0;
  };
  std::map<std::string, Book> books;
  std::set<Payment> payments;
  each_line(7, 60'000, [&](const BillLine& line) {
    if (line.plan == nullptr && line.reservation == nullptr) return;
    if (line.type == LineType::kSpUpfrontFee || line.type == LineType::kFee || line.type == LineType::kRefund) return;
    Book& book = books[line.plan != nullptr ? line.plan->arn : line.reservation->arn];
    for (const Charge& charge : charges_of(line, *parse_month("2026-09"))) {
      const bool unused = charge.part == ChargePart::kUnused;
      (unused ? book.unused : book.used) += charge.cost(CostBasis::kEffective);
      (unused ? book.net_unused : book.net_used) += charge.cost(CostBasis::kNetEffective);
    }
    if (line.type == LineType::kSpRecurringFee || line.type == LineType::kRiFee) {
      ++book.fees;
      payments.insert(line.plan != nullptr ? line.plan->payment : line.reservation->payment);
      book.owed += line.commitment.amortized_upfront.plain + line.commitment.recurring.plain;
      book.net_owed += line.commitment.amortized_upfront.net + line.commitment.recurring.net;
      EXPECT_EQ(line.cost.plain, line.commitment.recurring.plain);
      if (line.plan != nullptr) {
        EXPECT_EQ(line.commitment.used, line.plan->used);
        EXPECT_EQ(line.commitment.total, line.commitment.amortized_upfront.plain + line.commitment.recurring.plain);
      }
    }
  });
  EXPECT_EQ(payments.size(), 3U);
  ASSERT_GE(books.size(), 6U);
  for (const auto& [arn, book] : books) {
    EXPECT_EQ(book.fees, 1) << arn;
    EXPECT_EQ(Decimal::from_units(book.used + book.unused), Decimal::from_units(book.owed)) << arn;
    EXPECT_EQ(Decimal::from_units(book.net_used + book.net_unused), Decimal::from_units(book.net_owed)) << arn;
    EXPECT_GT(book.unused, 0) << arn;
  }
}

TEST(LineStream, ReservationsAreNeverUsedBeyondWhatWasReserved) {
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> halves;
  std::map<std::string, std::int64_t> reserved;
  each_line(8, 60'000, [&](const BillLine& line) {
    if (line.type == LineType::kDiscounted) {
      halves[{line.reservation->arn, line.begin.micros}] += product(*line.amount, {2, 0}) / kPicosPerDollar;
    } else if (line.type == LineType::kRiFee) {
      reserved[line.reservation->arn] = line.commitment.count;
    }
  });
  for (const auto& [key, used] : halves) EXPECT_LE(used, 2 * reserved.at(key.first));
}

TEST(LineStream, SplitRowsOfAnInstanceHourSumToItsAmortisedCost) {
  BillLine parent;
  Picos rest = 0;
  int rows = 0;
  each_line(9, 50'000, [&](const BillLine& line) {
    if (!line.split) {
      EXPECT_EQ(rest, 0);
      parent = line;
      return;
    }
    if (rows++ % 4 == 0) {
      EXPECT_EQ(rest, 0);
      rest = charges_of(parent, *parse_month("2026-09")).items[0].cost(CostBasis::kEffective);
      EXPECT_NE(rest, 0);
    }
    EXPECT_EQ(line.split_money.parent.view(), parent.resource.view());
    EXPECT_EQ(line.begin, parent.begin);
    rest -= line.split_money.split.plain + line.split_money.unused.plain;
  });
  EXPECT_EQ(rest, 0);
  EXPECT_GT(rows, 400);
}

TEST(LineStream, NetIsUnblendedAndDiscountsAllInAll) {
  int128 unblended = 0;
  int128 net = 0;
  int128 discounts = 0;
  each_line(10, 30'000, [&](const BillLine& line) {
    if (line.split) return;
    unblended += line.cost.plain;
    net += line.cost.net;
    discounts += line.edp_discount + line.private_discount;
  });
  EXPECT_EQ(Decimal::from_units(net), Decimal::from_units(unblended + discounts));
  EXPECT_LT(discounts, 0);
}

// So that a DOUBLE of CUR 2.0 gives back the same decimal, and a total on every basis has at most 12 decimals.
TEST(LineStream, EveryDeliveredNumberHasAtMostFifteenDigits) {
  constexpr std::int64_t kLimit = 1'000'000'000'000'000;
  each_line(11, 200'000, [&](const BillLine& line) {
    const CommitmentMoney& money = line.commitment;
    for (const Picos amount :
         {line.cost.plain, line.cost.net, line.list_cost.value_or(0), line.edp_discount + line.private_discount,
          money.sp_effective.plain, money.sp_effective.net, money.total, money.used, money.amortized_upfront.plain,
          money.amortized_upfront.net, money.recurring.plain, money.recurring.net, money.unused_upfront.net,
          money.unused_recurring.net, line.split_money.split.net, line.split_money.unused.net}) {
      ASSERT_LT(std::abs(figure_of(amount).digits), kLimit);
    }
    ASSERT_LT(line.amount->digits, kLimit);
    ASSERT_LE(line.list_rate.value_or(Figure{}).decimals, 10);
  });
}

TEST(LineStream, UsageLiesInTheMonthsHalfOpenHours) {
  const Timestamp begin = *parse_month("2026-09");
  const Timestamp end = *parse_month("2026-10");
  std::set<std::int64_t> hours;
  each_line(12, 40'000, [&](const BillLine& line) {
    if (line.type != LineType::kUsage) return;
    ASSERT_LE(begin, line.begin);
    ASSERT_LE(line.end, end);
    ASSERT_EQ(line.end.micros - line.begin.micros, 3'600'000'000);
    hours.insert(line.begin.micros);
  });
  EXPECT_EQ(hours.size(), 720U);
}

TEST(LineStream, AnInstanceHasOneLineAnHourAndRunsForManyHours) {
  std::map<std::string, std::set<std::int64_t>> hours_of;
  each_line(13, 60'000, [&](const BillLine& line) {
    if (line.split || line.sku == nullptr || line.sku->offer->measure != Measure::kHours) return;
    if (line.sku->offer->resource != ResourceKind::kInstance || line.resource.size == 0) return;
    EXPECT_TRUE(hours_of[std::string(line.resource.view())].insert(line.begin.micros).second) << line.resource.view();
  });
  std::size_t lines = 0;
  for (const auto& [id, hours] : hours_of) lines += hours.size();
  EXPECT_GT(lines, 10 * hours_of.size());
}

TEST(LineStream, MostLinesCostNothingOrNearlySo) {
  std::int64_t near = 0;
  std::int64_t tiny = 0;
  const std::int64_t rows = each_line(14, 50'000, [&](const BillLine& line) {
    near += std::abs(line.cost.plain) < kPicosPerDollar / 100 ? 1 : 0;
    tiny += line.cost.plain != 0 && std::abs(line.cost.plain) < kPicosPerDollar / 1'000 ? 1 : 0;
  });
  EXPECT_GT(near * 100, rows * 60);
  EXPECT_LT(near * 100, rows * 85);
  EXPECT_GT(tiny * 100, rows * 15);
}

TEST(LineStream, AccountsFollowZipf) {
  std::map<std::string, int> lines_of;
  each_line(15, 200'000, [&](const BillLine& line) { ++lines_of[line.account->id]; });
  EXPECT_GE(lines_of.size(), 90U);
  std::vector<int> sizes;
  for (const auto& [id, lines] : lines_of) sizes.push_back(lines);
  std::sort(sizes.rbegin(), sizes.rend());
  EXPECT_GT(sizes[0], sizes[1]);
  EXPECT_GT(sizes[0], 20 * sizes[40]);
}

}  // namespace
}  // namespace farthing::generate

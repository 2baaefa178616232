#include <gmock/gmock.h>

#include <random>

#include "domain/cost_basis.hpp"
#include "lake/snapshot.hpp"

namespace farthing {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Manifests with all that a bill's texts can hold: quotes, control characters, bytes that are no UTF-8.
class RandomManifests {
 public:
  explicit RandomManifests(unsigned seed) : random_(seed) {}

  Manifest manifest() {
    Manifest out{text(), {}};
    for (auto i = below(4); i > 0; --i) out.partitions.push_back(partition());
    return out;
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  std::int64_t count() { return static_cast<std::int64_t>(below(2) == 0 ? below(1'000) : below(1ULL << 62)); }
  std::string text() {
    std::string out;
    for (auto i = below(12); i > 0; --i) out += static_cast<char>(below(256));
    return out;
  }
  std::optional<std::string> maybe_text() { return below(2) == 0 ? std::nullopt : std::optional(text()); }
  std::vector<std::string> texts() {
    std::vector<std::string> out;
    for (auto i = below(3); i > 0; --i) out.push_back(text());
    return out;
  }
  Decimal amount() {
    int128 units = int128{count()} * (below(2) == 0 ? 1 : static_cast<std::int64_t>(below(1'000'000'000'000)));
    return Decimal::from_units(below(2) == 0 ? units : -units);
  }
  CurrencyTotals totals() {
    CurrencyTotals out{maybe_text(), count(), amount(), {}, {}};
    for (std::size_t i = 0; i < out.costs.size(); ++i) {
      if (below(3) != 0) out.costs[i] = amount();
      out.unknown_lines[i] = count();
    }
    return out;
  }
  Delivery delivery() {
    Delivery out;
    out.import_id = text();
    out.deliveries_of_import = static_cast<int>(below(9));
    out.imported_at = text();
    out.format = text();
    out.assembly = maybe_text();
    out.input_digest = text();
    for (auto i = below(3); i > 0; --i) out.inputs.push_back({text(), count(), text()});
    out.lines = count();
    out.split_lines = count();
    out.roundings = count();
    for (auto i = below(3); i > 0; --i) out.totals.push_back(totals());
    out.first_charge = maybe_text();
    out.last_charge_end = maybe_text();
    out.newest_usage_end = maybe_text();
    out.lines_without_invoice = count();
    out.gaps = texts();
    out.findings = texts();
    out.unknown_columns = texts();
    return out;
  }
  Partition partition() {
    Partition out{text(), text(), maybe_text(), text(), {}, std::nullopt, text()};
    for (auto i = below(3); i > 0; --i) out.files.push_back({"charges/" + std::to_string(i), count(), count(), text()});
    if (below(2) == 0) out.delivery = delivery();
    return out;
  }

  std::mt19937_64 random_;
};

const std::string kSmall = R"({"format":1,"dataset":"charges","partitions":[
{"period":"2026-10","source":"cur","version":"v1","payer":"111122223333","files":[{"path":"charges/p.parquet","bytes":7,"rows":2,"sha256":"ab"}]}
]}
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string error_of(const std::string& text) {
  const auto manifest = manifest_from_json(text, "manifests/charges-1.json");
  return manifest ? "no error" : manifest.error().text();
}

TEST(ManifestJson, IsWrittenOnePartitionALine) {
  const Partition partition{"2026-10", "cur", "111122223333", "v1", {{"charges/p.parquet", 7, 2, "ab"}}, {}, {}};
  EXPECT_EQ(manifest_to_json({"charges", {partition}}), kSmall);
  EXPECT_EQ(manifest_to_json({"charges", {}}), "{\"format\":1,\"dataset\":\"charges\",\"partitions\":[\n]}\n");
}

TEST(ManifestJson, ComesBackAsItWasWritten) {
  RandomManifests random(20261001);
  for (int i = 0; i < 500; ++i) {
    const auto manifest = random.manifest();
    const auto back = manifest_from_json(manifest_to_json(manifest), "m.json");
    ASSERT_TRUE(back) << back.error().text();
    ASSERT_EQ(*back, manifest) << manifest_to_json(manifest);
  }
}

TEST(ManifestJson, StatesMoneyAsExactTextAndLeavesOutWhatIsUnknown) {
  CurrencyTotals totals{"USD", 3, Decimal::from_units(1'682'308'697'400), {}, {}};
  totals.costs[0] = Decimal::from_integer(0);
  totals.unknown_lines[1] = 3;
  Partition partition{"2026-10", "cur", {}, "v1", {}, Delivery{}, {}};
  partition.delivery->totals = {totals};
  const auto text = manifest_to_json({"charges", {partition}});
  EXPECT_THAT(text, HasSubstr(R"("control":"1.6823086974","costs":{"billed":"0"},)"));
  EXPECT_THAT(text, HasSubstr(R"("effective":3)"));
  const auto back = manifest_from_json(text, "m.json").value().partitions[0].delivery->totals[0];
  EXPECT_EQ(back.costs[0], Decimal());
  EXPECT_EQ(back.costs[1], std::nullopt);
}

// A bill's amount stays below 10^18, the sum of 10^8 of them below 10^26.
TEST(ManifestJson, HoldsSumsThatAreLargerThanAnyAmountOfABill) {
  CurrencyTotals totals;
  for (int i = 0; i < 26; ++i) totals.control = Decimal::from_units(totals.control.units() * 10 + 9);
  totals.control = Decimal::from_units(totals.control.units() * Decimal::kUnitsPerOne + 1);
  Partition partition{"2026-10", "cur", {}, "v1", {}, Delivery{}, {}};
  partition.delivery->totals = {totals};
  const auto text = manifest_to_json({"charges", {partition}});
  EXPECT_THAT(text, HasSubstr("99999999999999999999999999.000000000001"));
  EXPECT_EQ(manifest_from_json(text, "m.json").value().partitions[0], partition);
}

TEST(ManifestJson, OfANewerFarthingIsAnErrorThatSaysToUpdate) {
  EXPECT_THAT(error_of(with(kSmall, "\"format\":1", "\"format\":2")),
              AllOf(HasSubstr("manifests/charges-1.json"), HasSubstr("was written by a newer Farthing (format 2"),
                    HasSubstr("update Farthing")));
  EXPECT_THAT(error_of(R"({"format":2,"things":"of another shape"})"), HasSubstr("newer Farthing"));
}

TEST(ManifestJson, ThatIsDamagedIsAnErrorThatNamesFileAndPlace) {
  EXPECT_THAT(error_of(""), AllOf(HasSubstr("manifests/charges-1.json: is damaged: it is not JSON")));
  EXPECT_THAT(error_of("[]"), HasSubstr("it is not a JSON object"));
  EXPECT_THAT(error_of("{}"), HasSubstr("format is missing"));
  EXPECT_THAT(error_of(with(kSmall, "\"format\":1", "\"format\":-1")), HasSubstr("format is not a whole number"));
  EXPECT_THAT(error_of(with(kSmall, "\"bytes\":7", "\"bytes\":7.5")),
              HasSubstr("partitions[0].files[0].bytes is not a whole number from 0 on"));
  EXPECT_THAT(error_of(with(kSmall, "\"rows\":2,", "")), HasSubstr("partitions[0].files[0].rows is missing"));
  EXPECT_THAT(error_of(with(kSmall, "\"cur\"", "null")), HasSubstr("partitions[0].source is not a text"));
  EXPECT_THAT(error_of(with(kSmall, "\"111122223333\"", "5")), HasSubstr("partitions[0].payer is not a text"));
  EXPECT_THAT(error_of(with(kSmall, "[{\"path\"", "[5,{\"path\"")),
              HasSubstr("partitions[0].files[0] is not an object"));
  EXPECT_THAT(error_of(with(kSmall, "\"files\":[", "\"delivery\":[],\"files\":[")),
              HasSubstr("partitions[0].delivery is not an object"));
}

TEST(ManifestJson, ThatNamesFilesOutsideTheLakeIsDamaged) {
  for (const char* path : {"../secret", "/etc/passwd", "charges/../../x", ""}) {
    EXPECT_THAT(error_of(with(kSmall, "charges/p.parquet", path)), HasSubstr("leads out of the lake")) << path;
  }
}

TEST(ManifestJson, WithAnAmountThatIsNoneIsDamaged) {
  Partition partition{"2026-10", "cur", {}, "v1", {}, Delivery{}, {}};
  partition.delivery->totals.emplace_back().control = Decimal::from_integer(5);
  const auto text = manifest_to_json({"charges", {partition}});
  for (const char* bad :
       {"", "-", "1.", ".5", "1e3", " 1", "1.0000000000001", "1,5", "--1", "1.2.3", "100000000000000000000000000"}) {
    EXPECT_THAT(error_of(with(text, "\"control\":\"5\"", std::string("\"control\":\"") + bad + '"')),
                HasSubstr("partitions[0].delivery.totals[0].control is not an amount"))
        << bad;
  }
}

TEST(ManifestJson, CutAnywhereIsAnErrorAndChangedAnywhereNeverACrash) {
  Manifest manifest = RandomManifests(7).manifest();
  manifest.partitions.push_back({"2026-10", "cur", {}, "v1", {{"charges/p", 1, 1, "ab"}}, Delivery{}, {}});
  const auto text = manifest_to_json(manifest);
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    EXPECT_THAT(error_of(text.substr(0, i)), HasSubstr("is damaged")) << i;
    auto changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 0x11);
    (void)manifest_from_json(changed, "m.json");
  }
}

TEST(Snapshot, HasNoPartitionsOfADatasetThatItLacks) {
  Snapshot snapshot;
  snapshot.datasets["charges"] = {"charges", {{"2026-10", "cur", {}, "v1", {}, {}, {}}}};
  EXPECT_EQ(snapshot.partitions("charges").size(), 1u);
  EXPECT_TRUE(snapshot.partitions("split_charges").empty());
}

}  // namespace
}  // namespace farthing

#include "ask/delivery_notes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lake/lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Partition delivered_by(const std::string& period, const std::string& source, const Delivery& delivery) {
  Partition partition;
  partition.period = period;
  partition.source = source;
  partition.delivery = delivery;
  return partition;
}

Snapshot snapshot_of_deliveries(std::vector<Partition> partitions) {
  Snapshot snapshot;
  snapshot.n = 7;
  snapshot.written_at = "2026-11-02T00:00:00Z";
  snapshot.datasets[kCharges] = {kCharges, std::move(partitions)};
  return snapshot;
}

Delivery odd_delivery(const std::string& import_id, int deliveries) {
  Delivery delivery;
  delivery.import_id = import_id;
  delivery.deliveries_of_import = deliveries;
  delivery.findings = {"3 negations without covered lines"};
  return delivery;
}

TEST(DeliveryNotes, AFindingNamesItsMonthAndSource) {
  const auto snapshot = snapshot_of_deliveries({delivered_by("2026-10", "report main", odd_delivery("a", 1))});
  EXPECT_THAT(delivery_findings(snapshot, std::nullopt),
              ElementsAre("2026-10, report main: 3 negations without covered lines"));
}

TEST(DeliveryNotes, AFindingOfAnImportOfSeveralMonthsIsToldOnce) {
  const auto snapshot = snapshot_of_deliveries({delivered_by("2026-09", "export", odd_delivery("a", 2)),
                                                delivered_by("2026-10", "export", odd_delivery("a", 2)),
                                                delivered_by("2026-10", "report main", odd_delivery("b", 1))});
  EXPECT_THAT(delivery_findings(snapshot, std::nullopt),
              ElementsAre("import a of 2 deliveries: 3 negations without covered lines",
                          "2026-10, report main: 3 negations without covered lines"));
}

TEST(DeliveryNotes, OtherMonthsAreLeftOut) {
  const auto snapshot = snapshot_of_deliveries({delivered_by("2026-09", "export", odd_delivery("a", 1))});
  EXPECT_THAT(delivery_findings(snapshot, "2026-10"), IsEmpty());
  EXPECT_THAT(delivery_findings(snapshot, "2026-09"), ElementsAre(HasSubstr("2026-09, export")));
}

TEST(DeliveryNotes, SourcesNameEachFileWithItsSizeAndChecksum) {
  Delivery delivery;
  delivery.format = "CUR 2.0";
  delivery.lines = 1'281;
  delivery.imported_at = "2026-11-01T00:00:00Z";
  delivery.inputs = {{"bills/a.csv.gz", 12'345, "c0ffee"}};
  EXPECT_THAT(delivery_sources(snapshot_of_deliveries({delivered_by("2026-10", "export", delivery)}), "2026-10"),
              ElementsAre("snapshot 7 of 2026-11-02T00:00:00Z",
                          "2026-10, export (CUR 2.0): 1,281 lines, imported 2026-11-01T00:00:00Z",
                          "  bills/a.csv.gz, 12,345 bytes, sha256 c0ffee"));
}

}  // namespace
}  // namespace farthing

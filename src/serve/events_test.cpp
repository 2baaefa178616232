#include "serve/events.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

TEST(Events, ASnapshotIsNamedByItsNumber) {
  const auto event = snapshot_event(7, "2026-10-11T07:00:00Z");
  EXPECT_EQ(event.id, "7");
  EXPECT_EQ(event.text, "event: snapshot\nid: 7\ndata: {\"snapshot\":7,\"freshness\":\"2026-10-11T07:00:00Z\"}\n\n");
  EXPECT_EQ(snapshot_event(0, std::nullopt).text,
            "event: snapshot\nid: 0\ndata: {\"snapshot\":0,\"freshness\":null}\n\n");
}

TEST(Events, ProgressIsToldEachTime) {
  const auto event = progress_event({"import", {5, 10, "bytes\nevent: x"}});
  EXPECT_EQ(event.id, "");
  EXPECT_EQ(event.text,
            "event: progress\ndata: {\"what\":\"import\",\"done\":5,\"total\":10,\"detail\":\"bytes\\nevent: x\"}\n\n");
  EXPECT_EQ(progress_event({"build", {}}).text,
            "event: progress\ndata: {\"what\":\"build\",\"done\":0,\"total\":null,\"detail\":\"\"}\n\n");
}

TEST(Events, TroubleIsACommentOfOneLine) {
  EXPECT_EQ(trouble_event({"no\ndata: x\rdisk", "lake/current", {}}).text, ": lake/current: no data: x disk\n\n");
}

TEST(Events, TheHeadIsNoAnswer) {
  const auto head = events_head();
  EXPECT_TRUE(head.listens);
  EXPECT_EQ(head.headers.front().second, "text/event-stream");
}

}  // namespace
}  // namespace farthing

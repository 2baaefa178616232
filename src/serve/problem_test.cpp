#include "serve/problem.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace farthing {
namespace {

boost::json::object body_of(const HttpResponse& response) { return boost::json::parse(response.body).as_object(); }

TEST(ProblemTest, SaysWhatIsWrongAndWhatToDo) {
  const auto response = problem_of(misuse("there is no dimension 'teem'", "did you mean 'team'?").value(), "r7");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.headers.front(),
            (std::pair<std::string, std::string>("content-type", "application/problem+json")));
  const auto body = body_of(response);
  EXPECT_EQ(body.at("status").as_int64(), 400);
  EXPECT_EQ(body.at("detail").as_string(), "there is no dimension 'teem'");
  EXPECT_EQ(body.at("advice").as_string(), "did you mean 'team'?");
  EXPECT_EQ(body.at("request_id").as_string(), "r7");
}

TEST(ProblemTest, HasAStatusForEachKindOfError) {
  EXPECT_EQ(problem_of(forbidden("a").value(), "").status, 403);
  EXPECT_EQ(problem_of(missing("a").value(), "").status, 404);
  EXPECT_EQ(problem_of(conflict("a").value(), "").status, 409);
}

TEST(ProblemTest, LeavesOutWhatThereIsNothingToSayOf) {
  const auto response = problem_of(fail("no disk", "lake/current").value(), "");
  EXPECT_EQ(response.status, 500);
  const auto body = body_of(response);
  EXPECT_EQ(body.at("detail").as_string(), "lake/current: no disk");
  EXPECT_FALSE(body.contains("advice"));
  EXPECT_FALSE(body.contains("request_id"));
}

TEST(ProblemTest, IsJsonWhateverTheTextIs) {
  const auto response = problem(418, "odd \"title\"", {"a\nb \x01 </script> \xC3\xA4", {}, {}}, "r");
  EXPECT_EQ(body_of(response).at("title").as_string(), "odd \"title\"");
  EXPECT_EQ(body_of(response).at("detail").as_string(), "a\nb \x01 </script> \xC3\xA4");
}

}  // namespace
}  // namespace farthing

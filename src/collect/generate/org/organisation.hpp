// A generated organisation: its clusters, machines and pods over the days. Seconds count from the month's beginning.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "collect/generate/org/generate_org.hpp"
#include "collect/generate/org/machines.hpp"

namespace farthing::generate::org {

inline constexpr std::int64_t kHourSeconds = 3'600;
inline constexpr std::int64_t kDaySeconds = 86'400;

enum ClusterId : std::size_t { kTrain, kServe, kTasks };
inline constexpr std::size_t kClusters = 3;
struct ClusterShape {
  const char* name;
  const char* orchestrator;
  std::size_t account;  ///< of the three: 0 payer and platform, 1 research, 2 production
};
inline constexpr std::array<ClusterShape, kClusters> kClusterShapes = {
    {{"eks-train", "eks", 1}, {"eks-serve", "eks", 2}, {"ecs-main", "ecs", 0}}};

enum class Buying { kOnDemand, kSpot, kFargate, kFargateSpot };
/// "on_demand", ... as dataset nodes has it.
[[nodiscard]] const char* name_of(Buying buying);

/// How the number of a pool's machines moves.
enum class Demand { kSteady, kDaily, kCampaigns };

struct PoolShape {
  const char* name;
  ClusterId cluster;
  Buying buying;
  Demand demand;
  int permille;                         ///< of all machines
  int pods;                             ///< how many pods a machine takes, in percent of an ordinary one
  const char* owner;                    ///< the team that its machines are labelled with, "" for none
  std::vector<std::string_view> types;  ///< of its machines; the first is the commonest
  bool changes = false;                 ///< its first machine is followed by one of another type midway
  bool stays = false;                   ///< its first machine is there from the first second to the last
};
/// All pools of EC2 machines.
[[nodiscard]] const std::vector<PoolShape>& pool_shapes();

/// A machine, or a Fargate task as such.
struct Node {
  std::uint64_t bits = 0;
  const PoolShape* pool = nullptr;    ///< none of a Fargate task
  const MachineType* type = nullptr;  ///< none of a Fargate task
  ClusterId cluster = kTasks;
  Buying buying = Buying::kOnDemand;
  std::int64_t start = 0, end = 0;
  char zone = 'a';
  Amounts capacity{};
  Parts truth{kWhole, 0, 0};
  std::string id = {}, volume = {};  ///< volume: its root volume's id
  std::size_t controller = 0;        ///< of a Fargate task
  std::vector<Picos> costs = {};     ///< effective, by hour from the one that it starts in: what the bill says
  [[nodiscard]] std::int64_t first_hour() const { return start / kHourSeconds; }
};

enum class Kind { kDeployment, kStatefulSet, kDaemonSet, kJob, kCronJob, kEcsService, kBatchJob };
/// "Deployment", ... ; an ECS service and a Batch job have names of their own.
[[nodiscard]] const char* name_of(Kind kind);

/// What owns pods: one deployment, job, service, ...
struct Controller {
  ClusterId cluster = kTrain;
  Kind kind = Kind::kDeployment;
  const char* space = "";  ///< its namespace, "" on ECS
  const char* name = "";
  const char* container = "";
  const char* team = "";  ///< the truth
  int weight = 0;
  int vcpu_percent = 100, memory_percent = 100;                  ///< size, of an ordinary pod's
  int vcpu_use = 600, memory_use = 700;                          ///< mean use in permille of the size
  bool requests = true;                                          ///< false: it never states what it needs
  bool accelerators = false;                                     ///< it runs on cards
  std::vector<std::pair<std::string, std::string>> labels = {};  ///< good, bad or none
};

/// One container from its beginning to its end.
struct Pod {
  std::uint64_t bits = 0;
  std::uint32_t node = 0, controller = 0;
  std::int64_t start = 0, end = 0;
  Amounts size{};     ///< what it was made for
  Amounts request{};  ///< 0: none
};

struct Rollout {
  std::size_t controller = 0;
  std::int64_t at = 0;
};

struct Organisation {
  OrgPlan plan = {};
  Timestamp begin = {};  ///< of the month
  std::int64_t seconds = 0;
  std::array<std::string, 3> accounts = {};  ///< by ClusterShape::account
  std::vector<MachineType> types = {};
  std::vector<Controller> controllers = {};
  std::vector<Rollout> rollouts = {};
  std::vector<Node> nodes = {};
  std::vector<Pod> pods = {};  ///< by node, then by start
  [[nodiscard]] std::int64_t hours() const { return seconds / kHourSeconds; }
  [[nodiscard]] Timestamp at(std::int64_t second) const { return {begin.micros + second * 1'000'000}; }
};

}  // namespace farthing::generate::org

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

enum class Buying { kOnDemand, kSpot, kFargate, kFargateSpot, kCapacityBlock };
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
  const char* sharing = "";             ///< how its cards are shared, as dataset nodes has it; "": whole
  int replicas = 0;                     ///< that a card is said to be, 0 if that isn't said
  bool estate = false;                  ///< it takes what estate.hpp puts on it, nothing else
};
/// All pools of EC2 machines that ordinary pods run on.
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
  bool estate = false;                                           ///< its pods have places of their own
};

/// One container from its beginning to its end.
struct Pod {
  std::uint64_t bits = 0;
  std::uint32_t node = 0, controller = 0;
  std::int64_t start = 0, end = 0;
  Amounts size{};             ///< what it was made for
  Amounts request{};          ///< 0: none. Of a card that is shared, its true part
  std::uint16_t cards = 0;    ///< which of the machine's, a bit each
  std::int16_t slot = kNone;  ///< in estate_slots()
  std::int16_t run = kNone;   ///< in Organisation::runs
  static constexpr std::int16_t kNone = -1;
};

struct Rollout {
  std::size_t controller = 0;
  std::int64_t at = 0;
};

/// A moment of a training run; `value` is the number of the step or epoch.
struct RunEvent {
  std::int64_t at = 0;
  const char* kind = "";
  std::int64_t value = 0;
  const char* note = "";
};
/// Seconds of a run's pod that brought nothing: since the last checkpoint, or until the first new step.
struct LostTime {
  std::size_t part = 0;  ///< of TrainingRun::parts
  std::int64_t start = 0, end = 0;
};
/// A part of a training run on one machine.
struct RunPart {
  std::uint32_t node = 0;
  std::int64_t start = 0, end = 0;
  std::int64_t first_step = 0;  ///< when the first new step is done
};
struct TrainingRun {
  std::size_t shape = 0;  ///< in run_shapes()
  const char* status = "finished";
  std::int64_t start = 0, end = -1;  ///< -1: not yet
  std::vector<RunPart> parts = {};
  std::vector<RunEvent> events = {};
  std::vector<LostTime> lost = {};
};

/// What one tenant asked a model for in an hour. Times are what the cards truly computed.
struct RequestHour {
  std::size_t serving = 0, tenant = 0;  ///< in servings(), in Serving::tenants
  std::int64_t hour = 0;
  std::int64_t requests = 0, input = 0, cached = 0, output = 0, errors = 0;
  std::int64_t prefill_micros = 0, decode_micros = 0;
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
  std::vector<TrainingRun> runs = {};
  std::vector<RequestHour> requests = {};             ///< by serving, then by hour
  std::vector<std::vector<std::int32_t>> loads = {};  ///< by serving and hour: millionths that its cards compute
  [[nodiscard]] std::int64_t hours() const { return seconds / kHourSeconds; }
  [[nodiscard]] Timestamp at(std::int64_t second) const { return {begin.micros + second * 1'000'000}; }
};

}  // namespace farthing::generate::org

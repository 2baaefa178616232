#include "collect/generate/org/org_names.hpp"

#include <fmt/format.h>

#include "collect/generate/org/node_lives.hpp"
#include "collect/generate/random.hpp"
#include "collect/generate/world.hpp"

namespace farthing::generate::org {
namespace {

std::string task_arn(const Organisation& organisation, const Pod& pod) {
  const Node& node = organisation.nodes[pod.node];
  if (node.type == nullptr) return node.id;  // Fargate: the machine is the task
  return fmt::format("arn:aws:ecs:us-east-1:{}:task/{}/{}", organisation.accounts[kClusterShapes[kTasks].account],
                     kClusterShapes[kTasks].name, hex_text(pod.bits, 32));
}

// As Kubernetes names them: the template's hash is the same for all pods of a deployment's version.
std::string pod_name(const Controller& controller, const Pod& pod) {
  const std::string own = random_text(mix(pod.bits ^ 0x9u), 5, "bcdfghjklmnpqrstvwxz2456789");
  switch (controller.kind) {
    case Kind::kDeployment:
      return fmt::format("{}-{}-{}", controller.name, hex_text(mix(pod.controller, 0x7e3u), 10), own);
    case Kind::kStatefulSet:
      return fmt::format("{}-{}", controller.name, pod.bits % 10);
    default:
      return fmt::format("{}-{}", controller.name, own);
  }
}

}  // namespace

std::string workload_id_of(const Organisation& organisation, const Pod& pod) {
  const Controller& controller = organisation.controllers[pod.controller];
  if (controller.cluster == kTasks) return fmt::format("{}/{}", task_arn(organisation, pod), controller.container);
  const auto low = static_cast<unsigned long long>(mix(pod.bits ^ 0x1du));
  const auto high = static_cast<unsigned long long>(pod.bits);
  return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}/{}", high >> 32, (high >> 16) & 0xffff, high & 0xfff,
                     low >> 52, low & 0xffff'ffff'ffffULL, controller.container);
}

PodNames names_of(const Organisation& organisation, const Pod& pod) {
  const Controller& controller = organisation.controllers[pod.controller];
  return {workload_id_of(organisation, pod),
          controller.cluster == kTasks ? task_arn(organisation, pod) : pod_name(controller, pod)};
}

}  // namespace farthing::generate::org

// The bill's lines that aren't machines of the clusters: commitments, what clusters share, storage, fees, tax.
#include <fmt/format.h>

#include <algorithm>

#include "collect/generate/org/node_lives.hpp"
#include "collect/generate/org/org_bill.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

std::string arn_of(const char* service, const std::string& account, const std::string& rest) {
  return fmt::format("arn:aws:{}:us-east-1:{}:{}", service, account, rest);
}

// That many hundredths of a unit, or up to twice as much.
Figure some(std::int64_t hundredths, std::uint64_t random) {
  return {hundredths * 100 + static_cast<std::int64_t>(below(random, static_cast<std::uint64_t>(hundredths) * 100)), 4};
}

// Of a size that is stored for a month, so many hours' part.
Figure stored(std::int64_t gigabytes, std::int64_t hours, int month_hours) {
  return {static_cast<std::int64_t>(int128{gigabytes} * hours * 10'000'000'000 / month_hours), 10};
}

}  // namespace

std::string block_id(const Organisation& organisation) {
  const auto month = static_cast<std::uint64_t>(organisation.begin.micros);
  return "cr-0" + hex_text(mix(mix(organisation.plan.seed ^ 0xc4bu), month), 16);
}

std::int64_t block_seconds(const Node& node) {
  return (node.end + kHourSeconds / 2) - node.start / (kHourSeconds / 2) * (kHourSeconds / 2);
}

void OrgBill::write_plan() {
  const SavingsPlan& plan = commitments_.plan();
  BillLine& line = add(1);
  line.type = LineType::kSpRecurringFee;
  line.plan = &plan;
  line.service = &compute_savings_plans();
  line.account = plan.owner;
  line.resource.add(plan.arn);
  line.description.add("1 year No Upfront Compute Savings Plan");
  line.amount = Figure{1, 0};
  line.cost = discounted(commitments_.commitment());
  line.edp_discount = line.cost.net - line.cost.plain;
  line.commitment.total = commitments_.commitment();
  line.commitment.used = commitments_.end_hour();
  line.commitment.recurring = line.cost;
  money_.unused += line.commitment.total - line.commitment.used;
}

void OrgBill::write_hourly() {
  const std::uint64_t seed = organisation_.plan.seed;
  const auto id = [&](std::uint64_t of) { return hex_text(mix(seed ^ 0x1d5u, of), 16); };
  for (const std::size_t cluster : {kTrain, kServe}) {
    const std::size_t account = kClusterShapes[cluster].account;
    add_amount(bill_.item(Item::kEksCluster), account,
               arn_of("eks", organisation_.accounts[account], std::string("cluster/") + kClusterShapes[cluster].name),
               cluster_tags(cluster), {1, 0}, 1);
  }
  const std::int64_t size = std::max(1, organisation_.plan.nodes / 10);
  for (std::size_t cluster = 0; cluster < kClusters; ++cluster) {
    const std::size_t account = kClusterShapes[cluster].account;
    const std::string& owner = organisation_.accounts[account];
    const auto nat = arn_of("ec2", owner, "natgateway/nat-0" + id(cluster));
    add_amount(bill_.item(Item::kNatHours), account, nat, cluster_tags(cluster), {1, 0}, 1);
    add_amount(bill_.item(Item::kNatBytes), account, nat, cluster_tags(cluster), some(50 * size, bits(++written_)), 1);
    add_amount(bill_.item(Item::kLogs), account,
               arn_of("logs", owner,
                      fmt::format("log-group:/aws/containerinsights/{}/application", kClusterShapes[cluster].name)),
               cluster_tags(cluster), some(8 * size, bits(++written_)), 1);
    if (cluster == kTrain) continue;
    const auto balancer = arn_of("elasticloadbalancing", owner, "loadbalancer/app/web/" + id(10 + cluster));
    add_amount(bill_.item(Item::kLoadBalancer), account, balancer, cluster_tags(cluster), {1, 0}, 1);
    add_amount(bill_.item(Item::kLoadBalancerUnits), account, balancer, cluster_tags(cluster),
               some(100 * size, bits(++written_)), 1);
  }
  const int month = bill_.world().hours;
  add_amount(bill_.item(Item::kGp3), 2, "vol-0" + id(20), bill_.tags("", "rec_sys"), stored(500, 1, month), 1);
  add_amount(bill_.item(Item::kFileSystem), 1,
             arn_of("elasticfilesystem", organisation_.accounts[1], "file-system/fs-0" + id(21)),
             bill_.tags("", "research"), stored(200 * size, 1, month), 1);
  // An instance that no cluster knows.
  const MachineType& type = *std::ranges::find(organisation_.types, std::string_view("m5.2xlarge"), &MachineType::name);
  add_amount(bill_.machine(type, false), 2, "i-0" + id(22), bill_.tags("", "search"), {1, 0}, 1);
  lines_->back().zone = 'a';
  money_.outside += lines_->back().cost.plain;
}

// A Capacity Block is paid when it is bought, by its owner, who trains on it, for the whole time of the block.
void OrgBill::write_block() {
  const auto node = std::ranges::find(organisation_.nodes, Buying::kCapacityBlock, &Node::buying);
  if (node == organisation_.nodes.end()) return;
  const std::size_t account = kClusterShapes[node->cluster].account;
  BillLine& line = add_usage(bill_.block(), account, 1);
  const std::int64_t begins = node->start / (kHourSeconds / 2) * (kHourSeconds / 2);
  line.begin = organisation_.at(begins);
  line.end = organisation_.at(begins + block_seconds(*node));
  line.type = LineType::kFee;
  line.resource.add(arn_of("ec2", organisation_.accounts[account], "capacity-reservation/" + block_id(organisation_)));
  line.tags = &bill_.tags("", node->pool->owner);  // what is bought belongs to no cluster
  line.zone = node->zone;
  line.description.add(fmt::format("Capacity Block reservation of 1 {}, upfront", node->type->name));
  line.amount = Figure{1, 0};
  line.cost = discounted(for_seconds(kBlockPrice, block_seconds(*node)));
  line.edp_discount = line.cost.net - line.cost.plain;
  money_.block = line.cost.plain;
}

// What AWS bills by the day.
void OrgBill::write_daily() {
  const int month = bill_.world().hours;
  const std::int64_t size = std::max(1, organisation_.plan.nodes / 10);
  for (std::size_t i = 0; i < kBucketTeams.size(); ++i) {
    const std::string bucket =
        fmt::format("org-{}-{}", organisation_.plan.seed, hex_text(mix(organisation_.plan.seed, i), 8));
    const TagSet& tags = bill_.tags("", kBucketTeams[i]);
    const auto gigabytes = static_cast<std::int64_t>(below(mix(organisation_.plan.seed ^ 0xb0cu, i), 1'500)) + 100;
    add_amount(bill_.item(Item::kBucket), i % 3, bucket, tags, stored(gigabytes * size, 24, month), 24);
    add_amount(bill_.item(Item::kBucketRequests), i % 3, bucket, tags, {500'000 * size, 0}, 24);
  }
  for (std::size_t cluster = 0; cluster < kClusters; ++cluster) {
    const std::size_t account = kClusterShapes[cluster].account;
    const std::string& owner = organisation_.accounts[account];
    add_amount(bill_.item(Item::kRegistry), account, arn_of("ecr", owner, "repository/images"), bill_.tags("", ""),
               stored(150 * size, 24, month), 24);
    add_amount(bill_.item(Item::kTransferOut), account,
               arn_of("ec2", owner, "natgateway/nat-0" + hex_text(mix(organisation_.plan.seed ^ 0x1d5u, cluster), 16)),
               cluster_tags(cluster), some(800 * size, bits(++written_)), 24);
  }
}

void OrgBill::write_reservation_fee() {
  const Reservation& reservation = commitments_.reservation();
  const std::int64_t hours = organisation_.hours() * commitments_.reserved();
  BillLine& line = add(organisation_.hours());
  line.type = LineType::kRiFee;
  line.reservation = &reservation;
  line.sku = reservation.sku;
  line.service = line.sku->offer->service;
  line.account = reservation.owner;
  line.description.add(fmt::format("{} reservation applied", reservation.sku->offer->machine.type));
  line.amount = Figure{hours, 0};
  line.unblended_rate = figure_of(reservation.recurring_per_hour);
  line.cost = discounted(reservation.recurring_per_hour * hours);
  line.edp_discount = line.cost.net - line.cost.plain;
  CommitmentMoney& money = line.commitment;
  money.recurring = money.amortized_upfront = line.cost;  // half of the price each
  money.unused_upfront = money.unused_recurring = discounted(line.cost.plain - reserved_used_);
  money.reserved = *line.amount;
  money.unused_quantity = hours_of(hours * 3'600 - commitments_.reserved_seconds_used());
  money.count = commitments_.reserved();
  money_.unused += money.unused_upfront.plain + money.unused_recurring.plain;
}

void OrgBill::close_month() {
  hour_ = 0;  // these lines are of the whole time
  write_reservation_fee();
  constexpr Picos kCent = kPicosPerDollar / 100;
  const auto whole_cents = [](Picos amount) { return amount / kCent * kCent; };
  const auto add_fee = [&](LineType type, const Service& service, std::size_t account, const char* text, Picos cost) {
    BillLine& line = add(organisation_.hours());
    line.type = type;
    line.service = &service;
    line.account = &bill_.account(account);
    line.description.add(text);
    line.amount = Figure{1, 0};
    line.cost = {cost, cost};
  };
  const Picos all = taxed_[0] + taxed_[1] + taxed_[2];
  add_fee(LineType::kFee, business_support(), 0, "AWS Support (Business), monthly",
          std::max(100 * kPicosPerDollar, whole_cents(all / 100 * 7)));
  for (std::size_t account = 0; account < taxed_.size(); ++account) {
    add_fee(LineType::kTax, compute_service(), account, "Tax of type US Sales Tax",
            whole_cents(taxed_[account] / 1'000 * 15));
  }
  add_fee(LineType::kCredit, compute_service(), 1, "AWS Activate credit, \"startup\"", -25 * kPicosPerDollar);
  hour_ = organisation_.hours();
}

}  // namespace farthing::generate::org

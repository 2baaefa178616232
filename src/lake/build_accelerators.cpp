#include "lake/build_accelerators.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace farthing {
namespace {

// A card is told by its name, by the type of its machine where the name leaves its size open ("A100" of a p4de), else
// by that type alone. Several replicas of a card may have been counted as cards: `accelerator_micro` of day_nodes has
// that right already.
constexpr const char* kNodeCards = R"sql(
CREATE OR REPLACE TEMP TABLE node_cards AS
WITH kinds AS (
  SELECT DISTINCT accelerator_model, instance_type, lower(coalesce(accelerator_model, '')) AS model FROM day_nodes
  WHERE accelerator_micro > 0
), scored AS (
  SELECT k.accelerator_model, k.instance_type, c.*,
    regexp_matches(k.model, c.name_pattern) AS by_name,
    coalesce(regexp_matches(k.instance_type, '^(' || nullif(c.type_pattern, '') || ')\.'), false) AS by_type,
    contains(k.model, lower(split_part(c.card, ' ', 1))) AND NOT regexp_matches(k.model, '[0-9] ?gb') AS is_vague
  FROM kinds AS k CROSS JOIN accelerator_cards AS c
), cards AS (
  SELECT * FROM scored WHERE by_name OR by_type
  QUALIFY row_number() OVER (PARTITION BY accelerator_model, instance_type ORDER BY
    CASE WHEN by_name AND by_type THEN 4 WHEN by_type AND is_vague THEN 3 WHEN by_name THEN 2 ELSE 1 END DESC, rank) = 1
)
SELECT n.node_key, n.day_number, n.begins, n.until, n.accelerator_micro, c.card, c.memory_gib AS card_gib,
  nullif(c.compute_slices, 0) AS compute_slices, nullif(c.memory_slices, 0) AS memory_slices,
  nullif(c.cores, 0) AS cores_of_device,
  nullif(replace(translate(lower(trim(n.accelerator_sharing)), '- ', '__'), 'timeslicing', 'time_slicing'), 'none') AS sharing,
  CASE WHEN n.accelerator_replicas >= 1 THEN n.accelerator_replicas END AS replicas,
  nullif(regexp_extract(lower(n.accelerator_model), 'mig[- ]([0-9]+g\.[0-9]+gb)', 1), '') AS model_profile
FROM (SELECT *, coalesce(lead(begins) OVER (PARTITION BY node_key, day_number ORDER BY begins), 9223372036854775807) AS until
  FROM day_nodes) AS n
LEFT JOIN cards AS c ON c.accelerator_model IS NOT DISTINCT FROM n.accelerator_model
  AND c.instance_type IS NOT DISTINCT FROM n.instance_type
WHERE n.accelerator_micro > 0)sql";

// What each container asked for, on the machine as it was described then: a row for each description that it saw.
constexpr const char* kAsked = R"sql(
CREATE OR REPLACE TEMP TABLE accelerators_asked AS
WITH asked AS (
  SELECT workload_key, node_key, day_number, begins, ends, "namespace", accelerator_claim AS claim,
    CASE WHEN request_accelerators > 0 THEN request_accelerators END AS devices,
    nullif(regexp_replace(lower(trim(accelerator_profile)), '^.*mig[- ]', ''), '') AS profile,
    CASE WHEN accelerator_percent > 0 THEN accelerator_percent END AS percent,
    CASE WHEN accelerator_memory_gib > 0 THEN accelerator_memory_gib END AS gib,
    CASE WHEN accelerator_cores > 0 THEN accelerator_cores END AS cores,
    CASE WHEN len(accelerator_ids) > 0 THEN list_distinct(list_transform(accelerator_ids, lambda id: split_part(id, '::', 1))) END AS ids
  FROM workload_spans
  WHERE request_accelerators > 0 OR nullif(trim(accelerator_profile), '') IS NOT NULL OR accelerator_percent > 0
    OR accelerator_memory_gib > 0 OR accelerator_cores > 0 OR len(accelerator_ids) > 0 OR accelerator_claim IS NOT NULL
)
SELECT a.* EXCLUDE (profile) REPLACE (
    CASE WHEN n.begins > a.begins THEN n.begins ELSE a.begins END AS begins,
    CASE WHEN n.until < a.ends THEN n.until ELSE a.ends END AS ends),
  n.* EXCLUDE (node_key, day_number, begins, until, model_profile),
  coalesce(a.profile, CASE WHEN coalesce(n.sharing, 'mig') = 'mig' THEN n.model_profile END) AS profile
FROM asked AS a
LEFT JOIN node_cards AS n
  ON n.node_key = a.node_key AND n.day_number = a.day_number AND n.begins < a.ends AND n.until > a.begins)sql";

// A profile is [Nc.]<c>g.<m>gb, with a variant behind it (".shared" where a device plugin replicates slices). The name
// alone says its slices where the card's table lacks it; what can't be read holds nothing that is known.
constexpr const char* kProfiles = R"sql(
CREATE OR REPLACE TEMP TABLE accelerator_slices AS
WITH parsed AS (
  SELECT DISTINCT a.card, a.card_gib, a.compute_slices, a.memory_slices, a.profile,
    regexp_extract(a.profile, '^(?:([0-9]{1,2})c\.)?([0-9]{1,2})g\.([0-9]{1,4})gb(?:[-+.].*)?$', ['part', 'compute', 'gb']) AS of
  FROM accelerators_asked AS a WHERE a.profile IS NOT NULL
), sized AS (
  SELECT p.*, TRY_CAST(p.of.part AS DOUBLE) AS part, TRY_CAST(p.of.compute AS DOUBLE) AS compute,
    TRY_CAST(p.of.gb AS DOUBLE) AS gb, m.profile IS NOT NULL AS is_known, m.compute_slices AS known_compute,
    m.memory_slices AS known_memory
  FROM parsed AS p
  LEFT JOIN mig_profiles AS m ON m.card = p.card AND m.profile = p.of.compute || 'g.' || p.of.gb || 'gb'
)
SELECT card, profile, is_known, gb AS slice_gib, ends_with(profile, '.shared') AS is_replicated,
  CASE WHEN compute IS NOT NULL THEN (CASE WHEN part IS NULL THEN '' ELSE CAST(CAST(part AS BIGINT) AS VARCHAR) || 'c.' END)
    || CAST(CAST(compute AS BIGINT) AS VARCHAR) || 'g.' || CAST(CAST(gb AS BIGINT) AS VARCHAR) || 'gb' END AS name,
  CASE WHEN compute IS NOT NULL THEN list_min([1e0, list_max([coalesce(known_compute, compute) / coalesce(compute_slices, 7),
    coalesce(known_memory, round(gb * coalesce(memory_slices, 8) / card_gib), 0e0) / coalesce(memory_slices, 8)])])
    * CASE WHEN part IS NULL OR compute = 0 THEN 1e0 ELSE list_min([part / compute, 1e0]) END END AS share
FROM sized)sql";

// In the order in which the cases exclude each other: what a container says of itself counts before what its machine
// says of all. `unit` is the part of a card that an hour of a slice is. Slices may be shared further, as cards are.
constexpr const char* kClaims = R"sql(
CREATE OR REPLACE TEMP TABLE whole_claims AS
WITH cases AS (
  SELECT a.*, s.share AS slice_share, s.name AS slice_name, s.is_known AS slice_known, coalesce(s.slice_gib, a.card_gib) AS whole_gib,
    s.is_replicated OR (a.profile IS NOT NULL AND coalesce(a.sharing IN ('time_slicing', 'mps'), false)) AS slice_replicated,
    CASE WHEN a.profile IS NOT NULL THEN 'mig'
      WHEN a.cores IS NOT NULL THEN 'neuron'
      WHEN a.percent IS NOT NULL OR a.gib IS NOT NULL THEN CASE WHEN a.sharing = 'time_slicing' THEN 'time_slicing' ELSE 'mps' END
      WHEN a.claim IS NOT NULL AND a.replicas IS NULL THEN 'dra'
      WHEN a.sharing IN ('time_slicing', 'mps') OR a.replicas > 1 THEN coalesce(a.sharing, 'time_slicing')
      WHEN a.sharing IN ('mig', 'neuron') THEN a.sharing
      WHEN a.claim IS NOT NULL OR a.sharing = 'dra' THEN 'dra'
      ELSE 'none' END AS kind,
    coalesce(CASE WHEN len(a.ids) > a.devices AND coalesce(a.replicas, 1e0) = 1 THEN len(a.ids) END, a.devices, len(a.ids),
      CASE WHEN a.claim IS NOT NULL THEN 1 END) AS held_devices,
    CASE WHEN a.accelerator_micro < 1000000 THEN a.accelerator_micro / 1e6 ELSE 1e0 END AS fraction
  FROM accelerators_asked AS a
  LEFT JOIN accelerator_slices AS s ON s.card IS NOT DISTINCT FROM a.card AND s.profile = a.profile
), amounts AS (
  SELECT c.*,
    CASE WHEN c.profile IS NOT NULL THEN coalesce(c.held_devices, 1) * c.slice_share
        * CASE WHEN c.percent IS NOT NULL OR c.gib IS NOT NULL THEN list_min([1e0, list_max([coalesce(c.percent, 0e0) / 100, coalesce(c.gib / c.whole_gib, 0e0)])])
          WHEN c.slice_replicated THEN 1e0 / coalesce(c.replicas, 1e0) ELSE 1e0 END
      WHEN c.cores IS NOT NULL THEN CASE WHEN c.cores_of_device IS NOT NULL THEN c.cores / c.cores_of_device ELSE c.held_devices END
      WHEN c.percent IS NOT NULL OR c.gib / c.card_gib IS NOT NULL THEN coalesce(len(c.ids), CASE WHEN c.replicas IS NULL THEN c.devices END, 1)
        * list_min([1e0, list_max([coalesce(c.percent, 0e0) / 100, coalesce(c.gib / c.card_gib, 0e0)])])
      WHEN c.kind IN ('time_slicing', 'mps', 'mig') AND c.replicas IS NOT NULL THEN coalesce(c.held_devices, 1) / c.replicas
      ELSE c.held_devices END AS cards,
    CASE WHEN c.held_devices > 1000 THEN 'more cards than any machine has'
      WHEN c.profile IS NOT NULL AND c.slice_share IS NULL THEN 'a MIG profile that can''t be read'
      WHEN c.profile IS NOT NULL AND NOT c.slice_known THEN 'a MIG profile that the card doesn''t have'
      WHEN c.percent > 100 OR c.gib > c.whole_gib THEN 'more than a whole card under MPS'
      WHEN c.cores IS NOT NULL AND c.cores_of_device IS NULL THEN 'cores of a device that isn''t known'
      WHEN c.percent IS NULL AND c.gib IS NOT NULL AND c.card_gib IS NULL THEN 'memory of a card that isn''t known'
      WHEN c.kind = 'mig' AND c.profile IS NULL AND c.replicas IS NULL THEN 'a slice of MIG without a profile'
      WHEN (c.kind IN ('time_slicing', 'mps') OR c.slice_replicated) AND c.percent IS NULL AND c.gib IS NULL AND c.replicas IS NULL
        THEN 'a shared card without its number of replicas'
      WHEN c.kind IN ('time_slicing', 'mps') AND c.percent IS NULL AND c.gib IS NULL
        AND c.held_devices > c.replicas * c.accelerator_micro / 1e6 THEN 'more replicas than there are'
      WHEN len(c.ids) > c.devices AND coalesce(c.replicas, 1e0) = 1 THEN 'more cards named than asked for'
      END AS problem
  FROM cases AS c
)
SELECT workload_key, node_key, day_number, begins, ends, coalesce("namespace", '') || '/' || claim AS claim, ids, kind, problem,
  CASE WHEN kind = 'mig' THEN slice_name END AS mig_profile,
  CASE WHEN kind = 'mig' THEN coalesce(slice_share, 1e0 / replicas, 1e0) ELSE fraction END AS unit,
  fraction,
  CASE WHEN cards > 1000 THEN 1000e0 ELSE coalesce(cards, 0e0) END * fraction AS cards,
  card, card_gib
FROM amounts)sql";

// Who shares a claim shares it equally, at each moment with those who are there.
constexpr const char* kSharedClaims = R"sql(
CREATE OR REPLACE TEMP TABLE accelerator_claims AS
WITH moments AS (
  SELECT DISTINCT node_key, day_number, claim, moment FROM (
    SELECT node_key, day_number, claim, begins AS moment FROM whole_claims WHERE claim IS NOT NULL
    UNION ALL SELECT node_key, day_number, claim, ends FROM whole_claims WHERE claim IS NOT NULL)
), spans AS (
  SELECT node_key, day_number, claim, moment AS first_second,
    lead(moment) OVER (PARTITION BY node_key, day_number, claim ORDER BY moment) AS last_second
  FROM moments
), consumed AS (
  SELECT c.* REPLACE (s.first_second AS begins, s.last_second AS ends,
      c.cards / count(*) OVER (PARTITION BY c.node_key, c.day_number, c.claim, s.first_second) AS cards)
  FROM whole_claims AS c
  JOIN spans AS s ON s.node_key = c.node_key AND s.day_number = c.day_number AND s.claim = c.claim
    AND s.first_second >= c.begins AND s.last_second <= c.ends
)
SELECT *, CAST(round(cards * 1e12) AS BIGINT) AS pico, kind <> 'none' AS shared
FROM (SELECT * FROM whole_claims WHERE claim IS NULL UNION ALL SELECT * FROM consumed))sql";

// The id of an older slice says its card ("MIG-GPU-<uuid>/<gi>/<ci>"); that of a newer one doesn't, so it is told apart
// as if it were a card as large as the slice (`whole_pico`).
constexpr const char* kDeviceClaims = R"sql(
CREATE OR REPLACE TEMP TABLE device_claims AS
SELECT workload_key, node_key, day_number, begins, ends, device, card_id,
  CASE WHEN starts_with(device, 'MIG-') THEN unit ELSE fraction END AS unit,
  CAST(round(CASE WHEN NOT starts_with(device, 'MIG-') THEN fraction WHEN card_id = device THEN unit ELSE 1e0 END * 1e12) AS BIGINT) AS whole_pico,
  CAST(round(cards / devices * 1e12) AS BIGINT) AS pico
FROM (
  SELECT *, unnest(ids) AS device, len(ids) AS devices FROM accelerator_claims WHERE ids IS NOT NULL
) CROSS JOIN LATERAL (SELECT CASE WHEN starts_with(device, 'MIG-GPU-') THEN split_part(substr(device, 5), '/', 1)
  ELSE device END AS card_id))sql";

// Who names the same card can't hold more of it than there is: at each moment their parts are scaled down to the card.
constexpr const char* kCardExcess = R"sql(
CREATE OR REPLACE TEMP TABLE card_excess AS
WITH crowded AS (
  SELECT node_key, day_number, card_id, max(whole_pico) AS whole FROM device_claims
  GROUP BY 1, 2, 3 HAVING sum(pico) > max(whole_pico) + 1000000
), claims AS (
  SELECT d.workload_key, d.node_key, d.day_number, d.card_id, d.begins, d.ends, d.pico, c.whole
  FROM device_claims AS d JOIN crowded AS c USING (node_key, day_number, card_id)
), spans AS (
  SELECT node_key, day_number, card_id, moment AS first_second,
    lead(moment) OVER (PARTITION BY node_key, day_number, card_id ORDER BY moment) AS last_second
  FROM (SELECT node_key, day_number, card_id, begins AS moment FROM claims UNION SELECT node_key, day_number, card_id, ends FROM claims)
), held AS (
  SELECT c.workload_key, c.node_key, s.first_second, s.last_second, c.whole, c.pico,
    sum(c.pico) OVER (PARTITION BY s.node_key, s.day_number, s.card_id, s.first_second) AS together
  FROM spans AS s
  JOIN claims AS c ON c.node_key = s.node_key AND c.day_number = s.day_number AND c.card_id = s.card_id
    AND c.begins <= s.first_second AND c.ends >= s.last_second
)
SELECT workload_key, node_key, first_second AS begins, last_second AS ends,
  CAST(round(pico * (1e0 - CAST(whole AS DOUBLE) / together)) AS BIGINT) AS pico
FROM held WHERE together > whole + 1000000)sql";

// What a machine's cards are on a day, as it was described last.
constexpr const char* kNodeDayCards = R"sql(
CREATE OR REPLACE TEMP TABLE node_day_cards AS
SELECT node_key, day_number, max_by(card, begins) AS card, max_by(card_gib, begins) AS card_gib,
  max_by(coalesce(sharing, CASE WHEN replicas > 1 THEN 'time_slicing' WHEN model_profile IS NOT NULL OR c.node_key IS NOT NULL THEN 'mig' END), begins) AS sharing
FROM node_cards AS n
LEFT JOIN (SELECT DISTINCT node_key, day_number FROM accelerator_claims WHERE kind = 'mig') AS c USING (node_key, day_number)
GROUP BY 1, 2)sql";

constexpr const char* kCardCounts = R"sql(
CREATE OR REPLACE TEMP TABLE card_counts AS
SELECT node_key, hour_number, count(DISTINCT card_id) AS cards
FROM (SELECT node_key, card_id, unnest(generate_series(begins // 3600, (ends - 1) // 3600)) AS hour_number
  FROM device_claims WHERE NOT starts_with(card_id, 'MIG-')) GROUP BY 1, 2)sql";

template <typename Rows, typename Text>
Done fill(Engine& engine, const std::string& table, const Rows& rows, const Text& text_of) {
  std::vector<std::string> values;
  for (const auto& row : rows) values.push_back("(" + text_of(row) + ")");
  return values.empty() ? Done() : engine.run("INSERT INTO " + table + " VALUES " + join(values, ", "));
}

}  // namespace

Done make_accelerator_facts(Engine& engine, const AcceleratorFacts& facts) {
  TRY_DONE(
      engine.run("CREATE TEMP TABLE accelerator_cards (rank INTEGER, card VARCHAR, name_pattern VARCHAR, type_pattern "
                 "VARCHAR, memory_gib DOUBLE, compute_slices INTEGER, memory_slices INTEGER, cores INTEGER)"));
  int rank = 0;
  TRY_DONE(fill(engine, "accelerator_cards", facts.cards, [&](const AcceleratorCard& one) {
    return fmt::format("{}, {}, {}, {}, {}, {}, {}, {}", ++rank, sql_literal(one.card), sql_literal(one.name_pattern),
                       sql_literal(one.type_pattern), one.memory_gib, one.compute_slices, one.memory_slices, one.cores);
  }));
  TRY_DONE(
      engine.run("CREATE TEMP TABLE mig_profiles (card VARCHAR, profile VARCHAR, compute_slices DOUBLE, memory_slices "
                 "DOUBLE)"));
  TRY_DONE(fill(engine, "mig_profiles", facts.profiles, [](const MigProfile& one) {
    return fmt::format("{}, {}, {}, {}", sql_literal(one.card), sql_literal(one.profile), one.compute_slices,
                       one.memory_slices);
  }));
  TRY_DONE(engine.run("CREATE TEMP TABLE machine_accelerators (machine VARCHAR, cards DOUBLE)"));
  return fill(engine, "machine_accelerators", facts.machines, [](const MachineAccelerators& one) {
    return fmt::format("{}, {}", sql_literal(one.machine), one.count);
  });
}

Done make_accelerator_claims(Engine& engine) {
  for (const char* sql :
       {kNodeCards, kAsked, kProfiles, kClaims, kSharedClaims, kDeviceClaims, kCardExcess, kNodeDayCards, kCardCounts})
    TRY_DONE(engine.run(sql));
  return {};
}

}  // namespace farthing

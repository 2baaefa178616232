// The columns of workload_facts and workload_days: what is known of a workload on a day, and what it held and cost.
#pragma once
#include "lake/model_tables.hpp"

namespace farthing {

inline constexpr ModelColumn kWorkloadFactsColumns[] = {
    {"day", "DATE"},
    {"workload_id", "VARCHAR"},
    {"namespace", "VARCHAR"},
    {"ecs_service", "VARCHAR"},
    {"workload", "VARCHAR"},
    {"controller_kind", "VARCHAR"},
    {"pod", "VARCHAR"},
    {"container", "VARCHAR"},
    {"system", "BOOLEAN"},
    {"run", "VARCHAR"},
    {"model", "VARCHAR"},
    {"model_version", "VARCHAR"},
    {"tenant", "VARCHAR"},
    {"gpu_sharing", "VARCHAR"},
    {"mig_profile", "VARCHAR"},
    {"dimensions", "MAP(VARCHAR, VARCHAR)"},
};

inline constexpr ModelColumn kWorkloadDaysColumns[] = {
    {"day", "DATE"},
    {"node_id", "VARCHAR"},
    {"workload_id", "VARCHAR"},
    {"namespace", "VARCHAR"},
    {"ecs_service", "VARCHAR"},
    {"workload", "VARCHAR"},
    {"controller_kind", "VARCHAR"},
    {"pod", "VARCHAR"},
    {"container", "VARCHAR"},
    {"first_hour", "TIMESTAMP"},
    {"last_hour", "TIMESTAMP"},
    {"started", "TIMESTAMP"},
    {"ended", "TIMESTAMP"},
    {"total", "BIGINT"},
    {"cpu", "BIGINT"},
    {"gpu", "BIGINT"},
    {"cpu_hours", "BIGINT"},
    {"ram_hours", "BIGINT"},
    {"gpu_hours", "BIGINT"},
    {"hours", "BIGINT"},
    {"cpu_known", "BIGINT"},
    {"ram_known", "BIGINT"},
    {"gpu_known", "BIGINT"},
    {"used_cpu", "BIGINT"},
    {"used_ram", "BIGINT"},
    {"used_gpu", "BIGINT"},
    {"request_vcpu", "DOUBLE"},
    {"request_memory_gib", "DOUBLE"},
    {"request_accelerators", "DOUBLE"},
    {"limit_vcpu", "DOUBLE"},
    {"limit_memory_gib", "DOUBLE"},
    {"network_in", "DOUBLE"},
    {"network_out", "DOUBLE"},
};

}  // namespace farthing

# The only door. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.SHELLFLAGS := -o pipefail -c
export PATH := $(CURDIR)/.tools/bin:$(PATH)
# ccache, if CMakeLists.txt found it: the first lets it work with a precompiled header, the others in another checkout's folder.
export CCACHE_SLOPPINESS := pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1
SECONDS ?= 60
JOBS ?= $(shell nproc)
# $(call build,PRESET): configured quietly when it has been before.
build = cmake --preset $(1) >$(if $(wildcard build/$(1)/build.ninja),/dev/null,/dev/stderr) && cmake --build --preset $(1) -j $(JOBS)

.PHONY: help setup build demo test check e2e web web-e2e check-api asan fuzz lint trino includes shape format bench bench-allocation bench-gpu bench-serve package
help: ## this list
	@sed -nE 's/^([a-z0-9-]+):[^#]*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 18
setup: ## install what is missing (says what; needs root or sudo only when something is)
	@scripts/setup build
build: setup ## the program, with its page: build/farthing
	@scripts/setup web
	$(call build,release)
	@ln -sfn release/farthing build/farthing
demo: build ## a sample bill and a generated organisation: where their money went, and its page in the browser
	build/farthing demo
	@scripts/serve-demo
test: setup ## build and run the fast tests
	@scripts/setup sql
	$(call build,ci)
	ctest --preset ci -L scripts
	scripts/test-in-shards build/ci
check: ## everything that CI runs; ends with a line "N passed, N failed"
	@scripts/check test trino lint includes shape web asan e2e web-e2e
e2e: build ## the program from outside: test/e2e
	test/e2e/run
# What these tests take long for is the engine's SQL, and they go no way through our code that others don't go.
FIGURES := *Propert*:AllocationTest.MoneyIsConserved*:AllocationBill*:AllocationDimensions*:AllocationEstimates*:AllocationIdle*:AllocationIssues*:AiCosts*:BuildDays*:CapacityBlock*:ChargeDays*
TESTS ?= -$(FIGURES)
asan: setup ## the tests under AddressSanitizer and UndefinedBehaviorSanitizer, but for long ones of figures (TESTS='*' for all)
	$(call build,asan)
	scripts/test-in-shards build/asan '$(TESTS)'
fuzz: ## search for crashing inputs: SECONDS=60 for each target, TARGET=csv for one
	@scripts/setup build fuzz
	$(call build,fuzz)
	scripts/fuzz $(SECONDS) $(TARGET)
lint: ## clang-format, and clang-tidy on what the last 3 commits touched (TIDY=all: on everything)
	@scripts/setup build check
	scripts/lint $(TIDY)
web: ## the page: lint, contrast, types, unit tests, build and its budget, and that its API types are those of the server
	@scripts/setup build web
	cd web && npm run --silent check
	cd web && npm run --silent api && git diff --exit-code -- src/api/api.d.ts
web-e2e: build ## the page in Chromium against the program
	@scripts/setup browser
	cd web && FARTHING=$(CURDIR)/build/farthing npm run --silent e2e
check-api: build ## Schemathesis against a served lake and its openapi.json: 3 minutes, nightly, not in `make check`
	@scripts/setup api
	scripts/check-api
trino: ## parse every model as Trino, and hold its header against the rules
	@scripts/setup sql
	scripts/check-trino
includes: ## hold the includes against the table in docs/architecture.md
	@scripts/setup build
	scripts/check-includes
shape: ## hold the sizes of files and the READMEs of folders against the rules
	@scripts/setup build
	scripts/check-shape
format: ## rewrite the sources by clang-format
	@scripts/setup check
	clang-format-19 -i $$(git ls-files '*.cpp' '*.hpp')
bench: build ## measure against DuckDB's own import, then bench-allocation, bench-gpu and bench-serve; writes build/bench.json (BENCH='--months 10')
	cmake --build --preset release -j $(JOBS) --target farthing_run_sql farthing_year_lake
	bench/run $(BENCH)
	$(if $(SKIP_ALLOCATION),,bench/allocation $(ALLOCATION))
	$(if $(SKIP_GPU),,bench/gpu $(GPU))
	$(if $(SKIP_SERVE),,bench/serve $(SERVE))
bench-allocation: build ## how long a build takes and how near it is to the truth, also part of bench (ALLOCATION='--only accuracy', SKIP_ALLOCATION=1)
	cmake --build --preset release -j $(JOBS) --target farthing_run_sql
	bench/allocation $(ALLOCATION)
bench-gpu: build ## import, build and questions of a fleet of 1,600 GPUs seen every five minutes (GPU='--months 12', SKIP_GPU=1)
	cmake --build --preset release -j $(JOBS) --target farthing_run_sql
	bench/gpu $(GPU)
bench-serve: build ## the server and the page over a year of data (SERVE='--seconds 10 --skip-page', SKIP_SERVE=1)
	@scripts/setup browser
	cmake --build --preset release -j $(JOBS) --target farthing_year_lake
	bench/serve $(SERVE)
package: build ## build/release/farthing-*.tar.gz, which runs without anything installed
	cd build/release && cpack

# Every target is one script: the same commands by hand and in CI. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo demo-down test fuzz soak slowhttp publish format lint bench aot-check clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: ## Deploy, update, break and roll back the sample app, on this machine
	@scripts/demo.sh

demo-down: ## Remove everything the demo made
	@scripts/demo-down.sh

test: ## Install what is missing and run every test
	@scripts/test.sh

fuzz: ## Try mutated deploy files, and mutated bytes on the proxy (FUZZ_COUNT=…, FUZZ_SEED=… repeats a run)
	@scripts/fuzz.sh

soak: ## Load the proxy for an hour while routes, backends and certificates change (SOAK_SECONDS=…)
	@scripts/soak.sh

slowhttp: ## Attack the proxy in the four ways of slowhttptest while another client asks it (SLOW_CONNECTIONS=…, SLOW_SECONDS=…)
	@scripts/slowhttp.sh

publish: ## Build out/haloy, out/haloyd and out/haloy-proxy (RID=linux-arm64 for another machine)
	@scripts/publish.sh $(RID)

format: ## Rewrite the code in the project's format
	@scripts/format.sh

lint: ## Check formatting, analyzers and shell scripts
	@scripts/lint.sh

bench: ## Measure the proxy against nginx, HAProxy and Caddy, and the programs' start and memory
	@scripts/bench.sh

microbench: ## Measure the parts of the hot path one by one
	@scripts/microbench.sh

aot-check: ## Build the programs with NativeAOT for net9.0 and try them
	@scripts/aot-check.sh

clean: ## Remove build output (not what the demo runs: see demo-down)
	@scripts/clean.sh

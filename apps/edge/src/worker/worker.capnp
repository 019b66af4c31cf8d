# An edge under workerd, without any other tool:
#
#   yarn workspace @etude/edge build:worker
#   ETUDE_BACKEND_URL=https://portal.example ETUDE_EDGE_TOKEN=… \
#   ETUDE_COLLECT_URL=https://edge.example ETUDE_COLLECT_SECRETS=… \
#   npx workerd serve apps/edge/dist/worker/worker.capnp

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .edge),
    (name = "internet", network = (
      # Leave out what the portal and the collecting edge are not in.
      allow = ["public", "private"],
      tlsOptions = (trustBrowserCas = true),
    )),
  ],
  sockets = [(name = "http", address = "*:8080", http = (), service = "edge")],
);

const edge :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-09-01",
  bindings = [
    (name = "ETUDE_BACKEND_URL", fromEnvironment = "ETUDE_BACKEND_URL"),
    (name = "ETUDE_EDGE_TOKEN", fromEnvironment = "ETUDE_EDGE_TOKEN"),
    (name = "ETUDE_STATE", fromEnvironment = "ETUDE_STATE"),
    (name = "ETUDE_STATE_URL", fromEnvironment = "ETUDE_STATE_URL"),
    (name = "ETUDE_STATE_POLL_MS", fromEnvironment = "ETUDE_STATE_POLL_MS"),
    (name = "ETUDE_STATE_STALE_MS", fromEnvironment = "ETUDE_STATE_STALE_MS"),
    (name = "ETUDE_STATE_PUBLIC_KEY", fromEnvironment = "ETUDE_STATE_PUBLIC_KEY"),
    (name = "ETUDE_DEDUPE_SECONDS", fromEnvironment = "ETUDE_DEDUPE_SECONDS"),
    (name = "ETUDE_RATE_LIMIT", fromEnvironment = "ETUDE_RATE_LIMIT"),
    (name = "ETUDE_COLLECT_URL", fromEnvironment = "ETUDE_COLLECT_URL"),
    (name = "ETUDE_COLLECT_SECRETS", fromEnvironment = "ETUDE_COLLECT_SECRETS"),
  ],
);

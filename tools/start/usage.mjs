export const usage = `Starts Partitura: Postgres, the orchestrator and the four services of the demo.

  npm start
  npm start -- [options]

  --port N            the orchestrator on N, order N+1, payment N+2, inventory N+3, shipping N+4
                      (default 8080)
  --fresh             forget the data of earlier runs
  --kafka             run over a local Apache Kafka (needs Java 17 or later, and Maven the first time)
  --kafka HOST:PORT,…
                      run over that Kafka
  --database URL      use that Postgres server (15 or later) instead of the embedded one
  --placement orchestrated|choreographed
                      where the fragments of a saga run: all on the orchestrator (the default), or each on
                      its own service; PARTICIPANT=HOST,… places these and leaves the others on the
                      orchestrator
  --no-open           open no browser window (nothing is opened yet)
  --help              this text

Without --kafka the services talk over a log in Postgres. Data is kept in .data/ (PARTITURA_DATA_DIR names
another folder); the next start goes on with it. LOG_LEVEL and the OTEL_* variables are handed to every
service. Ctrl-C stops everything, a second Ctrl-C at once.
`;

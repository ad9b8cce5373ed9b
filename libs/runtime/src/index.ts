export * from './backoff';
export * from './cloud-event';
export { unbatched } from './cloud-event-batch';
export * from './gathering-sender';
export * from './keys';
export { HOST_PROTOCOL } from './hosts/host-messages';
export type { CompositionStatus, Drift, HostStatus } from './hosts/host-status';
export type { HostPace } from './hosts/pace';
export type { Logger } from './logger';
export type { Ask, CommandBody, Outcome } from './loop/input';
export { isStorable, notStorable } from './inputs/storable-json';
export { stateOf } from './loop/stored-state';
export { InputRefusedError } from './loop/input-refused';
export * from './messages';
export * from './numbers';
export type { ActivatedJob, JobActivation } from './outside/open-jobs';
export type { Correlation, Publication, Published, SignalToBroadcast } from './outside/publications';
export * from './ports/bus';
export * from './ports/host-store';
export * from './ports/local-work';
export * from './ports/saga-queries';
export * from './ports/saga-store';
export * from './ports/score-store';
export type { SagaSnapshot } from './distribution/all-parts';
export { HostSilentError } from './distribution/host-requests';
export type { PartSummary } from './distribution/part-summary';
export { OverloadedError, Runtime, type Started, type StartRequest } from './runtime';
export type { RuntimeOptions } from './runtime-options';
export { type Deployed, DeploymentRefusedError, type DeploymentResult, type Resource } from './scores/deploy';
export {
  definitionOf,
  type LoadedScore,
  type ProcessDefinition,
  startProblem,
  type DecisionDefinition,
  publicKeyOfDefinition,
} from './scores/loaded-score';
export { COORDINATOR, type WantedPlacement } from './scores/placement';
export { readSchema, type SchemaDocument } from './scores/schemas/read-schema';
export { missingSchemas } from './scores/schemas/schema-references';
export type { ScoreRegistry } from './scores/score-registry';
export { SteppedRuntime } from './stepped-runtime';
export * from './shard';
export { metricNames } from './telemetry/meters';
export type { Listener, SagaEnd } from './views/waiters';
export * from './wake';

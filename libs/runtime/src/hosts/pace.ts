/** How often hosts and the orchestrator speak, in ms. */
export interface HostPace {
  /** A host tells that it is there, and what it has. */
  readonly joinEveryMs: number;
  /** Until it is welcomed, that often. */
  readonly joinAgainMs: number;
  /** A host that has not been heard for so long does not count as there. */
  readonly aliveForMs: number;
  /** What was not answered is said again. */
  readonly repeatAfterMs: number;
  /** A host that gets no answer goes on with what it has. */
  readonly aloneAfterMs: number;
  /** Time in which every process of a host notices that it begins no sagas for now. */
  readonly changeoverMs: number;
}

export const usualPace: HostPace = {
  joinEveryMs: 15_000,
  joinAgainMs: 1_000,
  aliveForMs: 45_000,
  repeatAfterMs: 3_000,
  aloneAfterMs: 5_000,
  changeoverMs: 3_000,
};

declare namespace jest {
  interface Matchers<R> {
    /** Expects that the scenario file of this path passes. */
    toPassScenario(): Promise<R>;
  }
}

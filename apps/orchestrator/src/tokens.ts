/** Injection tokens of what is made before Nest starts. */
export const LOGGER = Symbol('Logger');
export const QUERIES = Symbol('SagaQueries');

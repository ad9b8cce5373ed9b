export * from './commands';
export * from './events';
export { evolve, initialState } from './evolve';
export { type Decision, execute } from './execute';
export { nextTimer } from './due-timers';
export type { Library } from './library';
export * from './state';

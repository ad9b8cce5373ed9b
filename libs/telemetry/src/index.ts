export * from './attributes';
export * from './logger';
export * from './messaging-spans';
export * from './propagation';
export * from './saga-context';
export * from './start-telemetry';
export * from './tracer';
export * from './with-span';
export { nameSpansByRoute } from './name-spans-by-route';

export * from './cloud-event';
export * from './messages';
export * from './ports/bus';

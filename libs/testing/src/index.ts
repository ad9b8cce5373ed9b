export * from './test-database';
export * from './kafka-for-tests';
export { tripModel } from './models/trip';
export { bpmnDocument } from './models/document';
export * from './test-participant';

export { createKafkaBus } from './kafka-bus';
export { type KafkaBusOptions } from './options';

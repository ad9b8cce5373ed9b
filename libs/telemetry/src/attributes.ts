/**
 * Names of span attributes and metrics. The `messaging.*` names are OpenTelemetry's semantic conventions for
 * messaging (1.41, "development" status there, hence not in the stable package).
 */
export const attributes = {
  sagaId: 'partitura.saga.id',
  participant: 'partitura.participant',
  /** The command that a step of the engine has decided. */
  step: 'partitura.step',
  jobKey: 'partitura.job.key',
  jobType: 'partitura.job.type',
  jobAttempt: 'partitura.job.attempt',
  jobOutcome: 'partitura.job.outcome',
  elementId: 'bpmn.element.id',
  processId: 'bpmn.process.id',
  compensatesElementId: 'partitura.compensates.element.id',
  errorType: 'error.type',
  messagingSystem: 'messaging.system',
  messagingOperationType: 'messaging.operation.type',
  messagingOperationName: 'messaging.operation.name',
  messagingDestination: 'messaging.destination.name',
  messagingPartition: 'messaging.destination.partition.id',
  messagingConsumerGroup: 'messaging.consumer.group.name',
  messagingMessageId: 'messaging.message.id',
  messagingBatchCount: 'messaging.batch.message_count',
  kafkaMessageKey: 'messaging.kafka.message.key',
  kafkaOffset: 'messaging.kafka.offset',
} as const;

/** Values of the attribute on a link that say why two spans are related. */
export const linkReasons = {
  attribute: 'partitura.link',
  compensates: 'compensates',
  retries: 'retries',
  request: 'request',
  saga: 'saga',
} as const;

import { BusUnavailableError } from '@partitura/runtime';

/** What no repetition can mend, and what to do about it. */
const permanent: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE: 'Send less in one message or raise max.message.bytes of the topic.',
  RECORD_LIST_TOO_LARGE: 'Send less in one message or raise segment.bytes of the topic.',
  INVALID_TOPIC_EXCEPTION: 'Topics have letters, digits, ".", "_" and "-", 249 at most.',
  INVALID_RECORD: 'The topic does not take such a record: check its settings.',
};

/** The broker's error code in an error of kafkajs or in what caused it. */
export function errorType(error: unknown): string | undefined {
  for (let at = error as KafkaError | undefined; at instanceof Error; at = at.cause) {
    if (at.type !== undefined) return at.type;
    const inner = at.errors?.map(errorType).find((type) => type !== undefined);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** `BusUnavailableError` for everything that may pass; kafkajs calls "non-retriable" even a lost connection. */
export function translate(error: unknown, brokers: readonly string[]): Error {
  if (error instanceof BusUnavailableError) return error;
  const type = errorType(error);
  const said = error instanceof Error ? error.message : String(error);
  const remedy = type === undefined ? undefined : permanent[type];
  if (remedy !== undefined)
    return new Error(`Kafka refuses the message (${type}): ${said} ${remedy}`, { cause: error });
  return new BusUnavailableError(
    `Kafka at ${brokers.join(',')} cannot be used: ${said.replace(/[.\s]*$/, '')}. ` +
      'Check that it runs and that KAFKA_BROKERS is right; work resumes by itself.',
    { cause: error },
  );
}

interface KafkaError extends Error {
  readonly type?: string;
  readonly cause?: KafkaError;
  readonly errors?: readonly unknown[];
}

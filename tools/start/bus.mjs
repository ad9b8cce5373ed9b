import { join } from 'node:path';
import { Failure } from '../entry/failure.mjs';
import { readNote, writeNote } from './data-folder.mjs';
import { ranks } from './ranks.mjs';
import { superviseServer } from './supervised-server.mjs';

const noteName = 'bus.json';

/** Messages that are under way stay on the bus that they were sent on. */
function sayWhenBusChanged(folder, bus, say) {
  const before = readNote(folder, noteName)?.bus;
  if (before !== undefined && before !== bus) {
    say(
      `the last run used ${before}, this one uses ${bus}: messages that were under way stay there, and their ` +
        'sagas wait until a run over that bus goes on with them',
    );
  }
  writeNote(folder, noteName, { bus });
}

async function startLocalKafka({ folder, fresh, guard, lifetime, say }) {
  const { startKafka } = await import('../../infra/kafka/kafka.mjs');
  let last;
  let forget = fresh;
  const start = async () => {
    const ports = last === undefined ? {} : { port: last.port };
    last = await startKafka({ dir: join(folder, 'kafka'), fresh: forget, onProgress: say, ...ports });
    // Only once: a broker that died and comes back keeps its messages.
    forget = false;
    return last;
  };
  try {
    lifetime.owns(await superviseServer({ name: 'Kafka', start, guard, rank: ranks.broker, say }));
  } catch (error) {
    throw new Failure(error.message);
  }
  return last.bootstrap;
}

/**
 * Makes the bus ready that was asked for.
 *
 * @returns {Promise<{ brokers: string, shown: string }>} `brokers` is empty for the log in Postgres
 */
export async function startBus({ kafka, fresh, folder, guard, lifetime, say }) {
  if (kafka === undefined) {
    sayWhenBusChanged(folder, 'the log in Postgres', say);
    return { brokers: '', shown: 'a log in Postgres (for one machine)' };
  }
  if (kafka.local) {
    const brokers = await startLocalKafka({ folder, fresh, guard, lifetime, say });
    sayWhenBusChanged(folder, 'the local Kafka', say);
    return { brokers, shown: `Apache Kafka on ${brokers}` };
  }
  if (fresh) say(`the topics on ${kafka.brokers} are not yours alone: --fresh leaves them as they are`);
  sayWhenBusChanged(folder, `Kafka on ${kafka.brokers}`, say);
  return { brokers: kafka.brokers, shown: `Apache Kafka on ${kafka.brokers}` };
}

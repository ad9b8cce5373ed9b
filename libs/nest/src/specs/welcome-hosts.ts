import { type Bus, decodeCloudEvent, encodeCloudEvent, messageTypes, topics } from '@partitura/runtime';
import { randomUUID } from 'node:crypto';

/** An orchestrator that welcomes every host and has nothing for it. */
export async function welcomeHosts(bus: Bus): Promise<void> {
  const topic = topics.deployments('orchestrator');
  await bus.ensureTopics([topic]);
  await bus.subscribe({
    group: 'welcome',
    topics: [topic],
    handle: async (records) => {
      for (const { type, data } of records.map(decodeCloudEvent)) {
        if (type !== messageTypes.hostJoined) continue;
        const { host, identity, session } = data as Readonly<Record<'host' | 'identity' | 'session', string>>;
        const welcome = {
          id: randomUUID(),
          source: '/partitura/orchestrator',
          type: messageTypes.hostWelcomed,
          sagaId: host,
          data: { host, identity, session, number: 1, expects: [] },
        };
        await bus.publish([encodeCloudEvent(topics.deployments(host), welcome)]);
      }
    },
  });
}

import type { PartHealth } from '@partitura/nest';
import type { Runtime } from '@partitura/runtime';

/**
 * Whether the hosts of these versions have them and begin sagas with them: before that, a message that begins one would come
 * too early. Once it was so, a newer version that waits for its hosts changes nothing.
 */
export function deploymentsHealth(
  { deployments }: Runtime,
  deployed: readonly string[],
): () => Promise<PartHealth> {
  let complete = deployments === undefined || deployed.length === 0;
  return async () => {
    if (complete) return { up: true };
    const { compositions = [] } = (await deployments?.status()) ?? {};
    const reasons = compositions
      .filter(({ key }) => deployed.includes(key))
      .flatMap((composition) => {
        const { id, state, waitsFor, shares } = composition;
        if (state === 'superseded') return [];
        if (state !== 'active')
          return waitsFor.length > 0
            ? waitsFor.map(({ reason }) => `${id}: ${reason}`)
            : [`${id}: its hosts are asked: wait a moment.`];
        return shares
          .filter(({ participants, active }) => participants.length > 0 && !active)
          .map(({ host }) => `${id}: ${host} has not begun with it yet: wait a moment.`);
      });
    complete = reasons.length === 0;
    return complete ? { up: true } : { up: false, reason: reasons.join(' ') };
  };
}

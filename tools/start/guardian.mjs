// A process of its own that outlives the launcher by a few seconds: when the launcher is killed without a
// chance to clean up (kill -9), its end of the pipe closes and the guardian stops what it had started.
import { createInterface } from 'node:readline';
import { endProcess } from './processes.mjs';
import { ranks } from './ranks.mjs';

/** @type {Map<number, { pid: number, signal: NodeJS.Signals, rank: number }>} */
const wards = new Map();

let hurry = false;

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.add) wards.set(message.add.pid, message.add);
  if (message.remove) wards.delete(message.remove);
  hurry ||= message.hurry === true;
}

const end = (ward) => {
  if (!hurry) return endProcess(ward.pid, ward.signal);
  // Postgres gets its "immediate" shutdown, so that it can still take its own processes with it.
  return endProcess(ward.pid, ward.rank === ranks.postgres ? 'SIGQUIT' : 'SIGKILL', 3_000);
};

// Services first, then the broker, Postgres last: each rank only when the one before it has ended.
const order = [...new Set([...wards.values()].map((ward) => ward.rank))].sort((a, b) => a - b);
for (const rank of order) {
  const together = [...wards.values()].filter((ward) => ward.rank === rank);
  await Promise.all(together.map(end));
}

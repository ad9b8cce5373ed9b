import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc, on every Linux of today. */
const TICKS = 100;

/**
 * CPU seconds and resident memory of processes with all their children, by name.
 *
 * @param {Record<string, number[]>} groups process ids by group
 * @returns {Record<string, { cpuSeconds: number, rssBytes: number }> | undefined} undefined where there is no /proc
 */
export function usageOf(groups) {
  if (process.platform !== 'linux') return undefined;
  const table = readTable();
  return Object.fromEntries(
    Object.entries(groups).map(([name, pids]) => [name, sum(pids.flatMap((pid) => family(table, pid)))]),
  );
}

function sum(entries) {
  return {
    cpuSeconds: entries.reduce((total, { ticks }) => total + ticks, 0) / TICKS,
    rssBytes: residentBytes(entries.map(({ pid }) => pid)),
  };
}

/** Memory of one's own, and the shared memory of the group once: every Postgres process maps all of its buffers. */
function residentBytes(pids) {
  const found = pids.map(memoryOf);
  return found.reduce((total, { own }) => total + own, 0) + Math.max(0, ...found.map(({ shared }) => shared));
}

function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
    return { own: bytes('RssAnon') + bytes('RssFile'), shared: bytes('RssShmem') };
  } catch {
    return { own: 0, shared: 0 };
  }
}

function family(table, pid) {
  const own = table.get(pid);
  if (!own) return [];
  return [
    own,
    ...[...table.values()]
      .filter((other) => other.parent === pid)
      .flatMap((child) => family(table, child.pid)),
  ];
}

function readTable() {
  const table = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The command may hold spaces and brackets: the fields begin after its last bracket.
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [parent, user, system, childUser, childSystem] = [fields[1], ...fields.slice(11, 15)];
      table.set(Number(name), {
        pid: Number(name),
        parent,
        // Children that have ended and were collected count with their parent.
        ticks: user + system + childUser + childSystem,
      });
    } catch {
      // It ended between the listing and the look.
    }
  }
  return table;
}

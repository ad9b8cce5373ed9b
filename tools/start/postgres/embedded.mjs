import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../entry/failure.mjs';
import { readNote, writeNote } from '../data-folder.mjs';
import { freePort, isFree } from '../ports.mjs';
import { postgresAccount } from './account.mjs';
import { embeddedBinaries } from './binaries.mjs';
import { createCluster, endLeftOverCluster, startCluster } from './cluster.mjs';
import { choosePlace } from './place.mjs';

const noteName = 'postgres.json';

const dataOf = (folder, note) => {
  const moved = note?.movedTo && join(note.movedTo, 'data');
  return moved && existsSync(moved) ? moved : join(folder, 'postgres');
};

/** Ends what an earlier run left running, and with `fresh` removes its data, wherever it was put. */
export async function clearEmbeddedPostgres(folder, { fresh, say }) {
  const note = readNote(folder, noteName);
  await endLeftOverCluster(dataOf(folder, note), say);
  if (fresh && note?.movedTo) rmSync(note.movedTo, { recursive: true, force: true });
}

function checkVersion(data) {
  const wanted = embeddedBinaries().version.split('.')[0];
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (found === wanted) return;
  throw new Failure(
    `The data in ${data} was written by Postgres ${found}, the embedded one is ${wanted}. ` +
      'Go back to the release that wrote it, or forget the data: npm start -- --fresh',
  );
}

/** The port of the last run, so that a client that was pointed at it still finds it; another when it is taken. */
async function choosePort(before, say) {
  if (before !== undefined && (await isFree(before))) return before;
  const port = await freePort();
  if (before !== undefined) say(`port ${before}, where Postgres was, is in use; it is on ${port} now`);
  return port;
}

/**
 * Makes the embedded Postgres of the data folder ready to start: chooses place and port, creates the cluster on
 * first use.
 *
 * @param {string} folder
 * @param {(text: string) => void} say
 * @returns {Promise<{ url: string, data: string, start(): Promise<{ pid: number, stop(): Promise<void>, kill(): void }> }>}
 */
export async function prepareEmbeddedPostgres(folder, say) {
  const before = readNote(folder, noteName);
  mkdirSync(folder, { recursive: true });
  const account = postgresAccount(dataOf(folder, before));
  const { binaries, data, movedTo } = choosePlace({ folder, account, movedTo: before?.movedTo, say });
  if (existsSync(join(data, 'PG_VERSION')) && before === undefined) {
    throw new Failure(
      `${join(folder, noteName)} with the password of the data in ${data} is missing. ` +
        'Put it back, or forget the data: npm start -- --fresh',
    );
  }
  const note = {
    port: await choosePort(before?.port, say),
    password: before?.password ?? randomBytes(18).toString('base64url'),
    movedTo,
    created: before?.created === true && existsSync(join(data, 'PG_VERSION')),
  };
  writeNote(folder, noteName, note);
  if (note.created) {
    checkVersion(data);
  } else {
    say('creating the Postgres data');
    await createCluster({ binaries, data, account, password: note.password });
    writeNote(folder, noteName, { ...note, created: true });
  }
  return {
    url: `postgresql://postgres:${note.password}@127.0.0.1:${note.port}`,
    data,
    start: () =>
      startCluster({ binaries, data, account, port: note.port, logFile: join(folder, 'postgres.log') }),
  };
}

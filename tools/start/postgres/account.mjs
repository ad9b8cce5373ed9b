import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { Failure } from '../../entry/failure.mjs';

function accountNamed(name) {
  const ask = (flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim() || NaN);
  const account = { uid: ask('-u'), gid: ask('-g') };
  return Number.isInteger(account.uid) && Number.isInteger(account.gid) ? account : undefined;
}

/**
 * The account that Postgres runs as. Postgres refuses to run as root: there it is the owner of the data that is
 * already there, else `postgres`, else `nobody`; no account is created.
 *
 * @param {string} data the folder of the cluster
 * @returns {{ uid: number, gid: number } | undefined} undefined: as ourselves
 */
export function postgresAccount(data) {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  const account = accountNamed('postgres') ?? accountNamed('nobody');
  if (account) return account;
  throw new Failure(
    'Postgres does not run as root, and there is neither an account "postgres" nor "nobody" to run it as. ' +
      'Start Partitura as another user, or give it a server of yours: npm start -- --database postgresql://…',
  );
}

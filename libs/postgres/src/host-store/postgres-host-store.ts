import type {
  HeldScore,
  HostRecord,
  HostStore,
  Offer,
  OwnHost,
  Share,
  StoredScore,
} from '@partitura/runtime';
import type { Pool } from 'pg';
import { columns } from '../saga-store/columns';
import { storeError } from '../saga-store/store-errors';
import { admitHost, listHosts, seeHost, turnAwayHost } from './statements/hosts';
import { heldScores, noteTurnedAway, noteWelcome, ownHost } from './statements/own-host';
import { allShares, answerShare, openShares, planShares, shareOffer, wholeText } from './statements/shares';

interface HostRow extends Omit<HostRecord, 'problem' | 'number'> {
  readonly number: number | null;
  readonly problem: string | null;
  readonly problemAt: number | null;
}

/** Hosts and their shares on Postgres, in the database of the saga store. */
export function createHostStore(pool: Pool): HostStore {
  const rows = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => {
    try {
      return (await pool.query<Row>(text, values)).rows;
    } catch (error) {
      throw storeError(error);
    }
  };
  return {
    async own() {
      const [row] = await rows<OwnHost>(ownHost);
      if (!row) throw new Error('The table partitura_engine.own_host is empty: restore it or the database.');
      return withoutNulls(row);
    },
    async noteWelcome(session, number) {
      await rows(noteWelcome, [session, number]);
    },
    async noteTurnedAway(reason) {
      await rows(noteTurnedAway, [reason]);
    },
    held: async () => (await rows<HeldScore>(heldScores)).map(withoutNulls),
    hosts: async () => (await rows<HostRow>(listHosts)).map(hostOf),
    async admit({ name, identity, protocol, participants, seenAt }) {
      const values = [name, identity, protocol, participants, seenAt];
      const [seen] = await rows<HostRow>(seeHost, values);
      return hostOf(seen ?? ((await rows<HostRow>(admitHost, values))[0] as HostRow));
    },
    async turnAway({ name, identity, protocol, participants, seenAt }, problem) {
      await rows(turnAwayHost, [name, identity, protocol, participants, seenAt, problem]);
    },
    async plan(shares) {
      if (shares.length === 0) return;
      await rows(
        planShares,
        columns(shares, [
          (share) => share.score,
          (share) => share.host,
          (share) => JSON.stringify(share.participants),
          (share) => share.content ?? null,
          (share) => share.hash,
        ]),
      );
    },
    shares: async (of) => (await rows<Share>(of === 'all' ? allShares : openShares)).map(withoutNulls),
    async whole(score) {
      const [row] = await rows<Pick<StoredScore, 'content' | 'placement'>>(wholeText, [score]);
      if (!row)
        throw new Error(`The version ${score} is not in the table partitura_engine.scores: restore it.`);
      return withoutNulls(row);
    },
    async offer({ score, host }) {
      const [row] = await rows<Offer>(shareOffer, [score, host]);
      return row && withoutNulls(row);
    },
    async answer({ score, host }, { state, answer, reason, active, holding = false, at }) {
      await rows(answerShare, [score, host, state, answer ?? null, reason ?? null, active, holding, at]);
    },
  };
}

const hostOf = ({ problem, problemAt, ...row }: HostRow): HostRecord => ({
  ...(withoutNulls(row) as HostRecord),
  ...(problem !== null && problemAt !== null ? { problem: { text: problem, at: problemAt } } : {}),
});

/** Absent instead of null, as the port has it. */
const withoutNulls = <Row extends object>(row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;

import { type SagaStore, type ScoreStore } from '@partitura/runtime';
import { finishedContract } from './finished';
import { jobContract } from './jobs';
import { messageContract } from './messages';
import { outboxContract } from './outbox';
import { receiverContract } from './receivers';
import { remotePartContract } from './remote-parts';
import { sagaContract } from './sagas';
import { scoreContract } from './scores';
import { timerContract } from './timers';

export interface StoreUnderTest {
  readonly store: SagaStore;
  readonly scores: ScoreStore;
  /** Removes everything that the store holds and its connections. */
  close(): Promise<void>;
}

/** What the runtime relies on in a store; every adapter runs it against its real server. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a saga store`, () => {
    let site: StoreUnderTest;
    beforeEach(async () => {
      site = await open();
    });
    afterEach(() => site.close());
    const get = () => site;
    sagaContract(get);
    finishedContract(get);
    timerContract(get);
    messageContract(get);
    receiverContract(get);
    jobContract(get);
    outboxContract(get);
    remotePartContract(get);
    scoreContract(get);
  });
}

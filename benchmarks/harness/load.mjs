import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./client.mjs', import.meta.url));

/** Starts the process of the clients; `run` puts one load on the system. */
export function startClients({ suite, urls, placement }) {
  const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    pid: child.pid,
    /** @returns {Load} the load, which runs until it is stopped */
    run: (scenario, concurrency) => new Load(child, { suite, urls, placement, scenario, concurrency }),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

class Load {
  errors = 0;
  wrong = 0;
  firstError = undefined;
  /** Finish times (epoch ms) and latencies (ms), in turn. */
  #finished = [];
  #done;

  constructor(child, what) {
    this.child = child;
    this.#done = new Promise((resolve, reject) => {
      const ended = () => reject(new Error('The process of the clients has ended; its reason is above.'));
      child.once('exit', ended);
      const take = (message) => {
        for (const value of message.finished) this.#finished.push(value);
        this.errors += message.errors;
        this.wrong += message.wrong;
        this.firstError ??= message.firstError;
        if (!message.done) return;
        child.off('message', take);
        child.off('exit', ended);
        resolve();
      };
      child.on('message', take);
    });
    this.#done.catch(() => undefined);
    child.send({ run: what });
  }

  /** Latencies of the sagas that were finished between two times (epoch ms), ascending. */
  latencies(from, to) {
    const found = [];
    for (let i = 0; i < this.#finished.length; i += 2)
      if (this.#finished[i] >= from && this.#finished[i] < to) found.push(this.#finished[i + 1]);
    return found.sort((a, b) => a - b);
  }

  /** Lets every client finish its saga. */
  async stop() {
    this.child.send({ stop: true });
    await this.#done;
  }
}

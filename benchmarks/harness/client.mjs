// The clients, in a process of their own, so that their CPU is counted apart. Told what to do over IPC.
import { suites } from './suites.mjs';

const reportEveryMs = 200;

/** Where runs of this process begin to number their orders: no two runs use one id. */
let number = Date.now() * 1000;
let running;

process.on('message', (message) => {
  if (message.run) running = load(message.run);
  if (message.stop) running.stopping = true;
});
process.on('disconnect', () => process.exit(0));

function load({ suite, urls, placement, scenario, concurrency }) {
  const state = { stopping: false };
  let finished = [];
  let [errors, wrong, firstError] = [0, 0, undefined];

  const client = async () => {
    while (!state.stopping) {
      const began = performance.now();
      try {
        if (!(await suites[suite].run({ urls, placement, scenario, number: (number += 1) }))) wrong += 1;
        finished.push(performance.timeOrigin + performance.now(), performance.now() - began);
      } catch (error) {
        errors += 1;
        firstError ??= error.message;
        // A system that refuses everything should not be flooded.
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const report = (done) => {
    process.send({ finished, errors, wrong, firstError, done });
    finished = [];
    [errors, wrong] = [0, 0];
  };
  const timer = setInterval(() => report(false), reportEveryMs);
  void Promise.all(Array.from({ length: concurrency }, client)).then(() => {
    clearInterval(timer);
    report(true);
  });
  return state;
}

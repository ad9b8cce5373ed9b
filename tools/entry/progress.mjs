const startedAt = Date.now();

/** Prints one progress line on stderr, with the seconds since the command began. */
export function progress(text) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`${seconds} s  ${text}\n`);
}

/** Repeats a line every `everyMs` while `work` is under way, so that a long step is never mute. */
export async function whileWorking(text, work, everyMs = 10_000) {
  progress(text);
  const began = Date.now();
  const timer = setInterval(() => {
    progress(`${text} (${Math.round((Date.now() - began) / 1000)} s so far)`);
  }, everyMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** Resolves after `delayMs` (Infinity: never); rejects with the signal's reason as soon as it aborts. */
export function answerAfter(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const timer =
      delayMs === Infinity
        ? undefined
        : setTimeout(() => {
            signal.removeEventListener('abort', end);
            resolve();
          }, delayMs);
    function end() {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }
    signal.addEventListener('abort', end, { once: true });
  });
}

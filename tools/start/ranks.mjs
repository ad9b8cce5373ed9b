/** In which order kinds of processes are stopped: what others need goes last. */
export const ranks = { service: 1, broker: 2, postgres: 3 };

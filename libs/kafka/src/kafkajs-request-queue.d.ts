/** The part of kafkajs 2 that `quiet-request-queue.ts` mends; kafkajs has no types for it. */
declare module 'kafkajs/src/network/requestQueue' {
  class RequestQueue {
    constructor(options: { readonly clientId: string; readonly broker: string });
    readonly pending: unknown[];
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
    destroy(): void;
  }
  export = RequestQueue;
}

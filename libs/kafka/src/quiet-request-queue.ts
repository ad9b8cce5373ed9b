import RequestQueue from 'kafkajs/src/network/requestQueue';

const { scheduleCheckPendingRequests } = RequestQueue.prototype;

/**
 * kafkajs looks for requests to send every millisecond on every connection, for ever, also when none waits
 * (github.com/tulios/kafkajs/issues/1556): an idle service took 4 % of a core. Whoever makes one wait schedules the look itself.
 */
RequestQueue.prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
};

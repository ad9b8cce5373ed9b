const MIB = 1024 * 1024;

/** Largest JSON body of a request. */
export const MAX_BODY_BYTES = 4 * MIB;
/** Largest file of a deployment, and how many it may have. */
export const MAX_FILE_BYTES = 10 * MIB;
export const MAX_FILES = 100;

/** What a request that is too large is told. */
export const describeLimits = `The request is larger than allowed: a JSON body may have ${MAX_BODY_BYTES / MIB} MiB, a file of a deployment ${MAX_FILE_BYTES / MIB} MiB, a deployment ${MAX_FILES} files. Keep large documents elsewhere and pass references to them.`;

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** A model is mostly repetition: packed it fits into one message of a bus that takes a megabyte. */
export const pack = async (text: string): Promise<string> => (await zip(text)).toString('base64');

/** Largest text that is unpacked: a file of a deployment has 10 MiB at most. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Throws for what is not packed, or too large. */
export const unpack = async (packed: string): Promise<string> =>
  (await unzip(Buffer.from(packed, 'base64'), { maxOutputLength: MAX_BYTES })).toString('utf8');

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalKafka } from './local-kafka';

it('says what to install when Java does not run', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'partitura-no-java-'));
  const before = process.env.JAVA_HOME;
  process.env.JAVA_HOME = dir;
  try {
    await expect(startLocalKafka({ dir })).rejects.toThrow(/Java 17 or newer.*Install one/);
  } finally {
    if (before === undefined) delete process.env.JAVA_HOME;
    else process.env.JAVA_HOME = before;
    await rm(dir, { recursive: true });
  }
});

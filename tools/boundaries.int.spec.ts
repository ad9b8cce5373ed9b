import { ESLint } from 'eslint';
import { join } from 'node:path';

const root = join(__dirname, '..');

describe('the boundaries between layers', () => {
  const eslint = new ESLint({ cwd: root });

  /** Lints a text as if it stood in an existing file; the type-checked rules need a file that TypeScript knows. */
  async function rulesAgainst(file: string, code: string): Promise<(string | null)[]> {
    const [result] = await eslint.lintText(code, { filePath: join(root, file) });
    return (result?.messages ?? []).map((message) => message.ruleId);
  }

  it.each([
    ['the pure core on an adapter', 'libs/engine/src/index.ts', '@partitura/postgres'],
    ['the pure core on a technology', 'libs/engine/src/index.ts', 'kafkajs'],
    ['the runtime on an adapter', 'libs/runtime/src/index.ts', '@partitura/postgres'],
    ['the runtime on Nest', 'libs/runtime/src/index.ts', '@nestjs/common'],
    ['one adapter on another', 'libs/kafka/src/index.ts', '@partitura/nest'],
  ])('refuse %s', async (_, file, module) => {
    await expect(rulesAgainst(file, `export * from '${module}';\n`)).resolves.toContain(
      '@nx/enforce-module-boundaries',
    );
  });

  it.each([
    ['the engine on the model', 'libs/engine/src/index.ts', '@partitura/bpmn'],
    ['an adapter on the runtime', 'libs/postgres/src/index.ts', '@partitura/runtime'],
    ['the Nest modules on an adapter', 'libs/nest/src/index.ts', '@partitura/postgres'],
  ])('allow %s', async (_, file, module) => {
    await expect(rulesAgainst(file, `export * from '${module}';\n`)).resolves.toEqual([]);
  });

  it.each([
    ['the time', 'export const now = Date.now();\n', 'no-restricted-globals'],
    ['chance', 'export const chance = Math.random();\n', 'no-restricted-properties'],
    ['Node', "export * from 'node:fs';\n", 'no-restricted-imports'],
  ])('keep %s out of the pure core', async (_, code, rule) => {
    await expect(rulesAgainst('libs/engine/src/index.ts', code)).resolves.toContain(rule);
  });

  it('let other layers have the time', async () => {
    await expect(
      rulesAgainst('libs/runtime/src/index.ts', 'export const now = Date.now();\n'),
    ).resolves.toEqual([]);
  });
});

import { execFile } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..');
const compiler = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');

/** The TypeScript in a page: every block that is marked `ts`. */
const snippetsIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);

/** What the compiler says about some files, as if they stood in a folder of the repository. */
async function problemsOf(files: Record<string, string>): Promise<string> {
  const parent = join(root, '.build-snippets');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'run-'));
  try {
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
    const config = {
      extends: '../../tsconfig.base.json',
      compilerOptions: { noUnusedLocals: false },
      // Declarations for packages that bring none.
      include: ['*.ts', '../../libs/**/*.d.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    await promisify(execFile)(process.execPath, [compiler, '-p', folder], { cwd: root });
    return '';
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the TypeScript in the pages', () => {
  it('compiles', async () => {
    const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root });
    const files = Object.fromEntries(
      pages.flatMap((page) =>
        snippetsIn(readFileSync(join(root, page), 'utf8')).map((code, index) => [
          `${page.replace(/\W+/g, '-')}-${index + 1}.ts`,
          code,
        ]),
      ),
    );
    expect(Object.keys(files).length).toBeGreaterThan(0);
    await expect(problemsOf(files)).resolves.toBe('');
  });

  it('would be refused if it did not', async () => {
    await expect(problemsOf({ 'wrong.ts': "export const wrong: number = 'one';\n" })).resolves.toContain(
      'TS2322',
    );
  });
});

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isBuiltin } from 'node:module';

/** What a built script needs to run: the packages that it and all that it requires ask for, and its own files. */
export interface Needs {
  readonly packages: Set<string>;
  readonly files: Set<string>;
}

const asFile = (path: string): string | undefined =>
  [path, `${path}.js`, `${path}.json`, join(path, 'index.js')].find(
    (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
  );

const packageOf = (request: string): string =>
  request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');

/** Follows `require` from a built script; paths are relative to `root`. */
export function needsOf(script: string, root: string): Needs {
  const needs: Needs = { packages: new Set(), files: new Set() };
  const visit = (file: string): void => {
    const name = relative(root, file);
    if (needs.files.has(name)) return;
    needs.files.add(name);
    for (const [, request = ''] of readFileSync(file, 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)) {
      if (isBuiltin(request)) continue;
      if (!request.startsWith('.')) {
        needs.packages.add(packageOf(request));
        continue;
      }
      const target = asFile(join(dirname(file), request));
      if (target === undefined) throw new Error(`${name} requires ${request}, which the build has not made.`);
      visit(target);
    }
  };
  visit(join(root, script));
  return needs;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../tools/entry/build.mjs';
import { serviceNames } from '../tools/start/services.mjs';
import { needsOf } from './testing/required-packages';

const root = join(__dirname, '..');

describe('what the image leaves out', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };

  beforeAll(() => build());

  it.each(serviceNames)('is not needed by %s: development packages, test helpers', (name) => {
    const needs = needsOf(`dist/apps/${name}/src/main.js`, root);
    expect([...needs.packages].filter((required) => !(required in dependencies))).toEqual([]);
    expect([...needs.files].filter((file) => /^dist\/libs\/([a-z]+-)?testing\//.test(file))).toEqual([]);
  });
});

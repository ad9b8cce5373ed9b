#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './entry/build.mjs';
import { runMain } from './entry/failure.mjs';
import { onProjectNode } from './entry/project-node.mjs';
import { root } from './entry/workspace.mjs';

// The command line tool: installs and builds what is missing, then runs the built tool in the caller's folder.
await runMain(
  async () => {
    await onProjectNode(fileURLToPath(import.meta.url), { cwd: process.cwd() });
    await build();
    const { main } = createRequire(import.meta.url)(join(root, 'dist', 'apps', 'cli', 'src', 'main.js'));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    return main(process.argv.slice(2), version);
  },
  // Status 1 means that a command found something wrong; what fails out here could not run.
  { failureCode: 2 },
);

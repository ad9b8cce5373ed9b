import nx from '@nx/devkit';

/**
 * Computes the graph of projects and writes it where the boundary rule reads it. Without it that rule prints a
 * warning and lets everything pass, so whoever lints calls this first.
 *
 * The daemon stays off: it would outlive the command.
 */
export async function writeProjectGraph() {
  process.env.NX_DAEMON = 'false';
  process.env.NX_ISOLATE_PLUGINS ??= 'false';
  await nx.createProjectGraphAsync({ exitOnError: false });
}

import { WorkingFolder } from '../testing/run-here';

describe('the command line', () => {
  const folder = new WorkingFolder();
  afterAll(() => folder.remove());

  test('lists its commands', async () => {
    const { status, stdout, stderr } = await folder.run('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const command of ['test', 'check', 'split', 'join', 'explain', 'diff', 'new', 'dmn-tck']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
  });

  test('gives its version', async () => {
    expect(await folder.run('--version')).toMatchObject({ status: 0, stdout: '1.2.3\n' });
  });

  test.each([
    'test',
    'check',
    'split',
    'join',
    'explain',
    'diff',
    'deploy',
    'status',
    'start',
    'new',
    'dmn-tck',
  ])('explains %s', async (command) => {
    const { status, stdout } = await folder.run(command, '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Exit status: 0 .*, 1 .*, 2 /s);
    expect(await folder.run('help', command)).toMatchObject({ status: 0, stdout });
  });

  test.each(['simulate'])('says that %s comes later', async (command) => {
    for (const args of [[command], [command, '--help'], ['help', command], [command, 'x', '--out', 'y']]) {
      const { status, stdout, stderr } = await folder.run(...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(`"partitura ${command}" is not part of release 1.2.3`);
    }
    expect((await folder.run('--help')).stdout).not.toMatch(new RegExp(`^ +${command}\\b`, 'm'));
  });

  test.each([[], ['chek'], ['check'], ['check', '--colour', 'x.bpmn']])(
    'does not run what it does not understand: %s',
    async (...args) => {
      const { status, stdout, stderr } = await folder.run(...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/Name a command|--help/);
    },
  );

  test('a wrong name of a command brings the right one to mind', async () => {
    expect((await folder.run('chek')).stderr).toContain('check');
  });
});

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runTck } from './run-tck';

/** The shared conformance data: beside the checkout, or where PARTITURA_SHARED says. */
const shared = resolve(process.env['PARTITURA_SHARED'] ?? join(__dirname, '../../../../../shared'));
const kit = join(shared, 'conformance', 'dmn-tck');
const suite = existsSync(kit) ? describe : describe.skip;
const where = existsSync(kit)
  ? ''
  : ' (skipped: there is no shared conformance data; PARTITURA_SHARED names its folder)';

suite(`the DMN technology compatibility kit${where}`, () => {
  it('passes all of compliance level 2', async () => {
    const { cases, total } = await runTck(join(kit, 'compliance-level-2'));
    expect(cases.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(total).toBe(116);
  });

  it('passes most of compliance level 3', async () => {
    const { passed } = await runTck(join(kit, 'compliance-level-3'));
    expect(passed).toBeGreaterThanOrEqual(3230);
  }, 300_000);
});

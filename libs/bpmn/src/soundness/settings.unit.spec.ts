import { compileScore } from '../compile-score';
import { composition, onError } from '../testing/composition-xml';
import { extensions, property, refusalsOf } from '../testing/model-xml';
import { checkScore } from './check-score';

const model = composition({
  buyer: { lines: ['start send-ask get-answer end'] },
  seller: { lines: ['got-ask task sent-answer', 'failed end-2'], more: onError('failed', 'task') },
});

/** The model with a property on the first element that looks like this. */
const withProperty = (tag: RegExp, rule: string, value: string): string =>
  model.replace(tag, (found) => found + bpmn(extensions(property(`partitura.check.${rule}`, value))));

const bpmn = (xml: string): string => xml.replace(/<(\/?)(extensionElements)/g, '<$1bpmn:$2');

const onCollaboration = /<bpmn:collaboration [^>]*>/;
const onProcess = /<bpmn:process id="buyer"[^>]*>/;
const onElement = /<bpmn:intermediateCatchEvent id="get-answer"[^>]*>/;

describe('a rule that a model sets', () => {
  test('refuses the model unless it is set', async () => {
    expect(checkScore(await compileScore(model))).toMatchObject([{ severity: 'error' }]);
  });

  test.each([
    ['the collaboration', onCollaboration],
    ['the process', onProcess],
    ['the element', onElement],
  ])('to warn on %s is a warning with its reason', async (_, tag) => {
    const score = await compileScore(
      withProperty(tag, 'failure-not-propagated', 'warn: the seller calls by phone'),
    );
    const [finding] = checkScore(score);
    expect(finding).toMatchObject({ severity: 'warning', reason: 'the seller calls by phone' });
    expect(finding).not.toHaveProperty('ignored');
  });

  test('to off is kept with its reason, and ignored', async () => {
    const score = await compileScore(withProperty(onElement, 'failure-not-propagated', 'off: agreed'));
    expect(checkScore(score)).toMatchObject([{ severity: 'warning', reason: 'agreed', ignored: true }]);
  });

  test('elsewhere changes nothing', async () => {
    const tag = /<bpmn:process id="seller"[^>]*>/;
    const score = await compileScore(withProperty(tag, 'failure-not-propagated', 'off: agreed'));
    expect(checkScore(score)).toMatchObject([{ severity: 'error' }]);
  });

  test.each([
    ['without a reason', 'deadlock', 'off'],
    ['with an empty reason', 'deadlock', 'warn:  '],
    ['to something else', 'deadlock', 'error: no'],
    ['that is not known', 'no-such-rule', 'off: because'],
    ['that compiling needs', 'task-definition', 'off: because'],
  ])('%s is refused', async (_, rule, value) => {
    expect(await refusalsOf(withProperty(onCollaboration, rule, value))).toEqual([
      'check-setting collaboration',
    ]);
  });
});

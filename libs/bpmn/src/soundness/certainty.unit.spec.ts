import { compileScore } from '../compile-score';
import { composition, findingsOf, verdictOf } from '../testing/composition-xml';
import { checkScore } from './check-score';

const asks = { lines: ['start send-ask get-answer end'] };

describe('a fragment that no message begins', () => {
  test('is a warning where another one waits for it: a saga is begun once', async () => {
    const findings = await findingsOf({
      left: { lines: ['start get-hello end'] },
      right: { lines: ['start-2 send-hello end-2'] },
    });
    expect(findings).toMatchObject([
      { severity: 'warning', rule: 'message-never-sent', element: 'get-hello' },
    ]);
    expect(findings[0]?.message).toContain('Let a message begin it.');
  });

  test('may begin sagas of its own', async () => {
    const verdict = await verdictOf({
      left: { lines: ['start send-ask get-answer end'] },
      right: { lines: ['got-ask task sent-answer'] },
      audit: { lines: ['start-2 task-2 end-2'] },
    });
    expect(verdict).toEqual([]);
  });
});

describe('what conditions decide', () => {
  test('is an error when one choice alone leads to the hang', async () => {
    const seller = { lines: ['got-ask xor sent-answer', 'xor end-2'] };
    expect(await verdictOf({ buyer: asks, seller })).toEqual(['error deadlock get-answer']);
  });

  test('is an error whatever the other conditions are, when one choice always leads there', async () => {
    const buyer = { lines: ['start xor-gift task xor-merge', 'xor-gift xor-merge send-ask get-answer end'] };
    const seller = { lines: ['got-ask xor sent-answer', 'xor end-2'] };
    expect(await verdictOf({ buyer, seller })).toEqual(['error deadlock get-answer']);
  });

  test('is a warning when both sides choose: the data may exclude it', async () => {
    const buyer = { lines: ['start send-ask xor get-paid end', 'xor get-free end-2'] };
    const seller = { lines: ['got-ask xor-2 sent-paid', 'xor-2 sent-free'] };
    const findings = await findingsOf({ buyer, seller });
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(findings[0]?.message).toContain('set this rule to off');
  });

  test('is a warning when one participant chooses twice', async () => {
    const buyer = {
      lines: ['start xor send-ask xor-merge', 'xor xor-merge xor-2 get-answer end', 'xor-2 end-2'],
    };
    const seller = { lines: ['got-ask task sent-answer'] };
    expect(await verdictOf({ buyer, seller })).toContain('warning deadlock get-answer');
  });

  test('is a warning when an inclusive gateway would have to take several ways at once', async () => {
    const buyer = { lines: ['start or task or-2 end', 'or send-ask get-answer or-2', 'or send-cancel or-2'] };
    const seller = { lines: ['got-ask race get-cancel end-2', 'race wait sent-answer'] };
    expect(await verdictOf({ buyer, seller })).toEqual(['warning deadlock get-answer']);
  });

  test('is a loop that can be left, and no hang', async () => {
    const buyer = { lines: ['start xor-again send-ask get-answer xor xor-again', 'xor end'] };
    expect(await verdictOf({ buyer, seller: { lines: ['got-ask task sent-answer'] } })).toEqual([]);
  });
});

describe('what runs several times', () => {
  const loop = (attributes: string): string =>
    `<multiInstanceLoopCharacteristics ${attributes}><extensionElements><zeebe:loopCharacteristics inputCollection="=items" /></extensionElements></multiInstanceLoopCharacteristics>`;

  test('may send more than was followed: a receiver that loops is a warning', async () => {
    const more = `<sendTask id="send-item" messageRef="message-item">${loop('isSequential="true"')}</sendTask>`;
    const findings = await findingsOf({
      lead: { lines: ['start send-ask send-item end'], more },
      helper: { lines: ['got-ask xor get-item xor-2 end-2', 'xor-2 xor'] },
    });
    expect(findings).toMatchObject([{ severity: 'warning', rule: 'deadlock', element: 'get-item' }]);
    expect(findings[0]?.message).toContain('how often is not followed');
  });
});

describe('who is heard', () => {
  test('at a start event that hears the outside is the own saga as well', async () => {
    const xml = composition({
      lead: { lines: ['start send-ask get-answer end'] },
      helper: { lines: ['got-ask task sent-answer'] },
    })
      .replace(
        '</bpmn:collaboration>',
        '<bpmn:messageFlow id="x" sourceRef="world" targetRef="got-ask" /></bpmn:collaboration>',
      )
      .replace('<bpmn:participant ', '<bpmn:participant id="world" name="world" /><bpmn:participant ');
    expect(checkScore(await compileScore(xml))).toEqual([]);
  });

  test('at an event with a subscription is the outside, which may always come', async () => {
    const more = `<intermediateCatchEvent id="get-news"><extensionElements><zeebe:subscription correlationKey="=1" /></extensionElements><messageEventDefinition messageRef="message-news" /></intermediateCatchEvent>`;
    const verdict = await verdictOf({
      lead: { lines: ['start send-ask send-news end'] },
      helper: { lines: ['got-ask get-news end-2'], more },
    });
    expect(verdict).toEqual([]);
  });
});

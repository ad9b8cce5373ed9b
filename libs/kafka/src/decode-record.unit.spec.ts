import { decodeRecord } from './decode-record';

const message = {
  offset: '7',
  timestamp: '1700000000000',
  attributes: 0,
  key: Buffer.from('a'),
  value: Buffer.from('"ü"'),
  headers: { one: Buffer.from('1'), twice: [Buffer.from('1'), Buffer.from('2')], none: undefined },
};

it('turns bytes into text; of a header that comes twice the last counts', () => {
  expect(decodeRecord('t', 3, message)).toEqual({
    topic: 't',
    partition: 3,
    offset: '7',
    timestamp: 1_700_000_000_000,
    key: 'a',
    value: '"ü"',
    headers: { one: '1', twice: '2' },
  });
});

it('takes a record without key, value and headers for an empty one', () => {
  expect(decodeRecord('t', 0, { ...message, key: null, value: null, headers: {} })).toMatchObject({
    key: '',
    value: '',
    headers: {},
  });
});

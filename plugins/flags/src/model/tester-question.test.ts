import {
  addressOf,
  questionOf,
  readQuestion,
  requestInAddress,
  withField,
} from './tester-question';

const question = {
  clientId: 'shop-web',
  environments: ['production'],
  contextText: '{"targeting_key": "user-7", "user": {"age": 30}}',
  at: '2026-11-20T14:05',
};

describe('readQuestion', () => {
  it('names everything that is wrong at once', () => {
    const read = readQuestion({
      clientId: '',
      environments: [],
      contextText: '[1]',
      at: 'yesterday',
    });
    expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual([
      'clientId',
      'context',
      'at',
    ]);
  });

  it('survives the address and comes back as typed', () => {
    const read = readQuestion(question);
    if (!read.ok) throw new Error('The question is valid.');
    const again = requestInAddress(addressOf(read.request));
    expect(again).toEqual(read.request);
    expect(again && readQuestion(questionOf(again))).toEqual(read);
    expect(again && questionOf(again).at).toBe(question.at);
  });

  it('takes no address that was cut', () => {
    expect(requestInAddress('{"clientId":"shop-w')).toBeNull();
    expect(requestInAddress('')).toBeNull();
  });
});

describe('withField', () => {
  it('adds a missing field at its place and keeps what is there', () => {
    expect(JSON.parse(withField(question.contextText, 'user.country'))).toEqual(
      { targeting_key: 'user-7', user: { age: 30, country: '' } },
    );
    expect(JSON.parse(withField(question.contextText, 'user.age'))).toEqual(
      JSON.parse(question.contextText),
    );
  });

  it('leaves what is not JSON to the person', () => {
    expect(withField('{"a":', 'b')).toBe('{"a":');
  });
});

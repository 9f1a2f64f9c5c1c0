import { people, Scenario } from './given.spec-kit.js';
import { type Captured, captureMessage, chatCapture, isCaptured, titleOf, type WantedCapture } from './chat-capture.js';

const { marketer } = people;
const nothing = Scenario.of(chatCapture);
const message = { channel: 'C1', messageId: 'm-1', link: 'https://chat.example/m-1', text: 'Use the new banner.' };
const nobody = { requestId: null, questionId: null, ideaId: null };
const asIdea: Captured = { ...nobody, kind: 'IDEA', ideaId: 'i-1' };
const asQuestion: Captured = { ...nobody, kind: 'QUESTION', requestId: 'r-1', questionId: 'Q1' };
const capture = (made: Captured, change: object = {}) =>
  nothing.when(marketer, (_state, ctx) => captureMessage({ ...message, ...change }, made, ctx));
const again = (at: ReturnType<typeof capture>, wanted: WantedCapture) =>
  at.when(marketer, (state) => {
    expect(isCaptured(state, wanted, 'c-1')).toBe(true);
    return [];
  });

describe('a captured message', () => {
  it('is one fact with what it became', () => {
    expect(capture(asIdea).facts).toEqual([{ type: 'ChatCaptured', data: { ...message, ...asIdea } }]);
    expect(isCaptured(nothing.state, { kind: 'IDEA', requestId: null }, 'c-1')).toBe(false);
  });

  it('is the same when it comes again as the same (P11)', () => {
    expect(again(capture(asIdea), { kind: 'IDEA', requestId: null }).facts).toEqual([]);
    expect(again(capture(asQuestion), { kind: 'QUESTION', requestId: 'r-1' }).facts).toEqual([]);
  });

  it.each<[Captured, WantedCapture, string]>([
    [asIdea, { kind: 'DECISION', requestId: null }, 'i-1'],
    [asQuestion, { kind: 'QUESTION', requestId: 'r-2' }, 'r-1'],
    [{ ...nobody, kind: 'REQUEST_DRAFT', requestId: 'r-1' }, { kind: 'IDEA', requestId: null }, 'r-1'],
    [{ ...nobody, kind: 'DECISION', requestId: 'r-1' }, { kind: 'REQUEST_DRAFT', requestId: null }, 'c-1'],
  ])('%j is not taken for %j', (made, wanted, objectId) => {
    const { refusal } = again(capture(made), wanted);
    expect(refusal).toMatchObject({ code: 'CAPTURED_ALREADY', details: { kind: made.kind, objectId } });
  });

  it('is refused for what cannot be', () => {
    expect(capture(asIdea, { link: 'javascript:alert(1)' }).refusal).toMatchObject({ path: ['input', 'link'] });
    expect(capture(asIdea, { channel: ' ' }).refusal).toMatchObject({ path: ['input', 'channel'] });
    expect(capture(asIdea, { messageId: 'm'.repeat(201) }).refusal).toMatchObject({ path: ['input', 'messageId'] });
    expect(capture(asIdea, { text: 'mara@example.com' }).refusal).toMatchObject({ code: 'PII_NOT_ALLOWED' });
  });
});

describe('a title out of a message', () => {
  it('is its first line, cut by characters', () => {
    expect(titleOf('\n First line \nSecond', 20)).toBe('First line');
    expect(titleOf('😀'.repeat(30), 10)).toBe(`${'😀'.repeat(9)}…`);
    expect(titleOf('x'.repeat(10), 10)).toBe('x'.repeat(10));
  });
});

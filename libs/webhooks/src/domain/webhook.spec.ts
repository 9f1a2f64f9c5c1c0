import type { Recorded, Refusal } from '#libs/event-log';
import fc from 'fast-check';
import {
  type AskedTerms,
  changeWebhook,
  disableWebhook,
  enableWebhook,
  giveUpOn,
  MOST_TRIES,
  MOST_WEBHOOKS,
  nextPause,
  registerWebhook,
  removeWebhook,
  retryAfterOf,
  rotateSecret,
  type Surroundings,
  webhook,
  type WebhookEvent,
  webhookList,
  type WebhookListEvent,
  type WebhookState,
} from './index.js';

const webhookId = 'w-1';
const surroundings: Surroundings = {
  known: { RequestSubmitted: 2, RequestHeld: 1 },
  urlProblem: (url) => (url.protocol === 'https:' ? null : 'NOT_HTTPS'),
};
const url = 'https://tools.example/hook';
const terms: AskedTerms = { url, types: ['RequestSubmitted', 'RequestHeld', 'RequestHeld'] };

const after = (state: WebhookState, events: readonly WebhookEvent[]): WebhookState =>
  events.reduce(
    (one, event, index) =>
      webhook.evolve(one, { ...event, version: state.course + index + 1 } as Recorded<WebhookEvent>),
    state,
  );
const given = (...decisions: readonly ((state: WebhookState) => readonly WebhookEvent[])[]): WebhookState =>
  decisions.reduce((state, decide) => after(state, decide(state)), webhook.initial);

const registers =
  (asked = terms) =>
  () =>
    registerWebhook(webhookList.initial, { webhookId, secretId: 's-1', terms: asked }, surroundings).it;
const disables = (state: WebhookState) => disableWebhook(state, { webhookId, reason: 'ASKED', note: ' Not now ' });
const removes = (state: WebhookState) => removeWebhook(state, webhookId).it;
const changes = (asked: AskedTerms) => (state: WebhookState) =>
  changeWebhook(state, { webhookId, terms: asked }, surroundings);

const refusalOf = (attempt: () => unknown): Pick<Refusal, 'code' | 'path' | 'details'> => {
  try {
    attempt();
  } catch (error) {
    const { code, path, details } = error as Refusal;
    return { code, path, details };
  }
  throw new Error('It was not refused.');
};

describe('registering a webhook', () => {
  it('says what it is told of, and that it is one more of its workspace', () => {
    expect(registerWebhook({ ids: ['w-0'] }, { webhookId, secretId: 's-1', terms }, surroundings)).toEqual({
      it: [
        {
          type: 'WebhookRegistered',
          data: {
            webhookId,
            secretId: 's-1',
            url,
            description: null,
            types: ['RequestHeld', 'RequestSubmitted'],
            subject: null,
            versions: {},
          },
        },
      ],
      list: [{ type: 'WebhookListed', data: { webhookId } }],
    });
  });

  it('means everything when no type is named', () => {
    const [fact] = registers({ url, types: [], versions: [{ type: 'RequestSubmitted', version: 1 }] })();
    expect(fact).toMatchObject({ data: { types: null, versions: { RequestSubmitted: 1 } } });
  });

  it.each<[string, Partial<AskedTerms>, string, object]>([
    ['no address', { url: 'tools example' }, 'WEBHOOK_URL_REFUSED', { rule: 'NO_ADDRESS' }],
    ['an address without TLS', { url: 'http://tools.example/' }, 'WEBHOOK_URL_REFUSED', { rule: 'NOT_HTTPS' }],
    ['too long an address', { url: `${url}${'x'.repeat(2000)}` }, 'VALIDATION_FAILED', {}],
    ['a type nobody knows', { types: ['RequestSung'] }, 'UNKNOWN_EVENT_TYPE', { type: 'RequestSung', newest: null }],
    ['what every object has', { types: ['constructor'] }, 'UNKNOWN_EVENT_TYPE', { type: 'constructor', newest: null }],
    [
      'a version that is not there',
      { versions: [{ type: 'RequestSubmitted', version: 3 }] },
      'UNKNOWN_EVENT_TYPE',
      { type: 'RequestSubmitted', newest: 2 },
    ],
    ['too many types', { types: Array.from({ length: 201 }, () => 'RequestHeld') }, 'LIMIT_REACHED', { max: 200 }],
    ['personal data', { description: 'Ask mara@example.com' }, 'PII_NOT_ALLOWED', { kind: 'EMAIL' }],
  ])('is refused for %s', (_what, wrong, code, details) =>
    expect(refusalOf(registers({ ...terms, ...wrong }))).toMatchObject({ code, details }),
  );

  it('is refused when the workspace has as many as it may', () => {
    const ids = Array.from({ length: MOST_WEBHOOKS }, (_, n) => `w-${n}`);
    const attempt = () => registerWebhook({ ids }, { webhookId, secretId: 's-1', terms }, surroundings);
    expect(refusalOf(attempt)).toMatchObject({ code: 'LIMIT_REACHED', details: { max: MOST_WEBHOOKS } });
  });

  it('has room again for each that was removed', () => {
    const facts: WebhookListEvent[] = [
      { type: 'WebhookListed', data: { webhookId: 'w-1' } },
      { type: 'WebhookListed', data: { webhookId: 'w-2' } },
      { type: 'WebhookUnlisted', data: { webhookId: 'w-1' } },
    ];
    const state = facts.reduce((one, fact) => webhookList.evolve(one, fact as Recorded<WebhookListEvent>), {
      ...webhookList.initial,
    });
    expect(state).toEqual({ ids: ['w-2'] });
  });
});

describe('a webhook', () => {
  it('is judged anew when it gets another address or is enabled, and not when it only is told of something else', () => {
    const first = given(registers());
    const narrower = given(registers(), changes({ url, types: ['RequestHeld'] }));
    expect(narrower.course).toBe(first.course);
    expect(given(registers(), changes({ ...terms, url: `${url}/other` })).course).toBeGreaterThan(first.course);
    const again = given(registers(), disables, (state) => enableWebhook(state, webhookId));
    expect(again).toMatchObject({ status: 'ACTIVE', disabledBy: null, note: null });
    expect(again.course).toBeGreaterThan(first.course);
  });

  it('keeps why it was disabled', () =>
    expect(given(registers(), disables)).toMatchObject({ status: 'DISABLED', disabledBy: 'ASKED', note: 'Not now' }));

  it('is given up by the service once, and not when it was given another course meanwhile', () => {
    const hopeless = { webhookId, reason: 'GONE', note: 'Gone.', course: 1 } as const;
    expect(giveUpOn(given(registers()), hopeless)).toMatchObject([
      { type: 'WebhookDisabled', data: { reason: 'GONE' } },
    ]);
    expect(giveUpOn(given(registers()), { ...hopeless, course: 0 })).toEqual([]);
    expect(giveUpOn(given(registers(), disables), hopeless)).toEqual([]);
    expect(giveUpOn(webhook.initial, hopeless)).toEqual([]);
  });

  it('rotates its secret, and says for how long both sign', () => {
    const rotated = (overlapHours?: number) =>
      rotateSecret(given(registers()), { webhookId, secretId: 's-2', overlapHours })[0]?.data;
    expect([rotated(), rotated(0)]).toMatchObject([{ overlapHours: 24 }, { overlapHours: 0 }]);
    expect(refusalOf(() => rotated(169))).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', 'overlapHours'] });
    expect(refusalOf(() => rotated(-1))).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it.each<[string, readonly ((state: WebhookState) => readonly WebhookEvent[])[], string]>([
    ['changed into what it is', [registers(), changes(terms)], 'WEBHOOK_UNCHANGED'],
    ['disabled twice', [registers(), disables, disables], 'INVALID_STATE'],
    ['enabled while it is', [registers(), (state) => enableWebhook(state, webhookId)], 'INVALID_STATE'],
    ['changed before it is there', [changes(terms)], 'NOT_FOUND'],
    ['removed twice', [registers(), removes, removes], 'NOT_FOUND'],
    ['changed after it was removed', [registers(), removes, changes(terms)], 'NOT_FOUND'],
  ])('is not %s', (_what, decisions, code) => expect(refusalOf(() => given(...decisions))).toMatchObject({ code }));
});

describe('the next try of a delivery', () => {
  const SCHEDULE = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400].map((seconds) => seconds * 1000);

  it('comes after the pauses of the standard, over more than three days, and then no more', () => {
    const pauses = Array.from({ length: MOST_TRIES }, (_, n) =>
      nextPause({ tries: n + 1, retryAfterMs: null, chance: 0 }),
    );
    expect(pauses).toEqual([...SCHEDULE, null]);
  });

  it('is spread over a tenth, and later when the receiver asks for it, by a day at most', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: MOST_TRIES - 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.option(fc.nat(10 * 86_400_000)),
      (tries, chance, retryAfterMs) => {
        const pause = nextPause({ tries, retryAfterMs, chance })!;
        const planned = SCHEDULE[tries - 1]!;
        const asked = Math.min(retryAfterMs ?? 0, 86_400_000);
        return pause >= Math.max(planned, asked) && pause <= Math.max(planned * 1.1 + 1, asked);
      },
    );
    fc.assert(property);
  });

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Tue, 10 Mar 2026 09:01:00 GMT', 60_000],
    ['Tue, 10 Mar 2026 08:59:00 GMT', null],
    ['2026-03-10', null],
    ['soon', null],
    ['-5', null],
    ['', null],
    [undefined, null],
  ])('reads Retry-After: %s', (header, expected) =>
    expect(retryAfterOf(header, new Date('2026-03-10T09:00:00.000Z'))).toBe(expected),
  );
});

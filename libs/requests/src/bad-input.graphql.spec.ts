import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { type Cast, requestsApi, type RequestsApi } from './requests.fixture.js';
import { documentOf, RequestClient, wholeBrief } from './stages.fixture.js';

let api: RequestsApi;
let client: RequestClient;
let elsewhere: RequestClient;
beforeAll(async () => {
  api = await requestsApi();
  client = new RequestClient(api, await api.cast());
  elsewhere = new RequestClient(api, await api.cast());
});
afterAll(() => api.close());

/** Codes of whatever came back: problems of the payload or errors of the transport. Nothing may have been stored. */
const codesOf = async (name: string, input: object, who: (keyof Cast & 'requester') | 'cto' = 'requester') => {
  const before = await api.events();
  const { data, errors } = await client.run(client.cast[who], name, input);
  expect(await api.events()).toBe(before);
  const payload = (data as Record<string, { problems: { code: string }[] } | null> | null | undefined)?.[name];
  return {
    problems: payload?.problems.map(({ code }) => code),
    errors: errors?.map(({ extensions }) => extensions?.['code']),
  };
};

const refusedAs = (code: string) => ({ problems: [code], errors: undefined });
const malformed = { problems: undefined, errors: ['BAD_USER_INPUT'] };
const titled = (title: unknown) => client.creation({ title });

describe('a title', () => {
  it.each([
    ['10,000 characters', 'x'.repeat(10_000), 'VALIDATION_FAILED'],
    ['201 characters', 'x'.repeat(201), 'VALIDATION_FAILED'],
    ['2 characters', 'ab', 'VALIDATION_FAILED'],
    ['nothing but blanks', ' \t\n\u2003   ', 'VALIDATION_FAILED'],
    ['an e-mail address', 'Page for mara@example.com', 'PII_NOT_ALLOWED'],
    ['a phone number', 'Call +49 30 1234567', 'PII_NOT_ALLOWED'],
  ])('of %s is refused', async (_, title, code) => {
    expect(await codesOf('createRequest', titled(title))).toEqual(refusedAs(code));
  });

  it.each([
    ['U+0000', 'Spring\u0000page'],
    ['half of a surrogate pair', 'Spring \ud83c page'],
    ['the other half', 'Spring \udf38 page'],
    ['a number', 7],
    ['null', null],
    ['a list', ['Spring', 'page']],
  ])('of %s is malformed', async (_, title) => {
    expect(await codesOf('createRequest', titled(title))).toEqual(malformed);
  });

  it.each([
    ['emoji', '🌸 Spring page 👩‍💻'],
    ['200 emoji, counted as people count', '🌸'.repeat(200)],
    ['SQL', `Robert'); DROP TABLE log.event; --`],
    ['placeholders and escapes', `$1 %s {{7*7}} \\u0000 \\x00 <script>alert(1)</script>`],
    ['another script', 'Frühlings-Seite für 春の花'],
    ['JSON', '{"__proto__": {"admin": true}}'],
  ])('of %s is kept as it is', async (_, title) => {
    const { request } = await client.done(client.cast.requester, 'createRequest', titled(title));
    expect(request).toMatchObject({ title });
  });
});

describe('an id', () => {
  const forged = [
    ['of nothing', () => toGlobalId('Request', randomUUID())],
    ['of another type', () => client.cast.requester.id],
    ['of SQL', () => toGlobalId('Request', `' OR '1'='1`)],
    ['of a bare uuid', () => randomUUID()],
    ['of a path', () => toGlobalId('Request', '../../etc/passwd')],
    ['of 10,000 characters', () => 'A'.repeat(10_000)],
    ['of emoji', () => '🌸'],
    ['of nothing at all', () => ''],
    ['in capitals', () => toGlobalId('Request', randomUUID().toUpperCase())],
  ] as const;

  it.each(forged)('%s is not found', async (_, id) => {
    expect(await codesOf('submitRequest', { requestId: id() })).toEqual(refusedAs('NOT_FOUND'));
  });

  it.each(forged)('%s is nobody who could own or build', async (_, id) => {
    const requestId = await client.at('submitted');
    const owned = await codesOf(
      'assignOwner',
      { requestId, ownerId: id() === client.cast.requester.id ? '' : id() },
      'cto',
    );
    expect(owned).toEqual(refusedAs('NOT_FOUND'));
    expect(await codesOf('triageRequest', client.triage(requestId, { providerTeamId: id() }), 'cto')).toEqual(
      refusedAs('NOT_FOUND'),
    );
  });

  it('edited by one character is not found', async () => {
    const requestId = await client.at('drafted');
    const edited = requestId.slice(0, -4) + (requestId.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    expect(await codesOf('submitRequest', { requestId: edited })).toEqual(refusedAs('NOT_FOUND'));
    expect(await codesOf('submitRequest', { requestId: `${requestId}=` })).toEqual(refusedAs('NOT_FOUND'));
  });

  it('of something inside a request is not found when it is junk', async () => {
    const requestId = await client.at('drafted');
    for (const questionId of [`Q1' OR 1=1`, 'Q0', '', 'x'.repeat(10_000), '__proto__']) {
      const answer = { requestId, questionId, answerText: 'Yes.' };
      expect(await codesOf('answerQuestion', answer)).toEqual(refusedAs('NOT_FOUND'));
    }
  });
});

describe('another workspace', () => {
  it('has no requests, people or teams that this one could see or change', async () => {
    const theirs = await elsewhere.at('submitted');
    const ours = await client.at('submitted');
    const { cto, requester } = client.cast;
    expect(await codesOf('submitRequest', { requestId: theirs })).toEqual(refusedAs('NOT_FOUND'));
    expect(await codesOf('declineRequest', { requestId: theirs, reason: 'TOO_RISKY' }, 'cto')).toEqual(
      refusedAs('NOT_FOUND'),
    );
    expect(await codesOf('createRequest', client.creation({ consumerTeamId: elsewhere.cast.marketing }))).toEqual(
      refusedAs('NOT_FOUND'),
    );
    const foreignTeam = client.triage(ours, { providerTeamId: elsewhere.cast.engineering });
    expect(await codesOf('triageRequest', foreignTeam, 'cto')).toEqual(refusedAs('PROVIDER_UNKNOWN'));
    const foreignOwner = client.triage(ours, { ownerId: elsewhere.cast.manager.id });
    expect(await codesOf('triageRequest', foreignOwner, 'cto')).toEqual(refusedAs('OWNER_REQUIRED'));
    const coAuthor = { requestId: ours, personId: elsewhere.cast.engineer.id };
    expect(await codesOf('addCoAuthor', coAuthor, 'cto')).toEqual(refusedAs('NOT_FOUND'));

    const read = 'query ($id: ID!) { request(id: $id) { id } node(id: $id) { id } }';
    const { data } = await api.run(read, requester, { variables: { id: theirs } });
    expect(data).toEqual({ request: null, node: null });
    const stale = await client.give(cto, 'submitRequest', { requestId: theirs }, { expect: { version: 1 } });
    expect(stale.problems.map(({ code }) => code)).toEqual(['NOT_FOUND']);
  });

  it('has numbers of its own', async () => {
    const fresh = new RequestClient(api, await api.cast());
    const first = await fresh.done(fresh.cast.requester, 'createRequest', fresh.creation());
    const second = await fresh.done(fresh.cast.requester, 'createRequest', fresh.creation());
    expect([first.request, second.request]).toMatchObject([{ number: 1 }, { number: 2 }]);
  });

  it('shares no idempotency keys', async () => {
    const key = { key: 'same' };
    const here = await client.done(client.cast.requester, 'createRequest', client.creation(), key);
    const there = await elsewhere.done(elsewhere.cast.requester, 'createRequest', elsewhere.creation(), key);
    expect([here.replayed, there.replayed]).toEqual([false, false]);
  });
});

describe('an input', () => {
  it.each([
    ['an unknown word', { type: 'PAGE' }],
    ['a word of another list', { type: 'EXPEDITE' }],
    ['a field that is not there', { isAdmin: true }],
    ['a text for an object', { source: 'FORM' }],
    ['nothing for what is owed', { consumerTeamId: undefined }],
  ])('with %s is malformed', async (_, more) => {
    expect(await codesOf('createRequest', client.creation(more))).toEqual(malformed);
  });

  it.each([
    ['a day that does not exist', { date: '2026-02-30' }],
    ['a day in words', { date: 'tomorrow' }],
    ['a number for a day', { date: 20260123 }],
  ])('with %s is malformed', async (_, more) => {
    const input = {
      requestId: await client.at('drafted'),
      dateKind: 'PREFERENCE',
      sides: ['CONSUMER', 'PROVIDER'],
      ...more,
    };
    expect(await codesOf('agreeDate', input, 'cto')).toEqual(malformed);
  });

  it.each([
    ['a size of 0', 0],
    ['a size below 0', -5],
    ['a size above all measure', 2_000_000_000],
  ])('with %s is refused', async (_, roughMinutes) => {
    const input = client.triage(await client.at('submitted'), { roughMinutes });
    expect(await codesOf('triageRequest', input, 'cto')).toEqual(refusedAs('VALIDATION_FAILED'));
  });

  it.each([
    ['more than 32 bits', 3_000_000_000],
    ['a fraction', 1.5],
  ])('with %s for minutes is malformed', async (_, roughMinutes) => {
    const input = client.triage(await client.at('submitted'), { roughMinutes });
    expect(await codesOf('triageRequest', input, 'cto')).toEqual(malformed);
  });

  it('names the place of a bad text deep inside', async () => {
    const requestId = await client.at('drafted');
    const brief = { ...wholeBrief, criteria: [{ text: 'It loads' }, { text: 'x'.repeat(4001) }] };
    const { problems } = await client.give(client.cast.requester, 'reviseBrief', { requestId, brief });
    expect(problems).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['input', 'brief', 'criteria', '1', 'text'] }]);
    const deep = { ...wholeBrief, tracking: [{ ...wholeBrief.tracking[0], parameters: ['ok', 'no\u0000t'] }] };
    const { errors } = await client.run(client.cast.requester, 'reviseBrief', { requestId, brief: deep });
    expect(errors).toMatchObject([{ message: expect.stringContaining('parameters.1') as string }]);
    const asset = { kind: 'DOC', url: 'javascript:alert(1)' };
    expect(await codesOf('reviseBrief', { requestId, brief: { assets: [asset] } })).toEqual(
      refusedAs('VALIDATION_FAILED'),
    );
  });

  it('that empties and keeps parts of a brief does just that', async () => {
    const requestId = await client.at('written');
    const parts = {
      tracking: null,
      trackingNotNeeded: 'Nothing is measured',
      criteria: [{ id: 'C2', text: 'It loads' }],
    };
    await client.done(client.cast.requester, 'reviseBrief', { requestId, brief: parts });
    const read = `query ($id: ID!) { request(id: $id) { brief { userStories { role } criteria { id text } tracking { event }
      trackingNotNeeded assetsNotNeeded } } }`;
    const { data } = await api.run(read, client.cast.requester, { variables: { id: requestId } });
    const brief = {
      userStories: [{ role: 'visitor' }],
      criteria: [{ id: 'C2', text: 'It loads' }],
      tracking: [],
      trackingNotNeeded: 'Nothing is measured',
      assetsNotNeeded: 'Uses the page kit',
    };
    expect(data).toEqual({ request: { brief } });
  });
});

describe('an expectation', () => {
  it.each([{}, { version: 1, latest: true }, { version: 'one' }, { latest: null }])(
    'of %j is malformed',
    async (given) => {
      const requestId = await client.at('written');
      const before = await api.events();
      const { errors } = await client.run(client.cast.requester, 'submitRequest', { requestId }, { expect: given });
      expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT']);
      expect(await api.events()).toBe(before);
    },
  );

  it.each([{ latest: false }, { version: -1 }])('of %j is refused', async (given) => {
    const requestId = await client.at('written');
    const { problems } = await client.give(client.cast.requester, 'submitRequest', { requestId }, { expect: given });
    expect(problems.map(({ code }) => code)).toEqual(['VALIDATION_FAILED']);
  });

  it('is owed by every change of a request that is there', () => {
    const fields = Object.values(api.schema.getMutationType()?.getFields() ?? {});
    const ours = fields.filter(({ type }) => /^(Request|AskQuestion|RaiseConcern)Payload!$/.test(String(type)));
    expect(ours.length).toBeGreaterThan(20);
    const free = ours.filter(
      ({ args }) => !args.some(({ name, type }) => name === 'expect' && String(type) === 'Expect!'),
    );
    expect(free.map(({ name }) => name)).toEqual(['createRequest']);
    expect(ours.map(({ name }) => documentOf(name)).every((text) => text.includes('idempotencyKey'))).toBe(true);
  });
});

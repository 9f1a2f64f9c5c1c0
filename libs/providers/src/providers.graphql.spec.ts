import { fromGlobalId, neededRight, toGlobalId } from '#libs/api-kit';
import { isRight, person } from '#libs/people';
import { request } from '#libs/requests';
import { isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { randomUUID } from 'node:crypto';
import { Agency } from './agency.fixture.js';
import { ProvidersApi } from './providers.fixture.js';

let api: ProvidersApi;
beforeAll(async () => {
  api = await ProvidersApi.start();
});
afterAll(() => api.close());

const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
const pii = 'Ask dario@example.com';

describe('the schema of agencies', () => {
  it('declares rights the matrix has, and describes all of it', () => {
    const types = Object.values(api.schema.getTypeMap()).filter(({ name }) =>
      /^(Provider|PurchaseOrder|CardRate)/.test(name),
    );
    const fields = types.filter(isObjectType).flatMap((type) => Object.values(type.getFields()));
    expect(fields.flatMap((field) => neededRight(field) ?? []).filter((right) => !isRight(right))).toEqual([]);
    const parts = [
      ...types,
      ...types
        .filter((type) => isObjectType(type) || isInputObjectType(type))
        .flatMap((type) => Object.values(type.getFields())),
      ...types.filter(isEnumType).flatMap((type) => [...type.getValues()]),
    ];
    expect(parts.length).toBeGreaterThan(100);
    expect(parts.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
  });
});

describe('an agency', () => {
  it('is invited, proves what the checklist names, is approved, and leaves (3.10)', async () => {
    const agency = await Agency.invited(api);
    const { cast } = agency;
    expect(agency.shown).toMatchObject({
      reference: 'AGY-1',
      status: 'INVITED',
      team: { id: cast.studio },
      contact: { id: cast.designer.id },
      validFrom: null,
      rateCard: [{ work: 'Design', rate: eur(11_000) }],
      purchaseOrder: { version: 1, ceiling: eur(500_000), spent: eur(0), left: eur(500_000) },
    });
    expect(agency.shown['checklist']).toHaveLength(10);
    const handed = await agency.does('designer', 'submitEvidence', { item: 'NDA', text: 'Signed.' });
    expect(handed).toMatchObject({ status: 'IN_REVIEW' });
    await agency.does('reviewer', 'verifyItem', { item: 'NDA', ok: false, reason: 'Page 2 is missing.' });
    await agency.does('engineer', 'submitEvidence', { item: 'NDA', link: 'https://docs.example/nda.pdf' });
    const verified = await agency.does('reviewer', 'verifyItem', { item: 'NDA', ok: true });
    expect((verified['checklist'] as object[])[0]).toEqual({
      item: 'NDA',
      status: 'VERIFIED',
      note: null,
      evidence: [
        { link: null, text: 'Signed.', submittedBy: { id: cast.designer.id } },
        { link: 'https://docs.example/nda.pdf', text: null, submittedBy: { id: cast.engineer.id } },
      ],
      judgedBy: { id: cast.reviewer.id },
    });
    await agency.does('cto', 'recordAccess', { system: 'Content management' });
    const partner = { step: 'CODE_REVIEW_PARTNER', personId: cast.engineer.id, note: 'Mondays.' };
    const joined = await agency.does('cto', 'recordIntegrationStep', partner);
    expect(joined['integration']).toEqual([
      {
        step: 'CODE_REVIEW_PARTNER',
        note: 'Mondays.',
        person: { id: cast.engineer.id },
        recordedBy: { id: cast.cto.id },
      },
    ]);
    for (const item of (joined['checklist'] as { item: string; status: string }[]).filter(
      ({ status }) => status === 'OPEN',
    )) {
      await agency.does('bridge', 'submitEvidence', { item: item.item, text: 'Seen.' });
      await agency.does('reviewer', 'verifyItem', { item: item.item, ok: true });
    }
    const approved = await agency.does('cto', 'approveProvider', { validUntil: '2027-02-02' });
    expect(approved).toMatchObject({ status: 'APPROVED', validFrom: '2026-02-02', validUntil: '2027-02-02' });
    const suspended = await agency.does('reviewer', 'suspendProvider', { reason: 'Leaked key.' });
    expect(suspended).toMatchObject({ status: 'SUSPENDED', reason: 'Leaked key.' });
    expect(await agency.does('cto', 'resumeProvider', { reason: 'Rotated.' })).toMatchObject({ status: 'APPROVED' });
    await agency.does('cto', 'startOffboarding', { reason: 'The contract ends.' });
    await agency.does('cto', 'confirmRevoked', { accessId: 'X1' });
    const gone = await agency.does('cto', 'completeOffboarding');
    expect(gone).toMatchObject({ status: 'OFFBOARDED', accesses: [{ id: 'X1', revokedBy: { id: cast.cto.id } }] });
    await api.readable();
    const story = `query ($id: ID!) { provider(id: $id) { history(first: 200) { changes { summary actorId } } } }`;
    const { history } = await api.ask<{ history: { changes: { summary: string; actorId: string }[] } }>(
      story,
      cast.auditor,
      {
        id: agency.id,
      },
    );
    const told = history.changes
      .map(({ summary }) => summary)
      .filter((summary) => !/Seen\.|was verified/.test(summary));
    expect(told.filter((summary) => !summary.includes('“Seen”'))).toEqual([
      'AGY-1 was invited: “Studio North”.',
      'Its review began.',
      'The non-disclosure agreement: evidence was handed in: “Signed”.',
      'The non-disclosure agreement was not accepted: “Page 2 is missing”.',
      'The non-disclosure agreement: evidence was handed in.',
      'X1: its people can get into “Content management”.',
      'It has a partner for code reviews: “Mondays”.',
      'It was approved from 2026-02-02 to 2027-02-02.',
      'It was suspended: “Leaked key”.',
      'It may work again, until 2027-02-02: “Rotated”.',
      'It leaves, 2026-02-02 is its last day: “The contract ends”.',
      'X1 is revoked.',
      'It is gone.',
    ]);
    // Its team is free for another agency.
    const again = { name: 'Studio South', teamId: cast.studio, ceiling: eur(0) };
    expect((await api.done(cast.cto, 'inviteProvider', again)).provider).toMatchObject({ reference: 'AGY-2' });
  });

  it('is refused an invitation that does not fit', async () => {
    const agency = await Agency.invited(api);
    const { cast } = agency;
    const invite = async (change: object, who = cast.cto) => {
      const input = { name: 'Workshop', teamId: cast.workshop, ceiling: eur(1), ...change };
      return (await api.refused(who, 'inviteProvider', input))[0];
    };
    expect(await invite({ teamId: cast.studio })).toMatchObject({
      code: 'TEAM_OF_ANOTHER_PROVIDER',
      otherProviderId: agency.id,
    });
    expect(await invite({ teamId: cast.engineering })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'teamId'],
    });
    expect(await invite({ teamId: cast.marketing })).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'teamId'],
    });
    expect(await invite({ teamId: toGlobalId('Team', randomUUID()) })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await invite({ contactId: toGlobalId('Person', randomUUID()) })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await invite({ name: pii })).toMatchObject({ code: 'PII_NOT_ALLOWED' });
    expect(await invite({ name: '' })).toMatchObject({ code: 'VALIDATION_FAILED' });
    const usd = { work: 'Design', rate: { minorUnits: 1, currency: 'USD' } };
    expect(await invite({ rateCard: [usd] })).toMatchObject({
      code: 'CURRENCY_MISMATCH',
      counted: 'EUR',
      given: 'USD',
    });
    const many = Array.from({ length: 21 }, (_, index) => ({ work: `Work ${index}`, rate: eur(1) }));
    expect(await invite({ rateCard: many })).toMatchObject({ code: 'LIMIT_REACHED', max: 20 });
    expect(await invite({}, cast.cmo)).toMatchObject({ code: 'FORBIDDEN', right: 'provider.manage' });
  });

  it('is one of two that are given the same team at once', async () => {
    const cast = await api.cast();
    const input = { name: 'Studio', teamId: cast.studio, ceiling: eur(0) };
    const all = await Promise.all(Array.from({ length: 8 }, () => api.give(cast.cto, 'inviteProvider', input)));
    const codes = all.flatMap(({ problems }) => problems.map(({ code }) => code));
    expect(codes).toEqual(Array.from({ length: 7 }, () => 'TEAM_OF_ANOTHER_PROVIDER'));
    expect(await api.events(cast.workspaceId, 'ProviderInvited')).toBe(1);
  });

  it('is refused evidence and verdicts that do not fit', async () => {
    const agency = await Agency.invited(api);
    const proof = { item: 'NDA', text: 'Signed.' };
    expect(await agency.codes('designer', 'submitEvidence', { item: 'NDA' })).toEqual(['VALIDATION_FAILED']);
    expect(await agency.codes('designer', 'submitEvidence', { item: 'NDA', text: pii })).toEqual(['PII_NOT_ALLOWED']);
    expect(await agency.refused('crafter', 'submitEvidence', proof)).toMatchObject([
      { code: 'FORBIDDEN', right: 'own' },
    ]);
    expect(await agency.codes('cmo', 'submitEvidence', proof)).toEqual(['FORBIDDEN']);
    expect(await agency.codes('reviewer', 'verifyItem', { item: 'NDA', ok: true })).toEqual(['INVALID_STATE']);
    await agency.does('engineer', 'submitEvidence', proof);
    expect(await agency.codes('reviewer', 'verifyItem', { item: 'NDA', ok: false })).toEqual(['REASON_REQUIRED']);
    expect(await agency.codes('cto', 'verifyItem', { item: 'NDA', ok: true })).toEqual(['FORBIDDEN']);
    const nowhere = { providerId: toGlobalId('Provider', randomUUID()), ...proof };
    expect(await agency.codes('engineer', 'submitEvidence', nowhere)).toEqual(['NOT_FOUND']);
    for (let piece = 1; piece < 20; piece += 1) await agency.does('engineer', 'submitEvidence', proof);
    expect(await agency.codes('engineer', 'submitEvidence', proof)).toEqual(['LIMIT_REACHED']);
  });

  it('is not verified by who proved it', async () => {
    const agency = await Agency.invited(api);
    const { cast } = agency;
    // Somebody who reviews risks and builds.
    const held = { role: 'ENGINEER' as const, teamId: null };
    const both = await api.join(cast.workspaceId, held);
    await api.happened(cast.workspaceId, { aggregate: person, id: both.personId }, [
      { type: 'RoleGranted', data: { personId: both.personId, role: 'RISK_REVIEWER', teamId: null } },
    ]);
    await api.done(both, 'submitEvidence', { providerId: agency.id, item: 'NDA', text: 'Signed.' });
    const verdict = { providerId: agency.id, item: 'NDA', ok: true };
    expect(await api.refused(both, 'verifyItem', verdict)).toMatchObject([{ code: 'SELF_APPROVAL_FORBIDDEN' }]);
    expect(await agency.does('reviewer', 'verifyItem', { item: 'NDA', ok: true })).toMatchObject({
      status: 'IN_REVIEW',
    });
  });

  it('is refused approvals that do not fit', async () => {
    const agency = await Agency.reviewed(api, ['INSURANCE', 'NDA']);
    const until = (validUntil: string) => agency.refused('cto', 'approveProvider', { validUntil });
    expect(await until('2026-12-31')).toMatchObject([{ code: 'CHECKLIST_OPEN', items: ['NDA', 'INSURANCE'] }]);
    expect(await until('2026-02-01')).toMatchObject([{ code: 'DATE_IN_PAST', path: ['input', 'validUntil'] }]);
    expect(await until('2027-02-03')).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['input', 'validUntil'] }]);
    expect(await agency.codes('reviewer', 'approveProvider', { validUntil: '2026-12-31' })).toEqual(['FORBIDDEN']);
    expect(await agency.codes('cto', 'suspendProvider', { reason: 'x' })).toEqual(['INVALID_STATE']);
    expect(await agency.codes('cto', 'resumeProvider')).toEqual(['INVALID_STATE']);
    expect(await agency.codes('cto', 'rejectProvider', { reason: ' ' })).toEqual(['REASON_REQUIRED']);
    await agency.does('cto', 'recordAccess', { system: 'Tag manager' });
    const open = await agency.refused('cto', 'rejectProvider', { reason: 'Uninsured.' });
    expect(open).toMatchObject([{ code: 'ACCESS_NOT_REVOKED', accesses: ['X1'] }]);
    await agency.does('cto', 'confirmRevoked', { accessId: 'X1' });
    const rejected = await agency.does('cto', 'rejectProvider', { reason: 'Uninsured.' });
    expect(rejected).toMatchObject({ status: 'REJECTED', reason: 'Uninsured.' });
    expect(await agency.codes('cto', 'setPurchaseOrderCeiling', { ceiling: eur(1) })).toEqual(['INVALID_STATE']);
  });

  it('is not resumed once its approval has ended', async () => {
    const agency = await Agency.approved(api);
    await agency.does('cto', 'suspendProvider', { reason: 'Leaked key.' });
    await api.setClock(agency.cast.workspaceId, '2026-06-30T21:59:59.000Z');
    await agency.does('cto', 'resumeProvider');
    await agency.does('reviewer', 'suspendProvider', { reason: 'Again.' });
    await api.setClock(agency.cast.workspaceId, '2026-06-30T22:00:00.000Z');
    const late = await agency.refused('cto', 'resumeProvider');
    expect(late).toMatchObject([{ code: 'APPROVAL_EXPIRED', lastDay: '2026-06-30' }]);
  });

  it('is refused to leave where it does not fit', async () => {
    const agency = await Agency.approved(api);
    expect(await agency.codes('cto', 'completeOffboarding')).toEqual(['INVALID_STATE']);
    expect(await agency.codes('cto', 'startOffboarding', { reason: pii })).toEqual(['PII_NOT_ALLOWED']);
    expect(await agency.codes('cto', 'startOffboarding', { reason: '' })).toEqual(['REASON_REQUIRED']);
    expect(await agency.codes('cto', 'confirmRevoked', { accessId: 'X1' })).toEqual(['NOT_FOUND']);
    expect(await agency.codes('cto', 'recordAccess', { system: '' })).toEqual(['VALIDATION_FAILED']);
    await agency.does('cto', 'recordAccess', { system: 'Tag manager' });
    await agency.does('cto', 'startOffboarding', { reason: 'The contract ends.' });
    const open = await agency.refused('cto', 'completeOffboarding');
    expect(open).toMatchObject([{ code: 'ACCESS_NOT_REVOKED', accesses: ['X1'] }]);
    const nobody = { step: 'POINT_PERSON', personId: toGlobalId('Person', randomUUID()) };
    expect(await agency.codes('cto', 'recordIntegrationStep', nobody)).toEqual(['NOT_FOUND']);
    expect(await agency.codes('cto', 'recordIntegrationStep', { step: 'POINT_PERSON' })).toEqual(['INVALID_STATE']);
    await agency.does('cto', 'confirmRevoked', { accessId: 'X1' });
    expect(await agency.codes('cto', 'confirmRevoked', { accessId: 'X1' })).toEqual(['INVALID_STATE']);
  });

  it('tells the version it has to who saw another, and does nothing twice', async () => {
    const agency = await Agency.invited(api);
    const input = { providerId: agency.id, item: 'NDA', text: 'Signed.' };
    const { cast } = agency;
    const first = await api.done(cast.engineer, 'submitEvidence', input, { key: 'k-1', expect: { version: 1 } });
    const again = await api.done(cast.engineer, 'submitEvidence', input, { key: 'k-1', expect: { version: 1 } });
    expect(again).toMatchObject({ replayed: true, position: first.position });
    const stale = await api.refused(cast.engineer, 'submitEvidence', input, { expect: { version: 1 } });
    expect(stale).toMatchObject([{ code: 'CONCURRENCY_CONFLICT', expectedVersion: 1, current: { id: agency.id } }]);
    const other = { ...input, text: 'Signed twice.' };
    const reused = await api.refused(cast.engineer, 'submitEvidence', other, {
      key: 'k-1',
      expect: { version: 1 },
    });
    expect(reused).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });
});

describe('work that is given to an agency', () => {
  it('is refused before its approval and after its end', async () => {
    const agency = await Agency.reviewed(api);
    const { cast } = agency;
    const slaTargets = { firstResponseMinutes: 480, answerMinutes: 480 };
    const submitted = async (number: number): Promise<string> => {
      const id = randomUUID();
      const source = { kind: 'FORM', ref: null } as const;
      const consumerTeamId = fromGlobalId(cast.marketing, 'Team');
      const draft = { number, title: 'Landing page', type: 'LANDING_PAGE', consumerTeamId, source } as const;
      await api.happened(cast.workspaceId, { aggregate: request, id }, [
        { type: 'RequestDrafted', data: { ...draft, requesterId: cast.marketer.personId } },
        { type: 'RequestSubmitted', data: { revision: 1, completeness: 100, slaTargets } },
      ]);
      return toGlobalId('Request', id);
    };
    const [first, second] = [await submitted(1), await submitted(2)];
    const triage = (requestId: string) => ({
      requestId,
      providerTeamId: cast.studio,
      ownerId: cast.engineer.id,
      priorityClass: 'NORMAL',
      roughMinutes: 600,
    });
    const early = await api.refused(cast.cto, 'triageRequest', triage(first));
    expect(early).toMatchObject([{ code: 'PROVIDER_NOT_ONBOARDED', validFrom: null, validUntil: null }]);
    await agency.does('cto', 'approveProvider', { validUntil: '2026-06-30' });
    expect((await api.done(cast.cto, 'triageRequest', triage(first))).request).toMatchObject({ status: 'TRIAGED' });
    await api.setClock(cast.workspaceId, '2026-07-01T08:00:00.000Z');
    const late = await api.refused(cast.cto, 'triageRequest', triage(second));
    expect(late).toMatchObject([{ code: 'PROVIDER_NOT_ONBOARDED', validFrom: '2026-02-02', validUntil: '2026-06-30' }]);
  });
});

describe('the purchase order', () => {
  it('gets another ceiling, by its own version', async () => {
    const agency = await Agency.invited(api);
    const { cast, id: providerId } = agency;
    const set = (minorUnits: number, expect?: object) =>
      api.give(
        cast.cto,
        'setPurchaseOrderCeiling',
        { providerId, ceiling: eur(minorUnits) },
        { ...(expect && { expect }) },
      );
    expect((await set(27_501, { version: 1 })).provider).toMatchObject({
      version: 1,
      purchaseOrder: { version: 2, ceiling: eur(27_501) },
    });
    expect((await set(1, { version: 1 })).problems).toMatchObject([
      { code: 'CONCURRENCY_CONFLICT', current: { id: toGlobalId('PurchaseOrder', idOf(providerId)) } },
    ]);
    expect((await set(-1)).problems).toMatchObject([{ code: 'VALIDATION_FAILED' }]);
    expect(await agency.codes('finance', 'setPurchaseOrderCeiling', { ceiling: eur(1) })).toEqual(['FORBIDDEN']);
    const nowhere = { providerId: toGlobalId('Provider', randomUUID()), ceiling: eur(1) };
    expect(await agency.codes('cto', 'setPurchaseOrderCeiling', nowhere)).toEqual(['NOT_FOUND']);
  });
});

const idOf = (globalId: string): string => Buffer.from(globalId, 'base64url').toString().slice('Provider:'.length);

describe('reading agencies', () => {
  const list = `query ($filter: ProviderFilter, $order: [ProviderOrder!]) { providers(filter: $filter, order: $order, first: 10) {
    totalCount nodes { id status } } }`;

  it('is for the people of the house, and for an agency’s people of their own', async () => {
    const agency = await Agency.approved(api);
    const { cast, id } = agency;
    const other = { name: 'Workshop', teamId: cast.workshop, ceiling: eur(10) };
    const { provider } = await api.done(cast.cto, 'inviteProvider', other);
    const seen = async (who: keyof typeof cast, variables: object = {}) =>
      (await api.ask<{ nodes: { id: string }[] }>(list, cast[who] as never, variables)).nodes.map((one) => one.id);
    expect(await seen('auditor')).toEqual([id, provider!.id]);
    expect(await seen('designer')).toEqual([id]);
    expect(await seen('crafter')).toEqual([provider!.id]);
    expect(await seen('auditor', { filter: { status: { eq: 'APPROVED' } } })).toEqual([id]);
    expect(await seen('auditor', { filter: { validUntil: { lte: '2026-06-30' } } })).toEqual([id]);
    expect(await seen('auditor', { filter: { openItems: { gt: 0 } }, order: [{ validUntil: 'DESC' }] })).toEqual([
      provider!.id,
    ]);
    const one = 'query ($id: ID!) { provider(id: $id) { reference } }';
    const node = 'query ($id: ID!) { node(id: $id) { ... on Provider { reference } } }';
    for (const query of [one, node]) {
      expect(await api.ask(query, cast.designer, { id })).toEqual({ reference: 'AGY-1' });
      expect(await api.ask(query, cast.crafter, { id })).toBeNull();
    }
    const foreign = await api.cast();
    expect(await api.ask(one, foreign.auditor, { id })).toBeNull();
    expect((await api.run(list, cast.facilitator)).data?.['providers'] ?? null).toBeNull();
  });

  it('shows money to who may see it: an engineer gets the agency without', async () => {
    const { cast, id } = await Agency.invited(api);
    const query =
      'query ($id: ID!) { provider(id: $id) { reference rateCard { work } purchaseOrder { spent { minorUnits } } } }';
    const { data } = await api.run(query, cast.engineer, { id });
    expect(data).toEqual({ provider: { reference: 'AGY-1', rateCard: null, purchaseOrder: null } });
    const shown = { rateCard: [{ work: 'Design' }], purchaseOrder: { spent: { minorUnits: 0 } } };
    expect(await api.ask(query, cast.designer, { id })).toEqual({ reference: 'AGY-1', ...shown });
    const order = { id: toGlobalId('PurchaseOrder', idOf(id)) };
    const node = 'query ($id: ID!) { node(id: $id) { ... on PurchaseOrder { ceiling { currency } } } }';
    expect(await api.ask(node, cast.designer, order)).toEqual({ ceiling: { currency: 'EUR' } });
    expect(await api.ask(node, cast.crafter, order)).toBeNull();
    expect(await api.ask(node, cast.engineer, order)).toBeNull();
  });
});

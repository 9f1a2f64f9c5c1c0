import { randomUUID } from 'node:crypto';
import { toGlobalId } from '#libs/api-kit';
import { people, type Scenario } from './domain/given.spec-kit.js';
import {
  conversation,
  type ConversationEvent,
  defaultPolicy,
  proposeAlternative,
  rejectAlternative,
  type RequestFact,
  requestSettings,
  type SettingsEvent,
} from './domain/index.js';
import { withdrawRequest } from './domain/lifecycle.js';
import * as stage from './domain/stages.spec-kit.js';
import { plainId } from './records/records.fixture.js';
import type { Member, Name } from './requests.fixture.js';
import { RightsBench } from './rights/rights.fixture.js';
import type { Given } from './stages.fixture.js';

/** Who is refused what. */
export interface Refused {
  readonly who: Member;
  readonly mutation: string;
  readonly input: object;
  readonly given?: Given;
}

/** Brings a workspace to where a command is refused; the command. */
export type Provocation = (bench: RightsBench) => Promise<Refused>;

const urgent = { hardDate: '2026-01-15', costOfDelay: 'HIGH', reason: 'The fair opens.' } as const;
const alternative = { summary: 'Reuse the old page', kept: ['Offers'], lost: ['Design'], minutes: 60 };
const proposed = stage.triaged.when(proposeAlternative, alternative, people.engineer);
const ended = stage.submitted.when(withdrawRequest, { reason: 'NO_LONGER_NEEDED' }, people.requester);
const closed = proposed.when(rejectAlternative, { alternativeId: 'A1', reason: 'Too plain.' }, people.requester);
const expired = stage.estimated.facts.map((fact) =>
  fact.type === 'EstimateSubmitted' ? { ...fact, data: { ...fact.data, validUntil: '2026-01-04' } } : fact,
);

/** Somebody is refused a command on a request that stands where the scenario ends. */
const on =
  (at: Scenario, who: Name, mutation: string, input: object = {}): Provocation =>
  async (bench) => ({ who: bench.cast[who], mutation, input: { requestId: await bench.requestAt(at), ...input } });

/** A merge of the first into the second, or into itself. */
const merging =
  (at: Scenario, into?: Scenario): Provocation =>
  async (bench) => {
    const requestId = await bench.requestAt(at);
    const targetId = into ? await bench.requestAt(into) : requestId;
    return { who: bench.cast.manager, mutation: 'mergeRequest', input: { requestId, targetId } };
  };

/** What a person may not do to a comment that the engineer wrote. */
const onComment =
  (who: Name, mutation: string, input: object = {}, isRemoved = false): Provocation =>
  async (bench) => {
    const requestId = await bench.requestAt(stage.drafted);
    const commentId = randomUUID();
    const facts: ConversationEvent[] = [
      { type: 'CommentAdded', data: { commentId, text: 'Looks good.', mentions: [] } },
      ...(isRemoved ? [{ type: 'CommentRemoved', data: { commentId, reason: null } } as const] : []),
    ];
    await bench.happened({ aggregate: conversation, id: plainId(requestId) }, bench.cast.engineer, facts);
    const named = { requestId, commentId: toGlobalId('Comment', commentId) };
    return { who: bench.cast[who], mutation, input: { ...named, ...input } };
  };

/** The workspace has a custom field; its global id. */
const customField = async (bench: RightsBench, requiredAt: 'NONE' | 'SUBMIT'): Promise<string> => {
  const fieldId = randomUUID();
  const format = { kind: 'NUMBER', min: 1, max: null, integer: true } as const;
  const definition = { name: fieldId, description: null, format, requestTypes: [], requiredAt };
  const fact: SettingsEvent = { type: 'CustomFieldDefined', data: { fieldId, ...definition } };
  await bench.happened({ aggregate: requestSettings, id: bench.cast.workspaceId }, bench.cast.cto, [fact]);
  return toGlobalId('CustomField', fieldId);
};

const asks = (displacesRequestId: string | null = null): RequestFact<'ExpediteRequested'> => ({
  type: 'ExpediteRequested',
  data: { ...urgent, displacesRequestId, displacesNothing: displacesRequestId === null ? 'There is room.' : null },
});
const asked = stage.triaged.given([asks()]);

const grant = async (bench: RightsBench): Promise<string> => {
  const requestId = await bench.requestAt(asked);
  await bench.done(bench.cast.cto, 'grantExpedite', { requestId });
  return requestId;
};

/** What stays in the books of a workspace is provoked in another one. */
const elsewhere =
  (provoke: Provocation): Provocation =>
  async ({ api }) =>
    provoke(await RightsBench.open(api));

/** Codes that the tables of single themes do not provoke. */
export const provocations: Readonly<Record<string, Provocation>> = {
  CONCURRENCY_CONFLICT: async (bench) => ({
    ...(await on(stage.written, 'requester', 'submitRequest')(bench)),
    given: { expect: { version: 1 } },
  }),
  IDEMPOTENCY_KEY_REUSED: async (bench) => {
    const given = { key: randomUUID() };
    const requestId = await bench.requestAt(stage.written);
    await bench.done(bench.cast.requester, 'submitRequest', { requestId }, given);
    return { ...(await on(stage.written, 'requester', 'submitRequest')(bench)), given };
  },
  ESTIMATE_EXPIRED: on(stage.dated.given(expired), 'cmo', 'approveRequest', { side: 'CONSUMER' }),
  MERGE_INTO_ITSELF: merging(stage.submitted),
  MERGE_TARGET_ENDED: merging(stage.submitted, ended),
  MERGE_CHAIN: merging(
    stage.submitted.given([{ type: 'DuplicateMergedIn', data: { requestId: randomUUID() } }]),
    stage.submitted,
  ),
  DISPLACED_REQUEST_REQUIRED: on(stage.triaged, 'cmo', 'expediteRequest', urgent),
  DISPLACED_DATE_REQUIRED: async (bench) => {
    const waits = plainId(await bench.requestAt(stage.dated));
    return on(stage.triaged.given([asks(waits)]), 'cto', 'grantExpedite')(bench);
  },
  EXPEDITE_PENDING: on(asked, 'cmo', 'expediteRequest', { ...urgent, displacesNothing: 'There is room.' }),
  EXPEDITE_NOT_PENDING: on(stage.triaged, 'cto', 'grantExpedite'),
  ALREADY_EXPEDITED: elsewhere(async (bench) => {
    const input = { requestId: await grant(bench), ...urgent, displacesNothing: 'There is room.' };
    return { who: bench.cast.cmo, mutation: 'expediteRequest', input };
  }),
  EXPEDITE_QUOTA_EXCEEDED: elsewhere(async (bench) => {
    for (let used = 0; used < defaultPolicy.expediteQuota; used += 1) await grant(bench);
    return on(asked, 'cto', 'grantExpedite')(bench);
  }),
  WIP_LIMIT_REACHED: elsewhere(async (bench) => {
    const { cto, engineering } = bench.cast;
    await bench.at('approved');
    await bench.done(cto, 'setWipLimit', { teamId: engineering, limit: 1, hard: true });
    return on(stage.halfApproved, 'cto', 'approveRequest', { side: 'PROVIDER' })(bench);
  }),
  ALTERNATIVE_INCOMPLETE: on(stage.triaged, 'engineer', 'proposeAlternative', { ...alternative, kept: [] }),
  ALTERNATIVE_CLOSED: on(closed, 'requester', 'acceptAlternative', { alternativeId: 'A1' }),
  COMMENT_REMOVED: onComment('engineer', 'editComment', { text: 'Looks better.' }, true),
  ONLY_AUTHOR_CAN_EDIT: onComment('cto', 'editComment', { text: 'Looks better.' }),
  ONLY_AUTHOR_OR_LEAD_CAN_REMOVE: onComment('manager', 'removeComment'),
  NAME_TAKEN: async (bench) => {
    const input = { name: randomUUID(), colour: '#1a7f37' };
    await bench.attempt('defineLabel', bench.cast.cto, input);
    return { who: bench.cast.cmo, mutation: 'defineLabel', input };
  },
  CUSTOM_FIELD_INVALID: async (bench) => {
    const values = [{ fieldId: await customField(bench, 'NONE'), value: { number: 1.5 } }];
    return on(stage.drafted, 'requester', 'setCustomFields', { values })(bench);
  },
  CUSTOM_FIELD_REQUIRED: elsewhere(async (bench) => {
    await customField(bench, 'SUBMIT');
    return on(stage.written, 'requester', 'submitRequest')(bench);
  }),
  CSV_UNREADABLE: async ({ cast: { cto, marketing } }) => ({
    who: cto,
    mutation: 'importRequests',
    input: { format: 'PLAIN', csv: 'title\n"open', consumerTeamId: marketing, dryRun: false },
  }),
};

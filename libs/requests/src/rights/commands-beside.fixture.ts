import { randomUUID } from 'node:crypto';
import { toGlobalId } from '#libs/api-kit';
import type { Role } from '#libs/people';
import { conversation, requestSettings, type SettingsEvent, savedFilter } from '../domain/index.js';
import * as stage from '../domain/stages.spec-kit.js';
import { plainId } from '../records/records.fixture.js';
import type { Member } from '../requests.fixture.js';
import type { Cell, Tried } from './rights.fixture.js';

/** A fact of the settings, by the lead; the global id of what it is about. */
const defined = async ({ bench }: Cell, kind: string, fact: (id: string) => SettingsEvent): Promise<string> => {
  const id = randomUUID();
  const stream = { aggregate: requestSettings, id: bench.cast.workspaceId };
  await bench.happened(stream, bench.cast.cto, [fact(id)]);
  return toGlobalId(kind, id);
};

const label = (cell: Cell): Promise<string> =>
  defined(cell, 'Label', (labelId) => ({ type: 'LabelDefined', data: { labelId, name: labelId, colour: '#1a7f37' } }));

const archivedLabel = async (cell: Cell): Promise<string> => {
  const id = await label(cell);
  await defined(cell, 'Label', () => ({ type: 'LabelArchived', data: { labelId: plainId(id) } }));
  return id;
};

const customField = (cell: Cell): Promise<string> =>
  defined(cell, 'CustomField', (fieldId) => ({
    type: 'CustomFieldDefined',
    data: {
      fieldId,
      name: fieldId,
      description: null,
      format: { kind: 'TEXT', maxLength: 100 },
      requestTypes: [],
      requiredAt: 'NONE',
    },
  }));

const template = (cell: Cell): Promise<string> =>
  defined(cell, 'RequestTemplate', (templateId) => ({
    type: 'TemplateDefined',
    data: {
      templateId,
      name: templateId,
      requestType: 'OTHER',
      titlePrefix: null,
      brief: {},
      labels: [],
      customFields: [],
    },
  }));

const comment = async ({ bench, requestId }: Cell, by: Member): Promise<object> => {
  const commentId = randomUUID();
  const data = { commentId, text: 'Looks good.', mentions: [] };
  await bench.happened({ aggregate: conversation, id: plainId(requestId) }, by, [{ type: 'CommentAdded', data }]);
  return { commentId: toGlobalId('Comment', commentId) };
};

/** One of the caller's, or a shared one of somebody else. */
const filter = async ({ bench, holder, whose }: Cell): Promise<object> => {
  const id = randomUUID();
  const { personId: ownerId } = whose === 'own' ? holder.member : bench.cast.requester;
  const data = { name: 'Waiting', shared: true, filter: {}, order: [], ownerId };
  await bench.happened({ aggregate: savedFilter, id }, holder.member, [{ type: 'FilterSaved', data }]);
  return { savedFilterId: toGlobalId('SavedFilter', id) };
};

const NO_LEADS: readonly Role[] = [
  'MARKETING_MEMBER',
  'ENGINEER',
  'PRODUCT_MANAGER',
  'RISK_REVIEWER',
  'BRIDGE',
  'FINANCE',
  'FACILITATOR',
];
const sharedFilter: Tried['but'] = [
  { roles: NO_LEADS, whose: 'another', code: 'FORBIDDEN', why: 'Shared ones are for owner, leads and administrators.' },
];

/** Talk, labels and fields beside a request, and what all requests of a workspace are made of. */
export const besideCommands: readonly Tried[] = [
  { mutation: 'addComment', at: stage.drafted, input: () => ({ text: 'Looks good.' }) },
  {
    mutation: 'editComment',
    at: stage.drafted,
    input: async (cell) => ({ ...(await comment(cell, cell.holder.member)), text: 'Looks better.' }),
  },
  { mutation: 'removeComment', at: stage.drafted, input: (cell) => comment(cell, cell.holder.member) },
  {
    mutation: 'removeComment',
    variant: 'of somebody else',
    at: stage.drafted,
    input: (cell) => comment(cell, cell.bench.cast.reviewer),
    but: [
      {
        roles: NO_LEADS,
        code: 'ONLY_AUTHOR_OR_LEAD_CAN_REMOVE',
        why: 'It is for who wrote it, leads, administrators.',
      },
      { roles: ['AGENCY_MEMBER'], whose: 'own', code: 'ONLY_AUTHOR_OR_LEAD_CAN_REMOVE', why: 'As above.' },
    ],
  },
  { mutation: 'watchRequest', at: stage.drafted },
  {
    mutation: 'unwatchRequest',
    at: stage.drafted,
    input: async ({ bench, requestId, holder: { member } }) => {
      const watched = { type: 'Watched' as const, data: { personId: member.personId } };
      await bench.happened({ aggregate: conversation, id: plainId(requestId) }, member, [watched]);
      return {};
    },
  },
  { mutation: 'labelRequest', at: stage.drafted, input: async (cell) => ({ add: [await label(cell)] }) },
  {
    mutation: 'setCustomFields',
    at: stage.drafted,
    input: async (cell) => ({ values: [{ fieldId: await customField(cell), value: { text: 'Spring' } }] }),
  },
  { mutation: 'defineLabel', input: () => ({ name: randomUUID(), colour: '#1a7f37' }) },
  { mutation: 'changeLabel', input: async (cell) => ({ labelId: await label(cell), colour: '#cf222e' }) },
  { mutation: 'archiveLabel', input: async (cell) => ({ labelId: await label(cell) }) },
  { mutation: 'restoreLabel', input: async (cell) => ({ labelId: await archivedLabel(cell) }) },
  { mutation: 'defineCustomField', input: () => ({ name: randomUUID(), kind: 'TEXT' }) },
  { mutation: 'changeCustomField', input: async (cell) => ({ fieldId: await customField(cell), maxLength: 50 }) },
  { mutation: 'archiveCustomField', input: async (cell) => ({ fieldId: await customField(cell) }) },
  { mutation: 'defineTemplate', input: () => ({ name: randomUUID(), requestType: 'OTHER' }) },
  { mutation: 'changeTemplate', input: async (cell) => ({ templateId: await template(cell), titlePrefix: 'Page:' }) },
  { mutation: 'archiveTemplate', input: async (cell) => ({ templateId: await template(cell) }) },
  { mutation: 'saveFilter', input: () => ({ name: 'Waiting', filter: {}, order: [] }) },
  {
    mutation: 'changeSavedFilter',
    input: async (cell) => ({ ...(await filter(cell)), name: 'Waiting for us' }),
    but: sharedFilter,
  },
  { mutation: 'deleteSavedFilter', input: filter, but: sharedFilter },
  {
    mutation: 'bulkTriage',
    input: async ({ bench, holder, whose }) => {
      const requestId = await bench.requestAt(stage.submitted, whose === 'own' ? holder.member : undefined);
      return { items: [bench.triage(requestId)] };
    },
  },
  {
    mutation: 'bulkLabel',
    input: async (cell) => {
      const { bench, holder, whose } = cell;
      const requestId = await bench.requestAt(stage.submitted, whose === 'own' ? holder.member : undefined);
      return { items: [{ requestId, add: [await label(cell)] }] };
    },
  },
  {
    mutation: 'importRequests',
    input: ({ bench }) => ({
      format: 'PLAIN',
      csv: `id,title\n${randomUUID()},Spring page`,
      consumerTeamId: bench.cast.marketing,
      dryRun: false,
    }),
  },
];

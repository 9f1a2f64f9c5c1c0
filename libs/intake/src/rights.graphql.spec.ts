import { toGlobalId } from '#libs/api-kit';
import { cellOf, type Right, type Role } from '#libs/people';
import { randomUUID } from 'node:crypto';
import { BOT_SCOPES, type Cast, CAST, IntakeApi, type Name, TODAY } from './intake.fixture.js';

const nowhere = (type: string): string => toGlobalId(type, randomUUID());
const idea = { ideaId: nowhere('Idea') };
const roadblock = { roadblockId: nowhere('Roadblock') };
const interruption = { interruptionId: nowhere('Interruption') };
const work = { type: 'OTHER', consumerTeamId: nowhere('Team') };
const shape = { problem: 'p', benefit: 'b', roughMinutes: 1, touches: [] };
const message = { channel: 'C1', messageId: '1', link: 'https://chat.example/1', text: 'Use the new banner.' };

/** Every command of this context, the right it needs, and an input that nothing but the right can let pass far. */
const COMMANDS: readonly (readonly [name: string, right: Right, input: object])[] = [
  ['captureIdea', 'idea.capture', { title: 'Idea', text: 'Text.', originTeamId: nowhere('Team') }],
  ['shapeIdea', 'idea.shape', { ...idea, ...shape }],
  ['voteForIdea', 'idea.vote', idea],
  ['withdrawVote', 'idea.vote', idea],
  ['parkIdea', 'idea.park', { ...idea, reason: 'Later.' }],
  ['dropIdea', 'idea.drop', { ...idea, reason: 'Never.' }],
  ['reviveIdea', 'idea.revive', idea],
  ['convertIdea', 'idea.convert', { ...idea, ...work }],
  [
    'raiseRoadblock',
    'roadblock.raise',
    { title: 'Freeze', affectedRequestIds: [], until: TODAY, ownerId: nowhere('Person') },
  ],
  ['assignRoadblockOwner', 'roadblock.manage', { ...roadblock, ownerId: nowhere('Person') }],
  ['changeRoadblockAffected', 'roadblock.manage', roadblock],
  ['changeRoadblockUntil', 'roadblock.manage', { ...roadblock, until: TODAY, reason: 'Late.' }],
  ['mitigateRoadblock', 'roadblock.manage', { ...roadblock, how: 'Halved.' }],
  ['resolveRoadblock', 'roadblock.manage', { ...roadblock, how: 'Gone.' }],
  ['acceptRoadblock', 'roadblock.manage', { ...roadblock, reason: 'Small.' }],
  ['reopenRoadblock', 'roadblock.manage', { ...roadblock, reason: 'Back.' }],
  [
    'logInterruption',
    'interruption.log',
    { kind: 'FAVOUR', minutes: 5, topic: 'A banner', fromTeamId: nowhere('Team'), occurredOn: TODAY },
  ],
  ['writeOffInterruption', 'interruption.writeOff', { ...interruption, reason: 'Nothing.' }],
  ['convertInterruptionToRequest', 'interruption.convert', { ...interruption, type: 'OTHER' }],
  [
    'convertInterruptionToQuestion',
    'interruption.convert',
    { ...interruption, requestId: nowhere('Request'), kind: 'WHY', blocking: false },
  ],
  ['captureFromChat', 'capture.chat', { ...message, as: { requestDraft: work } }],
];

const QUERIES: readonly (readonly [field: string, right: Right, document: string])[] = [
  ['ideas', 'idea.read', '{ ideas { totalCount } }'],
  ['ideaOrigin', 'idea.read', '{ ideaOrigin { ideas } }'],
  ['roadblocks', 'roadblock.read', '{ roadblocks { totalCount } }'],
  ['myInterruptions', 'interruption.read', '{ myInterruptions { totalCount } }'],
  ['favours', 'favour.read', '{ favours { totalCount } }'],
  ['interruptionWeeks', 'favour.read', '{ interruptionWeeks { totalCount } }'],
  ['captures', 'capture.read', '{ captures { totalCount } }'],
];

let api: IntakeApi;
let cast: Cast;
beforeAll(async () => {
  api = await IntakeApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

const everybody = Object.entries(CAST) as [Name, readonly [Role, string | null]][];
const may = (role: Role, right: Right): boolean =>
  cellOf(role, right) !== null && (role !== 'INTEGRATION' || BOT_SCOPES.includes(right));

describe('the matrix of rights, cell by cell', () => {
  it('names every mutation of this context', () => {
    const fields = Object.values(api.schema.getMutationType()!.getFields());
    const ours = fields
      .filter(({ name }) => /idea|vote|roadblock|interruption|chat/i.test(name))
      .map(({ name }) => name);
    expect(COMMANDS.map(([name]) => name).sort()).toEqual(ours.sort());
  });

  it.each(everybody)('%s gets what it says', async (name, [role]) => {
    const stored = await api.events(cast.workspaceId);
    for (const [command, right, input] of COMMANDS) {
      const { problems } = await api.give(cast[name], command, input);
      const refused = problems.some((problem) => problem.code === 'FORBIDDEN' && problem['right'] === right);
      expect([command, refused]).toEqual([command, !may(role, right)]);
      // Nothing of what the inputs name is there: whoever may try is told so, or what else is missing.
      expect(problems).toHaveLength(1);
    }
    for (const [field, right, document] of QUERIES) {
      const { data } = await api.run(document, cast[name]);
      expect([field, (data?.[field] ?? null) !== null]).toEqual([field, may(role, right)]);
    }
    expect(await api.events(cast.workspaceId)).toBe(stored);
  });
});

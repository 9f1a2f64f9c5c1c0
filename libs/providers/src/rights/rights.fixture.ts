import { fromGlobalId, toGlobalId } from '#libs/api-kit';
import { RIGHTS, ROLES, type Role, team } from '#libs/people';
import {
  type Answer,
  type Bench,
  type Cell,
  commandDocument,
  type Holder,
  TEAMLESS,
  type Tried,
  type Whose,
} from '#test/kit/rights-matrix';
import { randomUUID } from 'node:crypto';
import { checklistItems, provider, type ProviderEvent, purchaseOrder } from '../domain/index.js';
import type { Cast, Given, Member, ProvidersApi } from '../providers.fixture.js';

export type ProviderCell = Cell<ProvidersBench, Member>;
export type ProviderTried = Tried<ProvidersBench, Member>;

const approval = { validFrom: '2026-01-05', validUntil: '2026-06-30', renewal: false, policyVersion: 1 };
const proved = (items: readonly (typeof checklistItems)[number][]): ProviderEvent[] => [
  { type: 'ProviderReviewStarted', data: {} },
  ...items.map((item): ProviderEvent => ({ type: 'EvidenceSubmitted', data: { item, link: null, text: 'Signed.' } })),
];
const reviewed: readonly ProviderEvent[] = [
  ...proved(checklistItems),
  ...checklistItems.map((item): ProviderEvent => ({ type: 'ChecklistItemVerified', data: { item, note: null } })),
];
const approved: readonly ProviderEvent[] = [...reviewed, { type: 'ProviderApproved', data: approval }];
const suspended: readonly ProviderEvent[] = [
  ...approved,
  { type: 'ProviderSuspended', data: { reason: 'Leaked key.', lastDay: '2026-01-30' } },
];
const access: ProviderEvent = { type: 'AccessGranted', data: { accessId: 'X1', system: 'Tag manager' } };

/** What happened to an agency after it was invited. */
export const courses = {
  invited: [],
  /** Evidence of the NDA waits for a reviewer. */
  proved: proved(['NDA']),
  reviewed,
  approved,
  suspended,
  /** Its approval ended while it was suspended. */
  runOut: suspended.map((fact) =>
    fact.type === 'ProviderApproved' ? { ...fact, data: { ...approval, validUntil: '2026-02-01' } } : fact,
  ),
  withAccess: [access],
  leaving: [...approved, { type: 'OffboardingStarted', data: { reason: 'The end.', lastDay: '2026-02-02' } }],
  leavingWithAccess: [
    ...approved,
    access,
    { type: 'OffboardingStarted', data: { reason: 'The end.', lastDay: '2026-02-02' } },
  ],
  rejected: [{ type: 'ProviderRejected', data: { reason: 'Uninsured.' } }],
} as const satisfies Record<string, readonly ProviderEvent[]>;

/** One workspace with a holder of every role; agencies are recorded where a command needs them. */
export class ProvidersBench implements Bench<Member> {
  private numbers = 1_000;

  private constructor(
    readonly api: ProvidersApi,
    readonly cast: Cast,
    readonly holders: readonly Holder<Member>[],
  ) {}

  /** Whoever is of an agency is of Studio North, whose people are in the team `studio`. */
  static async open(api: ProvidersApi): Promise<ProvidersBench> {
    const cast = await api.cast();
    const teamOf = (role: Role): string | null => {
      if (TEAMLESS.includes(role)) return null;
      if (role === 'AGENCY_MEMBER') return fromGlobalId(cast.studio, 'Team');
      return fromGlobalId(role.startsWith('MARKETING') ? cast.marketing : cast.engineering, 'Team');
    };
    const join = async (name: string, role: Role, scoped: boolean): Promise<Holder<Member>> => ({
      name,
      role,
      scoped,
      member: await api.join(cast.workspaceId, { role, teamId: teamOf(role) }, scoped ? RIGHTS : null),
    });
    const joining = ROLES.map((role) => join(role, role, role === 'INTEGRATION'));
    const holders = await Promise.all([...joining, join('INTEGRATION without scopes', 'INTEGRATION', false)]);
    return new ProvidersBench(api, cast, holders);
  }

  events(): Promise<number> {
    return this.api.events(this.cast.workspaceId);
  }

  async answer(mutation: string, who: Member, input: object, { expect, key }: Given = {}): Promise<Answer> {
    const { document, expects } = commandDocument(this.api.schema, mutation);
    const variables = { input, key, ...(expects && { expect: expect ?? { latest: true } }) };
    const { data, errors } = await this.api.run(document, who, variables);
    if (errors) throw new Error(`${mutation}: ${JSON.stringify(errors)}`);
    return (data as Record<string, Answer>)[mutation]!;
  }

  async done(mutation: string, who: Member, input: object, given: Given = {}): Promise<void> {
    const { problems } = await this.answer(mutation, who, input, given);
    if (problems.length > 0) throw new Error(`${mutation}: ${JSON.stringify(problems)}`);
  }

  /** An agency with a purchase order of 5,000.00 EUR: `own` is that of the team `studio`. Its global id. */
  async agency(
    course: readonly ProviderEvent[] = [],
    { whose = 'own', spent = 0 }: { readonly whose?: Whose; readonly spent?: number } = {},
  ): Promise<string> {
    const id = randomUUID();
    const { workspaceId, studio, workshop } = this.cast;
    this.numbers += 1;
    const rateCard = { currency: 'EUR', rates: [{ work: 'Design', minorPerHour: 12_345 }] };
    const data = {
      number: this.numbers,
      name: 'Studio North',
      teamId: fromGlobalId(whose === 'own' ? studio : workshop, 'Team'),
      contactId: null,
      rateCard,
      checklist: checklistItems,
      policyVersion: 1,
    };
    const booked = { type: 'SpendBooked', data: { agreementId: randomUUID(), entryId: 'e-1', amount: spent } } as const;
    const set = { type: 'CeilingSet', data: { minorUnits: 500_000, currency: 'EUR', previous: null } } as const;
    await this.api.happened(workspaceId, { aggregate: provider, id }, [{ type: 'ProviderInvited', data }, ...course]);
    await this.api.happened(workspaceId, { aggregate: purchaseOrder, id }, spent > 0 ? [set, booked] : [set]);
    return toGlobalId('Provider', id);
  }

  /** A team nobody is in yet. Its global id. */
  async newTeam(side: 'CONSUMER' | 'PROVIDER' = 'PROVIDER'): Promise<string> {
    const teamId = randomUUID();
    await this.api.happened(this.cast.workspaceId, { aggregate: team, id: teamId }, [
      { type: 'TeamCreated', data: { teamId, side, timeZone: 'Europe/Berlin' } },
    ]);
    return toGlobalId('Team', teamId);
  }
}

import type { Pool } from 'pg';
import { claimed } from './claimed.js';
import { DemoCaller } from './demo-caller.js';
import { moves, type Planned, planned, ties } from './demo-roadmap-planned.js';
import { after } from './demo-stages.js';
import type { InnerVoice } from './inner-voice.js';

const SEEN = `{ viewer { today } teams { nodes { id name } } requests(first: 100) { nodes { id title } }
  roadmapItems(first: 100) { nodes { id title confidence { value } } }
  planningSessions(first: 10) { nodes { id plannedOn } } }`;

interface Seen {
  readonly viewer: { readonly today: string };
  readonly teams: { readonly nodes: readonly { readonly id: string; readonly name: string }[] };
  readonly requests: { readonly nodes: readonly { readonly id: string; readonly title: string }[] };
  readonly roadmapItems: {
    readonly nodes: readonly { readonly id: string; readonly title: string; readonly confidence: object | null }[];
  };
  readonly planningSessions: { readonly nodes: readonly { readonly id: string; readonly plannedOn: string }[] };
}

/** Who steers it, and what they are least sure of. */
const PLANNER = 'Product Manager';
const UNSURE = 'Paid webinars';

/** Its last step: somebody says how sure that one is. */
const isTold = ({ roadmapItems }: Seen): boolean =>
  roadmapItems.nodes.some(({ title, confidence }) => title === UNSURE && confidence !== null);

/** Days between two sessions. */
const ROUND = 42;

/**
 * The roadmap of the demo workspace: eight items on four lanes, what they need of each other, a joint session whose end is the baseline,
 * and two items that moved since. Told once, by one process, whose telling may be cut short.
 */
export const tellDemoRoadmap = (pool: Pool, voice: InnerVoice): Promise<boolean | null> =>
  claimed(pool, 'twolane demo roadmap', async () => {
    const caller = new DemoCaller(voice);
    const seen = await caller.query<Seen>(SEEN);
    if (isTold(seen)) return false;
    await new RoadmapTelling(caller, seen).tell();
    return true;
  });

class RoadmapTelling {
  private readonly ids: Map<string, string>;

  constructor(
    private readonly caller: DemoCaller,
    private readonly seen: Seen,
  ) {
    this.ids = new Map(seen.roadmapItems.nodes.map(({ id, title }) => [title, id]));
  }

  async tell(): Promise<void> {
    for (const one of planned) await this.planned(one);
    for (const { item, to, ...tie } of ties)
      await this.give('CTO', 'addItemDependency', item, { toId: this.ids.get(to), ...tie });
    for (const one of planned) await this.promised(one);
    await this.joint();
    await this.give('CTO', 'startItem', planned[0]!.title);
    for (const { item, days, ...why } of moves)
      await this.give(PLANNER, 'rescheduleItem', item, { window: this.window(days), ...why });
    await this.scheduled(after(this.seen.viewer.today, ROUND));
    const unsure = { value: 60, reason: 'The card fields are not verified yet.' };
    await this.give(PLANNER, 'setItemConfidence', UNSURE, unsure);
  }

  /** A command on an item by its title. */
  private give(as: string, mutation: string, title: string, input: object = {}): Promise<unknown> {
    const key = `roadmap/${title}/${as}`;
    const step = { input: { itemId: this.ids.get(title), ...input }, key, fields: 'item { id }' };
    return this.caller.give(as, mutation, step);
  }

  private window([start, end]: Planned['days']) {
    const { today } = this.seen.viewer;
    return { start: after(today, start), end: after(today, end), precision: 'DAY' };
  }

  private async planned({ title, lane, kind, visibility, horizon, days }: Planned): Promise<void> {
    if (!this.ids.has(title)) await this.proposed({ title, lane, kind, visibility: visibility ?? 'TEAMS' });
    await this.give(PLANNER, 'planItem', title, { window: this.window(days), horizon });
  }

  private async proposed(item: Pick<Planned, 'title' | 'lane' | 'kind'> & { visibility: string }): Promise<void> {
    const { title, lane } = item;
    const owner = (lead: string, name: string) => ({
      personId: this.caller.person(lead),
      teamId: this.seen.teams.nodes.find((team) => team.name === name)!.id,
    });
    const owners = {
      ...(lane !== 'ENGINEERING' && { marketing: owner('CMO', 'Marketing') }),
      ...(lane !== 'MARKETING' && { engineering: owner('CTO', 'Engineering') }),
    };
    const step = { input: { ...item, owners }, key: `roadmap/${title}`, fields: 'item { id }' };
    const made = await this.caller.give<Proposed>(PLANNER, 'proposeRoadmapItem', step);
    this.ids.set(title, made.item.id);
  }

  /** Marketing looks at it, both sides say yes, the request it comes with is tied to it, and it is promised. */
  private async promised({ title, lane, worthy, agreed, committed, request }: Planned): Promise<void> {
    const verdict = worthy === true ? { verdict: 'WORTHY' } : { verdict: 'NOT_WORTHY', reason: worthy };
    if (worthy !== undefined) await this.give('CMO', 'assessCampaignWorthiness', title, verdict);
    if (agreed) {
      await this.give('CMO', 'agreeItem', title, { side: 'CONSUMER' });
      await this.give('CTO', 'agreeItem', title, { side: 'PROVIDER' });
    }
    const requestId = this.seen.requests.nodes.find((one) => one.title === request)?.id;
    if (requestId) await this.give(PLANNER, 'linkRequestToItem', title, { requestId, primary: lane === 'SHARED' });
    if (committed) await this.give(PLANNER, 'commitItem', title);
  }

  /** Both leads are there: what the roadmap is at its end is the baseline. */
  private async joint(): Promise<void> {
    const { viewer, planningSessions } = this.seen;
    const held = planningSessions.nodes.find(({ plannedOn }) => plannedOn <= viewer.today);
    const sessionId = held?.id ?? (await this.scheduled(viewer.today));
    const on = (mutation: string, input: object = {}, key = mutation) =>
      this.caller.give(PLANNER, mutation, {
        input: { sessionId, ...input },
        key: `session/${key}`,
        fields: 'planningSession { id }',
      });
    await on('openPlanning');
    for (const [title, side] of [
      ['CMO', 'CONSUMER'],
      ['CTO', 'PROVIDER'],
    ] as const)
      await on('recordAttendance', { personId: this.caller.person(title), side }, title);
    await on('closePlanning');
  }

  /** A session on a day; its id, where it was not scheduled before. */
  private async scheduled(date: string): Promise<string> {
    const isFirst = date === this.seen.viewer.today;
    const step = {
      input: { date, horizon: 'NOW' },
      key: `session/${isFirst ? 'first' : 'next'}`,
      fields: 'planningSession { id }',
    };
    const { planningSession } = await this.caller.give<Scheduled>(PLANNER, 'schedulePlanning', step);
    return planningSession?.id ?? '';
  }
}

interface Proposed {
  readonly item: { readonly id: string };
  readonly problems: [];
}

interface Scheduled {
  readonly planningSession: { readonly id: string } | null;
  readonly problems: [];
}

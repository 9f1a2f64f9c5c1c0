import { fromGlobalId } from '#libs/api-kit';
import type { Role } from '#libs/people';
import { outcomeOf } from '#test/kit/rights-matrix';
import { type Member, RoadmapApi } from '../roadmap.fixture.js';
import { RoadmapBench } from './rights.fixture.js';
import { courses } from './stories.fixture.js';

let api: RoadmapApi;
let bench: RoadmapBench;
beforeAll(async () => {
  api = await RoadmapApi.start();
  bench = await RoadmapBench.open(api);
});
afterAll(() => api.close());

describe('who speaks for a side', () => {
  const agree = async (who: Member, itemId: string, side: string, onBehalfOf?: Member) =>
    outcomeOf(await bench.answer('agreeItem', who, { itemId, side }, onBehalfOf && { onBehalfOf }));
  const team = (name: 'marketing' | 'sales') => fromGlobalId(bench.cast[name], 'Team');
  const join = (...held: readonly (readonly [Role, 'marketing' | 'sales' | null])[]) =>
    api.join(
      bench.cast.workspaceId,
      held.map(([role, of]) => ({ role, teamId: of && team(of) })),
    );

  it('is a product manager of that side, in the owner’s team alone', async () => {
    const manager = await join(['PRODUCT_MANAGER', 'marketing'], ['MARKETING_MEMBER', 'marketing']);
    const itemId = await bench.item(courses.planned);
    expect(await agree(manager, itemId, 'PROVIDER')).toBe('FORBIDDEN');
    expect(await agree(manager, itemId, 'CONSUMER')).toBe('carried out');
    const other = await join(['PRODUCT_MANAGER', 'sales'], ['MARKETING_MEMBER', 'sales']);
    expect(await agree(other, await bench.item(courses.planned), 'CONSUMER')).toBe('FORBIDDEN');
  });

  it('is a deputy for whom they stand for, and the fact says so', async () => {
    const { cast } = bench;
    const deputy = await join(['FACILITATOR', null]);
    const itemId = await bench.item(courses.planned);
    await api.delegate(cast.workspaceId, cast.cmo, deputy, 'MARKETING_LEAD');
    expect(await agree(deputy, itemId, 'CONSUMER')).toBe('FORBIDDEN');
    expect(await agree(deputy, itemId, 'PROVIDER', cast.cmo)).toBe('FORBIDDEN');
    expect(await agree(deputy, itemId, 'CONSUMER', cast.cmo)).toBe('carried out');
    const facts = await api.stream(cast.workspaceId, `roadmap-item-${fromGlobalId(itemId, 'RoadmapItem')}`);
    expect(facts.at(-1)).toMatchObject({
      data: { byId: deputy.personId, onBehalfOf: cast.cmo.personId, side: 'CONSUMER' },
    });
    // The deputy of another team's lead has no more to say than that lead.
    const drop = { itemId, reason: 'Nobody asks for it.' };
    await api.delegate(cast.workspaceId, cast.salesLead, deputy, 'MARKETING_LEAD');
    expect(outcomeOf(await bench.answer('dropItem', deputy, drop, { onBehalfOf: cast.salesLead }))).toBe('FORBIDDEN');
  });

  it('does not become the lead of another team by taking the item over', async () => {
    const { salesLead, cmo, sales } = bench.cast;
    const itemId = await bench.item(courses.planned);
    const owners = { marketing: { personId: salesLead.id, teamId: sales } };
    const takeOver = (who: Member) => bench.answer('reviseRoadmapItem', who, { itemId, owners });
    expect(outcomeOf(await takeOver(salesLead))).toBe('FORBIDDEN');
    expect(await agree(salesLead, itemId, 'CONSUMER')).toBe('FORBIDDEN');
    // It is for the team that has it to hand it over.
    expect(outcomeOf(await takeOver(cmo))).toBe('carried out');
    expect(await agree(cmo, itemId, 'CONSUMER')).toBe('FORBIDDEN');
    expect(await agree(salesLead, itemId, 'CONSUMER')).toBe('carried out');
  });

  it('is any lead of the side while nobody of it answers for the item', async () => {
    const said = {
      owners: {
        marketing: null,
        engineering: null,
        product: { personId: bench.cast.manager.personId, teamId: team('marketing') },
      },
    };
    const itemId = await bench.item(courses.planned, { said });
    expect(await agree(bench.cast.salesLead, itemId, 'CONSUMER')).toBe('carried out');
    expect(outcomeOf(await bench.answer('commitItem', bench.cast.salesLead, { itemId }))).toBe('carried out');
  });
});

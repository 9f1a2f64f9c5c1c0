import fc from 'fast-check';
import { DEMO_WORKSPACE_ID } from '#libs/people';
import { inOrder, type Order, orderArb, type Row, rowsOfWorkspace, wantedArb } from './request-oracle.js';
import { change, draft, draftInDemo, startTwoWorlds, type TwoWorlds, wholeBrief } from './two-worlds.js';

interface PageOfRequests {
  readonly totalCount: number;
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}
interface Asked {
  readonly filter?: object;
  readonly order?: Order;
  readonly first?: number;
  readonly last?: number;
  readonly after?: string | null;
  readonly before?: string | null;
}

const LIST = `query ($filter: RequestFilter, $order: [RequestOrder!], $first: Int, $last: Int, $after: String, $before: String) {
  requests(filter: $filter, order: $order, first: $first, last: $last, after: $after, before: $before) {
    totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

let worlds: TwoWorlds;
let rows: Row[];
/** Global ids of the demo's requests. */
let theirs: string[];
/** All of them see every request of the sandbox. */
const readers = ['Requester', 'Colleague', 'CMO', 'CTO', 'Engineer', 'Auditor'] as const;
let turn = 0;
const anybody = (): string => readers[(turn += 1) % readers.length] ?? 'CMO';

const page = (asked: Asked, as = anybody()): Promise<PageOfRequests> =>
  worlds.sandbox.answer<PageOfRequests>(LIST, { as, variables: { ...asked } });
const codeOf = async (asked: Asked, query = LIST): Promise<unknown> => {
  const { errors } = await worlds.sandbox.run(query, { as: anybody(), variables: { ...asked } });
  expect(errors?.[0]?.extensions?.['requestId']).toEqual(expect.any(String));
  return errors?.[0]?.extensions?.['code'];
};
const idsOf = ({ edges }: PageOfRequests): string[] => edges.map(({ node }) => node.id);

interface Walk {
  readonly size: number;
  readonly backward: boolean;
  readonly as?: string;
  /** Runs at the same time as every page but the first. */
  readonly meanwhile?: () => Promise<unknown>;
}

/** All ids, page by page from one end to the other. */
const walk = async (asked: Asked, { size, backward, as, meanwhile }: Walk): Promise<string[]> => {
  let found: string[] = [];
  for (let cursor: string | null = null; ;) {
    const window: Asked = backward ? { last: size, before: cursor } : { first: size, after: cursor };
    const other = cursor === null ? undefined : meanwhile?.();
    const one: PageOfRequests = await page({ ...asked, ...window }, as);
    await other;
    found = backward ? [...idsOf(one), ...found] : [...found, ...idsOf(one)];
    const { hasNextPage, hasPreviousPage, startCursor, endCursor }: PageOfRequests['pageInfo'] = one.pageInfo;
    expect([startCursor, endCursor]).toEqual([one.edges[0]?.cursor ?? null, one.edges.at(-1)?.cursor ?? null]);
    if (!(backward ? hasPreviousPage : hasNextPage)) return found;
    expect(one.edges).toHaveLength(size);
    cursor = backward ? startCursor : endCursor;
  }
};

const TITLES = [
  'Spring landing page',
  'spring newsletter',
  '100% off _today_',
  "O'Neill's page",
  'Spring landing page',
];

/** 26 requests, most of them alike: three instants, five titles, and only ids to tell many of them apart. */
const furnish = async (): Promise<void> => {
  for (let n = 0; n < 26; n += 1) {
    if (n % 9 === 8) await worlds.setClock(`2026-01-${String(5 + n).padStart(2, '0')}T08:00:00.000Z`);
    const as = n % 3 === 0 ? 'Colleague' : 'Requester';
    const requestId = await draft(worlds, { title: TITLES[n % 5], type: n % 2 ? 'LANDING_PAGE' : 'OTHER' }, as);
    if (n % 4 === 0)
      await change(worlds, 'setTouches', { requestId, add: [{ touch: 'PAYMENTS', why: 'It sells.' }] }, as);
    if (n % 5 !== 0) continue;
    await change(worlds, 'addCoAuthor', { requestId, personId: worlds.sandbox.who('Agency').id }, 'CTO');
    if (n % 4 === 0) continue;
    await change(worlds, 'reviseBrief', { requestId, brief: wholeBrief }, as);
    await change(worlds, 'submitRequest', { requestId }, as);
  }
};

beforeAll(async () => {
  worlds = await startTwoWorlds();
  await furnish();
  await draftInDemo(worlds);
  theirs = inOrder(await rowsOfWorkspace(worlds.api.service.pool, DEMO_WORKSPACE_ID), []);
  rows = await rowsOfWorkspace(worlds.api.service.pool, worlds.workspaceId);
});
afterAll(() => worlds.stop());

describe('the list of requests', () => {
  it('is furnished with ties, nulls and all that is filtered by', () => {
    const different = (of: (row: Row) => unknown) => new Set(rows.map(of)).size;
    expect(rows).toHaveLength(26);
    expect(different(({ updated_at }) => updated_at)).toBeLessThan(5);
    expect(different(({ title }) => title)).toBe(4);
    expect(different(({ status }) => status)).toBe(2);
    expect(different(({ submitted_at }) => submitted_at)).toBeGreaterThan(1);
    expect(rows.filter(({ touches }) => touches.length > 0).length).toBeGreaterThan(3);
  });

  it('pages forward and backward through exactly what fits, in the order asked for, to everybody who may see it', async () => {
    const agency = worlds.sandbox.who('Agency');
    const seen = {
      Agency: rows.filter(({ co_author_ids }) => co_author_ids.includes(agency.personId)),
      Everybody: rows,
    };
    const property = fc.asyncProperty(
      fc.option(wantedArb(rows), { freq: 8, nil: undefined }),
      orderArb,
      fc.integer({ min: 2, max: 9 }),
      fc.constantFrom('Agency' as const, 'Everybody' as const, 'Everybody' as const),
      async (wanted, order, size, who) => {
        const expected = inOrder(
          seen[who].filter((row) => wanted?.fits(row) ?? true),
          order,
        );
        const asked = { order, ...(wanted && { filter: wanted.filter }) };
        const as = who === 'Agency' ? { as: who } : {};
        expect(await walk(asked, { size, backward: false, ...as })).toEqual(expected);
        expect(await walk(asked, { size, backward: true, ...as })).toEqual(expected);
        expect((await page({ ...asked, first: 0 }, as.as)).totalCount).toBe(expected.length);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('neither hides nor repeats what was there all the time while others insert', async () => {
    let run = 0;
    const property = fc.asyncProperty(
      orderArb,
      fc.record({ size: fc.integer({ min: 1, max: 4 }), backward: fc.boolean() }),
      fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 5, maxLength: 8 }),
      async (order, { size, backward }, suffixes) => {
        const prefix = `Run ${(run += 1)} `;
        const insert = (suffix: string) => draft(worlds, { title: prefix + suffix });
        for (const suffix of suffixes) await insert(suffix);
        const before = (await rowsOfWorkspace(worlds.api.service.pool, worlds.workspaceId)).filter(({ title }) =>
          title.startsWith(prefix),
        );
        const staying = inOrder(before, order);
        const arrivals = [...suffixes];
        const meanwhile = async (): Promise<void> => {
          const suffix = arrivals.pop();
          if (suffix !== undefined) await insert(suffix);
        };
        const found = await walk({ order, filter: { title: { startsWith: prefix } } }, { size, backward, meanwhile });
        expect(found.filter((id) => staying.includes(id))).toEqual(staying);
        expect(new Set(found).size).toBe(found.length);
      },
    );
    await fc.assert(property, { numRuns: 12 });
  });

  it('can be split at any of its cursors', async () => {
    const order: Order = [{ title: 'ASC' }, { submittedAt: 'DESC' }];
    const { edges } = await page({ order, first: 20 });
    const ids = edges.map(({ node }) => node.id);
    for (const [index, { cursor }] of edges.entries()) {
      expect(idsOf(await page({ order, last: 20, before: cursor }))).toEqual(ids.slice(0, index));
      const between = { order, first: 20, after: edges[0]?.cursor ?? null, before: cursor };
      expect(idsOf(await page(between))).toEqual(ids.slice(1, Math.max(1, index)));
    }
  });
});

describe('a cursor', () => {
  const order: Order = [{ title: 'ASC' }];
  const cursorOf = async (asked: Asked): Promise<string> =>
    (await page({ ...asked, first: 1 })).pageInfo.endCursor ?? '';

  it('that was edited is INVALID_CURSOR, wherever and however', async () => {
    const cursor = await cursorOf({ order });
    const property = fc.asyncProperty(
      fc.nat(cursor.length - 1),
      fc.constantFrom('A', 'z', '9', '_', '=', ' ', "'", '🌸'),
      fc.constantFrom('after' as const, 'before' as const),
      async (place, character, side) => {
        fc.pre(cursor[place] !== character);
        const edited = cursor.slice(0, place) + character + cursor.slice(place + 1);
        expect(await codeOf({ order, [side]: edited })).toBe('INVALID_CURSOR');
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it.each([
    ['nothing', ''],
    ['junk', 'junk'],
    ['an id', Buffer.from('Request:1').toString('base64url')],
    ['keys of somebody’s own', Buffer.from(JSON.stringify(['Spring', '0'])).toString('base64url')],
    ['SQL', "' OR 1=1 --"],
    ['100,000 characters', 'A'.repeat(100_000)],
  ])('made of %s is INVALID_CURSOR', async (_what, after) => {
    expect(await codeOf({ order, after })).toBe('INVALID_CURSOR');
  });

  it('counts in the order alone that it was made in', async () => {
    const cursor = await cursorOf({ order });
    const orders: Order[] = [[{ title: 'DESC' }], [{ number: 'ASC' }], [{ title: 'ASC' }, { number: 'ASC' }], []];
    for (const other of orders) expect(await codeOf({ order: other, after: cursor })).toBe('INVALID_CURSOR');
    expect(idsOf(await page({ order, after: cursor, filter: { number: { gt: 0 } } }))).not.toEqual([]);
  });

  it('counts in its own list and its own workspace alone', async () => {
    const cursor = await cursorOf({ order: [{ submittedAt: 'ASC' }] });
    const queue = 'query ($after: String) { triageQueue(after: $after) { totalCount } }';
    expect(await codeOf({ after: cursor }, queue)).toBe('INVALID_CURSOR');
    expect(await codeOf({ after: cursor }, 'query ($after: String) { people(after: $after) { totalCount } }')).toBe(
      'INVALID_CURSOR',
    );
    const variables = { order, after: await cursorOf({ order }) };
    const { errors, data } = await worlds.api.run(LIST, { as: 'CMO', variables });
    expect(errors?.[0]?.extensions?.['code']).toBe('INVALID_CURSOR');
    expect(data ?? null).toBeNull();
  });
});

describe('what a filter cannot do', () => {
  const everything = [
    { or: [{}, { number: { gte: 0 } }] },
    { not: { number: { eq: -1 } } },
    { or: [{ not: {} }, { not: { not: {} } }] },
    { not: { and: [{ number: { gt: 0 } }, { number: { lt: 0 } }] } },
  ];

  it.each(everything)('widen what somebody with rights to their own alone may see: %j', async (filter) => {
    const { personId } = worlds.sandbox.who('Agency');
    const all = await rowsOfWorkspace(worlds.api.service.pool, worlds.workspaceId);
    const theirs = all.filter(({ co_author_ids }) => co_author_ids.includes(personId));
    const { totalCount, edges } = await page({ filter, first: 250 }, 'Agency');
    expect(totalCount).toBe(theirs.length);
    expect(edges).toHaveLength(theirs.length);
    expect(theirs.length).toBeGreaterThan(0);
    expect((await page({ filter, first: 250 })).totalCount).toBe(all.length);
  });

  it.each(everything)('show another workspace: %j', async (filter) => {
    const { id } = worlds.sandbox.who('Requester');
    for (const asked of [filter, { or: [filter, { requesterId: { eq: id } }] }]) {
      const list = await worlds.api.answer<PageOfRequests>(LIST, { as: 'CMO', variables: { filter: asked } });
      expect(list.totalCount).toBe(theirs.length);
      expect(theirs).toEqual(expect.arrayContaining(idsOf(list)));
    }
    const nothing = { requesterId: { eq: id } };
    const list = await worlds.api.answer<PageOfRequests>(LIST, { as: 'CMO', variables: { filter: nothing } });
    expect(list.totalCount).toBe(0);
  });
});

describe('a page', () => {
  it.each([
    ['more than 250 forward', { first: 251 }, 'LIMIT'],
    ['more than 250 backward', { last: 251 }, 'LIMIT'],
    ['less than nothing', { first: -1 }, 'BAD_USER_INPUT'],
    ['less than nothing backward', { last: -1 }, 'BAD_USER_INPUT'],
    ['both ways at once', { first: 1, last: 1 }, 'BAD_USER_INPUT'],
    ['five sort keys', { order: Array.from({ length: 5 }, () => ({ title: 'ASC' as const })) }, 'LIMIT'],
    ['two keys in one', { order: [{ title: 'ASC', number: 'ASC' }] as Order }, 'BAD_USER_INPUT'],
    ['251 values', { filter: { number: { in: Array.from({ length: 251 }, (_, n) => n) } } }, 'LIMIT'],
  ])('of %s is refused', async (_what, asked: Asked, code) => {
    expect(await codeOf(asked)).toBe(code);
  });

  it('of nothing says how many there are', async () => {
    const { totalCount, edges, pageInfo } = await page({ first: 0, filter: { number: { lte: 26 } } });
    expect([totalCount, edges, pageInfo.endCursor]).toEqual([26, [], null]);
  });

  it('holds 250 at most and 50 unless told', async () => {
    expect((await page({ first: 250 })).totalCount).toBeGreaterThan(50);
    expect((await page({})).edges).toHaveLength(50);
  });
});

import fc from 'fast-check';
import type pg from 'pg';
import { toGlobalId } from '#libs/api-kit';

/** What lists show and compare, read past the API. Instants in milliseconds since 1970. */
export interface Row {
  readonly request_id: string;
  readonly number: number;
  readonly title: string;
  readonly type: string;
  readonly status: string;
  readonly waiting_on: string;
  readonly completeness: number;
  readonly agreed_date: string | null;
  readonly requester_id: string;
  readonly owner_id: string | null;
  readonly co_author_ids: readonly string[];
  readonly touches: readonly string[];
  readonly drafted_at: number;
  readonly submitted_at: number | null;
  readonly updated_at: number;
}

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8 as ${column}`;
const ROWS = `select request_id, number, title, type, status, waiting_on, completeness, agreed_date::text, requester_id, owner_id,
  co_author_ids, touches, ${ms('drafted_at')}, ${ms('submitted_at')}, ${ms('updated_at')}
  from requests.request_row where workspace_id = $1`;

export const rowsOfWorkspace = async (pool: pg.Pool, workspaceId: string): Promise<Row[]> =>
  (await pool.query<Row>(ROWS, [workspaceId])).rows;

/** Keys of `RequestOrder` and what they compare; nulls stand last, whichever way. */
const ORDERS = {
  updatedAt: ({ updated_at }: Row) => updated_at,
  draftedAt: ({ drafted_at }: Row) => drafted_at,
  submittedAt: ({ submitted_at }: Row) => submitted_at,
  number: ({ number }: Row) => number,
  title: ({ title }: Row) => title,
  agreedDate: ({ agreed_date }: Row) => agreed_date,
  completenessPercent: ({ completeness }: Row) => completeness,
} as const satisfies Record<string, (row: Row) => string | number | null>;

type OrderKey = keyof typeof ORDERS;
export type Order = readonly { readonly [Key in OrderKey]?: 'ASC' | 'DESC' }[];

const keysOf = (order: Order) =>
  order.flatMap((one) => Object.entries(one).map(([key, direction]) => ({ read: ORDERS[key as OrderKey], direction })));

const compare = (left: string | number | null, right: string | number | null, direction: string): number => {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? 1 : -1;
  return (left < right ? -1 : 1) * (direction === 'DESC' ? -1 : 1);
};

/** Global ids in the order a list must show them; the id breaks ties, the same way as the last key. */
export const inOrder = (rows: readonly Row[], order: Order): string[] => {
  const keys = keysOf(order.length > 0 ? order : [{ updatedAt: 'DESC' }]);
  const last = keys.at(-1)?.direction ?? 'ASC';
  const all = [...keys, { read: ({ request_id }: Row) => request_id, direction: last }];
  const by = (left: Row, right: Row) =>
    all.map(({ read, direction }) => compare(read(left), read(right), direction)).find((found) => found !== 0) ?? 0;
  return [...rows].sort(by).map(({ request_id }) => toGlobalId('Request', request_id));
};

export const orderArb: fc.Arbitrary<Order> = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom(...(Object.keys(ORDERS) as OrderKey[])), fc.constantFrom('ASC' as const, 'DESC' as const))
    .map(([key, direction]) => ({ [key]: direction })),
  { maxLength: 4, selector: (one) => Object.keys(one)[0] },
);

/** A filter and, said in another way, what fits it. */
export interface Wanted {
  readonly filter: object;
  readonly fits: (row: Row) => boolean;
}

const person = (id: string): string => toGlobalId('Person', id);
const when = (instant: number): string => new Date(instant).toISOString();

/** One comparison over the values that the rows have. */
const leafArb = (rows: readonly Row[]): fc.Arbitrary<Wanted> => {
  const row = fc.constantFrom(...rows);
  const some = fc.array(row, { maxLength: 4 });
  return fc.oneof(
    row.map(({ status }) => ({ filter: { status: { eq: status } }, fits: (one: Row) => one.status === status })),
    row.map(({ status }) => ({ filter: { status: { ne: status } }, fits: (one: Row) => one.status !== status })),
    row.map(({ title }) => ({
      filter: { title: { startsWith: title.slice(0, 4).toUpperCase() } },
      fits: (one: Row) => one.title.toLowerCase().startsWith(title.slice(0, 4).toLowerCase()),
    })),
    fc.constantFrom('%', '_', "'", 'a').map((text) => ({
      filter: { title: { contains: text } },
      fits: (one: Row) => one.title.toLowerCase().includes(text),
    })),
    some.map((list) => {
      const numbers = list.map(({ number }) => number);
      return { filter: { number: { in: numbers } }, fits: (one: Row) => numbers.includes(one.number) };
    }),
    fc.tuple(row, row).map(([{ number: from }, { number: to }]) => ({
      filter: { number: { gt: from, lte: to } },
      fits: ({ number }: Row) => number > from && number <= to,
    })),
    row.map(({ requester_id: id }) => ({
      filter: { requesterId: { ne: person(id) } },
      fits: (one: Row) => one.requester_id !== id,
    })),
    row.map(({ requester_id: id }) => ({
      filter: { ownerId: { ne: person(id) } },
      fits: (one: Row) => one.owner_id !== id,
    })),
    fc.boolean().map((isNull) => ({
      filter: { submittedAt: { isNull } },
      fits: (one: Row) => (one.submitted_at === null) === isNull,
    })),
    row.map(({ updated_at: at }) => ({
      filter: { submittedAt: { gte: when(at) } },
      fits: (one: Row) => one.submitted_at !== null && one.submitted_at >= at,
    })),
    fc.constantFrom('some', 'none').map((quantifier) => ({
      filter: { touches: { [quantifier]: { touch: { eq: 'PAYMENTS' } } } },
      fits: (one: Row) => one.touches.includes('PAYMENTS') === (quantifier === 'some'),
    })),
  );
};

/** Filters up to three levels deep, of everything that can be combined. */
export const wantedArb = (rows: readonly Row[], depth = 2): fc.Arbitrary<Wanted> => {
  const leaf = leafArb(rows);
  if (depth === 0) return leaf;
  const inner = wantedArb(rows, depth - 1);
  const list = fc.array(inner, { maxLength: 3 });
  return fc.oneof(
    { arbitrary: leaf, weight: 2 },
    {
      arbitrary: inner.map(({ filter, fits }) => ({ filter: { not: filter }, fits: (row: Row) => !fits(row) })),
      weight: 1,
    },
    {
      arbitrary: list.map((all) => ({
        filter: { and: all.map(({ filter }) => filter) },
        fits: (row: Row) => all.every(({ fits }) => fits(row)),
      })),
      weight: 1,
    },
    {
      arbitrary: list.map((all) => ({
        filter: { or: all.map(({ filter }) => filter) },
        fits: (row: Row) => all.some(({ fits }) => fits(row)),
      })),
      weight: 1,
    },
  );
};

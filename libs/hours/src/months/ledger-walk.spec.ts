import { Past } from '#libs/event-log';
import fc from 'fast-check';
import { allotment, allotmentId, type AllotmentState, ledgerCheck, ledgerSums } from '../domain/index.js';
import type { ToldFacts } from '../domain/given.spec-kit.js';
import { anyTerms, walk, walkThrough } from '../domain/walk.spec-kit.js';
import { HoursApi } from '../hours.fixture.js';
import { replay, signedAgreement } from './replay.fixture.js';

const zeros = { a: 0, b: 0, c: 0 };

describe('whatever happens to months', () => {
  let api: HoursApi;
  beforeAll(async () => void (api = await HoursApi.start()));
  afterAll(() => api.close());

  it('their ledger adds up at every position of the log (H11)', async () => {
    const seen = { positions: 0, inTransit: 0, closed: 0 };
    await fc.assert(
      fc.asyncProperty(anyTerms, walk, async (terms, steps) => {
        const told: ToldFacts[] = [];
        const nothing = () => undefined;
        const desk = walkThrough({ terms, steps, tell: (facts) => told.push(facts) }, nothing, nothing);
        const signed = await signedAgreement(api);
        const { workspaceId } = signed.cast;
        await replay(api, signed, told);
        const past = new Past({ pool: api.pool, model: api.log.model });
        const ids = [...desk.months.keys()].map((period) => allotmentId(signed.agreementId, period));
        const sql = `select position::float8 as position from log.event where workspace_id = $1 and stream_id like 'allotment-%' order by 1`;
        const { rows } = await api.owner.query<{ position: number }>(sql, [workspaceId]);
        for (const { position } of rows) {
          const found = await past.statesAt(allotment, { workspaceId, ids, position });
          const months = found.flatMap((month) => (month ? [month.state as AllotmentState] : []));
          expect({ position, ...ledgerCheck(months) }).toEqual({ position, ...zeros });
          seen.positions += 1;
          if (ledgerSums(months).inTransit > 0) seen.inTransit += 1;
          if (months.some(({ status }) => status === 'CLOSED')) seen.closed += 1;
          if (position === rows.at(-1)!.position) expect(ledgerSums(months)).toEqual(ledgerSums(desk.opens()));
        }
        await past.settle();
        // The same by the whole way of a query, at some of them.
        const [first, middle, last] = [rows[0], rows[rows.length >> 1], rows.at(-1)].map((row) => row!.position);
        for (const position of [first, middle, last])
          expect(await checked(signed, position!)).toEqual({ ...zeros, balanced: true });
      }),
      { numRuns: 8, seed: 20260105 },
    );
    expect(seen.positions).toBeGreaterThan(200);
    // Else nothing was ever on its way from one month to the next.
    expect(seen.inTransit).toBeGreaterThan(0);
    expect(seen.closed).toBeGreaterThan(0);
  });

  const checked = async ({ id, cast }: Awaited<ReturnType<typeof signedAgreement>>, position: number) => {
    const { rows } = await api.owner.query<{ epoch: string }>('select epoch from log.horizon');
    const asOf = { position: Buffer.from(`${rows[0]!.epoch}.${position}`).toString('base64url') };
    const source = `query ($id: ID!, $asOf: AsOf) { ledgerCheck(agreementId: $id, asOf: $asOf) { a b c balanced } }`;
    return api.ask(source, cast.finance, { id, asOf });
  };
});

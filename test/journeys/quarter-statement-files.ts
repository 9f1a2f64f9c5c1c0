import type { DemoAccess } from '#libs/people';
import { parse } from 'csv-parse/sync';
import type { Quarter } from '../../apps/api/src/demo/quarter/quarter.js';
import type { RunningApi } from '../kit/api.js';
import { quarterPeople } from './quarter-world.js';

const NOBODY = 'Nobody';

/** The specs of statements as files, about a quarter that is told. */
export function describeStatementFiles(told: () => { readonly api: RunningApi; readonly quarter: Quarter }): void {
  let people: readonly DemoAccess[];
  beforeAll(async () => {
    people = await quarterPeople(told().api);
  });

  /** GET of a file of AG-1, by somebody of the quarter or with another token. */
  const get = (
    file: string,
    as = 'Finance Controller',
    agreementId = told().quarter.idOf('AG-1'),
  ): Promise<Response> => {
    const known = as === NOBODY ? null : (people.find(({ title }) => title === as)?.token ?? as);
    const headers: Record<string, string> = known === null ? {} : { authorization: `Bearer ${known}` };
    return fetch(`${told().api.url}/statements/${agreementId}/${file}`, { headers });
  };
  const refusal = async (asked: Promise<Response>): Promise<unknown> => {
    const response = await asked;
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const { errors } = (await response.json()) as { errors: { extensions: { code: string; requestId: string } }[] };
    expect(errors[0]?.extensions.requestId).toBe(response.headers.get('x-request-id'));
    return [response.status, errors[0]?.extensions.code];
  };

  it('files February as a page', async () => {
    const response = await get('2026-02.html');
    expect(response.status).toBe(200);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': 'inline; filename="AG-1_2026-02.html"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    const page = await response.text();
    for (const figure of ['5,970', '99:30 h', '8,145.00 EUR', '1,215.00 EUR', '9,360.00 EUR', 'Closed for good'])
      expect(page).toContain(figure);
  });

  it('files the quarter as CSV, line by line', async () => {
    const response = await get('2026-01..2026-03.csv');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="AG-1_2026-01..2026-03.csv"');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const rows: Record<string, string>[] = parse(await response.text(), { columns: true });
    const sum = (column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);
    expect([sum('minutes'), sum('amountMinorUnits')]).toEqual([13_500, 2_061_000]);
    expect(rows.find(({ kind }) => kind === 'CREDIT')).toMatchObject({
      entryId: 'F14',
      originalPeriod: '2026-02',
      amount: '-135',
    });
  });

  it('files what was known, and what belongs to a month', async () => {
    const minutes = async (asked: string): Promise<number> => {
      const rows: Record<string, string>[] = parse(await (await get(`2026-02.csv?${asked}`)).text(), { columns: true });
      return rows.reduce((total, row) => total + Number(row['minutes']), 0);
    };
    expect(await minutes('businessDate=2026-03-31')).toBe(5910);
    expect(await minutes('businessDate=2026-03-31&recordedAt=2026-03-10T22:00:00.000Z')).toBe(5970);
    expect(await refusal(get('2026-02.csv?businessDate=2026-02-30'))).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('gives no file to whoever may not see all of it, and none that is not there', async () => {
    expect(await refusal(get('2026-02.html', NOBODY))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refusal(get('2026-02.html', 'not-a-token'))).toEqual([401, 'UNAUTHENTICATED']);
    for (const file of ['2026-02.html', '2026-02.csv'])
      for (const title of ['Campaign Manager', 'Agency Designer'])
        expect(await refusal(get(file, title))).toEqual([403, 'FORBIDDEN']);
    const elsewhere = told().api.who('CMO').token;
    expect(await refusal(get('2026-02.html', elsewhere))).toEqual([404, 'NOT_FOUND']);
    expect(await refusal(get('2027-06.csv'))).toEqual([404, 'NOT_FOUND']);
    expect(await refusal(get('2026-02.pdf'))).toEqual([404, 'NOT_FOUND']);
    expect(await refusal(get('2026-02.html', 'CMO', 'x'))).toEqual([404, 'NOT_FOUND']);
    expect(await refusal(get('2026-01..2027-06.csv'))).toEqual([400, 'VALIDATION_FAILED']);
  });
}

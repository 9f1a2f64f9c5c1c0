import { readdirSync, readFileSync } from 'node:fs';
import { inStatus, type Row } from './machine.spec-kit.js';
import { machine } from './machine-records.spec-kit.js';
import { type RequestStatus, requestStatuses } from './state.js';

const statuses = ['unknown', ...requestStatuses] as const;
type Status = (typeof statuses)[number];

/** What comes of a command in a status, in one word: where it leads, or the code it is refused with. */
function outcome({ run }: Row, status: Status): string {
  const after = run(inStatus[status]);
  return after.outcomeCode ?? after.state.status;
}

/** What the table says comes of it. */
function expected({ ways, otherwise = 'INVALID_STATE' }: Row, status: Status): string {
  const to = ways[status];
  if (to !== undefined) return to;
  return status === 'unknown' ? 'NOT_FOUND' : otherwise;
}

/** Rules that no person calls: a process appends their facts whenever they are due. */
const byProcess = ['reportHoldReview'];

/** Names of all rules: functions of a request, an input and a context that answer facts. */
function rules(): string[] {
  const folder = new URL('./', import.meta.url);
  const isSource = (name: string): boolean => name.endsWith('.ts') && !/\.spec(-kit)?\.ts$/.test(name);
  const rule =
    /export function (\w+)\(\s*request: Request,\s*_?input: [^()]*?,\s*ctx: RuleContext,?\s*\): RequestEvent\[\]/g;
  return readdirSync(folder)
    .filter(isSource)
    .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(rule)])
    .flatMap(([, name]) => name ?? []);
}

describe('the machine of a request (2.1)', () => {
  it('has a request in every status', () => {
    expect(Object.fromEntries(statuses.map((status) => [status, inStatus[status].state.status]))).toEqual(
      Object.fromEntries(statuses.map((status) => [status, status])),
    );
  });

  it('has every command once', () => {
    const names = machine.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(rules().length).toBeGreaterThan(30);
    expect(rules().filter((name) => !names.includes(name) && !byProcess.includes(name))).toEqual([]);
  });

  describe.each(machine.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    it.each(statuses)('in %s does what the table says', (status) => {
      expect(outcome(row, status)).toBe(expected(row, status));
    });

    it('names the statuses it is possible in, where it is refused for the status', () => {
      if (row.otherwise !== undefined) return;
      const refused = requestStatuses.filter((status) => row.ways[status] === undefined);
      for (const status of refused) {
        const { details } = row.run(inStatus[status]).refusal as { details: { state: string; allowed: string[] } };
        expect(details.state).toBe(status);
        expect(
          details.allowed.filter((one) => row.ways[one as RequestStatus] === undefined && one !== 'unknown'),
        ).toEqual([]);
      }
    });
  });

  it('would be seen to differ', () => {
    const [submitting] = machine.filter(({ name }) => name === 'submitRequest');
    const wrong: Row = { ...submitting!, ways: { SUBMITTED: 'TRIAGED' } };
    expect(statuses.filter((status) => outcome(wrong, status) !== expected(wrong, status))).toEqual([
      'DRAFT',
      'SUBMITTED',
    ]);
  });
});

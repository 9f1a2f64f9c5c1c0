import type { Recorded } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import type { PolicyEvent, PolicyFacts } from './domain/index.js';
import { policiesEvents } from './events.js';
import { samples } from './events.samples.fixture.js';
import { policyRow, type PolicyRow } from './policy-row.js';
import { summaryOf } from './summary.js';

const recorded = (event: PolicyEvent): Recorded<PolicyEvent> =>
  ({ ...event, recordedAt: '2026-03-10T09:00:00.000Z' }) as Recorded<PolicyEvent>;

describeGoldenFixtures({
  events: policiesEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => policyRow.evolve(null, recorded(event as unknown as PolicyEvent)),
});

describe('the row of a policy', () => {
  it('says what the facts say, one after the other', () => {
    let row: PolicyRow | null = null;
    const rows = Object.entries(samples).map(([type, data]) => {
      row = policyRow.evolve(row, recorded({ type, data } as PolicyEvent));
      return { fact: type, row };
    });
    expect(rows).toMatchSnapshot();
  });
});

describe('the history of a policy', () => {
  const proposed = { type: 'PolicyProposed', data: { ...samples.PolicyProposed, reason: 'Now.' } };
  const byReviewer: PolicyFacts['PolicyProposed'] = { ...samples.PolicyProposed, kind: 'RISK_MATRIX', side: null };

  it('tells each fact in a sentence', () =>
    expect(
      [
        ...Object.entries(samples).map(([type, data]) => ({ type, data })),
        proposed,
        { type: 'PolicyProposed', data: byReviewer },
        { type: 'PolicySung', data: {} },
      ].map(summaryOf),
    ).toMatchSnapshot());
});

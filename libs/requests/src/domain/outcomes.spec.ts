import fc from 'fast-check';
import { contextOf, people, type Scenario } from './given.spec-kit.js';
import { outcomeFigures, recordOutcome, setOutcomeTarget, type SetOutcomeTargetInput } from './outcomes.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';

const target: SetOutcomeTargetInput = {
  metric: 'orders a day',
  baseline: 40,
  target: { kind: 'RELATIVE', value: 15 },
  windowDays: 30,
};
const set = (from: Scenario, change: Partial<SetOutcomeTargetInput> = {}) =>
  from.when(setOutcomeTarget, { ...target, ...change }, people.requester);

describe('outcome targets (P8)', () => {
  it('say what is to come', () => {
    expect(set(stage.drafted).facts).toEqual([{ type: 'OutcomeTargetSet', data: { targetId: 'O1', ...target } }]);
    expect(set(set(stage.drafted)).facts).toMatchObject([{ data: { targetId: 'O2' } }]);
  });

  it('need something to start from, where they are relative', () => {
    expect(set(stage.drafted, { baseline: 0 }).refusal).toMatchObject({
      code: 'BASELINE_ZERO',
      category: 'VALIDATION',
      path: ['input', 'baseline'],
    });
    const absolute = { baseline: 0, target: { kind: 'ABSOLUTE', value: 12 } } as const;
    expect(set(stage.drafted, absolute).types).toEqual(['OutcomeTargetSet']);
  });

  it.each([
    [{ target: { kind: 'RELATIVE', value: 0 } }, ['input', 'target', 'value']],
    [{ target: { kind: 'ABSOLUTE', value: 40 } }, ['input', 'target', 'value']],
    [{ target: { kind: 'ABSOLUTE', value: 1e13 } }, ['input', 'target', 'value']],
    [{ baseline: 1e-7 }, ['input', 'baseline']],
    [{ baseline: Number.NaN }, ['input', 'baseline']],
    [{ windowDays: 0 }, ['input', 'windowDays']],
    [{ windowDays: 731 }, ['input', 'windowDays']],
    [{ windowDays: 1.5 }, ['input', 'windowDays']],
  ] as const)('refuse %j', (change, path) => {
    expect(set(stage.drafted, change).refusal).toMatchObject({ code: 'VALIDATION_FAILED', path });
  });

  it('are at most 20, and none of what has ended', () => {
    const full = Array.from({ length: 20 }).reduce<Scenario>((s) => set(s), stage.drafted);
    expect(set(full).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 20 } });
    expect(set(late.closed).refusal.code).toBe('INVALID_STATE');
    expect(set(late.launched, { windowDays: 730 }).types).toEqual(['OutcomeTargetSet']);
  });
});

describe('outcomes', () => {
  const measurement = { targetId: 'O1', value: 48.8, measuredAt: '2026-01-20', source: 'Shop report' };
  const launched = set(late.launched);
  const measure = (from: Scenario, change: Partial<typeof measurement> = {}) =>
    from.when(recordOutcome, { ...measurement, ...change }, contextOf(people.cmo, { today: '2026-01-20' }));

  it('are measured after the launch', () => {
    expect(measure(launched).facts).toEqual([{ type: 'OutcomeMeasured', data: measurement }]);
    expect(measure(set(late.accepted)).refusal).toMatchObject({ code: 'NOT_LAUNCHED', details: { state: 'ACCEPTED' } });
  });

  it('belong to a target, a day since the launch and a source', () => {
    expect(measure(launched, { targetId: 'O2' }).refusal).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'targetId'],
    });
    expect(measure(launched, { measuredAt: '2026-01-21' }).refusal.code).toBe('DATE_IN_FUTURE');
    expect(measure(launched, { measuredAt: '2026-01-04' }).refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      path: ['input', 'measuredAt'],
    });
    expect(measure(launched, { measuredAt: '2026-01-05' }).types).toEqual(['OutcomeMeasured']);
    expect(measure(launched, { source: 'mara@example.com' }).refusal.code).toBe('PII_NOT_ALLOWED');
  });

  it('are at most 200 of one target', () => {
    const data = { ...measurement };
    const full = launched.given(Array.from({ length: 200 }, () => ({ type: 'OutcomeMeasured', data }) as const));
    expect(measure(full).refusal).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 200 } });
  });
});

describe('figures of an outcome', () => {
  const figures = (baseline: number, value: number, kind: 'RELATIVE' | 'ABSOLUTE', to: number) => {
    const { changePercent, attainmentPercent } = outcomeFigures({ baseline, target: { kind, value: to } }, value);
    return [changePercent, attainmentPercent];
  };

  it.each([
    // baseline, value, target; change and attainment in percent
    [40, 48.8, { kind: 'RELATIVE', value: 15 }, [22, 146.7]],
    [40, 40, { kind: 'RELATIVE', value: 15 }, [0, 0]],
    [40, 38, { kind: 'RELATIVE', value: 15 }, [-5, -33.3]],
    // Less is wanted.
    [200, 150, { kind: 'RELATIVE', value: -20 }, [-25, 125]],
    [200, 220, { kind: 'RELATIVE', value: -20 }, [10, -50]],
    [3.2, 2.4, { kind: 'ABSOLUTE', value: 2 }, [-25, 66.7]],
    [2.1, 2.6, { kind: 'ABSOLUTE', value: 2.6 }, [23.8, 100]],
    // Below zero, more is still more.
    [-10, -5, { kind: 'RELATIVE', value: 50 }, [50, 100]],
    [-10, -15, { kind: 'RELATIVE', value: 50 }, [-50, -100]],
    [0, 6, { kind: 'ABSOLUTE', value: 12 }, [null, 50]],
    // Binary fractions would say 0.30000000000000004 and 14.999…
    [0.1, 0.3, { kind: 'ABSOLUTE', value: 0.3 }, [200, 100]],
    [1000, 1000.5, { kind: 'RELATIVE', value: 1 }, [0.1, 5]],
    [1000, 999.5, { kind: 'RELATIVE', value: 1 }, [-0.1, -5]],
  ] as const)('%d → %d with %j: %j percent of change and of the target', (baseline, value, to, percents) => {
    expect(figures(baseline, value, to.kind, to.value)).toEqual(percents);
  });

  const hundredths = fc.integer({ min: -1_000_000, max: 1_000_000 });
  const written = (n: number): number =>
    Number(`${n < 0 ? '-' : ''}${Math.trunc(Math.abs(n) / 100)}.${String(Math.abs(n) % 100).padStart(2, '0')}`);

  it('are exact: a target told either way attains the same, and reached means 100 %', () => {
    fc.assert(
      fc.property(
        hundredths.filter((n) => n !== 0),
        hundredths,
        fc.integer({ min: -300, max: 300 }).filter((n) => n !== 0),
        (b, v, percent) => {
          // In hundredths of a hundredth the wanted value is a whole number.
          const wanted = (b * 100 + Math.abs(b) * percent) / 10_000;
          const absolute = figures(written(b), written(v), 'ABSOLUTE', Number(wanted.toFixed(4)));
          expect(figures(written(b), written(v), 'RELATIVE', percent)).toEqual(absolute);
          expect(figures(written(b), Number(wanted.toFixed(4)), 'RELATIVE', percent)[1]).toBe(100);
        },
      ),
    );
  });

  it('agree with the naive quotient but for the last digit', () => {
    fc.assert(
      fc.property(
        hundredths.filter((n) => n !== 0),
        hundredths,
        (b, v) => {
          const [change] = figures(written(b), written(v), 'RELATIVE', 15);
          expect(Math.abs(change! - ((v - b) / Math.abs(b)) * 100)).toBeLessThanOrEqual(0.0501);
        },
      ),
    );
  });
});

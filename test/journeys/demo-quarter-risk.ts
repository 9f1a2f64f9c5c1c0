import { instantOf, type Quarter } from '../../apps/api/src/demo/quarter/quarter.js';

interface Cell {
  readonly likelihood: number;
  readonly impact: number;
  readonly count: number;
}

interface Matrix {
  readonly exposure: number;
  readonly bands: readonly { readonly band: string; readonly count: number }[];
  readonly cells: readonly Cell[];
}

interface Rating {
  readonly likelihood: number;
  readonly impact: number;
  readonly score: number;
  readonly band: string;
}

interface Review {
  readonly reference: string;
  readonly status: string;
  readonly lenses: readonly { readonly lens: string }[];
  readonly subject: { readonly reference: string };
  readonly risks: readonly {
    readonly reference: string;
    readonly title: string;
    readonly inherent: Rating;
    readonly current: Rating;
  }[];
  readonly history: { readonly changes: readonly { readonly type: string; readonly at: string }[] };
}

const REVIEWS = `{ riskReviews(first: 20) { nodes { reference status lenses { lens } subject { ... on Request { reference } }
  risks { reference title inherent { likelihood impact score band } current { likelihood impact score band } }
  history(first: 200) { changes { type at } } } } }`;

const MATRIX = `query ($stage: RiskStage!, $asOf: AsOf) { riskMatrix(stage: $stage, asOf: $asOf) {
  exposure bands { band count } cells { likelihood impact count } } }`;

const INITIATIVES = `query ($by: RiskInitiativeKind, $asOf: AsOf) { riskByInitiative(by: $by, asOf: $asOf) {
  nodes { reference exposure highestBand reviews { reviewReference } } } }`;

interface Initiatives {
  readonly nodes: readonly {
    readonly reference: string;
    readonly exposure: number;
    readonly highestBand: string;
    readonly reviews: readonly { readonly reviewReference: string }[];
  }[];
}

const placeOf = ({ likelihood, impact, score, band }: Rating): string => `${likelihood}×${impact}=${score} ${band}`;

/** Cells with risks, as the page prints them: `(3,5) 1`. */
const filled = ({ cells }: Matrix): string[] =>
  cells.filter(({ count }) => count > 0).map(({ likelihood, impact, count }) => `(${likelihood},${impact}) ${count}`);

const counted = ({ bands }: Matrix): Record<string, number> =>
  Object.fromEntries(bands.map(({ band, count }) => [band, count]));

/** A decision and its day where the quarter takes place. */
const decisionsOf = ({ history }: Review): string[] =>
  history.changes
    .filter(({ type }) =>
      ['ReviewCleared', 'ReviewClearedWithConditions', 'ConditionMet', 'ReviewCancelled'].includes(type),
    )
    .map(({ type, at }) => `${type} ${at.slice(5, 10)}`);

/** Demo-quarter 5.6, the risk rows of 5.5, and the gate of 5.10. */
export function describeRisk(quarterOf: () => Quarter): void {
  const matrix = (stage: string, at?: string): Promise<Matrix> =>
    quarterOf().asks<Matrix>('CMO', MATRIX, { stage, asOf: at === undefined ? null : { recordedAt: instantOf(at) } });
  const reviews = async (): Promise<readonly Review[]> =>
    (await quarterOf().asks<{ nodes: readonly Review[] }>('CTO', REVIEWS)).nodes;

  it('opens six reviews with fourteen lenses by itself, none for REQ-2 and REQ-6 (5.6)', async () => {
    const all = await reviews();
    expect(
      all.map(({ reference, subject, lenses }) => [reference, subject.reference, lenses.map(({ lens }) => lens)]),
    ).toEqual([
      ['RR-1', 'REQ-1', ['SECURITY', 'PRIVACY', 'THIRD_PARTY']],
      ['RR-2', 'REQ-3', ['PAYMENT', 'SECURITY', 'PRIVACY', 'THIRD_PARTY']],
      ['RR-3', 'REQ-4', ['SECURITY', 'PRIVACY']],
      ['RR-4', 'REQ-5', ['PEAK_TRAFFIC']],
      ['RR-5', 'REQ-7', ['SECURITY', 'THIRD_PARTY']],
      ['RR-6', 'REQ-8', ['SECURITY', 'PRIVACY']],
    ]);
    expect(all.flatMap(({ lenses }) => lenses)).toHaveLength(14);
  });

  it('decides on the printed days (5.6)', async () => {
    const all = await reviews();
    expect(Object.fromEntries(all.map((review) => [review.reference, decisionsOf(review)]))).toEqual({
      'RR-1': ['ReviewCleared 03-11'],
      'RR-2': ['ReviewCleared 03-04'],
      'RR-3': ['ReviewCleared 03-17'],
      'RR-4': ['ReviewClearedWithConditions 01-29', 'ConditionMet 01-29'],
      'RR-5': ['ReviewCancelled 02-06'],
      // A touch that came and went on the day after asked for another look.
      'RR-6': ['ReviewCleared 02-20', 'ReviewCleared 02-21'],
    });
  });

  it('rates ten risks as printed, before and after (5.6)', async () => {
    const risks = (await reviews()).flatMap((review) => review.risks);
    expect(
      risks.map(({ reference, inherent, current }) => `${reference} ${placeOf(inherent)} → ${placeOf(current)}`),
    ).toEqual([
      'K1 4×5=20 CRITICAL → 1×5=5 MEDIUM',
      'K2 3×3=9 MEDIUM → 2×3=6 MEDIUM',
      'K3 3×4=12 HIGH → 1×4=4 LOW',
      'K4 3×5=15 HIGH → 1×5=5 MEDIUM',
      'K5 3×4=12 HIGH → 1×4=4 LOW',
      'K6 2×4=8 MEDIUM → 1×4=4 LOW',
      'K7 5×4=20 CRITICAL → 2×3=6 MEDIUM',
      'K8 3×3=9 MEDIUM → 1×3=3 LOW',
      'K9 4×4=16 HIGH → 2×4=8 MEDIUM',
      'K10 2×4=8 MEDIUM → 2×4=8 MEDIUM',
    ]);
  });

  it('sums 129 before anything was done, and 53 on 03-31 (5.6)', async () => {
    const inherent = await matrix('INHERENT', '2026-03-31T23:59');
    expect([inherent.exposure, counted(inherent)]).toEqual([129, { LOW: 0, MEDIUM: 4, HIGH: 4, CRITICAL: 2 }]);
    const current = await matrix('CURRENT', '2026-03-31T23:59');
    expect([current.exposure, counted(current)]).toEqual([53, { LOW: 4, MEDIUM: 6, HIGH: 0, CRITICAL: 0 }]);
    expect(filled(current)).toEqual(['(1,3) 1', '(1,4) 3', '(1,5) 2', '(2,3) 2', '(2,4) 2']);
  });

  it('shows one HIGH cell at noon of 02-26, Σ 69 (5.5)', async () => {
    const noon = await matrix('CURRENT', '2026-02-26T12:00');
    expect([noon.exposure, counted(noon)]).toEqual([69, { LOW: 3, MEDIUM: 6, HIGH: 1, CRITICAL: 0 }]);
    expect(filled(noon)).toEqual(['(1,4) 3', '(1,5) 1', '(2,3) 2', '(2,4) 2', '(3,3) 1', '(3,5) 1']);
  });

  it('says which items of the roadmap bring it, and which campaigns (5.6, 5.7)', async () => {
    const initiatives = async (by: string, at?: string) => {
      const asOf = at === undefined ? null : { recordedAt: instantOf(at) };
      const { nodes } = await quarterOf().asks<Initiatives>('CMO', INITIATIVES, { by, asOf });
      return nodes.map(({ reference, exposure, highestBand, reviews }) =>
        [reference, exposure, highestBand, ...reviews.map((review) => review.reviewReference)].join(' '),
      );
    };
    // K1 5 + K2 6 + K3 4; K4 5 + K5 4 + K6 4; K7 6 + K8 3. K9 and K10 are on no item.
    const now = ['RM-1 15 MEDIUM RR-1', 'RM-6 13 MEDIUM RR-2', 'RM-5 9 MEDIUM RR-3'];
    await expect(initiatives('ROADMAP_ITEM', '2026-03-31T23:59')).resolves.toEqual(now);
    await expect(initiatives('CAMPAIGN', '2026-03-31T23:59')).resolves.toEqual(['RM-6 13 MEDIUM RR-2']);
    // K4 is still 15, and K8 still 9.
    const then = await initiatives('ROADMAP_ITEM', '2026-02-26T12:00');
    expect([then[0], ...then.slice(1).toSorted()]).toEqual([
      'RM-6 23 HIGH RR-2',
      'RM-1 15 MEDIUM RR-1',
      'RM-5 15 MEDIUM RR-3',
    ]);
    // Before REQ-3 was linked, and before anything was rated.
    await expect(initiatives('CAMPAIGN', '2026-01-19T12:00')).resolves.toEqual([]);
  });

  it('keeps REQ-3 from being launched on 02-26: RR-2, K4, HIGH, the hosted fields (5.5)', async () => {
    const asking = `query ($id: ID!, $asOf: AsOf) { launchReadiness(requestId: $id, asOf: $asOf) { verdict ready
      conditions { check passed reasons { reviewNumber riskIds highestBand missing { kind riskId text } } } } }`;
    const readiness = (at: string) =>
      quarterOf().asks<Readiness>('CMO', asking, {
        id: quarterOf().requestId('REQ-3'),
        asOf: { recordedAt: instantOf(at) },
      });
    const then = await readiness('2026-02-26T10:00');
    expect([then.verdict, then.ready]).toEqual(['BLOCKED', false]);
    const [reason] = then.conditions.find(({ check }) => check === 'RISK')!.reasons;
    expect(reason).toMatchObject({ reviewNumber: 2, riskIds: ['K4'], highestBand: 'HIGH' });
    expect(reason!.missing).toContainEqual({
      kind: 'MITIGATION',
      riskId: 'K4',
      text: 'mitigation “hosted card fields” not verified',
    });
    expect((await readiness('2026-03-05T09:00')).verdict).toBe('READY');
  });

  it('launches seven requests, and none of them with a risk of HIGH or above at that moment (5.6)', async () => {
    const { nodes } = await quarterOf().asks<{ nodes: readonly Launched[] }>(
      'CTO',
      `{ requests(first: 20, order: [{ number: ASC }], filter: { status: { in: [LAUNCHED, CLOSED] } }) { nodes {
        id reference launches { launchedAt gateSnapshot { check passed } } } } }`,
    );
    const standing = await Promise.all(nodes.map(async (one) => `${one.reference} ${await highestAtLaunch(one)}`));
    expect(standing).toEqual([
      'REQ-1 MEDIUM',
      'REQ-2 no review',
      'REQ-3 MEDIUM',
      'REQ-4 MEDIUM',
      'REQ-5 MEDIUM',
      'REQ-6 no review',
      'REQ-8 MEDIUM',
    ]);
    for (const { launches } of nodes) {
      expect(launches).toHaveLength(1);
      expect(launches[0]!.gateSnapshot).toContainEqual({ check: 'RISK', passed: true });
    }
  });

  async function highestAtLaunch({ reference, launches }: Launched): Promise<string> {
    const { nodes } = await quarterOf().asks<{
      nodes: { request: { reference: string } | null; highestBand: string }[];
    }>(
      'CTO',
      'query ($asOf: AsOf) { riskByInitiative(first: 50, by: REQUEST, asOf: $asOf) { nodes { request { reference } highestBand } } }',
      { asOf: { recordedAt: launches[0]!.launchedAt } },
    );
    return nodes.find(({ request }) => request?.reference === reference)?.highestBand ?? 'no review';
  }
}

interface Launched {
  readonly reference: string;
  readonly launches: readonly {
    readonly launchedAt: string;
    readonly gateSnapshot: readonly { readonly check: string; readonly passed: boolean }[];
  }[];
}

interface Readiness {
  readonly verdict: string;
  readonly ready: boolean;
  readonly conditions: readonly {
    readonly check: string;
    readonly passed: boolean;
    readonly reasons: readonly {
      readonly reviewNumber: number;
      readonly riskIds: readonly string[];
      readonly highestBand: string;
      readonly missing: readonly object[];
    }[];
  }[];
}

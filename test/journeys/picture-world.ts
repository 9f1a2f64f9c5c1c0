import { fromGlobalId, serviceSecret } from '#libs/api-kit';
import { DEMO_WORKSPACE_ID, operatorCommand } from '#libs/people';
import { reviewIdOf, riskRules } from '#libs/risk';
import type { RunningApi } from '#test/kit/api';
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const { fact, riskReview } = riskRules;

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where the browser is, if there is one. */
export const executablePath = places.find((place): place is string => place !== undefined && existsSync(place));

/** Lets a browser do something, and ends it. */
export async function inChromium(work: (browser: Browser) => Promise<void>): Promise<void> {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath: executablePath ?? '', args });
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

export const rating = (
  likelihood: 1 | 2 | 3 | 4 | 5,
  impact: 1 | 2 | 3 | 4 | 5,
  band: 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL',
) => ({
  likelihood,
  impact,
  band,
  score: likelihood * impact,
  matrixVersion: 1,
  ratedOn: '2026-01-05',
  rationale: 'Seen before.',
  reason: null,
});

export type Rated = ReturnType<typeof rating>;

interface Risks {
  /** Of their review. */
  readonly number: number;
  /** Global id of the team they concern. */
  readonly teamId: string;
  readonly riskIds: readonly string[];
  readonly title: string;
}

/** A review in the demo workspace with risks of one rating, as it was stored. */
export async function storeRisks(
  { service }: Pick<RunningApi, 'service'>,
  { number, teamId, riskIds, title }: Risks,
  rated: Rated,
): Promise<void> {
  const subject = { kind: 'REQUEST', id: randomUUID() } as const;
  const concerned = { teamIds: [fromGlobalId(teamId, 'Team')], propertyIds: [] };
  const words = { cause: 'c', event: 'e', consequence: 'c', category: 'OTHER', knowledge: 'WEAK' } as const;
  const opened = fact('ReviewOpened', {
    ...concerned,
    number,
    subject,
    scopeHash: 'h',
    priority: 'NORMAL',
    targetHours: 16,
    lenses: [{ lens: 'SECURITY', items: [] }],
    cause: { touches: [], policyVersion: 1 },
  });
  const risks = riskIds.flatMap((riskId) => [
    fact('RiskIdentified', { riskId, lens: 'SECURITY', title, ...words, scopeHash: 'h' }),
    fact('RiskRated', { riskId, stage: 'INHERENT', ...rated }),
  ]);
  const command = operatorCommand({ workspaceId: DEMO_WORKSPACE_ID, operation: 'told', input: { number } });
  const stream = { aggregate: riskReview, id: reviewIdOf(subject), expect: 'new' } as const;
  await service.events.decideOne(command, stream, () => [opened, ...risks]);
}

/** The path of a picture's link with any content, sealed with the secret of links unless told. */
export async function sealedPath(
  { service }: Pick<RunningApi, 'service'>,
  content: object,
  secret?: Buffer,
): Promise<string> {
  const body = Buffer.from(JSON.stringify(content)).toString('base64url');
  const key = secret ?? (await serviceSecret(service.pool, 'links'));
  return `/pictures/${body}.${createHmac('sha256', key).update(body).digest('base64url')}.svg`;
}

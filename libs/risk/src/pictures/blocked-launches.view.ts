import { Needs, Reader, readerOf, toGlobalId } from '#libs/api-kit';
import { fullViewer } from '#libs/people';
import {
  nearLaunches,
  type GateResult,
  LaunchGate,
  type LaunchReason,
  RequestReader,
  toLaunchReason,
} from '#libs/requests';
import { Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { BlockedLaunchesType, type BlockedLaunchType } from './blocked-launches.type.js';

/** Launches shown, and requests that are asked about to find them. */
const MOST = { shown: 200, asked: 1_000 } as const;

const reasonsIn = (results: readonly GateResult[]): LaunchReason[] => results.flatMap(({ reasons }) => reasons);

/** What risk keeps from being launched. */
@Resolver()
export class BlockedLaunchesView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly gate: LaunchGate,
    private readonly requests: RequestReader,
  ) {}

  @Query(() => BlockedLaunchesType, {
    complexity: 200,
    description:
      'Requests in progress, delivered or accepted that risk or a freeze would keep from being launched today, with every reason.',
  })
  @Needs('risk.read')
  async blockedLaunches(@Reader() { viewer }: Reader): Promise<BlockedLaunchesType> {
    const { workspaceId, today } = fullViewer(viewer);
    const near = await nearLaunches(this.pool, workspaceId, MOST.asked + 1);
    const candidates = near.slice(0, MOST.asked);
    const results = await this.gate.readiness(workspaceId, candidates, { day: today, position: null });
    const blocked = candidates.flatMap(({ requestId }, index): BlockedLaunchType[] => {
      const reasons = reasonsIn(results[index] ?? []);
      return reasons.length > 0 ? [this.shown(requestId, reasons)] : [];
    });
    const truncated = near.length > MOST.asked || blocked.length > MOST.shown;
    return { nodes: blocked.slice(0, MOST.shown), truncated };
  }

  private shown(requestId: string, reasons: readonly LaunchReason[]): BlockedLaunchType {
    return {
      requestId: toGlobalId('Request', requestId),
      request: (_args, context, info) => this.requests.one(readerOf(info), context, requestId),
      reasons: reasons.map(toLaunchReason),
    };
  }
}

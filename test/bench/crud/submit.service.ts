import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { grantOf, roleFor } from '#libs/people';
import type { Brief } from '../drafts.js';
import { RequestEntity, RequestHistoryEntity } from './entities.js';
import type { CrudViewer } from './token.guard.js';

/** A command that may not be carried out; the resolver answers it as data. */
export class CrudProblem extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Submission {
  readonly requestId: string;
  readonly expectedVersion: number;
  readonly viewer: CrudViewer;
  readonly correlationId: string;
}

const RIGHT = 'request.submit';
const SLA_TARGETS = { firstResponseMinutes: 480, answerMinutes: 960 };

const missingSections = (brief: Brief): string[] =>
  Object.entries({
    STORY: brief.userStories.length > 0,
    CRITERIA: brief.criteria.length > 0,
    CONTEXT: brief.context !== null && brief.context.campaignGoal !== '' && brief.context.audience !== '',
    ASSETS: brief.assets.length > 0 || brief.assetsNotNeeded !== null,
    TRACKING: brief.tracking.length > 0 || brief.trackingNotNeeded !== null,
  }).flatMap(([section, filled]) => (filled ? [] : [section]));

@Injectable()
export class SubmitService {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Read, check, then one short transaction: the row if its version is still the one expected, and its history. */
  async submit({ requestId, expectedVersion, viewer, correlationId }: Submission): Promise<RequestEntity> {
    const grant = grantOf(viewer, RIGHT);
    if (grant === null) throw new CrudProblem('FORBIDDEN', `Your roles do not allow this (${RIGHT}).`);
    const where = { workspaceId: viewer.workspaceId, id: requestId };
    const found = await this.database.manager.findOneBy(RequestEntity, where);
    const request = this.submittable(found, { viewer, grant, expectedVersion });
    const now = new Date();
    const { revision, completeness } = request;
    const data = { revision, completeness, slaTargets: SLA_TARGETS };
    const change = {
      version: expectedVersion + 1,
      status: 'SUBMITTED',
      waitingOn: 'PROVIDER',
      slaTargets: SLA_TARGETS,
      submittedAt: now,
      updatedAt: now,
    };
    await this.database.transaction(async (manager) => {
      const { affected } = await manager.update(RequestEntity, { ...where, version: expectedVersion }, change);
      if (affected !== 1) throw new CrudProblem('CONCURRENCY_CONFLICT', 'Somebody was faster; read it again.');
      await manager.insert(RequestHistoryEntity, {
        workspaceId: viewer.workspaceId,
        requestId,
        version: expectedVersion + 1,
        action: 'RequestSubmitted',
        data,
        actorId: viewer.personId,
        actorRole: roleFor(viewer, RIGHT) ?? 'NONE',
        correlationId,
        recordedAt: now,
      });
    });
    return Object.assign(request, change);
  }

  private submittable(
    request: RequestEntity | null,
    { viewer, grant, expectedVersion }: { viewer: CrudViewer; grant: 'all' | 'own'; expectedVersion: number },
  ): RequestEntity {
    if (request === null) throw new CrudProblem('NOT_FOUND', 'No such request.');
    const mine = [request.requesterId, ...request.coAuthorIds].includes(viewer.personId);
    if (grant === 'own' && !mine) throw new CrudProblem('FORBIDDEN', 'You may do this on requests of your own only.');
    if (request.version !== expectedVersion)
      throw new CrudProblem('CONCURRENCY_CONFLICT', 'Somebody was faster; read it again.');
    if (request.status !== 'DRAFT') throw new CrudProblem('INVALID_STATE', `Not possible while ${request.status}.`);
    if (request.heldUntil !== null) throw new CrudProblem('REQUEST_HELD', `It rests until ${request.heldUntil}.`);
    const missing = missingSections(request.brief);
    if (missing.length > 0) throw new CrudProblem('REQUEST_INCOMPLETE', `The brief lacks ${missing.join(', ')}.`);
    return request;
  }
}

import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Brief } from '../drafts.js';

@Entity({ schema: 'crud', name: 'request' })
export class RequestEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('int')
  version: number;

  @Column('int')
  number: number;

  @Column('text')
  title: string;

  @Column('text')
  type: string;

  @Column('text')
  status: string;

  @Column('uuid', { name: 'requester_id' })
  requesterId: string;

  @Column('uuid', { name: 'co_author_ids', array: true })
  coAuthorIds: string[];

  @Column('text', { name: 'waiting_on' })
  waitingOn: string;

  @Column('int')
  completeness: number;

  @Column('int')
  revision: number;

  @Column('date', { name: 'held_until', nullable: true })
  heldUntil: string | null;

  @Column('jsonb', { name: 'sla_targets', nullable: true })
  slaTargets: object | null;

  @Column('jsonb')
  brief: Brief;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt: Date | null;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;
}

@Entity({ schema: 'crud', name: 'request_history' })
export class RequestHistoryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId: string;

  @Column('uuid', { name: 'request_id' })
  requestId: string;

  @Column('int')
  version: number;

  @Column('text')
  action: string;

  @Column('jsonb')
  data: object;

  @Column('uuid', { name: 'actor_id' })
  actorId: string;

  @Column('text', { name: 'actor_role' })
  actorRole: string;

  @Column('text', { name: 'correlation_id' })
  correlationId: string;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt: Date;
}

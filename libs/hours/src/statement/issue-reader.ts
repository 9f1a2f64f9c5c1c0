import { EventLog, type Position } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { type AllotmentKey, allotmentKeyText } from '../allotment-key.js';
import { allotment, type AllotmentEvent, type AllotmentState } from '../domain/index.js';
import { AllotmentReader } from '../months/allotment-reader.js';
import { type Issue, issueIn, type IssueFacts } from './issue.js';

const issueTypes: readonly AllotmentEvent['type'][] = ['StatementIssued', 'StatementAccepted'];

/** A statement that stands, with the month it stands in. */
export interface Standing {
  readonly month: AllotmentState;
  readonly issue: Issue;
  /** Of the month's last fact. */
  readonly position: Position;
}

/** Statements as they were issued, from the facts that did it. */
@Injectable()
export class IssueReader {
  constructor(
    private readonly months: AllotmentReader,
    private readonly log: EventLog,
  ) {}

  /** Null where the month was not opened, or nothing that was issued in it stands. */
  async standing(workspaceId: string, key: AllotmentKey): Promise<Standing | null> {
    const [row] = await this.months.rows(workspaceId, [key]);
    if (!row?.document.statement) return null;
    const issue = await this.of(workspaceId, row.document);
    return issue && { month: row.document, issue, position: Number(row.position) };
  }

  /** How the statement that stands in a month was issued. */
  async of(workspaceId: string, month: AllotmentState): Promise<Issue | null> {
    const streamId = `${allotment.type}-${allotmentKeyText(month)}`;
    const facts = await this.log.readStream({ workspaceId, streamId, types: issueTypes });
    return issueIn(facts as unknown as IssueFacts, month);
  }
}

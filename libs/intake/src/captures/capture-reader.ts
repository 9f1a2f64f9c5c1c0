import { type Reader, readerOf, toGlobalId } from '#libs/api-kit';
import { PeopleLoaders } from '#libs/people';
import { RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { IdeaReader } from '../ideas/idea-reader.js';
import { rowsById, type StoredRow } from '../rows.js';
import { type ChatCaptureRow, chatCaptureRow } from './chat-capture-row.js';
import { ChatCaptureObject } from './chat-capture.type.js';

export type StoredCapture = ChatCaptureRow & StoredRow;

/** Captured messages by id, and rows as the API shows them. */
@Injectable()
export class CaptureReader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly people: PeopleLoaders,
    private readonly requests: RequestReader,
    private readonly ideas: IdeaReader,
  ) {}

  /** In the order of the ids; null for one that is not there. */
  async many({ viewer }: Reader, ids: readonly string[]): Promise<(ChatCaptureObject | null)[]> {
    const rows = await this.rows(viewer.workspaceId, ids);
    return rows.map((row) => row && this.show(row));
  }

  rows(workspaceId: string, ids: readonly string[]): Promise<(StoredCapture | null)[]> {
    return rowsById(this.pool, { table: chatCaptureRow.table, id: 'capture_id', workspaceId }, ids);
  }

  show(row: StoredCapture): ChatCaptureObject {
    const { document, captured_by: by, request_id: request, idea_id: idea } = row;
    const lookedUp: Pick<ChatCaptureObject, 'capturedBy' | 'request' | 'idea'> = {
      capturedBy: (_args, context, info) => this.people.person(readerOf(info), context, by),
      request: (_args, context, info) =>
        request === null ? null : this.requests.one(readerOf(info), context, request),
      idea: (_args, context, info) => (idea === null ? null : this.ideas.one(readerOf(info), context, idea)),
    };
    return Object.assign(new ChatCaptureObject(), {
      id: toGlobalId('ChatCapture', row.capture_id),
      version: row.version,
      channel: row.channel,
      messageId: row.message_id,
      link: document.link,
      text: document.text,
      kind: row.kind,
      questionId: document.questionId,
      capturedAt: row.captured_at,
      ...lookedUp,
    });
  }
}
